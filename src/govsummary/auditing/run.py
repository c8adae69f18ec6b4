"""Audits a document: collects its figures, runs every family of checks, and writes the report."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from govsummary.auditing.checks import Check, Form
from govsummary.auditing.earlier import Past, find_missed, find_slips
from govsummary.auditing.figures import Figure, Figures, figures_of
from govsummary.auditing.growth import Earlier, find_growth
from govsummary.auditing.limits import find_limits
from govsummary.auditing.means import find_means
from govsummary.auditing.mentions import find_mentions
from govsummary.auditing.messages import message
from govsummary.auditing.percents import find_percents
from govsummary.auditing.rates import find_excess, find_rates
from govsummary.auditing.repeats import find_repeats
from govsummary.auditing.report import Claim, Code, Counts, Language, Mark, Report, Verdict
from govsummary.auditing.respective import find_respective
from govsummary.auditing.shares import find_shares
from govsummary.auditing.sums import find_sums
from govsummary.auditing.words import claim_words
from govsummary.compare.diff import Comparable, opened
from govsummary.compare.metrics import metrics_of
from govsummary.compare.thesaurus import thesaurus_of
from govsummary.errors import InputError
from govsummary.lexicon import Lexicon
from govsummary.model import Document
from govsummary.pipeline import load_engine

Read = tuple[Document, str | None]

_WORST: frozenset[Code] = frozenset({"impossible", "unit_slip"})
_STOP = re.compile("[。！？；\n]")


def audit(
    document: Comparable,
    against: Iterable[Comparable] = (),
    *,
    text: str | None = None,
    lexicon: Lexicon | None = None,
    language: Language = "zh",
) -> Report:
    """Checks what a summary claims about its figures.

    Args:
        document: a `str` is the text itself, a `Path` a file, a `Source` what `read` gave, a `Document` what `extract`
            made of `text`.
        against: earlier documents of the same office, in any of these forms; of a `Document` among them only the
            records count.
        text: the text that `document` was read from, where that is a `Document`.
        lexicon: the words and rules; the built-in ones when None.
        language: of the messages, `zh` or `en`.

    Raises:
        InputError: a `Document` without its text.
        ReadError: a file cannot be read.
        LexiconErrors: the lexicon has problems.

    >>> report = audit("2021年，应结案件7487件，审结7263件，结案率95%。")
    >>> [(one.code, one.quote, one.arithmetic) for one in report.findings]
    [('ratio_mismatch', '95%', '7263件 ÷ 7487件 = 97%')]
    """
    words = lexicon or load_engine().lexicon
    audited, own_text = opened(document, words)
    own_text = text if own_text is None else own_text
    if own_text is None:
        raise InputError("a Document does not hold its text; give text= too, or the file")
    return audit_documents(audited, own_text, [opened(one, words) for one in against], words, language)


def audit_documents(
    document: Document, text: str, against: Sequence[Read], lexicon: Lexicon, language: Language = "zh"
) -> Report:
    """Audits a document as read against earlier ones, each with its text where that is known."""
    figures = figures_of(document, text, lexicon.units)
    past = [figures_of(one, words, lexicon.units, number) for number, (one, words) in enumerate(against, 1)]
    texts = [_Sentences.of(one) for one in (text, *(words for _, words in against))]
    claims = [_claim(check, language, texts) for check in _settled(list(_checks(figures, past, lexicon)))]
    by_verdict = {name: tuple(one for one in claims if one.verdict == name) for name in get_args(Verdict)}
    return Report(
        source=document.source,
        against=tuple(one.source for one, _ in against),
        language=language,
        counts=Counts(checked=len(claims), **{name: len(found) for name, found in by_verdict.items()}),
        findings=by_verdict["refuted"],
        confirmed=by_verdict["confirmed"],
        uncheckable=by_verdict["uncheckable"],
    )


def _checks(figures: Figures, earlier: Sequence[Figures], lexicon: Lexicon) -> Iterator[Check]:
    words, thesaurus = claim_words(lexicon), thesaurus_of(lexicon)
    metrics = metrics_of(figures.document, thesaurus)
    past = [Past.of(one, metrics, thesaurus) for one in earlier]
    yield from find_limits(figures, words)
    yield from find_rates(figures, words)
    yield from find_excess(figures, words)
    yield from find_shares(figures, words)
    yield from find_means(figures, words, lexicon.units)
    yield from find_sums(figures, words)
    yield from find_percents(figures, words)
    yield from find_respective(figures, words)
    yield from find_growth(figures, words, lambda level, change: _levels(past, level, change))
    yield from find_repeats(figures, metrics, words, thesaurus)
    yield from find_mentions(figures, words)
    for one in past:
        yield from find_slips(figures, one)
        yield from find_missed(figures, one, words, thesaurus)


def _levels(past: Iterable[Past], level: Figure, change: Figure) -> list[Earlier]:
    return [found for one in past for found in one.earlier(level, change)]


def _settled(checks: Sequence[Check]) -> list[Check]:
    """Gives the checks in text order, each claim once a kind.

    A claim that cannot be is not reported a second time for not adding up, nor a number in a wrong unit for missing its
    plan.
    """
    worst = {
        check.start for check in checks if check.code in ("impossible", "unit_slip") and check.verdict == "refuted"
    }
    kept: dict[tuple[int, Code, Form], Check] = {}
    for check in checks:
        doubled = check.start in worst and check.code not in _WORST and check.verdict == "refuted"
        if not doubled:
            kept.setdefault((check.start, check.code, check.form), check)
    return sorted(kept.values(), key=lambda check: (check.start, check.code, check.form))


def _claim(check: Check, language: Language, texts: Sequence[_Sentences | None]) -> Claim:
    first = check.marks[0]
    return Claim(
        code=check.code,
        verdict=check.verdict,
        severity=check.severity,
        reason=check.reason,
        message=message(check, language),
        arithmetic=check.arithmetic,
        start=first.start,
        end=first.end,
        quote=first.quote,
        marks=tuple(_with_sentence(mark, texts[mark.document]) for mark in check.marks),
    )


@dataclass(frozen=True, slots=True)
class _Sentences:
    """A text and where its sentences end, each before and behind its mark."""

    text: str
    ends: Sequence[int]
    starts: Sequence[int]

    @classmethod
    def of(cls, text: str | None) -> _Sentences | None:
        if text is None:
            return None
        stops = list(_STOP.finditer(text))
        return cls(text, [stop.start() for stop in stops], [stop.end() for stop in stops])

    def sentence(self, start: int, end: int) -> str:
        before, behind = bisect_right(self.starts, start), bisect_left(self.ends, end)
        first = self.starts[before - 1] if before else 0
        last = self.ends[behind] if behind < len(self.ends) else len(self.text)
        return self.text[first:last].strip()


def _with_sentence(mark: Mark, read: _Sentences | None) -> Mark:
    return mark if read is None else mark.model_copy(update={"sentence": read.sentence(mark.start, mark.end)})
