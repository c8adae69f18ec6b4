"""Writes the reference pages from the program itself: python tools/reference.py [--check].

`docs/reference/cli.md` comes from the Typer app, `docs/reference/api.md` from the docstrings of the public names. With
`--check` nothing is written; the exit status is 1 when a page is not what the program says now.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path
from textwrap import dedent
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import typer
from pydantic import BaseModel

import govsummary
from govsummary.cli.app import app

ROOT = Path(__file__).parents[1]
MADE = "<!-- Made by tools/reference.py from {source}; `make reference` makes it anew. -->\n"
SECTION = re.compile(r"^(Args|Attributes|Returns|Raises|Yields):\n((?:    .*\n?|\n)*)", re.MULTILINE)
ENTRY = re.compile(r"^    (\w+): (.*(?:\n {6,}.*)*)", re.MULTILINE)
EXAMPLE = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)
HEADINGS = {"Args": "Argument", "Attributes": "Field", "Raises": "Raises"}


def cell(text: str) -> str:
    r"""Makes one line that fits a cell of a table.

    >>> print(cell("a  |\n  b"))
    a \| b
    """
    return " ".join(text.split()).replace("|", "\\|")


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Writes a table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(map(cell, line))} |\n" for line in lines)


def commands(command: Any, words: str) -> Iterator[tuple[str, Any]]:
    """Gives each command that does something, with the words that call it, in the order of the app."""
    if not hasattr(command, "commands"):
        yield words, command
        return
    for name, child in command.commands.items():
        yield from commands(child, f"{words} {name}")


def choices(option: Any) -> list[str]:
    """Gives the values that an option takes, where it takes only some."""
    annotation = option.type_descriptor.annotation
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(one.value) for one in annotation]
    return [str(one) for one in get_args(annotation)] if get_origin(annotation) is Literal else []


def option_row(option: Any) -> tuple[str, str]:
    """Gives how an option is written and what it says: its help, choices, default, variable."""
    written = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    default = option.default.value if isinstance(option.default, Enum) else option.default
    told = [option.help or ""]
    if choices(option):
        told.append("One of " + ", ".join(f"`{choice}`" for choice in choices(option)) + ".")
    elif not option.is_flag:
        written += f" `{option.metavar or option.name.upper()}`"
    if isinstance(default, str | int) and not isinstance(default, bool) and default not in ("", 0):
        told.append(f"Default: `{default}`.")
    if option.envvar:
        told.append(f"Also from the variable `{option.envvar}`.")
    return written, " ".join(told)


def command_section(words: str, command: Any) -> str:
    """Writes the section of a command: usage, help, arguments and options."""
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    names = [one.metavar or one.name.upper() for one in arguments]
    shown = []
    for one, name in zip(arguments, names, strict=True):
        many = "..." if one.nargs == -1 and "..." not in name else ""
        shown.append(f"{name}{many}" if one.required else f"[{name}]{many}")
    usage = " ".join([words, *(["[OPTIONS]"] if options else []), *shown])
    rows = [(f"`{name}`", one.help or "") for one, name in zip(arguments, names, strict=True)]
    rows += [option_row(one) for one in options if not one.hidden]
    parts = [f"## {words}\n", f"```text\n{usage}\n```\n", dedent(command.help or "").strip() + "\n"]
    return "\n".join([*parts, table(("argument, option", "meaning"), rows)] if rows else parts)


def cli_page() -> str:
    """Writes the page of the command line program."""
    root = typer.main.get_command(app)
    opening = (
        f"{MADE.format(source='the command line program')}\n# Command reference\n\n"
        "`govsummary COMMAND --help` prints the same on a terminal; `govsummary --version` prints the version. "
        "[commands.md](../commands.md) says what all commands have in common.\n"
    )
    return "\n".join([opening, *(command_section(words, one) for words, one in commands(root, "govsummary"))])


def type_name(annotation: Any) -> str:
    """Writes a type as a reader of the models would: without modules and metadata, alike on every Python.

    >>> type_name(Literal["a"] | None), type_name(tuple[int, ...])
    ("Literal['a'] | None", 'tuple[int, ...]')
    """
    origin, inner = get_origin(annotation), get_args(annotation)
    if annotation in (None, type(None)):
        return "None"
    if annotation is ...:
        return "..."
    if origin is Annotated:
        return type_name(inner[0])
    if origin in (Union, UnionType):
        return " | ".join(map(type_name, inner))
    if origin is Literal:
        return f"Literal[{', '.join(map(repr, inner))}]"
    name = str(getattr(origin or annotation, "__name__", annotation))
    return f"{name}[{', '.join(map(type_name, inner))}]" if inner else name


def signature(function: Any) -> str:
    """Gives the parameters of a function, annotations as written."""
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(function)))


def doc_body(doc: str) -> str:
    """Turns a Google docstring into Markdown: sections become tables, examples code."""
    doc = dedent(doc).strip() + "\n"
    doc = EXAMPLE.sub(lambda found: f"```python\n{found[0]}\n\n```", doc)

    def as_table(found: re.Match[str]) -> str:
        entries = ENTRY.findall(found[2])
        if found[1] not in HEADINGS or not entries:
            return f"{found[1]}: {cell(found[2])}\n\n"
        return table((HEADINGS[found[1]], "meaning"), [(f"`{name}`", text) for name, text in entries]) + "\n"

    return SECTION.sub(as_table, doc).strip() + "\n"


def fields_table(model: type[BaseModel], doc: str) -> str:
    """Writes the fields of a model, with what its docstring says of them."""
    told = {name: text for section in SECTION.findall(doc) for name, text in ENTRY.findall(section[1])}
    rows = [
        (f"`{name}`", f"`{type_name(field.annotation)}`", told.get(name, ""))
        for name, field in model.model_fields.items()
    ]
    if any(row[2] for row in rows):
        return table(("Field", "type", "meaning"), rows)
    return table(("Field", "type"), [(name, kind) for name, kind, _ in rows])


def members(owner: type) -> Iterator[str]:
    """Gives the methods and properties that a class adds of itself."""
    for name, member in vars(owner).items():
        function = getattr(member, "__func__", getattr(member, "fget", member))
        if not name.startswith("_") and inspect.isfunction(function) and function.__doc__:
            called = "" if isinstance(member, property) else signature(getattr(owner, name))
            doc = doc_body(inspect.getdoc(function) or "")
            yield f"### {owner.__name__}.{name}\n\n```text\n{name}{called}\n```\n\n{doc}"


def name_section(name: str) -> str:
    """Writes the section of a public name."""
    value = getattr(govsummary, name)
    doc = inspect.getdoc(value) or ""
    if not isinstance(value, type):
        return f"## {name}\n\n```text\n{name}{signature(value)}\n```\n\n{doc_body(doc)}"
    bases = ", ".join(base.__name__ for base in value.__bases__ if base not in (object, BaseModel))
    parts = [f"## {name}\n"]
    if issubclass(value, BaseModel):
        plain = SECTION.sub(lambda found: "" if found[1] == "Attributes" else found[0], doc + "\n")
        parts += [doc_body(plain), fields_table(value, doc + "\n")]
    else:
        parts += [f"Base: {bases}.\n"] if issubclass(value, Exception) else []
        parts.append(doc_body(doc))
    return "\n".join([part for part in parts if part.strip()] + list(members(value)))


def api_page() -> str:
    """Writes the page of the library."""
    public = sorted(govsummary.__all__, key=lambda name: (isinstance(getattr(govsummary, name), type), name.lower()))
    functions = [name for name in public if not isinstance(getattr(govsummary, name), type)]
    opening = (
        f"{MADE.format(source='the docstrings')}\n# Library reference\n\n"
        "What `govsummary` exports: functions first, then models and errors. Models are frozen pydantic models; "
        "[records.md](../records.md) explains the fields of a document. The examples begin with\n\n"
        "```python\n>>> from pathlib import Path\n>>> from govsummary import *\n\n```\n"
    )
    listing = table(("function", "what it does"), [(f"[`{one}`](#{one})", summary(one)) for one in functions])
    return "\n".join([opening, listing, *map(name_section, public)])


def summary(name: str) -> str:
    """Gives the first line of a docstring."""
    return (inspect.getdoc(getattr(govsummary, name)) or "").partition("\n")[0]


PAGES = {"docs/reference/cli.md": cli_page, "docs/reference/api.md": api_page}


def main(arguments: list[str] | None = None) -> int:
    """Writes the pages, or with `--check` names those that are stale."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; 1 when a page is stale")
    check = parser.parse_args(arguments).check
    stale = []
    for page, make in PAGES.items():
        path, text = ROOT / page, make().rstrip() + "\n"
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(page)
            if not check:
                path.write_text(text, encoding="utf-8", newline="\n")
    for page in stale:
        print(f"{page}: {'stale; make reference writes it anew' if check else 'written'}", file=sys.stderr)
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
