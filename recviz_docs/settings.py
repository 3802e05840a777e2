"""What a site decides for all its diagrams, once: the hosts' configuration.

Owns the table of settings that ``recviz_*`` of Sphinx, the plugin options of
MkDocs, the options of the Markdown extension and the command line are made from
(design 5.5). It must not know any host.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from recviz_docs.errors import RecvizError, did_you_mean, nearest, quoted
from recviz_docs.messages import Message, message

__all__ = ["FROZEN_VARIABLE", "SettingSpec", "Settings", "parse_settings", "setting_specs"]

_KEY = "recviz"
FROZEN_VARIABLE = "RECVIZ_FROZEN"  # set in a CI job, it is as the setting ``frozen``


class SettingSpec(NamedTuple):
    """One row of the settings table: name, default, types a host may give, help."""

    name: str
    default: Any
    types: tuple[type, ...]
    help: Message
    choices: tuple[str, ...] = ()


def _setting(
    default: Any, types: tuple[type, ...], text: Message, *, choices: tuple[str, ...] = ()
) -> Any:
    return field(default_factory=lambda: default, metadata={_KEY: (default, types, text, choices)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one site, checked. Paths are absolute.

    ``base`` is the directory of conf.py, of mkdocs.yml, or where the command runs.
    """

    base: Path
    path: tuple[str, ...] = _setting(
        (),
        (list, tuple),
        message("Directories to import models from, relative to the config file."),
    )
    cache_dir: str = _setting(
        ".cache/recviz", (str,), message("Directory of the cache, relative to the config file.")
    )
    jobs: int = _setting(0, (int,), message("Models traced at once; 0 means one per processor."))
    report: str | None = _setting(
        None, (str,), message("File to write a JSON report of the build to.")
    )
    on_error: str = _setting(
        "warn",
        (str,),
        message("warn goes on with an error box in the page, raise stops the build."),
        choices=("warn", "raise"),
    )
    frozen: bool = _setting(
        False,
        (bool,),
        message("Import and trace nothing; a picture that is missing or stale is an error."),
    )
    allow: tuple[str, ...] = _setting(
        ("*",), (list, tuple), message("Globs of the modules and files that may be imported.")
    )
    memory: int = _setting(
        0,
        (int,),
        message("Memory limit of one model in MiB; 0 means three quarters of the machine's."),
    )
    options: Mapping[str, Any] = _setting(
        {},
        (dict,),
        message("Options that every diagram of the site starts from, such as depth: 4."),
    )
    themes: Mapping[str, Any] = _setting(
        {},
        (dict,),
        message("The site's own themes: name, then base, radius, signs, tables, light, dark."),
    )
    roles: Mapping[str, Any] = _setting(
        {},
        (dict,),
        message("Roles of the site's own classes: a name or glob, then a role and words for it."),
    )

    def directories(self) -> tuple[Path, ...]:
        """Gives the import directories, absolute; the base itself where none is set."""
        return tuple((self.base / entry).resolve() for entry in self.path) or (self.base,)

    def cache_directory(self) -> Path | None:
        """Gives the directory of the cache, absolute; None where nothing is to be kept."""
        return (self.base / self.cache_dir).resolve() if self.cache_dir else None


def setting_specs() -> tuple[SettingSpec, ...]:
    """Gives the settings table, in the order of the reference page."""
    rows = []
    for item in fields(Settings):
        if _KEY in item.metadata:
            default, types, text, choices = item.metadata[_KEY]
            rows.append(SettingSpec(item.name, default, types, text, choices))
    return tuple(rows)


def parse_settings(base: Path, given: Mapping[str, Any]) -> Settings:
    """Gives the settings of a site from what its host's config holds.

    Raises:
        RecvizError: ``config``: an unknown name, or a value that the setting does not take.
    """
    specs = {spec.name: spec for spec in setting_specs()}
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in specs:
            raise RecvizError(
                "config",
                message("unknown setting {name}", name=quoted(str(name))),
                advice=did_you_mean(nearest(str(name).replace("-", "_"), list(specs)))
                or message("Valid settings: {names}.", names=", ".join(specs)),
            )
        values[name] = _checked(specs[name], value)
    if os.environ.get(FROZEN_VARIABLE, "").lower() not in ("", "0", "false", "no", "off"):
        values["frozen"] = True
    return Settings(base=base.resolve(), **values)


def _checked(spec: SettingSpec, value: Any) -> Any:
    """Gives the value as `Settings` holds it."""
    if value is None and spec.default is None:
        return None
    if tuple in spec.types:
        items = [value] if isinstance(value, str | PathLike) else value
        if isinstance(items, list | tuple) and all(isinstance(v, str | PathLike) for v in items):
            return tuple(str(item) for item in items)
    elif spec.types == (str,):
        value = str(value) if isinstance(value, PathLike) else value
        if isinstance(value, str) and (not spec.choices or value in spec.choices):
            return value
    elif spec.types == (int,):
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
    elif isinstance(value, spec.types):
        return value
    raise RecvizError(
        "config",
        message(
            "bad value {value} for the setting {name}", value=quoted(str(value)), name=spec.name
        ),
        reason=message("It takes {takes}.", takes=_takes(spec)),
        advice=did_you_mean(nearest(str(value), list(spec.choices)))
        or message("Leave it out for the default."),
    )


def _takes(spec: SettingSpec) -> Message:
    if spec.choices:
        return message("one of {words}", words=", ".join(spec.choices))
    if tuple in spec.types:
        return message("a list of texts")
    words = {
        bool: message("true or false"),
        dict: message("options by their names"),
        int: message("a whole number of at least {least}", least=0),
        str: message("text"),
    }
    return words[spec.types[0]]
