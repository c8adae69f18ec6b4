"""Prints the accuracy of everything that is measured, tuned on and held out: python tools/figures.py [--refresh].

The measures are those of the tests. With `--refresh` the output under every `<!-- accuracy: … -->` of the pages is
written anew: the figures that pages show are those that their command prints.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parents[1]
TESTS, CORPUS = ROOT / "tests", ROOT / "corpus"
SHOWN = re.compile(r"(<!-- accuracy: .*? -->\s*```console\n\$ (.*)\n)(?:.*\n)*?```$", re.MULTILINE)


def rows() -> list[tuple[str, str, str, str]]:
    """Gives each measure, its value on what was tuned on and held out, and the number of held-out cases."""
    sys.path.insert(0, str(TESTS))
    import test_audit_corpus
    import test_categories_gold
    import test_gold
    import test_pairs

    facts, held = (test_gold.total(folder) for folder in (CORPUS, CORPUS / "held-out"))
    made = [
        ("extract: F1 of the quantities", facts.quantity.f1, held.quantity.f1, held.gold),
        ("extract: F1 of the facts", facts.fact.f1, held.fact.f1, held.gold),
    ]
    tuned_labels, held_labels = (test_categories_gold.total(part) for part in (False, True))
    accepted, unseen_accepted = (right / found for _, found, right in (tuned_labels, held_labels))
    made.append(("categories: best label accepted", accepted, unseen_accepted, held_labels[1]))
    pairs, apart = (test_pairs.total(part) for part in (test_pairs.PAIRS, test_pairs.HELD_OUT))
    made.append(("diff: F1 of the matches", pairs.matches.f1, apart.matches.f1, apart.matches.wanted))
    made.append(("diff: F1 of the plans", pairs.plans.f1, apart.plans.f1, apart.plans.wanted))
    claims, unseen = (test_audit_corpus.total(folder) for folder in (CORPUS / "audit", CORPUS / "audit" / "held-out"))
    wrong = unseen.found + unseen.missed
    made.append(("audit: share of the wrong claims found", claims.recall, unseen.recall if wrong else 0, wrong))
    right = unseen.precision if unseen.found else 0
    made.append(("audit: share of the accusations that are right", claims.precision, right, unseen.found))
    return [
        (name, f"{tuned:.3f}", f"{held_out:.3f}" if cases else "-", str(cases)) for name, tuned, held_out, cases in made
    ]


def report() -> str:
    """Gives the table of all measures."""
    lines = [("measure", "tuned on", "held out", "of (held out)"), *rows()]
    return "".join(f"{name:<48}{tuned:>10}{held:>10}{cases:>15}\n" for name, tuned, held, cases in lines)


def refresh() -> list[str]:
    """Runs the commands of the marked blocks and writes what they print; gives the pages that changed."""
    changed = []
    for path in [*ROOT.glob("README*.md"), *sorted((ROOT / "docs").rglob("*.md"))]:
        text = path.read_text(encoding="utf-8")
        fresh = SHOWN.sub(lambda found: f"{found[1]}{printed(found[2])}```", text)
        if fresh != text:
            path.write_text(fresh, encoding="utf-8", newline="\n")
            changed.append(path.relative_to(ROOT).as_posix())
    return changed


def printed(command: str) -> str:
    """Gives what a command of a page prints."""
    call = re.sub(r"^govsummary\b", f"{sys.executable} -m govsummary", command)
    call = re.sub(r"^python\b", sys.executable, call)
    return subprocess.run(call, shell=True, cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures, or brings the pages up to them."""
    parser = argparse.ArgumentParser(description=dedent(__doc__ or "").partition("\n")[0])
    parser.add_argument("--refresh", action="store_true", help="write the figures into the pages")
    if parser.parse_args(arguments).refresh:
        sys.stderr.writelines(f"{page}: written\n" for page in refresh())
    else:
        sys.stdout.write(report())
    return 0


if __name__ == "__main__":
    sys.exit(main())
