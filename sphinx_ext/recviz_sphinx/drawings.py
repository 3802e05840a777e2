"""What one build has drawn, kept on the application object.

Owns the hand-over between the phases draw and write. It must not be stored:
pages and environment hold text only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx.application import Sphinx

from recviz_docs.diagram import Diagram
from recviz_docs.errors import RecvizError
from recviz_sphinx.config import read_settings

if TYPE_CHECKING:
    from recviz_docs.figures import Figures

__all__ = ["Drawings", "Drawn", "drawings_of", "figures_of", "keep_drawings"]

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


def figures_of(app: Sphinx) -> Figures:
    """Gives what shows the diagrams of this build.

    Raises:
        RecvizError: ``config``: a setting has a bad value; then there are no diagrams either.
    """
    from recviz_docs.figures import Figures  # here, as most builds write no page

    if not hasattr(app, "recviz_figures"):
        app.recviz_figures = Figures(read_settings(app))  # type: ignore[attr-defined]
    figures: Figures = app.recviz_figures  # type: ignore[attr-defined]
    return figures
