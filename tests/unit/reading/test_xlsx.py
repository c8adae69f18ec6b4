"""Excel workbooks: cells as they are shown, sheets in order, hostile files."""

from __future__ import annotations

import json
import random
import sys
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path

import pytest
from ooxml import package

from govsummary.errors import ReadError
from govsummary.reading import read_bytes
from govsummary.reading.excel.formats import Value, shown

FIXTURE = Path(__file__).parents[4] / "shared" / "fixtures" / "table.xlsx"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
STYLES = f"""<styleSheet {MAIN}><numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>
<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="3"/><xf numFmtId="14"/></cellXfs></styleSheet>"""


def _xlsx(*sheets: str, state: str = "visible") -> bytes:
    numbers = range(1, len(sheets) + 1)
    named = "".join(
        f'<sheet name="表{n}" sheetId="{n}" r:id="r{n}" state="{state if n > 1 else "visible"}"/>' for n in numbers
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/s{n}.xml"/>' for n in numbers
    )
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": RELATIONS.format(
                f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            ),
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{named}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": RELATIONS.format(
                relations + f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
            ),
            "xl/styles.xml": STYLES,
            **{
                f"xl/worksheets/s{n}.xml": f"<worksheet {MAIN}><sheetData>{sheets[n - 1]}</sheetData></worksheet>"
                for n in numbers
            },
        }
    )


def _text(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


SHEET = (
    f'<row r="2">{_text("B2", "户数")}<c r="C2"><v>6210.0</v></c>'
    '<c r="D2" s="1"><v>0.063</v></c><c r="E2" s="2"><v>4218</v></c></row>'
)


def test_cells_as_they_are_shown() -> None:
    dated = f'<row r="3">{_text("B3", "日期")}<c r="C3" s="3"><v>45299</v></c><c r="D3"/></row>'
    source = read_bytes(_xlsx(SHEET + dated), "a.xlsx")
    assert (source.format, source.text) == ("xlsx", "户数\t6210\t6.3%\t4,218\n日期\t2024-01-08\n")


def test_names_of_several_sheets_are_headings() -> None:
    one, two = f'<row r="1">{_text("A1", "甲")}</row>', f'<row r="1">{_text("A1", "乙")}</row>'
    source = read_bytes(_xlsx(one, two), "a.xlsx")
    assert source.text == "表1\n甲\n表2\n乙\n"
    assert [source.text[heading.start : heading.end] for heading in source.headings] == ["表1", "表2"]
    assert read_bytes(_xlsx(one, two, state="hidden"), "a.xlsx").text == "甲\n"
    assert read_bytes(_xlsx(one, ""), "a.xlsx").text == "甲\n"


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (6210.0, None, "6210"),
        (0.1 + 0.2, None, "0.3"),
        (0.0, None, "0"),
        (1e21, None, "1000000000000000000000"),
        (12.345, "0.00", "12.35"),
        (-3.5, "0.0", "-3.5"),
        (-3.5, "0.0;(0.0)", "(3.5)"),
        (1234567.0, "#,##0", "1,234,567"),
        (0.0561, "0.00%", "5.61%"),
        (5.0, '0"个"', "5个"),
        (12.5, '#,##0.00"亿元"', "12.50亿元"),
        (1.5, "0.##", "1.5"),
        (2.0, "0.##", "2"),
        (3.25, "_ * #,##0.00_ ;", "3.25"),
        (8.0, "[$￥-804]#,##0", "￥8"),
        (123456.0, "0,", "123"),
        (1234.0, "0.00E+00", "1234"),
        (13800000000.0, "000-0000-0000", "13800000000"),
        (float("inf"), None, "inf"),
        (True, "0", "TRUE"),
        ("甲", "0", "甲"),
        (date(2024, 1, 8), None, "2024-01-08"),
        (datetime(2024, 1, 8), 'yyyy"年"m"月"', "2024年1月"),
        (datetime(2024, 1, 8, 9, 30), None, "2024-01-08 09:30:00"),
        (time(9, 30), None, "09:30:00"),
    ],
)
def test_number_formats(value: Value, code: str | None, text: str) -> None:
    assert shown(value, code) == text


def _code(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "a.xlsx")
    return caught.value.code


def test_a_sheet_that_spreads_without_end() -> None:
    far = f'<row r="1">{_text("A1", "甲")}</row><row r="1048576">{_text("XFD1048576", "乙")}</row>'
    assert _code(_xlsx(far)) == "too_large"


def test_an_empty_and_a_broken_workbook() -> None:
    assert _code(_xlsx("")) == "empty"
    assert _code(package({"xl/workbook.xml": "<workbook"})) == "damaged"
    assert _code(package({"xl/workbook.xml": "<!DOCTYPE a><workbook/>"})) == "damaged"


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(ReadError, match=r"pip install 'govsummary\[xlsx\]'") as caught:
        read_bytes(_xlsx(SHEET), "a.xlsx")
    assert caught.value.code == "unsupported"


def test_mutated_workbooks_end_as_text_or_error() -> None:
    source = _xlsx(SHEET)
    chance = random.Random(4)
    for _ in range(300):
        data = bytearray(source)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        with suppress(ReadError):
            read_bytes(bytes(data), "a.xlsx")


@pytest.mark.skipif(not FIXTURE.exists(), reason="the shared fixtures are not beside this repository")
def test_fixture() -> None:
    expected = json.loads(FIXTURE.with_name("expected.json").read_text("utf-8"))["table"]
    text = read_bytes(FIXTURE.read_bytes(), "table.xlsx").text
    assert text == "".join("\t".join(row) + "\n" for row in expected)
