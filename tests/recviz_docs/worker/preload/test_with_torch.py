"""A real library that imports pandas and scikit-learn, with torch."""

from __future__ import annotations

from pathlib import Path

import pytest

from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings
from recviz_docs.worker.client import Stage, TraceRequest, trace_all
from tests.recviz_docs.worker.preload.conftest import written

MODEL = """
import numpy
from torch_rechub.basic.features import DenseFeature, SparseFeature
from torch_rechub.models.ranking import DCN, DeepFM

FEATURES = [DenseFeature("price"), *(SparseFeature(n, vocab_size=9, embed_dim=4) for n in "abc")]
MLP = {"dims": [4], "dropout": 0.0, "activation": "relu"}

def deepfm():
    return DeepFM(FEATURES, FEATURES[1:], MLP)

def dcn():
    width = int(numpy.random.randint(2, 60))  # of the seeded generator
    return DCN(FEATURES, 2, {**MLP, "dims": [width]})
"""


def test_torch_rechub_is_imported_once_and_recorded_for_each(tmp_path: Path) -> None:
    pytest.importorskip("torch_rechub")
    base = tmp_path.resolve()
    written({"pyproject.toml": "", "model.py": MODEL}, base)
    requests = [
        TraceRequest(parse_reference(f"model:{name}"), Options()) for name in ("deepfm", "dcn")
    ]
    together, alone = (
        trace_all(requests, Settings(base=base, jobs=2), stage=Stage(preload=preload))
        for preload in (True, False)
    )
    for one, other in zip(together, alone, strict=True):
        assert one.error is None, one.error
        assert one.graph == other.graph
        assert one.dependencies is not None
        assert other.dependencies is not None
        assert one.dependencies.to_json() == other.dependencies.to_json()
        assert {"pandas", "scikit-learn", "torch-rechub"} <= one.dependencies.distributions.keys()
