"""`diff` of two long reports, and of two texts with very many facts, beside trying all pairs with rapidfuzz.

All are loaded and warm before the clock starts; rounds alternate and the best of each counts. The reports are texts of
corpus/ joined to 20,000 characters, far denser in figures than real ones; the facts are put together from words of the
genre, the same ones every time. rapidfuzz finds for each fact of one text the nearest name in the other, `extractOne`
as it comes: one way only, without units, vetoes, assignment or reasons, as a script of a few lines would do.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import process
from rounds import best_of

from govsummary import Document, extract
from govsummary.compare.diff import diff_documents
from govsummary.compare.metrics import metrics_of
from govsummary.compare.thesaurus import thesaurus_of
from govsummary.pipeline import load_engine

REPORT_CHARACTERS = 20_000
VERBS = [
    "检查", "整治", "拆除", "清理", "走访", "培训", "新建", "改造",
    "办理", "发放", "排查", "受理", "推广", "查处", "养护", "种植",
]  # fmt: skip
PLACES = [
    "城区", "农村", "河道", "校园", "工业", "旅游", "社区", "山区",
    "园区", "沿江", "集镇", "老旧", "重点", "沿街", "港口", "库区",
]  # fmt: skip
MATTERS = [
    "安全", "环保", "消防", "燃气", "供水", "卫生", "文化", "食品",
    "用电", "防汛", "绿化", "信息", "治安", "养老", "物流", "水利",
]  # fmt: skip
THINGS = [
    "企业", "设施", "隐患", "管网", "项目", "商户", "泵站", "道路",
    "广告", "学校", "站点", "档案", "房屋", "设备", "苗木", "线路",
]  # fmt: skip
UNITS = ["家", "处", "个", "万元", "公里", "人次", "平方米", "户", "份", "台"]
CORPUS = Path(__file__).parents[1] / "corpus"


def main() -> None:
    """Prints times and ratios."""
    arguments = _arguments()
    thesaurus = thesaurus_of(load_engine().lexicon)
    reports = _reports()
    many = [extract(_text(_facts(arguments.facts, seed))) for seed in (1, 2)]
    half = [extract(_text(_facts(arguments.facts // 2, seed))) for seed in (1, 2)]
    counts = [len(metrics_of(document, thesaurus)) for document in many]
    names = [[_name(metric.action, metric.phrase) for metric in metrics_of(one, thesaurus)] for one in many]

    def read_and_compare() -> None:
        old, new = map(extract, reports)
        diff_documents(old, new, thesaurus)

    def read_only() -> None:
        for report in reports:
            extract(report)

    both, reading, ours, ours_half, theirs = best_of(
        arguments.rounds, read_and_compare, read_only, _compared(many), _compared(half), _all_pairs(names)
    )
    quantities = sum(len(record.quantities) for report in reports for record in extract(report).records)
    print(f"best of {arguments.rounds} rounds")
    print(f"two reports of {REPORT_CHARACTERS} characters, {quantities} quantities")
    print(f"  reading and comparing   {both * 1e3:8.0f} ms")
    print(f"  reading alone           {reading * 1e3:8.0f} ms: comparing adds {(both / reading - 1) * 100:.0f} %")
    print(f"{counts[0]} facts against {counts[1]}")
    print(f"  govsummary diff         {ours * 1e3:8.0f} ms")
    print(f"  rapidfuzz, all pairs    {theirs * 1e3:8.0f} ms")
    print(f"twice as many facts take {ours / ours_half:.1f} times as long, all pairs would take 4 times")
    print(f"diff takes {ours / theirs:.2f} of the time of rapidfuzz on all pairs")


def _facts(count: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    columns = (VERBS, PLACES, MATTERS, THINGS)
    return ["".join(map(rng.choice, columns)) + f"{rng.randint(2, 999)}{rng.choice(UNITS)}" for _ in range(count)]


def _reports() -> list[str]:
    """Gives two reports: every other text of the corpus."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt"))]
    return ["\n".join(texts[first::2])[:REPORT_CHARACTERS] for first in (0, 1)]


def _text(facts: Sequence[str]) -> str:
    lines = ["".join(f"{fact}。" for fact in facts[place : place + 5]) for place in range(0, len(facts), 5)]
    return "某县2023年工作总结\n\n" + "\n".join(lines)


def _name(action: tuple[str, ...], phrase: str) -> str:
    return "".join(action) + phrase


def _compared(documents: Sequence[Document]) -> Callable[[], None]:
    thesaurus = thesaurus_of(load_engine().lexicon)

    def run() -> None:
        diff_documents(documents[0], documents[1], thesaurus)

    return run


def _all_pairs(names: Sequence[Sequence[str]]) -> Callable[[], None]:
    def run() -> None:
        for name in names[0]:
            process.extractOne(name, names[1])

    return run


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=2_000, help="on each side")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
