"""One run of a model that leaves no trace, to see whether it takes some inputs.

Owns the throw-away copy of the model, the random states, and what is learnt
from a failure. It must not know which rule asks, nor record anything.
"""

from __future__ import annotations

import contextlib
import copy
import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from recviz_docs.options import Options
from recviz_docs.tracing.inputs.feature_scan import attributes_of
from recviz_docs.tracing.inputs.random_state import seeded
from recviz_docs.tracing.inputs.signature import Arguments

__all__ = ["Attempt", "Use", "attempt"]


@dataclass(frozen=True, slots=True)
class Use:
    """A submodule that was called with an input itself (or a view of it).

    Attributes:
        argument: which of the inputs it was, by key (see `attempt`).
        module: the submodule, of the throw-away copy.
        position: which argument of the submodule it was, by position or keyword.
        seen: the shape it arrived in.
        offset: where in the input that view of it starts.
    """

    argument: str
    module: nn.Module
    position: int | str
    seen: tuple[int, ...]
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """What happened when the model ran.

    Attributes:
        error: what it raised, or None where it worked.
        missing: key that it asked of its dict (or of its keywords) and that is not there.
        asked: every key that it asked of the dict argument, in order.
        uses: submodules called with inputs, in order of the calls.
        calls: how many submodules were called; more means that it came further.
        last: the submodule that was called last, and the shape that it was given.
    """

    error: BaseException | None
    missing: str | None = None
    asked: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    calls: int = 0
    last: tuple[nn.Module, tuple[int, ...]] | None = None

    @property
    def demanded(self) -> bool:
        """Whether the missing key is what it failed for."""
        return self.missing is not None and isinstance(self.error, KeyError)

    @property
    def worked(self) -> bool:
        """Whether the model took the inputs."""
        return self.error is None


class _AskedDict(dict[Any, Any]):
    """A dict that remembers which keys were asked of it, and the first one that it lacks."""

    def __init__(self, values: Mapping[Any, Any]) -> None:
        super().__init__(values)
        self.asked: list[Any] = []
        self.missing: Any = None

    def _ask(self, key: Any) -> None:
        self.asked.append(key)
        if key not in self and self.missing is None:
            self.missing = key

    def __getitem__(self, key: Any) -> Any:
        self._ask(key)
        return super().__getitem__(key)

    def get(self, key: Any, default: Any = None) -> Any:
        self._ask(key)
        return super().get(key, default)

    def pop(self, key: Any, *default: Any) -> Any:
        self._ask(key)
        return super().pop(key, *default)


@dataclass(slots=True)
class _Watch:
    """What the hooks of one run saw."""

    storages: dict[int, str]
    uses: list[Use] = field(default_factory=list)
    calls: int = 0
    last: tuple[nn.Module, tuple[int, ...]] | None = None


def attempt(
    model: nn.Module,
    arguments: Arguments,
    options: Options,
    *,
    watched: Mapping[str, torch.Tensor] | None = None,
) -> Attempt:
    """Runs a throw-away copy of the model and gives what happened; the model stays as it was.

    Args:
        model: the author's model.
        arguments: the inputs; they may be changed by the run, so make them anew afterwards.
        options: mode and device to run with.
        watched: inputs whose first readers are of interest, by key.
    """
    dicts = [_AskedDict(value) if type(value) is dict else value for value in arguments.args]
    asked = next((value for value in dicts if isinstance(value, _AskedDict)), None)
    watch = _Watch({_storage(value): key for key, value in (watched or {}).items()})
    error: BaseException | None = None
    with _undisturbed(options.seed):
        try:
            throwaway = _throwaway(model, options)
            _watch_calls(throwaway, watch)
            throwaway(*dicts, **arguments.keywords)
        except (Exception, SystemExit) as raised:  # whatever an author's code raises
            error = raised
    missing = None
    if error is not None and asked is not None:
        missing = asked.missing
    elif isinstance(error, KeyError):
        missing = next(iter(error.args), None)
    return Attempt(
        error=error,
        missing=missing if isinstance(missing, str) else None,
        asked=tuple(dict.fromkeys(map(str, asked.asked))) if asked is not None else (),
        uses=tuple(watch.uses),
        calls=watch.calls,
        last=watch.last,
    )


def _storage(tensor: torch.Tensor) -> int:
    try:
        return int(tensor.untyped_storage()._cdata)
    except (RuntimeError, NotImplementedError):  # sparse tensors have none
        return id(tensor)


def _throwaway(model: nn.Module, options: Options) -> nn.Module:
    """Gives a copy of the model in the mode and on the device of the recording."""
    memo = _detached(model)
    try:
        copied = copy.deepcopy(model, dict(memo))
    except Exception:  # locks, generators, handles: an author may keep anything on a model
        copied = copy.deepcopy(model, {**memo, **_shared(model, memo)})
    copied.train(options.mode == "train")
    return copied.to(options.device) if options.device == "meta" else copied


def _detached(model: nn.Module) -> dict[int, Any]:
    """Gives a memo that lets `copy.deepcopy` pass tensors that are results of autograd."""
    memo: dict[int, Any] = {}
    for module in model.modules():
        for value in vars(module).values():
            if isinstance(value, torch.Tensor) and not value.is_leaf:
                memo[id(value)] = value.detach().clone()
    return memo


def _shared(model: nn.Module, memo: Mapping[int, Any]) -> dict[int, Any]:
    """Gives a memo that shares those attributes with the copy which cannot be copied."""
    shared: dict[int, Any] = {}
    for module in model.modules():
        for value in attributes_of(module).values():
            try:
                copy.deepcopy(value, {id(model): model, **memo})
            except Exception:
                shared[id(value)] = value
    return shared


def _watch_calls(model: nn.Module, watch: _Watch) -> None:
    def before(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        watch.calls += 1
        given: list[tuple[int | str, Any]] = [*enumerate(args), *kwargs.items()]
        for position, value in given:
            if isinstance(value, torch.Tensor):
                if position in {0, "input"}:
                    watch.last = (module, tuple(value.shape))
                argument = watch.storages.get(_storage(value))
                if argument is not None:
                    seen, offset = tuple(value.shape), int(value.storage_offset())
                    watch.uses.append(Use(argument, module, position, seen, offset))

    for module in model.modules():
        # scripted modules take no hooks; they are run, but nothing is learnt from them
        with contextlib.suppress(RuntimeError, AttributeError):
            module.register_forward_pre_hook(before, with_kwargs=True)


@contextlib.contextmanager
def _undisturbed(seed: int) -> Iterator[None]:
    """Keeps random states, warnings and output of a run to itself."""
    with (
        seeded(seed),
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield
