"""The model that a target gives.

Owns the call of an author's factory and the rules of what it may give back
(design 5.1): a model, a model with inputs, or a trainer that holds a model. It
must not know how inputs are made or how a model is recorded.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from torch import nn

from recviz_docs.errors import Location, RecvizError, nearest
from recviz_docs.messages import Message, message
from recviz_docs.reference import Reference
from recviz_docs.tracing.author import (
    author_frame,
    author_traceback,
    caused_by_memory,
    exception_text,
)
from recviz_docs.tracing.importing import import_target, load_object

__all__ = ["Loaded", "author_frame", "load_object", "load_target"]


@dataclass(frozen=True)
class Loaded:
    """A model as its author built it.

    Attributes:
        inputs: what the factory gave beside the model, or None.
        namespace: the module that the target names; conventions are looked up in it.
        source: the line of the factory or of the class, where known.
    """

    model: nn.Module
    inputs: object | None
    namespace: ModuleType
    source: Location | None


def load_target(reference: Reference, *, base: Path) -> Loaded:
    """Imports a target, calls it if it is a factory or a class, and gives the model.

    Args:
        reference: the target; nothing of it has to be imported yet.
        base: the directory that file targets are relative to.

    Raises:
        RecvizError: ``import``: there is no such module or attribute, or its import failed;
            ``factory``: it raised, needs other arguments, or gave no model.
        MemoryError: and what libraries raise in its place, passed on as it is.
    """
    namespace, found = import_target(reference, base=base)
    source = _source(found, namespace)
    if isinstance(found, nn.Module):
        if reference.call is not None:
            raise _called_model(reference, source)
        return _loaded(found, reference, namespace, source)
    if not callable(found):
        if _model_in(found) is not None or isinstance(found, tuple):
            return _loaded(found, reference, namespace, source)
        raise _no_factory(reference, found, source)
    return _loaded(_call(found, reference, source), reference, namespace, source)


def _source(found: object, namespace: ModuleType) -> Location | None:
    function = inspect.unwrap(found) if callable(found) else found
    code = getattr(function, "__code__", None)
    if code is not None:
        return Location(code.co_filename, code.co_firstlineno)
    if isinstance(found, type):
        try:
            file = inspect.getsourcefile(found)
            line = inspect.getsourcelines(found)[1]
        except (OSError, TypeError, SyntaxError):
            return None
        return Location(file, line) if file else None
    file = getattr(namespace, "__file__", None)
    return Location(file) if file else None


def _call(factory: Callable[..., Any], reference: Reference, source: Location | None) -> object:
    args, kwargs = _literals(reference)
    _check_arguments(factory, args, kwargs, reference=reference, source=source)
    try:
        result = factory(*args, **kwargs)
    except BaseException as error:
        if caused_by_memory(error):
            raise
        raise RecvizError(
            "factory",
            message("{target} raised an exception", target=str(reference)),
            reason=message("{exception}", exception=exception_text(error)),
            advice=message("Call it in Python to see the same traceback."),
            where=author_frame(error) or source,
            detail=author_traceback(error),
        ) from error
    if inspect.iscoroutine(result):
        result.close()
    return result


def _literals(reference: Reference) -> tuple[list[Any], dict[str, Any]]:
    call = ast.parse(f"_({reference.call or ''})", mode="eval").body
    assert isinstance(call, ast.Call)
    args = [ast.literal_eval(argument) for argument in call.args]
    return args, {word.arg or "": ast.literal_eval(word.value) for word in call.keywords}


def _check_arguments(
    factory: Callable[..., Any],
    args: list[Any],
    kwargs: dict[str, Any],
    *,
    reference: Reference,
    source: Location | None,
) -> None:
    try:
        signature = inspect.signature(factory)
    except (ValueError, TypeError):
        return
    try:
        signature.bind(*args, **kwargs)
    except TypeError as error:
        unknown = [name for name in kwargs if name not in signature.parameters]
        guess = nearest(unknown[0], list(signature.parameters)) if unknown else ""
        raise RecvizError(
            "factory",
            message("{target} cannot be called so", target=str(reference)),
            reason=message("{exception}", exception=exception_text(error)),
            advice=message("Did you mean {guess}?", guess=guess)
            if guess
            else message(
                "Its arguments are {signature}; write literals in the target's brackets, or "
                "write a function without arguments that builds the model.",
                signature=exception_text(TypeError(signature))[len("TypeError: ") :],
            ),
            where=source,
        ) from None


def _loaded(
    given: object, reference: Reference, namespace: ModuleType, source: Location | None
) -> Loaded:
    inputs = None
    model = _model_in(given)
    if model is None and isinstance(given, tuple) and given:
        model = _model_in(given[0])
        if model is not None and len(given) != 2:
            raise _no_model(reference, _wrong_tuple(given), source)
        inputs = given[1] if model is not None else None
    if model is None:
        raise _no_model(reference, _what(given), source)
    return Loaded(model, inputs, namespace, source)


def _model_in(given: object) -> nn.Module | None:
    """Gives the model itself, also out of a trainer (Torch-RecHub) and of data parallelism."""
    if isinstance(given, type):
        return None
    model = given if isinstance(given, nn.Module) else _attribute(given, "model")
    while isinstance(model, nn.DataParallel | nn.parallel.DistributedDataParallel):
        model = model.module
    return model if isinstance(model, nn.Module) else None


def _attribute(given: object, name: str) -> object:
    try:
        return getattr(given, name, None)
    except Exception:
        return None


def _what(given: object) -> Message:
    if given is None:
        return message("It gave nothing; perhaps a return is missing.")
    if isinstance(given, type):
        return message("It gave the class {name}, not a model of it.", name=given.__qualname__)
    if inspect.iscoroutine(given):
        return message("It is an async function.")
    if inspect.isgenerator(given) or inspect.isasyncgen(given):
        return message("It is a generator: it yields instead of returning.")
    return message("It gave a value of type {name}.", name=type(given).__qualname__)


def _wrong_tuple(given: tuple[object, ...]) -> Message:
    return message(
        "It gave a tuple of {count}; beside the model stands one thing, the inputs.",
        count=len(given),
    )


def _no_model(reference: Reference, reason: Message, source: Location | None) -> RecvizError:
    return RecvizError(
        "factory",
        message("{target} gives no model", target=str(reference)),
        reason=reason,
        advice=message(
            "Return a torch.nn.Module, a pair (model, inputs), or a trainer with a .model."
        ),
        where=source,
    )


def _no_factory(reference: Reference, found: object, source: Location | None) -> RecvizError:
    kind = type(found).__qualname__
    return RecvizError(
        "factory",
        message("{target} is no model and cannot be called", target=str(reference)),
        reason=message("It is a value of type {name}.", name=kind),
        advice=message("Name a model, or a function or class that gives one."),
        where=source,
    )


def _called_model(reference: Reference, source: Location | None) -> RecvizError:
    return RecvizError(
        "factory",
        message("{target} is a model already, so it takes no arguments", target=str(reference)),
        advice=message("Leave out the brackets, or name the class or function that builds it."),
        where=source,
    )
