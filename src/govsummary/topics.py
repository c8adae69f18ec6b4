"""What a clause is about when only a heading or a word before a colon says so: 公租房。竣工2处; 非煤矿山：关闭4座."""

from __future__ import annotations

import re

from govsummary.clusters import Cluster, clause_bounds
from govsummary.drafts import Range, RecordGrammar

LONGEST_HEADING = 24  # characters looked back over from a sentence to the heading right before it
_PEOPLE = frozenset("人名位户")
# Units that count what a heading names; 次 and 场 count deeds, 件 and 起 cases that a verb names itself
_COUNTERS = frozenset("个处座所家台套栋幢条辆艘盏口眼块张间株棵头只孔门架公平亩米人名位户")
_HEADING = re.compile(
    r"(?:^|[\n。；、.）— ])(?:关于)?(?P<topic>[^，。；：、“”《》\d\n（）()— ]{3,10}?)"
    r"(?:的?(?:建设|工作|有关)?情况)?[。：]?[ \n]*$"
)
_NAMED = re.compile("[DTP]*(?P<object>[naBtrw]*n)")
_PERSONS = ("人", "者", "员", "户", "师", "生", "对象", "家庭", "群众", "干部", "儿童", "职工")


def topic_above(cluster: Cluster, grammar: RecordGrammar) -> Range | None:
    """Gives the noun that a colon or a heading sets before the clause, None where it could not be what is counted."""
    unit = cluster.measures[0].unit[:1]
    if unit not in _COUNTERS:
        return None
    found = _before_colon(cluster) or _heading_before(cluster, grammar)
    if found is None:
        return None
    topic = cluster.text(found)
    if topic.endswith(grammar.vocabulary.generic) or (unit in _PEOPLE and not topic.endswith(_PERSONS)):
        return None
    return found


def _before_colon(cluster: Cluster) -> Range | None:
    letters = cluster.tokens.letters
    colon = letters.rfind(":", 0, cluster.first)
    if colon < 1:
        return None
    first, _ = clause_bounds(letters, colon - 1)
    match = _NAMED.fullmatch(letters, first, colon)
    return cluster.place(match.span("object")) if match else None


def _heading_before(cluster: Cluster, grammar: RecordGrammar) -> Range | None:
    view, start = cluster.view, cluster.sentence.start
    match = _HEADING.search(view, max(0, start - LONGEST_HEADING), start)
    if match is None:
        return None
    first, last = match.span("topic")
    named = _NAMED.fullmatch(grammar.tokenizer.tokenize(view, first, last, ()).letters)
    return (first, last) if named else None
