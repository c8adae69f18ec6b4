"""The notebooks of docs/ run, and show what they give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from notebooks import run_cells

DOCS = Path(__file__).parents[1] / "docs"
NOTEBOOKS = sorted(DOCS.glob("*.ipynb"))


def words(outputs: list[dict[str, Any]]) -> list[str]:
    """Gives what outputs show, without how far their columns are apart; HTML says the same as the plain text."""
    shown = []
    for output in outputs:
        held = (
            [output["text"]]
            if "text" in output
            else [text for kind, text in output["data"].items() if "html" not in kind]
        )
        shown += [" ".join("".join(text).split()) for text in held]
    return shown


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_shows_what_its_cells_give(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    stored = [cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    given = run_cells(notebook)
    assert len(given) > 3
    assert [words(outputs) for outputs in given] == [words(outputs) for outputs in stored]


def test_the_notebook_ends_in_a_chart() -> None:
    assert [path.name for path in NOTEBOOKS] == ["from-folder-to-chart.ipynb"]
    notebook = json.loads(NOTEBOOKS[0].read_text(encoding="utf-8"))
    last = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"][-1]
    svg = "".join(last["outputs"][0]["data"]["image/svg+xml"])
    assert "X余处" in svg
    assert svg.count("<circle") == 5
