"""What a command line asks for: a request, and the settings of the site it is for.

Owns the flags and words that commands share. It must not know what a command does
with them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from recviz_docs.cli.parser import UsageError, given_options
from recviz_docs.diagram import Request
from recviz_docs.messages import message
from recviz_docs.options import parse_options
from recviz_docs.reference import parse_arguments
from recviz_docs.settings import Settings, parse_settings

__all__ = ["add_site_flags", "asked_request", "asked_settings"]


def add_site_flags(parser: argparse.ArgumentParser) -> None:
    """Adds the flags that stand for the settings of a site."""
    add = parser.add_argument
    add(
        "--path", action="append", default=[], metavar="DIR",
        help="directory to import models from; may be repeated",
    )  # fmt: skip
    add(
        "--allow", action="append", default=[], metavar="GLOB",
        help="modules and files that may be imported; may be repeated; all if not given",
    )  # fmt: skip
    add("--cache-dir", metavar="DIR", help="directory of the cache; .cache/recviz if not given")
    add("--no-cache", action="store_true", help="keep nothing, and use nothing that was kept")
    add(
        "--frozen", action="store_true",
        help="import and trace nothing; what is missing or stale is an error",
    )  # fmt: skip
    add("--jobs", metavar="JOBS", help="models traced at once")
    add("--memory", metavar="MIB", help="memory limit of the model in MiB")


def asked_request(found: argparse.Namespace) -> Request:
    """Gives the request: the first word as in a page, then pairs, then flags.

    Raises:
        RecvizError: ``usage``, ``syntax`` or ``option``.
    """
    if not found.words:
        raise UsageError(
            message("there is no target"),
            advice=message("Write for example: recviz draw pkg.mod:build depth=4"),
        )
    reference, inline = parse_arguments(found.words[0])
    pairs = []
    for word in found.words[1:]:
        key, equals, value = word.partition("=")
        if not equals:
            raise UsageError(
                message("{word} is neither a flag nor key=value", word=repr(word)),
                advice=message("A target that holds blanks has to stand in quotes."),
            )
        pairs.append((key, value))
    return Request(reference, parse_options([*inline, *pairs, *given_options(found)]))


def asked_settings(found: argparse.Namespace) -> Settings:
    """Gives the settings of a site in the current directory.

    Raises:
        RecvizError: ``usage`` or ``config``: a directory or a number that is none.
    """
    for directory in found.path:
        if not Path(directory).is_dir():
            raise UsageError(
                message("the directory {path} does not exist", path=directory),
                advice=message("--path takes the directory that holds the model's package."),
            )
    given: dict[str, object] = {"path": found.path, "frozen": found.frozen}
    if found.allow:
        given["allow"] = found.allow
    if found.no_cache or found.cache_dir is not None:
        given["cache_dir"] = "" if found.no_cache else found.cache_dir
    for name in ("jobs", "memory"):
        value = getattr(found, name)
        if value is not None:
            given[name] = _whole(name, value)
    return parse_settings(Path.cwd(), given)


def _whole(name: str, written: str) -> int:
    if written.isdecimal() and len(written) < 10:
        return int(written)
    raise UsageError(
        message("bad value {value} for --{name}", value=repr(written), name=name),
        advice=message("It takes {takes}.", takes=message("a whole number of at least 0")),
    )
