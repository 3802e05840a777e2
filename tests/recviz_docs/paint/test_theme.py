from __future__ import annotations

from itertools import product

import pytest

from recviz_docs.errors import RecvizError
from recviz_docs.layout.roles import ROLES
from recviz_docs.paint.theme import THEMES, Ink, theme_named

PALETTES = [
    pytest.param(colours, id=f"{theme.name}-{kind}")
    for theme in THEMES.values()
    for kind, colours in (("light", theme.light), ("dark", theme.dark))
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", PALETTES)
def test_text_can_be_read_on_every_ground(colours: dict[str, str]) -> None:
    grounds = [name for name in colours if name.endswith("-fill")] + ["page"]
    for ink, ground in product(("text", "muted"), grounds):
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


@pytest.mark.parametrize("colours", PALETTES)
def test_outlines_and_arrows_can_be_seen(colours: dict[str, str]) -> None:
    for name in colours:
        if name.endswith("-stroke") and name != "frame-stroke":
            assert contrast(colours[name], colours["page"]) >= 3, name
            assert contrast(colours[name], colours[name.replace("stroke", "fill")]) >= 3, name
    for ground in ("page", "frame-fill", "inner-fill"):
        assert contrast(colours["line"], colours[ground]) >= 3


@pytest.mark.parametrize("colours", PALETTES)
def test_every_role_has_its_colours(colours: dict[str, str]) -> None:
    assert {f"{role}-{part}" for role in ROLES for part in ("fill", "stroke")} <= set(colours)


def test_roles_differ_in_colour() -> None:
    light = THEMES["default"].light
    assert len({light[f"{role}-stroke"] for role in ROLES}) >= len(ROLES) - 1


def test_colours_are_properties_with_the_light_one_behind_or_resolved() -> None:
    theme = theme_named("default")
    assert Ink(theme)("page") == "var(--recviz-page,#ffffff)"
    assert Ink(theme_named("mono"))("page") == "var(--recviz-mono-page,#ffffff)"
    assert Ink(theme, standalone=True)("page") == "#ffffff"


def test_an_unknown_theme_names_the_nearest() -> None:
    with pytest.raises(RecvizError, match=r"Did you mean mono\?") as caught:
        theme_named("mon")
    assert caught.value.code == "option"
    with pytest.raises(RecvizError, match="Themes: default, mono, torchview"):
        theme_named("zzzzzz")
