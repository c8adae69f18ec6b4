"""Limits how deep the elements of a web page nest, so that a parser reads any page in linear time.

Parsers of HTML look through the open elements at most tags: 100,000 nested lists take them minutes.
"""

from __future__ import annotations

import re

_MOST_TAGS = 200_000
_MOST_DEPTH = 400
# How far up an end tag looks for its element; a page that needs more is broken anyway.
_MOST_UNCLOSED = 32
_LONGEST_ATTRIBUTES = 2000  # longer ones are embedded images

_VOID = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "image", "img", "input", "keygen", "link", "meta", "param"),
        *("source", "track", "wbr"),
    )
)
# Elements that the next of their kind closes: they nest no deeper than what holds them.
_CLOSED_BY_NEXT = frozenset(("p", "li", "dd", "dt", "td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup"))
_WITHIN_TABLES = frozenset(("td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup", "col"))
# What says nothing of the text: looks, which a parser copies into every paragraph when they are unclosed, and elements
# that a page has one of, which a parser passes over everywhere else.
_IDLE = frozenset(
    (
        *("b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"),
        *("html", "head", "body", "form", "frame", "frameset"),
    )
)
# Elements beyond which an end tag does not reach.
_SCOPES = frozenset(("html", "table", "template", "td", "th", "caption", "applet", "marquee", "object"))

# Comments, scripts and styles go; of a tag: its slash, its name, its attributes. Possessive throughout: linear time.
_TOKEN = re.compile(
    r"""<!--(?:[^-]++|-(?!->))*+(?:-->|\Z)
    |<(?P<raw>script|style|select|textarea|iframe|noscript|noframes|xmp|template|svg|math)(?=[\s/>])
     (?:[^<]++|<(?!/(?P=raw)))*+
    |<(?P<slash>/?)(?P<name>[a-z][^\s/>]*+)
     (?P<attributes>(?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+)(?:>|\Z)""",
    re.IGNORECASE | re.VERBOSE,
)


def limit_nesting(html: str) -> str:
    """Rewrites a long page so that a parser reads it in linear time: scripts and looks go, and elements too deep.

    Every `<` that begins a tag for the parser is a tag here too, so no way of writing gets around the limit.
    """
    return _TOKEN.sub(_Limiter(), html)


class _Limiter:
    """Rewrites one tag after another and keeps the list of the open elements.

    A tag that a parser passes over must go too: the text around it would be joined anew each time.
    """

    def __init__(self) -> None:
        self.open: list[str] = []
        self.left_out = 0
        self.tags = 0
        self.may_end: set[str] = set()  # which of `_CLOSED_BY_NEXT` have begun since their last end

    def __call__(self, match: re.Match[str]) -> str:
        if match["name"] is None:
            return ""
        self.tags += 1
        if self.tags > _MOST_TAGS:
            raise OverflowError(f"more than {_MOST_TAGS} tags")
        name = match["name"].lower()
        if name in _IDLE or (name in _WITHIN_TABLES and "table" not in self.open):
            return ""
        return self._written(match) if (self._ends if match["slash"] else self._begins)(name) else ""

    def _begins(self, name: str) -> bool:
        if name in _VOID:
            return True
        if name in _CLOSED_BY_NEXT:
            self.may_end.add(name)
            return True
        if len(self.open) >= _MOST_DEPTH:
            self.left_out += 1
            return False
        self.open.append(name)
        return True

    def _ends(self, name: str) -> bool:
        """Ends the nearest element of the name; the end of one that was left out goes with it."""
        if name in _VOID:
            return False
        if name in _CLOSED_BY_NEXT:
            kept = name in self.may_end
            self.may_end.discard(name)
            return kept
        if self.left_out:
            self.left_out -= 1
            return False
        for place in range(len(self.open) - 1, max(-1, len(self.open) - 1 - _MOST_UNCLOSED), -1):
            if self.open[place] == name:
                del self.open[place:]
                return True
            if self.open[place] in _SCOPES:
                break
        return False

    @staticmethod
    def _written(match: re.Match[str]) -> str:
        attributes = match["attributes"]
        if len(attributes) > _LONGEST_ATTRIBUTES:
            attributes = ""
        return f"<{match['slash']}{match['name']}{attributes.replace('<', '&lt;')}>"
