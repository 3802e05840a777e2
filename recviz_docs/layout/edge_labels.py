"""What stands at an arrow: which argument, how many, what was selected, the shape.

Owns the choice of these texts and their lines: one below the other where arrows go
sideways, since there width is dear. It must not know where they stand.
"""

from __future__ import annotations

import re

from recviz_docs.graph import Edge, Graph
from recviz_docs.layout.bundles import listed
from recviz_docs.layout.lines import TEXT
from recviz_docs.layout.marks import relation_mark_width
from recviz_docs.layout.measure import break_name, text_width
from recviz_docs.layout.operations import selection_text, slot_tag
from recviz_docs.layout.surroundings import TIGHT, Surroundings, surroundings
from recviz_docs.messages import Language, message, translate
from recviz_docs.options import Options
from recviz_docs.simplify.twins.selections import counts

__all__ = [
    "LINE_HEIGHT",
    "edge_lines",
    "edge_text",
    "every_text",
    "lines_width",
    "selection_words",
    "value_words",
]

LINE_HEIGHT = 13.0
_PART = re.compile(r"\bpart (\S+) of (\d+)")
_ROOM = 170.0
_SIDEWAYS_ROOM = 110.0
_SHORT = 60.0  # px that are not worth two lines


def edge_lines(
    edge: Edge,
    graph: Graph,
    options: Options,
    language: Language,
    *,
    around: Surroundings | None = None,
    index: int | None = None,
) -> tuple[str, ...]:
    """Gives the lines at an arrow, none where there is nothing to say.

    ``index`` is the edge's place in the graph, where the caller knows it.
    """
    around = around or surroundings(graph, options)
    place = graph.edges.index(edge) if index is None else index
    tag = slot_tag(edge, around)
    edge = around.bundles.said.get(place, edge)
    selected = selection_words(listed(edge.label), language)
    how = [tag, _relation(edge, around), every_text(edge, language), selected]
    what = value_words(edge, options, language, around) if place in around.shown_shapes else []
    below = options.direction in ("LR", "RL") or around.room <= TIGHT
    room = _SIDEWAYS_ROOM if below else _ROOM
    lines = [how, what] if below else [[*how, *what]]
    joined = [" ".join(part for part in line if part) for line in lines]
    if below and text_width(" ".join(joined), TEXT) <= _SHORT:
        joined = [" ".join(line for line in joined if line)]
    return tuple(row for line in joined if line for row in break_name(line, TEXT, room))


def every_text(edge: Edge, language: Language) -> str:
    """Gives that every step of a row is joined, and whether they are read last first."""
    if not edge.every:
        return ""
    if counts(edge.slot):  # the places in a list that the steps fill, counted down
        return translate("every step, last first", language)
    return translate("every step", language)


def selection_words(label: str, language: Language) -> str:
    """Gives what was selected on the way, in the reader's words: ``part 2 of 4``, ``[:, 0]``."""

    def words(found: re.Match[str]) -> str:
        return message("part {number} of {count}", number=found[1], count=found[2]).text(language)

    return _PART.sub(words, selection_text(label))


def value_words(
    edge: Edge, options: Options, language: Language, around: Surroundings
) -> list[str]:
    """Gives the shape of what passes, and its type where that is not the usual one."""
    in_cells = around.look.tables  # there the boxes tell the shapes
    if not options.show_shapes or in_cells or edge.shape is None:
        return []
    sizes = ", ".join(str(size) for size in edge.shape)
    shape = f"({sizes})" if sizes else translate("scalar", language)
    told = edge.dtype in ("", "float32") or around.nodes[edge.source].kind == "input"
    return [shape] if told else [shape, edge.dtype]


def edge_text(
    edge: Edge,
    graph: Graph,
    options: Options,
    language: Language,
    *,
    around: Surroundings | None = None,
    index: int | None = None,
) -> str:
    """Gives what stands at an arrow as one text; see `edge_lines`."""
    return " ".join(edge_lines(edge, graph, options, language, around=around, index=index))


def lines_width(edge: Edge, lines: tuple[str, ...]) -> float:
    """Gives the width of the lines with the sign of the arrow's relation before the first."""
    sign = relation_mark_width(edge)
    widths = (text_width(line, TEXT) + (0.0 if at else sign) for at, line in enumerate(lines))
    return max(widths, default=0.0)


def _relation(edge: Edge, around: Surroundings) -> str:
    tail, head = around.nodes[edge.source].count, around.nodes[edge.target].count
    if edge.relation == "each":
        # Both boxes say how many they are: where width is dear, that is enough.
        return "" if around.room <= TIGHT else f"×{max(tail, head)}"
    if edge.relation == "all":
        return f"{tail} × {head}"
    if edge.relation == "shared":
        return f"1 → {head}"
    if edge.relation == "gather":
        return f"{tail} → 1"
    return ""
