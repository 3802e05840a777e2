"""Stacks as SVG: rows that touch, sheets behind all of them, ticks from row to row.

Owns how it can be seen that rows follow each other, and in which direction. It must
not know where texts stand within a row, nor what a tooltip says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from recviz_docs.graph import Node
from recviz_docs.layout.boxes import SHEET, BoxTexts, Inside, sheets
from recviz_docs.layout.geometry import Box
from recviz_docs.layout.rows import arrange_row
from recviz_docs.paint.markup import element, number, numbers, text
from recviz_docs.paint.nodes import filled_shape
from recviz_docs.paint.texts import text_elements
from recviz_docs.paint.theme import Ink

__all__ = ["Row", "row_shape", "stack_element", "ticks"]

_TICK = 4.0  # half its width; it is as high


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a stack: its place, what is written in it, what is known of it."""

    node: Node
    box: Box
    texts: BoxTexts
    role: str
    share: float
    tooltip: str


def stack_element(rows: Sequence[Row], ink: Ink, *, start: float) -> str:
    """Gives a stack of rows, in the order in which they follow each other.

    ``start`` is where titles start in a row.
    """
    drawn = sorted(rows, key=lambda row: row.box.y)
    inner = _sheets(drawn, ink) + "".join(
        _row(row, ink, start, first=row is drawn[0], last=row is drawn[-1]) for row in rows
    )
    inner += element("path", d=ticks([row.box for row in rows]), fill=ink("line"))
    return element("g", inner, class_="recviz-stack")


def _row(row: Row, ink: Ink, start: float, *, first: bool, last: bool) -> str:
    inside = arrange_row(row.texts, row.box.width, row.box.height, start=start)
    return element(
        "g",
        element("title", text(row.tooltip))
        + row_shape(row.role, row.box, ink, inside=inside, share=row.share, first=first, last=last)
        + text_elements(inside.runs, row.box.x, row.box.y),
        class_=f"recviz-{row.role}",
        data_node=row.node.id,
    )


def row_shape(
    role: str,
    box: Box,
    ink: Ink,
    *,
    inside: Inside,
    first: bool,
    last: bool,
    share: float = 0.0,
) -> str:
    """Gives a row without texts; only the outer corners of a stack are round."""
    outline = _outline(box, above=ink.theme.radius * first, below=ink.theme.radius * last)
    return filled_shape(role, box, ink, outline=outline, inside=inside, share=share)


def _outline(box: Box, *, above: float, below: float) -> str:
    path = f"M{numbers(box.x, box.y + above)}{_corner(above, above, -above)}"
    path += f"h{numbers(box.width - 2 * above)}{_corner(above, above, above)}"
    path += f"v{numbers(box.height - above - below)}{_corner(below, -below, below)}"
    path += f"h{numbers(2 * below - box.width)}{_corner(below, -below, -below)}z"
    return element("path", d=path)


def _corner(radius: float, x: float, y: float) -> str:
    return f"a{numbers(radius, radius)} 0 0 1 {numbers(x, y)}" if radius else ""


def _sheets(drawn: Sequence[Row], ink: Ink) -> str:
    """Gives the sheets behind a stack that stands for several side by side."""
    top, height = drawn[0], sum(row.box.height for row in drawn)
    behind = "".join(
        element(
            "rect", x=top.box.x + away, y=top.box.y - away, width=top.box.width, height=height,
            rx=ink.theme.radius or None,
        )
        for away in (SHEET * sheet for sheet in range(sheets(top.node), 0, -1))
    )  # fmt: skip
    fill, stroke = ink(f"{top.role}-fill"), ink(f"{top.role}-stroke")
    return element("g", behind, fill=fill, stroke=stroke) if behind else ""


def ticks(boxes: Sequence[Box]) -> str:
    """Gives path data of the small triangles from each row to the next."""
    drawn = ""
    for row, after in pairwise(boxes):
        down = after.y > row.y
        x, y = row.x + row.width / 2, max(row.y, after.y)
        way = _TICK if down else -_TICK
        drawn += f"M{numbers(round(x) - _TICK, y)}h{number(2 * _TICK)}l{numbers(-_TICK, way)}z"
    return drawn
