"""Word documents: numbering, headings, tracked changes, text boxes, fields, tables, hostile files."""

from __future__ import annotations

import json
import random
import time
from contextlib import suppress
from pathlib import Path

import pytest
from ooxml import STRICT, W, cell, document, docx, in_list, p, package, r, styled, table

from govsummary.errors import ReadError
from govsummary.reading import read_bytes
from govsummary.reading.blocks import Block, Paragraph, ReadOptions, Table
from govsummary.reading.ooxml.docx import read_docx

FIXTURES = Path(__file__).parents[4] / "shared" / "fixtures"
needs_fixtures = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not beside this repository")


def _blocks(body: str) -> list[Block]:
    return list(read_docx(docx(body), "a.docx", ReadOptions()).blocks)


def _lines(body: str) -> list[str]:
    return read_bytes(docx(body), "a.docx").text.splitlines()


def _code(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "a.docx")
    assert "a.docx" in str(caught.value)
    return caught.value.code


# Numbering


def test_numbers_come_from_styles_and_their_ancestors() -> None:
    body = (
        styled("h1", "成效")
        + styled("h2", "财政")
        + styled("own", "民生")
        + styled("h1", "打算")
        + styled("h2", "项目")
    )
    assert _lines(body) == ["一、成效", "（一）财政", "（二）民生", "二、打算", "（一）项目"]


def test_numbers_of_the_paragraph_itself_are_stronger() -> None:
    body = styled("h1", "甲", in_list(0)) + styled("h1", "乙") + styled("h1", "丙", in_list(3))
    assert _lines(body) == ["甲", "一、乙", "① 丙"]


def test_the_level_of_a_style_stands_in_the_list() -> None:
    assert _lines(styled("h2", "甲") + styled("named", "乙", in_list(1))) == ["（一）甲", "1.乙"]


def test_lists_count_on_restart_and_show_no_bullets() -> None:
    body = p("甲", in_list(1, 0)) + p("乙", in_list(2, 0)) + p("丙", in_list(2, 0)) + p("丁", in_list(4, 0))
    assert _lines(body) == ["一、甲", "五、乙", "六、丙", "丁"]


def test_a_typed_number_is_not_written_twice() -> None:
    body = (
        p("一、甲", in_list(1, 0))
        + p("(一)乙", in_list(1, 1))
        + p("1.5亿元", in_list(1, 2))
        + p("2024年", in_list(1, 2))
    )
    assert _lines(body) == ["一、甲", "(一)乙", "1. 1.5亿元", "2. 2024年"]


def test_empty_numbered_paragraphs_count_but_hidden_and_deleted_ones_do_not() -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    deleted = "<w:rPr><w:del/></w:rPr>"
    body = (
        p("", in_list(1, 0)) + p("", in_list(1, 0) + hidden) + p("", in_list(1, 0) + deleted) + p("甲", in_list(1, 0))
    )
    assert _lines(body) == ["二、甲"]


def test_a_column_of_automatic_numbers() -> None:
    number = p("", in_list(1, 2))
    assert _lines(table(cell(number) + cell("甲"), cell(number) + cell("乙"))) == ["1.\t甲", "2.\t乙"]


# Headings


def test_heading_levels() -> None:
    body = (
        styled("t", "总结")
        + styled("own", "财政")
        + styled("named", "预算")
        + p("直接", '<w:outlineLvl w:val="3"/>')
        + styled("h1", "正文", '<w:outlineLvl w:val="9"/>' + in_list(0))
        + p("普通")
    )
    levels = [block.level for block in _blocks(body) if isinstance(block, Paragraph)]
    assert levels == [0, 2, 3, 4, None, None]


def test_styles_in_a_circle_end() -> None:
    assert _lines(styled("x", "甲") + styled("missing", "乙")) == ["甲", "乙"]


def test_tables_of_contents_are_left_out() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = styled("toc1", "一、成效1") + f"<w:sdt>{gallery}<w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>" + p("甲")
    assert _lines(body) == ["甲"]


# Tracked changes, alternatives, fields

BOX = f"<mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent>{p('框')}</w:txbxContent></mc:Choice>" + (
    f"<mc:Fallback><w:pict><w:txbxContent>{p('框')}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>"
)
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CODE = "<w:r><w:instrText>{}</w:instrText></w:r>"


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        pytest.param(
            f"<w:del>{r('30')}</w:del><w:ins>{r('33')}</w:ins>{r('亿')}", ["33亿"], id="deletion and insertion"
        ),
        pytest.param(f"<w:moveFrom>{r('旧')}</w:moveFrom><w:moveTo>{r('新')}</w:moveTo>", ["新"], id="move"),
        pytest.param(f"<w:r>{BOX}</w:r>{r('正文')}", ["正文", "框"], id="text box after its paragraph, once"),
        pytest.param(
            f"<mc:AlternateContent><mc:Fallback>{r('甲')}</mc:Fallback></mc:AlternateContent>", ["甲"], id="fallback"
        ),
        pytest.param(f"<w:sdt><w:sdtPr/><w:sdtContent>{r('甲')}</w:sdtContent></w:sdt>", ["甲"], id="content control"),
        pytest.param(
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击此处')}</w:sdtContent></w:sdt>{r('甲')}",
            ["甲"],
            id="prompt of a content control",
        ),
        pytest.param(f"<w:hyperlink>{r('详见')}</w:hyperlink>{r('附件')}", ["详见附件"], id="hyperlink"),
        pytest.param(
            FIELD.format("begin") + CODE.format(" PAGE ") + FIELD.format("separate") + r("3") + FIELD.format("end"),
            ["3"],
            id="result of a field",
        ),
        pytest.param(
            FIELD.format("begin")
            + CODE.format("IF ")
            + r("码")
            + FIELD.format("separate")
            + r("果")
            + FIELD.format("end"),
            ["果"],
            id="text in a code",
        ),
        pytest.param(
            FIELD.format("begin") + CODE.format("eq \\o\\ac(○,3)") + FIELD.format("end") + r("条"),
            ["③条"],
            id="circled",
        ),
        pytest.param(f'<w:fldSimple w:instr="DATE">{r("1月")}</w:fldSimple>', ["1月"], id="simple field"),
        pytest.param(f"{r('甲')}<w:r><w:footnoteReference w:id='1'/></w:r>", ["甲"], id="footnote mark"),
        pytest.param("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>" + r("显"), ["显"], id="hidden"),
        pytest.param("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>显</w:t></w:r>", ["显"], id="not hidden"),
        pytest.param("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:noBreakHyphen/></w:r>", ["甲", "乙-"], id="line break"),
        pytest.param("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:t>是</w:t></w:r>", ["☑是"], id="symbol"),
        pytest.param("<w:r><w:sym w:char='F099'/><w:sym w:char='zz'/><w:t>是</w:t></w:r>", ["是"], id="decoration"),
        pytest.param(
            "<w:ruby><w:rt><w:r><w:t>yun</w:t></w:r></w:rt><w:rubyBase>" + r("𬭎") + "</w:rubyBase></w:ruby>",
            ["𬭎"],
            id="ruby",
        ),
        pytest.param("<m:oMath><m:r><m:t>x=3</m:t></m:r></m:oMath>", ["x=3"], id="formula"),
    ],
)
def test_what_is_text(content: str, lines: list[str]) -> None:
    assert _lines(p(content)) == lines


def test_earlier_formatting_does_not_count() -> None:
    change = f'<w:pPrChange><w:pPr><w:pStyle w:val="h1"/>{in_list(1, 0)}</w:pPr></w:pPrChange>'
    assert _blocks(p("甲", change)) == [Paragraph("甲")]


def test_a_deleted_paragraph_end_joins_the_next() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    assert _lines(p("上半", deleted) + styled("h1", "下半")) == ["一、上半下半"]
    assert _lines(p("上", deleted) + table(cell("格")) + p("下")) == ["上", "格", "下"]


def test_a_field_without_end_hides_one_paragraph_only() -> None:
    assert _lines(p(FIELD.format("begin") + r("码")) + p("文")) == ["文"]


# Tables


def test_tables() -> None:
    body = table(
        cell("指标", '<w:gridSpan w:val="2"/>') + cell("数量"),
        cell("财政", '<w:vMerge w:val="restart"/>') + cell("收入") + cell("12"),
        cell("看不见", "<w:vMerge/>") + cell("支出") + cell(p("1") + p("3")),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("合计") + cell("25"),
        "<w:trPr><w:del/></w:trPr>" + cell("删"),
        f"<w:sdt><w:sdtContent>{cell('控')}</w:sdtContent></w:sdt>",
    )
    assert _blocks(body) == [
        Table([["指标", "", "数量"], ["财政", "收入", "12"], ["", "支出", "1\n3"], ["", "合计", "25"], ["控"]])
    ]


def test_tables_in_cells_are_text_of_the_cell() -> None:
    inner = table(cell("内一") + cell("内二", '<w:gridSpan w:val="3"/>'))
    assert _lines(table(cell(p("外") + inner + p("后")) + cell("右")) + p("末")) == ["外 内一 内二 后\t右", "末"]


def test_a_control_around_paragraphs_and_rows() -> None:
    row = f"<w:sdt><w:sdtContent><w:tr>{cell('甲')}</w:tr></w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent>{p('段')}</w:sdtContent></w:sdt><w:tbl>{row}</w:tbl>"
    assert _blocks(body) == [Paragraph("段"), Table([["甲"]])]


# The package


def test_strict_namespace() -> None:
    assert read_bytes(docx(styled("h1", "甲"), STRICT), "a.docx").text == "一、甲\n"


def test_parts_are_found_by_their_relations() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    data = package(
        {
            "_rels/.rels": relations.format(
                f'<Relationship Id="r" Type="{office}/officeDocument" Target="/word/document2.xml"/>'
            ),
            "word/document2.xml": document(p("甲")),
            "word/_rels/document2.xml.rels": relations.format(
                f'<Relationship Id="r" Type="{office}/styles" Target="styles2.xml"/>'
            ),
            "word/styles2.xml": '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="heading 1"/></w:style></w:styles>',
        }
    )
    assert list(read_docx(data, "a", ReadOptions()).blocks) == [Paragraph("甲", 1)]


@pytest.mark.parametrize("name", ["word/document2.xml", "word\\document.xml"])
def test_a_document_alone(name: str) -> None:
    assert read_docx(package({name: document(p("甲"))}), "a", ReadOptions()).blocks == [Paragraph("甲")]


def test_tool() -> None:
    properties = "<Properties><Application>WPS Office</Application></Properties>"
    assert read_bytes(docx(p("甲"), docProps__app_xml=properties), "a.docx").tool == "WPS Office"
    assert read_bytes(docx(p("甲"), docProps__app_xml="<Properties>"), "a.docx").tool is None


# Hostile files


def test_a_dtd_is_refused() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + document(p("&b;"))
    assert _code(package({"word/document.xml": bomb})) == "damaged"
    assert _code(package({"word/document.xml": bomb.encode("utf-16")})) == "damaged"


@pytest.mark.parametrize("part", ["<w:document", "", "<a/><b/>", '<?xml version="1.0" encoding="nope"?><a/>'])
def test_broken_xml_is_damaged(part: str) -> None:
    assert _code(package({"word/document.xml": part})) == "damaged"


def test_a_package_without_document() -> None:
    assert _code(package({"word/document.bin": "x"})) == "damaged"


@pytest.mark.parametrize(
    "element", ["w:tbl><w:tr><w:tc", "w:smartTag", "w:r><w:txbxContent><w:p", "w:sdt><w:sdtContent"]
)
def test_deep_nesting_is_read(element: str) -> None:
    opened = f"<{element}>"
    closed = "".join(f"</{name}>" for name in reversed(element.split("><")))
    body = f"<w:p>{opened * 10_000}{r('甲')}{closed * 10_000}</w:p>" + p("乙")
    assert "乙" in _lines(body)[-1]


def test_what_goes_on_without_end_is_refused() -> None:
    assert _code(docx("<w:sdt>" * 200_000)) == "damaged"
    assert _code(docx("<w:p/>" * 500_001)) == "too_large"
    numbers = "".join(f'<w:num w:numId="{number}"/>' for number in range(40_002))
    assert (
        _code(docx(p("甲"), word__numbering_xml=f'<w:numbering xmlns:w="{W}">{numbers}</w:numbering>')) == "too_large"
    )
    styles = "".join(f'<w:style w:styleId="{number}"/>' for number in range(40_002))
    assert _code(docx(p("甲"), word__styles_xml=f'<w:styles xmlns:w="{W}">{styles}</w:styles>')) == "too_large"
    wide = cell("", '<w:gridSpan w:val="63"/>') * 20_000
    assert _code(docx(table(wide))) == "too_large"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(p(FIELD.format("begin") * 50_000 + r("甲")) + p("乙") * 20_000, id="fields without end"),
        pytest.param(p("甲", "<w:rPr><w:del/></w:rPr>") * 50_000, id="deleted paragraph ends"),
        pytest.param(p("甲" * 10, in_list(1, 8)) * 20_000, id="unknown levels"),
    ],
)
def test_time_grows_with_size_only(body: str) -> None:
    start = time.process_time()
    assert _lines(body)
    assert time.process_time() - start < 5


def test_mutated_documents_end_as_text_or_error() -> None:
    source = document(styled("h1", "甲") + p(f"<w:ins>{r('乙')}</w:ins>") + p(BOX) + table(cell("丙"))).encode()
    chance = random.Random(4)
    for _ in range(300):
        data = bytearray(source)
        for _ in range(chance.randint(1, 3)):
            data[chance.randrange(len(data))] = chance.choice(b"<>/w:pr \xff0")
        part, whole = bytes(data), bytearray(docx("", word__document_xml=data.decode("latin-1")))
        whole[chance.randrange(4, len(whole))] ^= 1 << chance.randrange(8)
        for mutated in (package({"word/document.xml": part}), bytes(whole)):
            with suppress(ReadError):
                read_bytes(mutated, "a.docx")


# The shared fixtures


@needs_fixtures
@pytest.mark.parametrize("name", ["typed.docx", "auto.docx", "extras.docx", "is_docx.doc"])
def test_fixtures(name: str) -> None:
    expected = json.loads((FIXTURES / "expected.json").read_text("utf-8"))
    source = read_bytes((FIXTURES / name).read_bytes(), name)
    lines = [_bare(line) for line in source.text.splitlines()]
    levels = {_bare(source.text[heading.start : heading.end]): heading.level for heading in source.headings}
    assert [text for text in expected["paragraphs"] if _bare(text) not in lines] == []
    assert [levels.get(_bare(text)) for text in expected["headings"]] == expected["levels"]
    assert ["\t".join(row) for row in expected["table"]] == [
        line for line in source.text.splitlines() if line.count("\t") == 4
    ]
    assert [text for text in expected["not_in_text"] if _bare(text) in _bare(source.text)] == []


@needs_fixtures
def test_fixture_with_changes_boxes_and_merged_cells() -> None:
    text = read_bytes((FIXTURES / "extras.docx").read_bytes(), "extras.docx").text
    for line in (
        "修订段：全年招商引资到位资金33.7亿元。",
        "文本框段：\n文本框内容：新增高新技术企业9家",
        "内容控件：耕地保有量52万亩",
    ):
        assert f"{line}\n" in text


@needs_fixtures
def test_fixture_with_an_entity_bomb() -> None:
    assert _code((FIXTURES / "laughs.docx").read_bytes()) == "damaged"


def _bare(text: str) -> str:
    return "".join(text.split())
