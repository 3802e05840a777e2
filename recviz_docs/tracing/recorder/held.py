"""The tensors that modules keep: parameters, buffers, and those in plain attributes.

Owns where they are looked for and how they are named. It must not know what
reads them.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch

from recviz_docs.tracing.leaves import tensor_leaves
from recviz_docs.tracing.recorder.events import LAZY
from recviz_docs.tracing.recorder.tape import Tape

__all__ = ["hold_tensors"]


def hold_tensors(tape: Tape, module: torch.nn.Module, path: str) -> None:
    """Records as origins what a module and its submodules keep; ``path`` is the module's name."""
    for name, tensor in _kept_tensors(module, path):
        if isinstance(tensor, LAZY) or tape.memory.knows(tensor):
            continue
        trained = isinstance(tensor, torch.nn.Parameter)
        tape.add_origin(
            tensor,
            "parameter" if trained else "constant",
            name=name.rpartition(".")[2],
            path=name,
            trainable=trained and tensor.requires_grad,
        )


def _kept_tensors(module: torch.nn.Module, path: str) -> Iterator[tuple[str, torch.Tensor]]:
    yield from module.named_parameters(prefix=path)
    yield from module.named_buffers(prefix=path)
    for prefix, part in module.named_modules(prefix=path):
        for name, value in vars(part).items():
            if name not in ("_parameters", "_buffers", "_modules"):
                yield from tensor_leaves(value, f"{prefix}.{name}" if prefix else name)
