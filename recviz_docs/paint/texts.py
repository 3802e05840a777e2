"""A placed text as SVG.

Owns ``<text>`` with its length from our own metrics, so that another font in
the reader's browser is squeezed into its room. It must not know what it says.
"""

from __future__ import annotations

from collections.abc import Iterable

from recviz_docs.layout.labels import TEXT
from recviz_docs.layout.runs import Run
from recviz_docs.paint.markup import element, text

__all__ = ["MUTED", "haloed", "text_elements"]

MUTED = "currentColor"  # the picture's own colour is that of lesser texts: a name for it is short


def text_elements(runs: Iterable[Run], x: float, y: float, *, coloured: bool = True) -> str:
    """Gives the texts, moved by ``x`` and ``y``; not ``coloured``: the group around is.

    A length without ``lengthAdjust`` changes the distance of letters, not the letters.
    """
    return "".join(
        element(
            "text",
            text(run.text),
            x=round(x + run.x),
            y=round(y + run.y),
            font_size=None if run.size == TEXT else run.size,
            font_weight="700" if run.bold else None,
            fill=MUTED if run.muted and coloured else None,
            textLength=max(1, round(run.width)),
        )
        for run in runs
        if run.text
    )


def haloed(texts: str, ground: str) -> str:
    """Gives a group of lesser texts that keep the lines they stand on off their letters."""
    if not texts:
        return ""
    return element("g", texts, fill=MUTED, stroke=ground, stroke_width=3, paint_order="stroke")
