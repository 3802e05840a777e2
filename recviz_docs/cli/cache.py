"""``recviz cache``: what the cache holds, and less of it.

Owns what is printed of the cache directory. It must not know what an entry means.
Only entries are removed, by name: a directory given by mistake loses nothing else.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from recviz_docs.cache.prune import LARGEST, clear, prune
from recviz_docs.cache.store import KINDS, Entry, Store
from recviz_docs.cli.parser import Parser, UsageError
from recviz_docs.errors import did_you_mean, nearest
from recviz_docs.messages import message
from recviz_docs.settings import parse_settings

__all__ = ["cache_command", "cache_parser"]

_MIB = 1 << 20
_ACTIONS = ("info", "prune", "clear")
_EPILOG = """\
info    says how many entries there are and how large they are
prune   removes what was not used longest until the cache is small enough
clear   removes all entries"""


def cache_parser() -> Parser:
    """Gives the parser of the command."""
    parser = Parser("cache", "looks after the cache", words="|".join(_ACTIONS))
    parser.epilog = _EPILOG
    add = parser.add_argument
    add("words", nargs="*", metavar="ACTION", help="info, prune or clear")
    add("--cache-dir", metavar="DIR", help="directory of the cache; .cache/recviz if not given")
    add("--size", metavar="MIB", help=f"MiB that prune leaves; {LARGEST // _MIB} if not given")
    return parser


def cache_command(parser: Parser, words: list[str]) -> int:
    """Runs the command; gives the exit code.

    Raises:
        RecvizError: the call is wrong.
    """
    found = parser.read(words)
    action = _action(found)
    given = {} if found.cache_dir is None else {"cache_dir": found.cache_dir}
    directory = parse_settings(Path.cwd(), given).cache_directory()
    if directory is None:
        raise UsageError(
            message("there is no directory"), advice=message("--cache-dir takes a directory.")
        )
    store = Store(directory)
    if action == "info":
        print("\n".join([f"{directory}", *_lines(store)]))  # noqa: T201
        return 0
    removed = clear(store) if action == "clear" else prune(store, largest=_size(found.size))
    print(f"removed {_told(removed)} from {directory}")  # noqa: T201
    return 0


def _action(found: argparse.Namespace) -> str:
    given = " ".join(found.words)
    if given in _ACTIONS:
        return given
    raise UsageError(
        message("the command cache takes one of {words}", words=", ".join(_ACTIONS)),
        advice=did_you_mean(nearest(given, list(_ACTIONS)))
        or message("Write for example: recviz cache info"),
    )


def _size(written: str | None) -> int:
    if written is None:
        return LARGEST
    if written.isdecimal() and len(written) < 10:
        return int(written) * _MIB
    raise UsageError(
        message("bad value {value} for --{name}", value=repr(written), name="size"),
        advice=message("It takes {takes}.", takes=message("a whole number of at least 0")),
    )


def _lines(store: Store) -> list[str]:
    entries = list(store.entries())
    kinds = [(kind, [one for one in entries if one.kind.split("/")[0] == kind]) for kind in KINDS]
    return [f"  {kind:10} {_told(some)}" for kind, some in kinds] + [
        f"  all        {_told(entries)}"
    ]


def _told(entries: Iterable[Entry]) -> str:
    sizes = [entry.size for entry in entries]
    return f"{len(sizes)} entries, {sum(sizes) / _MIB:.1f} MiB"
