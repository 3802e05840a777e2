"""A finished diagram, and what was asked for: the types between pipeline and hosts.

Owns `Request` (what a page asks), `Diagram` and `Failure` (what it gets). It must
not know how a diagram is made or shown.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from recviz_docs.errors import Location, RecvizError
from recviz_docs.graph import Graph
from recviz_docs.layout.geometry import Layout
from recviz_docs.options import Options
from recviz_docs.reference import Reference

__all__ = ["Diagram", "Failure", "LayoutOutcome", "Request", "Result", "Seconds", "TraceOutcome"]

TraceOutcome = Literal["hit", "run", "failed"]
LayoutOutcome = Literal["hit", "run", "skipped"]


@dataclass(frozen=True, slots=True)
class Request:
    """One directive: what to draw, how, and where it was written."""

    reference: Reference
    options: Options
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Seconds:
    """What a diagram cost, in seconds of wall time."""

    verify: float = 0.0
    trace: float = 0.0
    layout: float = 0.0


@dataclass(frozen=True)
class Diagram:
    """A diagram, ready to be painted in any language and theme.

    Attributes:
        trace: everything that was recorded.
        graph: what is drawn of it.
        layout: where it stands.
        notes: what an author may want to know (``wide``: it did not fit), no warnings.
    """

    request: Request
    trace: Graph
    graph: Graph
    layout: Layout
    notes: tuple[RecvizError, ...] = ()
    trace_outcome: TraceOutcome = "run"
    layout_outcome: LayoutOutcome = "run"
    reason: str = ""
    seconds: Seconds = field(default_factory=Seconds)

    @cached_property
    def digest(self) -> str:
        """Gives the digest of all that shapes the picture and its outline."""
        shape = [self.trace.dumps(), self.graph.dumps(), json.dumps(self.layout.to_json())]
        return hashlib.sha256("\0".join(shape).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Failure:
    """A diagram that could not be made."""

    request: Request
    error: RecvizError
    trace_outcome: TraceOutcome = "failed"
    layout_outcome: LayoutOutcome = "skipped"
    reason: str = ""
    seconds: Seconds = field(default_factory=Seconds)


Result = Diagram | Failure
