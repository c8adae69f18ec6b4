"""Sentence to tokens, each with a class letter that says what it can do in a clause.

The letters are the alphabet of `rules.toml`:

| letter | token | | letter | token |
| --- | --- | --- | --- | --- |
| `V` | action verb | | `o` | 对 把 向 给, 为 before a noun, 将 before a noun |
| `L` | light verb | | `f` | 由 从 自 |
| `G` | verb of change | | `m` | 比 较 同比 |
| `S` | verb of level (达到 为 占) | | `p` | other preposition |
| `E` | verb of level reached (提高到) | | | |
| `B` | verb that acts as a noun | | `c` `d` | 和 与 及 · 、 |
| `v` | other verb | | `u` `x` `e` | 的 · 了 着 过 · 等 |
| `k` `h` | 组织 督促 带动 (before another verb) · 使 让 | | `,` `;` `:` | ， · ； · ： |
| `n` | noun, quoted phrase | | `l` `N` | 被 · 不 未 |
| `r` `w` `t` | 合格率 · 涨幅 · 总产值 | | `(` | bracketed remark |
| `T` `P` `D` `a` `j` | time · place · adverb · adjective · 人均 | | `z` | anything else |
| `Y` | 多 少 before a verb (少跑3次) | `Q` | quantity |
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, FileFinder
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from govsummary.lexicon import Lexicon, Table

if TYPE_CHECKING:
    from rjieba import Jieba

ACTION_LETTERS = {"action": "V", "light": "L", "change": "G", "state": "S", "reach": "E", "nominal": "B"}
NOUN_LETTERS = {"noun": "n", "rate": "r", "growth": "w", "metric": "t", "org": "n", "place": "P", "time": "T"}
PUNCTUATION = {
    "、": "d", "，": ",", "；": ";", "：": ":", "。": ";", "！": ";", "？": ";", "\n": " ", " ": " ", "\t": ",",
    "（": ",", "）": ",", "—": "z", "-": "n", "·": "n", "/": "n", ".": "n",
}  # fmt: skip
# jieba's part-of-speech tags by their first letters; the longest prefix decides
TAG_LETTERS = {
    "n": "n", "v": "v", "vn": "B", "vd": "D", "a": "a", "ad": "D", "an": "n", "b": "a", "d": "D", "m": "n", "q": "n",
    "r": "n", "p": "p", "c": "c", "u": "u", "ul": "x", "ug": "x", "uz": "x", "f": "b", "t": "T", "s": "n", "i": "n",
    "l": "n", "j": "n", "z": "a", "e": "z", "y": "z", "o": "z", "k": "n", "h": "a", "g": "n", "x": "z", "en": "n",
}  # fmt: skip
# A phrase in quotes or title marks is one noun, a date is one time; a remark in brackets is one token that the rules
# can skip; 新（改）建 is one verb.
_ATOM = re.compile(
    r"“[^“”\n]{1,40}”|‘[^‘’\n]{1,40}’|《[^《》]{1,80}》|（[^（）\n]{0,60}）|【[^【】\n]{0,40}】"
    r"|[12]\d{3}(?:[-—~至到][12]\d{3})?年度?|[Xx×*]{2,4}年度?|20[Xx×*]{2}年度?"
    r"|\d{1,2}(?:[-—~至到]\d{1,2})?月(?:\d{1,2}日)?[底末初份中]?前?"
    r"|[新改]（[改迁扩续、]{1,5}）建|审（执）结|受[^，。；：、（\d\n]{2,14}影响(?=[^，。；：、\d\n]{1,12}\d)"
)
_PREPOSITIONS = ("p", "o", "f")
_ATOM_LETTERS = {"“": "n", "‘": "n", "《": "n", "（": "b", "【": "z", "新": "V", "改": "V", "审": "V", "受": "D"}
_ATTRIBUTE = re.compile("Q[Vk]n(?=[^Q,;:VkLSGEl]*(?:[,;:VkLSGEl]|$))")
_ACTING = frozenset("人名位次元%")  # in a number that a verb follows as a verb: 12人走访企业, 300万元新建项目
SHORTEST_STEM = 2  # characters that a word has at least to take a suffix
GLUED_WORDS = {2: 1, 3: 1, 4: 2}  # jieba holds 共收, 共出动 and 价格上涨 as one word: its length, and where it parts


LEXICON_WEIGHT = 5  # a word of ours wins against a chance reading (有效|应对 against 有|效应|对)


class Segmenter(Protocol):
    """Cuts text into words with part-of-speech tags."""

    def __call__(self, text: str) -> Iterable[tuple[str, str]]:
        """Gives (word, tag) pairs whose words join to `text`."""


def build_segmenter(words: Iterable[str]) -> Segmenter:
    """Builds a segmenter that keeps `words` whole: rjieba where there is a wheel, else jieba.

    The segmenter's dictionary is its own: `rjieba.cut` and `jieba.cut` of the host program stay as they are.
    """
    jieba_class = _rjieba_class()
    if jieba_class is None:
        return _jieba_segmenter(words)
    jieba = jieba_class()
    for word in words:
        jieba.add_word(word, LEXICON_WEIGHT * max(jieba.suggest_freq(word), 1), "n")
    tag = jieba.tag
    return lambda text: tag(text, False)


def _rjieba_class() -> type[Jieba] | None:
    """Gives rjieba's class without running its package, which builds a dictionary of its own (0.1 s) when imported."""
    name = "rjieba.rjieba"
    if name not in sys.modules:
        package = importlib.util.find_spec("rjieba")
        folders = (package.submodule_search_locations or ()) if package else ()
        finder = FileFinder(next(iter(folders), ""), (ExtensionFileLoader, EXTENSION_SUFFIXES))
        spec = finder.find_spec(name)
        if spec is None or spec.loader is None:
            return None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return cast("type[Jieba]", sys.modules[name].Jieba)


def _jieba_segmenter(words: Iterable[str]) -> Segmenter:
    import jieba
    import jieba.posseg

    tokenizer = jieba.posseg.POSTokenizer(jieba.Tokenizer())
    tokenizer.tokenizer.initialize()
    for word in words:
        tokenizer.tokenizer.add_word(word, tag="n")
    return lambda text: [(pair.word, pair.flag) for pair in tokenizer.cut(text, HMM=False)]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a stretch of text, in order and disjoint: `letters[i]` stands at `starts[i]`..`ends[i]`.

    `measures[k]` is the number of the quantity that the k-th `Q` stands for.
    """

    letters: str
    starts: Sequence[int]
    ends: Sequence[int]
    measures: Sequence[int]


class MarkedWord(NamedTuple):
    """Words of one text whose class letter something outside the lexicon settles, and what that is."""

    start: int
    end: int
    letter: str
    origin: str


@dataclass(slots=True)
class _Row:
    """Tokens while they are being gathered."""

    letters: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, letter: str, start: int, end: int) -> None:
        self.letters.append(letter)
        self.starts.append(start)
        self.ends.append(end)


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """Cuts sentences into tokens and gives them their letters.

    `marked` are words of the text at hand that are one token each, in text order, disjoint, none across a quantity.
    """

    segment: Segmenter
    letters: Mapping[str, str]
    suffixes: Mapping[str, str]
    joins: frozenset[str] = frozenset()
    pairs: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    heads: tuple[str, ...] = ()
    marked: tuple[MarkedWord, ...] = ()

    @classmethod
    def build(cls, lexicon: Lexicon) -> Tokenizer:
        """Builds a tokenizer from the actions, nouns and class cues of a lexicon."""
        letters = {entry.noun: NOUN_LETTERS[entry.role] for entry in lexicon.nouns.values()}
        letters |= {entry.action: ACTION_LETTERS[entry.role] for entry in lexicon.actions.values()}
        cues = lexicon.tables["cues.toml"]
        letters |= dict(cue_letters(cues, "class"))
        letters |= UNSETTLED
        suffixes, containers = dict(cue_letters(cues, "suffix")), dict(cue_letters(cues, "container"))
        segmenter = build_segmenter(sorted((word for word in letters if len(word) > 1), key=len))
        compounds = list(cue_letters(cues, "compound"))
        pairs = (
            frozenset(word for word, place in compounds if place == "first"),
            frozenset(word for word, place in compounds if place == "second"),
        )
        heads = tuple(word for word, _ in cue_letters(cues, "head"))
        return cls(segmenter, letters, suffixes, frozenset(suffixes) | frozenset(containers), pairs, heads)

    def tokenize(self, view: str, start: int, end: int, spans: Sequence[tuple[int, int, int]]) -> Tokens:
        """Cuts `view[start:end]`; `spans` are the quantities in it as (start, end, number), in order."""
        row = _Row()
        place = start
        for atom_start, atom_end, letter in self._atoms(view, start, end, spans):
            self._read_words(view[place:atom_start], place, row)
            row.add(letter, atom_start, atom_end)
            place = atom_end
        self._read_words(view[place:end], place, row)
        self._settle_attributes(view, row)
        return Tokens(settle("".join(row.letters)), row.starts, row.ends, [number for _, _, number in spans])

    def _settle_attributes(self, view: str, row: _Row) -> None:
        """Makes the verb between a number and what it counts an attribute: 12家签约企业入驻园区, 8个续建项目已完工.

        People act themselves (12人走访企业), and a verb with a number behind its object is one (摸底12次走访农户30户).
        """
        letters = "".join(row.letters)
        for found in _ATTRIBUTE.finditer(letters):
            place = found.start()
            head = view[row.starts[place + 2] : row.ends[place + 2]]
            number = view[row.starts[place] : row.ends[place]]
            if head.endswith(self.heads) and _ACTING.isdisjoint(number):
                row.letters[place + 1] = "a"

    def words(
        self, view: str, start: int, end: int, spans: Sequence[tuple[int, int, int]]
    ) -> Iterable[tuple[int, str, str]]:
        """Gives what lies between quantities, quotes and brackets as the segmenter cuts it: start, word, tag."""
        place = start
        for atom_start, atom_end, _ in (*self._atoms(view, start, end, spans), (end, end, "")):
            for word, tag in self.segment(view[place:atom_start]):
                yield place, word, tag
                place += len(word)
            place = atom_end

    def _atoms(
        self, view: str, start: int, end: int, spans: Sequence[tuple[int, int, int]]
    ) -> Iterable[tuple[int, int, str]]:
        """Gives what the segmenter does not see, with the marked words in place of quotes and brackets they overlap."""
        atoms = _atoms(view, start, end, spans)
        marked = [word[:3] for word in self.marked if start <= word.start and word.end <= end]
        if not marked:
            return atoms
        free = [atom for atom in atoms if not any(atom[0] < word[1] and word[0] < atom[1] for word in marked)]
        return sorted([*free, *marked])

    def _read_words(self, text: str, place: int, row: _Row) -> None:
        """Adds the words between two atoms to the row."""
        if not text:
            return
        known, joins, (first, second), before = self.letters, self.joins, self.pairs, ""
        for word, tag in self.segment(text):
            end = place + len(word)
            if word in second and before in first:
                row.letters[-1], row.ends[-1] = "V", end
            elif word not in joins or not self._joins(word, place, end, row):
                letter = known.get(word) or PUNCTUATION.get(word)
                if letter is None:
                    self._add_unknown(word, tag, place, row)
                elif letter != " ":
                    row.add(letter, place, end)
            place, before = end, word

    def _joins(self, word: str, place: int, end: int, row: _Row) -> bool:
        """Joins a suffix to the word before it: 量 to 办理, 组 to 检查, 中心 to 推广 of 农技推广中心."""
        if not row.ends or row.ends[-1] != place or place - row.starts[-1] < SHORTEST_STEM:
            return False
        last = row.letters[-1]
        suffix = self.suffixes.get(word)
        named = row.letters[-2:-1] in (["n"], ["B"]) and row.ends[-2] == row.starts[-1]
        if suffix is None and last in "VBKI" and named:
            suffix = "n"
        if suffix is None or last not in "VBKIvGLnk":
            return False
        row.letters[-1], row.ends[-1] = suffix, end
        return True

    def _add_unknown(self, word: str, tag: str, place: int, row: _Row) -> None:
        """Adds a word of jieba's dictionary by its tag, or as the two words that it is made of."""
        letter = TAG_LETTERS.get(tag[:2]) or TAG_LETTERS.get(tag[:1], "n")
        name = tag[:2] == "nr" and self.letters.get(word[0], "") in _PREPOSITIONS
        whole = tag[:1] == "n" and not name and self.letters.get(word[0], "") in _PREPOSITIONS  # 自治区, 用户数
        part = 1 if name else 0 if whole else GLUED_WORDS.get(len(word), 0)
        if part and (pair := self._unglue(word, part)):
            row.add(pair[0], place, place + part)
            row.add(pair[1], place + part, place + len(word))
        else:
            row.add(letter, place, place + len(word))

    def _unglue(self, word: str, part: int) -> tuple[str, str] | None:
        """Splits what jieba holds whole.

        及时发现 is adverb and action, 价格上涨 metric and change, 挽回损失 action and object, 在城镇 taken for a name.
        """
        first, second = self.letters.get(word[:part], "n"), self.letters.get(word[part:])
        if len(word) == 2:
            return (first, second) if first in ("D", "Y") and second == "s" else None
        if part == 1 and first in _PREPOSITIONS:
            return first, second or "n"
        if second is not None and second in "VLGEk" and (first == "D" or second == "G"):
            return first, second
        if first == "V" and part > 1 and second != "V":
            return first, second or "n"
        return None


def cue_letters(cues: Iterable[Table], category: str) -> Iterable[tuple[str, str]]:
    """Gives (word, letter) of the cues of category `class` or `suffix`."""
    for cue in cues:
        if cue.get("category") == category:
            for word in cue.get("words", ()):  # type: ignore[attr-defined]
                yield word, str(cue["value"])


def _atoms(view: str, start: int, end: int, spans: Sequence[tuple[int, int, int]]) -> Iterable[tuple[int, int, str]]:
    """Gives quantities, and quotes and brackets without a quantity in them, in order and disjoint."""
    number, count = 0, len(spans)
    for match in _ATOM.finditer(view, start, end):
        opened, closed = match.span()
        while number < count and spans[number][1] <= opened:
            yield spans[number][0], spans[number][1], "Q"
            number += 1
        if number == count or spans[number][0] >= closed:
            yield opened, closed, _ATOM_LETTERS.get(view[opened], "T")
    for first, last, _ in spans[number:]:
        yield first, last, "Q"


# Words whose letter depends on their neighbours, each by a letter of its own until `settle` decides.
UNSETTLED = {
    "将": "q", "为": "i", "并": "g", "各": "A", "投资": "I", "支出": "I", "维持": "M",
    "大关": "J", "台阶": "J", "关口": "J",
}  # fmt: skip
_REMAINING = re.compile("(?<=[VLko])z(?=[naBtQ])")  # 检查剩余企业: what is left over is told of a noun
_MORE = re.compile("Y(?:[sVvBKkp](?=[naBtwr]*D*Q)|u(?=Q))")  # 多 少: how much more is done (少跑3次, 多发补贴36万元)
_ADDRESSED = re.compile("(?<=o)V(?=n)")  # 向招标单位提供: a verb right behind 向 or 对 is part of a name
# unsettled letter -> what it is in a certain place, and what it is elsewhere
_SETTLERS: Mapping[str, tuple[re.Pattern[str], str, str]] = {
    # 通过: a verb before 验收 or a number; a preposition where another verb follows (通过招标引进企业5家)
    "X": (re.compile("X(?=x?Q|x|[VB](?![^Q,;:]*[VL])|[^Q,;:]+[VB](?:[,;:]|$))"), "k", "p"),
    "H": (re.compile("([VkS][DTP]*[nPas]+)H(?=u?[naBtrwQ])"), r"\1a", "V"),  # 完成上级下达的任务: who set the task
    "q": (re.compile("q(?=[VLGSEDpkhvxfi])"), "D", "o"),  # 将: an adverb before a verb
    "i": (re.compile("i(?=D*Q(?![^,;:dQ]*[VLk])|[^Q,;:VLG]*uQ)"), "S", "o"),  # 为: a level before a number
    # 建设: a verb that opens a clause with an object
    "K": (re.compile("((?:^|[,;:])[DTz]*)K(?=x?n[naBvw]*D*Q)|((?:^|[,;:])[DTzPna]*)K(?=x?Q[naB]*n)"), r"\1\2V", "B"),
    "A": (re.compile("A(?=D*[VLGkS])"), "D", "n"),  # 各: an adverb before a verb
    "J": (re.compile("(?<=Q)J"), "x", "n"),  # 大关 台阶: says nothing of its own behind a number (突破200亿元大关)
    # 投资 支出: a sum behind its name (水利投资3亿元) and behind 完成, else a verb
    "I": (re.compile("(?<=[naBtk])I(?=D*Q(?:[,;:dc]|$))"), "t", "V"),
    "M": (re.compile("(?<=[rwt])M"), "S", "V"),  # 维持: a level behind a rate (覆盖率维持63%), else a verb (维持31件)
    # 组织: an institution behind its name, else a verb
    "O": (re.compile("(?<=[naB])O(?=D*(?:[QS,;:douefm]|$))"), "n", "k"),
    # 换 查: a verb before a number, or one that opens a clause
    "s": (re.compile("s(?=x|[bD]*Q)|((?:^|[,;:dD])[DTPza]*)s(?=[bx]?[naBtvrwPdbce]+D*Q)"), r"\1V", "n"),
    "y": (re.compile("((?:m[^Q,;:]{0,8}(?:Q[DT]*)?|^|[,;:])D*)y(?=x?Q)"), r"\1G", "a"),  # 多 高: a change after 比
    "g": (re.compile("(?<=[VLGkv])g(?=[VLGkv])"), "c", "D"),  # 并: a conjunction between verbs
}


def settle(letters: str) -> str:
    """Decides what the words are whose letter depends on their neighbours.

    >>> settle("qVn"), settle("qnV")
    ('DVn', 'onV')
    """
    letters = letters.replace("Bx", "Vx").replace("nx", "Vx")  # what 了 着 过 follow is a verb
    letters = _REMAINING.sub("a", _ADDRESSED.sub("a", letters))
    if "Y" in letters:
        letters = _MORE.sub("ZV", letters).replace("Y", "y").replace("Z", "Y")
    for letter, (place, there, elsewhere) in _SETTLERS.items():
        if letter in letters:
            letters = place.sub(there, letters).replace(letter, elsewhere)
    return letters
