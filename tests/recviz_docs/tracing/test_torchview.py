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
from tests.oracles.torchview_differences import DIFFERENCES

FAILS = [item.trap for item in DIFFERENCES if "fails" in item.kinds]
OTHER_CALLS = [item.trap for item in DIFFERENCES if "calls" in item.kinds]
OTHER_PATHS = [item.trap for item in DIFFERENCES if "paths" in item.kinds]
RECORDED = [name for name in TRAPS if name not in FAILS]


def both(name: str) -> tuple[Graph, Graph]:
    model, args = load_model(name)
    example = ExampleInputs(args, {}, "convention", message("inputs()"))
    options = Options()
    return record(model, example, options=options), record_with_torchview(
        model, example, options=options
    )


def calls(graph: Graph) -> list[str]:
    return [node.class_name for node in graph.nodes if node.kind == "module"]


@pytest.mark.parametrize("name", RECORDED)
def test_module_calls_agree_but_where_the_table_says(name: str) -> None:
    ours, theirs = (calls(graph) for graph in both(name))
    assert (ours != theirs) == (name in OTHER_CALLS)


@pytest.mark.parametrize("name", RECORDED)
def test_paths_from_inputs_to_outputs_agree_but_where_the_table_says(name: str) -> None:
    ours, theirs = (input_output_pairs(graph) for graph in both(name))
    assert (ours != theirs) == (name in OTHER_PATHS)


@pytest.mark.parametrize("name", FAILS)
def test_what_torchview_cannot_record_is_a_clear_error(name: str) -> None:
    with pytest.raises(RecvizError, match="torchview cannot record this model") as caught:
        both(name)
    assert caught.value.code == "trace"
    assert "default tracer" in caught.value.text()
