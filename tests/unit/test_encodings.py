"""Encodings: the ladder, short fragments in every encoding, damage, noise."""

from __future__ import annotations

import codecs
import random
from pathlib import Path

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


ROOT = Path(__file__).parents[2]
FIXTURES = ROOT.parent / "shared" / "fixtures"
MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
# Encodings of fragments, with and without a mark; Big5 is of text in traditional characters.
WAYS = [("utf-8", False), ("utf-8", True), ("gb18030", False), ("big5hkscs", False)]
WAYS += [(f"utf-16-{order}", marked) for order in ("le", "be") for marked in (False, True)]


def _traditional() -> dict[int, str]:
    """Gives the traditional character of each simplified one; where there are several, the first."""
    lines = (ROOT / "lexicons" / "traditional.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if "\t" in line and not line.startswith(("#", "traditional\t"))]
    return {ord(simplified): traditional for traditional, simplified, *_ in reversed(pairs)}


def _fragments(count: int, encoding: str, chance: random.Random) -> list[str]:
    """Cuts fragments of 8 to 200 characters from the corpus, without those that the encoding has not."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]
    characters = _traditional() if encoding == "big5hkscs" else {}
    fragments: list[str] = []
    while len(fragments) < count:
        text = chance.choice(texts)
        length = chance.randint(8, 200)
        start = chance.randrange(len(text) - length)
        fragment = text[start : start + length].translate(characters)
        fragments.append(fragment.encode(encoding, "ignore").decode(encoding))
    return fragments


def test_fragments_of_the_corpus_are_decoded() -> None:
    """At least 99.5 % of 2,000 fragments in eight ways of writing them."""
    chance = random.Random(4)
    wrong = [
        (encoding, marked, fragment)
        for encoding, marked in WAYS
        for fragment in _fragments(250, encoding, chance)
        if decode((MARKS[encoding] if marked else b"") + fragment.encode(encoding)).text != fragment
    ]
    assert len(wrong) <= 10, wrong


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_fragments_with_damage_keep_their_encoding(encoding: str) -> None:
    chance = random.Random(6)
    wrong = []
    for fragment in _fragments(300, encoding, chance):
        data = bytearray(fragment.encode(encoding) * 2)
        for _ in range(3):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if decode(bytes(data)).encoding != encoding:
            wrong.append(fragment)
    assert len(wrong) <= 3, wrong


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not beside the repository")
@pytest.mark.parametrize(
    ("name", "encoding"),
    [("big5.txt", "big5"), ("gb18030.txt", "gb18030"), ("gbk_short.txt", "gb18030"), ("u16le_nobom.txt", "utf-16-le")],
)
def test_fixtures(name: str, encoding: str) -> None:
    decoded = decode((FIXTURES / name).read_bytes())
    assert (decoded.encoding, decoded.replaced) == (encoding, 0)


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        pytest.param("big5", "馬", id="breaks a tie"),
        pytest.param("GB2312", "皑", id="the larger one is meant"),
        pytest.param(" x-gbk", "皑", id="old name"),
        pytest.param("no-such\x00", "皑", id="unknown"),
        pytest.param("rot13", "皑", id="no encoding"),
        pytest.param(None, "皑", id="none"),
    ],
)
def test_declared_encoding_of_bytes_that_may_be_either(declared: str | None, text: str) -> None:
    assert decode(b"\xb0\xa8", declared).text == text


@pytest.mark.parametrize("declared", ["big5", "utf-8", "utf-16", "latin-1"])
def test_declared_encoding_that_is_wrong(declared: str) -> None:
    assert decode(SIMPLIFIED.encode("gb18030"), declared).encoding == "gb18030"


def test_chinese_after_much_ascii_decides() -> None:
    page = "<script>" + "var a = 1;" * 20_000 + "</script>" + SIMPLIFIED
    for encoding in ("gb18030", "utf-8", "utf-16-le"):
        assert decode(page.encode(encoding)).encoding == encoding


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
