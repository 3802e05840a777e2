"""Real models, recorded and simplified: every edge as it was read in their source.

Each file in ``edges/`` holds the edges of one picture, checked by eye against the
``forward`` of the model: source, target, relation, label, slot.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn
from torch_rechub.basic.features import DenseFeature, SequenceFeature, SparseFeature
from torch_rechub.models.multi_task import PLE
from torch_rechub.models.ranking import DIN, DeepFM

from recviz_docs.graph import Graph
from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.simplify import LEVELS, simplify
from recviz_docs.simplify.prune import prune
from recviz_docs.simplify.twins import fold_twins, shared_weights
from recviz_docs.tracing.inputs import ExampleInputs
from recviz_docs.tracing.recorder import record
from tests.recviz_docs.simplify.unfold import check_fold

MLP = {"dims": [16, 8]}


def sparse(*names: str) -> list[SparseFeature]:
    return [SparseFeature(n, vocab_size=10 + i, embed_dim=8) for i, n in enumerate(names)]


def deepfm() -> tuple[nn.Module, dict[str, torch.Tensor]]:
    fields = sparse("user", "item", "city")
    dense = [DenseFeature("price"), DenseFeature("age")]
    ids = {feature.name: torch.tensor([1, 2]) for feature in fields}
    model = DeepFM(deep_features=fields + dense, fm_features=fields, mlp_params=MLP)
    return model, ids | {feature.name: torch.rand(2) for feature in dense}


def din() -> tuple[nn.Module, dict[str, torch.Tensor]]:
    target = sparse("item", "shop")
    history = [
        SequenceFeature(f"hist_{f.name}", f.vocab_size, 8, pooling="concat", shared_with=f.name)
        for f in target
    ]
    user = sparse("user")
    model = DIN(user, history, target, MLP, {"dims": [8]})
    ids = {feature.name: torch.tensor([1, 2]) for feature in user + target}
    return model, ids | {f.name: torch.ones(2, 5, dtype=torch.long) for f in history}


def ple() -> tuple[nn.Module, dict[str, torch.Tensor]]:
    fields = sparse("user", "item", "city")
    expert = {"dims": [8]}
    model = PLE(fields, ["classification"] * 2, 1, 2, 1, expert, [{"dims": [4]}] * 2)
    return model, {feature.name: torch.tensor([1, 2]) for feature in fields}


MODELS = {"deepfm": deepfm, "din": din, "ple": ple}


@pytest.fixture(scope="module")
def traced() -> dict[str, Graph]:
    graphs = {}
    for name, make in MODELS.items():
        torch.manual_seed(0)
        model, batch = make()
        example = ExampleInputs(
            args=(batch,), kwargs={}, rule="inputs", facts={}, description=message("a batch")
        )
        graphs[name] = record(model, example, options=Options())
    return graphs


@pytest.mark.parametrize("level", [0, 1])
@pytest.mark.parametrize("name", sorted(MODELS))
def test_edges_are_those_of_the_source(traced: dict[str, Graph], name: str, level: int) -> None:
    graph = simplify(traced[name], Options(depth=3), level=level)
    nodes = graph.by_id
    edges = "".join(
        f"{e.source} ×{nodes[e.source].count} -> {e.target} ×{nodes[e.target].count}"
        f" {e.relation} {e.label or '-'} {e.slot or '-'}\n"
        for e in graph.edges
    )
    expected = Path(__file__).parent / "edges" / f"{name}-{level}.txt"
    assert edges == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("across", [False, True])
@pytest.mark.parametrize("name", sorted(MODELS))
def test_folds_say_what_was_recorded(traced: dict[str, Graph], name: str, across: bool) -> None:
    trace = prune(traced[name])
    for depth in (1, 2, 3, -1):
        drawn = simplify(trace, Options(depth=depth, fold="off"), level=0)
        folded = fold_twins(drawn, weights=shared_weights(trace, drawn), across=across)
        check_fold(drawn, folded)


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_input_has_its_name_in_every_picture(traced: dict[str, Graph], name: str) -> None:
    names = {node.name for node in traced[name].nodes if node.kind == "input"}
    for depth in (0, 1, 3):
        for level in range(LEVELS):
            graph = simplify(traced[name], Options(depth=depth), level=level)
            inputs = [node for node in graph.nodes if node.kind == "input"]
            shown = {name for node in inputs for name in node.members or (node.name,)}
            assert shown == names
