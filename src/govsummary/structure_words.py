"""The words and patterns that tell page furniture, titles, organizations and plan headings from prose.

Built from the tables of `furniture.toml` and `documents.toml`; all regexes are compiled here, once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from govsummary.errors import LexiconError

Table = Mapping[str, object]

SCOPES = ("line", "head", "tail")
# The lists of documents.toml besides the types; every one must hold at least one word.
LISTS = (
    "organization",
    "place",
    "plan",
    "plan_end",
    "either",
    "achieved",
    "promise",
    "report",
    "plan_opening",
    "next_step",
    "report_opening",
    "hoped",
    "told",
    "predicate",
    "closing",
    "salutation",
    "byline",
)
_NEVER = "(?!)"  # matches nothing: the pattern of an empty list

_AFTER_OPENING = "[，、：我全县市区省局镇将]"
_SECOND_TOPIC = "(?:[和及与、][^，。]{0,10})?"
_AIM = "(?:预期|工作|奋斗|总体)"
_PLAN_MODIFIER = (
    "(?:[0-9〇○零一二三四五六七八九]{4}年度?|今年|全年|年度|主要|总体|具体|重点|初步|基本|预期|工作|努力|目标|任务|措施"
    "|计划|打算|安排|思路|的|和|及|与|、)"
)
# 今年的主要任务是：; not 上级下达我县的目标任务是：, which tells what was to be done.
_PLAN_STATEMENT = (
    "(?![^：]{0,40}(?:下达|分配|完成|实现|去年|上年|过去))[^。；：！？\n]{0,20}(?:年(?!来|以来)|下一?步|下一?阶段)[^。；：！？，\n]{0,24}"
    "(?:(?:任务|目标|安排|要求)(?:是|为|如下)|(?:打算|思路|设想|谋划)(?:是|为|如下)?)："
)


@dataclass(frozen=True, slots=True)
class Furniture:
    """A pattern for lines that are no part of the document, with lines that it must and must not match."""

    id: str
    scope: str
    pattern: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document: `words` in its title, `said` in its first paragraphs (see documents.toml)."""

    name: str
    words: tuple[str, ...]
    said: tuple[str, ...]
    plan: bool
    speech: bool


@dataclass(frozen=True, slots=True)
class StructureWords:
    """All words of the outline, compiled.

    Attributes:
        furniture: the patterns, for `check_examples` and explanations.
        types: document types in order of precedence.
        line, head, tail: search for furniture in one folded line, by scope.
        title: a title line, to its end; `type` is the first type word.
        organization: the ending of an organization's name, at the end of a string.
        place: the ending of a place's name, at the end of a string.
        plan: words that make a heading a plan; report: words that forbid it.
        plan_end: words that make a heading of the first level a plan at its end, unless its last clause says that
            something was done (`achieved`: 圆满完成各项目标任务) and does not promise it (`promise`: 确保).
        either: headings that plan, unless another that names its time follows (重点工作 before 2022年工作打算).
        plan_title: a heading of nothing but words of planning (工作打算), at any level.
        target: what a heading that names the year to come ends in (2020年目标).
        plan_opening: how the last part of a text opens when it plans; next_step: how any paragraph does.
        plan_statement: a paragraph that says what is to be done (今年的主要任务是：); report_opening: one that reports.
        hoped: words of hope before a number, of which two make a paragraph a plan, unless one of told reports.
        predicate: words that make a short sentence of what would else be a heading without a mark.
        closing: headings of the first level without a mark.
        salutation: a whole line that addresses the audience; byline: a word of a speaker's line.
    """

    furniture: tuple[Furniture, ...]
    types: tuple[DocumentType, ...]
    line: re.Pattern[str]
    head: re.Pattern[str]
    tail: re.Pattern[str]
    title: re.Pattern[str]
    organization: re.Pattern[str]
    place: re.Pattern[str]
    plan: re.Pattern[str]
    plan_end: re.Pattern[str]
    either: re.Pattern[str]
    achieved: re.Pattern[str]
    promise: re.Pattern[str]
    plan_title: re.Pattern[str]
    target: re.Pattern[str]
    report: re.Pattern[str]
    plan_opening: re.Pattern[str]
    next_step: re.Pattern[str]
    plan_statement: re.Pattern[str]
    report_opening: re.Pattern[str]
    hoped: re.Pattern[str]
    told: re.Pattern[str]
    predicate: re.Pattern[str]
    closing: re.Pattern[str]
    salutation: re.Pattern[str]
    byline: re.Pattern[str]

    @classmethod
    def parse(
        cls, furniture_tables: Iterable[Table], document_tables: Iterable[Table]
    ) -> tuple[StructureWords, list[LexiconError]]:
        """Builds the words from the `[[furniture]]` and `[[document]]` tables; wrong tables are left out and reported.

        >>> words, problems = StructureWords.parse([], [])
        >>> problems[0].place
        'documents.toml:organization'
        """
        problems: list[LexiconError] = []
        furniture = tuple(entry for table in furniture_tables if (entry := _furniture(table, problems)))
        types, lists = _documents(document_tables, problems)
        endings = {name: _any_of(lists[name]) for name in LISTS}
        words = cls(
            furniture=furniture,
            types=types,
            line=_scope(furniture, "line", problems),
            head=_scope(furniture, "head", problems),
            tail=_scope(furniture, "tail", problems),
            title=_title_pattern(types),
            organization=re.compile(f"(?:{endings['organization']})$"),
            place=re.compile(f"(?:{endings['place']})$"),
            plan=re.compile(endings["plan"]),
            plan_end=re.compile(f"(?:{endings['plan_end']}){_SECOND_TOPIC}$"),
            either=re.compile(f"(?:{endings['either']})$"),
            achieved=re.compile(endings["achieved"]),
            promise=re.compile(endings["promise"]),
            plan_title=re.compile(f"{_PLAN_MODIFIER}*(?:计划|打算|安排|思路|设想|谋划|要点|方向|{_AIM}目标)$"),
            target=re.compile(f"(?:{endings['plan_end']}|目标|任务){_SECOND_TOPIC}$"),
            report=re.compile(endings["report"]),
            plan_opening=re.compile(f"(?:{endings['plan_opening']}){_AFTER_OPENING}"),
            next_step=re.compile(f"(?:{endings['next_step']}){_AFTER_OPENING}"),
            plan_statement=re.compile(_PLAN_STATEMENT),
            report_opening=re.compile(endings["report_opening"]),
            hoped=re.compile(f"(?:{endings['hoped']})[^，。；]{{0,16}}\\d"),
            told=re.compile(endings["told"]),
            predicate=re.compile(endings["predicate"]),
            closing=re.compile(f"(?:{endings['closing']})$"),
            salutation=re.compile(f"(?:{endings['salutation']})[！：，]*$"),
            byline=re.compile(endings["byline"]),
        )
        return words, problems


def check_examples(words: StructureWords) -> list[LexiconError]:
    """Runs every example and counter example of the furniture patterns; gives those that fail."""
    problems = []
    for entry in words.furniture:
        pattern = re.compile(entry.pattern)
        wrong = [f"{line!r} must match" for line in entry.examples if not pattern.search(_folded(line))]
        wrong += [f"{line!r} must not match" for line in entry.counter_examples if pattern.search(_folded(line))]
        problems += [LexiconError(f"furniture.toml:{entry.id}", message) for message in wrong]
    return problems


def _folded(line: str) -> str:
    from govsummary.text import fold

    return fold(line).strip()


def _furniture(table: Table, problems: list[LexiconError]) -> Furniture | None:
    place = f"furniture.toml:{table.get('id', '?')}"
    scope, pattern = table.get("scope"), table.get("pattern")
    if scope not in SCOPES or not isinstance(pattern, str) or not pattern:
        problems.append(LexiconError(place, f"needs a pattern and a scope of {', '.join(SCOPES)}"))
        return None
    examples, counters = _strings(table, "examples"), _strings(table, "counter_examples")
    if not examples or not counters:
        problems.append(LexiconError(place, "needs examples and counter_examples"))
    return Furniture(str(table.get("id", "?")), str(scope), pattern, examples, counters)


def _documents(
    tables: Iterable[Table], problems: list[LexiconError]
) -> tuple[tuple[DocumentType, ...], dict[str, list[str]]]:
    types: list[DocumentType] = []
    lists: dict[str, list[str]] = {name: [] for name in LISTS}
    for table in tables:
        place, kind = f"documents.toml:{table.get('id', '?')}", table.get("kind")
        words = _strings(table, "words")
        if not words:
            problems.append(LexiconError(place, "needs a list of words"))
        elif kind == "type" and isinstance(table.get("name"), str):
            said = _strings(table, "said")
            types.append(
                DocumentType(str(table["name"]), words, said, table.get("plan") is True, table.get("speech") is True)
            )
        elif isinstance(kind, str) and kind in lists:
            lists[kind] += words
        else:
            problems.append(LexiconError(place, f"the kind {kind!r} is none of type (with a name), {', '.join(LISTS)}"))
    problems += [
        LexiconError(f"documents.toml:{name}", f"no [[document]] of the kind {name!r}")
        for name, words in lists.items()
        if not words
    ]
    return tuple(types), lists


def _strings(table: Table, key: str) -> tuple[str, ...]:
    value = table.get(key)
    return tuple(word for word in value if isinstance(word, str) and word) if isinstance(value, list) else ()


def _any_of(words: Sequence[str]) -> str:
    """Gives an alternation, longest first, that matches nothing when there are no words."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word))) or _NEVER


def _scope(furniture: Iterable[Furniture], scope: str, problems: list[LexiconError]) -> re.Pattern[str]:
    """Compiles the patterns of a scope into one; only when that fails is each compiled, to name the wrong ones."""
    entries = [entry for entry in furniture if entry.scope == scope]
    try:
        return re.compile("|".join(f"(?:{entry.pattern})" for entry in entries) or _NEVER)
    except re.error:
        right = [entry for entry in entries if _compiles(entry, problems)]
        return re.compile("|".join(f"(?:{entry.pattern})" for entry in right) or _NEVER)


def _compiles(entry: Furniture, problems: list[LexiconError]) -> bool:
    try:
        re.compile(entry.pattern)
    except re.error as error:
        problems.append(
            LexiconError(f"furniture.toml:{entry.id}", f"the pattern is no regular expression: {error}; correct it")
        )
        return False
    return True


def _title_pattern(types: Iterable[DocumentType]) -> re.Pattern[str]:
    """A title ends in the word of a type, a second part (及下半年工作思路), a note in brackets or 的通知."""
    words = _any_of([word for entry in types for word in entry.words])
    return re.compile(
        f"[^。；！？]*?(?P<type>{words})(?:[及和与暨、][^。；：]{{1,24}})?》?(?:的(?:通知|函|请示|报告|汇报))?"
        "(?:（[^）]{1,30}）)?$"
    )
