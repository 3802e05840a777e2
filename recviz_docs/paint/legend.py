"""What the colours, signs and arrows of one picture mean.

Owns the rows of the legend: roles and arrows that occur, in a fixed order, each
with a swatch drawn by the same code as the picture. It must not know pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recviz_docs.graph import Edge, EdgeRelation, Graph, Node
from recviz_docs.layout.boxes import GLYPH, Inside
from recviz_docs.layout.geometry import Box, Route
from recviz_docs.layout.labels import parameter_share
from recviz_docs.layout.marks import MARK, MARKED
from recviz_docs.layout.roles import ROLES, node_word
from recviz_docs.layout.surroundings import surroundings
from recviz_docs.messages import Language, Message, message
from recviz_docs.options import Options
from recviz_docs.paint.edges import arrow_head, arrow_line, step_line
from recviz_docs.paint.glyphs import RELATION_GLYPHS, ROLE_GLYPHS
from recviz_docs.paint.markup import element, number, numbers
from recviz_docs.paint.nodes import node_shape
from recviz_docs.paint.stacks import row_shape, ticks
from recviz_docs.paint.style import Style, style_for
from recviz_docs.paint.theme import Ink

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


def legend_rows(
    graph: Graph, options: Options, language: Language, *, style: Style | None = None
) -> tuple[LegendRow, ...]:
    """Gives the rows of the legend of a picture: roles, then marks, then arrows.

    Raises:
        RecvizError: ``option``: there is no such theme.
    """
    style = style or style_for(options)
    ink = Ink(style.theme)
    around = surroundings(graph, options, look=style.look)
    boxes = [around.nodes[name] for name in around.boxes]
    found = {(around.role(node), node_word(node, language, extra=style.roles)) for node in boxes}
    rows = [
        LegendRow(_role_swatch(role, ink), word)
        for role, word in sorted(found, key=lambda one: (ROLES.index(one[0]), one[1]))
    ]
    nodes = [*boxes, *(around.nodes[name] for name in around.frames)]
    arrows = [edge for at, edge in enumerate(graph.edges) if around.drawn(at, edge)]
    return (*rows, *_marks(nodes, graph, options, ink, language), *_arrows(arrows, ink, language))


def _marks(
    nodes: list[Node], graph: Graph, options: Options, ink: Ink, language: Language
) -> Iterator[LegendRow]:
    """Gives what is drawn on boxes: several as one, the share of the parameters, the path taken."""
    if any(node.count > 1 for node in nodes):
        text = message("several alike, as many as ×n says").text(language)
        yield LegendRow(_sheets_swatch(ink), text)
    if any(node.kind == "stack" for node in graph.nodes):
        text = message("stacked: one after the other, each reads the one before").text(language)
        yield LegendRow(_stack_swatch(ink), text)
    if any(node.repeat == "series" for node in nodes):
        text = message("steps in a row, each goes on with what the one before gave").text(language)
        yield LegendRow(_series_swatch(ink), text)
    if any(node.shared for node in nodes):
        text = message("the same weights wherever the letter is the same").text(language)
        yield LegendRow(_letter_swatch(ink), text)
    if any(parameter_share(node, graph, options) for node in nodes):
        text = message("share of the model's parameters").text(language)
        yield LegendRow(_share_swatch(ink), text)
    if graph.decided:
        names = ", ".join(graph.decided)
        template = message(
            "The picture holds for inputs like these: values of {names} chose the path.",
            names=names,
        )
        yield LegendRow(_fork_swatch(ink), template.text(language))


def _arrows(arrows: Sequence[Edge], ink: Ink, language: Language) -> Iterator[LegendRow]:
    relations = {edge.relation for edge in arrows}
    for relation, words in _RELATIONS.items():
        if relation in relations:
            swatch = _arrow_swatch(Edge("", "", relation=relation), ink)
            yield LegendRow(swatch, words.text(language))
    if any(edge.style == "dashed" for edge in arrows):
        text = message("a value that passed through Python").text(language)
        yield LegendRow(_arrow_swatch(Edge("", "", style="dashed"), ink), text)


def _swatch(inner: str) -> str:
    size = f"0 0 {number(_WIDTH)} {number(_HEIGHT)}"
    return element(
        "svg", inner, xmlns="http://www.w3.org/2000/svg", width=_WIDTH, height=_HEIGHT,
        viewBox=size, aria_hidden="true", stroke_linejoin="round",
    )  # fmt: skip


def _role_swatch(role: str, ink: Ink) -> str:
    box = Box("", 1, 2, _WIDTH - 2, _HEIGHT - 4)
    signed = ink.theme.signs and role in ROLE_GLYPHS
    sign = ((box.width - GLYPH) / 2, (box.height - GLYPH) / 2) if signed else None
    return _swatch(node_shape(role, box, ink, behind=0, inside=Inside((), sign)))


def _sheets_swatch(ink: Ink) -> str:
    return _swatch(node_shape("module", Box("", 1, 7, 22, 12), ink, behind=2, inside=Inside(())))


def _stack_swatch(ink: Ink) -> str:
    boxes = [Box("", 1, 1, _WIDTH - 2, 9), Box("", 1, 10, _WIDTH - 2, 9)]
    rows = "".join(
        row_shape("module", box, ink, inside=Inside(()), first=not at, last=at == 1)
        for at, box in enumerate(boxes)
    )
    return _swatch(rows + element("path", d=ticks(boxes), fill=ink("line")))


def _series_swatch(ink: Ink) -> str:
    line, head = step_line(Box("", -4, -20, _WIDTH, _HEIGHT + 18), "TB")
    colour = ink("line")
    drawn = element("path", d=line, fill="none", stroke=colour)
    return _swatch(drawn + element("path", d=head, fill=colour))


def _fork_swatch(ink: Ink) -> str:
    """Gives a way that forks: one branch was taken, the other is not in the picture."""
    taken = element("path", d="M2 10h9l8-6h8")
    other = element("path", d="M11 10l8 6h8", stroke_dasharray="1 3")
    return _swatch(element("g", taken + other, fill="none", stroke=ink("line")))


def _letter_swatch(ink: Ink) -> str:
    letter = element(
        "text", "A", x=_WIDTH / 2, y=_HEIGHT / 2 + 4, text_anchor="middle", font_size=11,
        font_family="sans-serif", fill=ink("text"),
    )  # fmt: skip
    return _swatch(letter)


def _share_swatch(ink: Ink) -> str:
    box = Box("", 1, 2, _WIDTH - 2, _HEIGHT - 4)
    return _swatch(node_shape("module", box, ink, behind=0, inside=Inside(()), share=0.6))


def _arrow_swatch(edge: Edge, ink: Ink) -> str:
    y = _HEIGHT - 4 if edge.relation in MARKED else _HEIGHT / 2
    points = ((1.0, y), (8.0, y), (16.0, y), (22.0, y))
    route = Route(0, points, (28.0, y))
    colour = ink("line")
    line = arrow_line(edge, route, tooltip="")
    if edge.relation in MARKED:
        place = numbers((_WIDTH - MARK) / 2 - 2, 0)
        line += element("path", d=f"M{place}{RELATION_GLYPHS[edge.relation]}")
    head = element("path", d=arrow_head(route), fill=colour)
    return _swatch(element("g", line, fill="none", stroke=colour) + head)
