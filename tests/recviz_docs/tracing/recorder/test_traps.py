"""Exact edges of the models that recorders get wrong: one file a model, one a list of edges."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from recviz_docs.graph import Edge, Graph
from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs import ExampleInputs
from recviz_docs.tracing.recorder import record
from tests.models.load import DIRECTORY, TRAPS, load_model
from tests.oracles.module_noise import unseen_influences
from tests.oracles.perturbation import moving_pairs
from tests.oracles.reach import input_output_pairs


def trace(name: str) -> Graph:
    model, args = load_model(name)
    example = ExampleInputs(args, {}, "convention", message("inputs()"))
    return record(model, example, options=Options())


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


@pytest.mark.parametrize("name", TRAPS)
def test_edges_are_exactly_those_of_the_source(
    name: str, same_as_file: Callable[[str, Path], None]
) -> None:
    same_as_file(edge_list(trace(name)), DIRECTORY / f"{name}.edges")


@pytest.mark.parametrize("name", TRAPS)
def test_what_moves_an_output_has_a_path_to_it_or_decided_the_path(name: str) -> None:
    model, args = load_model(name)
    graph = trace(name)
    moving = {pair for pair in moving_pairs(model, args, {}) if pair[0] not in graph.decided}
    assert moving <= input_output_pairs(graph)


# Where a plain run does not make the calls that are recorded, they cannot be set side by side.
NO_NOISE = {
    "compiled_submodule": "torch's compiler calls the modules another time",
    "conditional_operator": "torch's compiler calls the modules another time",
    "flexible_attention": "torch's compiler calls the modules another time",
    "generator_argument": "walked inside a call it moves the calls in it; it is walked before",
    "thousand_layers": "a chain: every pair would take a run",
}


@pytest.mark.parametrize("name", [name for name in TRAPS if name not in NO_NOISE])
def test_what_moves_a_module_has_a_path_to_it(name: str) -> None:
    model, args = load_model(name)
    assert unseen_influences(trace(name), model, args, {}) == []
