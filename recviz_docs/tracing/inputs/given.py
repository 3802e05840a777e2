"""Inputs that the author gave: the option ``inputs``, or the factory's own.

Owns the first rule. It must not know how modules are imported.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recviz_docs.errors import RecvizError
from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.reference import Reference, parse_reference
from recviz_docs.tracing.inputs.calling import call_author, offered_keywords, settled
from recviz_docs.tracing.inputs.example import ExampleInputs
from recviz_docs.tracing.inputs.signature import bind

if TYPE_CHECKING:
    from recviz_docs.tracing.load import Loaded

__all__ = ["RULE", "GivenRule"]


@dataclass(frozen=True, slots=True)
class GivenRule:
    """First rule: what the option ``inputs`` names, else what came beside the model."""

    name: str = "inputs"
    order: int = 100

    def fit(self, loaded: Loaded, options: Options, base: Path) -> ExampleInputs | None:
        """Gives the author's own inputs; see `recviz_docs.tracing.inputs.example.Rule`."""
        if options.inputs is not None:
            return _from_option(loaded, options, base=base)
        if loaded.inputs is not None:
            return _from_factory(loaded)
        return None


RULE = GivenRule()


def _from_factory(loaded: Loaded) -> ExampleInputs:
    origin = message("the inputs that the factory gave beside the model")
    arguments = bind(loaded.model, settled(loaded.inputs), origin=origin)
    return ExampleInputs(arguments.args, arguments.keywords, "factory", origin)


def _from_option(loaded: Loaded, options: Options, *, base: Path) -> ExampleInputs:
    from recviz_docs.tracing.load import load_object

    reference = parse_reference(options.inputs or "")
    found = load_object(reference, base=base)
    origin = message("the inputs from {target}", target=str(reference))
    scales = False
    if callable(found):
        args, kwargs = _literals(reference)
        offered = _offered(found, loaded, options, reference)
        scales = "batch_size" in offered and "batch_size" not in kwargs
        found = call_author(
            found,
            args,
            {**offered, **kwargs},
            name=message("{target}", target=str(reference)),
            seed=options.seed,
        )
    elif reference.call is not None:
        raise _not_callable(reference)
    arguments = bind(loaded.model, settled(found), origin=origin)
    return ExampleInputs(arguments.args, arguments.keywords, "inputs", origin, scales=scales)


def _offered(
    function: Any, loaded: Loaded, options: Options, reference: Reference
) -> dict[str, object]:
    """Gives the keywords for the author's function, none of those that its literals fill."""
    args, kwargs = _literals(reference)
    offered = offered_keywords(function, loaded.model, options)
    if offered is None and not (args or kwargs):
        raise RecvizError(
            "inputs",
            message("{target} demands arguments that are not given", target=str(reference)),
            advice=message(
                "It may accept batch_size, seq_length and model; give anything else as literals: "
                "inputs=pkg.mod:fn(rows=3)."
            ),
        )
    if offered is None or args:
        return {}
    return {name: value for name, value in offered.items() if name not in kwargs}


def _literals(reference: Reference) -> tuple[tuple[object, ...], dict[str, object]]:
    call = ast.parse(f"_({reference.call or ''})", mode="eval").body
    assert isinstance(call, ast.Call)
    args = tuple(ast.literal_eval(item) for item in call.args)
    return args, {item.arg or "": ast.literal_eval(item.value) for item in call.keywords}


def _not_callable(reference: Reference) -> RecvizError:
    return RecvizError(
        "inputs",
        message("{target} is called, but it is no function", target=str(reference)),
        advice=message("Leave out the brackets."),
    )
