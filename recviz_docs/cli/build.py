"""``recviz build``: the pictures of a site that no plugin of ours builds, from one list.

Owns the list, a TOML file: the settings of the site by their names, and in the table
``diagrams`` a directive for each file::

    path = ["."]
    options = { width = 700 }

    [diagrams]
    "deepfm.svg" = "examples.deepfm:build depth=4"
    "zh/deepfm.svg" = "examples.deepfm:build depth=4 lang=zh"

It must not know how a diagram is made. A file is written only if its content changes.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from recviz_docs.cli.parser import Parser, UsageError
from recviz_docs.diagram import Failure, Request
from recviz_docs.errors import Location, RecvizError, quoted
from recviz_docs.export import FORMATS, Format, format_for, in_format, press_for
from recviz_docs.messages import Message, message
from recviz_docs.options import Options, options_from_config, parse_options
from recviz_docs.pipeline import draw_all
from recviz_docs.reference import parse_arguments
from recviz_docs.report import write_report
from recviz_docs.settings import Settings, parse_settings

__all__ = ["build_command", "build_parser"]

_DESCRIPTION = "writes the files that a list of diagrams names"
_EPILOG = """\
The list is TOML: settings of the site, and "file.svg" = "TARGET key=value" in the table
diagrams. The suffix says the format. Exit codes: 0 all is well, 1 a diagram could not be
made or, with --check, a file is not current, 2 the command was called wrongly."""


@dataclass(frozen=True, slots=True)
class _File:
    """One row of the list."""

    name: str
    form: Format
    request: Request


def build_parser() -> Parser:
    """Gives the parser of the command."""
    parser = Parser("build", _DESCRIPTION, words="MANIFEST")
    parser.epilog = _EPILOG
    add = parser.add_argument
    add("words", nargs="*", metavar="MANIFEST", help="the list, such as recviz.toml")
    add("--out", metavar="DIR", help="where to; what else is there stays as it is")
    add("--check", action="store_true", help="write nothing; a file that is not current is told")
    add("--frozen", action="store_true", help="import and trace nothing; what is stale is an error")
    add("--report", metavar="FILE", help="write what was done, and how long it took, as JSON")
    add("--verbose", action="store_true", help="show the details of errors")
    return parser


def build_command(parser: Parser, words: list[str]) -> int:
    """Runs the command; gives the exit code.

    Raises:
        RecvizError: the call or the list is wrong, or something that PNG and PDF need is missing.
    """
    found = parser.read(words)
    if len(found.words) != 1 or not found.out:
        raise UsageError(
            message("build takes one list and a directory"),
            advice=message("Write for example: recviz build recviz.toml --out docs/img"),
        )
    settings, files = _read(Path(found.words[0]))
    settings = replace(settings, frozen=settings.frozen or found.frozen)
    return _build(files, settings, found)


def _build(files: Sequence[_File], settings: Settings, found: argparse.Namespace) -> int:
    """Writes or compares the files; tells of each that was not as it should be."""
    printed = [file.form for file in files if file.form in ("png", "pdf")]
    press = press_for(printed[0]) if printed else None
    results = draw_all([file.request for file in files], settings, warn=_warn)
    if found.report is not None:
        write_report(results, Path(found.report))
    good = True
    for file, result in zip(files, results, strict=True):
        if isinstance(result, Failure):
            good = _fail(file, result.error, verbose=found.verbose)
            continue
        language = file.request.options.lang or "en"
        try:
            data = in_format(result, file.form, language=language, press=press)
            current = _put(Path(found.out) / file.name, data, check=found.check)
        except RecvizError as error:
            good = _fail(file, error, verbose=found.verbose)
            continue
        if not current:
            print(f"{'not current' if found.check else 'written'}: {file.name}")  # noqa: T201
            good = good and not found.check
    return 0 if good else 1


def _put(path: Path, data: bytes, *, check: bool) -> bool:
    """Says whether the file is as it should be; writes it where it is not and may be."""
    try:
        if path.is_file() and path.read_bytes() == data:
            return True
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise RecvizError(
            "output",
            message("{path} cannot be written", path=str(path)),
            reason=message("{problem}.", problem=error.strerror or str(error)),
            advice=message("Name a file that can be written."),
        ) from error
    return False


def _fail(file: _File, error: RecvizError, *, verbose: bool) -> bool:
    lines = [f"recviz: error: {file.request.location}: {error}"]
    if verbose and error.detail:
        lines.append(error.detail.rstrip())
    print("\n".join(lines), file=sys.stderr)  # noqa: T201
    return False


def _warn(error: RecvizError) -> None:
    print(f"recviz: warning: {error}", file=sys.stderr)  # noqa: T201


def _read(path: Path) -> tuple[Settings, tuple[_File, ...]]:
    """Gives what a list says."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        raise UsageError(
            message("{path} cannot be read: {problem}", path=str(path), problem=error.strerror),
            advice=message("Write for example: recviz build recviz.toml --out docs/img"),
        ) from error
    except ValueError as error:
        raise _wrong(str(path), message("{problem}", problem=error)) from error
    rows = data.pop("diagrams", None)
    if not isinstance(rows, Mapping) or not rows:
        raise _wrong(str(path), message("there is no table [diagrams]"))
    settings = parse_settings(path.parent.resolve(), data)
    defaults = options_from_config(settings.options)
    return settings, tuple(_files(rows, path, text, defaults))


def _files(rows: Mapping[str, Any], path: Path, text: str, defaults: Options) -> Iterator[_File]:
    for name, directive in rows.items():
        place = Location(str(path), _line(text, name))
        if not isinstance(directive, str):
            problem = message("put the file name {name} and its directive in quotes", name=name)
            raise _wrong(str(place), problem)
        parts = PurePosixPath(name)
        form = None if parts.is_absolute() or ".." in parts.parts else format_for(Path(name))
        if form is None:
            raise RecvizError(
                "config",
                message("{name} is no file that can be written", name=quoted(name)),
                advice=message(
                    "Name it below the directory of --out. Formats: {words}.",
                    words=", ".join(FORMATS),
                ),
                where=place,
            )
        yield _File(name, form, _request(directive, defaults, place))


def _request(directive: str, defaults: Options, place: Location) -> Request:
    try:
        reference, pairs = parse_arguments(directive)
        return Request(reference, parse_options(pairs, defaults=defaults), place)
    except RecvizError as error:
        raise RecvizError(
            error.code, error.problem, reason=error.reason, advice=error.advice, where=place
        ) from error


def _line(text: str, name: str) -> int | None:
    """Gives the line that a file is named on."""
    key = re.compile(rf"""\s*["']?{re.escape(name)}["']?\s*[.=]""")
    return next((at for at, line in enumerate(text.splitlines(), 1) if key.match(line)), None)


def _wrong(place: str, problem: Message) -> RecvizError:
    return RecvizError(
        "config",
        message("{place} is no list of diagrams: {problem}", place=place, problem=problem),
        advice=message('Write "deepfm.svg" = "pkg.mod:build depth=4" in the table [diagrams].'),
    )
