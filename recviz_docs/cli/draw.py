"""``recviz draw``: one model, outside of any page.

Owns its flags, what is written for each format and stage, and where to. It must
not know how a diagram is made.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from recviz_docs.cli.asked import add_site_flags, asked_request, asked_settings
from recviz_docs.cli.parser import Parser, UsageError, add_option_flags
from recviz_docs.diagram import Diagram, Failure, Request
from recviz_docs.errors import RecvizError
from recviz_docs.messages import message
from recviz_docs.outline import outline, outline_text
from recviz_docs.page import standalone_svg
from recviz_docs.paint.dot import paint_dot
from recviz_docs.pipeline import Recording, draw_all, first_graph, record_all
from recviz_docs.report import write_report
from recviz_docs.settings import Settings

__all__ = ["draw_command", "draw_parser"]

_FORMATS = ("svg", "json", "dot", "text")
_SUFFIXES = {".svg": "svg", ".json": "json", ".dot": "dot", ".gv": "dot", ".txt": "text"}
# What people ask other tools for; an SVG under such a name would only puzzle them.
_OTHER_SUFFIXES = frozenset(
    {".png", ".pdf", ".jpg", ".jpeg", ".gif", ".webp", ".eps", ".ps", ".html"}
)
_STAGES = ("trace", "graph", "layout")
_DESCRIPTION = "draws one model"
_UNTIL = "stop after this stage and write its data as JSON; graph is as first folded, of any width"
_EPILOG = """\
Options may stand behind the target as in a page: recviz draw pkg.mod:build depth=4
Switches are written --legend or --no-legend. Exit codes: 0 all is well, 1 the
diagram could not be made, 2 the command was called wrongly."""


def draw_parser() -> Parser:
    """Gives the parser of the command."""
    parser = Parser("draw", _DESCRIPTION)
    parser.epilog = _EPILOG
    add = parser.add_argument
    add("words", nargs="*", metavar="TARGET", help="what to draw, such as pkg.mod:build")
    add("-o", "--output", default="-", metavar="FILE", help="where to; - is standard output")
    add("--format", choices=_FORMATS, help="svg, or what the output's suffix says")
    add("--until", choices=_STAGES, help=_UNTIL)
    add_site_flags(parser)
    add("--report", metavar="FILE", help="write what was done, and how long it took, as JSON")
    add("--verbose", action="store_true", help="show the details of an error")
    add_option_flags(parser)
    return parser


def draw_command(parser: Parser, words: list[str]) -> int:
    """Runs the command; gives the exit code.

    Raises:
        RecvizError: the call is wrong, or the diagram failed.
    """
    found = parser.read(words)
    request = asked_request(found)
    settings = asked_settings(found)
    _check_output(found.output)
    _format(found)
    result, text = _drawn(found, request, settings)
    if found.report is not None:
        write_report([result], Path(found.report))
    if isinstance(result, Failure):
        raise result.error
    for note in result.notes if isinstance(result, Diagram) else ():
        _say("warning" if note.code == "cache" else "note", note)
    _write(text, found.output)
    return 0


def _warn(error: RecvizError) -> None:
    _say("warning", error)


def _say(kind: str, error: RecvizError) -> None:
    print(f"recviz: {kind}: {error}", file=sys.stderr)  # noqa: T201


def _check_output(output: str) -> None:
    """Finds out before the model is run whether the result has a place to go to."""
    path = Path(output)
    if output != "-" and path.is_dir():
        raise UsageError(
            message("the output {path} is a directory", path=output),
            advice=message("Name a file in it."),
        )
    if output != "-" and not path.parent.is_dir():
        raise UsageError(
            message("the directory {path} does not exist", path=str(path.parent)),
            advice=message("Make it first, or name another."),
        )


def _format(found: argparse.Namespace) -> str:
    if found.until and found.format not in (None, "json"):
        raise UsageError(
            message("--until writes JSON, not {format}", format=found.format),
            advice=message("Leave out one of both."),
        )
    suffix = Path(found.output).suffix.lower()
    if not found.format and suffix in _OTHER_SUFFIXES:
        raise UsageError(
            message("there is no format for the suffix {suffix}", suffix=suffix),
            advice=message("Formats: {words}.", words=", ".join(dict.fromkeys(_SUFFIXES.values()))),
        )
    return found.format or _SUFFIXES.get(suffix, "svg")


def _drawn(
    found: argparse.Namespace, request: Request, settings: Settings
) -> tuple[Diagram | Recording | Failure, str]:
    """Gives what was made and the text that it is written as."""
    form = _format(found)
    if found.until in ("trace", "graph"):
        (recording,) = record_all([request], settings, warn=_warn)
        if isinstance(recording, Failure):
            return recording, ""
        graph = recording.trace if found.until == "trace" else first_graph(recording)
        return recording, f"{graph.dumps()}\n"
    (result,) = draw_all([request], settings, warn=_warn)
    if isinstance(result, Failure):
        return result, ""
    if found.until == "layout":
        return result, f"{json.dumps(result.layout.to_json())}\n"
    return result, _as(form, result)


def _as(form: str, diagram: Diagram) -> str:
    options = diagram.request.options
    language = options.lang or "en"
    if form == "json":
        return f"{diagram.graph.dumps()}\n"
    if form == "dot":
        return paint_dot(diagram.graph, options=options, language=language, style=diagram.style)
    if form == "text":
        return outline_text(outline(diagram, language=language))
    return f"{standalone_svg(diagram, language=language)}\n"


def _write(text: str, output: str) -> None:
    """Writes the result, as UTF-8 whatever the terminal's encoding is."""
    data = text.encode("utf-8", "replace")  # a name may hold half a character
    try:
        if output == "-":
            _write_out(data)
        else:
            Path(output).write_bytes(data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise RecvizError(
            "output",
            message(
                "{path} cannot be written", path="standard output" if output == "-" else output
            ),
            reason=message("{problem}.", problem=error.strerror or str(error)),
            advice=message("Name a file that can be written."),
        ) from error


def _write_out(data: bytes) -> None:
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError:
        # What is left in the buffer would fail once more, and loudly, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise
