"""Frames as SVG: the outline around an opened module, and its title.

Owns their look. It must not know what is inside.
"""

from __future__ import annotations

from recviz_docs.graph import Node
from recviz_docs.layout.boxes import title_runs
from recviz_docs.layout.geometry import Box
from recviz_docs.layout.labels import TEXT, Line
from recviz_docs.paint.markup import element, text
from recviz_docs.paint.texts import text_elements
from recviz_docs.paint.theme import Ink

__all__ = ["frame_element", "frame_title_element"]


def frame_element(node: Node, box: Box, ink: Ink, *, depth: int, tooltip: str) -> str:
    """Gives the outline of a frame; every second level has the other ground."""
    ground = ink("frame-fill" if depth % 2 else "inner-fill")
    outline = element(
        "rect", x=box.x, y=box.y, width=box.width, height=box.height,
        rx=ink.theme.radius * 1.5 or None, fill=ground, stroke=ink("frame-stroke"),
    )  # fmt: skip
    return element(
        "g", element("title", text(tooltip)) + outline, class_="recviz-frame", data_node=node.id
    )


def frame_title_element(box: Box, title: Line, ink: Ink, *, depth: int) -> str:
    """Gives a frame's title; drawn after the arrows, which may pass behind it."""
    halo = ink("frame-fill" if depth % 2 else "inner-fill")
    runs = title_runs(title, 8.0, 14.0, size=TEXT)
    return text_elements(runs, box.x, box.y, ink, halo=halo)
