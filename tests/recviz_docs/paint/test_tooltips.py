from __future__ import annotations

from recviz_docs.graph import Edge, Graph, Model, Node, TensorInfo
from recviz_docs.layout.surroundings import surroundings
from recviz_docs.options import Options
from recviz_docs.paint.tooltips import edge_tooltip, node_tooltip

FC = Node(
    "mod:mlp.0", "module", "0", "Linear", "mlp.0", module="torch.nn.modules.linear",
    inputs=(TensorInfo(("B", 16), "float32"),), outputs=(TensorInfo(("B", 64), "float32"),),
    parameters=1088, attributes={"in_features": 16, "bias": True}, source="nets.py:12",
)  # fmt: skip
TABLES = Node(
    "mod:e.a", "module", "a", "Embedding", "e.a", module="torch.nn",
    members=tuple(f"e.f{at}" for at in range(30)),
)  # fmt: skip


def test_a_box_tells_all_that_is_known() -> None:
    graph = Graph(Model("M", 10880, 10880), (FC,), ())
    assert node_tooltip(FC, graph, surroundings(graph, Options()), "en").split("\n") == [
        "mlp.0: torch.nn.modules.linear.Linear",
        "linear or convolution · in_features=16, bias=True",
        "takes (B, 16) → gives (B, 64)",
        "1088 parameters, 10.0 % of the model",
        "nets.py:12",
    ]


def test_a_folded_box_lists_every_member() -> None:
    graph = Graph(Model("M", 0, 0), (TABLES,), ())
    text = node_tooltip(TABLES, graph, surroundings(graph, Options()), "en")
    assert "stands for 30: e.{f0, f1, f2," in text
    assert "f29}" in text


def test_an_arrow_tells_both_ends_and_what_passed() -> None:
    edge = Edge(
        "mod:e.a", "mod:mlp.0", style="dashed", relation="gather", label="[:, 0]",
        shape=("B", 16), dtype="float32", slot="input",
    )  # fmt: skip
    graph = Graph(Model("M", 0, 0), (TABLES, FC), (edge,))
    assert edge_tooltip(edge, surroundings(graph, Options()), "en").split("\n") == [
        "e.a ×30 → mlp.0 (input)",
        "[:, 0] · (B, 16) · all to one · passed through Python",
    ]
