"""The recorder's bookkeeping: from observed operations to reads, writes and values.

Owns the rules by which a read finds its writer (design 6, rules 1 to 6). It must
not know how operations, functions and module calls are intercepted (`modes`,
`calls` tell it), nor what a graph looks like.

A tensor that a function gave carries a *tag*: the value it is. Reading it gives
that value, plus whoever wrote to its elements later; so views stay in the chain
and writes through other views are seen. A tensor without a tag gives the
writers of its memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import torch

from recviz_docs.tracing.leaves import tensor_leaves
from recviz_docs.tracing.recorder.events import (
    Call,
    Frame,
    Origin,
    OriginKind,
    Value,
    tensor_info,
)
from recviz_docs.tracing.recorder.memory import Memory, storage_key
from recviz_docs.tracing.recorder.operators import Operator, decides_by, tensor_arguments
from recviz_docs.tracing.recorder.python_side import PythonSide

__all__ = ["Tape"]


class Tape:
    """The notes of one recording and the rules that make them."""

    def __init__(self, preexisting: Mapping[int, object]) -> None:
        self.origins: list[Origin] = []
        self.frames: list[Frame] = []
        self.calls: list[Call] = []
        self.warnings: list[str] = []
        self.call: Call | None = None
        self.frame: Frame | None = None
        self.memory = Memory()
        self.python = PythonSide()
        self._preexisting = preexisting
        self._tags: dict[int, Value] = {}
        self._alive: list[object] = []
        self._by_number: dict[int, Frame] = {}
        self._counter = 0

    # -- numbers and values -------------------------------------------------

    def next_number(self) -> int:
        """Gives the next moment of the recording."""
        self._counter += 1
        return self._counter

    def tag(self, tensor: torch.Tensor, value: Value) -> None:
        """Remembers which value a tensor is; keeps it alive, so that its id stays its own."""
        self._tags[id(tensor)] = value
        self._alive.append(tensor)

    def values_of(self, tensor: torch.Tensor) -> list[Value]:
        """Gives the values that a read of ``tensor`` sees now, oldest first."""
        if self.python.rewritten(tensor):
            self._written_by_python(tensor)
        tag = self._tags.get(id(tensor))
        if tag is None:
            return [self._value_in(writer, tensor) for writer in self.memory.writers(tensor)]
        if not self.memory.changed_since(tensor, tag[0]):
            return [tag]
        writers = self.memory.writers(tensor)
        newer = [self._value_in(writer, tensor) for writer in writers if writer > tag[0]]
        return newer if len(newer) == len(writers) else [tag, *newer]

    def _value_in(self, writer: int, tensor: torch.Tensor) -> Value:
        frame = self._by_number.get(writer)
        if frame is None or len(frame.output_keys) < 2:
            return writer, 0
        key = storage_key(tensor)
        return writer, frame.output_keys.index(key) if key in frame.output_keys else 0

    # -- values that were there ---------------------------------------------

    def add_origin(
        self,
        tensor: torch.Tensor,
        kind: OriginKind,
        *,
        name: str,
        path: str = "",
        trainable: bool = False,
    ) -> Origin:
        """Records a value that existed before the model ran."""
        origin = Origin(self.next_number(), kind, name, tensor_info(tensor), path, trainable)
        self.origins.append(origin)
        self.memory.write(tensor, origin.number)
        self.tag(tensor, (origin.number, 0))
        return origin

    # -- functions ----------------------------------------------------------

    def open_frame(self, name: str, given: Iterable[tuple[str, torch.Tensor]]) -> Frame:
        """Starts a function call that was given these tensors by slot."""
        frame = Frame(self.next_number(), name, self.call)
        for slot, tensor in given:
            frame.slots.setdefault(id(tensor), []).append(slot)
            frame.storages.setdefault(storage_key(tensor), []).append(slot)
            frame.given.append(tensor)
            frame.shapes[slot] = tensor_info(tensor)
        frame.given_ids = frozenset(frame.slots)
        self._by_number[frame.number] = frame
        self.frame = frame
        return frame

    def close_frame(self, frame: Frame, result: object) -> None:
        """Ends a function call: its results become values."""
        self.frame = None
        for _, tensor in tensor_leaves(result):
            if id(tensor) in frame.given_ids and not frame.wrote:
                continue
            self._take_output(frame, tensor)
        frame.given.clear()
        if frame.operations or frame.outputs:
            self.frames.append(frame)

    def abandon_frame(self) -> None:
        """Forgets a function call that raised."""
        self.frame = None

    def _take_output(self, frame: Frame, tensor: torch.Tensor) -> None:
        if not self.memory.knows(tensor):
            self._appeared(frame, tensor)
        if id(tensor) not in frame.written or id(tensor) not in frame.given_ids:
            self.read(frame, tensor)
        self.tag(tensor, (frame.number, len(frame.outputs)))
        frame.outputs.append(tensor_info(tensor))
        frame.output_keys.append(storage_key(tensor))

    def _appeared(self, frame: Frame, tensor: torch.Tensor) -> None:
        """A result that no operator made: all that the function was given may be in it."""
        self.memory.write(tensor, frame.number)
        if frame.slots:
            frame.opaque = True
            for given in frame.given:
                frame.dashed.extend(self.values_of(given))
        else:
            frame.origin_less = True
            frame.dashed.extend(self.python.escaped)

    # -- operations ---------------------------------------------------------

    def before_operation(
        self, operator: Operator, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> tuple[Frame, list[tuple[str, str, torch.Tensor]], bool]:
        """Notes what an operator reads; gives frame, tensors, and whether the frame is its own."""
        tensors = list(tensor_arguments(operator, args, kwargs))
        alone = self.frame is None
        frame = (
            self.open_frame(
                operator.name.rstrip("_"), [(slot, tensor) for _, slot, tensor in tensors]
            )
            if self.frame is None
            else self.frame
        )
        frame.operations += 1
        for name, slot, tensor in tensors:
            if operator.reads.get(name, True):
                self.read(frame, tensor, slot=slot if alone else None)
            if decides_by(operator, name, tensor):
                frame.deciding.update(dict.fromkeys(self.values_of(tensor)))
        return frame, tensors, alone

    def after_operation(
        self,
        operator: Operator,
        frame: Frame,
        tensors: list[tuple[str, str, torch.Tensor]],
        result: object,
    ) -> None:
        """Notes what an operator wrote and which results only look at what was there."""
        given = {storage_key(tensor): tensor for _, _, tensor in tensors}
        ids = {id(tensor) for _, _, tensor in tensors}
        for name, _, tensor in tensors:
            if operator.writes.get(name, False):
                self.memory.write(tensor, frame.number)
                self._tags.pop(id(tensor), None)
                frame.wrote = True
                frame.written.add(id(tensor))
                self.python.refresh(tensor)
        for _, tensor in tensor_leaves(result):
            if id(tensor) in ids:
                continue
            base = given.get(storage_key(tensor))
            if base is None:
                self.memory.write(tensor, frame.number)
                self._alive.append(tensor)
            else:
                self.look(frame, base, tensor)

    def look(self, frame: Frame, base: torch.Tensor, view: torch.Tensor) -> None:
        """A view is read as its base would be, through its own window."""
        if id(base) not in self._tags and not self.memory.knows(base):
            self._unknown(frame, base)
        if id(base) in self._tags:
            self.tag(view, self._tags[id(base)])
        if id(base) in frame.slots:
            frame.slots.setdefault(id(view), frame.slots[id(base)])
            frame.given.append(view)

    def read(self, frame: Frame, tensor: torch.Tensor, *, slot: str | None = None) -> None:
        """Notes that a frame reads a tensor's values."""
        if id(tensor) not in self._tags and not self.memory.knows(tensor):
            self._unknown(frame, tensor)
        slots = frame.slots.get(id(tensor)) if slot is None else [slot]
        if slots is None:
            slots = frame.storages.get(storage_key(tensor), [""])
        info = tensor_info(tensor)
        for value in self.values_of(tensor):
            if value[0] != frame.number:
                for place in slots:
                    frame.reads.setdefault((value, place), frame.shapes.get(place, info))

    def _unknown(self, frame: Frame, tensor: torch.Tensor) -> None:
        """A tensor that no operation made: a constant, Python's work, or something unseen."""
        if storage_key(tensor) in self._preexisting:
            self.add_origin(tensor, "constant", name="tensor")
        elif id(tensor) not in frame.slots or frame.name == "lift_fresh":
            self.memory.write(tensor, frame.number)
            self._alive.append(tensor)
            frame.origin_less = frame.wrote = True
            frame.dashed.extend(self.python.escaped)
        else:
            self._unseen(tensor, self.call)

    def explain(self, tensor: torch.Tensor, call: Call) -> None:
        """Accounts for a module's result that no operation made."""
        if id(tensor) in self._tags or self.memory.knows(tensor):
            return
        if storage_key(tensor) in self._preexisting:
            self.add_origin(tensor, "constant", name="tensor")
        else:
            self._unseen(tensor, call)

    def _unseen(self, tensor: torch.Tensor, call: Call | None) -> None:
        """A tensor made where nothing could be recorded (another thread, foreign code)."""
        frame = Frame(self.next_number(), "opaque", call, opaque=True)
        self._by_number[frame.number] = frame
        seen = call.arguments if call is not None else []
        frame.dashed.extend(value for _, _, values in seen for value in values)
        frame.outputs.append(tensor_info(tensor))
        frame.output_keys.append(storage_key(tensor))
        self.frames.append(frame)
        self.memory.write(tensor, frame.number)
        self.tag(tensor, (frame.number, 0))
        where = call.path if call is not None and call.path else "the model"
        self.warnings.append(
            f"A tensor in {where} was made where nothing can be recorded (another thread or "
            "foreign code); it is drawn as coming from all that was given."
        )

    def escape(self, frame: Frame, tensor: torch.Tensor, *, carries: bool, shares: bool) -> None:
        """Notes that Python looks at values.

        With ``carries`` it may compute with them, with ``shares`` also write to them.
        """
        self.read(frame, tensor)
        frame.operations += 1
        values = dict.fromkeys(self.values_of(tensor))
        frame.deciding.update(values)
        if carries:
            self.python.leave(values)
        if shares:
            self.python.share(tensor)

    def _written_by_python(self, tensor: torch.Tensor) -> None:
        """Shared memory changed and no operation did it: what left for Python came back in it."""
        frame = Frame(self.next_number(), "numpy", self.call, origin_less=True)
        self._by_number[frame.number] = frame
        frame.dashed.extend(self.python.escaped)
        frame.outputs.append(tensor_info(tensor))
        frame.output_keys.append(storage_key(tensor))
        self.frames.append(frame)
        self.memory.write_all(tensor, frame.number)
