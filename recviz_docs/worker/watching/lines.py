"""Sources in which the number of a line can become part of the model.

Owns that guess, which errs towards yes: where it says yes, a formatting-only edit of
the project makes a new trace.
"""

from __future__ import annotations

import re

__all__ = ["mentions_lines"]

_WORDS = re.compile(
    rb"\b(?:co_firstlineno|__firstlineno__|co_lines|co_positions|co_lnotab|co_linetable|f_lineno"
    rb"|tb_lineno|lineno|currentframe|_getframe|_current_frames|getframeinfo"
    rb"|getsourcelines|getinnerframes|getouterframes|findsource|getcomments"
    rb"|traceback|extract_stack|format_exc|format_exception|format_stack|walk_stack"
    rb"|findCaller|stack_info)\b"
    rb"|\binspect\s*\.\s*(?:stack|trace)\b"
    rb"|\bfrom\s+inspect\s+import\s*(?:\([^)]*|[^\n(]*)\b(?:stack|trace)\b"
    rb"|\bimport\s+inspect\s+as\b"
    rb"|\bfrom\s+inspect\s+import\s*\*"
)


def mentions_lines(source: bytes) -> bool:
    """Tells whether a source mentions what line numbers or frames can be had from."""
    return _WORDS.search(source) is not None
