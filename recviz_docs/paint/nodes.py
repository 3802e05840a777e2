"""Boxes as SVG: outline, sheets behind it, sign, cells, share, texts, tooltip.

Owns how a role looks as a shape. It must not know where texts stand within a
box (``layout.boxes`` says so) or what a tooltip says.
"""

from __future__ import annotations

from recviz_docs.graph import Node
from recviz_docs.layout.boxes import ROUND_ROLES, SHEET, BoxTexts, Inside, arrange, sheets
from recviz_docs.layout.geometry import Box, Point
from recviz_docs.paint.glyphs import ROLE_GLYPHS
from recviz_docs.paint.markup import element, numbers, text
from recviz_docs.paint.texts import text_elements
from recviz_docs.paint.theme import Ink

__all__ = ["filled_shape", "node_element", "node_shape"]

_ROUND = 12.0  # corners of what enters and leaves
_BAR = 3.0


def node_element(
    node: Node, box: Box, texts: BoxTexts, ink: Ink, *, role: str, share: float, tooltip: str
) -> str:
    """Gives the group of one box; ``share`` is its part of the model's parameters."""
    behind = sheets(node)
    front = Box(
        box.node, box.x, box.y + behind * SHEET,
        box.width - behind * SHEET, box.height - behind * SHEET,
    )  # fmt: skip
    inside = arrange(texts, front.width, front.height)
    return element(
        "g",
        element("title", text(tooltip))
        + node_shape(role, front, ink, behind=behind, inside=inside, share=share)
        + text_elements(inside.runs, front.x, front.y),
        class_=f"recviz-{role}",
        data_node=node.id,
    )


def node_shape(
    role: str, front: Box, ink: Ink, *, behind: int, inside: Inside, share: float = 0.0
) -> str:
    """Gives a box without texts: outline, sheets behind it, sign, cells, share."""
    outline = _outlines(role, front, count=behind, ink=ink)
    return filled_shape(role, front, ink, outline=outline, inside=inside, share=share)


def filled_shape(
    role: str, front: Box, ink: Ink, *, outline: str, inside: Inside, share: float = 0.0
) -> str:
    """Gives a box without texts that has its outline already."""
    shapes = outline
    if share:
        shapes += _share_line(front, share, inside.room or front.width)
    drawn = "".join(_rule(rule, front) for rule in inside.rules)
    if inside.sign:
        place = numbers(round(front.x + inside.sign[0]), round(front.y + inside.sign[1]))
        drawn += f"M{place}{ROLE_GLYPHS[role]}"
    if drawn:
        shapes += element("path", d=drawn, fill="none")
    return element("g", shapes, fill=ink(f"{role}-fill"), stroke=ink(f"{role}-stroke"))


def _rule(rule: tuple[Point, Point], front: Box) -> str:
    """Gives path data of a line between cells."""
    (x, y), (far_x, far_y) = rule
    start = numbers(round(front.x + x), round(front.y + y))
    if x == far_x:
        return f"M{start}V{numbers(round(front.y + far_y))}"
    return f"M{start}H{numbers(round(front.x + far_x))}"


def _share_line(front: Box, share: float, room: float) -> str:
    """Gives the bar along the lower side that is as long as the share of the parameters."""
    length = max(2.0, share * (room - 2 * _BAR))
    start = numbers(front.x + _BAR, front.y + front.height - 2)
    return element("path", d=f"M{start}h{numbers(round(length))}", stroke_width=_BAR)


def _outlines(role: str, front: Box, *, count: int, ink: Ink) -> str:
    x, y, width, height = front.x, front.y, front.width, front.height
    radius = _radius(role, height, ink)
    drawn = "".join(
        element(
            "rect", x=x + away, y=y - away, width=width, height=height, rx=radius or None,
            stroke_dasharray="4 2" if role == "opaque" else None,
        )
        for away in (SHEET * sheet for sheet in range(count, -1, -1))
    )  # fmt: skip
    if role == "output":
        drawn += element(
            "rect", x=x + 3, y=y + 3, width=width - 6, height=height - 6,
            rx=max(0.0, radius - 3) or None, fill="none",
        )  # fmt: skip
    return drawn


def _radius(role: str, height: float, ink: Ink) -> float:
    if ink.theme.radius == 0:
        return 0.0
    if role in ROUND_ROLES:
        return min(_ROUND, height // 2)
    if role == "operation":
        return min(11.0, height // 2)
    return ink.theme.radius
