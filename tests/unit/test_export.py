"""The renderers, on documents made by hand."""

from __future__ import annotations

import csv as reader
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Literal

import pytest
from rich.console import Console

from govsummary.export import csv, jsonl, table
from govsummary.model import (
    Category,
    Document,
    Finding,
    Period,
    Phrase,
    Quantity,
    Record,
    Section,
    SourceInfo,
    Span,
)

TEXT = "上半年，拆除高立柱广告X处600.50平方米。\n制定《方案》。\n日均出动1.2万\n人次，收入同比增长8.2%。"
HALF = Period(start=dt.date(2020, 1, 1), end=dt.date(2020, 6, 30), text="2020年上半年")


def phrase(text: str) -> Phrase:
    start = TEXT.index(text)
    return Phrase(text=text, lemma=text, start=start, end=start + len(text))


def quantity(quote: str, value: str | None, unit: str) -> Quantity:
    start = TEXT.index(quote)
    number = None if value is None else Decimal(value)
    return Quantity(quote=quote, start=start, end=start + len(quote), value=number, unit=unit, masked=value is None)


def record(number: int, action: str | None, thing: str, *quantities: Quantity) -> Record:
    return Record(
        id=f"r{number}",
        action=phrase(action) if action else None,
        object=phrase(thing),
        status="done",
        time=HALF,
        categories=(Category(label="城市管理/广告整治", score=0.9, evidence=("广告",)),),
        section=("一、亮点", "（一）市容"),
        sentence=Span(start=0, end=TEXT.index("。") + 1),
        quantities=quantities,
        rule="verb-object",
    )


@pytest.fixture
def document() -> Document:
    growth = quantity("8.2%", "8.2", "%").model_copy(update={"kind": "change", "direction": "up", "basis": "yoy"})
    crowd = quantity("1.2万\n人次", "1.2E+4", "人次").model_copy(update={"per": "day", "scale": 10000})
    return Document(
        source=SourceInfo(path="a.txt", format="txt", encoding="utf-8", characters=len(TEXT)),
        title="某区城管局工作总结",
        organization="某区城管局",
        document_type="工作总结",
        period=HALF,
        plan_period=None,
        sections=(Section(level=1, mark="一、", title="亮点", start=0, end=len(TEXT), status="done"),),
        records=(
            record(1, "拆除", "高立柱广告", quantity("X处", None, "处"), quantity("600.50平方米", "600.50", "平方米")),
            record(2, "制定", "《方案》").model_copy(update={"status": "planned", "time": None}),
            record(3, "出动", "人次", crowd),
            record(4, None, "收入", growth).model_copy(update={"section": ("二、财政",), "of": "r3"}),
        ),
    )


def renamed(document: Document, title: str) -> Document:
    return document.model_copy(update={"title": title})


def sheet(document: Document) -> list[dict[str, str]]:
    text = "".join(csv.rows([(document, TEXT)]))
    return list(reader.DictReader(io.StringIO(text.removeprefix(csv.BOM), newline="")))


def printed(document: Document, width: int = 100, terminal: bool = False) -> str:
    system: Literal["truecolor"] | None = "truecolor" if terminal else None
    console = Console(file=io.StringIO(), width=width, color_system=system, force_terminal=terminal)
    console.print(table.render(document))
    output = console.file
    assert isinstance(output, io.StringIO)
    return output.getvalue()


class TestJson:
    def test_one_document_is_one_object(self, document: Document) -> None:
        text = "".join(jsonl.one([document]))
        assert json.loads(text)["title"] == document.title
        assert Document.model_validate_json(text) == document

    def test_several_documents_are_one_array(self, document: Document) -> None:
        other = renamed(document, "另一份")
        array = json.loads("".join(jsonl.array([document, other])))
        assert [item["title"] for item in array] == [document.title, "另一份"]

    def test_no_document_is_nothing(self) -> None:
        assert "".join(jsonl.array([])) == ""
        assert "".join(jsonl.lines([])) == ""

    def test_a_line_is_read_back_as_the_same_document(self, document: Document) -> None:
        lines = "".join(jsonl.lines([document, renamed(document, "另一份")])).split("\n")
        assert lines[2] == ""
        assert Document.model_validate_json(lines[0]) == document
        assert Document.model_validate_json(lines[1]).title == "另一份"

    @pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\r\n"], ids=["LS", "PS", "NEL", "CRLF"])
    def test_a_line_break_in_the_text_does_not_break_the_line(self, document: Document, mark: str) -> None:
        broken = renamed(document, f"上{mark}下")
        text = "".join(jsonl.lines([broken]))
        assert len(text.splitlines()) == 1
        assert Document.model_validate_json(text) == broken

    def test_numbers_are_json_numbers_and_chinese_is_not_escaped(self, document: Document) -> None:
        text = "".join(jsonl.lines([document]))
        values = [q["value"] for r in json.loads(text)["records"] for q in r["quantities"]]
        assert values == [None, 600.5, 12000, 8.2]
        assert "某区城管局" in text


class TestCsv:
    def test_starts_with_a_byte_order_mark_and_ends_lines_with_crlf(self, document: Document) -> None:
        text = "".join(csv.rows([(document, TEXT)]))
        assert text.encode().startswith(b"\xef\xbb\xbfpath,title,")
        assert text.endswith("\r\n")
        assert text.count("\r\n") == 1 + 5

    def test_one_row_a_quantity_and_one_for_a_record_without(self, document: Document) -> None:
        rows = sheet(document)
        assert [row["record"] for row in rows] == ["r1", "r1", "r2", "r3", "r4"]
        assert {rows[2][column] for column in csv.QUANTITY_COLUMNS} == {""}

    @pytest.mark.parametrize(
        ("row", "column", "expected"),
        [
            (0, "path", "a.txt"),
            (0, "period_start", "2020-01-01"),
            (0, "period_end", "2020-06-30"),
            (0, "section", "一、亮点 › （一）市容"),
            (0, "category", "城市管理/广告整治"),
            (0, "action", "拆除"),
            (0, "value", ""),
            (0, "masked", "true"),
            (0, "sentence", "上半年，拆除高立柱广告X处600.50平方米。"),
            (1, "value", "600.5"),
            (1, "masked", "false"),
            (2, "object", "《方案》"),
            (2, "status", "planned"),
            (2, "time_start", ""),
            (3, "quote", "1.2万\n人次"),
            (3, "value", "12000"),
            (3, "scale", "10000"),
            (3, "per", "day"),
            (4, "action", ""),
            (4, "direction", "up"),
            (4, "basis", "yoy"),
            (4, "of", "r3"),
            (4, "rule", "verb-object"),
        ],
    )
    def test_cells(self, document: Document, row: int, column: str, expected: str) -> None:
        assert sheet(document)[row][column] == expected

    def test_quote_stands_at_its_offsets(self, document: Document) -> None:
        for row in sheet(document):
            if row["quote"]:
                assert TEXT[int(row["start"]) : int(row["end"])] == row["quote"]

    def test_heads_come_once_for_several_documents(self, document: Document) -> None:
        text = "".join(csv.rows([(document, TEXT), (document, TEXT)]))
        assert text.count("record,of,rule") == 1
        assert text.count(csv.BOM) == 1

    def test_no_document_is_nothing(self) -> None:
        assert "".join(csv.rows([])) == ""

    @pytest.mark.parametrize(
        "cell",
        [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1+1",
            "＠x",
            " =1",
            "-",
            "+8.2%\n",
        ],
    )
    def test_a_formula_is_defused(self, document: Document, cell: str) -> None:
        assert csv.safe_cell(cell) == "'" + cell
        assert sheet(renamed(document, cell))[0]["title"] == "'" + cell

    @pytest.mark.parametrize("cell", ["", "-3.5", "+8", "-8.2%", "清理", "5-10", "3+2", "a@b", "（=）"])
    def test_what_is_no_formula_stays(self, cell: str) -> None:
        assert csv.safe_cell(cell) == cell


class TestTable:
    def test_shows_sections_records_and_counts(self, document: Document) -> None:
        lines = [line.rstrip() for line in printed(document).splitlines()]
        assert lines[0] == "某区城管局工作总结"
        assert lines.index("一、亮点 › （一）市容") < lines.index("二、财政")
        assert any(line.split() == ["行动", "对象", "数量", "状态", "类别"] for line in lines)
        assert any(line.split() == ["制定", "《方案》", "计划", "城市管理/广告整治"] for line in lines)
        assert lines[-1] == "共 4 条记录、4 个数量；报告期 2020-01-01 至 2020-06-30（2020年上半年）"

    def test_says_what_a_quote_leaves_unsaid(self, document: Document) -> None:
        text = printed(document)
        assert "同比 ↑8.2%" in text
        assert "日均 1.2万人次" in text

    def test_heads_come_once(self, document: Document) -> None:
        assert printed(document).count("行动") == 1

    @pytest.mark.parametrize("width", [20, 60, 80, 132])
    def test_keeps_to_the_width(self, document: Document, width: int) -> None:
        console = Console(width=width)
        assert max(console.measure(line).maximum for line in printed(document, width).splitlines()) <= width

    def test_colour_only_where_there_is_a_terminal(self, document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("NO_COLOR", raising=False)
        assert "\x1b[32m" in printed(document, terminal=True)
        assert "\x1b" not in printed(document)

    def test_no_color_is_respected(self, document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        assert "\x1b[3" not in printed(document, terminal=True)

    def test_text_of_the_document_commands_nothing(self, document: Document) -> None:
        text = printed(renamed(document, "\x1b[2J[red]标题[/red]\x07\x9b"))
        assert "[red]标题[/red]" in text
        assert not {"\x1b", "\x07", "\x9b"} & set(text)

    def test_document_without_records_says_so(self, document: Document) -> None:
        empty = document.model_copy(update={"records": (), "period": None, "title": None, "organization": None})
        assert [line for line in map(str.strip, printed(empty).splitlines()) if line] == [
            "a.txt",
            "共 0 条记录、0 个数量；报告期不明",
        ]

    def test_findings_are_shown(self, document: Document) -> None:
        finding = Finding(code="replaced", severity="warning", message="3 个字节无法解码")
        assert "warning: 3 个字节无法解码" in printed(document.model_copy(update={"findings": (finding,)}))
