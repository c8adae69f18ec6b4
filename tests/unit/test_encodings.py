"""Encodings: the ladder, short fragments in every encoding, damage, noise."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govsummary.reading.encodings import count_foreign, decode, likeness

SIMPLIFIED = (
    "今年以来，全局上下认真落实各项部署，坚持问题导向，较好完成了上半年目标任务。一、抓队伍，促规范。组织业务培训12次，"
    "参训人员860人次，开展岗位练兵和案卷评查，执法水平稳步提高。二、抓整治，惠民生。清理占道经营1350处，拆除违法建设面积"
    "3.2万平方米，改造老旧小区6个，新增停车位480个，群众满意度达到95.6%。三、抓安全，保稳定。检查燃气企业27家，发现隐患"
    "118条，已整改112条，其余正在督办。下一步，将继续围绕中心工作，补短板、强弱项，力争年底前完成全年投资计划，"
    "让人民群众更有获得感。同时也要看到，工作中还存在一些不足，主要是人手偏紧、经费不足、数字化水平不高，需要在今后加以解决。"
)
TRADITIONAL = (
    "今年以來，全局上下認真落實各項部署，堅持問題導向，較好完成了上半年目標任務。一、抓隊伍，促規範。組織業務培訓12次，"
    "參訓人員860人次，開展崗位練兵，執法水平穩步提高。二、抓整治，惠民生。清理占道經營1350處，拆除違法建設面積"
    "3.2萬平方米，改造老舊小區6個，新增停車位480個，群眾滿意度達到95.6%。三、抓安全，保穩定。檢查燃氣企業27家，發現隱患"
    "118條，已整改112條，其餘正在督辦。下一步，將繼續圍繞中心工作，補短板、強弱項，力爭年底前完成全年投資計劃。"
)
PROSE = {
    "utf-8": SIMPLIFIED,
    "gb18030": SIMPLIFIED,
    "utf-16-le": SIMPLIFIED,
    "utf-16-be": SIMPLIFIED,
    "big5": TRADITIONAL,
}


@pytest.mark.parametrize("encoding", PROSE)
def test_fragments_of_prose_are_decoded(encoding: str) -> None:
    text = PROSE[encoding]
    chance = random.Random(encoding)
    wrong = []
    for _ in range(200):
        length = chance.randint(8, 200)
        start = chance.randrange(len(text) - length)
        fragment = text[start : start + length]
        if decode(fragment.encode(encoding)).text != fragment:
            wrong.append(fragment)
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        pytest.param(b"\xef\xbb\xbf" + "完成3处".encode(), "utf-8", "完成3处", id="utf-8 mark"),
        pytest.param("\ufeff完成3处".encode("utf-16-le"), "utf-16-le", "完成3处", id="utf-16-le mark"),
        pytest.param("\ufeff完成3处".encode("utf-16-be"), "utf-16-be", "完成3处", id="utf-16-be mark"),
        pytest.param("\ufeff完成3处".encode("utf-32-le"), "utf-32-le", "完成3处", id="utf-32-le mark"),
        pytest.param("一、经济平稳增长".encode("gb18030"), "gb18030", "一、经济平稳增长", id="eight characters"),
        pytest.param("联通".encode("gb18030"), "gb18030", "联通", id="gb18030 that is valid utf-8"),
        pytest.param(b"plain ASCII only\n", "utf-8", "plain ASCII only\n", id="ascii"),
        pytest.param(b"", "utf-8", "", id="nothing"),
        pytest.param("赵𬭎同志".encode("gb18030"), "gb18030", "赵𬭎同志", id="four-byte gb18030"),
    ],
)
def test_decode(data: bytes, encoding: str, text: str) -> None:
    decoded = decode(data)
    assert (decoded.encoding, decoded.text, decoded.replaced) == (encoding, text, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_bad_bytes_are_replaced_and_counted(encoding: str) -> None:
    data = SIMPLIFIED.encode(encoding)
    decoded = decode(data[:120] + b"\xff" + data[120:])
    assert decoded.encoding == encoding
    assert decoded.replaced == decoded.text.count("\ufffd") >= 1


def test_text_cut_within_a_character_stays_utf8() -> None:
    decoded = decode(SIMPLIFIED.encode()[:-1])
    assert (decoded.encoding, decoded.replaced) == ("utf-8", 1)


def test_likeness_prefers_the_right_reading() -> None:
    data = SIMPLIFIED.encode("gb18030")
    assert likeness(data.decode("gb18030")) > 0.85
    assert likeness(data.decode("big5hkscs", "replace")) < 0.4


def test_foreign_characters_tell_noise_from_prose() -> None:
    assert count_foreign(SIMPLIFIED) == 0
    noise = decode(random.Random(1).randbytes(4000)).text
    assert count_foreign(noise) > 0.1 * len(noise)


@given(st.binary(max_size=300))
def test_any_bytes_decode(data: bytes) -> None:
    assert isinstance(decode(data).text, str)


@given(st.text(alphabet=SIMPLIFIED, min_size=1))
def test_utf8_round_trip(text: str) -> None:
    assert decode(text.encode()).text == text
