"""What a recording costs: CPU over the plain forward, beside torchview and torchlens.

Each model runs in an interpreter of its own with one thread (torchlens refuses pools); a
number is the median of several runs after one that warms up.
``python benchmarks/recording.py`` prints the numbers.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).parent.parent))

from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.tracing.inputs import ExampleInputs
from recviz_docs.tracing.recorder import record

Made = tuple[nn.Module, tuple[Any, ...]]
RUNS = 5


def mlp() -> Made:
    layers = [nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 64), nn.ReLU(), nn.Linear(64, 1)]
    return nn.Sequential(*layers), (torch.randn(32, 64),)


def deepfm() -> Made:
    from tests.zoo.rechub import deepfm as build

    return _with_features(build())


def dien() -> Made:
    from tests.zoo.rechub import dien as build

    return _with_features(build(), length=50)


def bert_base() -> Made:
    from transformers import BertConfig, BertModel

    return BertModel(BertConfig()), (torch.randint(1, 30000, (2, 64)),)


def thousand_linear() -> Made:
    return nn.Sequential(*(nn.Linear(8, 8) for _ in range(1000))), (torch.randn(2, 8),)


def _with_features(model: nn.Module, *, length: int = 20) -> Made:
    from recviz_docs.tracing.inputs import example_inputs
    from recviz_docs.tracing.load import Loaded

    loaded = Loaded(model, None, nn, None)
    return model, example_inputs(loaded, Options(seq_length=length), base=Path()).args


MODELS = {
    "MLP": mlp,
    "DeepFM, 39 features": deepfm,
    "BERT-base from config": bert_base,
    "1,000 Linear": thousand_linear,
    "DIEN, L = 50": dien,
}


def _ours(model: nn.Module, args: tuple[Any, ...]) -> None:
    record(model, ExampleInputs(args, {}, "factory", message("given")), options=Options())


def _torchview(model: nn.Module, args: tuple[Any, ...]) -> None:
    from recviz_docs.tracing.torchview import record_with_torchview

    example = ExampleInputs(args, {}, "factory", message("given"))
    record_with_torchview(model, example, options=Options())


def _torchlens(model: nn.Module, args: tuple[Any, ...]) -> None:
    import torchlens

    list(torchlens.trace(model, args, {}, save=lambda _: False).ops)


def _plain(model: nn.Module, args: tuple[Any, ...]) -> None:
    with torch.no_grad():
        model(*args)


WAYS = {"forward": _plain, "recviz": _ours, "torchview": _torchview, "torchlens": _torchlens}


def measured(name: str, way: str) -> float | None:
    """Gives CPU seconds; None where a tool cannot record the model."""
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    torch.manual_seed(0)
    model, args = MODELS[name]()
    model.eval()
    try:
        return _median(lambda: WAYS[way](model, args))
    except Exception:
        return None


def _median(run: Callable[[], None]) -> float:
    run()
    times = []
    for _ in range(RUNS):
        begun = time.process_time()
        run()
        times.append(time.process_time() - begun)
    return statistics.median(times)


def _in_own_interpreter(name: str, way: str) -> float | None:
    command = [sys.executable, __file__, name, way]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds: float | None = json.loads(done.stdout.splitlines()[-1])
    return seconds


def all_measured() -> dict[str, dict[str, float | None]]:
    """Gives CPU seconds by model and way."""
    return {name: {way: _in_own_interpreter(name, way) for way in WAYS} for name in MODELS}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measured(*sys.argv[1:])))
    else:
        print(json.dumps(all_measured(), indent=1))
