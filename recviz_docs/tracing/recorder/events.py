"""What happened while the model ran: the recorder's notes, before they become a graph.

Owns the mutable notes of one recording: origins (values that were there),
frames (function calls, or single operations outside any) and calls (of
modules). They must not know how they are observed or what becomes of them. All
three take numbers from one counter, so a number tells the order and is what
the shadow memory stores as writer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import torch

from recviz_docs.graph import AttributeValue, TensorInfo

__all__ = ["LAZY", "Call", "Frame", "Origin", "OriginKind", "Value", "tensor_info"]

OriginKind = Literal["input", "parameter", "constant"]
LAZY = (torch.nn.parameter.UninitializedParameter, torch.nn.parameter.UninitializedBuffer)
Value = tuple[int, int]  # number of the event that gave it, and which of its outputs


def tensor_info(tensor: torch.Tensor) -> TensorInfo:
    """Gives shape and type as the graph writes them; a lazy weight has no shape yet."""
    kind = str(tensor.dtype).partition(".")[2]
    if type(tensor) in LAZY:
        return TensorInfo((), kind)
    return TensorInfo(tuple(int(size) for size in tensor.shape), kind)


@dataclass(slots=True)
class Origin:
    """A value that existed before any operation: an input, a parameter, a constant."""

    number: int
    kind: OriginKind
    name: str
    info: TensorInfo
    path: str = ""
    trainable: bool = False
    escaped: bool = False


@dataclass(slots=True)
class Call:
    """One call of a module.

    Attributes:
        parent: the call it happened in; None for the model itself.
        arguments: tensor leaves of the arguments: path, type, where they came from.
        returns: the same for the result.
    """

    number: int
    module: torch.nn.Module
    path: str
    index: int
    parent: Call | None
    argument_ids: frozenset[int] = frozenset()
    arguments: list[tuple[str, TensorInfo, list[Value]]] = field(default_factory=list)
    returns: list[tuple[str, TensorInfo, list[Value]]] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """One call of a torch function, or one operation outside any.

    Attributes:
        given: the tensors it was given, while it runs.
        given_ids: the ids of its arguments.
        slots: slots of its arguments and of the views it makes of them, by ``id``.
        shapes: types of the arguments, by slot.
        storages: slots of the memory it was given, by storage key.
        reads: what it read: value, slot and type, in order.
        outputs: what it gave.
        output_keys: storage keys of the outputs, to tell them apart.
        operations: how many operators ran inside it.
        wrote: it wrote to what it was given.
        written: the ids of the tensors that an operator in it wrote, each whole.
        opaque: its result came from where nothing can be recorded.
        origin_less: a tensor appeared inside that no operation made (``torch.tensor``).
        dashed: values that reached it through Python.
        deciding: values that chose what happens next, or the shape of the result.
    """

    number: int
    name: str
    call: Call | None
    given: list[torch.Tensor] = field(default_factory=list)
    given_ids: frozenset[int] = frozenset()
    slots: dict[int, list[str]] = field(default_factory=dict)
    storages: dict[int, list[str]] = field(default_factory=dict)
    shapes: dict[str, TensorInfo] = field(default_factory=dict)
    reads: dict[tuple[Value, str], TensorInfo] = field(default_factory=dict)
    outputs: list[TensorInfo] = field(default_factory=list)
    output_keys: list[int] = field(default_factory=list)
    attributes: dict[str, AttributeValue] = field(default_factory=dict)
    operations: int = 0
    wrote: bool = False
    written: set[int] = field(default_factory=set)
    origin_less: bool = False
    opaque: bool = False
    dashed: list[Value] = field(default_factory=list)
    deciding: dict[Value, None] = field(default_factory=dict)
