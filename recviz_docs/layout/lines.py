"""One line of text in a box, and the two sizes of letters.

Owns the type that labels give and that boxes arrange. It must not know what is
said or where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["TEXT", "TITLE", "Line", "Weight"]

TITLE = 12.0
TEXT = 11.0

Weight = Literal["bold", "normal", "small"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a box.

    Attributes:
        text: what it says.
        weight: bold for the title, normal for names, small for the rest.
        tail: what follows the title on its line, in normal weight.
        cells: the texts of columns, where the line is a row of a list.
        end: what stands at the far end of a frame's title.
        count: how many alike, in a cell of its own beside the title: there it
            cannot be read as part of an operation.
    """

    text: str
    weight: Weight = "normal"
    tail: str = ""
    cells: tuple[str, ...] = ()
    end: str = ""
    count: str = ""
