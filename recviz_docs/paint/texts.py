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

__all__ = ["haloed", "text_elements"]


def text_elements(
    runs: Iterable[Run], x: float, y: float, ink: Ink, *, coloured: bool = True
) -> str:
    """Gives the texts, moved by ``x`` and ``y``; not ``coloured``: the group around is."""
    return "".join(
        element(
            "text",
            text(run.text),
            x=x + run.x,
            y=y + run.y,
            font_size=None if run.size == TEXT else run.size,
            font_weight="700" if run.bold else None,
            fill=ink("muted") if run.muted and coloured else None,
            textLength=run.width,
            lengthAdjust="spacingAndGlyphs",
        )
        for run in runs
        if run.text
    )


def haloed(texts: str, ground: str, *, fill: str | None = None) -> str:
    """Gives a group of texts that keep the lines they stand on off their letters."""
    if not texts:
        return ""
    return element(
        "g", texts, fill=fill, stroke=ground, stroke_width=3, stroke_linejoin="round",
        paint_order="stroke",
    )  # fmt: skip
