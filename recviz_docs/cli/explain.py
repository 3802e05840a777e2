"""``recviz explain``: whether a build would draw a diagram again, and why.

Owns that one line. Nothing is imported, traced or laid out. It must not know how
anything is compared.
"""

from __future__ import annotations

from recviz_docs.cli.asked import add_site_flags, asked_request, asked_settings
from recviz_docs.cli.parser import Parser, add_option_flags
from recviz_docs.messages import message
from recviz_docs.pipeline import difference

__all__ = ["explain_command", "explain_parser"]

_DESCRIPTION = "says whether a diagram would be drawn again, and why"
_EPILOG = """\
Write the target, its options and --path as for draw, in the directory of the site's
configuration. Exit codes: 0 nothing would be done, 1 it would be drawn again,
2 the command was called wrongly."""


def explain_parser() -> Parser:
    """Gives the parser of the command."""
    parser = Parser("explain", _DESCRIPTION)
    parser.epilog = _EPILOG
    parser.add_argument("words", nargs="*", metavar="TARGET", help="as for draw")
    add_site_flags(parser)
    add_option_flags(parser)
    return parser


def explain_command(parser: Parser, words: list[str]) -> int:
    """Runs the command; gives the exit code.

    Raises:
        RecvizError: the call is wrong.
    """
    found = parser.read(words)
    request, settings = asked_request(found), asked_settings(found)
    different = difference(request, settings)
    said = different or message("nothing has changed, and its picture is kept")
    print(f"{request.reference}: {said}")  # noqa: T201
    return 0 if different is None else 1
