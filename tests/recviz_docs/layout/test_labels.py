from __future__ import annotations

from collections.abc import Callable

import pytest

from recviz_docs.graph import Argument, Edge, Graph, Model, Node, TensorInfo
from recviz_docs.layout.labels import TEXT, TITLE, edge_text, frame_title, node_lines
from recviz_docs.layout.measure import text_width
from recviz_docs.layout.operations import operation_title, selection_text
from recviz_docs.layout.surroundings import surroundings
from recviz_docs.options import Options

ReadGraph = Callable[[str], Graph]
OPTIONS = Options()


def alone(node: Node, parameters: int = 0) -> Graph:
    return Graph(Model("M", parameters, parameters), (node,), ())


def shown(node: Node, options: Options = OPTIONS, parameters: int = 0) -> list[str]:
    lines = node_lines(node, alone(node, parameters), options, "en")
    return ["  ".join(part for part in (line.text, line.tail) if part) for line in lines]


def test_a_module_says_class_sizes_name_and_parameters() -> None:
    node = Node(
        "mod:head.fc", "module", "fc", "Linear", "head.fc", parameters=1_088,
        attributes={"in_features": 16, "out_features": 64, "bias": True},
    )  # fmt: skip
    assert shown(node, parameters=1_088) == ["Linear  16 → 64", "head.fc · 1.09 k params"]
    assert shown(node, Options(show_params=False)) == ["Linear  16 → 64", "head.fc"]


def test_a_count_too_small_to_matter_is_left_out() -> None:
    node = Node("mod:b", "module", "b", "Bias", "bias", parameters=2)
    assert shown(node, parameters=1_000_000) == ["Bias"]
    assert shown(node, parameters=100) == ["Bias", "2 params"]


def test_a_name_that_only_repeats_the_class_is_left_out() -> None:
    assert shown(Node("mod:fm", "module", "fm", "FM", "fm")) == ["FM"]


def test_a_second_call_counts_its_parameters_once_and_has_the_letter_of_the_first() -> None:
    node = Node("mod:e#2", "module", "e", "Embedding", "item", parameters=9, call=2, shared="A")
    assert shown(node, parameters=9) == ["Embedding", "item · shared A"]


def test_folded_names_are_written_once() -> None:
    node = Node(
        "mod:e.C1", "module", "C1", "Embedding", "e.C1", parameters=80,
        members=tuple(f"e.C{i}" for i in range(1, 9)),
        attributes={"num_embeddings": "*", "embedding_dim": 16},
    )  # fmt: skip
    assert shown(node, parameters=80) == ["Embedding ×8  … × 16", "e.{C1 … C8} · 80 params"]


def test_an_input_is_a_feature() -> None:
    node = Node(
        "in:movie", "input", "movie", outputs=(TensorInfo(("B",), "int64"),),
        attributes={"feature": "sparse", "vocabulary": 3953},
    )  # fmt: skip
    assert shown(node) == ["movie", "sparse · vocab 3953 · int64"]
    price = Node("in:p", "input", "price", outputs=(TensorInfo(("B",), "float32"),))
    assert shown(price) == ["price"]


@pytest.mark.parametrize("count", [2, 7, 26, 100, 150])
def test_every_name_of_a_folded_input_is_listed_in_the_authors_order(count: int) -> None:
    names = tuple(f"feature_{i}" for i in range(count))
    node = Node("in:f", "input", "f", members=names, attributes={"feature": "sparse"})
    lines = node_lines(node, alone(node), OPTIONS, "en")
    assert lines[0].text == f"sparse ×{count}"
    assert tuple(cell for line in lines[1:] for cell in line.cells) == names


def test_of_very_many_names_the_number_left_out_is_said() -> None:
    node = Node("in:f", "input", "f", members=tuple(f"x{i}" for i in range(500)))
    cells = [cell for line in node_lines(node, alone(node), OPTIONS, "en") for cell in line.cells]
    assert cells[-1] == "… +351"
    assert len(cells) == 150


def test_an_output_carries_its_key() -> None:
    assert shown(Node("out:0", "output", "output")) == ["output"]
    assert shown(Node("out:0", "output", "logits")) == ["logits", "output"]


def test_values_decided_by_the_inputs_are_marked() -> None:
    node = Node("fn:i", "function", "item", decided=("mask",))
    assert shown(node) == ["item", "for these inputs only"]


@pytest.mark.parametrize(
    "name", ["deepfm", "din", "transformer", "cnn", "hundred", "hostile", "deep", "mmoe"]
)
@pytest.mark.parametrize("level", [0, 3])
def test_no_line_is_wider_than_its_room(graph_named: ReadGraph, name: str, level: int) -> None:
    graph = graph_named(name)
    around = surroundings(graph, OPTIONS, level=level)
    for node in graph.nodes:
        for line in node_lines(node, graph, OPTIONS, "zh", around=around):
            if line.cells:
                continue
            size = TITLE if line.weight == "bold" else TEXT
            width = text_width(line.text, size, bold=line.weight == "bold")
            assert width <= around.room + 1, line


def two_operands(name: str, first: str = "0", second: str = "1") -> Graph:
    value = TensorInfo(("B", 4), "float32")
    return Graph(
        Model("M", 0, 0),
        (
            Node("in:x", "input", "x", outputs=(value,)),
            Node("in:y", "input", "y", outputs=(value,)),
            Node("fn:f", "function", name, outputs=(value,)),
        ),
        (Edge("in:x", "fn:f", slot=first), Edge("in:y", "fn:f", slot=second)),
    )


@pytest.mark.parametrize(
    ("name", "title", "tags"),
    [
        ("add", "+", ("", "")),
        ("sub", "a − b", ("a", "b")),
        ("matmul", "a @ b", ("a", "b")),
        ("where", "where(a, b)", ("a", "b")),
        ("maximum", "maximum", ("", "")),
    ],
)
def test_operands_are_told_apart_where_order_matters(
    name: str, title: str, tags: tuple[str, str]
) -> None:
    graph = two_operands(name)
    around = surroundings(graph, OPTIONS)
    assert operation_title(around.nodes["fn:f"], around)[0] == title
    assert tuple(edge_text(edge, graph, OPTIONS, "en") for edge in graph.edges) == tags


def test_difference_and_its_opposite_are_different_pictures() -> None:
    one, other = two_operands("sub"), two_operands("sub", "1", "0")
    texts = [[edge_text(e, g, OPTIONS, "en") for e in g.edges] for g in (one, other)]
    assert texts == [["a", "b"], ["b", "a"]]


def test_items_of_a_list_need_no_letters() -> None:
    graph = two_operands("cat", "0[0]", "0[1]")
    assert [edge_text(edge, graph, OPTIONS, "en") for edge in graph.edges] == ["", ""]


def test_parameters_of_a_module_are_named(graph_named: ReadGraph) -> None:
    graph = graph_named("transformer")
    texts = [
        edge_text(edge, graph, OPTIONS, "en")
        for edge in graph.edges
        if edge.target == "mod:layers.0.self_attn"
    ]
    assert texts[0] == "query, key, value (B, L, 128)"
    assert texts[3] == "key_padding_mask (B, L)"


def test_a_slot_that_is_no_argument_of_the_module_is_not_said() -> None:
    graph = two_operands("x")
    nodes = (
        *graph.nodes[:2],
        Node("mod:m", "module", "m", "M", "m", arguments=(Argument("query", "in:x"),)),
    )
    edges = tuple(Edge(e.source, "mod:m", slot=e.slot) for e in graph.edges)
    closed = Graph(graph.model, nodes, edges)
    assert [edge_text(edge, closed, OPTIONS, "en") for edge in edges] == ["", ""]


@pytest.mark.parametrize(
    ("relation", "text"),
    [("one", ""), ("each", "×4"), ("all", "4 × 4"), ("shared", "1 → 4"), ("gather", "4 → 1")],
)
def test_relations_are_written(relation: str, text: str) -> None:
    four = ("a", "b", "c", "d")
    graph = Graph(
        Model("M", 0, 0),
        (
            Node("in:x", "input", "x", members=() if relation == "shared" else four),
            Node("fn:f", "function", "relu", members=() if relation == "gather" else four),
        ),
        (Edge("in:x", "fn:f", relation=relation),),  # type: ignore[arg-type]
    )
    assert edge_text(graph.edges[0], graph, OPTIONS, "en") == text


def test_shapes_are_written_where_they_change_and_only_if_wanted(graph_named: ReadGraph) -> None:
    graph = graph_named("cnn")
    texts = [edge_text(edge, graph, OPTIONS, "en") for edge in graph.edges]
    assert texts[0] == "(B, 3, 32, 32)"
    assert texts[1] == "(B, 16, 32, 32)"
    assert texts[2] == ""  # a normalisation leaves the shape as it was
    silent = Options(show_shapes=False)
    assert not any(edge_text(edge, graph, silent, "en") for edge in graph.edges)


def test_a_selection_is_always_written() -> None:
    graph = two_operands("relu")
    edge = Edge("in:x", "fn:f", label="[:, 0]", shape=("B",), dtype="float32")
    graph = Graph(graph.model, graph.nodes, (edge,))
    assert edge_text(edge, graph, OPTIONS, "en") == "[:, 0] (B)"


def test_a_frame_is_titled(graph_named: ReadGraph) -> None:
    graph = graph_named("din")
    node = graph.by_id["mod:attention_layers.0"]
    title = frame_title(node, graph, OPTIONS, "en")
    assert (title.text, title.tail, title.end) == (
        "ActivationUnit ×2",
        "attention_layers.{0, 1}",
        "5 k params",
    )


def test_names_in_a_folded_frame_are_told_from_their_own_frame(graph_named: ReadGraph) -> None:
    graph = graph_named("din")
    node = graph.by_id["mod:attention_layers.0.attention"]
    assert node_lines(node, graph, OPTIONS, "en")[1].text == "attention · 4 k params"


@pytest.mark.parametrize(
    ("index", "title"),
    [
        ("[:, 0]", "[:, 0]"),
        ("[:, 0…1, :, :]", "[:, 0], [:, 1]"),
        ("[:, 0…7]", "[:, 0], …, [:, 7]"),
        ("[:, 0:5, :]", "[:, 0:5]"),
        ("[0…1, 0…1]", "[0, 0], [1, 1]"),
        ("[:, 2…5:3…6]", "[:, 2:3], …, [:, 5:6]"),
        ("[:, 0,2…8]", "[:, 0], …, [:, 8]"),
        ("[:, 8|13:12|17]", "[:, 8:12], [:, 13:17]"),
        ("[:, :]", "[:]"),
        ("[..., 0]", "[..., 0]"),
        ("mask", "mask"),
    ],
)
def test_selections_read_as_a_person_writes_them(index: str, title: str) -> None:
    assert selection_text(index) == title


def test_how_many_cannot_be_read_as_an_operand() -> None:
    node = Node("fn:m", "function", "mul", members=("a/mul", "b/mul"))
    (line,) = node_lines(node, alone(node), OPTIONS, "en")
    assert (line.text, line.count) == ("×", "×2")


def block(**more: object) -> Graph:
    link = Edge("mod:h.0.fc", "mod:h.0.fc")
    members = ("h.0", "h.1", "h.2")
    frame = Node("mod:h.0", "module", "0", "Block", "h.0", members=members, steps=3, links=(link,))
    inner = Node(
        "mod:h.0.fc", "module", "fc", "Linear", "h.0.fc", parent="mod:h.0",
        members=("h.0.fc", "h.1.fc", "h.2.fc"), steps=3, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return Graph(Model("M", 0, 0), (frame, inner), ())


def test_steps_in_a_row_are_told_from_several_side_by_side() -> None:
    graph = block()
    title = frame_title(graph.nodes[0], graph, OPTIONS, "en")
    assert (title.text, title.tail) == ("Block", "h.{0, 1, 2} · in series ×3")
    inner = node_lines(graph.nodes[1], graph, OPTIONS, "en")
    assert inner[0].text == "Linear"


def test_sizes_that_go_from_step_to_step_are_one_row() -> None:
    sizes = {"in_features": (40, 64, 32), "out_features": (64, 32, 1)}
    graph = block(attributes=sizes, varying=("in_features", "out_features"))
    assert node_lines(graph.nodes[1], graph, OPTIONS, "en")[0].tail == "40 → 64 → 32 → 1"
    graph = block(attributes={"num_features": (9, 8, 7)}, varying=("num_features",))
    assert node_lines(graph.nodes[1], graph, OPTIONS, "en")[0].tail == "9, 8, 7"


def test_different_vocabularies_are_a_range() -> None:
    node = Node(
        "mod:e", "module", "e", "Embedding", "e", members=("e.a", "e.b"),
        attributes={"num_embeddings": "7–12000", "embedding_dim": 16},
    )  # fmt: skip
    assert shown(node)[0] == "Embedding ×2  7 – 12\u00a0000 × 16"


def test_operands_after_an_equation_start_with_the_first_letter() -> None:
    graph = two_operands("einsum", "1", "2")
    around = surroundings(graph, OPTIONS)
    assert operation_title(around.nodes["fn:f"], around)[0] == "einsum(a, b)"
    assert [edge_text(edge, graph, OPTIONS, "en") for edge in graph.edges] == ["a", "b"]
    graph = two_operands("where", "0", "2")  # the second is a number
    assert [edge_text(edge, graph, OPTIONS, "en") for edge in graph.edges] == ["a", "c"]


def test_a_number_before_the_sign_stands_before_it() -> None:
    assert shown(Node("fn:r", "function", "rsub", attributes={"other": 1})) == ["1 − x"]
    assert shown(Node("fn:r", "function", "__rtruediv__", attributes={"other": 2.0})) == ["2 ÷ x"]


def test_a_value_without_dimensions_is_a_scalar() -> None:
    graph = two_operands("relu")
    edge = Edge("in:x", "fn:f", shape=(), dtype="float32")
    graph = Graph(graph.model, graph.nodes, (edge,))
    assert edge_text(edge, graph, OPTIONS, "en") == "scalar"


def test_what_only_repeats_the_class_is_left_out() -> None:
    sizes = {"mode": "GRU", "input_size": 8, "hidden_size": 16}
    node = Node("mod:r", "module", "r", "GRU", "r", attributes=sizes)
    assert shown(node) == ["GRU  8 → 16", "r"]
