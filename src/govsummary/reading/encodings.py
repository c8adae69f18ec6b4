"""Decodes the bytes of a Chinese text file: the encoding is found from the bytes alone.

The ladder: a byte order mark, then strict UTF-8, then the best of UTF-8 with damage, UTF-16 without a mark, GB18030
and Big5, scored by the share of characters that are common in Chinese prose. What a document says of its own encoding
is one more candidate, and breaks ties: pages often say the wrong one.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# The codec of a candidate. HKSCS holds all of Big5; ties go to the earlier line.
_CANDIDATES = (
    ("utf-8", "utf-8"),
    ("gb18030", "gb18030"),
    ("big5", "big5hkscs"),
    ("utf-16-le", "utf-16-le"),
    ("utf-16-be", "utf-16-be"),
)
# Scoring reads a part only: 16 KiB from the first byte that is not ASCII decide as surely as 100 MiB.
_SAMPLE_BYTES = 16_384
_NOT_ASCII = re.compile(rb"[\x00\x80-\xff]")
# The larger encoding that is meant by the name of a smaller one: programs wrote the larger and named the smaller.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}
_ASCII = bytes(range(1, 0x80))
# How much better another reading must be than the declared one, a byte that is not ASCII.
_TRUST = 0.02

# The most frequent characters of official prose, simplified, then the traditional ones that differ.
_COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子产种面方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开合还因由其些然前外天政四日那社义事平"
    "形相全表间样与关各重新线内数正心反你明看原利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别手角期根论运农指几九区强放决西被干做必"
    "战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联认六共权收证改清己美再采转更单风切"
    "打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信节话米整空元况今集温传土许步群广石记需段研界拉林律"
    "叫究观越织装影算低持音众书布复容儿际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往历市何除消构府称太准精值"
    "号率族维划选标写存候毛快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严村镇街乡"
    "推督落稳筹创优促升降镇疫防控检整治违章执综督察宣传培训会议贯彻坚持创建城绩项额累投贷税财疗障贫扶帮困境乱停餐"
    "企供营商招融环绿污染排损巡执罚案件诉诚网络智慧数据审批服务窗登记档归补助救灾险抢修巩固拓展振兴"
)
_COMMON_TRADITIONAL = (
    "這個國來時們於對會發動過產種麼後學經進著電裡兩實現體機當點從業應開還義線數質氣與無條結問建軍黨運員總設長論計農將幾區強戰"
    "則據處隊給門規熱領東導壓爭濟階術極聯認權證單風帶場車務萬節話達議聲報類離華確張傳許廣記濾觀織裝眾書復兒際驗連斷難礦備辦習響"
    "約團歷構稱準值號維劃選標寫養層專狀廠識適屬圓調滿縣參紅細聽該鐵價嚴鎮鄉穩籌創優違綜訓貫徹項額貸稅財療貧幫亂餐營環綠"
    "損罰訴誠網絡審檔歸補災險搶鞏擴興萬億圖統組見別幹資邊級題頭顧關係見間變樣樂樓樹橋檢歲殺滅減溫準潔測為減較輕轉輛辭遠"
)
_ROUND_LETTERS = "0-9\\s.%"
_LETTERS = "A-Za-z,:;()/+\\-\"'!?#*=<>_&@"
_FULL_WIDTH = "　、。《》“”‘’（），：；！？—…〔〕【】％·０-９Ａ-Ｚａ-ｚ．①-⑳㎡"
# Patterns that few files need: `re` compiles them when they are used first.
_GOOD = f"[{_ROUND_LETTERS}{_FULL_WIDTH}{''.join(sorted(set(_COMMON + _COMMON_TRADITIONAL)))}]+"
_FAIR = f"[{_LETTERS}]+"
_IDEOGRAPHS = "[\u4e00-\u9fff]+"
_CHINESE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
# Above this share of characters that no text holds, the bytes were no text. Office prose has none; random bytes have
# about a third in every encoding.
_MOST_FOREIGN = 0.05
_FEW_FOREIGN = 3  # so many are damage, not another kind of file, however short the text
# What is never part of a text: controls, the replacement character, private use, unassigned ends of the planes.
_FOREIGN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ue000-\uf8ff\uffff\ufffe\U000f0000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it was in; `replaced` counts the U+FFFD that stand for bytes that are lost."""

    text: str
    encoding: str
    replaced: int


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decodes `data`, dropping a byte order mark. Bytes that cannot be decoded become U+FFFD and are counted.

    Args:
        data: the bytes of the text.
        declared: the encoding that the document names; it wins only where no other reading is clearly better.

    >>> decode("一、经济平稳增长".encode("gb18030")).encoding
    'gb18030'
    >>> decode("一、经济平稳增长".encode("gb18030"), "utf-8").encoding
    'gb18030'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, encoding)
    strict = _strict_utf8(data)
    if strict is not None:
        return strict
    sample = _sample(data)
    named = _codec_of(declared)
    trust = _TRUST * len(sample.translate(None, _ASCII)) / len(sample) if named else 0.0

    def score(candidate: tuple[str, str]) -> float:
        return likeness(sample.decode(candidate[1], "replace")) + (trust if candidate[1] == named else 0)

    encoding, codec = max(_CANDIDATES, key=score)
    return _decoded(data, encoding, codec)


def likeness(text: str) -> float:
    """Tells how much `text` looks like Chinese prose: 1 at the best, below 0 for noise.

    >>> likeness("全市经济平稳增长") > 0.9 > 0.3 > likeness("俯袋廓璇")
    True
    """
    if not text:
        return 0.0
    others = re.sub(_GOOD, "", text)
    unread = re.sub(_FAIR, "", others)
    noise = len(re.sub(_IDEOGRAPHS, "", unread))
    good, fair, rare = len(text) - len(others), len(others) - len(unread), len(unread) - noise
    return (good + 0.6 * fair + 0.25 * rare - noise) / len(text)


def is_mostly_foreign(text: str) -> bool:
    """Tells whether a text holds so many characters that no text holds that it was none, or was damaged."""
    return count_foreign(text) > max(_FEW_FOREIGN, _MOST_FOREIGN * len(text))


def count_foreign(text: str) -> int:
    """Counts the characters that no text holds: controls, lost bytes, private use."""
    return len(_FOREIGN.findall(text))


def _sample(data: bytes) -> bytes:
    """Cuts the part that decides, beginning where a character of two bytes in ASCII or UTF-16 may begin."""
    first = _NOT_ASCII.search(data)
    start = 0 if first is None or first.start() < _SAMPLE_BYTES // 2 else first.start() & ~1
    return data[start : start + _SAMPLE_BYTES]


def _codec_of(declared: str | None) -> str | None:
    """Gives the codec that a declared name means; None for a name that no program knows."""
    try:
        name = codecs.lookup((declared or "").strip().lower().removeprefix("x-")).name
    except (LookupError, ValueError):
        return None
    return _LARGER.get(name, name)


def _strict_utf8(data: bytes) -> Decoded | None:
    """Accepts UTF-8 that holds Chinese, or plain ASCII; else other encodings must be compared too.

    Short GB18030 can be valid UTF-8 of other scripts (联通), and UTF-16 can be valid ASCII.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    plain = _CHINESE.search(text) is not None or not _looks_encoded(text)
    return Decoded(text, "utf-8", text.count("\ufffd")) if plain else None


def _looks_encoded(text: str) -> bool:
    """Tells whether a text without Chinese could be another encoding read as UTF-8."""
    return not text.isascii() or "\x00" in text or (len(text) % 2 == 0 and " " not in text and "\n" not in text)


def _decoded(data: bytes, encoding: str, codec: str) -> Decoded:
    text = data.decode(codec, "replace")
    return Decoded(text, encoding, text.count("\ufffd"))
