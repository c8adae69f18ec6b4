"""What a clause leaves unsaid and takes over from its left: the governing verb, the object, the record it speaks of."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field, replace

from govsummary.clusters import Cluster, clause_bounds
from govsummary.drafts import Draft, Range, RecordGrammar, Vocabulary
from govsummary.topics import topic_above

NEAREST = 30  # records of a sentence that a clause can look back on
COMINGS = frozenset({"人次", "人（次）", "人(次)"})
PEOPLE = frozenset("人名位")
DURATIONS = frozenset({"年", "个月", "周", "天", "小时", "分钟"})
COMPOUND = 4  # characters: a verb as long as that (易地扶贫搬迁) says what it is about
_CHANGED_END = re.compile("(?P<object>(?:[naBwrt][naBwrtP]*)?[nBwrt])D*G$")
_TOLD = re.compile("[DTPz]*(?P<object>[naBrtj]*[tr])D*[^naBwrtQmo][^Qmo]{0,3}")
_FRAME = re.compile("[DTP]*p[^QVLG]*")
_TOPIC = re.compile(r"(?:在|[一二三四五六七八九]是)?(?P<topic>[^，。；：\d\n]{2,12})(?:方面|领域)[，。：]")
_NOUN_END = re.compile("[naBvwrtj][naBvwrtju]*$")
_VERB_OBJECT_END = re.compile("(?P<action>[VGLBk])x?(?P<object>[naBvwrtPbDV]*[nBwrtV])$")


@dataclass(slots=True)
class Passage:
    """The memory of one section's text while it is read from left to right.

    Attributes:
        action: the verb that governs what follows without a verb of its own; None after a level or a change.
        deed: the last verb of the sentence, which 其中 goes back to.
        object, record: the last object, and the record whose level later clauses speak of.
        topic: what the sentence says it is about (非煤矿山方面，关闭4座).
        in_parts: a list of parts (其中…、…，…) is going on.
        stated: the records of the sentence so far.
    """

    action: Range | None = None
    deed: Range | None = None
    object: Range | None = None
    record: Draft | None = None
    in_parts: bool = False
    topic: Range | None = None
    stated: deque[Draft] = field(default_factory=lambda: deque(maxlen=NEAREST))

    def begin_sentence(self, view: str, start: int, *, goes_on: bool) -> None:
        """A sentence inherits no verb, unless it goes on with parts (其中，…); its objects may be spoken of further."""
        named = _TOPIC.match(view, start)
        self.topic = named.span("topic") if named else None
        self.action = None
        self.in_parts = False
        if not goes_on:
            self.deed = None
            self.stated.clear()

    def aside(self) -> Passage:
        """Gives a memory for a remark in brackets, which leaves no trace in this one."""
        return replace(self, stated=self.stated.copy())

    def remember(self, draft: Draft, cluster: Cluster, vocabulary: Vocabulary) -> None:
        """Takes in a finished draft."""
        yields = cluster.yields
        draft.part = self.in_parts = is_part(cluster, vocabulary) or (self.in_parts and yields == "listed")
        if yields == "deed" and not draft.part:
            if _governs_on(cluster, draft, vocabulary):
                self.action = self.deed = draft.action
        elif yields != "listed":
            self.action = None
        self.stated.append(draft)
        shares = yields == "deed" and all(fact.kind == "ratio" for fact in draft.facts)
        if shares or _lasts(draft, cluster) or _frames(cluster):
            return
        if draft.of is None:
            self.record = draft
        if draft.object is not None:
            self.object = draft.object

    def governing(self, cluster: Cluster, phrase: Range | None, vocabulary: Vocabulary) -> Range | None:
        """Gives the verb that a clause without one of its own takes over; none for a level or behind a semicolon.

        其中 goes back over a change or a level to the verb before it (登记主体40户，增长8%，其中企业12户).
        """
        if cluster.view.startswith(vocabulary.level_bounds, cluster.start):
            return None
        part = is_part(cluster, vocabulary)
        if phrase is not None and not part and cluster.text(phrase).endswith(vocabulary.metrics):
            return None
        if not part and not self.in_parts:
            apart = self.action is not None and "；" in cluster.view[self.action[1] : cluster.start]
            return None if apart or self._spends(cluster, vocabulary) else self.action
        same = self.counted_alike(cluster, vocabulary)
        return same.action if same else self.deed

    def _spends(self, cluster: Cluster, vocabulary: Vocabulary) -> bool:
        """Tells a verb of spending, which governs no things (投资420万元建成新馆，藏书6.2万册)."""
        verb = cluster.text(self.action) if self.action else ""
        spends = verb in vocabulary.silent and verb not in vocabulary.dispatch
        return spends and not cluster.measures[0].unit.endswith("元")

    def unsaid_object(self, cluster: Cluster, action: Range | None, grammar: RecordGrammar) -> Range | None:
        """Gives what a verb without an object counts.

        Itself where it names a sum or a case (罚款3万元, 死亡2人, 双向转诊90人次); else the object before it that has
        the same unit (检查企业30家，查封5家); else, for a part (其中11个已开工), the last object; else nothing that the
        text says. People are counted by no verb that does not name them (追责问责11人).
        """
        vocabulary, verb = grammar.vocabulary, cluster.text(action) if action else ""
        if verb in vocabulary.self_counting:
            return action
        if verb in vocabulary.silent:
            return None
        unit = cluster.measures[0].unit
        part = is_part(cluster, vocabulary)
        sum_of_its_own = unit.endswith("元") and not part and not any(map(cluster.begins_with, vocabulary.resuming))
        if not sum_of_its_own and (same := self.counted_alike(cluster, vocabulary, told=not (part or self.in_parts))):
            return same.object
        if self.topic is not None and unit not in vocabulary.self_units:
            return self.topic
        if not part and (above := topic_above(cluster, grammar)):
            return above
        compound = len(verb) >= COMPOUND and "、" not in verb
        if compound and (unit in vocabulary.self_units or part):
            return action
        if cluster.yields == "part":
            return None if unit in vocabulary.people_units and not part else self.object
        if unit[:1] in PEOPLE and unit not in COMINGS:
            return None
        return action if (unit in vocabulary.self_units and _may_count_itself(cluster)) or compound else None

    def counted_alike(self, cluster: Cluster, vocabulary: Vocabulary, *, told: bool = False) -> Draft | None:
        """Gives the last record of the sentence whose object is counted alike (家 and 家次, 人 and 名).

        Args:
            told: leave out verbs that only count themselves (立案3件), which tell no object.
        """
        unit = _counted(cluster.measures[0].unit)
        for draft in reversed(self.stated):
            if draft.object is None or draft.part or (told and draft.object == draft.action):
                continue
            if any(fact.kind == "change" or _counted(fact.measure.unit) != unit for fact in draft.facts[:1]):
                continue
            if draft.action is None or cluster.text(draft.action) not in vocabulary.dispatch:
                return draft
        return None

    def spoken_of(self, cluster: Cluster) -> Draft | None:
        """Gives the record that a clause without a subject speaks of.

        A list of numbers speaks of as many records, in their order (案件9起，罚款3万元，分别增长5%、8%).
        """
        numbers = cluster.row()
        if len(numbers) > 1:
            levels = [draft for draft in self.stated if draft.of is None and draft.object is not None]
            if len(levels) >= len(numbers):
                return levels[len(levels) - len(numbers) + numbers.index(cluster.target)]
        if _says_more(cluster) and not any(draft is self.record for draft in self.stated):
            return None
        return self.record if self.object is not None else None


def _says_more(cluster: Cluster) -> bool:
    """Tells a clause that no rule could read from one that says nothing but its number (平均每户2860元)."""
    unread = cluster.reading is None or (cluster.yields == "listed" and cluster.reading.object is None)
    return unread and bool(set("VLkvn") & set(cluster.tokens.letters[cluster.first : cluster.last]))


def _may_count_itself(cluster: Cluster) -> bool:
    """Tells a verb before its number that needs no object: not 完成3亿元, not 3万人次获得证书."""
    reading = cluster.reading
    if reading is None or reading.action is None:
        return True
    return reading.action[0] < cluster.target and cluster.letter_of(reading.action) != "k"


def _lasts(draft: Draft, cluster: Cluster) -> bool:
    """Tells whether the number says how long (三年来, 两年平均增长4%), which nothing later speaks of."""
    told = draft.object is not None and draft.object[0] < cluster.start
    return cluster.measures[0].unit in DURATIONS and not told


def _frames(cluster: Cluster) -> bool:
    """Tells whether the number stands in a phrase that says among what (在全市12个县区中排名第三)."""
    letters = cluster.tokens.letters
    opens = _FRAME.fullmatch(letters, cluster.first, cluster.target) is not None
    return opens and "Q" in letters[cluster.target + 1 : cluster.last]


def _governs_on(cluster: Cluster, draft: Draft, vocabulary: Vocabulary) -> bool:
    """Tells whether a verb goes on to govern what follows.

    Not when it counts itself (死亡3人), stands behind its object (河道治理2件) or is no known action.
    """
    if draft.action is None or cluster.reading is None or cluster.text(draft.action) in vocabulary.self_counting:
        return False
    phrase = cluster.reading.object
    behind = phrase is not None and cluster.reading.action is not None and phrase[1] <= cluster.reading.action[0]
    known = cluster.tokens.letters[cluster.reading.action[0]] != "v" if cluster.reading.action else True
    return known and not behind


def is_part(cluster: Cluster, vocabulary: Vocabulary) -> bool:
    """Tells whether the clause opens a list of parts; 含 and 包括 do so in brackets alone."""
    opened = cluster.tokens.starts[cluster.first]
    enclosed = opened > 0 and cluster.view[opened - 1] == "（"
    return cluster.view.startswith(vocabulary.parts, opened) or (
        enclosed and cluster.view.startswith(vocabulary.enclosed_parts, opened)
    )


def _counted(unit: str) -> str:
    """Gives what a unit counts by its first character; people are counted by several, how often they come by 人次."""
    return unit if unit in COMINGS else "人" if unit[:1] in PEOPLE else unit[:1]


def clause_before(cluster: Cluster) -> tuple[Range | None, Range | None] | None:
    """Gives verb and object at the end of the clause before (适当增加建设投资，今年先增加50亿元), None without them."""
    letters = cluster.tokens.letters
    alone = letters.find("Q", cluster.first) == cluster.target
    if cluster.first < 2 or not alone or cluster.yields in ("deed", "part", "rank"):
        return None
    first, _ = clause_bounds(letters, cluster.first - 2)
    if cluster.yields == "change" and "Q" in letters[first : cluster.first - 1]:
        return None
    match = _VERB_OBJECT_END.search(letters, first, cluster.first - 1)
    if match:
        return cluster.place(match.span("action")), cluster.place(match.span("object"))
    noun = _CHANGED_END.search(letters, first, cluster.first - 1) or _TOLD.fullmatch(letters, first, cluster.first - 1)
    return (None, cluster.place(noun.span("object"))) if noun else None


def named_before(cluster: Cluster) -> Range | None:
    """Gives what stands before brackets that hold nothing but the number (水痘（15例）), None elsewhere."""
    tokens, bracket = cluster.tokens, cluster.first - 1
    alone = not tokens.letters[cluster.first : cluster.last].strip("QD")
    if bracket < 1 or not alone or cluster.view[tokens.starts[bracket]] != "（":
        return None
    first, _ = clause_bounds(tokens.letters, bracket - 1)
    match = _NOUN_END.search(tokens.letters, first, bracket)
    return cluster.place(match.span()) if match else None
