"""What is drawn of ten models of different shapes: families, blocks in series, edges.

Each file in ``snapshots/structure`` holds one picture's graph at the first level of
folding; no sizes, no places. Read a difference against the model's source before it
is written down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from recviz_docs.diagram import Request
from recviz_docs.graph import Edge, Graph, Node
from recviz_docs.options import parse_options
from recviz_docs.pipeline import Recording, first_graph, record_all
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings

pytest.importorskip("torch_rechub")

ROOT = Path(__file__).parents[1]
STRUCTURE = Path(__file__).parent / "snapshots" / "structure"
TARGETS = {
    "deepfm": "tests.zoo.rechub:deepfm",
    "din": "tests.zoo.rechub:din",
    "dssm": "tests.zoo.rechub:dssm",
    "mmoe": "tests.zoo.rechub:mmoe",
    "ple": "tests.zoo.rechub:ple",
    "hstu": "tests.zoo.rechub:hstu",
    "mixture": "tests.models.own:mixture",
    "encoder": "tests.models.own:encoder",
    "recurrent": "tests.models.own:recurrent",
    "unet": "tests.models.own:unet",
}


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Graph]:
    settings = Settings(base=ROOT, cache_dir=str(tmp_path_factory.mktemp("cache")))
    options = parse_options({"depth": "3"})
    requests = [Request(parse_reference(target), options) for target in TARGETS.values()]
    found = {}
    for name, result in zip(TARGETS, record_all(requests, settings), strict=True):
        assert isinstance(result, Recording), result.error
        found[name] = first_graph(result)
    return found


def structure(graph: Graph) -> Iterator[str]:
    for node in graph.nodes:
        yield f"{named(node)}{' in ' + node.parent if node.parent else ''}"
        yield from (f"  next step: {joined(link, graph)}" for link in node.links)
    yield from (joined(edge, graph) for edge in graph.edges)


def named(node: Node) -> str:
    times = f" ×{node.count}" if node.count > 1 else ""
    return f"{node.id}{times}{f' in series ×{node.steps}' if node.links else ''}"


def joined(edge: Edge, graph: Graph) -> str:
    ends = [graph.by_id[name] for name in (edge.source, edge.target)]
    arrow = "->" if edge.style == "solid" else "~>"
    said = [edge.relation, edge.label, *(f"every step of {block}" for block in edge.every)]
    return f"{named(ends[0])} {arrow} {named(ends[1])} [{edge.slot}] {' '.join(filter(None, said))}"


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_the_structure_is_as_it_was_read(
    name: str, graphs: dict[str, Graph], same_as_file: Callable[[str, Path], None]
) -> None:
    same_as_file("\n".join([*structure(graphs[name]), ""]), STRUCTURE / f"{name}.txt")
