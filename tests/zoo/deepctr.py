"""DeepCTR-Torch's models: one float matrix whose columns ``feature_index`` names."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import nn


def _silence() -> None:
    """Stands in for the part that would ask the network for news when the package is imported."""
    silent = ModuleType("deepctr_torch.utils")
    silent.check_version = lambda *_: None  # type: ignore[attr-defined]
    sys.modules.setdefault(silent.__name__, silent)


_silence()


def _package() -> tuple[Any, Any]:
    from deepctr_torch import inputs, models

    return models, inputs


def _columns(inputs: Any) -> list[Any]:
    sizes = {"user_id": 300, "性别": 3, "item_id": 410, "cate_id": 70}
    sparse = [inputs.SparseFeat(name, size, embedding_dim=8) for name, size in sizes.items()]
    dense = [inputs.DenseFeat("pay_score", 1), inputs.DenseFeat("title_vector", 3)]
    genres = inputs.SparseFeat("genres", 19, embedding_dim=8)
    return [*sparse, *dense, inputs.VarLenSparseFeat(genres, maxlen=5, combiner="mean")]


def _behaviour(inputs: Any) -> list[Any]:
    found = _columns(inputs)[:-1]
    for name, size in (("item_id", 410), ("cate_id", 70)):
        feature = inputs.SparseFeat(f"hist_{name}", size, embedding_dim=8, embedding_name=name)
        found.append(inputs.VarLenSparseFeat(feature, maxlen=4, length_name="seq_length"))
    return found


def _two_sided(name: str) -> nn.Module:
    models, inputs = _package()
    columns = _columns(inputs)
    return getattr(models, name)(columns, columns, task="binary", device="cpu")


def _categories_only(name: str) -> nn.Module:
    models, inputs = _package()
    columns = [part for part in _columns(inputs) if not isinstance(part, inputs.DenseFeat)]
    return getattr(models, name)(columns, columns, task="binary", device="cpu")


def _several_tasks(name: str) -> nn.Module:
    models, inputs = _package()
    return getattr(models, name)(
        _columns(inputs),
        task_types=["binary", "binary"],
        task_names=["ctr", "ctcvr"],
        device="cpu",
    )


def deepfm() -> nn.Module:
    return _two_sided("DeepFM")


def widedeep() -> nn.Module:
    return _two_sided("WDL")


def dcn() -> nn.Module:
    return _two_sided("DCN")


def dcn_mix() -> nn.Module:
    return _two_sided("DCNMix")


def xdeepfm() -> nn.Module:
    return _two_sided("xDeepFM")


def autoint() -> nn.Module:
    return _two_sided("AutoInt")


def nfm() -> nn.Module:
    return _two_sided("NFM")


def fibinet() -> nn.Module:
    return _two_sided("FiBiNET")


def onn() -> nn.Module:
    return _two_sided("ONN")


def afm() -> nn.Module:
    return _categories_only("AFM")


def difm() -> nn.Module:
    return _two_sided("DIFM")


def ifm() -> nn.Module:
    return _two_sided("IFM")


def afn() -> nn.Module:
    return _two_sided("AFN")


def ccpm() -> nn.Module:
    return _categories_only("CCPM")


def mlr() -> nn.Module:
    models, inputs = _package()
    return models.MLR(_columns(inputs), task="binary", device="cpu")


def pnn() -> nn.Module:
    models, inputs = _package()
    return models.PNN(_columns(inputs), task="binary", device="cpu")


def din() -> nn.Module:
    models, inputs = _package()
    return models.DIN(_behaviour(inputs), ["item_id", "cate_id"], task="binary", device="cpu")


def dien() -> nn.Module:
    models, inputs = _package()
    return models.DIEN(_behaviour(inputs), ["item_id", "cate_id"], task="binary", device="cpu")


def mmoe() -> nn.Module:
    return _several_tasks("MMOE")


def ple() -> nn.Module:
    return _several_tasks("PLE")


def esmm() -> nn.Module:
    return _several_tasks("ESMM")


def shared_bottom() -> nn.Module:
    return _several_tasks("SharedBottom")


PACKAGES = dict.fromkeys(
    (
        "deepfm",
        "widedeep",
        "dcn",
        "dcn_mix",
        "xdeepfm",
        "autoint",
        "nfm",
        "fibinet",
        "onn",
        "afm",
        "difm",
        "ifm",
        "afn",
        "ccpm",
        "mlr",
        "pnn",
        "din",
        "dien",
        "mmoe",
        "ple",
        "esmm",
        "shared_bottom",
    ),
    "deepctr-torch",
)
