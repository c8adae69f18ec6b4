"""Beyond numbers: sections and actions that came or went, and how the weight of the categories moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from govsummary.compare.assignment import assign
from govsummary.compare.models import Part, PartKind
from govsummary.compare.similarity import alike
from govsummary.compare.thesaurus import Thesaurus, matter
from govsummary.model import Document, Record

TITLES_ALIKE = 0.5  # characters that two headings share before they are taken for one section
FEWEST = 2  # matched figures that two sections share before that says anything
DECIMALS = 4

Paths = tuple[tuple[str, ...], tuple[str, ...]]  # the headings above a figure of the old text and above its match


def find_parts(old: Document, new: Document, thesaurus: Thesaurus, matched: Sequence[Paths] = ()) -> tuple[Part, ...]:
    """Gives sections in the order of the new document, then actions and categories by how far their share moved.

    Args:
        old: the earlier document.
        new: the later one.
        thesaurus: the words of comparison: actions of one meaning are one action.
        matched: the headings of each pair of matched figures: a section that tells of the same things stays, whatever
            it is called now.
    """
    return (
        *_sections(old, new, matched),
        *_written(_counted("action", old, new, lambda record: _action(record, thesaurus)), (old, new), thesaurus),
        *_counted("category", old, new, _category),
    )


def _written(parts: Iterable[Part], documents: Iterable[Document], thesaurus: Thesaurus) -> Iterable[Part]:
    """Names actions as the documents write them most often, the later one first."""
    names: dict[str, str] = {}
    for document in documents:
        spelled: dict[str, Counter[str]] = {}
        for record in document.records:
            name = _action(record, thesaurus)
            if name is not None and record.action is not None:
                spelled.setdefault(name, Counter())["".join(record.action.lemma.split())] += 1
        names |= {name: min(counts, key=lambda word: (-counts[word], word)) for name, counts in spelled.items()}
    return [part.model_copy(update={"name": names.get(part.name, part.name)}) for part in parts]


def _action(record: Record, thesaurus: Thesaurus) -> str | None:
    if record.action is None or any(quantity.kind == "change" for quantity in record.quantities):
        return None
    return "、".join(thesaurus.action_words("".join(record.action.lemma.split()))) or None


def _category(record: Record) -> str | None:
    return record.categories[0].label if record.categories else None


def _counted(kind: PartKind, old: Document, new: Document, name: Callable[[Record], str | None]) -> Iterable[Part]:
    before, after = (Counter(filter(None, map(name, document.records))) for document in (old, new))
    totals = max(1, before.total()), max(1, after.total())
    parts = [_part(kind, word, (before[word], after[word]), totals) for word in {*before, *after}]
    return sorted(parts, key=lambda part: (-abs(part.shift), part.name))


def _part(kind: PartKind, name: str, counts: tuple[int, int], totals: tuple[int, int], *, kept: bool = False) -> Part:
    old, new = counts
    before, after = round(old / totals[0], DECIMALS), round(new / totals[1], DECIMALS)
    shift = round((new / totals[1] - old / totals[0]) * 100, 2)
    return Part(
        kind=kind,
        status="kept" if kept or (old and new) else "added" if new else "removed",
        name=name,
        old=old,
        new=new,
        old_share=before,
        new_share=after,
        shift=shift,
    )


def _sections(old: Document, new: Document, matched: Sequence[Paths]) -> Iterable[Part]:
    """Pairs the headings of both by their words; one that stays may be worded anew."""
    before, after = _headings(old), _headings(new)
    pairs = assign(_likeness(list(before), list(after), matched))
    partners, counts = {right: left for left, right in pairs.items()}, list(before.values())
    totals = max(1, len(old.records)), max(1, len(new.records))
    for right, title in enumerate(after):
        left = partners.get(right)
        count = counts[left] if left is not None else 0
        yield _part("section", title, (count, after[title]), totals, kept=left is not None)
    for left, title in enumerate(before):
        if left not in pairs:
            yield _part("section", title, (before[title], 0), totals)


def _likeness(before: Sequence[str], after: Sequence[str], matched: Sequence[Paths]) -> dict[tuple[int, int], float]:
    """Gives how much two headings are alike, by their words or by what stands under them, where it is enough."""
    here, there = list(map(matter, before)), list(map(matter, after))
    lefts, rights = ({title: number for number, title in enumerate(titles)} for titles in (before, after))
    common: Counter[tuple[int, int]] = Counter()
    old_total: Counter[int] = Counter()
    new_total: Counter[int] = Counter()
    for old_path, new_path in matched:
        ours, theirs = (
            [index[t] for t in path if t in index] for path, index in ((old_path, lefts), (new_path, rights))
        )
        old_total.update(ours)
        new_total.update(theirs)
        common.update((left, right) for left in ours for right in theirs)
    found = {}
    for left, title in enumerate(here):
        for right, other in enumerate(there):
            shared = common[left, right]
            share = 2 * shared / (old_total[left] + new_total[right]) if shared >= FEWEST else 0.0
            likeness = max(1.0 if title == other else alike(title, other), share)
            if likeness >= TITLES_ALIKE:
                found[left, right] = likeness
    return found


def _headings(document: Document) -> dict[str, int]:
    """Gives each heading with how many records stand under it, in text order."""
    counts: dict[str, int] = {section.mark + section.title: 0 for section in document.sections}
    for record in document.records:
        for heading in record.section:
            if heading in counts:
                counts[heading] += 1
    return counts
