"""The report of a build: what was traced and laid out, why, and what it cost.

Owns the JSON of design 5.3. It must not know how anything was made.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from recviz_docs.diagram import Failure, LayoutOutcome, Request, Seconds, TraceOutcome
from recviz_docs.errors import RecvizError
from recviz_docs.messages import message

__all__ = ["SCHEMA", "Reported", "report_data", "write_report"]

SCHEMA = 1


class Reported(Protocol):
    """What the report needs to know of a diagram, a failure or a recording."""

    @property
    def request(self) -> Request:
        """Gives what was asked for."""
        ...

    @property
    def trace_outcome(self) -> TraceOutcome:
        """Gives what became of the trace."""
        ...

    @property
    def layout_outcome(self) -> LayoutOutcome:
        """Gives what became of the layout."""
        ...

    @property
    def reason(self) -> str:
        """Gives why it was made again."""
        ...

    @property
    def seconds(self) -> Seconds:
        """Gives what it cost."""
        ...


def report_data(results: Sequence[Reported]) -> dict[str, Any]:
    """Gives the report as plain data.

    ``torch_imported`` tells whether this build imported torch anywhere: a worker that
    builds a model does.
    """
    return {
        "schema": SCHEMA,
        "torch_imported": "torch" in sys.modules or any(map(_built_a_model, results)),
        "diagrams": [_row(result) for result in results],
    }


def _built_a_model(result: Reported) -> bool:
    if isinstance(result, Failure) and result.error.code == "missing":
        return False
    return result.trace_outcome == "run" or result.seconds.trace > 0


def _row(result: Reported) -> dict[str, Any]:
    seconds = result.seconds
    return {
        "target": str(result.request.reference),
        "trace": result.trace_outcome,
        "layout": result.layout_outcome,
        "reason": result.reason or (str(result.error) if isinstance(result, Failure) else ""),
        "seconds": {
            "verify": round(seconds.verify, 4),
            "trace": round(seconds.trace, 4),
            "layout": round(seconds.layout, 4),
        },
    }


def write_report(results: Sequence[Reported], path: Path) -> None:
    """Writes the report in one piece: a reader finds the old one or the new one.

    Raises:
        RecvizError: ``config``: the file cannot be written.
    """
    text = json.dumps(report_data(results), ensure_ascii=False, indent=2) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, text)
    except OSError as error:
        raise RecvizError(
            "config",
            message("the report cannot be written to {path}", path=str(path)),
            reason=message("{problem}.", problem=error.strerror or str(error)),
            advice=message("Name a file in a directory that can be written."),
        ) from error


def _replace(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
