"""The outline: furniture, title, headings and levels, sections and their status, sentences."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsummary.headings import Heading, Levels
from govsummary.lexicon import load_with_problems
from govsummary.sentences import split_sentences
from govsummary.structure import Outline, Segment, Sentence, StructureWords, outline
from govsummary.structure_words import check_examples
from govsummary.text import fold

TABLES = load_with_problems()[0].tables
WORDS, PROBLEMS = StructureWords.parse(TABLES["furniture.toml"], TABLES["documents.toml"])


def _outline(text: str) -> Outline:
    return outline(fold(text), text, WORDS)


def _pieces(text: str, kind: str) -> list[str]:
    return [text[segment.start : segment.end] for segment in _outline(text).segments if segment.kind == kind]


def _headings(text: str) -> list[tuple[int, str, str]]:
    return [(section.level, section.mark, section.title) for section in _outline(text).sections]


def _sentences(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in _outline(text).sentences]


PAGE = """当前位置：首页 > 政务公开
索引号：0001/2024-00017
发布机构：青禾县水务局
【字体：大 中 小】
青水发〔2024〕7号
青禾县水务局
2024年上半年工作总结
及下半年工作打算
（2024年7月5日）
上半年，全局各项工作进展顺利。现报告如下：
一、主要工作完成情况
（一）抓好防汛备汛。加固水库6座。
（二）抓好供水保障
新建水厂2座。
1.管网建设
铺设管网46公里。
2.水质检测
检测水样300份。
二、存在问题
人员不足。
三、下半年工作打算
（一）抓项目
年底前建成泵站3座。
青禾县水务局
2024年7月5日
打印本页
主办：青禾县人民政府 承办：县大数据局
冀ICP备12345678号
"""


def test_lexicon_is_sound() -> None:
    assert PROBLEMS == []
    assert check_examples(WORDS) == []


class TestPage:
    """A page of a government site, whole."""

    read = _outline(PAGE)

    def test_facts(self) -> None:
        read = self.read
        assert read.title == "青禾县水务局2024年上半年工作总结及下半年工作打算"
        assert (read.organization, read.document_type) == ("青禾县水务局", "工作总结")
        assert read.period is not None
        assert read.plan_period is not None
        assert (str(read.period.end), read.period.text) == ("2024-06-30", "2024年上半年")
        assert (str(read.plan_period.start), read.plan_period.text) == ("2024-07-01", "下半年")

    def test_sections(self) -> None:
        assert [(one.level, one.mark + one.title, one.status) for one in self.read.sections] == [
            (1, "一、主要工作完成情况", "done"),
            (2, "（一）抓好防汛备汛", "done"),
            (2, "（二）抓好供水保障", "done"),
            (3, "1.管网建设", "done"),
            (3, "2.水质检测", "done"),
            (1, "二、存在问题", "done"),
            (1, "三、下半年工作打算", "planned"),
            (2, "（一）抓项目", "planned"),
        ]
        ends = [PAGE[one.start : one.end].rsplit("\n", maxsplit=1)[-1] for one in self.read.sections]
        assert ends[0] == "检测水样300份。"
        assert ends[-1] == "年底前建成泵站3座。"

    def test_paths(self) -> None:
        sentence = next(one for one in self.read.sentences if PAGE[one.start : one.end] == "铺设管网46公里。")
        path = ("一、主要工作完成情况", "（二）抓好供水保障", "1.管网建设")
        assert self.read.section_path(sentence.section) == path
        assert self.read.section_path(None) == ()

    def test_furniture(self) -> None:
        found = _pieces(PAGE, "furniture")
        assert found[0] == "当前位置：首页 > 政务公开"
        assert found[4:] == [
            "青水发〔2024〕7号",
            "打印本页",
            "主办：青禾县人民政府 承办：县大数据局",
            "冀ICP备12345678号",
        ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("市城管局2023年工作总结\n完成3处。", "市城管局2023年工作总结", id="plain"),
        pytest.param(
            "广告群：加微信\n本站\n市城管局2023年工作总结\n完成3处。", "市城管局2023年工作总结", id="advertisement"
        ),
        pytest.param("政 府 工 作 报 告\n各位代表：\n完成3处。", "政府工作报告", id="spread out"),
        pytest.param("# 镇2023年工作总结\n完成3处。", "镇2023年工作总结", id="markdown"),
        pytest.param("凝心聚力\n——县水务局2023年总结\n完成3处。", "凝心聚力——县水务局2023年总结", id="motto"),
        pytest.param("关于2023年工作情况的\n报告\n完成3处。", "关于2023年工作情况的报告", id="two lines"),
        pytest.param("关于印发《县2024年工作要点》的通知\n各镇：\n", "关于印发《县2024年工作要点》的通知", id="notice"),
        pytest.param("清理3处。\n工作总结\n", None, id="below prose"),
        pytest.param("一、2023年工作总结\n完成3处。", None, id="marked heading"),
        pytest.param("青禾县水务局\n二○二一年总结\n完成3处。", "青禾县水务局二○二一年总结", id="year in Chinese below"),
        pytest.param("做好总结。\n完成3处。", None, id="sentence"),
        pytest.param("各位代表：\n我代表县政府作工作报告。", None, id="salutation"),
    ],
)
def test_title(text: str, title: str | None) -> None:
    assert _outline(text).title == title


def test_lines_above_a_title_are_furniture_and_none_without_it() -> None:
    assert _pieces("某文库\n专注材料\n市城管局2023年工作总结\n完成3处。", "furniture") == ["某文库", "专注材料"]
    assert _pieces("某文库里\n专注材料\n完成3处。", "furniture") == []


@pytest.mark.parametrize(
    ("text", "kind", "organization"),
    [
        pytest.param("市城管局2023年工作总结\n", "工作总结", "市城管局", id="title"),
        pytest.param("工作总结\n完成3处。\n青禾县水务局\n2024年1月5日", "工作总结", "青禾县水务局", id="signature"),
        pytest.param("青禾县2023年工作总结\n完成3处。", "工作总结", "青禾县", id="place"),
        pytest.param("各位代表：\n我代表市人民政府，向大会报告政府工作。", "政府工作报告", "市人民政府", id="speech"),
        pytest.param("发布机构：青禾县水务局\n工作总结\n完成3处。", "工作总结", "青禾县水务局", id="publication data"),
        pytest.param("2023年度述职述廉报告\n李四\n本人现述职如下。", "述职报告", None, id="person"),
        pytest.param("县水务局2024年工作要点\n", "工作要点", "县水务局", id="plan"),
        pytest.param("县水务局2023年工作回顾和2024年工作思路\n", "工作总结", "县水务局", id="review and outlook"),
        pytest.param("现将有关情况汇报如下：\n完成3处。", "工作汇报", None, id="said in the text"),
        pytest.param("县商务局（投资促进局）2023年总结\n", "工作总结", "县商务局", id="second name in brackets"),
        pytest.param("县法院和司法行政系统2023年总结\n", "工作总结", "县法院和司法行政系统", id="system"),
        pytest.param("县水务局二0二一年总结\n", "工作总结", "县水务局", id="year with zeros"),
        pytest.param("2023年总结\n县水务局\n（2024年1月）\n好。", "工作总结", "县水务局", id="below the title"),
        pytest.param("2023年总结\n县水务局局长 李四\n好。", "工作总结", None, id="speaker below the title"),
        pytest.param("乡镇年度总结\n完成3处。", "工作总结", None, id="any place"),
        pytest.param("完成3处。", None, None, id="nothing"),
    ],
)
def test_type_and_organization(text: str, kind: str | None, organization: str | None) -> None:
    read = _outline(text)
    assert (read.document_type, read.organization) == (kind, organization)


@pytest.mark.parametrize(
    ("text", "period", "plan"),
    [
        pytest.param("县2023年工作总结及2024年工作计划\n", "2023-12-31", "2024-12-31", id="title"),
        pytest.param("工作总结\n一、2023年回顾\n好。\n二、2024年打算\n好。", "2023-12-31", "2024-12-31", id="headings"),
        pytest.param("工作总结\n2023年，全局完成3处。", "2023-12-31", None, id="first paragraph"),
        pytest.param("上半年总结\n完成3处。\n县水务局\n2021年7月2日", "2021-06-30", None, id="date of signature"),
        pytest.param("县2023年工作回顾和2024年工作思路\n", "2023-12-31", "2024-12-31", id="review and outlook"),
        pytest.param("县水务局2024年工作要点\n", None, "2024-12-31", id="plan"),
        pytest.param("2014年政府工作报告\n各位代表：\n完成3处。", "2013-12-31", "2014-12-31", id="speech of a year"),
        pytest.param(
            "政府工作报告\n2024年1月9日在县人大会议上\n各位代表：\n一、过去一年工作回顾\n好。\n二、今年工作任务\n好。",
            "2023-12-31", "2024-12-31", id="dated speech",
        ),
        pytest.param(
            "县法院工作报告\n——2024年1月9日在县人民代表大会第三次会议上\n各位代表：\n好。",
            "2023-12-31", "2024-12-31", id="held at the start of a year",
        ),
        pytest.param("县法院工作报告\n2024年1月9日\n2024年，全院结案3件。", "2024-12-31", None, id="dated only"),
        pytest.param("2023年总结\n一、成效\n好。\n2024年，全局将努力。", "2023-12-31", "2024-12-31", id="end"),
        pytest.param("2023年总结\n一、成效\n好。\n2025年，全局将努力。", "2023-12-31", None, id="not the next year"),
        pytest.param("上半年工作总结\n完成3处。", None, None, id="unknown"),
    ],
)  # fmt: skip
def test_periods(text: str, period: str | None, plan: str | None) -> None:
    read = _outline(text)
    assert (read.period and str(read.period.end), read.plan_period and str(read.plan_period.end)) == (period, plan)


BODY = "全局扎实推进各项工作，取得明显成效。"


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        pytest.param(f"第一部分 工作回顾\n{BODY}", ("第一部分", "工作回顾"), id="part"),
        pytest.param(f"第二章、重点任务\n{BODY}", ("第二章、", "重点任务"), id="chapter"),
        pytest.param(f"一、工作回顾\n{BODY}", ("一、", "工作回顾"), id="chinese"),
        pytest.param(f"（一）工作回顾\n{BODY}", ("（一）", "工作回顾"), id="bracketed"),
        pytest.param(f"(一)工作回顾\n{BODY}", ("(一)", "工作回顾"), id="half-width brackets"),
        pytest.param(f"1．抓落实\n{BODY}", ("1．", "抓落实"), id="full-width point"),
        pytest.param(f"2、抓落实\n{BODY}", ("2、", "抓落实"), id="number"),
        pytest.param(f"(3) 抓落实\n{BODY}", ("(3)", "抓落实"), id="enclosed"),
        pytest.param(f"①抓落实\n{BODY}", ("①", "抓落实"), id="circled"),
        pytest.param(f"1.2 抓落实\n{BODY}", ("1.2", "抓落实"), id="dotted"),
        pytest.param(f"第一，抓落实\n{BODY}", ("第一，", "抓落实"), id="ordinal"),
        pytest.param(f"## 一、抓落实\n{BODY}", ("一、", "抓落实"), id="markdown"),
        pytest.param(f"## **抓落实**\n{BODY}", ("", "抓落实"), id="markdown bold"),
        pytest.param(f"（一）抓落实。{BODY}", ("（一）", "抓落实"), id="runs in"),
        pytest.param(f"（一）抓落实：{BODY}", ("（一）", "抓落实"), id="topic and colon"),
        pytest.param(f"（一）抓落实。\n{BODY}", ("（一）", "抓落实"), id="full stop"),
        pytest.param(f"一是抓落实，强管理。{BODY}", ("一是", "抓落实，强管理"), id="first at a start"),
        pytest.param(f"——经济稳定增长。{BODY}", ("——", "经济稳定增长"), id="dash"),
        pytest.param(f"{BODY}\n主要做法\n{BODY}", ("", "主要做法"), id="without a mark"),
        pytest.param(f"{BODY}\n▲主要做法\n{BODY}", ("▲", "主要做法"), id="sign before it"),
        pytest.param(f"●一、主要做法\n{BODY}", ("●一、", "主要做法"), id="sign before a mark"),
        pytest.param(f"{BODY}\n• 主要做法\n{BODY}", None, id="item of a list"),
        pytest.param("公租房。竣工2处288套，在建436套。", ("", "公租房"), id="word runs in"),
        pytest.param("• 公租房。竣工2处288套，在建436套。", ("•", "公租房"), id="word runs in behind a bullet"),
        pytest.param("进展顺利。竣工2处288套，在建436套。", None, id="short sentence runs in"),
        pytest.param("公租房5处。竣工2处288套，在建436套。", None, id="word with a figure"),
        pytest.param("公租房。", None, id="word alone"),
        pytest.param("各位代表。竣工2处288套，在建436套。", None, id="salutation runs in"),
        pytest.param(f"三、到2025年建成学校5所\n{BODY}", ("三、", "到2025年建成学校5所"), id="with figures"),
        pytest.param(f"{BODY}一是抓落实。{BODY}", None, id="first within a paragraph"),
        pytest.param("一是抓落实。二是强管理。三是促规范。", None, id="series in one paragraph"),
        pytest.param("1.清理小广告300处。查处案件5起。\n", ("1.", "清理小广告300处"), id="number with figures"),
        pytest.param("一是清理小广告300处。查处案件5起。\n", None, id="first with figures"),
        pytest.param("1.建设学校\n2.修建道路\n3.改造厕所", None, id="list"),
        pytest.param(
            "一、深入学习有关文件；\n二、认真开展教育；\n三、大力加强建设。\n以上各点要落实。", None, id="semicolons"
        ),
        pytest.param("一、" + "工作" * 40 + "。", None, id="long"),
        pytest.param("2.5亿元投资到位", None, id="decimal"),
        pytest.param("一手抓防疫，一手抓复工", None, id="word"),
        pytest.param("县水务局\n2024年1月5日", None, id="signature"),
        pytest.param("指标\t单位\n产值\t亿元", None, id="table"),
    ],
)
def test_heading(line: str, heading: tuple[str, str] | None) -> None:
    found = _headings(line)
    assert (found[0][1:] if found else None) == heading


def test_no_figure_of_a_heading_is_lost() -> None:
    text = f"一、建设学校5所\n{BODY}\n1.清理小广告300处。查处案件5起。"
    sentences = _sentences(text)
    assert [one for one in sentences if "5所" in one or "300处" in one] == ["一、建设学校5所", "1.清理小广告300处。"]


@pytest.mark.parametrize(
    ("kinds", "levels"),
    [
        pytest.param("chinese bracketed number bracketed chinese", [1, 2, 3, 2, 1], id="usual"),
        pytest.param("number bracketed bracketed number", [1, 2, 2, 1], id="unusual order"),
        pytest.param("chinese number bracketed number", [1, 2, 2, 3], id="skipped at first"),
        pytest.param("bracketed number", [1, 2], id="starts low"),
        pytest.param("chinese dash dash bracketed", [1, 2, 2, 2], id="dash holds nothing"),
        pytest.param("plain chinese plain", [1, 1, 2], id="without a mark"),
        pytest.param("plain circled circled plain", [1, 2, 2, 1], id="without a mark, over a list"),
        pytest.param("chinese topic topic bracketed", [1, 2, 2, 2], id="word holds nothing"),
        pytest.param("hashes2 hashes3 hashes2", [1, 2, 1], id="markdown"),
    ],
)
def test_levels(kinds: str, levels: list[int]) -> None:
    found = Levels()
    assert [found.level(Heading(kind, 0, 0, 0, 0, 0, False)) for kind in kinds.split()] == levels


def test_salutation_closes_all_but_the_first_level() -> None:
    text = f"一、任务\n（一）抓落实\n{BODY}\n各位代表！\n{BODY}"
    read = _outline(text)
    assert [one.section for one in read.sentences] == [1, 0, 0]


def test_dash_holds_its_own_paragraph() -> None:
    text = f"一、回顾\n——经济稳定。{BODY}\n{BODY}"
    assert [one.section for one in _outline(text).sentences] == [1, 0]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("完成3处。拆除2处！好吗？", ["完成3处。", "拆除2处！", "好吗？"], id="full stops"),
        pytest.param("完成3处；拆除2处。", ["完成3处；拆除2处。"], id="semicolon"),
        pytest.param("他说：“好。”随后离开。", ["他说：“好。”", "随后离开。"], id="closing quotation"),
        pytest.param("高喊“加油！”的口号。好", ["高喊“加油！”的口号。", "好"], id="quotation within"),
        pytest.param("印发（一。二。）三处。", ["印发（一。二。）", "三处。"], id="brackets"),
        pytest.param("《好吗？》一书获奖。", ["《好吗？》一书获奖。"], id="book title"),
        pytest.param("未闭“引号。第二句。", ["未闭“引号。", "第二句。"], id="unclosed"),
        pytest.param(" 一处。  二处 ", ["一处。", "二处"], id="spaces"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_split_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text, 0, len(text))] == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("浓度（PM\n2.5\n）下降。\n完成3处。", ["浓度（PM\n2.5\n）下降。", "完成3处。"], id="formula"),
        pytest.param("制定《\n管理办法\n》，将其公布。", ["制定《\n管理办法\n》，将其公布。"], id="name"),
        pytest.param("广义货币M\n2\n增长3%。", ["广义货币M\n2\n增长3%。"], id="fragment"),
        pytest.param("完成3处，\n一、拆除5处", ["完成3处，", "一、拆除5处"], id="a mark opens a paragraph"),
        pytest.param("完成3处\n拆除5处", ["完成3处", "拆除5处"], id="short lines stay apart"),
        pytest.param("完成3处，\n— 3 —\n，拆除", ["完成3处，", "，拆除"], id="a page number stays out"),
        pytest.param("产值\t3亿元\n税收\t1亿元\n完成3处", ["完成3处"], id="table rows are no sentences"),
        pytest.param("• 完成3处\n•拆除5处\n◆ 新建2处", ["完成3处", "拆除5处", "新建2处"], id="bullets"),
        pytest.param("- 完成3处\n-拆除5处\n* 新建2处", ["完成3处", "拆除5处", "新建2处"], id="dashes"),
        pytest.param("-3.6℃的低温\n○处\n*处", ["-3.6℃的低温", "○处", "*处"], id="sign of a number or mask"),
    ],
)
def test_joined_lines(text: str, sentences: list[str]) -> None:
    assert _sentences(text) == sentences


def test_wrapped_lines_are_joined() -> None:
    line = "全局扎实推进精细管理工作全年出动人员" * 2
    text = "".join(f"　　{line[:24]}\n{line[:26]}\n{line[:9]}。\n" for _ in range(4))
    assert len(_sentences(text)) == 4


def test_unmarked_year_in_view_keeps_the_text_as_written() -> None:
    read = _outline("縣水務局２０２３年工作總結\n完成3處。")
    assert read.title is None
    text = "县水务局２０２３年工作总结\n完成3处。"
    period = _outline(text).period
    assert period is not None
    assert period.text == "２０２３年"


@pytest.mark.parametrize("text", ["", "\n\n", "。", "一、", "（一）", "#", "各位代表！", "——", "1.", "打印本页"])
def test_odd_texts(text: str) -> None:
    read = _outline(text)
    assert len(read.paths) == len(read.sections)


def test_broken_words_are_reported_together() -> None:
    broken: list[dict[str, object]] = [
        {"id": "x", "scope": "line", "pattern": "(", "examples": ["a"], "counter_examples": ["b"]},
        {"id": "y"},
    ]
    words, problems = StructureWords.parse(broken, [{"id": "z", "kind": "none", "words": ["a"]}])
    places = [problem.place for problem in problems]
    assert {"furniture.toml:x", "furniture.toml:y", "documents.toml:z", "documents.toml:organization"} <= set(places)
    assert outline("完成3处。", "完成3处。", words).sentences


def test_wrong_examples_are_reported() -> None:
    table = {"id": "x", "scope": "line", "pattern": "^第", "examples": ["页"], "counter_examples": ["第3页"]}
    words, _ = StructureWords.parse([table], [])
    assert [problem.place for problem in check_examples(words)] == ["furniture.toml:x"] * 2


MARKS = ["一、", "（一）", "1.", "一是", "——", "第一，", "# ", "。", "；", "：", "“", "”", "《", "》", "（", "）"]
SPACES = ["\n", "\n\n", "\n— 3 —\n", "\t", "　　"]
WORDS_OF_TEXT = [
    "工作总结",
    "2023年",
    "下一步，",
    "各位代表！",
    "完成3处",
    "管理",
    "县水务局",
    "X余处",
    "打印本页",
    "PM",
    "2.5",
]
PIECES = st.sampled_from([*MARKS, *SPACES, *WORDS_OF_TEXT])


def _spans(parts: tuple[Segment, ...] | tuple[Sentence, ...]) -> list[tuple[int, int]]:
    return [(part.start, part.end) for part in parts]


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
def test_outline_of_any_text(text: str) -> None:
    read = _outline(text)
    for spans in (_spans(read.segments), _spans(read.sentences)):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    assert all(section.start < section.end <= len(text) for section in read.sections)
    assert all(one.section is None or one.section < len(read.sections) for one in read.sentences)
    covered = "".join(text[segment.start : segment.end] for segment in read.segments)
    assert "".join(covered.split()) == "".join(text.split())
