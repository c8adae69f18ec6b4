"""The tree of a web page, what its elements hold, and which of them hold the article.

A named block (#zoom, .TRS_Editor) is taken before `<article>` and `.content`, and those before the densest block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from govsummary.reading.web.nesting import limit_nesting

# Shorter pages cannot nest deep enough to cost time; longer ones are limited first.
_SHORT_PAGE = 32_768
# Elements that hold no text of the document, and all in them.
_SILENT = frozenset(
    (
        *("head", "script", "style", "noscript", "template", "svg", "math", "canvas", "map", "audio", "video"),
        *("iframe", "object", "applet", "select", "button", "textarea", "nav", "footer", "aside", "del", "rt", "rp"),
    )
)

# How content management systems name the block of the article itself; then what others call it.
_ARTICLE_NAMES = re.compile(
    r"(?:^|\s)(?:zoom|zoomcon\w*|trs_u?editor|ucap-?content|pages_content|vsb_content\w*|v_news_content|js_content"
    r"|wp_articlecontent|custom_unionstyle|con_?txt|article[-_]?(?:con|content|txt|text|body)|art[-_]?con\w*"
    r"|news[-_]?con\w*|detail[-_]?con\w*|xxgk[-_]?content|easysite-news-text)(?=\s|$)"
)
_CONTENT_NAMES = re.compile(
    r"(?:^|\s)(?:article|content|main-?content|content-?(?:text|txt|body)|view|detail|entry-content|neirong)(?=\s|$)"
)
# How pages name what stands beside the article.
_BESIDE_NAMES = re.compile(
    r"(?:^|\s)(?:(?:top|main|site|page|sub)[-_]?)?(?:nav\w*|navbar|menu\w*|header|head|footer|foot|copyright|bread-?crumbs?"
    r"|crumbs?|position|location|dqwz|share\w*|bdshare\w*|relat\w*|xgli?nk|xgxx|xgyd|recommend\w*|sidebar|toolbar|pagination"
    r"|pager|qrcode|ewm|comments?|login|search)(?=\s|$)"
)
_UNSEEN = re.compile(r"display\s*:\s*none|mso-element\s*:\s*(?:comment-list|header|footer)", re.IGNORECASE)
_PUNCTUATION = re.compile("[，。；：、]")
_SPACE = re.compile(r"\s+")
# A named block must hold so much of the page's prose, or it is a teaser; the surer the name, the less.
_TIERS = ((_ARTICLE_NAMES, 0.3), (_CONTENT_NAMES, 0.5))
# A block within another that holds so much of its prose is the article; the rest is around it.
_MOST_PROSE = 0.85
# What stands around the block with most of the prose belongs to it, when it is so little and has no links.
_LITTLE = 0.25
# What is named as beside the article is so, unless it holds more than this share of the page's prose.
_MOST_BESIDE = 0.3


@dataclass(slots=True, eq=False)
class Element:
    """An element of the page; what is never part of a text has been left out of it.

    Attributes:
        tag: its name in lower case.
        attributes: as written; names in lower case.
        parent: None of the root.
        children: elements and text in page order.
        prose: how much running text it holds: marks of punctuation outside of links.
        letters: characters outside of links, white space not counted.
        linked: characters in links.
        tables: how many tables it is and holds.
    """

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)
    prose: int = 0
    letters: int = 0
    linked: int = 0
    tables: int = 0

    def names(self) -> str:
        """Gives the id and the classes in lower case."""
        attributes = self.attributes
        return f"{attributes.get('id') or ''} {attributes.get('class') or ''}".lower() if attributes else ""

    def elements(self) -> Iterator[Element]:
        """Gives this element and all in it, in page order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(child for child in reversed(element.children) if isinstance(child, Element))

    def text(self) -> str:
        """Gives all text within; white space is one blank."""
        pieces: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                pieces.append(node)
            else:
                waiting.extend(reversed(node.children))
        return _SPACE.sub(" ", "".join(pieces)).strip()


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: its body, and the title and the generator that its head names."""

    body: Element
    title: str
    generator: str | None


def parse(html: str) -> Page:
    """Parses a page; broken markup is read as browsers read it.

    Raises:
        OverflowError: more tags than any page of text has.

    >>> parse("<title>总结</title><p>一<p>二").title
    '总结'
    """
    parser = LexborHTMLParser(html if len(html) <= _SHORT_PAGE else limit_nesting(html))
    title = parser.css_first("title")
    generator = parser.css_first("meta[name=generator i]")
    root = parser.body or parser.root
    return Page(
        body=Element("body") if root is None else _tree(root),
        title="" if title is None else _SPACE.sub(" ", title.text()).strip(),
        generator=None if generator is None else (generator.attributes.get("content") or "").strip() or None,
    )


def content_blocks(body: Element) -> list[Element]:
    """Finds what holds the article: blocks that are named so, else the smallest one with most of the prose."""
    for names, share in _TIERS:
        named = [element for element in body.elements() if _is_named(element, names)]
        most = max((element.prose for element in named), default=0)
        best = next((element for element in reversed(named) if element.prose >= _MOST_PROSE * most), None)
        if best is not None and best.prose >= share * body.prose and best.letters:
            return _with_parts(best, named)
    return [_densest(body)]


def is_beside(element: Element, body: Element) -> bool:
    """Tells whether an element is navigation, sharing or the like, by its name and by how little prose it holds."""
    if not element.attributes or element.prose > _MOST_BESIDE * body.prose:
        return False
    return 2 * element.letters <= body.letters and _BESIDE_NAMES.search(element.names()) is not None


def _is_named(element: Element, names: re.Pattern[str]) -> bool:
    if names is _CONTENT_NAMES and element.tag in ("article", "main"):
        return True
    return bool(element.attributes) and names.search(element.names()) is not None


def _with_parts(best: Element, named: list[Element]) -> list[Element]:
    """Adds the other blocks of the same name: some systems cut an article into several."""
    taken = set(map(id, best.elements()))
    holder: Element | None = best
    while holder is not None:
        taken.add(id(holder))
        holder = holder.parent
    parts: list[Element] = []
    for element in named:
        if element is best:
            parts.append(element)
        elif element.names() == best.names() and element.prose and id(element) not in taken:
            taken.update(map(id, element.elements()))
            parts.append(element)
    return parts


def _densest(body: Element) -> Element:
    """Finds the smallest block with most of the prose, and as much around it as has no links."""
    inmost = body
    while inmost.tag != "p":
        within = [child for child in inmost.children if isinstance(child, Element)]
        fullest = max(within, key=lambda child: (child.prose, child.letters), default=None)
        if fullest is None or fullest.letters < _MOST_PROSE * inmost.letters or not _holds_most(fullest, inmost):
            break
        inmost = fullest
    block = inmost
    while block.parent is not None and block.parent.linked == inmost.linked:
        if block.parent.letters - inmost.letters > _LITTLE * inmost.letters:
            break
        block = block.parent
    return block


def _holds_most(child: Element, parent: Element) -> bool:
    return child.prose >= _MOST_PROSE * parent.prose


def _tree(root: LexborNode) -> Element:
    """Copies the parser's tree without what holds no text, and measures it."""
    body = Element("body", root.attributes)
    order = [body]
    waiting: list[tuple[Element, LexborNode]] = []
    holder, node = body, root.first_child
    while True:
        while node is not None:
            tag = node.tag or ""
            if tag == "-text":
                holder.children.append(node.text_content or "")
            elif not tag.startswith("-") and tag not in _SILENT:
                attributes = node.attributes
                if not attributes or not _is_unseen(attributes):
                    element = Element(tag, attributes, holder)
                    holder.children.append(element)
                    order.append(element)
                    inner = node.first_child
                    if inner is not None:
                        waiting.append((holder, node))
                        holder, node = element, inner
                        continue
            node = node.next
        if not waiting:
            break
        holder, node = waiting.pop()
        node = node.next
    _measure(order)
    return body


def _is_unseen(attributes: dict[str, str | None]) -> bool:
    """Tells whether an element is not shown; a block named as the article is hidden only until a script shows it."""
    if "hidden" not in attributes and not _UNSEEN.search(attributes.get("style") or ""):
        return False
    return not _ARTICLE_NAMES.search(f"{attributes.get('id') or ''} {attributes.get('class') or ''}".lower())


def _measure(order: list[Element]) -> None:
    """Counts prose, letters, links and tables of every element, from the leaves up."""
    for element in reversed(order):
        text = "".join(child for child in element.children if isinstance(child, str))
        if text:
            element.prose += len(_PUNCTUATION.findall(text))
            element.letters += len(_SPACE.sub("", text))
        if element.tag == "a":
            element.linked += element.letters
            element.prose = element.letters = 0
        elif element.tag == "table":
            element.tables += 1
        if element.parent is not None:
            element.parent.prose += element.prose
            element.parent.letters += element.letters
            element.parent.linked += element.linked
            element.parent.tables += element.tables
