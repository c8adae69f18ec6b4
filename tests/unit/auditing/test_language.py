"""Claims in the language of many offices: `language.tsv` has right and wrong ones of every code, in pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsummary import audit

ROWS = [
    tuple(line.split("\t")) for line in Path(__file__).with_name("language.tsv").read_text("utf-8").split("\n")[1:-1]
]
OPENING = "2021年，全局工作如下。\n一、主要工作\n"
EARLIER = "2020年，全局工作如下。\n一、主要工作\n"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(row[:3]))
def test_claim(row: tuple[str, ...]) -> None:
    code, claim, wanted, text, earlier, planned = row
    against = [EARLIER + (earlier or "做好各项工作。") + (f"\n二、2021年工作打算\n{planned}" if planned else "")]
    report = audit(OPENING + text.replace("\\n", "\n"), against if earlier or planned else [])
    found = [one.verdict for one in report.claims if (one.quote, one.code) == (claim, code)]
    if wanted == "not refuted":
        assert not report.findings
    else:
        assert found[:1] == [wanted]
    assert {one.quote for one in report.findings} <= {claim}
