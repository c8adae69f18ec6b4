"""What is a report and what is a plan: headings, paragraphs that open plans, and sentences."""

from __future__ import annotations

import pytest

from govsummary.lexicon import load_with_problems
from govsummary.structure import Outline, StructureWords, outline
from govsummary.text import fold

TABLES = load_with_problems()[0].tables
WORDS, _ = StructureWords.parse(TABLES["furniture.toml"], TABLES["documents.toml"])
BODY = "全局扎实推进各项工作，取得明显成效。"


def _outline(text: str) -> Outline:
    return outline(fold(text), text, WORDS)


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("下半年工作计划及进度安排", "planned"),
        ("2025年重点工作", "planned"),
        ("总体要求和目标任务", "planned"),
        ("下一步打算", "planned"),
        ("上半年工作亮点", "done"),
        ("年度目标任务完成情况", "done"),
        ("强化目标管理，狠抓任务分解", "done"),
        ("存在的主要问题", "done"),
        ("2020年目标", "planned"),
        ("主要预期目标", "planned"),
        ("2020年工作目标", "planned"),
        ("今年的主要任务", "planned"),
        ("工作思路", "planned"),
        ("重点工作安排", "planned"),
        ("明年工作要点", "planned"),
        ("2022年谋划", "planned"),
        ("科学谋划，真抓实干", "done"),
        ("确保完成年度目标任务", "planned"),
        ("未来五年主要任务", "planned"),
        ("巩固成果，谋划明年工作", "planned"),
        ("打牢未来发展基础", "done"),
        ("聚焦重点任务", "done"),
        ("下半年工作，成效明显", "done"),
        ("圆满完成各项目标任务", "done"),
        ("绩效目标完成情况", "done"),
        ("重点任务落实情况", "done"),
        ("实际利用外资目标", "done"),
        ("加强领导，精心部署", "done"),
        ("贯彻落实上级工作要求", "done"),
    ],
)
def test_status_of_a_section(title: str, status: str) -> None:
    assert [one.status for one in _outline(f"一、{title}\n{BODY}").sections] == [status]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param(f"一、主要工作\n（一）主要任务\n{BODY}", "done", id="task in a report"),
        pytest.param(f"一、主要工作\n（一）制定工作计划\n{BODY}", "done", id="deed in a report"),
        pytest.param(f"一、其他\n（一）工作打算\n{BODY}", "planned", id="nothing but planning"),
        pytest.param(f"2019年总结\n一、其他\n（一）2020年目标\n{BODY}", "planned", id="the year to come"),
        pytest.param(f"2020年总结\n一、其他\n（一）2020年任务\n{BODY}", "done", id="the year itself"),
        pytest.param(f"2020年下半年总结\n一、下半年主要工作\n{BODY}", "done", id="the half itself"),
        pytest.param(f"2020年上半年总结\n一、下半年主要工作\n{BODY}", "planned", id="the half to come"),
        pytest.param(f"2020年总结\n一、2020年重点工作\n{BODY}", "done", id="work of the year itself"),
        pytest.param(f"2020年总结\n一、2021年重点工作\n{BODY}", "planned", id="work of the year to come"),
        pytest.param(f"2020年总结\n一、回顾\n{BODY}\n二、谱写2021年新篇章\n{BODY}", "planned", id="year alone"),
        pytest.param(f"2020年总结\n一、回顾\n{BODY}\n二、2021年新成效\n{BODY}", "done", id="reports"),
        pytest.param(f"2020年上半年总结\n一、2020年重点工作\n{BODY}", "planned", id="work of a year that goes on"),
        pytest.param(f"2、利用外资目标。{BODY}", "done", id="target that runs in"),
        pytest.param(f"2020年总结\n一、回顾\n{BODY}\n二、重点工作\n{BODY}", "planned", id="work that is to come"),
    ],
)
def test_status_of_an_inner_section(text: str, status: str) -> None:
    assert _outline(text).sections[-1].status == status


@pytest.mark.parametrize(
    ("titles", "statuses"),
    [
        (["收支情况", "重点工作", "2021年工作安排"], "done done planned"),
        (["收支情况", "重点工作", "存在问题", "下一步打算"], "done done done planned"),
        (["重点工作", "体会", "2021年重点工作"], "done done planned"),
        (["工作回顾", "总体要求", "重点工作", "2021年保障措施"], "done planned planned planned"),
        (["工作回顾", "重点工作"], "done planned"),
        (["工作回顾", "重点工作", "工作要求"], "done planned planned"),
        (["工作回顾", "主要任务", "2021年工作成效"], "done planned done"),
    ],
)
def test_work_before_a_plan_that_names_its_time_is_reported(titles: list[str], statuses: str) -> None:
    text = "\n".join(f"{mark}、{title}\n{BODY}" for mark, title in zip("一二三四五", titles, strict=False))
    assert [one.status for one in _outline(f"2020年工作总结\n{text}").sections] == statuses.split()


def test_status_after_a_plan_lasts_until_a_report() -> None:
    text = f"一、回顾\n{BODY}\n二、今年任务\n{BODY}\n三、自身建设\n{BODY}\n四、主要经验\n{BODY}"
    assert [one.status for one in _outline(text).sections] == ["done", "planned", "planned", "done"]


@pytest.mark.parametrize(
    ("lead", "status"),
    [
        pytest.param("2023年工作思路", "planned", id="a heading"),
        pytest.param("2023年，我们将做好以下工作：", "planned", id="a sentence"),
        pytest.param("下半年，我局将抓好三个方面工作：", "planned", id="a sentence about the half to come"),
        pytest.param("2022年，我们做好了以下工作：", "done", id="a sentence about the year itself"),
    ],
)
def test_headings_counted_anew_take_the_status_of_their_lead(lead: str, status: str) -> None:
    text = f"2022年工作总结\n一、移交安置\n{BODY}\n二、优待抚恤\n{BODY}\n{lead}\n一、就业\n{BODY}\n二、双拥\n{BODY}"
    counted = [one.status for one in _outline(text).sections if one.mark]
    assert counted == ["done", "done", status, status]


def test_a_plan_may_hold_headings_alone() -> None:
    text = f"一、法治建设\n{BODY}\n下半年工作计划\n一、调解\n新建3处。\n二、矫正\n新建5处。"
    assert [one.status for one in _outline(text).sections] == ["done", "planned", "planned", "planned"]


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        pytest.param(
            f"一、回顾\n{BODY}\n下一步，全局将继续努力。\n好。", ["done", "planned", "planned"], id="at the end"
        ),
        pytest.param(
            f"一、回顾\n下一步，全局将继续努力。\n二、成效\n{BODY}", ["planned", "done"], id="headings follow"
        ),
        pytest.param(
            f"一、回顾\n下半年，新开工3处。\n二、成效\n{BODY}", ["done", "done"], id="half a year, headings follow"
        ),
        pytest.param(f"{BODY}下一步，新建3处。好。", ["done", "planned", "planned"], id="within a paragraph"),
        pytest.param(
            f"一、回顾\n下一步，抓好几件事。\n（一）抓项目\n{BODY}", ["planned", "planned"], id="its own headings"
        ),
        pytest.param(
            "今年的主要任务是：新建3处。新增5处。\n一、成效\n好。", ["planned", "planned", "done"], id="tasks"
        ),
        pytest.param(
            "今年的主要任务是：新建3处。\n截至目前，建成2处。", ["planned", "done"], id="tasks, then the report"
        ),
        pytest.param("上级下达今年的主要任务是：新建3处。", ["done"], id="tasks that were given"),
        pytest.param(f"2020年总结\n一、成效\n{BODY}\n2021年，新建3处。", ["done", "planned"], id="the year to come"),
        pytest.param(f"二○二○年总结\n一、成效\n{BODY}\n二〇二一年我们新建3处。", ["done", "planned"], id="in Chinese"),
        pytest.param(f"2020年总结\n一、成效\n{BODY}\n2019年，新建3处。", ["done", "done"], id="a year before"),
        pytest.param(f"一、回顾\n{BODY}\n下一步棋走得好。", ["done", "done"], id="not an opening"),
        pytest.param(f"县水务局2024年工作要点\n{BODY}", ["planned"], id="plan by its type"),
    ],
)
def test_status_of_sentences(text: str, statuses: list[str]) -> None:
    assert [one.status for one in _outline(text).sentences] == statuses


@pytest.mark.parametrize(
    ("last", "statuses"),
    [
        ("2022年工作安排：送戏下乡不少于240场，新建书房6座。", ["planned"]),
        ("商业项目偏少。2022年，利用外资3900万美元，交易额力争达到16亿元。", ["done", "planned"]),
        ("商业项目偏少。2021年，利用外资3900万美元。", ["done", "done"]),
        ("商业项目偏少。2022年1月，利用外资3900万美元。", ["done", "done"]),
    ],
)
def test_the_year_to_come_plans_within_a_paragraph(last: str, statuses: list[str]) -> None:
    found = _outline(f"某县商务局2021年工作总结\n一、主要工作\n{BODY}\n{last}").sentences
    assert [one.status for one in found][-len(statuses) :] == statuses
