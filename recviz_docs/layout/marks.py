"""The small signs before an arrow's text that tell the four fold relations apart.

Owns their room; the painter owns their strokes. It must not know texts.
"""

from __future__ import annotations

from recviz_docs.graph import Edge

__all__ = ["MARK", "MARKED", "MARK_GAP", "relation_mark_width"]

MARKED = ("all", "shared", "gather")  # "each" is a plain line with its number
MARK = 14.0
MARK_GAP = 4.0


def relation_mark_width(edge: Edge) -> float:
    """Gives the px that an arrow's sign and its distance to the text take."""
    return MARK + MARK_GAP if edge.relation in MARKED else 0.0
