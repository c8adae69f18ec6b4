"""Runs the code cells of a notebook without a kernel, as `python tests/notebooks.py NOTEBOOK` to renew its outputs."""

from __future__ import annotations

import ast
import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

Output = dict[str, Any]
_SHOWN = {"image/svg+xml": "_repr_svg_", "text/html": "_repr_html_"}


def run_cells(notebook: dict[str, Any]) -> list[list[Output]]:
    """Gives the outputs of each code cell; cells share their names, and the value of a last expression is shown."""
    names: dict[str, Any] = {"__name__": "__main__"}
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [_run("".join(cell["source"]), names, number) for number, cell in enumerate(cells, 1)]


def _run(source: str, names: dict[str, Any], number: int) -> list[Output]:
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    tree.body = tree.body[:-1] if last else tree.body
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(tree, f"cell {number}", "exec"), names)
        value = eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names) if last is not None else None
    outputs: list[Output] = []
    if printed.getvalue():
        text = printed.getvalue().splitlines(keepends=True)
        outputs.append({"name": "stdout", "output_type": "stream", "text": text})
    if value is not None:
        outputs.append(
            {"data": _data(value), "execution_count": number, "metadata": {}, "output_type": "execute_result"}
        )
    return outputs


def _data(value: Any) -> dict[str, list[str]]:
    data = {kind: getattr(value, name)() for kind, name in _SHOWN.items() if hasattr(value, name)}
    # The chart says all there is to say.
    data["text/plain"] = f"<{type(value).__name__}>" if "image/svg+xml" in data else repr(value)
    return {kind: text.splitlines(keepends=True) for kind, text in sorted(data.items())}


def renew(path: Path) -> None:
    """Runs a notebook and writes its outputs into it."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    outputs = iter(run_cells(notebook))
    for number, cell in enumerate((cell for cell in notebook["cells"] if cell["cell_type"] == "code"), 1):
        cell["outputs"], cell["execution_count"] = next(outputs), number
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    renew(Path(sys.argv[1]))
