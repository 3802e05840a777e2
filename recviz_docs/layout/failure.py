"""The two ways in which a layout engine fails, in words.

Owns the errors of code ``layout`` that every engine raises. It must not know an engine.
"""

from __future__ import annotations

from recviz_docs.errors import RecvizError
from recviz_docs.messages import message

__all__ = ["OutOfTimeError", "engine_failed", "out_of_time"]


class OutOfTimeError(RecvizError):
    """A layout over its time limit; one of fewer boxes may be within it."""


def out_of_time(seconds: float) -> OutOfTimeError:
    """Gives the error for a layout over its time limit."""
    return OutOfTimeError(
        "layout",
        message("the layout of the picture took longer than {seconds} s", seconds=f"{seconds:g}"),
        reason=message("The picture has too many boxes and arrows."),
        advice=message("Lower the depth of the diagram."),
    )


def engine_failed(detail: str) -> RecvizError:
    """Gives the error for an engine that gave no answer, with its own words."""
    return RecvizError(
        "layout",
        message("the layout engine gave no picture"),
        reason=message("It said: {detail}", detail=detail.strip() or "nothing"),
        advice=message("Lower the depth of the diagram, or choose another engine."),
    )
