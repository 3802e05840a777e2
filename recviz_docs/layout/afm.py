"""Advance widths of Helvetica, normal and bold, in thousandths of an em.

Owns two rows of published font metrics (Adobe's core font metrics, shared by
Arial and Liberation Sans) and the few signs beyond ASCII that our labels use.
It must not know what is measured with them.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["BOLD", "NORMAL", "SIGNS"]


def _row(widths: str) -> Mapping[str, int]:
    return {chr(32 + index): int(width) for index, width in enumerate(widths.split())}


# From blank to tilde, in the order of ASCII.
NORMAL = _row(
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 "
    "556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 "
    "1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 "
    "667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 "
    "333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 "
    "556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
BOLD = _row(
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 "
    "556 556 556 556 556 556 556 556 556 556 333 333 584 584 584 611 "
    "975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 "
    "667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 "
    "333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 "
    "611 611 389 556 333 611 556 778 556 556 500 389 280 389 584"
)
SIGNS: Mapping[str, int] = {
    "\u00a0": 278, "·": 333, "×": 584, "÷": 584, "−": 584, "±": 584, "–": 556, "—": 1000,
    "…": 1000, "→": 1000, "←": 1000, "‘": 222, "’": 222, "“": 333, "”": 333, "•": 350,
    "∞": 713, "≤": 549, "≥": 549, "°": 400, "√": 549, "∑": 713, "∏": 823,
}  # fmt: skip
