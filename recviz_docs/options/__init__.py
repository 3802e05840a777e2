"""Every option of a diagram, once: group, default, help and check.

Owns the table that the directive, the Markdown block, the command line's flags,
the Python keywords and the reference page are made from (design 5.2). It must
not know any of them, nor what the options do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from functools import cache
from typing import Any, Literal, NamedTuple, cast

from recviz_docs.errors import RecvizError, did_you_mean, nearest, plain_signs, quoted
from recviz_docs.messages import Message, message
from recviz_docs.options import kinds
from recviz_docs.options.kinds import BadValueError, Kind

__all__ = [
    "Group",
    "OptionSpec",
    "Options",
    "as_written",
    "option_specs",
    "options_from_config",
    "parse_options",
    "values_of",
]

Group = Literal["Trace", "Picture", "Page"]
_KEY = "recviz"


class OptionSpec(NamedTuple):
    """One row of the options table.

    Attributes:
        name: as written in a directive, with ``-``.
        field: as written in Python, with ``_``.
        group: Trace changes what is recorded, Picture what is drawn, Page what stands around it.
        help: one sentence for people.
        takes: the values, for people (``a whole number of at least -1``).
        flag: whether the bare name means ``true``.
        choices: the words it takes, where it takes only these.
    """

    name: str
    field: str
    group: Group
    default: object
    help: Message
    takes: Message
    read: Callable[[str], object]
    flag: bool = False
    choices: tuple[str, ...] = ()


def _option(group: Group, default: Any, kind: Kind, text: Message) -> Any:
    return field(default=default, metadata={_KEY: (group, kind, text)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """All options of one diagram, checked. See `option_specs` for their help."""

    inputs: str | None = _option(
        "Trace", None, kinds.text(),
        message("Function that gives the example inputs, as pkg.mod:function."),
    )  # fmt: skip
    input_spec: str | None = _option(
        "Trace", None, kinds.text(),
        message("Example inputs in words, such as: x: int64[B,L] 1..3706, price: float32[B]."),
    )  # fmt: skip
    batch_size: int = _option(
        "Trace", 2, kinds.whole(least=1), message("Batch size of the example inputs.")
    )
    seq_length: int = _option(
        "Trace", 10, kinds.whole(least=1), message("Length of example sequences.")
    )
    device: str = _option(
        "Trace", "cpu", kinds.choice("cpu", "meta"),
        message("Where the model runs: cpu, or meta for models too large for memory."),
    )  # fmt: skip
    mode: str = _option(
        "Trace", "eval", kinds.choice("eval", "train"), message("Mode the model is recorded in.")
    )
    tracer: str = _option(
        "Trace", "recviz", kinds.choice("recviz", "torchview"), message("What records the model.")
    )
    seed: int = _option(
        "Trace", 0, kinds.whole(least=0), message("Seed of the example inputs and of torch.")
    )
    depends: tuple[str, ...] = _option(
        "Trace", (), kinds.names(),
        message("Files or globs that the model depends on and that cannot be seen."),
    )  # fmt: skip
    timeout: float = _option(
        "Trace",
        120.0,
        kinds.positive_number(),
        message("Seconds that building and recording may take."),
    )
    depth: int = _option(
        "Picture", 3, kinds.whole(least=-1),
        message("Levels of modules that are opened; 0 is one box, -1 is all."),
    )  # fmt: skip
    direction: str = _option(
        "Picture", "TB", kinds.choice("TB", "LR", "BT", "RL"), message("Where the arrows go.")
    )
    width: int = _option(
        "Picture",
        760,
        kinds.whole(least=100),
        message("Width of the column in px that the picture should fit."),
    )
    fold: str = _option(
        "Picture",
        "auto",
        kinds.choice("auto", "off"),
        message("Whether equal parts are drawn once."),
    )
    views: str = _option(
        "Picture", "hide", kinds.choice("hide", "show"),
        message("Whether operations that only change a shape are drawn."),
    )  # fmt: skip
    show_shapes: bool = _option(
        "Picture", True, kinds.switch(), message("Write shapes on the arrows.")
    )
    show_params: bool = _option(
        "Picture", True, kinds.switch(), message("Write the number of parameters.")
    )
    expand_nested: bool = _option(
        "Picture",
        True,
        kinds.switch(),
        message("Draw a frame around the parts of an opened module."),
    )
    show_inner_tensors: bool = _option(
        "Picture", False, kinds.switch(), message("Draw the values between operations as boxes.")
    )
    show_module_functions: bool = _option(
        "Picture", False, kinds.switch(), message("Open modules that contain operations only.")
    )
    theme: str = _option(
        "Picture", "default", kinds.text(), message("Colours and shapes of the picture.")
    )
    engine: str = _option(
        "Picture", "embedded", kinds.choice("embedded", "dot"),
        message("What computes the layout: the embedded Graphviz or the system's dot."),
    )  # fmt: skip
    caption: str | None = _option("Page", None, kinds.text(), message("Caption under the picture."))
    alt: str | None = _option(
        "Page", None, kinds.text(), message("Text for those who cannot see the picture.")
    )
    name: str | None = _option(
        "Page", None, kinds.text(), message("Label for references to the picture.")
    )
    class_: tuple[str, ...] = _option(
        "Page", (), kinds.names(), message("CSS classes of the figure.")
    )
    align: str | None = _option(
        "Page", None, kinds.choice("left", "center", "right"), message("Where the figure stands.")
    )
    lang: str | None = _option(
        "Page",
        None,
        kinds.choice("en", "zh"),
        message("Language of the picture; that of the page if not given."),
    )
    legend: bool = _option(
        "Page", False, kinds.switch(), message("Explain colours and arrows under the picture.")
    )


def _spec(item: Field[Any]) -> OptionSpec:
    group, kind, text = cast("tuple[Group, Kind, Message]", item.metadata[_KEY])
    assert item.default is not MISSING
    return OptionSpec(
        name=item.name.rstrip("_").replace("_", "-"),
        field=item.name,
        group=group,
        default=item.default,
        help=text,
        takes=kind.takes,
        read=kind.read,
        flag=kind.flag,
        choices=kind.choices,
    )


@cache
def option_specs() -> tuple[OptionSpec, ...]:
    """Gives the options table, in the order of the reference page."""
    return tuple(_spec(item) for item in fields(Options))


def values_of(options: Options, group: Group) -> dict[str, Any]:
    """Gives the values of one group by option name, for keys and requests."""
    return {
        spec.name: getattr(options, spec.field) for spec in option_specs() if spec.group == group
    }


def parse_options(
    given: Mapping[str, str] | Iterable[tuple[str, str]], /, *, defaults: Options | None = None
) -> Options:
    """Gives the options that an author wrote, keys with ``-`` or ``_``.

    What is not given is as in ``defaults``, the site's own options.

    Raises:
        RecvizError: ``option``: a key that does not exist, is given twice, or has a
            value that it does not take; the message names the nearest valid key.
    """
    specs = {spec.name: spec for spec in option_specs()}
    pairs = given.items() if isinstance(given, Mapping) else given
    values: dict[str, Any] = {}
    for written, value in pairs:
        key = written.strip().replace("_", "-").rstrip("-")
        if key not in specs:
            raise _unknown(written.strip(), specs)
        spec = specs[key]
        if spec.field in values:
            raise RecvizError(
                "option",
                message("the option {key} is given twice", key=key),
                advice=message("Keep one of them."),
            )
        values[spec.field] = _value(spec, value.strip())
    return replace(defaults or Options(), **values)


def options_from_config(values: Mapping[str, object], /) -> Options:
    """Gives the options that a config holds as values (``{"depth": 4}``).

    Raises:
        RecvizError: ``option``: as `parse_options`.
    """
    return parse_options(as_written(values))


def as_written(values: Mapping[str, object], /) -> list[tuple[str, str]]:
    """Gives values of Python as an author would write them; None and empty ones are left out."""
    kept = {str(key): value for key, value in values.items() if value not in (None, (), [])}
    return [(key, _as_text(value)) for key, value in kept.items()]


def _as_text(value: object) -> str:
    return " ".join(str(item) for item in value) if isinstance(value, list | tuple) else str(value)


def _unknown(written: str, specs: Mapping[str, OptionSpec]) -> RecvizError:
    return RecvizError(
        "option",
        message("unknown option {key}", key=quoted(written)),
        advice=did_you_mean(nearest(written.replace("_", "-").lower(), list(specs)))
        or message("Valid options: {names}.", names=", ".join(specs)),
    )


def _value(spec: OptionSpec, written: str) -> object:
    if not written and not spec.flag:
        raise RecvizError(
            "option",
            message("the option {key} has no value", key=spec.name),
            advice=message("It takes {takes}.", takes=spec.takes),
        )
    try:
        return spec.read(written)
    except BadValueError as bad:
        raise RecvizError(
            "option",
            message("bad value {value} for the option {key}", value=quoted(written), key=spec.name),
            reason=message("It takes {takes}.", takes=bad.takes),
            advice=did_you_mean(_meant(spec, written))
            or message("The default is {default}.", default=_default_text(spec)),
        ) from None


def _meant(spec: OptionSpec, written: str) -> str:
    """Gives the value that the author may have meant, or an empty string."""
    if spec.choices or spec.flag:
        return nearest(written.lower(), list(spec.choices or ("true", "false")), likeness=0.5)
    try:
        spec.read(plain_signs(written))
    except BadValueError:
        return ""
    return plain_signs(written)


def _default_text(spec: OptionSpec) -> str:
    """Gives the default as an author would write it."""
    if isinstance(spec.default, bool):
        return str(spec.default).lower()
    return f"{spec.default:g}" if isinstance(spec.default, float) else str(spec.default)
