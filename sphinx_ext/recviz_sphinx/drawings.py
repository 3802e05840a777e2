"""What one build has drawn, kept on the application object.

Owns the hand-over between the phases draw and write. It must not be stored:
pages and environment hold text only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sphinx.application import Sphinx

from recviz_docs.diagram import Diagram
from recviz_docs.errors import RecvizError

__all__ = ["Drawings", "Drawn", "drawings_of", "keep_drawings"]

Drawn = Diagram | RecvizError


@dataclass(frozen=True, slots=True)
class Drawings:
    """The results of one build.

    Attributes:
        results: diagram or error by the text of the request (`asked.request_text`).
        pages: digest of all that a page shows, by docname.
        taken: pages that have taken their pictures to be written.
    """

    results: Mapping[str, Drawn]
    pages: Mapping[str, str]
    taken: set[str] = field(default_factory=set)


def keep_drawings(app: Sphinx, drawings: Drawings) -> None:
    """Puts the results of this build in the place of those of the one before."""
    app.recviz_drawings = drawings  # type: ignore[attr-defined]


def drawings_of(app: Sphinx) -> Drawings:
    """Gives the results of this build; none before anything was drawn."""
    kept: Drawings = getattr(app, "recviz_drawings", None) or Drawings({}, {})
    return kept
