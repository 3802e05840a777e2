"""Both tracers agree wherever torchview records rightly; where not, the table says why."""

from __future__ import annotations

import pytest

pytest.importorskip("torchview")

from recviz_docs.errors import RecvizError
from recviz_docs.graph import Graph
from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs import ExampleInputs
from recviz_docs.tracing.recorder import record
from recviz_docs.tracing.torchview import record_with_torchview
from tests.models.load import TRAPS, load_model
from tests.oracles.reach import input_output_pairs

# What torchview 0.2.7 gets wrong, measured; docs/explanation has the same table in words.
LOSES_CALLS = {
    "module_without_tensors": "a module that is given no tensor is not recorded",
    "parameter_branch": "a branch of parameters only is not recorded",
    "scripted_function": "all that follows a scripted function is lost",
}
LOSES_PATHS = {
    "complex_numbers": "conj() starts anew",
    "function_gradient": "torch.func.grad is not recorded",
    "generator_argument": "the generator is used up, the model sums nothing",
    "moe_routing": "item assignment is not recorded",
    "partial_read": "item assignment is not recorded",
    "python_tensor": "values that pass through Python are not followed",
    "scripted_function": "a scripted function is not recorded",
    "whole_read_after_parts": "item assignment is not recorded",
}
FAILS = {"sparse_product": "sparse tensors have no storage to wrap"}


def both(name: str) -> tuple[Graph, Graph]:
    model, args = load_model(name)
    example = ExampleInputs(args, {}, "convention", message("inputs()"))
    options = Options()
    return record(model, example, options=options), record_with_torchview(
        model, example, options=options
    )


def calls(graph: Graph) -> list[str]:
    return [node.class_name for node in graph.nodes if node.kind == "module"]


@pytest.mark.parametrize("name", [name for name in TRAPS if name not in FAILS])
def test_module_calls_agree(name: str) -> None:
    ours, theirs = both(name)
    if name in LOSES_CALLS:
        assert len(calls(theirs)) < len(calls(ours))
    else:
        assert calls(ours) == calls(theirs)


@pytest.mark.parametrize("name", [name for name in TRAPS if name not in FAILS])
def test_paths_from_inputs_to_outputs_agree(name: str) -> None:
    ours, theirs = (input_output_pairs(graph) for graph in both(name))
    if name in LOSES_PATHS:
        assert theirs < ours
    else:
        assert ours == theirs


@pytest.mark.parametrize("name", FAILS)
def test_what_torchview_cannot_record_is_a_clear_error(name: str) -> None:
    with pytest.raises(RecvizError, match="torchview cannot record this model") as caught:
        both(name)
    assert caught.value.code == "trace"
    assert "default tracer" in caught.value.text()
