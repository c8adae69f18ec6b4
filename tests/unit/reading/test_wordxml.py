"""Word documents in one XML file: Word 2003 XML and flat OPC."""

from __future__ import annotations

import pytest
from ooxml import NUMBERING, STYLES, W, document, styled

from govsummary.errors import ReadError
from govsummary.reading import read_bytes
from govsummary.reading.kinds import kind_of

ROOT = (
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core">'
)
LISTS = """<w:lists><w:listDef w:listDefId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="37"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:nfc w:val="37"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:listDef><w:list w:ilfo="1"><w:ilst w:val="0"/></w:list></w:lists>"""
HEADING = """<w:styles><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>
<w:pPr><w:listPr><w:ilfo w:val="1"/></w:listPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>"""


def _word2003(body: str) -> bytes:
    return f'<?xml version="1.0"?>{ROOT}{LISTS}{HEADING}<w:body>{body}</w:body></w:wordDocument>'.encode()


def _p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_numbering_headings_and_page_furniture() -> None:
    level = '<w:listPr><w:ilvl w:val="1"/><w:ilfo w:val="1"/></w:listPr>'
    header = f"<w:sectPr><w:hdr w:type='odd'>{_p('内部资料')}</w:hdr></w:sectPr>"
    source = read_bytes(_word2003(_p("成效", '<w:pStyle w:val="1"/>') + _p("财政", level) + header), "a.doc")
    assert (source.format, source.text) == ("wordxml", "一、成效\n（一）财政\n")
    assert [(heading.start, heading.level) for heading in source.headings] == [(0, 1)]


def test_the_number_that_word_saw_stands_in_for_a_list_that_is_missing() -> None:
    properties = '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="9"/><wx:t wx:val="七、"/></w:listPr>'
    assert read_bytes(_word2003(_p("甲", properties)), "a").text == "七、甲\n"


@pytest.mark.parametrize(
    ("kind", "text"), [("Insertion", "甲乙"), ("Deletion", "甲"), ("Comment", "甲"), ("Formatting", "甲")]
)
def test_annotations(kind: str, text: str) -> None:
    noted = f'<aml:annotation w:type="Word.{kind}"><aml:content><w:r><w:t>乙</w:t></w:r></aml:content></aml:annotation>'
    assert read_bytes(_word2003(f"<w:p><w:r><w:t>甲</w:t></w:r>{noted}</w:p>"), "a").text == f"{text}\n"


def test_footnotes_and_tables() -> None:
    body = (
        f"<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnote>{_p('注')}</w:footnote></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc>{_p('一')}</w:tc><w:tc><w:tcPr><w:vmerge/></w:tcPr>{_p('二')}</w:tc></w:tr></w:tbl>"
    )
    assert read_bytes(_word2003(body), "a").text == "甲\n一\t\n"


def test_flat_opc() -> None:
    parts = {
        "/word/document.xml": document(styled("h1", "甲")),
        "/word/styles.xml": f'<w:styles xmlns:w="{W}">{STYLES}</w:styles>',
        "/word/numbering.xml": f'<w:numbering xmlns:w="{W}">{NUMBERING}</w:numbering>',
        "/word/header1.xml": f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr>',
        "/docProps/app.xml": "<Properties><Application>Word</Application></Properties>",
    }
    inner = "".join(
        f'<pkg:part pkg:name="{name}"><pkg:xmlData>{part}</pkg:xmlData></pkg:part>' for name, part in parts.items()
    )
    data = f'<?xml version="1.0"?><pkg:package xmlns:pkg="urn:pkg">{inner}</pkg:package>'.encode()
    source = read_bytes(data, "a.xml")
    assert (kind_of(data), source.text, source.tool) == ("wordxml", "一、甲\n", "Word")


@pytest.mark.parametrize("data", [ROOT.encode(), b"<?xml version='1.0'?><!DOCTYPE a><w:wordDocument/>"])
def test_broken_files_are_damaged(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "a.xml")
    assert caught.value.code == "damaged"
