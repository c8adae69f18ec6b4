"""The documentation site: reference pages are those of the program, the site builds, and needs no other machine."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

import pytest
import typer

import govsummary
from govsummary.cli.app import app

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import build_docs  # noqa: E402
import figures  # noqa: E402
import reference  # noqa: E402

CHINESE = (
    "index",
    "records",
    "commands",
    "lexicons",
    "accuracy",
    "limits",
    "archive",
    "analysis",
    "diff",
    "audit",
    "spacy",
)
# Where a page has one of these, the scripts of the theme fetch what draws it (diagrams, light boxes, consoles, stars).
SCRIPTS_FETCH_FOR = re.compile(r"""class=["'][^"']*\b(?:mermaid|glightbox|pyodide)\b|data-md-component=["']?source\b""")
# What is about the project, and a notebook.
OWN_OF_ONE_LANGUAGE = {
    "contributing.md",
    "changelog.md",
    "license.md",
    "benchmarks.md",
    "corpus.md",
    "pairs.md",
    "sources.md",
    "from-folder-to-chart.md",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("zensical", reason="needs the extra docs")
    out = tmp_path_factory.mktemp("built") / "site"
    assert build_docs.main(["--out", str(out)]) == 0
    return out


@pytest.mark.parametrize("page", reference.PAGES)
def test_reference_pages_are_fresh(page: str) -> None:
    written = (ROOT / page).read_text(encoding="utf-8")
    assert written == reference.PAGES[page]().rstrip() + "\n", "make reference writes it anew"


def test_a_stale_reference_page_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(reference.PAGES, "docs/reference/cli.md", lambda: "another")
    assert reference.main(["--check"]) == 1
    assert "docs/reference/cli.md: stale" in capsys.readouterr().err


def test_every_page_is_on_the_site_and_in_its_navigation(site: Path) -> None:
    for page, place in build_docs.places().items():
        built = site / place.replace(".md", ".html")
        assert built.is_file(), page
        index = site / ("zh/index.html" if place.startswith("zh/") else "index.html")
        name = place.removeprefix("zh/").replace(".md", ".html")
        menu = re.findall(r'<a href="(?:\./)?([^"]+)" class="md-nav__link', index.read_text(encoding="utf-8"))
        assert name in menu or name == "index.html", f"{page} is in no menu"


def test_the_main_pages_are_there_in_chinese(site: Path) -> None:
    for name in CHINESE:
        text = (site / "zh" / f"{name}.html").read_text(encoding="utf-8")
        assert '<html lang="zh"' in text
        assert len(re.findall("[一-鿿]", text)) > 500
        counterpart = f'href="../{name}.html" hreflang="en"'
        assert counterpart in text, f"{name} leads to its English page"


def test_links_within_the_site_lead_somewhere(site: Path) -> None:
    """Zensical checks each language; this checks the links between them, too, down to the heading."""
    for path in site.rglob("*.html"):
        if path.name != "404.html":
            for link in re.findall(r'<a [^>]*?href="([^"]+)"', path.read_text(encoding="utf-8")):
                if not re.match(r"[a-z]+:", link):
                    target, _, anchor = link.partition("#")
                    page = (path.parent / target).resolve() if target else path
                    page = page / "index.html" if page.is_dir() else page
                    assert page.is_file(), f"{path.relative_to(site)}: {link}"
                    assert not anchor or f'id="{anchor}"' in page.read_text(encoding="utf-8"), f"{path.name}: {link}"


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    assert (site / build_docs.OWN_WORKER).is_file()
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not build_docs.FETCHED.findall(text), path
        assert not SCRIPTS_FETCH_FOR.findall(text), path
    for path in site.rglob("*.css"):
        assert not re.findall(r"url\([\"']?(?:https?:)?//|@import", path.read_text(encoding="utf-8")), path


def test_a_link_that_leads_nowhere_is_named() -> None:
    site, problems = build_docs.places() | {"LICENSE": "license.md"}, list[str]()
    text = build_docs.staged("docs/audit.md", {"docs/audit.md": "audit.md"}, problems)
    assert "lexicons.md has no place on the site" in "\n".join(problems)
    assert "(lexicons.md#claimstoml)" in text
    problems.clear()
    build_docs.staged("docs/audit.md", site, problems)
    assert not problems


def test_a_page_that_no_section_knows_comes_last() -> None:
    titles = {"index.md": "Home", "new.md": "New", "records.md": "Records"}
    nav = build_docs.navigation(titles, build_docs.LANGUAGES[0])
    assert nav == [
        {"Home": "index.md"},
        {"Records and words": [{"Records": "records.md"}]},
        {"More": [{"New": "new.md"}]},
    ]


def test_a_notebook_is_a_page() -> None:
    shown = {"data": {"text/plain": ["<Figure>"], "image/svg+xml": ["<svg/>"]}}
    cells = [
        {"cell_type": "markdown", "source": ["# 图表\n", "说明"]},
        {"cell_type": "code", "source": ["draw()"], "outputs": [shown, {"text": ["done\n"]}]},
    ]
    page = build_docs.notebook_page(json.dumps({"cells": cells}))
    parts = ["# 图表\n说明", "```python\ndraw()\n```", "```text\n<Figure>\n```", "```text\ndone\n```"]
    assert page == "\n\n".join(parts)
    assert build_docs.title(page, "x.md") == "图表"


def test_the_settings_are_toml() -> None:
    settings = build_docs.configuration(build_docs.LANGUAGES[1], [{"“甲”\\": "index.md"}])
    assert tomllib.loads(f"made = {build_docs.toml(settings)}")["made"] == settings


def test_pages_name_every_letter_mark_and_kind_of_rule() -> None:
    page = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    cues = tomllib.loads((ROOT / "lexicons" / "cues.toml").read_text(encoding="utf-8"))["cue"]
    rules = tomllib.loads((ROOT / "lexicons" / "rules.toml").read_text(encoding="utf-8"))["rule"]
    letters = {cue["value"] for cue in cues if cue["category"] in ("class", "suffix")} - {"K"}
    shorts = set(re.findall(r"\{[A-Z]+\}", "".join(rule["pattern"] for rule in rules)))
    named = letters | shorts | {mark for rule in rules for mark in rule["marks"]} | {rule["yields"] for rule in rules}
    assert not {one for one in named if f"`{one}`" not in page}


def test_figures_are_written_into_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "docs" / "page.md"
    page.parent.mkdir()
    page.write_text("<!-- accuracy: here -->\n\n```console\n$ echo new\nold\nolder\n```\n\nafter\n", encoding="utf-8")
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    assert figures.refresh() == ["docs/page.md"]
    assert page.read_text(encoding="utf-8").endswith("$ echo new\nnew\n```\n\nafter\n")
    assert figures.refresh() == []


def test_pages_of_both_languages_name_every_command() -> None:
    root = typer.main.get_command(app)
    names = [words for words, _ in reference.commands(root, "")]
    for page in ("docs/commands.md", "docs/zh/commands.md"):
        shown = set(re.findall("`([a-z ]+)`", (ROOT / page).read_text(encoding="utf-8").partition("\n## ")[0]))
        assert not {name.strip() for name in names} - shown, f"{page} leaves commands out of its table"


def test_every_page_has_a_counterpart_in_chinese() -> None:
    for page in build_docs.places().values():
        if page in OWN_OF_ONE_LANGUAGE or page.startswith("zh/"):
            continue
        name = page.removesuffix(".md")
        there = build_docs.IN_CHINESE.get(name, f"{name}.html").partition("#")[0].replace(".html", ".md")
        assert there == "index.md" or (ROOT / "docs" / "zh" / there).is_file(), f"{page} has none"


def test_every_public_name_is_told_in_chinese() -> None:
    page = (ROOT / "docs" / "zh" / "library.md").read_text(encoding="utf-8")
    assert not {name for name in govsummary.__all__ if not re.search(rf"`{name}\b", page)}
