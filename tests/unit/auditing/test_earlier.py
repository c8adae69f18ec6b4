"""A document against an earlier one: growth, units, plans."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsummary import InputError, Report, audit, extract

OLD = """临桥县卫生健康局2021年工作总结
2021年，县卫生健康局扎实工作。
一、工作情况
总诊疗386.5万人次。招聘医务人员145名。农药使用量186吨。减缓免交费用38.6万元。孕产妇系统管理率94.5%。
网上立案2400件，其中上半年1100件。一般公共预算支出72.5亿元。核酸采样128万人次。走访企业XX家。
二、2022年工作计划
培训全科医生100名，孕产妇系统管理率保持在95%以上，开展健康讲座200场，死亡人数控制在40人以内。
"""
NEW = """临桥县卫生健康局2022年工作总结
2022年，县卫生健康局扎实工作。
一、工作情况
{}
"""


def report_of(sentence: str) -> Report:
    return audit(NEW.format(sentence), [OLD])


def outcome(sentence: str, quote: str, code: str) -> str:
    for claim in report_of(sentence).claims:
        if claim.quote == quote and claim.code == code:
            return f"{claim.verdict}:{claim.reason}" if claim.reason else claim.verdict
    return "none"


CASES = [
    ("总诊疗402.7万人次，同比增长4.2%。", "4.2%", "growth_mismatch", "confirmed"),
    ("总诊疗402.7万人次，同比增长8.2%。", "8.2%", "growth_mismatch", "refuted"),
    ("招聘医务人员132名，较上年减少13名。", "13名", "growth_mismatch", "confirmed"),
    ("招聘医务人员132名，较上年减少23名。", "23名", "growth_mismatch", "refuted"),
    ("孕产妇系统管理率96.1%，比上年提高1.6个百分点。", "1.6个百分点", "growth_mismatch", "confirmed"),
    ("一般公共预算支出75.1亿元，同口径增长5.2%。", "5.2%", "growth_mismatch", "uncheckable:incomparable_basis"),
    ("总诊疗402.7万人次，环比增长8.2%。", "8.2%", "growth_mismatch", "uncheckable:different_period"),
    ("上半年总诊疗202.7万人次，同比增长8.2%。", "8.2%", "growth_mismatch", "uncheckable:different_period"),
    ("走访企业80家，同比增长8.2%。", "8.2%", "growth_mismatch", "uncheckable:masked"),
    ("网上立案3120件，同比增长30%。", "30%", "growth_mismatch", "confirmed"),  # not of the first half of the year
    ("核酸采样1536万人次，是上年的12倍。", "12倍", "growth_mismatch", "confirmed"),
    ("减缓免交费用41.2亿元。", "41.2亿元", "unit_slip", "refuted"),
    ("减缓免交费用0.00412亿元。", "0.00412亿元", "unit_slip", "confirmed"),
    ("农药使用量172公斤。", "172公斤", "unit_slip", "refuted"),
    ("农药使用量172吨。", "172吨", "unit_slip", "none"),
    ("培训全科医生91名。", "91名", "plan_missed", "refuted"),
    ("培训全科医生100名。", "100名", "plan_missed", "confirmed"),
    ("孕产妇系统管理率94.8%。", "94.8%", "plan_missed", "refuted"),
    ("举办健康讲座203场。", "203场", "plan_missed", "confirmed"),
    ("培训全科医生X名。", "X名", "plan_missed", "none"),
]


@pytest.mark.parametrize(("sentence", "quote", "code", "wanted"), CASES)
def test_against_an_earlier_document(sentence: str, quote: str, code: str, wanted: str) -> None:
    assert outcome(sentence, quote, code) == wanted


def test_a_wrong_unit_is_not_a_missed_plan_too() -> None:
    old = OLD.replace("二、2022年工作计划\n", "二、2022年工作计划\n减缓免交费用40万元，")
    codes = [one.code for one in audit(NEW.format("减缓免交费用41.2元。"), [old]).findings]
    assert codes == ["unit_slip"]


def test_marks_say_in_which_document_they_stand() -> None:
    [finding] = report_of("总诊疗402.7万人次，同比增长8.2%。").findings
    assert [(mark.role, mark.document, mark.quote) for mark in finding.marks] == [
        ("claim", 0, "8.2%"),
        ("level", 0, "402.7万人次"),
        ("earlier", 1, "386.5万人次"),
    ]
    assert finding.marks[2].sentence == "总诊疗386.5万人次"


def test_documents_files_and_texts_are_taken(tmp_path: Path) -> None:
    text = NEW.format("总诊疗402.7万人次，同比增长8.2%。")
    file = tmp_path / "new.txt"
    file.write_text(text, encoding="utf-8")
    wanted = [one.quote for one in audit(text, [OLD]).findings]
    assert wanted == ["8.2%"]
    assert [one.quote for one in audit(file, [extract(OLD)]).findings] == wanted
    assert [one.quote for one in audit(extract(text), [OLD], text=text).findings] == wanted


def test_a_document_needs_its_text() -> None:
    with pytest.raises(InputError, match="text="):
        audit(extract("2022年，总诊疗402.7万人次。"))


def test_a_document_against_itself_has_no_finding_of_its_own() -> None:
    text = NEW.format("总诊疗402.7万人次，同比增长8.2%。减缓免交费用41.2万元。")
    assert audit(text, [text]).findings == ()
