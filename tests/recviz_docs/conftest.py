"""A small trace and the diagram of it, for the tests of what comes behind the tracing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from recviz_docs.diagram import Diagram, Request
from recviz_docs.graph import Argument, Edge, Graph, Model, ModuleInfo, Node, TensorInfo
from recviz_docs.layout import place
from recviz_docs.options import parse_options
from recviz_docs.picture import Picture
from recviz_docs.reference import parse_arguments
from recviz_docs.simplify import simplify


def _table(name: str, rows: int) -> tuple[Node, ...]:
    rows_of, row = TensorInfo((rows, 8), "float32"), TensorInfo((2, 8), "float32")
    ids = TensorInfo((2,), "int64")
    path = f"tables.{name}"
    return (
        Node(f"in:{name}", "input", name, outputs=(ids,),
             attributes={"feature": "sparse", "vocabulary": rows, "dimension": 8}),
        Node(f"mod:{path}", "module", name, "Embedding", path, inputs=(ids,), outputs=(row,),
             parameters=rows * 8, trainable=rows * 8,
             attributes={"num_embeddings": rows, "embedding_dim": 8},
             arguments=(Argument("input", f"in:{name}"),),
             returns=(Argument("", f"fn:{path}/embedding"),), module="torch.nn.modules.sparse"),
        Node(f"fn:{path}/embedding", "function", "embedding", path=path, parent=f"mod:{path}",
             inputs=(ids,), outputs=(row,)),
        Node(f"param:{path}.weight", "parameter", "weight", path=f"{path}.weight",
             outputs=(rows_of,), parameters=rows * 8, trainable=rows * 8),
    )  # fmt: skip


def tiny_trace(rows: dict[str, int] | None = None) -> Graph:
    """Gives the trace of a model with a table for each feature, summed up, and a scale."""
    rows = rows or {"user_id": 100, "item_id": 2_000, "年龄 & <b>": 9}
    tables = [node for name, count in rows.items() for node in _table(name, count)]
    row = TensorInfo((2, 8), "float32")
    total = sum(rows.values()) * 8 + 8
    nodes = (
        *tables,
        Node("in:ignored", "input", "ignored", outputs=(TensorInfo((2,), "float32"),)),
        Node("param:scale", "parameter", "scale", path="scale", parameters=8, trainable=0,
             outputs=(TensorInfo((8,), "float32"),)),
        Node("fn:cat", "function", "cat", attributes={"dim": 1}, outputs=(row,)),
        Node("fn:mul", "function", "mul", outputs=(row,)),
        Node("out:0", "output", "score", inputs=(row,)),
    )  # fmt: skip
    edges = []
    for at, name in enumerate(rows):
        function = f"fn:tables.{name}/embedding"
        edges += [
            Edge(f"in:{name}", function, slot="0", shape=(2,), dtype="int64"),
            Edge(f"param:tables.{name}.weight", function, slot="1", shape=(rows[name], 8)),
            Edge(function, "fn:cat", slot=f"0[{at}]", shape=(2, 8), dtype="float32"),
        ]
    edges += [
        Edge("fn:cat", "fn:mul", slot="0", shape=(2, 8), dtype="float32"),
        Edge("param:scale", "fn:mul", slot="1", shape=(8,), dtype="float32"),
        Edge("fn:mul", "out:0", shape=(2, 8), dtype="float32"),
    ]
    modules = [ModuleInfo("tables", "ModuleDict", total - 8, total - 8)]
    modules += [ModuleInfo(f"tables.{name}", "Embedding", rows[name] * 8) for name in rows]
    modules.append(ModuleInfo("spare", "Linear", 6, 6, extra="in_features=2, out_features=3"))
    return Graph(
        model=Model("Tiny<T>", total, total - 8, module="pkg.tiny"),
        nodes=nodes,
        edges=tuple(edges),
        inputs_rule="features",
        unused=("ignored",),
        modules=tuple(modules),
    )


@pytest.fixture(scope="session")
def layout_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("layout")


@pytest.fixture
def trace_of() -> Callable[[dict[str, int]], Graph]:
    return tiny_trace


@pytest.fixture
def trace() -> Graph:
    return tiny_trace()


DrawText = Callable[..., Diagram]


@pytest.fixture
def drawn(layout_cache: Path) -> DrawText:
    """Gives the diagram that the text of a directive asks for, of a trace that is given."""

    def draw(text: str = "pkg.tiny:build", trace: Graph | None = None) -> Diagram:
        reference, pairs = parse_arguments(text)
        options = parse_options(pairs)
        recorded = trace or tiny_trace()
        graph = simplify(recorded, options, level=0)
        layout = place(graph, options, level=0, cache_dir=layout_cache)
        return Diagram(Request(reference, options), Picture.of(recorded, graph, layout))

    return draw
