"""The drawn edges of models whose source was read against them, line by line.

Each list in ``snapshots/known`` was checked by eye against the model's source in
torch-rechub 0.9.0 before it was written down; a difference is a wrong picture
until the same has been done again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from recviz_docs.diagram import Diagram, Request
from recviz_docs.graph import Graph
from recviz_docs.options import parse_options
from recviz_docs.pipeline import draw_all
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings

pytest.importorskip("torch_rechub")

ROOT = Path(__file__).parents[1]
KNOWN = Path(__file__).parent / "snapshots" / "known"
TARGETS = ("examples.deepfm:build", "examples.din:build")


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Graph]:
    cache = str(tmp_path_factory.mktemp("cache"))
    settings = Settings(base=ROOT / "example_site", cache_dir=cache)
    wanted = [(target, fold) for target in TARGETS for fold in ("auto", "off")]
    requests = [
        Request(parse_reference(target), parse_options({"depth": "3", "fold": fold}))
        for target, fold in wanted
    ]
    found = {}
    for key, result in zip(wanted, draw_all(requests, settings), strict=True):
        assert isinstance(result, Diagram), result.error
        found[key] = result.graph
    return found


def edge_list(graph: Graph) -> str:
    lines = []
    for edge in graph.edges:
        ends = [graph.by_id[name] for name in (edge.source, edge.target)]
        names = [node.id + (f" ×{node.count}" if node.count > 1 else "") for node in ends]
        style = "->" if edge.style == "solid" else "~>"
        shape = "" if edge.shape is None else f" ({', '.join(map(str, edge.shape))})"
        lines.append(f"{names[0]} {style} {names[1]} [{edge.slot}] {edge.relation}{shape}")
    return "\n".join([*lines, ""])


@pytest.mark.parametrize("fold", ["auto", "off"])
@pytest.mark.parametrize("target", TARGETS)
def test_drawn_edges_are_those_of_the_source(
    target: str,
    fold: str,
    graphs: dict[tuple[str, str], Graph],
    same_as_file: Callable[[str, Path], None],
) -> None:
    name = f"{target.partition(':')[0].rpartition('.')[2]}.depth3.fold-{fold}.edges"
    same_as_file(edge_list(graphs[target, fold]), KNOWN / name)
