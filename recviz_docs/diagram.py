"""A finished diagram, and what was asked for: the types between pipeline and hosts.

Owns `Request` (what a page asks), `Diagram` and `Failure` (what it gets). It must
not know how a diagram is made or shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from recviz_docs.errors import Location, RecvizError
    from recviz_docs.graph import Graph
    from recviz_docs.layout.geometry import Layout
    from recviz_docs.options import Options
    from recviz_docs.paint.style import Style
    from recviz_docs.picture import Picture
    from recviz_docs.reference import Reference

__all__ = [
    "Diagram",
    "Failure",
    "LayoutOutcome",
    "OutlineItem",
    "Request",
    "Result",
    "Seconds",
    "TraceOutcome",
]

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


@dataclass(frozen=True, slots=True)
class Diagram:
    """A diagram, ready to be painted in any language and theme.

    Attributes:
        picture: what is drawn; it is read when somebody looks at it.
        notes: what an author may want to know (``wide``: it did not fit), no warnings.
        style: theme and roles, where the site has any of its own.
        code: digest of our own code and words that it is shown by; empty where nobody knows.
    """

    request: Request
    picture: Picture
    notes: tuple[RecvizError, ...] = ()
    trace_outcome: TraceOutcome = "run"
    layout_outcome: LayoutOutcome = "run"
    reason: str = ""
    seconds: Seconds = field(default_factory=Seconds)
    style: Style | None = None
    code: str = ""

    @property
    def trace(self) -> Graph:
        """Gives what was recorded: modules, inputs and outputs, without operations and values."""
        return self.picture.trace

    @property
    def graph(self) -> Graph:
        """Gives what is drawn of it."""
        return self.picture.graph

    @property
    def layout(self) -> Layout:
        """Gives where it stands."""
        return self.picture.layout

    @property
    def digest(self) -> str:
        """Gives the digest of all that shapes the picture and its outline."""
        if self.style is None:
            return self.picture.digest
        return sha256(f"{self.picture.digest}\0{self.style!r}".encode()).hexdigest()


class OutlineItem(NamedTuple):
    """One line of a diagram's outline and what stands below it."""

    text: str
    children: tuple[OutlineItem, ...] = ()


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
