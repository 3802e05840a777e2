"""How a model's ``forward`` can be called.

Owns the reading of signatures and the one decision which arguments a value
stands for. It must not know where the value came from.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from torch import nn

from recviz_docs.errors import RecvizError
from recviz_docs.messages import Message, message

__all__ = ["Arguments", "Parameter", "Signature", "bind", "bind_mapping", "signature_of"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One named parameter of ``forward``; ``positional`` means that a bare value can fill it."""

    name: str
    required: bool
    positional: bool
    annotation: object


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters of ``forward``.

    Attributes:
        variadic: name of ``*args``, or empty.
        keywords: name of ``**kwargs``, or empty.
    """

    parameters: tuple[Parameter, ...]
    variadic: str = ""
    keywords: str = ""

    @property
    def required(self) -> tuple[Parameter, ...]:
        """The parameters without a default."""
        return tuple(item for item in self.parameters if item.required)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parameters, without ``*args`` and ``**kwargs``."""
        return tuple(item.name for item in self.parameters)

    def __str__(self) -> str:
        words = [item.name if item.required else f"{item.name}=…" for item in self.parameters]
        if self.variadic:
            words.append(f"*{self.variadic}")
        if self.keywords:
            words.append(f"**{self.keywords}")
        return f"forward({', '.join(words)})"


@dataclass(frozen=True, slots=True)
class Arguments:
    """Positional and keyword arguments of one call."""

    args: tuple[object, ...] = ()
    kwargs: Mapping[str, object] | None = None

    @property
    def keywords(self) -> dict[str, object]:
        """The keyword arguments."""
        return dict(self.kwargs or {})


def signature_of(model: nn.Module) -> Signature:
    """Gives how ``model.forward`` can be called; with anything where it does not say."""
    try:
        parameters = inspect.signature(model.forward).parameters.values()
    except (TypeError, ValueError):
        return Signature((), "args", "kwargs")
    named: list[Parameter] = []
    variadic = keywords = ""
    for item in parameters:
        if item.kind is item.VAR_POSITIONAL:
            variadic = item.name
        elif item.kind is item.VAR_KEYWORD:
            keywords = item.name
        else:
            annotation = None if item.annotation is item.empty else item.annotation
            named.append(
                Parameter(
                    item.name,
                    required=item.default is item.empty,
                    positional=item.kind is not item.KEYWORD_ONLY,
                    annotation=_resolved(annotation, model.forward),
                )
            )
    return Signature(tuple(named), variadic, keywords)


def _resolved(annotation: object, function: Callable[..., Any]) -> object:
    """Gives the type behind a postponed annotation; the text itself where its names are unknown."""
    if not isinstance(annotation, str):
        return annotation
    scope = getattr(inspect.unwrap(getattr(function, "__func__", function)), "__globals__", {})
    try:
        return eval(annotation, dict(scope))
    except Exception:  # an annotation is any expression, and it may only hold for a type checker
        return annotation


def bind(model: nn.Module, value: object, *, origin: Message) -> Arguments:
    """Gives the arguments that a value of an author stands for.

    A tuple is positional arguments, a mapping is decided by ``forward``'s
    signature, anything else is the only argument.

    Raises:
        RecvizError: ``inputs``: a mapping that fits no way of calling ``forward``.
    """
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return Arguments(value)
    if isinstance(value, Mapping):
        return bind_mapping(model, value, origin=origin)
    return Arguments((value,))


def bind_mapping(model: nn.Module, value: Mapping[Any, object], *, origin: Message) -> Arguments:
    """Gives the arguments that a mapping stands for, by ``forward``'s signature.

    Raises:
        RecvizError: ``inputs``: it is neither the one argument nor keyword arguments.
    """
    signature = signature_of(model)
    required = signature.required
    if len(required) == 1 and required[0].name not in value:
        return _lone(required[0], value)
    unknown = [key for key in value if key not in signature.names]
    missing = [item.name for item in required if item.name not in value]
    if (not unknown or signature.keywords) and not missing and _all_text(value):
        return _keywords(signature, value)
    if not required and (signature.parameters or signature.variadic) and len(unknown) == len(value):
        return Arguments((value,))
    raise RecvizError(
        "inputs",
        message("{origin} do not fit {signature}", origin=origin, signature=signature),
        reason=_misfit(unknown, missing),
        advice=message(
            "Give a tuple of positional arguments, or a mapping whose keys are the names of "
            "forward's parameters; one dict as the only argument is the tuple ({{…}},)."
        ),
    )


def _lone(parameter: Parameter, value: object) -> Arguments:
    return Arguments((value,)) if parameter.positional else Arguments((), {parameter.name: value})


def _keywords(signature: Signature, value: Mapping[str, object]) -> Arguments:
    """Gives keyword arguments, positional-only parameters as what they are."""
    by_order = {name: value[name] for name in signature.names if name in value}
    return Arguments((), {**by_order, **value})


def _all_text(value: Mapping[Any, object]) -> bool:
    return all(isinstance(key, str) for key in value)


def _misfit(unknown: list[Any], missing: list[str]) -> Message:
    if unknown and missing:
        return message(
            "No parameter is named {unknown}, and {missing} is not given.",
            unknown=", ".join(map(str, unknown)),
            missing=", ".join(missing),
        )
    if unknown:
        return message("No parameter is named {unknown}.", unknown=", ".join(map(str, unknown)))
    return message("{missing} is not given.", missing=", ".join(missing))
