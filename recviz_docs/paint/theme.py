"""Themes as data: what colour and shape each role has, in light and in dark.

Owns the palettes and the way a colour is written: as a custom property of CSS
with its light value behind it, or as the light value alone where a file must
stand by itself. It must not know graphs or layouts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from recviz_docs.errors import RecvizError, nearest
from recviz_docs.messages import message

__all__ = ["THEMES", "Ink", "Theme", "theme_named"]


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by name, and the few shapes that differ between themes.

    Attributes:
        name: what the option ``theme`` says.
        light: colours (``text``, ``line``, ``embedding-fill`` …) on a light page.
        dark: the same names on a dark page.
        radius: of a box's corners in px.
        signs: whether boxes carry the sign of their role.
        tables: whether boxes list what they take and give in cells.
    """

    name: str
    light: Mapping[str, str]
    dark: Mapping[str, str]
    radius: float = 4.0
    signs: bool = True
    tables: bool = False

    @property
    def prefix(self) -> str:
        """Gives what the names of its custom properties start with."""
        return "--recviz" if self.name == "default" else f"--recviz-{self.name}"


@dataclass(frozen=True, slots=True)
class Ink:
    """How a theme's colours are written into one picture."""

    theme: Theme
    standalone: bool = False

    def __call__(self, name: str) -> str:
        """Gives the value of a ``fill`` or ``stroke``."""
        colour = self.theme.light[name]
        return colour if self.standalone else f"var({self.theme.prefix}-{name},{colour})"


def _roles(table: str) -> dict[str, str]:
    colours: dict[str, str] = {}
    for row in table.split("\n"):
        if row.strip():
            role, fill, stroke = row.split()
            colours[f"{role}-fill"] = fill
            colours[f"{role}-stroke"] = stroke
    return colours


_LIGHT = {
    "page": "#ffffff", "text": "#1b2430", "muted": "#4d5866", "line": "#5b6675",
    "frame-fill": "#f6f8fa", "inner-fill": "#ffffff", "frame-stroke": "#b9c3cf",
} | _roles("""
    input          #fff6dc #9a6700
    embedding      #def3e6 #1a7f4b
    linear         #e2ecfc #2a62b8
    interaction    #fde3ec #b3265e
    tower          #e9e5fb #6244bb
    expert         #d9f2f4 #0b6e80
    gate           #fde8d7 #b04a10
    attention      #f5e1f8 #8a2a9b
    normalisation  #eceff3 #5a6779
    activation     #f0f3d6 #66730b
    recurrent      #dcf0ec #1c7268
    pooling        #e3eef4 #3c6b86
    operation      #ffffff #5b6675
    module         #eef1f5 #55606e
    parameter      #f3eee4 #7a6440
    constant       #f3f3f3 #666666
    opaque         #fbe4e2 #b3261e
    output         #fee5e1 #b8321f
""")  # fmt: skip

_DARK = {
    "page": "#14181d", "text": "#e8edf3", "muted": "#b4bfcb", "line": "#8f9baa",
    "frame-fill": "#1b2128", "inner-fill": "#222932", "frame-stroke": "#4a5563",
} | _roles("""
    input          #3a2f12 #d9a93a
    embedding      #14351f #4fbf7f
    linear         #1a2c4a #6ea4f4
    interaction    #431b2b #f07ca6
    tower          #2b2450 #a894f5
    expert         #0f3439 #4dc3d3
    gate           #42260f #ee9a5c
    attention      #391c40 #d487e2
    normalisation  #2a3038 #9aa8ba
    activation     #2e3210 #bccb4f
    recurrent      #123430 #57c2b2
    pooling        #1d303c #82b9d8
    operation      #1b2128 #9aa8b8
    module         #2a313a #a2aebd
    parameter      #352d1f #c9ac78
    constant       #2b2b2b #b0b0b0
    opaque         #421d1a #f2877d
    output         #43201a #f48d78
""")  # fmt: skip

_PLAIN = frozenset(("page", "text", "muted", "line", "frame-fill", "inner-fill", "frame-stroke"))


def _mono(colours: Mapping[str, str], fill: str, stroke: str) -> Mapping[str, str]:
    return {
        name: value if name in _PLAIN else (fill if name.endswith("-fill") else stroke)
        for name, value in colours.items()
    }


def _classic(
    fill: Mapping[str, str], module: str, line: str, base: Mapping[str, str]
) -> Mapping[str, str]:
    """Gives torchview's look: values, operations and modules in one colour each."""
    colours = dict(base)
    for name in base:
        role, _, part = name.rpartition("-")
        if name in _PLAIN:
            continue
        colours[name] = line if part == "stroke" else fill.get(role, module)
    return colours


_VALUES = ("input", "output", "parameter", "constant")
_LIGHT_MONO = dict(_LIGHT) | {"frame-fill": "#ffffff", "line": "#333333", "muted": "#444444"}
THEMES: Mapping[str, Theme] = {
    theme.name: theme
    for theme in (
        Theme("default", _LIGHT, _DARK),
        Theme(
            "mono",
            _mono(_LIGHT_MONO | {"frame-stroke": "#888888"}, "#ffffff", "#222222"),
            _mono(_DARK, "#1f252c", "#d5dde6"),
        ),
        Theme(
            "torchview",
            _classic(
                dict.fromkeys(_VALUES, "#ffffe0") | {"operation": "#f0f8ff"},
                "#c1ffc1", "#333333", _LIGHT | {"frame-fill": "#ffffff"},
            ),
            _classic(
                dict.fromkeys(_VALUES, "#3a3a1c") | {"operation": "#1d2b38"},
                "#1d3d1d", "#aab4bf", _DARK,
            ),
            radius=0.0, signs=False, tables=True,
        ),
    )
}  # fmt: skip


def theme_named(name: str, themes: Mapping[str, Theme] = THEMES) -> Theme:
    """Gives a theme by its name, of ours or of those given.

    Raises:
        RecvizError: ``option``: there is no such theme.
    """
    if name in themes:
        return themes[name]
    guess = nearest(name, list(themes))
    raise RecvizError(
        "option",
        message("there is no theme {name}", name=repr(name)),
        advice=message("Did you mean {guess}?", guess=guess)
        if guess
        else message("Themes: {names}.", names=", ".join(themes)),
    )
