"""XML text: escaping, numbers, elements.

Owns how any value becomes safe, deterministic text. It must not know SVG's
meaning, graphs or colours.
"""

from __future__ import annotations

import re
from html import escape

__all__ = ["attribute", "clean", "element", "number", "numbers", "text"]

# What XML 1.0 has no way to write, not even as a reference.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(value: str) -> str:
    """Gives text with a replacement sign for each character that XML has no way to write."""
    return _FORBIDDEN.sub("\ufffd", value)


def text(value: str) -> str:
    """Gives text that is safe between tags."""
    return escape(clean(value), quote=False)


def attribute(value: str) -> str:
    """Gives text that is safe between double quotes."""
    return text(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def number(value: float) -> str:
    """Gives a number with at most one decimal and no needless zero."""
    rounded = f"{value:.1f}"
    return "0" if rounded in ("0.0", "-0.0") else rounded.removesuffix(".0")


def numbers(*values: float) -> str:
    """Gives numbers for path data: no more between them than it takes to tell them apart."""
    shown = ""
    for value in values:
        digits = number(value)
        digits = digits.replace("0.", ".", 1) if digits.startswith(("0.", "-0.")) else digits
        shown += digits if not shown or digits[0] == "-" else f" {digits}"
    return shown


def element(tag: str, inner: str = "", /, **attributes: str | float | None) -> str:
    """Gives an element; ``_`` in attribute names is written ``-``, None is left out."""
    parts = [tag]
    for name, value in attributes.items():
        if value is None:
            continue
        shown = number(value) if isinstance(value, int | float) else attribute(value)
        parts.append(f'{name.rstrip("_").replace("_", "-")}="{shown}"')
    opening = " ".join(parts)
    return f"<{opening}>{inner}</{tag}>" if inner else f"<{opening}/>"
