"""The signs of the roles and of the four fold relations, as strokes.

Owns path data in a square of 12 px (roles) and 14 × 12 px (relations), all of it
relative to the upper left corner. It must not know where they are drawn or in
which colour.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["RELATION_GLYPHS", "ROLE_GLYPHS"]

ROLE_GLYPHS: Mapping[str, str] = {
    "input": "m1 6h7m-3-3l3 3-3 3m6-7.5v9",
    "embedding": "m1 1.5h10v9h-10zm0 3h10m-10 3h10m-6.5-6v9",
    "linear": "m1.5 2.5h9m-9 7h9m-9-7l9 7m-9 0l9-7",
    "interaction": "m11 6a5 5 0 1 1-10 0a5 5 0 1 1 10 0zm-7-2l4 4m0-4l-4 4",
    "tower": "m1 11h10m-8 0v-6h6v6m-4.5-6v-3.5h3v3.5",
    "expert": "m6 1l1.5 3.4 3.5 .4-2.6 2.4 .7 3.6-3.1-1.8-3.1 1.8 .7-3.6-2.6-2.4 3.5-.4z",
    "gate": "m1 2.5v7l10-7v7z",
    "attention": "m1 6q5-5.5 10 0q-5 5.5-10 0zm6.5 0a1.5 1.5 0 1 1-3 0a1.5 1.5 0 1 1 3 0z",
    "normalisation": "m1 10c3.5 0 3.5-8 5-8s1.5 8 5 8",
    "activation": "m1 9.5h5l5-7",
    "recurrent": "m9.4 3a4.5 4.5 0 1 0 1.1 3m-.7-5.4v2.8h-2.8",
    "pooling": "m1 2h10l-3.5 4.5v4l-3-1.5v-2.5z",
    "parameter": "m6 1l5 5-5 5-5-5z",
    "constant": "m2 2h8v8h-8z",
    "opaque": "m4 4a2 2 0 1 1 2 2v1.5m0 2v.5",
    "output": "m1 1.5v9m3-4.5h7m-3-3l3 3-3 3",
}
RELATION_GLYPHS: Mapping[str, str] = {
    "all": "m2.5 1l9 10m0-10l-9 10m0-10v10m9-10v10",
    "shared": "m7 1l-5 10m5-10v10m0-10l5 10",
    "gather": "m2 1l5 10m0-10v10m5-10l-5 10",
}
