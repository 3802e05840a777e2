"""What makes a picture shorter that is high.

Owns the order: first the calls that show again what stands above them; then whole
runs of boxes are stacked; then class by class is closed, as few as it takes. It must
not know how calls are closed, nor what is drawn in them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from recviz_docs.graph import Graph, Node
from recviz_docs.layout.failure import OutOfTimeError
from recviz_docs.layout.geometry import Box, Layout
from recviz_docs.simplify import calls_like, calls_shown_above

__all__ = ["Drawn", "shorter"]

# Heights, as parts of the column's width.
_HIGH = 1.5
_TOO_HIGH = 2.0
_WORTH = 0.85  # what is left of the height if closing is worth what is then not seen
_CLOSED = 36.0  # height of a call that is closed
_MOST = 8

Drawn = tuple[Graph, Layout]
Draw = Callable[[frozenset[str], bool], Drawn]


def shorter(trace: Graph, drawn: Drawn, draw: Draw, *, column: int) -> Drawn:
    """Gives a picture with more calls closed if that makes it clearly less high.

    Args:
        trace: everything that was recorded.
        drawn: the picture with as many calls open as its width allows.
        draw: gives the picture with some calls of the trace closed, and with whole runs
            of boxes stacked, or not.
        column: width of the column in px.
    """
    if drawn[1].height <= _HIGH * column:
        return drawn
    widest = max(column, drawn[1].width)
    best, latest, closed = drawn, drawn, calls_shown_above(trace, drawn[0])
    if closed and (again := _drawn(draw, closed, whole=False)):
        latest = again
        if latest[1].width <= widest and latest[1].height < _WORTH * best[1].height:
            best = latest
    if best[1].height > _TOO_HIGH * column and (again := _drawn(draw, closed)):
        latest = again
        if latest[1].width <= widest and latest[1].height < best[1].height:
            best = latest
    tried: set[str] = set()
    while best[1].height > _TOO_HIGH * column and len(tried) < _MOST:
        call = _next(latest, latest[1].height - _TOO_HIGH * column, tried)
        if call is None:
            break
        tried.add(call.id)
        closed |= calls_like(trace, call)
        latest = _drawn(draw, closed) or latest
        if latest[1].width <= widest and latest[1].height < best[1].height:
            best = latest
    return best


def _drawn(draw: Draw, closed: frozenset[str], *, whole: bool = True) -> Drawn | None:
    """Gives the picture with calls closed, None if the layout engine cannot do it in time."""
    try:
        return draw(closed, whole)
    except OutOfTimeError:
        return None


def _next(drawn: Drawn, over: float, tried: Collection[str]) -> Node | None:
    """Gives the innermost open call to close: the least that is enough, or the highest."""
    graph, layout = drawn
    nodes = graph.by_id
    calls = [frame for frame in layout.frames if nodes[frame.node].kind == "module"]
    around = {outer for frame in calls for outer in _around(frame, nodes)}
    inner = [frame for frame in calls if frame.node not in around and frame.node not in tried]
    if not inner:
        return None

    def order(frame: Box) -> tuple[bool, float]:
        saved = frame.height - _CLOSED
        return saved < over, saved if saved >= over else -saved

    return nodes[min(inner, key=order).node]


def _around(frame: Box, nodes: dict[str, Node]) -> set[str]:
    found = set()
    outer = nodes[frame.node].parent
    while outer is not None:
        found.add(outer)
        outer = nodes[outer].parent
    return found
