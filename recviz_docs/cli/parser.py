"""Flags from the tables of options and settings.

Owns how an option becomes a flag (``--depth 4``, ``--legend``, ``--no-legend``)
and how wrong calls are told. It must not know what a command does.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import NoReturn

from recviz_docs.errors import RecvizError, did_you_mean, nearest, quoted
from recviz_docs.messages import Message, message
from recviz_docs.options import OptionSpec, option_specs

__all__ = ["Parser", "UsageError", "add_option_flags", "given_options"]

_PREFIX = "option:"


class UsageError(RecvizError):
    """The command was called wrongly."""

    def __init__(self, problem: Message, *, advice: Message) -> None:
        super().__init__("usage", problem, advice=advice)


class Parser(argparse.ArgumentParser):
    """Flags and words in any order; errors are raised, not printed."""

    def __init__(
        self, command: str, description: str, *, words: str = "TARGET [key=value ...]"
    ) -> None:
        super().__init__(
            prog=f"recviz {command}",
            usage=f"recviz {command} {words} [options]",
            description=description,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def error(self, problem: str) -> NoReturn:
        """Raises what argparse found.

        Raises:
            UsageError: always.
        """
        raise UsageError(
            message("{problem}", problem=problem),
            advice=message("{command} --help lists what it takes.", command=self.prog),
        )

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """Gives what the words say.

        Raises:
            UsageError: there is no such flag, or one has a bad value.
        """
        found, unknown = self.parse_known_intermixed_args(self._switches(words))
        if not unknown:
            return found
        flag = unknown[0].partition("=")[0]
        known = [name for name in self._option_string_actions if name.startswith("--")]
        raise UsageError(
            message("there is no flag {flag}", flag=quoted(flag)),
            advice=did_you_mean(nearest(flag.replace("_", "-"), known))
            or message("{command} --help lists what it takes.", command=self.prog),
        )

    def _switches(self, words: Sequence[str]) -> Iterator[str]:
        """Gives the words with a value for each bare switch: ``--no-legend`` has ``false``."""
        switches = {spec.name for spec in option_specs() if spec.flag}
        plain = True
        for word in words:
            plain = plain and word != "--"
            name = word.removeprefix("--").replace("_", "-")
            if plain and word.startswith("--") and name in switches:
                yield f"--{name}=true"
            elif plain and word.startswith("--no-") and name.removeprefix("no-") in switches:
                yield f"--{name.removeprefix('no-')}=false"
            else:
                yield word


def add_option_flags(parser: argparse.ArgumentParser) -> None:
    """Adds a flag for each option of a diagram, one group of help for each of their groups."""
    titles = {
        "Trace": "what is recorded",
        "Picture": "what is drawn",
        "Page": "what stands around it",
    }
    groups = {name: parser.add_argument_group(title) for name, title in titles.items()}
    for spec in option_specs():
        names = [f"--{spec.name}"]
        if "-" in spec.name:
            names.append(f"--{spec.name.replace('-', '_')}")
        groups[spec.group].add_argument(
            names[0],
            dest=_PREFIX + spec.name,
            default=None,
            metavar=_metavar(spec),
            help=_help(spec),
        )
        for other in names[1:]:
            groups[spec.group].add_argument(
                other, dest=_PREFIX + spec.name, default=argparse.SUPPRESS, help=argparse.SUPPRESS
            )


def _metavar(spec: OptionSpec) -> str:
    if spec.choices:
        return "|".join(spec.choices)
    return "true|false" if spec.flag else spec.name.rpartition("-")[2].upper()


def _help(spec: OptionSpec) -> str:
    default = spec.default
    if default is None or default == ():
        return str(spec.help).replace("%", "%%")
    shown = (
        str(default).lower()
        if spec.flag
        else f"{default:g}"
        if isinstance(default, float)
        else str(default)
    )
    return f"{spec.help} Default: {shown}.".replace("%", "%%")


def given_options(found: argparse.Namespace) -> list[tuple[str, str]]:
    """Gives the options that were given as flags, in the order of the table."""
    pairs = ((spec.name, getattr(found, _PREFIX + spec.name)) for spec in option_specs())
    return [(name, value) for name, value in pairs if value is not None]
