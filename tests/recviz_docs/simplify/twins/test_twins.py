"""The exact rule of folding: what may be drawn as one node, and what may not."""

from __future__ import annotations

from itertools import combinations

import pytest

from recviz_docs.graph import Graph, TensorInfo
from recviz_docs.simplify.twins import fold_twins
from tests.recviz_docs.simplify.graphs import Trace
from tests.recviz_docs.simplify.twins.cases import CASES
from tests.recviz_docs.simplify.unfold import check_fold


def picture(graph: Graph) -> object:
    """Gives what a reader can tell apart: counts and classes, and how they are joined."""
    nodes = [(n.class_name or n.name, n.count) for n in graph.nodes]
    place = {node.id: number for number, node in enumerate(graph.nodes)}
    return nodes, [(place[e.source], place[e.target], e.slot, e.relation) for e in graph.edges]


@pytest.mark.parametrize("across", [False, True])
@pytest.mark.parametrize(("one", "other"), [*combinations(sorted(CASES), 2)])
def test_different_models_have_different_pictures(one: str, other: str, across: bool) -> None:
    pictures = [picture(fold_twins(CASES[name], across=across)) for name in (one, other)]
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize("across", [False, True])
@pytest.mark.parametrize("name", sorted(CASES))
def test_a_fold_says_what_was_traced(name: str, across: bool) -> None:
    check_fold(CASES[name], fold_twins(CASES[name], across=across))


def folded(name: str) -> dict[str, tuple[str, ...]]:
    return {node.id: node.members for node in fold_twins(CASES[name]).nodes if node.members}


def test_straight_residual_folds_and_crossed_does_not() -> None:
    assert folded("straight residual") == {
        "in:x0": ("x0", "x1"),
        "mod:h.0": ("h.0", "h.1"),
        "mod:b.0": ("b.0", "b.1"),
        "fn:add": ("add", "add#2"),
    }
    assert folded("crossed residual") == {}


def test_self_attention_folds_and_co_attention_does_not() -> None:
    assert folded("self-attention")["mod:att.0"] == ("att.0", "att.1")
    assert folded("co-attention") == {}


@pytest.mark.parametrize(
    ("name", "relations"),
    [
        ("full bipartite", ["each", "all", "gather", "one"]),
        ("one to one", ["each", "each", "gather", "one"]),
        ("two of four", ["one"] * 17),
    ],
)
def test_features_and_experts(name: str, relations: list[str]) -> None:
    assert [edge.relation for edge in fold_twins(CASES[name]).edges] == relations


def test_operands_of_sub_keep_their_places() -> None:
    graphs = [fold_twins(CASES[name]) for name in ("a - b", "b - a")]
    slots = [{(edge.source, edge.slot) for edge in graph.edges} for graph in graphs]
    assert ("mod:t.0", "0") in slots[0]
    assert ("mod:t.0", "1") in slots[1]


def table(t: Trace, path: str, ids: str, rows: int, columns: int = 8) -> str:
    return t.call(
        path,
        "Embedding",
        ids,
        module="torch.nn.modules.sparse",
        parameters=rows * columns,
        shape=TensorInfo((2, columns), "float32"),
        attributes={"num_embeddings": rows, "embedding_dim": columns},
    )


def by_path(t: Trace) -> dict[str, tuple[str, ...]]:
    """Gives weights to calls: those of their module, where two of them are calls of one."""
    paths = [node.path for node in t.nodes if node.kind == "module"]
    return {n.id: (n.path,) for n in t.nodes if n.kind == "module" and paths.count(n.path) > 1}


def test_tables_fold_whatever_their_number_of_rows() -> None:
    t = Trace()
    ids = [
        t.input(name, feature="sparse", vocabulary=v) for name, v in (("user", 10), ("item", 20))
    ]
    tables = [
        table(t, "e.user", ids[0], 10),
        table(t, "e.item", ids[1], 20),
    ]
    t.output(t.function("cat", tables))
    graph = fold_twins(t.graph())
    inputs, embedding, *_ = graph.nodes
    assert inputs.members == ("user", "item")
    assert inputs.attributes == {"feature": "sparse", "vocabulary": "10–20"}
    assert embedding.members == ("e.user", "e.item")
    assert embedding.attributes == {"num_embeddings": "10–20", "embedding_dim": 8}
    assert embedding.parameters == 240


def test_lookups_in_opened_tables_fold_whatever_their_number_of_rows() -> None:
    t = Trace()
    found = []
    for i, rows in enumerate((10, 20)):
        weight = t.parameter(f"e.{i}.weight", shape=TensorInfo((rows, 8), "float32"))
        found.append(t.function("embedding", weight, t.input(f"x{i}")))
    t.output(t.function("cat", found))
    graph = fold_twins(t.graph())
    check_fold(t.graph(), graph)
    assert graph.by_id["param:e.0.weight"].outputs == (TensorInfo(("*", 8), "float32"),)
    assert graph.by_id["fn:embedding"].count == 2


def test_tables_of_other_width_fold_only_without_sizes() -> None:
    t = Trace()
    tables = [table(t, f"e.{i}", t.input(f"x{i}"), 10, 4 * (i + 1)) for i in range(2)]
    t.output(t.function("cat", tables))
    assert not any(node.members for node in fold_twins(t.graph()).nodes)
    graph = fold_twins(t.graph(), sizes=False)
    check_fold(t.graph(), graph)
    embedding = graph.by_id["mod:e.0"]
    assert embedding.attributes == {"num_embeddings": 10, "embedding_dim": "4–8"}
    assert embedding.outputs == (TensorInfo((2, "*"), "float32"),)
    assert [edge.shape for edge in graph.edges if edge.relation == "gather"] == [(2, "*")]


@pytest.mark.parametrize("attribute", ["dilation", "num_heads", "p", "padding_idx"])
def test_other_attributes_keep_apart(attribute: str) -> None:
    t = Trace()
    x = t.input("x")
    branches = [t.call(f"b.{i}", "Branch", x, attributes={attribute: i}) for i in range(2)]
    t.output(t.function("cat", branches))
    for sizes in (True, False):
        graph = fold_twins(t.graph(), sizes=sizes)
        assert [node.id for node in graph.nodes] == [node.id for node in t.nodes]


def test_calls_of_one_table_are_not_calls_of_many() -> None:
    """Of four lookups, two use one table and two their own: no numbering says that."""
    t = Trace()
    paths = ["e.a", "e.a", "e.b", "e.c"]
    tables = [table(t, path, t.input(f"x{i}"), 10) for i, path in enumerate(paths)]
    t.output(t.function("cat", tables))
    graph = fold_twins(t.graph(), weights=by_path(t))
    check_fold(t.graph(), graph)
    assert [n.members for n in graph.nodes if n.kind == "module"] == [
        ("e.a", "e.a#2"),
        ("e.b", "e.c"),
    ]
    assert graph.by_id["mod:e.a"].parameters == 80
    assert graph.by_id["mod:e.b"].parameters == 160


def test_tables_shared_crosswise_do_not_fold() -> None:
    """History i reads the table of target i, or that of the other target."""
    for crossed in (False, True):
        t = Trace()
        names = ["item", "cate"]
        target = [table(t, f"e.{n}", t.input(n), 10) for n in names]
        history = [
            table(t, f"e.{names[1 - i if crossed else i]}", t.input(f"hist_{n}"), 10)
            for i, n in enumerate(names)
        ]
        pairs = zip(target, history, strict=True)
        t.output(t.function("cat", [t.function("sub", *pair) for pair in pairs]))
        folded = fold_twins(t.graph(), weights=by_path(t))
        members = [n.members for n in folded.nodes if n.members]
        assert (members == []) == crossed


def towers(inputs: int, count: int) -> Graph:
    """Towers that multiply into a score: each gathers inputs of its own."""
    t = Trace()
    tops = []
    for k in range(count):
        read = [table(t, f"e.{k}_{i}", t.input(f"x{k}_{i}"), 10) for i in range(inputs)]
        tops.append(t.call(f"tower.{k}", "Tower", t.function("cat", read), parameters=20))
    t.output(t.function("stack", tops))
    return t.graph()


def test_towers_stay_side_by_side_until_they_are_folded_across() -> None:
    graph = towers(3, 2)
    beside, across = fold_twins(graph), fold_twins(graph, across=True)
    for each in (beside, across):
        check_fold(graph, each)
    assert [n.members for n in beside.nodes if n.kind == "input"] == [
        ("x0_0", "x0_1", "x0_2"),
        ("x1_0", "x1_1", "x1_2"),
    ]
    assert beside.by_id["mod:tower.0"].members == ()
    assert across.by_id["mod:tower.0"].members == ("tower.0", "tower.1")


def test_frames_fold_with_their_content() -> None:
    t = Trace()
    x = t.input("x")
    tops = []
    for i in range(3):
        frame = t.call(f"expert.{i}", "Expert", x, parameters=20, frame=True)
        hidden = t.call(f"expert.{i}.fc", "Linear", x, parent=frame, parameters=20)
        tops.append(t.function("relu", hidden, parent=frame))
    t.output(t.function("cat", tops))
    graph = fold_twins(t.graph())
    check_fold(t.graph(), graph)
    assert [(n.id, n.parent, n.count) for n in graph.nodes] == [
        ("in:x", None, 1),
        ("mod:expert.0", None, 3),
        ("mod:expert.0.fc", "mod:expert.0", 3),
        ("fn:expert.0/relu", "mod:expert.0", 3),
        ("fn:cat", None, 1),
        ("out:0", None, 1),
    ]
    assert [e.relation for e in graph.edges] == ["shared", "each", "gather", "one"]


def test_a_value_multiplied_by_itself_keeps_both_arrows() -> None:
    t = Trace()
    squares = [t.function("mul", x, x) for x in (t.input("a"), t.input("b"))]
    t.output(t.function("cat", squares))
    graph = fold_twins(t.graph())
    check_fold(t.graph(), graph)
    assert [(e.target, e.relation) for e in graph.edges][:2] == [("fn:mul", "each")] * 2


def test_values_read_unequally_often_are_not_all_to_all() -> None:
    t = Trace()
    a, b = (t.call(f"h.{i}", "Linear", t.input(f"x{i}"), parameters=20) for i in range(2))
    tops = [t.function("cat", read) for read in ([a, a, b], [b, b, a])]
    t.output(t.function("stack", tops))
    graph = fold_twins(t.graph())
    check_fold(t.graph(), graph)
    assert not any(node.members for node in graph.nodes if node.name == "cat")


def test_inputs_under_their_own_names_fold_into_a_box() -> None:
    """A batch goes into one call, entry by entry; under other names the entries differ."""
    for own in (True, False):
        t = Trace()
        names = ["user", "item", "shop"]
        slots = names if own else [*names[1:], names[0]]
        batch = {f"x.{slot}": t.input(name) for slot, name in zip(slots, names, strict=True)}
        t.output(t.call("embedding", "EmbeddingLayer", parameters=4, **batch))
        graph = fold_twins(t.graph())
        check_fold(t.graph(), graph)
        assert len(graph.edges) == (2 if own else 4)
        assert graph.edges[0].slot == ("x.*" if own else "x.item")


def test_only_the_crossed_part_stays_unfolded() -> None:
    t = Trace()
    hidden = [t.call(f"h.{i}", "Linear", t.input(f"x{i}"), parameters=20) for i in range(5)]
    other = [hidden[1], hidden[0], *hidden[2:]]
    sums = [t.function("add", t.call(f"b.{i}", "Block", h), o)
            for i, (h, o) in enumerate(zip(hidden, other, strict=True))]  # fmt: skip
    t.output(t.function("cat", sums))
    graph = fold_twins(t.graph())
    check_fold(t.graph(), graph)
    assert [n.members for n in graph.nodes if n.class_name == "Linear"] == [
        (),
        (),
        ("h.2", "h.3", "h.4"),
    ]


def test_state_of_a_layer_of_torch_is_no_list() -> None:
    """An LSTM reads (h, c) and (c, h): its pair has two places."""
    t = Trace()
    hidden = [t.call(f"h.{i}", "Linear", t.input(f"x{i}"), parameters=20) for i in range(2)]
    x = t.input("x")
    rnn = "torch.nn.modules.rnn"
    lstms = [
        t.call(f"rnn.{i}", "LSTM", x, hidden[:: 1 - 2 * i], module=rnn, parameters=9)
        for i in range(2)
    ]
    t.output(t.function("cat", lstms))
    assert not any(node.members for node in fold_twins(t.graph()).nodes)


@pytest.mark.parametrize("name", sorted(CASES))
def test_folding_twice_changes_nothing(name: str) -> None:
    once = fold_twins(CASES[name])
    assert fold_twins(once) == once
