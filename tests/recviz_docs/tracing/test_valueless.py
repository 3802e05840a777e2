"""``device=meta``: weights without values, inputs with them, and where that cannot work."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from recviz_docs.errors import RecvizError
from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings
from recviz_docs.tracing.failure import recorded
from recviz_docs.tracing.inputs import ExampleInputs
from recviz_docs.tracing.load import Loaded
from recviz_docs.worker.client import TraceRequest, trace_all
from tests.oracles.reach import input_output_pairs

ROOT = Path(__file__).parents[3]


class LooksAtInputs(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(10, 4)
        self.register_buffer("scale", torch.ones(4))

    def forward(self, ids: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        longest = int(lengths.max())
        positions = torch.arange(longest, device=self.embed.weight.device)
        if bool((positions == 0).any()):
            ids = ids[:, :longest]
        mask = (positions < lengths[:, None]).to(self.scale.device)
        return (self.embed(ids) * self.scale * mask[..., None]).sum(1)


class LooksAtWeights(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        score = self.layer(x).sum()
        return x * score.item()


def on_meta(kind: type[nn.Module], *given: torch.Tensor):
    with torch.device("meta"):
        model = kind()
    example = ExampleInputs(given, {}, "factory", message("given"))
    loaded = Loaded(model, given, nn, None)  # type: ignore[arg-type]
    options = Options(device="meta")
    return recorded(loaded, example, reference=parse_reference("m:build"), options=options)


def test_values_of_inputs_can_be_looked_at() -> None:
    graph = on_meta(LooksAtInputs, torch.ones(2, 7, dtype=torch.int64), torch.tensor([3, 5]))
    assert graph.nodes[-1].outputs[0].shape == (2, 4)
    assert graph.decided == ("lengths",)
    assert graph.unused == ()
    names = [node.name for node in graph.nodes if node.kind == "function"]
    assert "embedding" in names


def test_the_paths_are_those_of_a_model_with_values() -> None:
    given = (torch.ones(2, 7, dtype=torch.int64), torch.tensor([3, 5]))
    example = ExampleInputs(given, {}, "factory", message("given"))
    loaded = Loaded(LooksAtInputs(), given, nn, None)  # type: ignore[arg-type]
    reference = parse_reference("m:build")
    real = recorded(loaded, example, reference=reference, options=Options())
    bare = on_meta(LooksAtInputs, *given)
    assert input_output_pairs(bare) == input_output_pairs(real)
    assert [node.path for node in bare.nodes if node.kind == "module"] == ["embed"]


def test_values_of_weights_cannot_and_the_error_says_what_to_do() -> None:
    with pytest.raises(RecvizError) as caught:
        on_meta(LooksAtWeights, torch.ones(2, 4))
    assert caught.value.code == "forward"
    assert "needs values that device=meta has not" in caught.value.text()
    assert "build a smaller model" in caught.value.text()
    assert caught.value.where is not None
    assert caught.value.where.file.endswith("test_valueless.py")


@pytest.mark.slow
def test_a_model_of_seventy_billion_parameters_is_traced_in_four_gigabytes() -> None:
    pytest.importorskip("transformers")
    import resource

    request = TraceRequest(parse_reference("tests.zoo.large:llama_70b"), Options(device="meta"))
    (answer,) = trace_all([request], Settings(base=ROOT))
    assert answer.error is None
    assert answer.graph is not None
    assert answer.graph.model.parameters > 65e9
    assert len({node.path for node in answer.graph.nodes if node.kind == "module"}) > 1000
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 4 << 20
