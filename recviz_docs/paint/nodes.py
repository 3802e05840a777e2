"""Boxes as SVG: outline, sheets behind it, sign, texts, tooltip.

Owns how a role looks as a shape. It must not know where texts stand within a
box (``layout.boxes`` says so) or what a tooltip says.
"""

from __future__ import annotations

from recviz_docs.graph import Node
from recviz_docs.layout.boxes import ROUND_ROLES, SHEET, arrange, is_signed, sheets
from recviz_docs.layout.geometry import Box, Point
from recviz_docs.layout.labels import Line
from recviz_docs.layout.roles import role_of
from recviz_docs.paint.glyphs import ROLE_GLYPHS
from recviz_docs.paint.markup import element, number, text
from recviz_docs.paint.texts import text_elements
from recviz_docs.paint.theme import Ink

__all__ = ["node_element", "node_shape"]

_ROUND = 12.0  # corners of what enters and leaves


def node_element(node: Node, box: Box, lines: tuple[Line, ...], ink: Ink, *, tooltip: str) -> str:
    """Gives the group of one box."""
    role = role_of(node)
    behind = sheets(node)
    front = Box(
        box.node, box.x, box.y + behind * SHEET,
        box.width - behind * SHEET, box.height - behind * SHEET,
    )  # fmt: skip
    runs, sign = arrange(lines, front.width, front.height, signed=is_signed(role, ink.theme.name))
    place = (front.x + sign[0], front.y + sign[1]) if sign else None
    return element(
        "g",
        element("title", text(tooltip))
        + node_shape(role, front, ink, behind=behind, sign=place)
        + text_elements(runs, front.x, front.y, ink),
        class_=f"recviz-node recviz-{role}",
        data_node=node.id,
    )


def node_shape(role: str, front: Box, ink: Ink, *, behind: int, sign: Point | None) -> str:
    """Gives a box without texts: its outline, the sheets behind it, its role's sign."""
    shapes = _outlines(role, front, count=behind, ink=ink)
    if sign:
        shapes += _sign(role, *sign)
    return element("g", shapes, fill=ink(f"{role}-fill"), stroke=ink(f"{role}-stroke"))


def _sign(role: str, x: float, y: float) -> str:
    return element(
        "path",
        d=ROLE_GLYPHS[role],
        transform=f"translate({number(x)} {number(y)})",
        fill="none",
        stroke_width="1.2",
        stroke_linejoin="round",
    )


def _outlines(role: str, front: Box, *, count: int, ink: Ink) -> str:
    x, y, width, height = front.x, front.y, front.width, front.height
    radius = _radius(role, height, ink)
    drawn = "".join(
        element("rect", x=x + away, y=y - away, width=width, height=height, rx=radius or None)
        for away in (SHEET * sheet for sheet in range(count, -1, -1))
    )
    if role == "output":
        drawn += element(
            "rect", x=x + 2.5, y=y + 2.5, width=width - 5, height=height - 5,
            rx=max(0.0, radius - 2.5) or None, fill="none",
        )  # fmt: skip
    return drawn


def _radius(role: str, height: float, ink: Ink) -> float:
    if ink.theme.radius == 0:
        return 0.0
    if role in ROUND_ROLES:
        return min(_ROUND, height / 2)
    if role == "operation":
        return min(11.0, height / 2)
    return ink.theme.radius
