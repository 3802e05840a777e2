"""The nodes of a diagram, and how they are written to HTML.

Owns two nodes: the picture and its collapsed outline. In a stored page the
picture holds text only; `resolve` adds what was drawn, and replaces both for
every builder whose format is not HTML, so these visitors are all there are.
They must not draw: they run in forked writers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import translatable

from recviz_docs.errors import RecvizError

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

__all__ = [
    "RecvizDiagram",
    "RecvizOutline",
    "depart_diagram",
    "depart_outline",
    "visit_diagram",
    "visit_outline",
]


class RecvizDiagram(nodes.General, nodes.Element, translatable):
    """A picture to come.

    Attributes of a stored page are ``request`` (`asked.request_text`), ``docname`` and,
    where the author gave it, ``alt``. `resolve` adds ``drawn`` and how it is to be shown; for
    a book, ``file``: the picture's place.
    """

    def preserve_original_messages(self) -> None:
        """Has nothing to do: `alt` keeps the text, when Sphinx has translated the page."""

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Has nothing to do: `alt` has looked the text up."""

    def extract_original_messages(self) -> Sequence[str]:
        """Gives what a translator has to translate."""
        return [self["rawalt"]] if self.get("rawalt") else []


class RecvizOutline(nodes.General, nodes.Element):
    """An outline that is collapsed at first: ``summary`` is its title, the rest its children."""


def visit_diagram(self: HTML5Translator, node: RecvizDiagram) -> None:
    """Writes the picture, or the box that says why there is none."""
    drawn, language = node["drawn"], node["language"]
    if isinstance(drawn, RecvizError):
        from recviz_docs.page.frame import error_html  # here, as most builds write no page

        self.body.append(error_html(drawn, language=language, target=node["target"]))
        return
    if "file" in node:
        _visit_file(self, node)
        return
    parts = node["parts"] or node["figures"].parts(
        drawn, language=language, occurrence=node["occurrence"]
    )
    self.body.append(parts.picture)


def _visit_file(self: HTML5Translator, node: RecvizDiagram) -> None:
    """Writes the picture of a book, which is a file of its own."""
    from recviz_docs.page.picture import alt_text, legend_html

    drawn, language = node["drawn"], node["language"]
    alt = alt_text(drawn, language=language)
    self.body.append(self.emptytag(node, "img", src=node["file"], alt=alt))
    if drawn.request.options.legend:
        self.body.append(legend_html(drawn, language=language))


def depart_diagram(self: HTML5Translator, node: RecvizDiagram) -> None:
    """Has nothing left to write."""


def visit_outline(self: HTML5Translator, node: RecvizOutline) -> None:
    """Opens the box."""
    self.body.append(self.starttag(node, "details", CLASS="recviz-outline"))
    self.body.append(f"<summary>{self.encode(node['summary'])}</summary>\n")


def depart_outline(self: HTML5Translator, node: RecvizOutline) -> None:
    """Closes the box."""
    self.body.append("</details>\n")
