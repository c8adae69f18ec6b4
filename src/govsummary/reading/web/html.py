"""Web pages as they were saved: the article without navigation, footers and links to others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from govsummary.errors import ReadError
from govsummary.reading.blocks import Block, Content, Paragraph, ReadOptions
from govsummary.reading.encodings import decode
from govsummary.reading.web.blocks import blocks_of, tidy
from govsummary.reading.web.tree import Element, Page, content_blocks, parse

_HEAD = 4096
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)

# Lines of furniture stand within so many lines of either end of the article, and are short.
_EDGE_LINES = 8
_LONGEST_FURNITURE = 160
_KEYS = (
    r"(?:发布|发稿|更新|成文|生成|发文)(?:日期|时间)|信息来源|文章来源|来源|稿源|(?:浏览|点击|阅读|访问)(?:次数|量|数)|字体|字号"
    r"|作者|责任编辑|编辑|责编|审核|索引号|信息分类|点击"
)
_KEY = re.compile(rf"(?:{_KEYS}|打印|关闭|分享|收藏|下载)")
_LONE_KEY = re.compile(
    rf"[【\[（(]?(?:{_KEYS})[：:].{{0,40}}"
    r"|(?:上一[篇条]|下一[篇条]|上页|下页)[：:].*|(?:分享到|分享至|扫一扫|当前位置|您(?:现在|当前)?(?:所在)?的?位置)[：:\s].*"
    r"|【?(?:打印本?页?|关闭窗口|关闭本页|返回顶部|相关链接|相关阅读|相关文章|我要纠错)】?"
    r"|(?:主办|承办)(?:单位)?[：:].*|(?:版权所有|网站标识码).*|.*(?:ICP备|公网安备|Copyright).*",
    re.IGNORECASE,
)

# The parts of a page's title: the document's, the column's, the site's.
_TITLE_PARTS = re.compile(r"[_|｜]|\s*[-–—]+\s*|\s*>+\s*")
_SHORTEST_TITLE = 4
_LONGEST_TITLE = 120
_TITLE_LINES = 6  # the title of the document stands in the first lines of its article, or before it
_SPACE = re.compile(r"\s+")


def read_html(data: bytes, path: str, options: ReadOptions) -> Content:
    """Reads a saved page: the encoding is found from the bytes, whatever the page says of it.

    Raises:
        ReadError: `too_large` with more tags than any page of text has.
    """
    return read_page(data, path, _declared(data))


def read_page(data: bytes, path: str, declared: str | None) -> Content:
    """Reads a page whose encoding something says, as a mail does."""
    decoded = decode(data, declared or _declared(data))
    try:
        page = parse(decoded.text)
    except OverflowError as error:
        raise ReadError("too_large", path, f"{error}; save the article alone") from None
    return Content(blocks=_article(page), encoding=decoded.encoding, tool=page.generator, replaced=decoded.replaced)


def _declared(data: bytes) -> str | None:
    """Gives the encoding that the head of a page names; often a wrong one."""
    found = _CHARSET.search(data[:_HEAD].replace(b"\x00", b""))
    return found[1].decode("ascii", "ignore") if found else None


def _article(page: Page) -> list[Block]:
    """Gives the blocks of the article, its title first."""
    contents = content_blocks(page.body)
    blocks = [block for content in contents for block in blocks_of(content, page.body)]
    blocks = _without_furniture(blocks)
    title = _title_outside(page, contents[0], blocks)
    if title is not None:
        blocks.insert(0, Paragraph(title, 0))
    return _levelled(blocks, page.title)


def _without_furniture(blocks: Sequence[Block]) -> list[Block]:
    """Drops the lines at both ends of the article that are the page's: dates of upload, counters, sharing."""
    last = len(blocks) - _EDGE_LINES
    return [
        block
        for number, block in enumerate(blocks)
        if not (isinstance(block, Paragraph) and (number < _EDGE_LINES or number >= last) and _is_furniture(block.text))
    ]


def _is_furniture(line: str) -> bool:
    """Tells whether a line is the page's.

    >>> [_is_furniture(line) for line in ("发布日期：2025-01-10 来源：县政府 浏览次数：128", "收入来源：税收增长5%。")]
    [True, False]
    """
    if len(line) > _LONGEST_FURNITURE or line.endswith("。"):
        return False
    return _LONE_KEY.fullmatch(line) is not None or len(_KEY.findall(line)) >= 3


def _title_outside(page: Page, content: Element, blocks: Sequence[Block]) -> str | None:
    """Finds the title of the document where it stands on the page before the article, and not in its first lines."""
    named = _bare(page.title)
    parts = {_bare(part) for part in _TITLE_PARTS.split(page.title)} | {named}
    top = _bare("".join(block.text for block in blocks[:_TITLE_LINES] if isinstance(block, Paragraph)))
    for element in page.body.elements():
        if element is content:
            break
        if not _SHORTEST_TITLE <= element.letters <= _LONGEST_TITLE or element.linked:
            continue
        text = tidy(element.text())
        bare = _bare(text)
        is_heading = element.tag in ("h1", "h2", "h3") and (bare in named or not named)
        if bare in parts or is_heading:
            return None if bare in top else text
    return None


def _bare(text: str) -> str:
    return _SPACE.sub("", text)


def _levelled(blocks: list[Block], title: str) -> list[Block]:
    """Makes the level of the title 0 and that of the outermost headings 1."""
    levels = {place: block.level for place, block in enumerate(blocks) if isinstance(block, Paragraph) and block.level}
    places = list(levels)
    if places and places[0] < _TITLE_LINES and _is_title(blocks[places[0]], [levels[place] for place in places], title):
        levels[places.pop(0)] = 0
    outermost = min((levels[place] for place in places), default=1)
    for place in places:
        levels[place] -= outermost - 1
    return [
        replace(block, level=levels[place]) if isinstance(block, Paragraph) and place in levels else block
        for place, block in enumerate(blocks)
    ]


def _is_title(first: Block, levels: Sequence[int], title: str) -> bool:
    """Tells whether the first heading is the title: the page is named so, or no other is as far out."""
    if not isinstance(first, Paragraph):
        return False
    return _bare(first.text) in _bare(title) or (len(levels) > 1 and levels[0] < min(levels[1:]))
