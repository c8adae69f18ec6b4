"""What a comparison has to say, in words: each note is a code with what it speaks of, told in Chinese or in English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]


class Note(NamedTuple):
    """A code of `_TEXTS` and what fills the gaps of its text."""

    code: str
    words: tuple[str, ...] = ()


_TEXTS: dict[str, tuple[str, str]] = {
    # why two figures are the same metric
    "same_name": ("行动和对象相同", "same action and object"),
    "same_object": ("对象相同", "same object"),
    "action_synonym": ("行动同义：{}＝{}", "actions of one meaning: {} = {}"),
    "object_synonym": ("对象同义：{}＝{}", "objects of one meaning: {} = {}"),
    "object_alike": ("对象相近：{}～{}", "objects alike: {} ~ {}"),
    "action_alike": ("行动相近：{}～{}", "actions alike: {} ~ {}"),
    "action_silent": ("一方没有写明行动：{}", "one side names no action: {}"),
    "action_other": ("行动不同：{}／{}", "other action: {} / {}"),
    "scope_wider": ("范围变了：旧文限定“{}”，新文没有", "other scope: the old text says {}, the new one does not"),
    "scope_narrower": ("范围变了：新文限定“{}”，旧文没有", "other scope: the new text says {}, the old one does not"),
    "scope_other": ("范围变了：{}→{}", "other scope: {} → {}"),
    "same_category": ("类别相同", "same category"),
    "same_company": ("上下文相同", "same neighbours in the sentence"),
    "general": ("名称笼统，凭类别和上下文认定", "a general name, known by category and neighbours"),
    "other_unit": ("计量单位不同：{}／{}", "counted in other units: {} / {}"),
    "other_span": ("所说的时间长短不同", "times of another length"),
    # why there is no pair
    "only_old": ("新文没有对应的数字", "no counterpart in the new text"),
    "only_new": ("旧文没有对应的数字", "no counterpart in the old text"),
    "origin": ("是变化的起点，不作为本期数字比较", "the level that a change set out from"),
    "several": ("有几个相差无几的候选，不作猜测：{}", "candidates nearly as good as one another, none is taken: {}"),
    # what came out of comparing two figures
    "masked_old": ("旧文数字被隐去，不能比较", "the old number is masked: not comparable"),
    "masked_new": ("新文数字被隐去，不能比较", "the new number is masked: not comparable"),
    "masked_both": ("两边数字都被隐去，不能比较", "both numbers are masked: not comparable"),
    "meet": ("数字不都是确切的，范围有重叠，看不出升降", "the ranges meet: no rise or fall can be told"),
    "range_apart": ("是范围，不算差额", "ranges have no single difference"),
    "as_written": ("按所写的约数计算", "of the round numbers as written"),
    # what to know about the two documents
    "no_period_old": ("旧文没有写明所报告的时间", "the old document does not say which period it reports on"),
    "no_period_new": ("新文没有写明所报告的时间", "the new document does not say which period it reports on"),
    "some_period": ("有文件没有写明所报告的时间", "some of the documents do not say which period they report on"),
    "unequal_series": ("时间长短不同（{}个月）", "periods of unequal length ({} months)"),
    "unsorted": ("文件没有按时间排列", "the documents are not in order of their periods"),
    "unequal": (
        "时间长短不同：旧文{}个月，新文{}个月；总量请看月均",
        "periods of unequal length, {} and {} months: compare the monthly rates",
    ),
    "same_period": ("两份文件报告的是同一时间", "both report on the same period"),
    "overlap": ("两份文件报告的时间有重叠", "the periods overlap"),
    "backwards": ("旧文报告的时间在新文之后", "the old document reports on a later period than the new one"),
    "other_organization": ("不是同一单位：{}／{}", "other organizations: {} / {}"),
    "other_season": ("不是相同的月份，可能有季节差别", "other months of the year: seasons may differ"),
    # plans
    "plan_met": ("达到", "met"),
    "plan_missed": ("没有达到", "not met"),
    "plan_unknown": ("不能判断", "cannot be told"),
    "plan_silent": ("新文没有报告", "not reported on"),
    "plan_other_time": ("旧文的计划不是为新文的时间作的", "the plans of the old document are not for the new period"),
}  # fmt: skip

_COLUMN: dict[Language, int] = {"zh": 0, "en": 1}
_JOINT: dict[Language, str] = {"zh": "；", "en": "; "}


def tell(note: Note, language: Language) -> str:
    """Gives a note in words.

    >>> tell(Note("action_synonym", ("拆掉", "拆除")), "en")
    'actions of one meaning: 拆掉 = 拆除'
    """
    return _TEXTS[note.code][_COLUMN[language]].format(*note.words)


def tell_all(notes: Iterable[Note], language: Language) -> str:
    """Gives several notes in one line."""
    return _JOINT[language].join(tell(note, language) for note in notes)
