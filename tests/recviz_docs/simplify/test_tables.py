from __future__ import annotations

from recviz_docs.graph import Graph
from recviz_docs.simplify.depth import close_calls
from recviz_docs.simplify.tables import mark_shared
from recviz_docs.simplify.twins import fold_twins, shared_weights
from tests.recviz_docs.simplify.graphs import Trace


def tables(*rows: tuple[str, str], layers: dict[str, tuple[str, ...]] | None = None) -> Graph:
    """Gives a trace of look-ups: for each row the frame around them, and the table's name."""
    t = Trace()
    seen: dict[str, str] = {}
    for number, (frame, table) in enumerate(rows):
        ids = t.input(f"x{number}")
        outer = None
        if frame:
            outer = t.call(frame, "Layer", ids, frame=True, parameters=9)
        call = t.call(table, "Embedding", ids, frame=True, parameters=4, parent=outer)
        weight = seen.setdefault(table, "") or t.parameter(f"{table}.weight")
        seen[table] = weight
        found = t.function("embedding", weight, ids, parent=call)
        t.returns(call, _=found)
        t.output(t.function("tanh", found, parent=outer), name=f"y{number}")
    return t.graph()


def shared(graph: Graph, *, depth: int = -1) -> dict[str, str]:
    drawn = close_calls(graph, depth=depth)
    folded = fold_twins(drawn, weights=shared_weights(graph, drawn))
    marked = mark_shared(folded, graph)
    return {node.id: node.shared for node in marked.nodes if node.shared}


def test_two_uses_of_a_table_have_a_letter_and_others_none() -> None:
    graph = tables(("", "item"), ("", "user"), ("", "item"), ("", "city"), ("", "city"))
    drawn = close_calls(graph, depth=-1)
    marked = mark_shared(drawn, graph)
    assert {node.id: node.shared for node in marked.nodes if node.shared} == {
        "mod:item": "A",
        "mod:item#2": "A",
        "mod:city": "B",
        "mod:city#2": "B",
    }


def test_a_call_that_is_made_twice_speaks_for_its_content() -> None:
    graph = tables(("layer", "layer.item"), ("layer", "layer.item"))
    marked = mark_shared(close_calls(graph, depth=-1), graph)
    assert {node.id: node.shared for node in marked.nodes if node.shared} == {
        "mod:layer": "A",
        "mod:layer#2": "A",
    }


def test_one_module_with_other_tables_in_each_call_shares_none() -> None:
    assert shared(tables(("layer", "layer.user"), ("layer", "layer.item"))) == {}
    closed = shared(tables(("layer", "layer.user"), ("layer", "layer.item")), depth=1)
    assert closed == {}


def test_a_table_in_a_frame_and_outside_of_it() -> None:
    graph = tables(("layer", "layer.item"), ("", "layer.item"))
    marked = mark_shared(close_calls(graph, depth=-1), graph)
    assert {node.id: node.shared for node in marked.nodes if node.shared} == {
        "mod:layer.item": "A",
        "mod:layer.item#2": "A",
    }


def test_boxes_that_share_some_weights_only_have_letters_of_their_own() -> None:
    t = Trace()
    x, w, v = t.input("x"), t.parameter("w"), t.parameter("v")
    for number, read in enumerate(([w], [w, v], [v])):
        call = t.call(f"part{number}", "Part", x, frame=True, parameters=4)
        y = x
        for weight in read:
            y = t.function("mul", y, weight, parent=call)
        t.output(y, name=f"y{number}")
    graph = t.graph()
    # At depth 1 the calls are boxes; each weight is told by the boxes that use it.
    drawn = close_calls(graph, depth=1)
    marked = mark_shared(drawn, graph)
    found = {node.id: node.shared for node in marked.nodes if node.kind == "module"}
    assert found == {"mod:part0": "A", "mod:part1": "A, B", "mod:part2": "B"}


def test_members_of_a_family_share_with_those_of_another() -> None:
    rows = [("", "item"), ("", "shop")] * 2
    t = Trace()
    weights = {name: t.parameter(f"{name}.weight") for _, name in rows[:2]}
    for number in range(2):
        values = []
        for name in ("item", "shop"):
            ids = t.input(f"{name}{number}")
            call = t.call(name, "Embedding", ids, frame=True, parameters=4)
            values.append(t.function("embedding", weights[name], ids, parent=call))
        t.output(t.function(("cat", "stack")[number], values), name=f"y{number}")
    marks = shared(t.graph(), depth=1)
    assert marks == {"mod:item": "A", "mod:item#2": "A"}
