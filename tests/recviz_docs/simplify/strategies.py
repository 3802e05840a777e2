"""Random traces: rows of calls and operations, side by side and across, some in frames."""

from __future__ import annotations

from hypothesis import strategies as st

from recviz_docs.graph import Graph
from tests.recviz_docs.simplify.graphs import Trace, Value

OPERATIONS = ["add", "cat", "sub", "reshape", "unsqueeze", "chunk", "getitem"]
LAYERS = ["Linear", "Embedding", "Gate"]


@st.composite
def traces(draw: st.DrawFn) -> Graph:
    """Gives traces with twins, near-twins, views, selections, dead ends, shared weights."""
    t = Trace()
    width = draw(st.integers(1, 4))
    rows: list[list[Value]] = [[t.input(f"x{i}") for i in range(width)]]
    rows += [_row(draw, t, rows, number) for number in range(draw(st.integers(1, 5)))]
    last = rows[-1]
    for number, value in enumerate(last[: draw(st.integers(1, len(last)))]):
        t.output(value, name=f"y{number}")
    return t.graph()


def _row(draw: st.DrawFn, t: Trace, rows: list[list[Value]], number: int) -> list[Value]:
    width = draw(st.integers(1, 4))
    layer = draw(st.sampled_from([*OPERATIONS, *LAYERS]))
    pattern = draw(st.sampled_from(["each", "all", "shift", "any"]))
    framed = draw(st.booleans())
    shared = draw(st.integers(1, 3))
    first, step = draw(st.integers(-2, 3)), draw(st.integers(-2, 2))
    source = rows[draw(st.integers(0, len(rows) - 1))] if draw(st.booleans()) else rows[-1]
    values: list[Value] = []
    for lane in range(width):
        read = _read(draw, source, pattern, lane)
        frame = t.call(f"block{number}.{lane}", "Block", *read, frame=True) if framed else None
        path = f"{layer.lower()}{number}.{lane % shared}"
        values.append(_apply(t, layer, read, path, frame, part=lane * step + first))
        if frame is not None:
            t.returns(frame, _=values[-1])
    return values


def _read(draw: st.DrawFn, source: list[Value], pattern: str, lane: int) -> list[Value]:
    if pattern == "all":
        return source
    if pattern == "any":
        return draw(st.lists(st.sampled_from(source), min_size=1, max_size=3))
    return [source[(lane + (pattern == "shift")) % len(source)]]


def _apply(
    t: Trace, layer: str, read: list[Value], path: str, frame: str | None, *, part: int
) -> Value:
    if layer in LAYERS:
        if frame is not None:
            path = f"{t.node(frame).path}.{path}"
        return t.call(path, layer, *read, parent=frame, parameters=4)
    if layer == "cat":
        return t.function("cat", read, parent=frame)
    if layer in ("add", "sub"):
        return t.function(layer, *(read * 2)[:2], parent=frame)
    attributes = {"index": f"[:, {part}]"} if layer == "getitem" else {}
    results = 2 if layer == "chunk" else 1
    made = t.function(layer, read[0], parent=frame, attributes=attributes, results=results)
    return made, part % results
