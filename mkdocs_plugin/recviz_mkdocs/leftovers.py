"""Directives that Markdown took for text, so that none is lost without a word.

Owns the tree processor that looks through the converted page. It must not draw.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from recviz_docs.errors import RecvizError
from recviz_docs.messages import message
from recviz_mkdocs.fence import RecvizFence
from recviz_mkdocs.page import Page

__all__ = ["RecvizLeftovers"]

# Also behind a mark of a list or a quotation that Markdown has taken for text, and what
# was meant as a directive and is none, even in RST: one colon, no blank.
_LOOKS_LIKE_ONE = re.compile(r"[\s>]*(?:(?:[-*+:]|\d+[.)])\s+)?(?P<text>\.\. *recviz ?:.*)")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SOMETHING = "\ufffc"


class RecvizLeftovers(Treeprocessor):
    """Warns of directives in the text. Escapes are not undone yet: an escaped dot says text."""

    def __init__(self, md: Markdown, *, page: Callable[[], Page], fence: RecvizFence) -> None:
        super().__init__(md)
        self._page = page
        self._fence = fence

    def run(self, root: Element) -> None:
        """Looks through text, fences left alone, and fences that did not come."""
        if not self._fence.seen:
            return
        page = self._page()
        for line in _directives(root, self.md.is_block_level):
            page.tell(_was_swallowed(line), page.locate_text(line))
        code = {inner for pre in root.iter("pre") for inner in pre.iter()}
        for element in root.iter():
            body = None if element in code else page.fence_in(element.text or "")
            if body is not None:
                error = _was_swallowed(f"recviz {body.argument}")
                page.tell(error, page.location(page.place(body)))
        for body in page.missing():
            error = _was_swallowed(f"recviz {body.argument}")
            page.tell(error, page.location(page.place(body)))


def _directives(root: Element, is_block: Callable[[object], bool]) -> Iterator[str]:
    """Gives the lines of text that start like a directive; code and headings may show one."""
    for element in root.iter():
        if not is_block(element.tag) or element.tag == "pre" or element.tag in _HEADINGS:
            continue
        for run in _runs(element, is_block):
            for line in run.split("\n"):
                if found := _LOOKS_LIKE_ONE.match(line):
                    yield found["text"].strip()


def _runs(element: Element, is_block: Callable[[object], bool]) -> Iterator[str]:
    """Gives an element's own text, cut where a block stands between."""
    run = element.text or ""
    for child in element:
        if is_block(child.tag):
            yield run
            run = child.tail or ""
        else:
            run += _inline_text(child) + (child.tail or "")
    yield run


def _inline_text(element: Element) -> str:
    """Gives the text of code, a link, emphasis …: no line that starts with one is a directive."""
    if element.tag == "br":
        return "\n"
    return _SOMETHING + "".join(element.itertext())


def _was_swallowed(line: str) -> RecvizError:
    return RecvizError(
        "markdown",
        message("Markdown takes this directive for text: {line}", line=line),
        advice=message(
            "Write .. recviz:: pkg.mod:build with a blank line above it, in a list indented by "
            "four blanks; a table has no place for it. To show it, write it as code."
        ),
    )
