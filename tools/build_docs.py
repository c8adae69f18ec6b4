"""Builds the documentation site, in English and Chinese: python tools/build_docs.py [--out site].

Pages of docs/ and beside it are copied to build/docs first, and their links brought to where things are on the site:
README.md is its first page, the READMEs of the corpus and the like have a place of their own. Then Zensical builds
both languages in strict mode. A link that leads nowhere ends the build, and so does anything that a page would fetch
from another machine.
"""

from __future__ import annotations

import argparse
import json
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
STAGE = ROOT / "build" / "docs"
# Pages that lie elsewhere in the repository, and where they are on the site.
ELSEWHERE = {
    "README.md": "index.md",
    "README.zh-CN.md": "zh/index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "LICENSE": "license.md",
    "benchmarks/README.md": "benchmarks.md",
    "corpus/README.md": "corpus.md",
    "corpus/pairs/README.md": "pairs.md",
    "lexicons/SOURCES.md": "sources.md",
}
# Sections of the navigation: their names, and what is in them, in this order, as far as it is there. What is in none
# comes under MORE.
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("", "", ("index.md",)),
    (
        "Commands",
        "命令",
        (
            "commands.md",
            "extract.md",
            "read.md",
            "explain.md",
            "schema.md",
            "diff.md",
            "audit.md",
            "archive.md",
            "analysis.md",
            "score.md",
        ),
    ),
    ("Records and words", "记录与词表", ("records.md", "lexicons.md", "workbench.md")),
    ("In Python", "在 Python 中", ("library.md", "spacy.md", "from-folder-to-chart.md")),
    ("Recipes", "做法", ("recipes/",)),
    ("Reference", "参考", ("reference/",)),
    ("Quality", "质量", ("accuracy.md", "limits.md", "benchmarks.md", "corpus.md", "pairs.md")),
    ("Project", "项目", ("contributing.md", "changelog.md", "sources.md", "license.md")),
)
MORE = ("More", "其他")
# Pages whose matter stands elsewhere in Chinese.
IN_CHINESE = {name: f"commands.html#{name}" for name in ("extract", "read", "explain", "schema", "score")} | {
    "reference/api": "library.html",
    "reference/cli": "commands.html",
}
LINK = re.compile(r"(\[(?:[^\[\]]|\[[^\]]*\])*\])\(([^()\s#]*)(#[^()\s]*)?\)")
FENCED = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
FETCHED = re.compile(r"""<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=["']?((?:https?:)?//[^"' >]+)""")
# Zensical asks the network for this script, so that search works on pages opened as files; ours is in docs/assets.
WORKER, OWN_WORKER = "https://unpkg.com/iframe-worker/shim", "assets/iframe-worker.js"


class SiteError(Exception):
    """What keeps the site from being built: all of it, a line each."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the site, a project of Zensical of its own."""

    code: str
    prefix: str
    section: int

    def holds(self, page: str) -> bool:
        """Says whether a place on the site belongs to the language."""
        return page.startswith("zh/") == (self.code == "zh")


LANGUAGES = (Language("en", "", 0), Language("zh", "zh/", 1))


def places() -> dict[str, str]:
    """Gives for each page of the repository its place on the site."""
    own = sorted(path for path in (ROOT / "docs").rglob("*") if path.suffix in (".md", ".ipynb"))
    found = {
        path.relative_to(ROOT).as_posix(): path.relative_to(ROOT / "docs").with_suffix(".md").as_posix() for path in own
    }
    return found | {page: place for page, place in ELSEWHERE.items() if (ROOT / page).is_file()}


def prose(text: str) -> Iterator[tuple[int, int]]:
    """Gives the stretches of a page that are not fenced code."""
    end = 0
    for code in FENCED.finditer(text):
        yield end, code.start()
        end = code.end()
    yield end, len(text)


def notebook_page(text: str) -> str:
    """Gives the cells of a notebook as a page: code as code, what it printed below.

    >>> cells = [{"cell_type": "markdown", "source": ["# A"]}, {"cell_type": "code", "source": "1", "outputs": []}]
    >>> print(notebook_page(json.dumps({"cells": cells})))
    # A
    <BLANKLINE>
    ```python
    1
    ```
    """
    parts = []
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"])
        parts.append(source if cell["cell_type"] == "markdown" else f"```python\n{source}\n```")
        for output in cell.get("outputs", ()):
            shown = "".join(output.get("text") or output.get("data", {}).get("text/plain") or "").rstrip()
            parts += [f"```text\n{shown}\n```"] if shown else []
    return "\n\n".join(parts)


def staged(page: str, site: dict[str, str], problems: list[str]) -> str:
    """Gives the text of a page for the site, its links brought to their targets there."""
    text = (ROOT / page).read_text(encoding="utf-8")
    if page.endswith(".ipynb"):
        text = notebook_page(text)
    if page == "LICENSE":
        return f"# License\n\n```text\n{text}```\n"
    if page == "CONTRIBUTING.md":  # Markdown on the site wants what belongs to a list four blanks in
        text = re.sub(r"^ {3}(?=\S)|^ {3}(?= {3}\S)", "    ", text, flags=re.MULTILINE)

    def moved(found: re.Match[str]) -> str:
        words, target, anchor = found[1], found[2], found[3] or ""
        if not target or target.startswith(("http:", "https:", "mailto:")):
            return found[0]
        named = posixpath.normpath(posixpath.join(posixpath.dirname(page), target))
        if named not in site:
            problems.append(f"{page}: {target} has no place on the site")
            return found[0]
        here, there = site[page], site[named]
        away = here.startswith("zh/") != there.startswith("zh/")
        link = posixpath.relpath(there, posixpath.dirname(here) or ".")
        return f"{words}({link.removesuffix('.md') + '.html' if away else link}{anchor})"

    parts, last = [], 0
    for start, end in prose(text):
        parts += [text[last:start], LINK.sub(moved, text[start:end])]
        last = end
    return "".join(parts)


def title(text: str, page: str) -> str:
    """Gives the first heading of a page without its marks, else its name."""
    found = re.search(r"^# +(.+)$", text, re.MULTILINE)
    return re.sub(r"[`*]", "", found[1]) if found else page


def navigation(titles: dict[str, str], language: Language) -> list[dict[str, object]]:
    """Arranges the pages of a language: the sections as above, what is new under the last."""
    left = dict(titles)
    made: list[dict[str, object]] = []
    for english, chinese, wanted in SECTIONS:
        members = [page for one in wanted for page in titles if page in left and fits(page, one)]
        pages: list[dict[str, object]] = [{left.pop(page): page} for page in members]
        name = (english, chinese)[language.section]
        if pages:
            made.extend([{name: pages}] if name else pages)
    if left:
        made.append({MORE[language.section]: [{name: page} for page, name in left.items()]})
    return made


def fits(page: str, wanted: str) -> bool:
    """Says whether a page is the one wanted, or in the folder wanted."""
    return page.startswith(wanted) if wanted.endswith("/") else page == wanted


def configuration(language: Language, nav: list[dict[str, object]]) -> dict[str, object]:
    """Gives the settings of Zensical: everything local, no fonts from elsewhere, search in pages opened as files."""
    home, other = ("./index.html", "zh/index.html") if language.code == "en" else ("../index.html", "./index.html")
    return {
        "site_name": "govsummary",
        "docs_dir": language.code,
        "site_dir": f"built/{language.prefix}",
        "use_directory_urls": False,
        "nav": nav,
        "extra_css": ["assets/site.css"],
        "theme": {
            "language": language.code,
            "font": False,
            "features": ["content.code.copy", "navigation.sections", "navigation.top", "toc.follow"],
        },
        "plugins": {"search": {}, "offline": {}},
        "extra": {
            "generator": False,
            "alternate": [
                {"name": "English", "link": home, "lang": "en"},
                {"name": "简体中文", "link": other, "lang": "zh"},
            ],
        },
        "markdown_extensions": {
            "tables": {},
            "toc": {
                "permalink": True,
                "slugify": {"object": "pymdownx.slugs.slugify", "kwds": {"case": "lower"}},
            },
            "pymdownx": {"superfences": {}, "highlight": {}},
        },
    }


def toml(value: object) -> str:
    """Writes a value as TOML, tables inline."""
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {toml(one)}" for key, one in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def stage() -> None:
    """Writes the pages and settings of both languages to build/docs.

    Raises:
        SiteError: links that lead nowhere.
    """
    shutil.rmtree(STAGE, ignore_errors=True)
    site, problems = places(), list[str]()
    for language in LANGUAGES:
        titles: dict[str, str] = {}
        for page, place in site.items():
            if language.holds(place):
                name = place.removeprefix(language.prefix)
                text = staged(page, site, problems)
                titles[name] = title(text, name)
                path = STAGE / language.code / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        shutil.copytree(ROOT / "docs" / "assets", STAGE / language.code / "assets")
        settings = configuration(language, navigation(titles, language))
        lines = "".join(f"{key} = {toml(value)}\n" for key, value in settings.items())
        (STAGE / f"{language.code}.toml").write_text(f"[project]\n{lines}", encoding="utf-8")
    if problems:
        raise SiteError("\n".join(problems))


def other_language(path: Path, out: Path, language: Language) -> str:
    """Gives the link from a page to the same page in a language, or to the first page where there is none."""
    name = path.relative_to(out).as_posix().removeprefix("zh/")
    there = out / language.prefix
    if not (there / name).is_file():
        name = IN_CHINESE.get(name.removesuffix(".html"), "index.html") if language.code == "zh" else "index.html"
    return posixpath.relpath((there / name).as_posix(), path.parent.as_posix())


def localize(out: Path) -> None:
    """Points pages to our copy of the one script that they would fetch, and makes sure that there is no other.

    Raises:
        SiteError: a page would fetch something.
    """
    problems = []
    for path in sorted(out.rglob("*.html")):
        name = path.relative_to(out)
        folder = out / "zh" if name.parts[0] == "zh" else out
        up = "../" * (len(path.relative_to(folder).parts) - 1)
        text = path.read_text(encoding="utf-8").replace(WORKER, f"{up}{OWN_WORKER}")
        for code, link in ((one.code, other_language(path, out, one)) for one in LANGUAGES):
            text = re.sub(rf'(<a href=")[^"]*(" hreflang="{code}")', rf"\g<1>{link}\g<2>", text)
        path.write_text(text, encoding="utf-8")
        problems += [f"{name}: fetches {address}" for address in FETCHED.findall(text)]
    if problems:
        raise SiteError("\n".join(problems))


def main(arguments: Sequence[str] | None = None) -> int:
    """Builds the site; gives 1 and says why when it cannot."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "site", help="where the site goes (default: site)")
    out = parser.parse_args(arguments).out.resolve()
    try:
        stage()
        for language in LANGUAGES:
            command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean", "-f", f"{language.code}.toml"]
            if subprocess.run(command, cwd=STAGE, check=False).returncode:
                raise SiteError(f"{language.code}: Zensical found something wrong, see above")
        localize(STAGE / "built")
    except SiteError as error:
        print(error, file=sys.stderr)
        return 1
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(STAGE / "built", out)
    print(f"{out / 'index.html'}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
