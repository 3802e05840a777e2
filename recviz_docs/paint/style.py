"""A site's own themes and roles, read from its config.

Owns the checks of the settings ``themes`` and ``roles`` and the type `Style`, with
which one diagram is painted. It must not know hosts or pictures.

A theme starts from another one and says what differs; a role gives classes, by
name or glob, one of the roles there are, and words of the site's own for it::

    themes = {"night": {"base": "default", "radius": 0, "light": {"page": "#fdf6e3"}}}
    roles = {"DotCompressor*": {"role": "interaction", "en": "compressor", "zh": "压缩器"}}
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from recviz_docs.errors import RecvizError, did_you_mean, nearest, quoted
from recviz_docs.layout.look import Look, RoleRule
from recviz_docs.layout.roles import ROLES
from recviz_docs.messages import LANGUAGES, Message, message
from recviz_docs.options import Options
from recviz_docs.paint.theme import THEMES, Theme, theme_named
from recviz_docs.settings import Settings

__all__ = ["Style", "own_themes", "style_for"]

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_MOST_RADIUS = 12


@dataclass(frozen=True, slots=True)
class Style:
    """How one diagram is painted: its theme, and the site's roles."""

    theme: Theme
    roles: tuple[RoleRule, ...] = ()

    @property
    def look(self) -> Look:
        """Gives the part of it that a layout is made from."""
        return Look(signs=self.theme.signs, tables=self.theme.tables, roles=self.roles)


def style_for(options: Options, settings: Settings | None = None) -> Style:
    """Gives the style of a diagram on a site.

    Raises:
        RecvizError: ``option``: there is no such theme; ``config``: the site's
            themes or roles say something that there is not.
    """
    if settings is None:
        return Style(theme_named(options.theme))
    themes = {**THEMES, **own_themes(settings)}
    roles = tuple(_rule(str(name), given) for name, given in settings.roles.items())
    exact = [rule for rule in roles if not set(rule.pattern) & set("*?[")]
    globs = [rule for rule in roles if rule not in exact]
    return Style(theme_named(options.theme, themes), (*exact, *globs))


def own_themes(settings: Settings) -> dict[str, Theme]:
    """Gives the themes of a site by name.

    Raises:
        RecvizError: ``config``: one says something that there is not.
    """
    themes: dict[str, Theme] = {}
    for name, given in settings.themes.items():
        place = f"themes.{name}"
        if not _NAME.fullmatch(str(name)):
            raise _wrong(
                place, message("the name of a theme: small letters, digits and -"), str(name)
            )
        themes[str(name)] = _theme(str(name), place, given)
    return themes


def _theme(name: str, place: str, given: object) -> Theme:
    values = _mapping(place, given, ("base", "radius", "signs", "tables", "light", "dark"))
    base = values.get("base", "default")
    if base not in THEMES:
        raise _wrong(f"{place}.base", _one_of(THEMES), base, nearest(str(base), list(THEMES)))
    start = THEMES[str(base)]
    light = _colours(f"{place}.light", values.get("light", {}), start.light)
    dark = _colours(f"{place}.dark", values.get("dark", {}), start.dark)
    radius = values.get("radius", start.radius)
    if isinstance(radius, bool) or not isinstance(radius, int | float):
        radius = -1
    if not 0 <= radius <= _MOST_RADIUS:
        takes = message("a number from 0 to {most}", most=_MOST_RADIUS)
        raise _wrong(f"{place}.radius", takes, values["radius"])
    signs = _switch(f"{place}.signs", values.get("signs", start.signs))
    tables = _switch(f"{place}.tables", values.get("tables", start.tables))
    return replace(
        start,
        name=name, light=light, dark=dark, radius=float(radius), signs=signs, tables=tables,
    )  # fmt: skip


def _colours(place: str, given: object, start: Mapping[str, str]) -> Mapping[str, str]:
    values = _mapping(place, given, tuple(start))
    for name, value in values.items():
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise _wrong(f"{place}.{name}", message("a colour such as #1b2430"), value)
    return {**start, **{name: _long(str(value)) for name, value in values.items()}}


def _long(colour: str) -> str:
    digits = colour[1:].lower()
    return "#" + ("".join(2 * digit for digit in digits) if len(digits) == 3 else digits)


def _switch(place: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(place, message("true or false"), value)
    return value


def _rule(pattern: str, given: object) -> RoleRule:
    place = f"roles.{pattern}"
    values = {"role": given} if isinstance(given, str) else given
    values = _mapping(place, values, ("role", *LANGUAGES))
    role = values.get("role")
    if role not in ROLES:
        raise _wrong(place, _one_of(ROLES), role, nearest(str(role), list(ROLES)))
    words = tuple((language, values[language]) for language in LANGUAGES if language in values)
    for language, word in words:
        if not isinstance(word, str) or not word.strip():
            raise _wrong(f"{place}.{language}", message("text"), word)
    return RoleRule(pattern, str(role), tuple((language, str(word)) for language, word in words))


def _mapping(place: str, given: object, names: Collection[str]) -> dict[str, object]:
    if not isinstance(given, Mapping):
        raise _wrong(place, message("names with values"), given)
    for name in given:
        if name not in names:
            raise RecvizError(
                "config",
                message("unknown name {name} in the setting {place}", name=quoted(str(name)),
                        place=place),
                advice=did_you_mean(nearest(str(name), list(names)))
                or message("Valid names: {names}.", names=", ".join(names)),
            )  # fmt: skip
    return {str(name): value for name, value in given.items()}


def _one_of(words: Collection[str]) -> Message:
    return message("one of {words}", words=", ".join(words))


def _wrong(place: str, takes: Message, given: object, guess: str = "") -> RecvizError:
    return RecvizError(
        "config",
        message("bad value {value} for the setting {name}", value=quoted(str(given)), name=place),
        reason=message("It takes {takes}.", takes=takes),
        advice=did_you_mean(guess) or message("Leave it out for the default."),
    )
