"""Random rows of steps, written as a loop would run them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from recviz_docs.graph import Graph
from tests.recviz_docs.simplify.graphs import Trace, Value

__all__ = ["Plan", "plans", "row_of"]

Read = tuple[str, int]
Operation = tuple[str, tuple[Read, ...]]


@dataclass(frozen=True)
class Plan:
    """How a row is made.

    Attributes:
        body: the operations of one step; each reads the state that the step before
            left, the step's own results, values from outside, parts of an input
            that are the step's own, or a parameter of its own.
        steps: how many there are.
        states: how many results each step hands on.
        framed: each step is a call of its own.
        shared: all steps have the same weights, as in a recurrent cell.
        towers: how many such rows stand side by side.
        kept: each step's last result is kept and put together in the end.
        back: what is kept is put together last first.
        empty: cells of the first step are called without a state.
        odd: the step that does something else, and where in its body.
    """

    body: tuple[Operation, ...]
    steps: int
    states: int = 1
    framed: bool = False
    shared: bool = False
    towers: int = 1
    kept: bool = False
    back: bool = False
    empty: bool = False
    odd: tuple[int, int, str] | None = None


@st.composite
def plans(draw: st.DrawFn, *, odd: bool = True) -> Plan:
    """Gives plans of rows, some with one step that is not like the others."""
    states = draw(st.integers(1, 2))
    body: list[Operation] = []
    names = ["Linear", "Cell", "relu", "add", "sub", "cat", "getitem", "part", "scaled", "setitem"]
    if draw(st.booleans()):
        names = [draw(st.sampled_from(names))]
    for number in range(draw(st.integers(max(2, states), 5))):
        name = draw(st.sampled_from(names))
        own = [("own", at) for at in range(number)]
        sources = [*(("state", at) for at in range(states)), *own, *own]
        extra = [("outside", 0), ("outside", 1), ("parameter", 0), ("slice", 0)]
        first = ("state", 0) if number == 0 else draw(st.sampled_from(sources))
        second = draw(st.sampled_from([*sources, *extra]))
        body.append((name, (first, second)))
    steps = draw(st.sampled_from([4, 5, 6, 10]))
    wrong = None
    if odd and draw(st.booleans()):
        kind = draw(st.sampled_from(["class", "outside", "state", "skip"]))
        wrong = draw(st.integers(0, steps - 1)), draw(st.integers(0, len(body) - 1)), kind
    return Plan(
        tuple(body),
        steps,
        states=states,
        framed=draw(st.booleans()),
        shared=draw(st.booleans()),
        towers=draw(st.integers(1, 2)) if odd else 1,
        kept=draw(st.booleans()),
        back=draw(st.booleans()),
        empty=draw(st.booleans()),
        odd=wrong,
    )


def row_of(plan: Plan) -> Graph:
    """Gives the trace of a plan."""
    t = Trace()
    x = t.input("x")
    outside: list[Value] = [t.input("mask"), t.input("memory")]
    for tower in range(plan.towers):
        state: list[Value] = [t.function("neg", x) for _ in range(plan.states)]
        results: list[Value] = []
        before = list(state)
        for step in range(plan.steps):
            made = _step(t, plan, (tower, step), state, [*outside, before[0]])
            before, state = state, made[-plan.states :]
            results.append(made[-1])
        kept = results[::-1] if plan.back else results
        t.output(t.function("stack", kept) if plan.kept else state[-1], name=f"y{tower}")
        t.output(state[0], name=f"z{tower}")
    return t.graph()


def _step(
    t: Trace, plan: Plan, place: tuple[int, int], state: list[Value], outside: list[Value]
) -> list[Value]:
    tower, step = place
    name = f"t{tower}.layer" if plan.shared else f"t{tower}.layers.{step}"
    frame = t.call(name, "Layer", state[0], frame=True) if plan.framed else None
    made: list[Value] = []
    for at, (operation, reads) in enumerate(plan.body):
        values = [
            _value(t, read, made, state, outside, f"{name}.w{at}", step)
            for place, read in enumerate(reads)
            if not (
                plan.empty and step == 0 and read[0] == "state" and place and operation == "Cell"
            )
        ]
        wrong = plan.odd is not None and plan.odd[:2] == (step, at)
        if wrong and plan.odd is not None:
            operation, values = _changed(plan.odd[2], operation, values, state, outside)
        made.append(_apply(t, operation, values, f"{name}.{at}", frame, step))
    return made


def _changed(
    kind: str, operation: str, values: list[Value], state: list[Value], outside: list[Value]
) -> tuple[str, list[Value]]:
    if kind == "class":
        return "tanh", values[:1]
    odd = {"outside": outside[0], "state": state[-1], "skip": outside[2]}[kind]
    return operation, [values[0], odd]


def _value(
    t: Trace,
    read: Read,
    made: list[Value],
    state: list[Value],
    outside: list[Value],
    path: str,
    step: int,
) -> Value:
    kind, number = read
    if kind == "parameter":
        known = {node.path: node.id for node in t.nodes if node.kind == "parameter"}
        return known.get(path) or t.parameter(path)
    if kind == "slice":
        return t.function("getitem", outside[1], attributes={"index": f"[:, {step}]"})
    return {"own": made, "state": state, "outside": outside}[kind][number]


def _apply(
    t: Trace, operation: str, values: list[Value], path: str, frame: str | None, step: int
) -> Value:
    if operation == "Linear":
        return t.call(path, "Linear", values[0], parent=frame, parameters=4)
    if operation == "Cell":
        return t.call(path, "Cell", *values, parent=frame)
    if operation in ("relu", "tanh"):
        return t.function(operation, values[0], parent=frame)
    if operation == "cat":
        return t.function("cat", values, parent=frame)
    if operation == "getitem":
        index = {"index": f"[:, {step}]"}
        return t.function("getitem", values[0], parent=frame, attributes=index)
    if operation == "scaled":
        number = {"other": step / 10}
        return t.function("mul", values[0], parent=frame, attributes=number)
    if operation == "setitem":
        index = {"index": f"[:, {step}]"}
        return t.function("setitem", *values, parent=frame, attributes=index)
    if operation == "part":
        return t.function("chunk", values[0], parent=frame, results=2), 1
    return t.function(operation, *values, parent=frame)
