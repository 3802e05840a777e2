"""What the colours, signs and arrows of one picture mean.

Owns the rows of the legend: roles and arrows that occur, in a fixed order, each
with a swatch drawn by the same code as the picture. It must not know pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from recviz_docs.graph import Edge, EdgeRelation, Graph
from recviz_docs.layout.boxes import GLYPH
from recviz_docs.layout.geometry import Box, Route
from recviz_docs.layout.marks import MARK, MARKED
from recviz_docs.layout.roles import ROLES, role_of, role_word
from recviz_docs.layout.surroundings import surroundings
from recviz_docs.messages import Language, Message, message
from recviz_docs.options import Options
from recviz_docs.paint.edges import edge_element
from recviz_docs.paint.glyphs import RELATION_GLYPHS, ROLE_GLYPHS
from recviz_docs.paint.markup import element, number
from recviz_docs.paint.nodes import node_shape
from recviz_docs.paint.theme import Ink, theme_named

__all__ = ["LegendRow", "legend_rows"]

_WIDTH = 30.0
_HEIGHT = 20.0
_RELATIONS: dict[EdgeRelation, Message] = {
    "each": message("each to its own, as often as the number says"),
    "all": message("every one to every one"),
    "shared": message("one to all"),
    "gather": message("all to one"),
}


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A swatch as SVG, and what it means."""

    swatch: str
    text: str


def legend_rows(graph: Graph, options: Options, language: Language) -> tuple[LegendRow, ...]:
    """Gives the rows of the legend of a picture.

    Raises:
        RecvizError: ``option``: there is no such theme.
    """
    ink = Ink(theme_named(options.theme))
    around = surroundings(graph, options)
    boxes = [around.nodes[name] for name in around.boxes]
    found = {role_of(node) for node in boxes}
    rows = [
        LegendRow(_role_swatch(role, ink), role_word(role, language))
        for role in ROLES
        if role in found
    ]
    if any(node.count > 1 for node in boxes):
        text = message("several alike, as many as ×n says").text(language)
        rows.append(LegendRow(_stack_swatch(ink), text))
    relations = {edge.relation for edge in graph.edges}
    rows += [
        LegendRow(_arrow_swatch(Edge("", "", relation=relation), ink), words.text(language))
        for relation, words in _RELATIONS.items()
        if relation in relations
    ]
    if any(edge.style == "dashed" for edge in graph.edges):
        text = message("a value that passed through Python").text(language)
        rows.append(LegendRow(_arrow_swatch(Edge("", "", style="dashed"), ink), text))
    return tuple(rows)


def _swatch(inner: str) -> str:
    size = f"0 0 {number(_WIDTH)} {number(_HEIGHT)}"
    return element(
        "svg", inner, xmlns="http://www.w3.org/2000/svg", width=_WIDTH, height=_HEIGHT,
        viewBox=size, aria_hidden="true",
    )  # fmt: skip


def _role_swatch(role: str, ink: Ink) -> str:
    box = Box("", 1, 2, _WIDTH - 2, _HEIGHT - 4)
    sign = (_WIDTH - GLYPH) / 2, (_HEIGHT - GLYPH) / 2
    return _swatch(node_shape(role, box, ink, behind=0, sign=sign if role in ROLE_GLYPHS else None))


def _stack_swatch(ink: Ink) -> str:
    return _swatch(node_shape("module", Box("", 1, 6, 22, 12), ink, behind=2, sign=None))


def _arrow_swatch(edge: Edge, ink: Ink) -> str:
    y = _HEIGHT - 4 if edge.relation in MARKED else _HEIGHT / 2
    points = ((1.0, y), (8.0, y), (16.0, y), (22.0, y))
    route = Route(0, points, (28.0, y))
    colour = ink("line")
    drawn = element("g", edge_element(edge, route, tooltip=""), fill=colour, stroke=colour)
    if edge.relation in MARKED:
        drawn += element(
            "path", d=RELATION_GLYPHS[edge.relation], fill="none", stroke=colour,
            transform=f"translate({number((_WIDTH - MARK) / 2 - 2)} 0)",
        )  # fmt: skip
    return _swatch(drawn)
