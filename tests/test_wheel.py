"""What travels inside the wheel, and that it works without the source tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Builds the wheel with the tools at hand, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.mark.parametrize("data", ["lexicons", "corpus"])
def test_data_travel_inside(unpacked: Path, data: str) -> None:
    ours = {path.relative_to(ROOT / data) for path in (ROOT / data).rglob("*") if path.is_file()}
    inside = unpacked / "govsummary" / data
    assert ours
    assert {path.relative_to(inside) for path in inside.rglob("*") if path.is_file()} == ours


def test_types_and_licence_travel_inside(unpacked: Path) -> None:
    assert (unpacked / "govsummary" / "py.typed").is_file()
    (licence,) = unpacked.glob("govsummary-*.dist-info/licenses/LICENSE")
    assert "Apache License" in licence.read_text(encoding="utf-8")


def test_nothing_else_is_put_on_the_path(unpacked: Path) -> None:
    assert sorted(path.name.split("-")[0] for path in unpacked.iterdir()) == ["govsummary", "govsummary"]


def test_the_command_is_installed(unpacked: Path) -> None:
    (entry_points,) = unpacked.glob("govsummary-*.dist-info/entry_points.txt")
    assert "govsummary = govsummary.cli:entry" in entry_points.read_text(encoding="utf-8")


def test_it_works_without_the_source_tree(unpacked: Path, tmp_path: Path) -> None:
    env = os.environ | {"PYTHONPATH": str(unpacked)}
    where = "import govsummary.lexicon as l; print(l.__file__); print(len(l.Lexicon.load().units))"
    place, units = subprocess.check_output([sys.executable, "-c", where], cwd=tmp_path, env=env, text=True).split("\n")[
        :2
    ]
    assert Path(place).is_relative_to(unpacked)
    assert int(units) > 100
    command = [sys.executable, "-m", "govsummary", "extract", "-"]
    done = subprocess.run(
        command, input="清理垃圾3吨。".encode(), capture_output=True, check=True, cwd=tmp_path, env=env
    )
    assert json.loads(done.stdout)["records"][0]["quantities"][0]["quote"] == "3吨"
