"""Clauses and quantities to records: action, object, kind, direction, basis, status, and what belongs together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import cast

from govsummary.clusters import Cluster, clusters_of
from govsummary.context import last_before
from govsummary.drafts import Draft, Fact, Range, RecordGrammar, Vocabulary
from govsummary.model import Aggregate, Basis, Direction, Kind, Per, Status
from govsummary.passage import Passage, clause_before, named_before
from govsummary.quantities import Measure
from govsummary.structure import Sentence

LONGEST_SENTENCE = 4_000  # characters
VERB_LENGTH = 2  # characters of the verb that ends a compound noun
METRICS = "trw"  # letters of a phrase that is whole: 火灾起数 lacks no 损失 of 火灾起数和财产损失
AS_SECTION = "section"  # a cue that ends what a cue before it says: 已建2所，再建3所
_GROUND = re.compile("[^，。；\\d]{0,12}的?基础上")  # what plans build on is done
_ITEM = re.compile("(?<=[naVB])Q[dc](?P<item>[naVB]*[VB])Q$")
_DEALT = re.compile("每[一-龥]{1,2}$")  # whom a sum is dealt out to is no part of what it is (办公经费每村2万元)
GOING_ON = ("已", "均已", "现已", "正在", "尚在", "仍在")  # behind a number these tell how far it is
SENT = frozenset({"人", "人次"})  # units that need no noun behind them
LONGEST_EACH = 7  # characters of a phrase that only deals out: 每个乡镇每半年
CHANGES = frozenset({"change", "growth"})


def find_records(
    view: str, sentences: Sequence[Sentence], measures: Sequence[Measure], grammar: RecordGrammar
) -> list[Draft]:
    """Gives the records of all quantities, in text order.

    Args:
        view: the folded text.
        sentences: in text order, disjoint.
        measures: in text order, disjoint.
        grammar: the compiled rules.
    """
    drafts: list[Draft] = []
    passage, section = Passage(), None
    for sentence, inside in _by_sentence(sentences, measures):
        if sentence.section != section:
            passage, section = Passage(), sentence.section
        passage.begin_sentence(view, sentence.start, goes_on=view.startswith(grammar.vocabulary.parts, sentence.start))
        for cluster in clusters_of(view, sentence, inside, grammar):
            memory = passage.aside() if cluster.in_brackets() else passage
            drafts.append(_draft(cluster, memory, grammar))
    return drafts


def _by_sentence(
    sentences: Sequence[Sentence], measures: Sequence[Measure]
) -> Iterator[tuple[Sentence, Sequence[Measure]]]:
    """Gives each sentence that holds quantities with them; a quantity outside every sentence is furniture."""
    index, count = 0, len(measures)
    for sentence in chain.from_iterable(map(_pieces, sentences)):
        while index < count and measures[index].start < sentence.start:
            index += 1
        first = index
        while index < count and measures[index].end <= sentence.end:
            index += 1
        if index > first:
            yield sentence, measures[first:index]


def _pieces(sentence: Sentence) -> Iterator[Sentence]:
    """Cuts what is too long to be a sentence, so that no text takes more than linear time."""
    if sentence.end - sentence.start <= LONGEST_SENTENCE:
        yield sentence
        return
    for start in range(sentence.start, sentence.end, LONGEST_SENTENCE):
        yield replace(sentence, start=start, end=min(start + LONGEST_SENTENCE, sentence.end))


def _draft(cluster: Cluster, passage: Passage, grammar: RecordGrammar) -> Draft:
    reading, yields, vocabulary = cluster.reading, cluster.yields, grammar.vocabulary
    action = _nominal_verb(cluster, vocabulary) or (cluster.place(reading.action) if reading else None)
    phrase, tail = _object(cluster, vocabulary)
    of = None
    if (item := _parallel(cluster)) and (governing := passage.governing(cluster, item, vocabulary)):
        action, phrase = governing, item
    if yields == "listed" or _told_before(cluster, vocabulary):
        action = passage.governing(cluster, phrase, vocabulary) or _verb_at_end(cluster, vocabulary)
    if phrase is not None and phrase == action and _is_helped(cluster, vocabulary):
        same = passage.counted_alike(cluster, vocabulary, told=True)
        phrase = same.object if same else phrase
    if phrase is not None and _tells_where(cluster, vocabulary):
        same = passage.counted_alike(cluster, vocabulary, told=True)
        phrase = same.object if same else phrase
    if phrase is None:
        if before := clause_before(cluster):
            action, phrase = (before[0] or action if yields == "listed" else action), before[1]
        elif named := named_before(cluster):
            phrase = named
        elif yields in ("deed", "part"):
            phrase = passage.unsaid_object(cluster, action, grammar)
        elif record := passage.spoken_of(cluster):
            phrase, tail, of = record.object, record.object_tail, record if yields != "listed" else None
    rule = reading.rule.id if reading else "none"
    facts = [_fact(cluster, measure, action, grammar) for measure in cluster.measures]
    draft = Draft(action, phrase, _status(cluster), cluster.sentence, rule, tail, of, facts=facts)
    passage.remember(draft, cluster, vocabulary)
    return draft


def _told_before(cluster: Cluster, vocabulary: Vocabulary) -> bool:
    """Tells whether the verb counted itself at a number to the left: 死亡 does not govern 车辆 of 死亡3人、车辆5台."""
    reading = cluster.reading
    if reading is None or reading.action is None or cluster.yields != "deed":
        return False
    between = cluster.tokens.letters[reading.action[1] : cluster.target]
    return "Q" in between and cluster.verb in vocabulary.self_counting


def _parallel(cluster: Cluster) -> Range | None:
    """The item of a list that ends in the nominal verb of the item before it: 首次登记32件、转移登记11件."""
    letters, starts, ends = cluster.tokens.letters, cluster.tokens.starts, cluster.tokens.ends
    if cluster.yields != "deed" or letters[cluster.target - 1 : cluster.target] not in ("V", "B"):
        return None
    found = _ITEM.search(letters, cluster.first, cluster.target + 1)
    if found is None:
        return None
    before = starts[found.start()]
    alike = cluster.view[before - VERB_LENGTH : before] == cluster.view[cluster.start - VERB_LENGTH : cluster.start]
    return (starts[found.start("item")], ends[found.end("item") - 1]) if alike else None


def _verb_at_end(cluster: Cluster, vocabulary: Vocabulary) -> Range | None:
    """The nominal verb that ends a phrase with no other verb to govern it (体质监测1260例)."""
    reading = cluster.reading
    if reading is None or reading.object is None or cluster.measures[0].unit.endswith("元"):
        return None
    first, last = reading.object
    behind = first + 1 < last <= cluster.target and not cluster.tokens.letters[last : cluster.target].strip("D")
    return cluster.place((last - 1, last)) if behind and cluster.tokens.letters[last - 1] == "B" else None


def _tells_where(cluster: Cluster, vocabulary: Vocabulary) -> bool:
    """Tells an object that says where something is put (列入清单14个)."""
    reading = cluster.reading
    if cluster.verb not in vocabulary.placing or reading is None or reading.action is None or reading.object is None:
        return False
    return (
        reading.action[1] <= reading.object[0] and "Q" not in cluster.tokens.letters[reading.action[1] : cluster.target]
    )


def _is_helped(cluster: Cluster, vocabulary: Vocabulary) -> bool:
    """Tells a verb that works on what was told before (推动整改30个, 予以了结) from one held itself (组织演练3场)."""
    reading = cluster.reading
    if reading is None or reading.action is None or reading.action[0] == cluster.first:
        return False
    helper = reading.action[0] - 1
    word = cluster.text((cluster.tokens.starts[helper], cluster.tokens.ends[helper]))
    if cluster.tokens.letters[helper] == "k":
        # a longer verb names what it counts: 完成窗改门30处
        return len(cluster.verb) == VERB_LENGTH and word not in vocabulary.convening
    return word in vocabulary.bestowing


def _nominal_verb(cluster: Cluster, vocabulary: Vocabulary) -> Range | None:
    """The verb at the end of the noun behind a light verb: 演练 of 开展应急演练."""
    reading, letters = cluster.reading, cluster.tokens.letters
    if reading is None or reading.action is None or letters[reading.action[0]] != "L":
        return None
    last = first = reading.action[1]
    if reading.object and "Q" in letters[first : cluster.target] and reading.object[0] > letters.index("Q", first):
        first, last = reading.object  # a later item of a list has a verb of its own: 就业援助6人、技能培训23人
    while last < cluster.last and letters[last] in "naBx":
        last += 1
    if last == first:
        return None
    end = cluster.tokens.ends[last - 1]
    verb = (end - VERB_LENGTH, end)
    return verb if cluster.text(verb) in vocabulary.verbs and cluster.tokens.starts[first] <= verb[0] else None


def _object(cluster: Cluster, vocabulary: Vocabulary) -> tuple[Range | None, Range | None]:
    """Gives the object that the rule saw, and what it shares with its neighbours."""
    reading = cluster.reading
    if reading is None or reading.object is None:
        return None, None
    found = cluster.place(reading.object)
    if found and (dealt := _DEALT.search(cluster.view, found[0] + 2, found[1])):
        found = (found[0], dealt.start())
    if found is None or _tells_nothing(cluster.text(found), vocabulary):
        return None, None
    if _acts(cluster, found, vocabulary) or _compared_with(cluster, vocabulary) or _sent_to_do(cluster, vocabulary):
        return None, None
    if found[1] <= cluster.start and reading.action and cluster.measures[0].unit.endswith("元"):
        named = cluster.place((reading.object[0], reading.action[1]))
        alone = reading.object[1] == reading.action[0] and cluster.tokens.letters[cluster.first] != "z"
        if alone and cluster.text(found) in vocabulary.payers:
            return named, None
    if _helped_to_do(cluster, vocabulary) and (helped := cluster.place((reading.object[0], reading.object[1] - 1))):
        return helped, None
    return _part(cluster, *reading.object) or (found, None)


def _tells_nothing(phrase: str, vocabulary: Vocabulary) -> bool:
    """Tells a phrase that names no subject of its own: 增幅, 单笔最高, 每个街道."""
    return phrase in vocabulary.bare_metrics or (phrase.startswith("每") and len(phrase) <= LONGEST_EACH)


def _compared_with(cluster: Cluster, vocabulary: Vocabulary) -> bool:
    """Tells what a number is compared with from what it tells of: 高于全省平均水平0.9个百分点."""
    reading = cluster.reading
    if reading is None or reading.action is None or reading.object is None:
        return False
    return reading.object[0] >= reading.action[1] and cluster.verb in vocabulary.comparing


def _sent_to_do(cluster: Cluster, vocabulary: Vocabulary) -> bool:
    """Tells what people are sent, or a sum is spent, to do from what is counted: 组织40人参加培训, 花9万元翻修大厅."""
    reading = cluster.reading
    if reading is None or reading.object is None:
        return False
    follows = reading.object[0] == cluster.target + 1 and cluster.letter_of(reading.object) == "V"
    if follows and cluster.verb in vocabulary.silent:
        return True
    follows = follows and cluster.measures[-1].unit in SENT
    return follows and (cluster.verb in vocabulary.dispatch or cluster.letter_of(reading.action) == "k")


def _helped_to_do(cluster: Cluster, vocabulary: Vocabulary) -> bool:
    """Tells who was helped to do something from what they did: 支持企业上市4家 counts 企业."""
    reading = cluster.reading
    if reading is None or reading.action is None or reading.object is None or reading.object[0] == cluster.first:
        return False
    ends = reading.action == (reading.object[1] - 1, reading.object[1]) and reading.object[0] < reading.action[0]
    helper = cluster.place((reading.object[0] - 1, reading.object[0]))
    helps = ends and helper is not None and cluster.text(helper) in vocabulary.helping
    return helps and cluster.measures[0].unit not in vocabulary.self_units


def _acts(cluster: Cluster, found: Range, vocabulary: Vocabulary) -> bool:
    """Tells who did it, or for whom, from what was counted: 市执法局查处12起, 为企业减税3万元."""
    reading = cluster.reading
    if reading is None or reading.action is None or reading.object is None or cluster.yields != "deed":
        return False
    if cluster.tokens.letters[cluster.first : reading.object[0]].endswith("o"):
        return cluster.verb in vocabulary.self_counting
    before_verb = reading.action[0] >= reading.object[1] and found[1] <= cluster.start
    return before_verb and cluster.text(found).endswith(vocabulary.organizations)


def _part(cluster: Cluster, first: int, last: int) -> tuple[Range | None, Range | None] | None:
    """A row of numbers gives each its own part of a joint object: 城镇、农村居民收入分别增长4%和3%.

    A part takes the end that it shares with the last one: as many words of the last part as it has itself give way.
    """
    letters = cluster.tokens.letters
    numbers = cluster.row()
    joints = [place for place in range(first, last) if letters[place] in "dc"]
    if len(numbers) < 2 or len(numbers) != len(joints) + 1 or numbers[0] < last:
        return None
    edges = [first - 1, *joints, last]
    number = numbers.index(cluster.target)
    begin, end = edges[number] + 1, edges[number + 1]
    shared = edges[-2] + 1 + (end - begin)
    if begin >= end or end == last or letters[end - 1] in METRICS:
        return (cluster.place((begin, end)), None) if begin < end else None
    part = cluster.place((begin, end))
    return part, cluster.place((shared, last)) if shared < last else _rest_of_word(cluster, part, last)


def _rest_of_word(cluster: Cluster, part: Range | None, last: int) -> Range | None:
    """居民收入 of the one word 农村居民收入, behind as many characters as the part has."""
    word = (cluster.tokens.starts[last - 1], cluster.tokens.ends[last - 1])
    length = part[1] - part[0] if part else 0
    whole = part is not None and cluster.text(part)[-1] == cluster.text(word)[-1]  # 化学需氧量 and 二氧化硫排放量
    return (word[0] + length, word[1]) if not whole and word[1] - word[0] >= length + VERB_LENGTH else None


def _status(cluster: Cluster) -> Status:
    place, reading = cluster.start, cluster.reading
    before = cluster.tokens.letters[cluster.first : cluster.target]
    if reading and reading.action and reading.action[0] > cluster.target:
        place = cluster.tokens.ends[reading.action[1] - 1]  # 等3个项目加快建设
    elif not before.strip("DTPznSdBatru") or cluster.view.startswith(GOING_ON, cluster.measures[-1].end):
        place = cluster.tokens.ends[cluster.last - 1]  # the verb follows its number: 其余3项正在整改
    if _GROUND.match(cluster.view, cluster.measures[-1].end):
        return "done"
    told = last_before(cluster.cues.status, place)
    return cast("Status", told if told and told != AS_SECTION else cluster.sentence.status)


def _fact(cluster: Cluster, measure: Measure, action: Range | None, grammar: RecordGrammar) -> Fact:
    place = measure.start
    kind: Kind = "change" if cluster.yields in CHANGES and measure.kind != "rank" else measure.kind
    direction = basis = None
    if kind == "change":
        clause = (cluster.tokens.starts[cluster.first], place)
        words = cluster.text(action or clause)
        direction = direction_of(words, grammar.directions) or ("up" if cluster.yields == "growth" else None)
        basis = last_before(cluster.cues.basis, place)
    aggregate = measure.aggregate or (last_before(cluster.cues.aggregate, place) if kind == "amount" else None)
    return Fact(
        measure,
        kind,
        cast("Direction | None", direction),
        cast("Basis | None", basis),
        cast("Per | None", measure.per or last_before(cluster.cues.per, place)),
        cast("Aggregate | None", aggregate),
    )


def direction_of(words: str, directions: Mapping[str, str]) -> str | None:
    """Gives the direction of the last, longest verb of change or growth noun in `words`.

    >>> direction_of("有所下降", {"下降": "down", "增长": "up"})
    'down'
    """
    found = (word for word in directions if word in words)
    best = max(found, key=lambda word: (words.rfind(word) + len(word), len(word)), default=None)
    return directions[best] if best is not None else None
