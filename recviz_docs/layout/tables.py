"""Boxes as tables: beside the title, cells with what goes in and what comes out.

Owns the words, the width and the places of these cells (the look of the theme
``torchview``). It must not know the texts beside them or colours.
"""

from __future__ import annotations

from recviz_docs.graph import Node, TensorInfo
from recviz_docs.layout.geometry import Point
from recviz_docs.layout.lines import TEXT
from recviz_docs.layout.measure import elide, text_width
from recviz_docs.layout.runs import Run
from recviz_docs.messages import Language, translate
from recviz_docs.options import Options

__all__ = ["TABLE_HEIGHT", "Cells", "cells_of", "table_runs", "table_width"]

TABLE_HEIGHT = 36.0
_PAD = 6.0
_ROOM = 150.0

Cells = tuple[tuple[str, str], ...]


def cells_of(node: Node, options: Options, language: Language) -> Cells:
    """Gives a word and the shapes for what a box takes and for what it gives.

    Nothing for what is no call or operation, or where shapes are not wanted.
    """
    if not options.show_shapes or node.kind not in ("module", "function"):
        return ()
    rows = (
        (translate("input:", language), node.inputs),
        (translate("output:", language), node.outputs),
    )
    return tuple((word, _shapes(values)) for word, values in rows if values)


def _shapes(values: tuple[TensorInfo, ...]) -> str:
    distinct = dict.fromkeys(str(value) for value in values)
    counts = [(shape, sum(str(value) == shape for value in values)) for shape in distinct]
    shown = (f"{count} × {shape}" if count > 1 else shape for shape, count in counts)
    return elide(", ".join(shown), TEXT, _ROOM)


def table_width(cells: Cells) -> float:
    """Gives the width of the cells; 0 where there are none."""
    return sum(_columns(cells)) if cells else 0.0


def _columns(cells: Cells) -> tuple[float, float]:
    words = max(text_width(word, TEXT) for word, _shape in cells)
    shapes = max(text_width(shape, TEXT) for _word, shape in cells)
    return words + 2 * _PAD, shapes + 2 * _PAD


def table_runs(
    cells: Cells, left: float, width: float, height: float
) -> tuple[tuple[Run, ...], tuple[tuple[Point, Point], ...]]:
    """Gives the texts of the cells, and the lines between them.

    Args:
        cells: what they say.
        left: where the first column starts.
        width: of the whole box, which the last column fills.
        height: of the box.
    """
    if not cells:
        return (), ()
    middle = left + _columns(cells)[0]
    row = height / len(cells)
    runs: list[Run] = []
    rules = [((left, 0.0), (left, height)), ((middle, 0.0), (middle, height))]
    for at, (word, shape) in enumerate(cells):
        base = at * row + row / 2 + 4
        runs.append(Run(word, left + _PAD, base, text_width(word, TEXT), TEXT))
        room = text_width(shape, TEXT)
        runs.append(Run(shape, (middle + width - room) / 2, base, room, TEXT))
        if at:
            rules.append(((left, at * row), (width, at * row)))
    return tuple(runs), tuple(rules)
