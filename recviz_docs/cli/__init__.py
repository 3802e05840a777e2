"""The command ``recviz``.

Owns exit codes and how errors look on a terminal: 0 is fine, 1 means that a
diagram failed, 2 that the command was called wrongly; one paragraph on stderr,
nothing but the result on stdout. It must not know how a diagram is made.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

from recviz_docs.cli.build import build_command, build_parser
from recviz_docs.cli.cache import cache_command, cache_parser
from recviz_docs.cli.draw import draw_command, draw_parser
from recviz_docs.cli.explain import explain_command, explain_parser
from recviz_docs.cli.parser import Parser, UsageError
from recviz_docs.errors import RecvizError, did_you_mean, nearest, quoted
from recviz_docs.messages import message

__all__ = ["main"]

_USAGE_CODES = frozenset(("syntax", "option", "config", "usage"))
_COMMANDS: Mapping[str, tuple[Callable[[], Parser], Callable[[Parser, list[str]], int]]] = {
    "draw": (draw_parser, draw_command),
    "build": (build_parser, build_command),
    "explain": (explain_parser, explain_command),
    "cache": (cache_parser, cache_command),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command; gives the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(words)
    except RecvizError as error:
        _tell(error, verbose="--verbose" in words)
        return 2 if error.code in _USAGE_CODES else 1
    except BrokenPipeError:
        print("recviz: error: whoever read the output closed it.", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        print("recviz: stopped.", file=sys.stderr)  # noqa: T201
        return 130


def _tell(error: RecvizError, *, verbose: bool) -> None:
    lines = [f"recviz: error: {error}"]
    if verbose and error.detail:
        lines.append(error.detail.rstrip())
    elif error.detail:
        lines.append("recviz: --verbose shows the details.")
    print("\n".join(lines), file=sys.stderr)  # noqa: T201


def _run(words: list[str]) -> int:
    command, rest = (words[0], words[1:]) if words else ("--help", [])
    if command in _COMMANDS:
        parser, run = _COMMANDS[command]
        return run(parser(), rest)
    if command in ("-h", "--help", "help"):
        print(_help())  # noqa: T201
        return 0 if words else 2
    if command == "--version":
        from importlib.metadata import version

        print(f"recviz {version('recviz-docs')}")  # noqa: T201
        return 0
    raise UsageError(
        message("there is no command {name}", name=quoted(command)),
        advice=did_you_mean(nearest(command, list(_COMMANDS)))
        or message("Commands: {names}.", names=", ".join(_COMMANDS)),
    )


def _help() -> str:
    lines = ["usage: recviz COMMAND [...]", "", "commands:"]
    for name, (parser, _) in _COMMANDS.items():
        lines.append(f"  {name:8} {parser().description}")
    lines += ["", "recviz COMMAND --help tells more; recviz --version tells the version."]
    return "\n".join(lines)
