"""Rows of steps as authors write them, and those that must stay as they are."""

from __future__ import annotations

from recviz_docs.graph import Graph
from recviz_docs.simplify.chains import fold_chains
from tests.recviz_docs.simplify.graphs import Trace
from tests.recviz_docs.simplify.unfold import check_fold


def folded(t: Trace) -> Graph:
    graph = fold_chains(t.graph())
    check_fold(t.graph(), graph)
    return graph


def test_layers_with_a_residual_and_a_shared_mask() -> None:
    t = Trace()
    x, mask = t.input("x"), t.input("mask")
    for number in range(12):
        layer = t.call(f"layers.{number}", "Layer", x, mask, frame=True)
        y = t.call(f"layers.{number}.attention", "Attention", x, mask, parent=layer)
        x = t.function("add", x, y, parent=layer)
    t.output(x)
    graph = folded(t)
    block = graph.by_id["mod:layers.0"]
    assert (block.repeat, block.steps, block.count) == ("series", 12, 1)
    assert [(link.source, link.target, link.slot) for link in block.links] == [
        ("fn:layers.0/add", "mod:layers.0.attention", "0"),
        ("fn:layers.0/add", "fn:layers.0/add", "0"),
    ]
    every = {edge.source: edge.every for edge in graph.edges}
    assert every["in:mask"] == ("mod:layers.0",)
    assert every["in:x"] == ()
    assert len(graph.nodes) == 6


def test_a_stack_of_other_sizes_tells_them_in_order() -> None:
    t = Trace()
    x, sizes = t.input("x"), [8, 6, 4]
    for number in range(2):
        widths = {"in_features": sizes[number], "out_features": sizes[number + 1]}
        x = t.call(f"mlp.{3 * number}", "Linear", x, attributes=widths)
        x = t.call(f"mlp.{3 * number + 1}", "BatchNorm1d", x)
        x = t.call(f"mlp.{3 * number + 2}", "ReLU", x)
    t.output(x)
    graph = folded(t)
    group = graph.by_id["rep:mod:mlp.0"]
    assert (group.kind, group.steps) == ("group", 2)
    linear = graph.by_id["mod:mlp.0"]
    assert linear.attributes == {"in_features": (8, 6), "out_features": (6, 4)}
    assert linear.varying == ("in_features", "out_features")


def test_a_loop_over_time_takes_a_part_each_and_keeps_its_results() -> None:
    t = Trace()
    x, state = t.input("x"), t.function("zeros")
    results = []
    for step in range(9):
        part = t.function("getitem", x, attributes={"index": f"[:, {step}]"})
        state = t.call("cell", "Cell", part, state)
        results.append(state)
    t.output(t.function("stack", results))
    graph = folded(t)
    assert graph.by_id["fn:getitem"].attributes["index"] == "[:, 0…8]"
    (gathered,) = [edge for edge in graph.edges if edge.target == "fn:stack"]
    assert gathered.every == ("rep:fn:getitem",)


def test_rows_that_are_not_equal_stay() -> None:
    for kind in ("skip", "other input", "middle result", "weights"):
        t = Trace()
        x = t.input("x")
        memory = [t.input(f"m{number}") for number in range(3)]
        values = [x]
        for number in range(3):
            read = memory[number] if kind == "other input" else memory[0]
            if kind == "skip" and number == 2:
                read = values[0]
            y = t.function("mul", values[-1], read)
            values.append(t.function("tanh", y))
        t.output(values[-1])
        if kind == "middle result":
            t.output(values[1], name="first")
        weights = {"fn:mul": ("w",), "fn:tanh#3": ("w",)} if kind == "weights" else {}
        graph = fold_chains(t.graph(), weights=weights)
        check_fold(t.graph(), graph)
        assert not any(node.steps == 3 for node in graph.nodes), kind


def test_two_steps_of_one_box_are_as_short_as_a_block() -> None:
    t = Trace()
    t.output(t.call("b", "Linear", t.call("a", "Linear", t.input("x"))))
    assert fold_chains(t.graph()) == t.graph()


def test_blocks_in_blocks() -> None:
    t = Trace()
    x = t.input("x")
    for stage in range(3):
        outer = t.call(f"s.{stage}", "Stage", x, frame=True)
        x = t.call(f"s.{stage}.down", "Down", x, parent=outer)
        for block in range(4):
            x = t.call(f"s.{stage}.b.{block}", "Block", x, parent=outer)
    t.output(x)
    graph = folded(t)
    assert graph.by_id["mod:s.0"].steps == 3
    assert graph.by_id["mod:s.0.b.0"].steps == 12
    assert len(graph.nodes) == 5


def test_towers_beside_each_other_are_no_series() -> None:
    t = Trace()
    x, results = t.input("x"), []
    for number in range(9):
        part = t.function("getitem", x, attributes={"index": f"[:, :{8 + number}]"})
        widths = {"in_features": 8 + number, "out_features": 2}
        results.append(t.call(f"towers.{number}", "Linear", part, attributes=widths))
    t.output(t.function("stack", results))
    graph = folded(t)
    assert {node.repeat for node in graph.nodes} == {"parallel"}


def test_two_states_that_change_places_are_a_series() -> None:
    t = Trace()
    one, other = t.input("a"), t.input("b")
    for number in range(6):
        one, other = other, t.call(f"steps.{number}", "Linear", one)
    t.output(t.function("add", one, other))
    graph = folded(t)
    assert max(node.steps for node in graph.nodes) >= 2


def test_a_row_of_one_operation_is_one_row() -> None:
    t = Trace()
    x = t.input("x")
    for step in range(10):
        part = {"index": f"[{step // 2}]"}
        x = t.function("getitem", x, attributes=part)
    t.output(x)
    assert max(node.steps for node in folded(t).nodes) == 5
    t = Trace()
    x = t.input("x")
    for _ in range(10):
        x = t.function("tanh", x)
    t.output(x)
    assert [node.steps for node in folded(t).nodes] == [1, 10, 1]


def test_modules_with_names_of_their_own_are_no_steps() -> None:
    for names, steps in ((("fc1", "fc2", "fc3"), 3), (("gate", "tower", "head"), 1)):
        t = Trace()
        x = t.input("x")
        for name in names:
            x = t.call(name, "Linear", x)
        t.output(x)
        assert max(node.steps for node in folded(t).nodes) == steps


def test_what_all_steps_of_an_outer_row_read_is_of_no_inner_step() -> None:
    t = Trace()
    x, weights = t.input("x"), [t.parameter("a"), t.parameter("b")]
    for _ in range(4):
        x = t.function("add", t.function("add", x, x), weights[0])
        y = t.function("add", x, x)
        x = t.function("add", x, weights[1])
    t.output(t.function("sub", x, y))
    assert max(node.steps for node in folded(t).nodes) >= 3


def test_results_that_are_read_last_first_are_gathered_and_say_so() -> None:
    t = Trace()
    x, state, results = t.input("x"), t.function("zeros"), []
    for step in reversed(range(5)):
        part = t.function("getitem", x, attributes={"index": f"[:, {step}]"})
        state = t.call("cell", "Cell", part, state)
        results.insert(0, state)
    t.output(t.function("stack", results))
    (gathered,) = [edge for edge in folded(t).edges if edge.target == "fn:stack"]
    assert gathered.slot == "0[4…0]"


def test_a_first_step_may_go_without_a_state() -> None:
    t = Trace()
    x = t.input("x")
    state = t.call("cell", "Cell", x)
    for _ in range(4):
        state = t.call("cell", "Cell", x, hx=state)
    t.output(state)
    graph = folded(t)
    assert graph.by_id["mod:cell"].steps == 5
    assert len(graph.by_id["mod:cell"].inputs) == 2
    assert {(edge.source, edge.slot) for edge in graph.edges} == {("in:x", "0"), ("mod:cell", "")}


def test_numbers_and_places_that_count_the_steps() -> None:
    t = Trace()
    x = t.input("x")
    for step in range(4):
        x = t.function("mul", x, attributes={"other": 1 - step / 10})
        x = t.function("sum", t.function("setitem", x, attributes={"index": f"[{step}]"}))
    t.output(x)
    graph = folded(t)
    assert graph.by_id["fn:mul"].attributes == {"other": (1.0, 0.9, 0.8, 0.7)}
    assert graph.by_id["fn:setitem"].attributes == {"index": "[0…3]"}


def test_a_few_boxes_of_hundreds_are_not_worth_a_row() -> None:
    for names, steps in ((30, 3), (500, 1)):
        t = Trace()
        x = t.input("x")
        for number in range(names):
            x = t.call(f"own.{number}", f"Layer{number}", x)
        for _ in range(3):
            x = t.function("tanh", x)
        t.output(x)
        assert max(node.steps for node in fold_chains(t.graph()).nodes) == steps
