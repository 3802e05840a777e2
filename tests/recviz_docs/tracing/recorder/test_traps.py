"""Exact edges of the models that recorders get wrong: one file a model, one a list of edges."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from recviz_docs.graph import Edge, Graph
from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs import ExampleInputs
from recviz_docs.tracing.recorder import record

TRAPS = sorted((Path(__file__).parents[3] / "models" / "traps").glob("*.py"))


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"traps_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def trace(path: Path) -> Graph:
    module = load(path)
    given = module.inputs()
    args = given if isinstance(given, tuple) else (given,)
    example = ExampleInputs(
        args=args, kwargs={}, rule="convention", facts={}, description=message("inputs()")
    )
    return record(module.Model(), example, options=Options())


def written(edge: Edge) -> str:
    output = f".{edge.output}" if edge.output else ""
    slot = f" [{edge.slot}]" if edge.slot else ""
    return f"{edge.source}{output} {'->' if edge.style == 'solid' else '~>'} {edge.target}{slot}"


def edge_list(graph: Graph) -> str:
    """Gives the edges, without those from the weights of layers of torch.nn."""
    layers = {node.id for node in graph.nodes if node.module.startswith("torch.nn")}
    inside = {node.id for node in graph.nodes if node.parent in layers}
    lines = [
        written(edge)
        for edge in graph.edges
        if not (edge.source.startswith("param:") and edge.target in inside)
    ]
    notes = [f"unused {name}" for name in graph.unused]
    notes += [f"decided by {name}" for name in graph.decided]
    return "\n".join([*lines, *notes, ""])


@pytest.mark.parametrize("path", TRAPS, ids=lambda path: path.stem)
def test_edges_are_exactly_those_of_the_source(
    path: Path, same_as_file: Callable[[str, Path], None]
) -> None:
    same_as_file(edge_list(trace(path)), path.with_suffix(".edges"))
