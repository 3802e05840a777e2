"""``recviz draw``: one model, outside of any page.

Owns its flags, what is written for each format and stage, and where to. It must
not know how a diagram is made.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from recviz_docs.cli.asked import add_site_flags, asked_request, asked_settings
from recviz_docs.cli.parser import Parser, UsageError, add_option_flags
from recviz_docs.diagram import Diagram, Failure, Request
from recviz_docs.errors import RecvizError
from recviz_docs.export import FORMATS, SCALE, Format, format_for, in_format, press_for
from recviz_docs.messages import message
from recviz_docs.pipeline import Recording, draw_all, first_graph, record_all
from recviz_docs.report import write_report
from recviz_docs.settings import Settings

__all__ = ["draw_command", "draw_parser"]

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
    add("--format", choices=FORMATS, help="svg, or what the output's suffix says")
    add("--scale", metavar="NUMBER", help=f"px of a PNG for each px of the picture; {SCALE:g}")
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
    form = _format(found)
    write = partial(
        in_format,
        form=form,
        language=request.options.lang or "en",
        press=press_for(form),
        scale=_scale(found, form),
    )
    result, data = _drawn(found, request, settings, write)
    if found.report is not None:
        write_report([result], Path(found.report))
    if isinstance(result, Failure):
        raise result.error
    for note in result.notes if isinstance(result, Diagram) else ():
        _say("warning" if note.code == "cache" else "note", note)
    _write(data, found.output)
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


def _format(found: argparse.Namespace) -> Format:
    if found.until and found.format not in (None, "json"):
        raise UsageError(
            message("--until writes JSON, not {format}", format=found.format),
            advice=message("Leave out one of both."),
        )
    if found.until:
        return "json"
    form: Format = found.format or format_for(Path(found.output)) or "svg"
    if form in ("png", "pdf") and found.output == "-" and sys.stdout.isatty():
        raise UsageError(
            message("a terminal cannot show {format}", format=form.upper()),
            advice=message("Name a file: -o model.{format}", format=form),
        )
    return form


def _scale(found: argparse.Namespace, form: Format) -> float:
    if found.scale is None:
        return SCALE
    if form != "png":
        raise UsageError(
            message("--scale is for PNG, not {format}", format=form),
            advice=message("Leave out one of both."),
        )
    with suppress(ValueError):
        if 0.1 <= float(found.scale) <= 10:
            return float(found.scale)
    raise UsageError(
        message("bad value {value} for --{name}", value=repr(found.scale), name="scale"),
        advice=message("It takes {takes}.", takes=message("a number from 0.1 to 10")),
    )


def _drawn(
    found: argparse.Namespace,
    request: Request,
    settings: Settings,
    write: Callable[[Diagram], bytes],
) -> tuple[Diagram | Recording | Failure, bytes]:
    """Gives what was made and the bytes that it is written as."""
    if found.until in ("trace", "graph"):
        (recording,) = record_all([request], settings, warn=_warn)
        if isinstance(recording, Failure):
            return recording, b""
        graph = recording.trace if found.until == "trace" else first_graph(recording)
        return recording, _encoded(graph.dumps())
    (result,) = draw_all([request], settings, warn=_warn)
    if isinstance(result, Failure):
        return result, b""
    if found.until == "layout":
        return result, _encoded(json.dumps(result.layout.to_json()))
    return result, write(result)


def _encoded(text: str) -> bytes:
    return f"{text}\n".encode("utf-8", "replace")  # a name may hold half a character


def _write(data: bytes, output: str) -> None:
    """Writes the result; text is UTF-8 whatever the terminal's encoding is."""
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
