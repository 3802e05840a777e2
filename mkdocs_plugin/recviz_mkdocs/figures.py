"""The finished page: holders become figures.

Owns the tree processor that runs last: it takes the formatted caption out of each
holder and stores the figure where Markdown does not touch it. It must not know
the text before it was parsed.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from recviz_mkdocs.block import HOLDER, Held

__all__ = ["RecvizFigures"]


class RecvizFigures(Treeprocessor):
    """Puts the figures in, as HTML that no later step of Markdown reads."""

    def __init__(self, md: Markdown, *, held: dict[str, Held]) -> None:
        super().__init__(md)
        self._held = held

    def run(self, root: Element) -> None:
        """Replaces the holders of the tree."""
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
