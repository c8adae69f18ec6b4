"""The two functions of the library, what they accept, and what a document says of its text."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest
from pydantic import ValidationError

from govsummary import (
    Document,
    InputError,
    Lexicon,
    LexiconErrors,
    ReadError,
    Source,
    extract,
    extract_quantities,
)
from govsummary.lexicon import Table
from govsummary.pipeline import Engine, compile_lexicon, engine_of, extract_source, load_engine

TEXT = "某镇2021年工作总结\n一、工作开展情况\n拆除围挡30处，修缮古桥X座。\n制定《停车管理办法》。\n"


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


# --- extract ---------------------------------------------------------------------------------------------------------


def test_a_text_and_a_file_give_the_same_records(tmp_path: Path) -> None:
    file = tmp_path / "总结.txt"
    file.write_bytes(TEXT.encode())
    from_text, from_file = extract(TEXT), extract(file)
    assert from_text.records == from_file.records
    assert from_text.sections == from_file.sections
    assert from_file.source.path == str(file)
    assert from_file.source.encoding == "utf-8"
    assert (from_text.source.path, from_text.source.encoding, from_text.source.format) == (None, None, "text")
    assert from_text.source.characters == from_file.source.characters == len(TEXT)


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16"])
def test_a_file_in_another_encoding(tmp_path: Path, encoding: str) -> None:
    sentence = "實現旅遊收入3億元，這一年檢查26家，增長8%。" if encoding == "big5" else "检查餐馆26家，增长8%。"
    file = tmp_path / "a.txt"
    file.write_bytes((sentence * 20).encode(encoding))
    assert [record.quantities for record in extract(file).records] == [
        record.quantities for record in extract(sentence * 20).records
    ]


def test_a_name_in_a_str_is_a_text(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    assert extract(str(file)).source.characters == len(str(file))


def test_a_missing_file() -> None:
    with pytest.raises(ReadError) as caught:
        extract(Path("nowhere.txt"))
    assert caught.value.code == "missing"
    assert isinstance(caught.value, InputError)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("\n\n　\t\n", id="blank"),
        pytest.param("。，、；：！？", id="punctuation"),
        pytest.param("Nothing Chinese here.", id="English"),
        pytest.param("\u0000\ufffd\U0001f600\ue000", id="odd characters"),
        pytest.param("（" * 300 + "“" * 300 + "《" * 300, id="opening marks"),
    ],
)
def test_a_text_without_facts(text: str) -> None:
    document = extract(text)
    assert document.records == ()
    assert "no_quantity" in codes(document)
    assert document.source.characters == len(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(TEXT, [], id="nothing to say"),
        pytest.param("拆除围挡30处。", ["no_period"], id="no period"),
        pytest.param("某镇2021年工作总结\n情况较好。", ["no_quantity"], id="no quantity"),
        pytest.param("情况较好。", ["no_period", "no_quantity"], id="neither"),
    ],
)
def test_findings(text: str, found: list[str]) -> None:
    assert codes(extract(text)) == found


def test_bytes_that_could_not_be_decoded_are_a_finding(engine: Engine) -> None:
    source = Source(
        path="a.txt", format="text", encoding="utf-8", characters=8, replaced=2, text="检查\ufffd\ufffd26家。"
    )
    (finding,) = [found for found in extract_source(source, engine).findings if found.code == "replaced_bytes"]
    assert finding.severity == "warning"
    assert "2 bytes" in finding.message


def test_what_a_document_says_of_its_text() -> None:
    document = extract(TEXT)
    assert document.title == "某镇2021年工作总结"
    assert document.document_type == "工作总结"
    assert document.period is not None
    assert (document.period.start.year, document.period.end.year) == (2021, 2021)
    assert [section.title for section in document.sections] == ["工作开展情况"]


def test_documents_are_frozen() -> None:
    with pytest.raises(ValidationError):
        extract(TEXT).title = "另一份"


# --- extract_quantities ----------------------------------------------------------------------------------------------


def test_quantities_alone_know_only_their_own_words() -> None:
    found = extract_quantities("去年罚款3.2万元，检查企业X余家，收入增长８％。")
    assert [(q.quote, q.kind, q.direction) for q in found] == [
        ("3.2万元", "amount", None),
        ("X余家", "amount", None),
        ("８％", "ratio", None),
    ]


@pytest.mark.parametrize(
    ("text", "value", "upper"),
    [
        pytest.param("3万4000", 34000, None, id="mixed"),
        pytest.param("1千零20", 1020, None, id="mixed with zero"),
        pytest.param("一千三", 1300, None, id="hundreds left out"),
        pytest.param("一千零三", 1003, None, id="hundreds not left out"),
        pytest.param("四百五", 450, None, id="tens left out"),
        pytest.param("三五百", 300, 500, id="range"),
        pytest.param("壹佰贰拾", 120, None, id="formal"),
        pytest.param("负3.9", Decimal("-3.9"), None, id="negative"),
    ],
)
def test_a_number_without_unit(text: str, value: Decimal | int, upper: int | None) -> None:
    (found,) = extract_quantities(text)
    assert (found.quote, found.value, found.upper, found.unit) == (text, value, upper, "")
    assert extract(f"{text}。").records == ()


@pytest.mark.parametrize("text", ["收拾", "大陆", "半岛", "统一", "五角大楼", "一带一路", "PM2.5", "第三条", "G20"])
def test_names_hold_no_number(text: str) -> None:
    assert extract_quantities(text) == []


@pytest.mark.parametrize("text", ["", "2020年", "没有数字"], ids=["empty", "date", "no number"])
def test_no_quantities(text: str) -> None:
    assert extract_quantities(text) == []


def test_both_functions_find_the_same_numbers() -> None:
    from_records = [quantity.quote for record in extract(TEXT).records for quantity in record.quantities]
    assert [quantity.quote for quantity in extract_quantities(TEXT)] == from_records


# --- engines ---------------------------------------------------------------------------------------------------------


def test_an_engine_is_compiled_once(tmp_path: Path) -> None:
    assert load_engine() is load_engine()
    assert load_engine(tmp_path) is load_engine(tmp_path)
    assert load_engine(tmp_path) is not load_engine()


def test_no_folder_is_one_folder() -> None:
    assert load_engine() is load_engine(None)


def test_a_lexicon_gives_the_same_as_the_built_in_one() -> None:
    assert extract(TEXT, Lexicon.load()) == extract(TEXT)
    assert extract_quantities(TEXT, Lexicon.load()) == extract_quantities(TEXT)


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("rules.toml", {"id": "own"}),
        ("cues.toml", {"id": "own"}),
        ("blockers.toml", {"id": "own", "pattern": "("}),
        ("bounds.toml", {"id": "own", "bound": "maybe"}),
        ("categories.toml", {"label": "own"}),
        ("documents.toml", {"id": "own", "kind": "novel"}),
        ("furniture.toml", {"id": "own"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_table_stops_the_engine_and_names_itself(name: str, table: Table) -> None:
    builtin = Lexicon.load()
    tables = MappingProxyType({**builtin.tables, name: (*builtin.tables[name], table)})
    broken = replace(builtin, tables=tables)
    engine, problems = compile_lexicon(broken)
    assert engine is None
    assert {problem.place for problem in problems} == {f"{name}:own"}
    with pytest.raises(LexiconErrors):
        engine_of(broken)


def test_problems_of_a_folder_stop_the_engine(tmp_path: Path) -> None:
    tmp_path.joinpath("units.tsv").write_text("unit\n竹筏\t竹筏\tr\t0\n", encoding="utf-8")
    with pytest.raises(LexiconErrors):
        load_engine(tmp_path)
