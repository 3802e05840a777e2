"""Random rows in rows, as loops over layers and over time would run them."""

from __future__ import annotations

from hypothesis import strategies as st

from recviz_docs.graph import Graph
from tests.recviz_docs.simplify.graphs import Trace, Value

__all__ = ["nested_rows"]


@st.composite
def nested_rows(draw: st.DrawFn) -> Graph:
    """Gives a loop in a loop; the inner one reads parts of what the outer one hands on."""
    outer, inner = draw(st.integers(2, 4)), draw(st.integers(2, 5))
    reads = draw(st.sampled_from(["part", "whole", "first", "mixed"]))
    backwards = draw(st.booleans())
    kept = draw(st.sampled_from(["all", "reversed", "last"]))
    fresh, framed = draw(st.booleans()), draw(st.booleans())
    odd = draw(st.sampled_from([None, None, (outer - 1, inner - 1), (0, 0)]))
    t = Trace()
    x: Value = t.input("x")
    memory = t.input("memory")
    state: Value = t.function("neg", memory)
    for layer in range(outer):
        frame = t.call(f"layers.{layer}", "Layer", x, frame=True) if framed else None
        if fresh:
            state = t.function("zeros", parent=frame)
        results: list[Value] = []
        for step in reversed(range(inner)) if backwards else range(inner):
            taken = _taken(t, reads, x, memory, step, frame)
            name = "Other" if odd == (layer, step) else "Cell"
            state = t.call(f"cells.{layer}", name, taken, hx=state, parent=frame)
            if draw(st.booleans()) if reads == "mixed" else False:
                state = t.function("tanh", state, parent=frame)
            results.append(state)
        joined = {"all": results, "reversed": results[::-1], "last": results[-1:]}[kept]
        x = t.function("stack", joined, parent=frame)
    t.output(x)
    return t.graph()


def _taken(t: Trace, reads: str, x: Value, memory: Value, step: int, frame: str | None) -> Value:
    if reads == "whole":
        return x
    if reads == "first" and step == 0:
        return memory
    index = {"index": f"[:, {step}]"}
    return t.function("getitem", x, attributes=index, parent=frame)
