"""A text at its place.

Owns the type that boxes and tables give and that the painter writes. It must not
know what the text says.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Run"]


@dataclass(frozen=True, slots=True)
class Run:
    """A text and its place: ``x`` of its start and ``y`` of its baseline."""

    text: str
    x: float
    y: float
    width: float
    size: float
    bold: bool = False
    muted: bool = False
