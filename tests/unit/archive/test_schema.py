"""The tables: columns, types, and rows that say what the document says."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pytest

from govsummary import Lexicon, extract
from govsummary.archive.rows import Origin, rows_of
from govsummary.archive.schema import (
    SCHEMA_VERSION,
    STRUCTS,
    TABLE_NAMES,
    TABLES,
    Column,
    arrow_schema,
    as_dicts,
    record_batch,
)
from govsummary.archive.work import Extractor, Task, WorkDocument
from govsummary.model import Quantity, Record

ROOT = Path(__file__).parents[3]
TEXTS = sorted((ROOT / "corpus").glob("*.txt"))
TEXT = """清溪县城市管理局2021年工作总结

一、市容整治
（一）广告
全年拆除违规广告约120处1.2万平方米、楼顶广告X处，同比增长8.5%。
二、下步打算
2022年，力争新建公厕5座。
"""


@pytest.fixture(scope="module")
def units() -> Lexicon:
    return Lexicon.load()


def _dicts(text: str, lexicon: Lexicon) -> dict[str, list[dict[str, object]]]:
    rows = rows_of(extract(text), text, Origin("ab", "a.txt", 7), lexicon.units)
    return {table: as_dicts(table, rows.of(table)) for table in TABLE_NAMES}


def test_facts(units: Lexicon) -> None:
    facts = _dicts(TEXT, units)["facts"]
    assert [fact["fact"] for fact in facts] == list(range(len(facts)))
    by_quote = {fact["quote"]: fact for fact in facts}
    area = by_quote["1.2万平方米"]
    assert area["document_id"] == "ab"
    assert (area["organization"], area["period_start"]) == ("清溪县城市管理局", dt.date(2021, 1, 1))
    assert (area["section"], area["category"]) == ("一、市容整治 › （一）广告", "城市管理/广告整治")
    assert (area["action"], area["object"], area["status"]) == ("拆除", "违规广告", "done")
    assert (area["value"], area["unit"], area["canonical_value"], area["dimension"]) == (12000, "平方米", 12000, "area")
    assert by_quote["约120处"]["bound"] == "about"
    assert (by_quote["X处"]["value"], by_quote["X处"]["masked"], by_quote["X处"]["canonical_value"]) == (
        None,
        True,
        None,
    )
    assert by_quote["8.5%"]["direction"] == "up"
    assert by_quote["5座"]["status"] == "planned"
    assert by_quote["5座"]["time_start"] == dt.date(2022, 1, 1)


def test_units_become_canonical(units: Lexicon) -> None:
    facts = _dicts("全年绿化3公顷，投资1.5亿元，配备台账2台（套）。", units)["facts"]
    found = [(fact["unit"], fact["canonical_unit"], fact["canonical_value"]) for fact in facts]
    assert found == [("公顷", "平方米", 30000), ("元", "元", 150_000_000), ("台（套）", None, None)]


def test_numbers_that_no_double_holds(units: Lexicon) -> None:
    text = "全年检查餐馆30家。"
    document = extract(text)
    (record,) = document.records
    (quantity,) = record.quantities
    huge = quantity.model_copy(update={"value": Decimal("1e400"), "scale": 10**30})
    changed = document.model_copy(update={"records": (record.model_copy(update={"quantities": (huge,)}),)})
    (fact,) = as_dicts("facts", rows_of(changed, text, Origin("ab", "a.txt", 7), units.units).facts)
    assert (fact["value"], fact["canonical_value"], fact["masked"], fact["scale"]) == (None, None, False, None)


@pytest.mark.parametrize("file", TEXTS[::6], ids=lambda file: file.stem)
def test_rows_lead_back_to_the_document(file: Path, units: Lexicon) -> None:
    text = file.read_text(encoding="utf-8")
    document = extract(text)
    tables = _dicts(text, units)
    (row,) = tables["documents"]
    assert (row["title"], row["organization"]) == (document.title, document.organization)
    assert (row["record_count"], row["fact_count"]) == (len(tables["records"]), len(tables["facts"]))
    facts = iter(tables["facts"])
    for record, found in zip(document.records, tables["records"], strict=True):
        _check_record(found, record, text)
        for quantity in record.quantities:
            fact = next(facts)
            assert fact["record_id"] == record.id
            _check_fact(fact, quantity, text)
    assert next(facts, None) is None


def _check_record(row: dict[str, object], record: Record, text: str) -> None:
    assert row["sentence"] == text[record.sentence.start : record.sentence.end]
    assert row["labels"] == [
        category.model_dump() | {"evidence": [*category.evidence]} for category in record.categories
    ]
    assert row["section_path"] == list(record.section)
    for name, phrase in (("action", record.action), ("object", record.object)):
        said = (row[name], row[f"{name}_lemma"], row[f"{name}_start"], row[f"{name}_end"])
        assert said == ((phrase.text, phrase.lemma, phrase.start, phrase.end) if phrase else (None,) * 4)
    assert (row["status"], row["of"], row["rule"]) == (record.status, record.of, record.rule)
    assert row["time_text"] == (record.time.text if record.time else None)


def _check_fact(row: dict[str, object], quantity: Quantity, text: str) -> None:
    assert text[quantity.start : quantity.end] == row["quote"]
    for name in ("start", "end", "masked", "scale", "unit", "bound", "per", "aggregate", "kind", "direction", "basis"):
        assert row[name] == getattr(quantity, name)
    assert row["value"] == (None if quantity.value is None else float(quantity.value))


class TestArrow:
    @pytest.fixture(autouse=True)
    def _arrow(self) -> None:
        pytest.importorskip("pyarrow")

    @pytest.mark.parametrize("table", TABLE_NAMES)
    def test_schema(self, table: str) -> None:
        schema = arrow_schema(table)  # type: ignore[arg-type]
        assert schema.names == [column.name for column in TABLES[table]]  # type: ignore[index]
        assert schema.metadata == {b"govsummary.schema": str(SCHEMA_VERSION).encode()}
        assert [field.nullable for field in schema] == [column.optional for column in TABLES[table]]  # type: ignore[index]

    def test_rows_become_columns(self, units: Lexicon) -> None:
        document = extract(TEXT)
        rows = rows_of(document, TEXT, Origin("ab", "a.txt", 7), units.units)
        for table in TABLE_NAMES:
            batch = record_batch(table, rows.of(table))
            batch.validate(full=True)
            assert batch.to_pylist() == as_dicts(table, rows.of(table))
            assert not [
                column.name for column in TABLES[table] if not column.optional and batch.column(column.name).null_count
            ]

    def test_no_rows(self) -> None:
        for table in TABLE_NAMES:
            assert record_batch(table, []).num_rows == 0


def test_of_each_document_in_a_batch_the_rows_come_in_order() -> None:
    batch = tuple(WorkDocument(f"{n}.txt", f"全年拆除围挡{n}处。".encode() if n % 3 else b"") for n in range(7))
    result = Extractor(Task("jsonl")).run(batch)
    assert [outcome.code for outcome in result.outcomes] == ["empty", None, None, "empty", None, None, "empty"]
    paths = re.findall(r'"path":"(\d)\.txt"', result.tables["documents"].decode())
    assert paths == ["1", "2", "4", "5"]


def test_the_reference_page_lists_every_column() -> None:
    page = (ROOT / "docs" / "archive.md").read_text(encoding="utf-8")
    for table in TABLE_NAMES:
        assert reference(TABLES[table]) in page, f"docs/archive.md lists the columns of {table} as they are"
    for name, fields in STRUCTS.items():
        assert f"`{name}`: " + ", ".join(f"`{field}` {kind}" for field, kind in fields) in page


def reference(columns: tuple[Column, ...]) -> str:
    """Writes the columns of a table as the page shows them.

    >>> print(reference((Column("of", "string", "a record"),)))
    | column | type | what it holds |
    | --- | --- | --- |
    | `of` | string? | a record |
    """
    lines = [
        f"| `{one.name}` | {one.type}{'?' if one.optional else ''} | {one.about.replace('|', chr(92) + '|')} |"
        for one in columns
    ]
    return "\n".join(["| column | type | what it holds |", "| --- | --- | --- |", *lines])
