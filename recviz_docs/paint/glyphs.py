"""The signs of the roles and of the four fold relations, as strokes.

Owns path data in a square of 12 px (roles) and 14 × 12 px (relations). It must
not know where they are drawn or in which colour.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["RELATION_GLYPHS", "ROLE_GLYPHS"]

ROLE_GLYPHS: Mapping[str, str] = {
    "input": "M1 6H8M5 3L8 6 5 9M11 1.5V10.5",
    "embedding": "M1 1.5H11V10.5H1ZM1 4.5H11M1 7.5H11M4.5 1.5V10.5",
    "linear": "M1.5 2.5H10.5M1.5 9.5H10.5M1.5 2.5L10.5 9.5M1.5 9.5L10.5 2.5",
    "interaction": "M11 6A5 5 0 1 1 1 6A5 5 0 1 1 11 6ZM4 4L8 8M8 4L4 8",
    "tower": "M1 11H11M3 11V5H9V11M4.5 5V1.5H7.5V5",
    "expert": "M6 1L7.5 4.4 11 4.8 8.4 7.2 9.1 10.8 6 9 2.9 10.8 3.6 7.2 1 4.8 4.5 4.4Z",
    "gate": "M1 2.5V9.5L11 2.5V9.5Z",
    "attention": "M1 6Q6 .5 11 6Q6 11.5 1 6ZM7.5 6A1.5 1.5 0 1 1 4.5 6A1.5 1.5 0 1 1 7.5 6Z",
    "normalisation": "M1 10C4.5 10 4.5 2 6 2S7.5 10 11 10",
    "activation": "M1 9.5H6L11 2.5",
    "recurrent": "M9.4 3A4.5 4.5 0 1 0 10.5 6M9.8 .6V3.4H7",
    "pooling": "M1 2H11L7.5 6.5V10.5L4.5 9V6.5Z",
    "parameter": "M6 1L11 6 6 11 1 6Z",
    "constant": "M2 2H10V10H2Z",
    "opaque": "M4 4A2 2 0 1 1 6 6V7.5M6 9.5V10",
    "output": "M1 1.5V10.5M4 6H11M8 3L11 6 8 9",
}
RELATION_GLYPHS: Mapping[str, str] = {
    "all": "M2.5 1L11.5 11M11.5 1L2.5 11M2.5 1V11M11.5 1V11",
    "shared": "M7 1L2 11M7 1V11M7 1L12 11",
    "gather": "M2 1L7 11M7 1V11M12 1L7 11",
}
