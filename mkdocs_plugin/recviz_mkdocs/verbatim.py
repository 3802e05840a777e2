"""Parts of a Markdown source in which nothing is a directive.

Owns the recognition of raw HTML, comments and indented code by lines, close
enough to Python-Markdown's own for a look ahead. It must not know directives or
fences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

__all__ = ["html_end", "is_indented_code", "quoted_indent"]

_TAG = re.compile(r" {0,3}<(?P<tag>[A-Za-z][\w-]*)(?P<rest>.*)", re.DOTALL)
_COMMENT = re.compile(r" {0,3}<!--")
_MARKDOWN = re.compile(r"\bmarkdown(?:=|[\s>]|$)")
_OPENER = re.compile(
    r" *(?:(?:[-*+]|\d+[.)]) +|!!! |\?\?\?\+? |===[+!]{0,2} |\[\^[^\]]+\]:|: +|/// )"
)
# Elements that start raw HTML when they start a line, as Python-Markdown has them.
_BLOCK_TAGS = re.compile(
    "address|article|aside|blockquote|body|canvas|center|colgroup|dd|details|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|h[1-6]|header|hgroup|html|iframe|legend|li|main|map|math|menu|"
    "nav|noscript|object|ol|option|output|p|pre|progress|script|section|style|summary|svg|table|"
    "tbody|td|textarea|tfoot|th|thead|tr|ul|video",
    re.IGNORECASE,
)
_TAB = 4


def html_end(lines: Sequence[str], index: int) -> int:
    """Gives the line behind the comment or raw element that starts here; ``index`` if none does.

    An element with a ``markdown`` attribute is not raw, nor is one that is never closed.
    """
    if _COMMENT.match(lines[index]):
        return _line_with("-->", lines, index) or index
    tag = _TAG.match(lines[index])
    if tag is None or _BLOCK_TAGS.fullmatch(tag["tag"]) is None:
        return index
    opening = tag["rest"].partition(">")[0]
    if _MARKDOWN.search(f"{opening} ") or opening.endswith("/"):
        return index
    return _element_end(lines, index, tag["tag"].lower())


def _line_with(text: str, lines: Sequence[str], start: int) -> int | None:
    return next((index + 1 for index in range(start, len(lines)) if text in lines[index]), None)


def _element_end(lines: Sequence[str], start: int, tag: str) -> int:
    opens = re.compile(rf"<{tag}(?=[\s>/]|$)", re.IGNORECASE)
    closes = re.compile(rf"</{tag}\s*>", re.IGNORECASE)
    depth = 0
    for index in range(start, len(lines)):
        depth += len(opens.findall(lines[index])) - len(closes.findall(lines[index]))
        if depth <= 0:
            return index + 1
    return start


def quoted_indent(prefix: str) -> int:
    """Gives the indent behind the quote marks of a prefix, which take one blank each."""
    inner = prefix[prefix.rfind(">") + 1 :]
    return len(inner.removeprefix(" ") if ">" in prefix else inner)


def is_indented_code(lines: Sequence[str], index: int) -> bool:
    """Whether a line is indented code, that is: deeper than what contains it asks for.

    Looks upwards for the list item, admonition, tab or footnote that the indent belongs to.
    """
    line = lines[index]
    prefix = line[: len(line) - len(line.lstrip(" >"))]
    needed = quoted_indent(prefix)
    for above in _above(lines[:index], prefix.count(">")):
        indent = len(above) - len(above.lstrip(" "))
        if needed < _TAB:
            return False
        if not above.strip() or indent >= needed:
            continue
        if _OPENER.match(above):
            if needed - indent >= 2 * _TAB:
                return True
            needed = indent
        elif needed - indent >= _TAB:
            return True
        else:
            needed = indent
    return needed >= _TAB


def _above(lines: Sequence[str], quotes: int) -> Iterator[str]:
    """Gives the lines upwards without their quote marks, as far as the quotation goes."""
    for line in reversed(lines):
        prefix = line[: len(line) - len(line.lstrip(" >"))]
        if prefix.count(">") < quotes:
            return
        if not quotes:
            yield line
            continue
        inner = line
        for _ in range(quotes):
            inner = inner.partition(">")[2].removeprefix(" ")
        yield inner
