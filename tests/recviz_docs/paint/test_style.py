from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from recviz_docs.errors import RecvizError
from recviz_docs.graph import Graph, Model, Node
from recviz_docs.layout import place
from recviz_docs.layout.look import RoleRule
from recviz_docs.options import Options
from recviz_docs.page.stylesheet import STYLESHEET, stylesheet
from recviz_docs.paint.legend import legend_rows
from recviz_docs.paint.style import own_themes, style_for
from recviz_docs.paint.svg import paint_svg
from recviz_docs.paint.theme import THEMES
from recviz_docs.settings import Settings, parse_settings

NIGHT = {"base": "mono", "radius": 0, "light": {"page": "#FDF"}, "dark": {"text": "#abcdef"}}
WORDS = {"role": "interaction", "en": "compressor", "zh": "压缩器"}


def site(**values: Any) -> Settings:
    return parse_settings(Path.cwd(), values)


def test_a_theme_starts_from_another_one() -> None:
    theme = own_themes(site(themes={"night": NIGHT}))["night"]
    assert (theme.name, theme.radius, theme.signs, theme.tables) == ("night", 0, True, False)
    assert theme.light["page"] == "#ffddff"
    assert theme.dark["text"] == "#abcdef"
    assert theme.light["text"] == THEMES["mono"].light["text"]
    assert theme.prefix == "--recviz-night"


def test_a_site_without_any_has_ours() -> None:
    for settings in (None, site()):
        style = style_for(Options(theme="torchview"), settings)
        assert style.theme is THEMES["torchview"]
        assert style.look.tables and not style.look.signs
        assert style.roles == ()


def test_an_exact_name_wins_over_a_glob() -> None:
    settings = site(roles={"*": "tower", "Unit": "gate", "Dot*": WORDS})
    rules = style_for(Options(), settings).roles
    assert rules[0] == RoleRule("Unit", "gate")
    assert rules[2] == RoleRule("Dot*", "interaction", (("en", "compressor"), ("zh", "压缩器")))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"themes": {"Night": {}}}, "themes.Night"),
        ({"themes": {"night": "dark"}}, "themes.night"),
        ({"themes": {"night": {"base": "mona"}}}, "Did you mean mono?"),
        ({"themes": {"night": {"lihgt": {}}}}, "Did you mean light?"),
        ({"themes": {"night": {"light": {"embeding-fill": "#fff"}}}}, "embedding-fill"),
        ({"themes": {"night": {"light": {"page": "white"}}}}, "themes.night.light.page"),
        ({"themes": {"night": {"light": {"page": "#fff;}*{color:red"}}}}, "themes.night.light"),
        ({"themes": {"night": {"radius": True}}}, "themes.night.radius"),
        ({"themes": {"night": {"radius": 99}}}, "a number from 0 to 12"),
        ({"themes": {"night": {"signs": "no"}}}, "themes.night.signs"),
        ({"roles": {"Unit": "gates"}}, "Did you mean gate?"),
        ({"roles": {"Unit": 7}}, "roles.Unit"),
        ({"roles": {"Unit": {"en": "unit"}}}, "roles.Unit"),
        ({"roles": {"Unit": {"role": "gate", "zh": ""}}}, "roles.Unit.zh"),
        ({"roles": {"Unit": {"role": "gate", "fr": "porte"}}}, "Valid names: role, en, zh"),
    ],
)
def test_what_there_is_not_is_told(values: dict[str, Any], told: str) -> None:
    with pytest.raises(RecvizError) as caught:
        style_for(Options(), site(**values))
    assert caught.value.code == "config"
    assert told in str(caught.value)


def test_an_own_theme_is_named_like_ours() -> None:
    settings = site(themes={"night": NIGHT})
    assert style_for(Options(theme="night"), settings).theme.name == "night"
    with pytest.raises(RecvizError, match=r"Did you mean night\?") as caught:
        style_for(Options(theme="nigth"), settings)
    assert caught.value.code == "option"


def test_the_sheet_of_a_site_has_the_dark_colours_of_its_themes() -> None:
    ours = STYLESHEET.read_text(encoding="utf-8")
    assert stylesheet(site()) == ours
    assert stylesheet(site(themes={"night": {"radius": -1}})) == ours
    sheet = stylesheet(site(themes={"night": NIGHT}))
    assert sheet.startswith(ours)
    assert sheet.count("--recviz-night-text: #abcdef;") == 2


def test_roles_and_themes_reach_picture_and_legend(engine_cache: Path) -> None:
    node = Node("mod:c", "module", "c", "DotCompressor", "net.c", module="shop")
    graph = Graph(Model("M", 0, 0), (node,), ())
    options = Options(theme="night")
    style = style_for(options, site(themes={"night": NIGHT}, roles={"DotC*": WORDS}))
    layout = place(graph, options, level=0, cache_dir=engine_cache, look=style.look)
    svg = paint_svg(
        graph, layout, options=options, language="zh", prefix="p", title="t", description="d",
        style=style,
    )  # fmt: skip
    root = ElementTree.fromstring(svg)
    group = next(item for item in root.iter() if item.get("data-node") == "mod:c")
    assert group.get("class") == "recviz-interaction"
    assert "var(--recviz-night-interaction-fill," in svg
    assert "压缩器" in svg
    assert [row.text for row in legend_rows(graph, options, "en", style=style)] == ["compressor"]
    plain = place(graph, Options(), level=0, cache_dir=engine_cache)
    assert layout.boxes[0].width > plain.boxes[0].width  # the sign needs room
