"""A diagram in standard nodes, for builders that do not write HTML.

Owns what stands in the place of the picture: its alt text, its caption and its
outline as a nested list, or a box that says why there is none. It must not know a
builder beyond the few facts below.
"""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from recviz_docs.errors import RecvizError
from recviz_docs.messages import Language
from recviz_docs.outline import outline
from recviz_docs.page.picture import alt_text
from recviz_sphinx.bullets import bullet_lists
from recviz_sphinx.drawings import Drawn
from recviz_sphinx.node import RecvizDiagram

__all__ = ["replace_diagram"]

_FIGURES = frozenset({"latex", "texinfo", "xml", "pseudoxml"})  # formats that keep a figure
_LATEX_LISTS = 4  # LaTeX nests no more bullet lists than that


def replace_diagram(
    node: RecvizDiagram, drawn: Drawn, language: Language, *, builder_format: str
) -> None:
    """Puts standard nodes in the place of the picture, so that no builder can meet it.

    The outline stands behind the figure, which may be a float on a page of its own.
    Formats without numbered figures get paragraphs: there, a caption is glued to the text.
    """
    outlined: Sequence[nodes.Element] = ()
    if isinstance(drawn, RecvizError):
        body: nodes.Element = nodes.error("", nodes.paragraph(text=drawn.text(language)))
    else:
        body = nodes.paragraph(text=alt_text(drawn, language=language))
        deepest = max(1, _LATEX_LISTS - _lists_around(node)) if builder_format == "latex" else None
        outlined = bullet_lists(outline(drawn, language=language), deepest=deepest)
    figure = node.parent
    if not isinstance(figure, nodes.figure):
        node.replace_self([body, *outlined])
    elif builder_format in _FIGURES and (figure["ids"] or len(figure) > 1):
        node.replace_self(body)
        around, place = figure.parent, figure.parent.index(figure) + 1
        around[place:place] = outlined
    else:
        captions = [_as_paragraph(child) for child in figure.findall(nodes.caption)]
        figure.replace_self([body, *captions, *outlined])


def _as_paragraph(caption: nodes.caption) -> nodes.paragraph:
    return nodes.paragraph("", "", *caption.children)


def _lists_around(node: nodes.Node) -> int:
    """Gives the number of bullet lists that the node stands in."""
    count, around = 0, node.parent
    while around is not None:
        count += isinstance(around, nodes.bullet_list)
        around = around.parent
    return count
