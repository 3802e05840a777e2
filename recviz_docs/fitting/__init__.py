"""How strictly a picture is folded: until it fits its column, and is not too high.

Owns the loop over the levels of folding, each simplified and laid out until one is
narrow enough. It must not know what a level does, nor how a picture is painted.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from recviz_docs.fitting.shorter import Drawn, shorter
from recviz_docs.graph import Graph
from recviz_docs.layout import place
from recviz_docs.layout.failure import OutOfTimeError
from recviz_docs.layout.look import Look
from recviz_docs.layout.surroundings import ROOMS
from recviz_docs.options import Options
from recviz_docs.simplify import LEVELS, simplify
from recviz_docs.simplify.wide import side_by_side

__all__ = ["fitting"]

_Level = tuple[int, bool, Graph]

_LEAST = 30.0  # px that a box is wide at least
_FAR = 4  # times the column: for less it is worth a try
_OPEN = 2  # the strictest level that closes no call


def fitting(trace: Graph, options: Options, *, cache_dir: Path | None, look: Look) -> Drawn:
    """Gives the first level of folding that fits the column, or else the narrowest.

    A level that is too much for the layout engine gives way to a stricter one. Where
    the picture is high, calls are closed until it is not.

    Args:
        trace: everything that was recorded.
        options: those of group Picture.
        cache_dir: where the embedded engine keeps its compiled module.
        look: what of themes and roles moves boxes.

    Raises:
        RecvizError: as `simplify` and `place`.
    """
    narrowest: Drawn | None = None
    late: OutOfTimeError | None = None
    narrow = False
    for level, whole, graph in _worth_a_try(_levels(trace, options), options):
        try:
            layout = place(graph, options, level=level, cache_dir=cache_dir, look=look)
        except OutOfTimeError as error:
            late = error
            continue
        if narrowest is None or layout.width < narrowest[1].width:
            narrowest, narrow = (graph, layout), whole
        if layout.width <= options.width:
            break
    if narrowest is None:
        assert late is not None
        raise late
    if options.fold == "off":
        return narrowest
    level = narrowest[1].level

    def draw(closed: frozenset[str], whole: bool) -> Drawn:
        rows = whole or narrow
        graph = simplify(trace, options, level=level, closed=closed, whole=rows)
        return graph, place(graph, options, level=level, cache_dir=cache_dir, look=look)

    return shorter(trace, narrowest, draw, column=options.width)


def _worth_a_try(levels: Iterator[_Level], options: Options) -> Iterator[_Level]:
    """Gives the levels of which it is not plain that they do not fit; the last if it is of all."""
    far: _Level | None = None
    tried = False
    for level in levels:
        if _far_too_wide(level[2], options):
            far = level
        else:
            tried = True
            yield level
    if far is not None and not tried:
        yield far


def _far_too_wide(graph: Graph, options: Options) -> bool:
    """Tells whether a graph needs no layout to see that it does not fit."""
    upright = options.direction in ("TB", "BT")
    return upright and side_by_side(graph) * _LEAST > _FAR * options.width


def _levels(trace: Graph, options: Options) -> Iterator[_Level]:
    """Gives level by level, those left out that change neither the graph nor its boxes.

    Sideways, whole runs are stacked before calls are closed.
    """
    before: Graph | None = None
    levels = range(LEVELS if options.fold == "auto" else 1)
    sideways = options.direction in ("LR", "RL") and options.fold == "auto"
    steps = [(level, False) for level in levels if level <= _OPEN or not sideways]
    steps += [(level, True) for level in levels if level >= _OPEN and sideways]
    for level, whole in steps:
        graph = simplify(trace, options, level=level, whole=whole)
        if graph != before or level < ROOMS:
            yield level, whole, graph
        before = graph
