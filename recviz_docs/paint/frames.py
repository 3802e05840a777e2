"""Frames as SVG: the outline around an opened module, and its title.

Owns their look, and where the title stands along the upper side: where the
fewest arrows pass, and on a ground of its own where one passes all the same. It
must not know what is inside.
"""

from __future__ import annotations

from collections.abc import Sequence

from recviz_docs.graph import Node
from recviz_docs.layout.boxes import title_runs, title_width
from recviz_docs.layout.geometry import Box, Route, along
from recviz_docs.layout.labels import TEXT, Line
from recviz_docs.layout.measure import text_width
from recviz_docs.layout.runs import Run
from recviz_docs.paint.markup import element, number, text
from recviz_docs.paint.texts import text_elements
from recviz_docs.paint.theme import Ink

__all__ = ["frame_element", "frame_title_element", "ground_of"]

_SIDE = 8.0
_BASE = 14.0
_ROW = 18.0  # the part of a frame that its title takes
_PLATE = 14  # height of the ground under a title


def frame_element(node: Node, box: Box, ink: Ink, *, tooltip: str) -> str:
    """Gives the outline of a frame; the group around says its colours."""
    return element(
        "rect",
        element("title", text(tooltip)),
        class_="recviz-frame",
        data_node=node.id,
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=ink.theme.radius * 1.5 or None,
    )


def ground_of(ink: Ink, depth: int) -> str:
    """Gives what frames at a depth are filled with: every second level the other ground."""
    return ink("frame-fill" if depth % 2 else "inner-fill")


def frame_title_element(
    box: Box, title: Line, ink: Ink, *, depth: int, routes: Sequence[Route]
) -> str:
    """Gives a frame's title; drawn after the arrows, of which some may pass behind it."""
    crossings = _crossings(box, routes)
    width, end_width = title_width(title, size=TEXT), text_width(title.end, TEXT)
    start = _free_place(box, width, crossings)
    end = box.width - end_width - _free_place(box, end_width, [box.width - x for x in crossings])
    if title.end and start + width + _SIDE > end:
        start, end = _SIDE, box.width - end_width - _SIDE  # the box has room for both
    runs = title_runs(title, start, _BASE, size=TEXT)
    if title.end:
        runs += (Run(title.end, end, _BASE, end_width, TEXT, muted=True),)
    plates = _plates(box, runs, crossings, ground_of(ink, depth))
    return plates + text_elements(runs, box.x, box.y)


def _plates(box: Box, runs: Sequence[Run], crossings: Sequence[float], ground: str) -> str:
    """Gives a ground under each text that an arrow passes behind."""
    drawn = "".join(
        f"M{number(round(box.x + run.x - 3))} {number(box.y + 10)}h{number(round(run.width + 6))}"
        for run in runs
        if any(run.x - 3 < x < run.x + run.width + 3 for x in crossings)
    )
    return element("path", d=drawn, stroke=ground, stroke_width=_PLATE) if drawn else ""


def _crossings(box: Box, routes: Sequence[Route]) -> list[float]:
    """Gives where along the upper side of a frame arrows pass through its title's row."""
    return sorted(
        x - box.x
        for route in routes
        for x, y in along(route)
        if box.y <= y <= box.y + _ROW and box.x <= x <= box.x + box.width
    )


def _free_place(box: Box, width: float, crossings: Sequence[float]) -> float:
    """Gives the least distance from a side at which a text meets no arrow, if there is one."""
    last = box.width - width - _SIDE
    for place in (_SIDE, *(x + _SIDE for x in sorted(crossings))):
        if place <= last and all(x < place - 4 or x > place + width + 4 for x in crossings):
            return place
    return _SIDE
