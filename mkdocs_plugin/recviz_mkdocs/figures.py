"""The finished page: holders become figures, and nothing was swallowed.

Owns the tree processor that runs last: it takes the formatted caption out of each
holder, stores the figure where Markdown does not touch it, and warns of every
directive that is still text. It must not know the text before it was parsed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from recviz_docs.errors import RecvizError
from recviz_docs.messages import message
from recviz_mkdocs.block import HOLDER, Held
from recviz_mkdocs.fields import MARKER
from recviz_mkdocs.page import Page

__all__ = ["RecvizFigures"]

_SHOWN = frozenset({"code", "pre", "kbd", "samp", "script", "style", "math"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class RecvizFigures(Treeprocessor):
    """Puts the figures in, as HTML that no later step of Markdown reads."""

    def __init__(self, md: Markdown, *, page: Callable[[], Page], held: dict[str, Held]) -> None:
        super().__init__(md)
        self._page = page
        self._held = held

    def run(self, root: Element) -> None:
        """Replaces the holders of the tree and warns of directives left in its text."""
        for line in _swallowed(root, self.md.is_block_level):
            page = self._page()
            page.tell(_was_swallowed(line), page.locate_text(line))
        for holder in [element for element in root.iter() if HOLDER in element.attrib]:
            held = self._held.get(holder.attrib[HOLDER])
            if held is not None:
                self._replace(holder, held)

    def _replace(self, holder: Element, held: Held) -> None:
        html = held.page.figure(held.result, body=held.body, caption=self._caption(holder))
        tail = holder.tail
        holder.clear()
        holder.tag, holder.tail = "p", tail
        holder.text = self.md.htmlStash.store(html)

    def _caption(self, holder: Element) -> str | None:
        """Gives the HTML inside a holder, None if it is empty."""
        inner = Element("div")
        inner.text = holder.text
        inner.extend(list(holder))
        html: str = self.md.serializer(inner)
        return html.removeprefix("<div>").removesuffix("</div>").strip() or None


def _swallowed(root: Element, is_block: Callable[[object], bool]) -> Iterator[str]:
    """Gives the lines of text that start like a directive, code and headings apart."""
    for element in root.iter():
        if not is_block(element.tag) or element.tag in _SHOWN | _HEADINGS:
            continue
        for run in _runs(element, is_block):
            for line in run.split("\n"):
                if line.strip().startswith(MARKER):
                    yield line.strip()


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
    if element.tag in _SHOWN:
        return "\ufffc"  # something is there, but it is no directive
    if element.tag == "br":
        return "\n"
    inner = "".join(_inline_text(child) + (child.tail or "") for child in element)
    return (element.text or "") + inner


def _was_swallowed(line: str) -> RecvizError:
    return RecvizError(
        "markdown",
        message("Markdown takes this directive for text: {line}", line=line),
        advice=message(
            "Leave a blank line above it, and in a list indent it by four blanks; "
            "in a table there is no place for it."
        ),
    )
