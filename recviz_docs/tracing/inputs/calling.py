"""Calling an author's function that makes example inputs.

Owns which keywords such a function is given and what its answer is made into.
It must not know how the function was found.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from torch import nn

from recviz_docs.errors import RecvizError
from recviz_docs.messages import Message, message
from recviz_docs.options import Options
from recviz_docs.tracing.author import (
    author_frame,
    author_traceback,
    caused_by_memory,
    exception_text,
)
from recviz_docs.tracing.inputs.random_state import seeded

__all__ = ["call_author", "offered_keywords", "settled"]


def offered_keywords(
    function: Callable[..., object], model: nn.Module, options: Options
) -> dict[str, object] | None:
    """Gives those of ``batch_size``, ``seq_length`` and ``model`` that the function accepts.

    None where it demands something else and so cannot be called.
    """
    offered: dict[str, object] = {
        "batch_size": options.batch_size,
        "seq_length": options.seq_length,
        "model": model,
    }
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return {}
    named = [p for p in parameters if p.kind in {p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY}]
    accepted = {p.name: offered[p.name] for p in named if p.name in offered}
    demanded = {p.name for p in named if p.default is p.empty}
    bare = any(p.kind is p.POSITIONAL_ONLY and p.default is p.empty for p in parameters)
    return None if bare or demanded - accepted.keys() else accepted


def call_author(
    function: Callable[..., object],
    args: tuple[object, ...],
    kwargs: Mapping[str, object],
    *,
    name: Message,
    seed: int,
) -> object:
    """Gives what the function returns, generators made into lists.

    It draws its random numbers from ``seed``; the global states stay as they were.

    Raises:
        RecvizError: ``inputs``: it returned nothing, or raised; the error names the author's line.
    """
    try:
        with seeded(seed):
            value = settled(function(*args, **kwargs))
    except RecvizError:
        raise
    except BaseException as error:
        if caused_by_memory(error):
            raise
        raise RecvizError(
            "inputs",
            message("{name} raised an exception", name=name),
            reason=message("{exception}", exception=exception_text(error)),
            advice=message("Call it in Python to see the same traceback."),
            where=author_frame(error),
            detail=author_traceback(error),
        ) from error
    if value is None:
        raise RecvizError(
            "inputs",
            message("{name} gave nothing", name=name),
            advice=message("Perhaps a return is missing: it returns what forward is called with."),
        )
    return value


_ONCE = (map, filter, zip, enumerate, reversed, itertools.islice, itertools.chain)


def settled(value: Any) -> Any:
    """Gives ``value`` with everything that can be read only once made into a list."""
    if inspect.isgenerator(value) or isinstance(value, _ONCE):
        return [settled(part) for part in value]
    if isinstance(value, Iterator) and type(value).__module__ == "builtins":
        return [settled(part) for part in value]
    if type(value) in {list, tuple}:
        return type(value)(settled(part) for part in value)
    if type(value) is dict:
        return {key: settled(part) for key, part in value.items()}
    return value
