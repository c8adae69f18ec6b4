"""Web pages: the encoding, the block of the article, its title, lines, lists and tables; hostile pages."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from govsummary.errors import ReadError
from govsummary.model import Source
from govsummary.reading import read, read_bytes
from govsummary.reading.kinds import kind_of
from govsummary.reading.web.nesting import limit_nesting

FIXTURES = Path(__file__).parents[4] / "shared" / "fixtures"
needs_fixtures = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not beside the repository")

PROSE = "全年完成投资12亿元，同比增长5%；新增就业300人，群众满意度明显提升。"
PAGE = f"""<html><head><title>2024年工作总结_青禾县人民政府</title>
<style>.a{{}}</style><script>var x="脚本，脚本，";</script></head>
<body><div class="nav"><a href="/">首页</a>，<a href="/x">政务公开</a></div>
<h1>2024年工作总结</h1><div class="info">发布日期：2025-01-10 来源：县政府办 浏览次数：12</div>
<div id="zoom"><p>&nbsp;&nbsp;　　一、工作成效</p><p>{PROSE}</p></div>
<div class="related"><h3>相关链接</h3><ul><li><a>上年总结</a></li></ul></div>
<div class="footer">主办：青禾县人民政府办公室，ICP备00000000号</div></body></html>"""


def _read(html: str, encoding: str = "utf-8") -> Source:
    return read_bytes(html.encode(encoding), "a.html")


def _lines(body: str) -> list[str]:
    """Reads a page with nothing but `body`, and a paragraph of prose behind it."""
    *lines, last = _read(f"<html><body>{body}<p>{PROSE}</p></body></html>").text.splitlines()
    assert last == PROSE
    return lines


def _outcome(data: bytes) -> str:
    try:
        return "document" if read_bytes(data, "a.html").text else ""
    except ReadError as error:
        return error.code


def test_article_alone_with_its_title() -> None:
    source = _read(PAGE)
    assert source.text == f"2024年工作总结\n一、工作成效\n{PROSE}\n"
    assert [(heading.start, heading.level) for heading in source.headings] == [(0, 0)]
    assert (source.format, source.encoding) == ("html", "utf-8")


@pytest.mark.parametrize(
    ("declared", "encoding", "found"),
    [
        pytest.param("gb2312", "gb18030", "gb18030", id="gb2312 means gb18030"),
        pytest.param("utf-8", "gb18030", "gb18030", id="utf-8 that is gb18030"),
        pytest.param("gb2312", "utf-8", "utf-8", id="gb2312 that is utf-8"),
        pytest.param("", "gb18030", "gb18030", id="nothing declared"),
        pytest.param("no-such", "utf-8", "utf-8", id="unknown name"),
        pytest.param("utf-8", "utf-16-le", "utf-16-le", id="utf-16 without a mark"),
    ],
)
def test_encoding_is_found_whatever_the_page_says(declared: str, encoding: str, found: str) -> None:
    source = _read(
        PAGE.replace("<head>", f'<head><meta charset="{declared}">').replace("12亿元", "12亿元（赵𬭎）"), encoding
    )
    assert source.encoding == found
    assert "12亿元（赵𬭎）" in source.text


def test_declared_encoding_decides_when_bytes_do_not() -> None:
    page = b'<html><meta charset="%s"><body>\xb0\xa8'
    assert [read_bytes(page % name, "a.html").text for name in (b"big5", b"gbk")] == ["馬\n", "皑\n"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('<div class="TRS_Editor">{}</div>', id="named by the system"),
        pytest.param("<article>{}</article>", id="article"),
        pytest.param('<div class="content">{}</div>', id="content"),
        pytest.param('<div class="x7">{}</div>', id="densest"),
        pytest.param("<table><tr><td>{}</td></tr></table>", id="layout table"),
        pytest.param('<div id="print"><form><div class="x">{}</div></form></div>', id="wrapped"),
        pytest.param('<div id="zoom" style="display: none">{}</div>', id="hidden until a script shows it"),
    ],
)
def test_content_block(content: str) -> None:
    article = f"<p>一、成效</p><p>{PROSE}</p><p>{PROSE}</p><p>县政府办公室</p>"
    links = "".join(f"<li><a href={number}>第{number}篇，公开目录</a></li>" for number in range(20))
    page = f"<html><body><ul>{links}</ul>{content.format(article)}<ul>{links}</ul><p>ICP备1号</p></body></html>"
    assert _read(page).text == f"一、成效\n{PROSE}\n{PROSE}\n县政府办公室\n"


def test_teaser_that_is_named_as_the_article_is_not_taken() -> None:
    page = f'<body><div class="content"><p>摘要，如下。</p></div><div><p>{PROSE}</p><p>{PROSE}</p></div></body>'
    assert PROSE in _read(page).text


def test_article_in_several_blocks_of_one_name() -> None:
    parts = "".join(
        f'<div class="TRS_Editor"><p>{number}、{PROSE}</p></div><div><a>广告</a></div>' for number in "一二三"
    )
    assert _read(f"<html><body>{parts}</body></html>").text == "".join(f"{number}、{PROSE}\n" for number in "一二三")


@pytest.mark.parametrize(
    ("head", "outside", "first"),
    [
        pytest.param("总结报告_县政府", "<h1>总结报告</h1>", "总结报告", id="h1"),
        pytest.param("总结报告-县政府", '<div class="bt">总结报告</div>', "总结报告", id="line that the title names"),
        pytest.param("", "<h2>总结报告</h2>", "总结报告", id="heading of a page without title"),
        pytest.param("总结报告", "<h1>青禾县人民政府</h1>", PROSE, id="site name"),
        pytest.param("无标题文档", "<p>文件</p>", PROSE, id="title of nothing"),
    ],
)
def test_title_outside_the_block(head: str, outside: str, first: str) -> None:
    page = f"<html><title>{head}</title><body>{outside}<div id=zoom><p>{PROSE}</p></div></body></html>"
    assert _read(page).text.splitlines()[0] == first


def test_title_is_not_repeated() -> None:
    page = f"<title>工作总结_县</title><h1>工作总结</h1><div id=zoom><p>工作总结</p><p>{PROSE}</p></div>"
    assert _read(page).text == f"工作总结\n{PROSE}\n"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        pytest.param("<p>一<br>二<br/>三</p>", ["一", "二", "三"], id="br ends a line"),
        pytest.param("<p>&nbsp;　 全市&nbsp;&nbsp;经济　</p>", ["全市 经济"], id="spaces"),
        pytest.param("<p>今年以来，\n  全市\n经济增长 5%</p>", ["今年以来，全市经济增长 5%"], id="source breaks"),
        pytest.param("<p>GDP\ngrowth</p>", ["GDP growth"], id="source breaks between words"),
        pytest.param("<p>全<font>市<b>经</b></font>济</p>", ["全市经济"], id="inline elements"),
        pytest.param("<div>一<div>二</div>三</div>", ["一", "二", "三"], id="blocks within blocks"),
        pytest.param("<pre>一\n二</pre>", ["一", "二"], id="pre"),
        pytest.param("<p>甲<span style='display:none'>乱码</span>乙</p>", ["甲乙"], id="hidden"),
        pytest.param("<p>原<del>旧</del><ins>新</ins></p>", ["原新"], id="deleted"),
        pytest.param("<p>甲<!-- 注 --><![if !x]>乙<![endif]></p>", ["甲乙"], id="comments"),
        pytest.param("<p>一<p>二<li>三", ["一", "二", "三"], id="unclosed"),
        pytest.param("<ol><li>甲</li><li>乙</li></ol>", ["1.甲", "2.乙"], id="numbers"),
        pytest.param("<ol start=3><li>甲<li value=9>乙<li>丙</ol>", ["3.甲", "9.乙", "10.丙"], id="start and value"),
        pytest.param("<ol type=a><li>甲<ol><li>子</ol><li>乙</ol>", ["a.甲", "1.子", "b.乙"], id="nested"),
        pytest.param("<ol style='list-style-type:cjk-ideographic'><li>甲</ol>", ["一、甲"], id="Chinese numbers"),
        pytest.param("<ol><li>1.甲</li><li>（二）乙</li></ol>", ["1.甲", "（二）乙"], id="typed numbers"),
        pytest.param("<ol><li>1.5亿元</li></ol>", ["1. 1.5亿元"], id="a decimal is no mark"),
        pytest.param("<ul><li>甲</ul><ol style='list-style:none'><li>乙</ol>", ["甲", "乙"], id="no numbers"),
    ],
)
def test_lines(body: str, lines: list[str]) -> None:
    assert _lines(body) == lines


def test_heading_levels() -> None:
    source = _read(f"<title>总结</title><h1>总结</h1><h2>一、成效</h2><p>{PROSE}</p><h3>（一）财政</h3><p>{PROSE}</p>")
    marked = [(source.text[heading.start : heading.end], heading.level) for heading in source.headings]
    assert marked == [("总结", 0), ("一、成效", 1), ("（一）财政", 2)]


def test_headings_without_a_title() -> None:
    source = _read(f"<h2>一、成效</h2><p>{PROSE}</p><h2>二、打算</h2><p>{PROSE}</p>")
    assert [heading.level for heading in source.headings] == [1, 1]


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        pytest.param("<tr><th>指标<th>数量<tr><td>户数<td>12", ["指标\t数量", "户数\t12"], id="data"),
        pytest.param("<tr><td colspan=2>甲<td>乙<tr><td>1<td>2<td>3", ["甲\t\t乙", "1\t2\t3"], id="colspan"),
        pytest.param("<tr><td rowspan=2>甲<td>1<tr><td>2", ["甲\t1", "\t2"], id="rowspan"),
        pytest.param("<tr><td><p>甲</p><p>乙</p><td>1<br>2<tr><td>3<td>4", ["甲 乙\t1 2", "3\t4"], id="lines in cells"),
        pytest.param(
            "<caption>单位：亿元<tr><td>甲<td>1<tr><td>乙<td>2", ["单位：亿元", "甲\t1", "乙\t2"], id="caption"
        ),
        pytest.param("<thead><tr><td>甲<td>乙</thead><tbody><tr><td>1<td>2", ["甲\t乙", "1\t2"], id="parts"),
        pytest.param("<tr><td>一、成效<tr><td>二、打算", ["一、成效", "二、打算"], id="one column is layout"),
        pytest.param("<tr><td>甲<td><table><tr><td>1<td>2</table>", ["甲", "1\t2"], id="a table within is layout"),
    ],
)
def test_tables(table: str, lines: list[str]) -> None:
    assert _lines(f"<table>{table}</table>") == lines


def test_table_that_holds_the_article_is_layout() -> None:
    page = f"<table><tr><td><a>首页</a></td><td><p>{'</p><p>'.join([PROSE] * 12)}</p></td></tr><tr><td>a<td>b</table>"
    assert _read(f"<html><body>{page}</body></html>").text.splitlines().count(PROSE) == 12


def test_furniture_at_the_ends_of_the_article() -> None:
    kept = (PROSE, "资金来源：上级补助5亿元。")
    lines = ("发布时间：2025-01-01", *kept, "分享到：微信", "上一篇：无", "版权所有 某县")
    body = "".join(f"<p>{line}</p>" for line in lines)
    assert _read(f"<html><body><div id=zoom>{body}</div></body></html>").text == "".join(f"{line}\n" for line in kept)


def test_generator_is_the_tool() -> None:
    page = f'<html><head><meta name=Generator content="Microsoft Word 11"></head><p>{PROSE}</p></html>'
    assert _read(page).tool == "Microsoft Word 11"
    assert _read(PAGE).tool is None


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        pytest.param(b"<!-- saved from url=(0020)http://a -->\r\n<HTML>", "html", id="comment first"),
        pytest.param("<p>完成3处".encode(), "html", id="a part of a page"),
        pytest.param("<重点>工作".encode(), "plain", id="Chinese in angles"),
    ],
)
def test_kind(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


def test_page_without_text_is_empty() -> None:
    for page in ("<html></html>", "<html><script>var a=1</script>", "<html><frameset><frame src=a></frameset>"):
        with pytest.raises(ReadError) as caught:
            _read(page)
        assert caught.value.code == "empty"


@pytest.mark.parametrize(
    "piece",
    [
        *("<div>", "<ul><li>x", "<table><tr><td>", "<p>x", "<span>x", "</div>x", "<!--", "<![if", "<script>", "<a b='"),
        *(
            "<td colspan=1000 rowspan=1000>x",
            "<br>x",
            "<object><div>",
            "<svg><p>",
            "<select>x<b>",
            "<b id=1><p>",
            "<h1>x",
        ),
    ],
)
def test_hostile_nesting_takes_linear_time(piece: str) -> None:
    start = time.process_time()
    page = f"<html><body><p>{PROSE}</p>" + piece * 50_000
    assert _outcome(page.encode()) in ("document", "empty", "too_large")
    assert time.process_time() - start < 10


def test_attributes_do_not_hide_tags_from_the_limit() -> None:
    hidden = limit_nesting("<html><body>" + '<div a="</div>">' * 5000)
    assert hidden.count("<div") <= 400
    assert "</div" not in hidden


def test_limit_keeps_what_is_said() -> None:
    page = PAGE + f"<!-- {'x' * 40_000} -->" + "<p>末行，</p>"
    assert limit_nesting("<div><p>a<img src=b></div>c") == "<div><p>a<img src=b></div>c"
    assert _read(page.replace('</div>\n<div class="related">', f'<p>{PROSE}</p></div><div class="related">')).text == (
        f"2024年工作总结\n一、工作成效\n{PROSE}\n{PROSE}\n"
    )


def test_too_many_tags() -> None:
    with pytest.raises(ReadError) as caught:
        _read("<html><body>" + "<p>一" * 200_001)
    assert caught.value.code == "too_large"


@pytest.mark.parametrize("size", [500, 5000])
def test_truncated_pages_end_in_a_document_or_an_error(size: int) -> None:
    data = PAGE.encode("gb18030")
    for end in range(1, len(data), max(1, len(data) * 10 // size)):
        assert _outcome(data[:end]) in ("document", "empty", "damaged", "not_text")


@needs_fixtures
@pytest.mark.parametrize("name", ["gb2312.html", "is_html.doc", "nometa_gbk.html", "utf8.html"])
def test_fixtures(name: str) -> None:
    expected = json.loads((FIXTURES / "expected.json").read_text(encoding="utf-8"))
    source = read(FIXTURES / name)
    lines = [re.sub(r"\s", "", line) for line in source.text.splitlines()]
    assert [text for text in expected["paragraphs"] if re.sub(r"\s", "", text) not in lines] == []
    assert ["".join(row) in lines for row in expected["table"]] == [True] * len(expected["table"])
    assert len(lines) == len(expected["paragraphs"]) + len(expected["table"])
    assert not [
        leak for leak in (*expected["not_in_text"], "首页", "ICP", "相关链接", "浏览次数") if leak in source.text
    ]
