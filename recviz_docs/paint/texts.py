"""A placed text as SVG.

Owns ``<text>`` with its length from our own metrics, so that another font in
the reader's browser is squeezed into its room. It must not know what it says.
"""

from __future__ import annotations

from collections.abc import Iterable

from recviz_docs.layout.boxes import Run
from recviz_docs.layout.labels import TEXT
from recviz_docs.paint.markup import element, text
from recviz_docs.paint.theme import Ink

__all__ = ["text_elements"]


def text_elements(
    runs: Iterable[Run], x: float, y: float, ink: Ink, *, halo: str | None = None
) -> str:
    """Gives the texts, moved by ``x`` and ``y``; ``halo`` is a colour kept free around them."""
    return "".join(
        element(
            "text",
            text(run.text),
            x=x + run.x,
            y=y + run.y,
            font_size=None if run.size == TEXT else run.size,
            font_weight="700" if run.bold else None,
            fill=ink("muted") if run.muted else None,
            stroke=halo,
            stroke_width=3 if halo else None,
            stroke_linejoin="round" if halo else None,
            paint_order="stroke" if halo else None,
            textLength=run.width,
            lengthAdjust="spacingAndGlyphs",
        )
        for run in runs
        if run.text
    )
