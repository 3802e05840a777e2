"""What a site decides for all its diagrams, once: the hosts' configuration.

Owns the table of settings that ``recviz_*`` of Sphinx, the plugin options of
MkDocs, the options of the Markdown extension and the command line are made from
(design 5.5). It must not know any host.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from recviz_docs.errors import RecvizError, nearest
from recviz_docs.messages import Message, message

__all__ = ["SettingSpec", "Settings", "parse_settings", "setting_specs"]

_KEY = "recviz"


@dataclass(frozen=True, slots=True)
class SettingSpec:
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
        RecvizError: ``config``: an unknown name, or a value of another type.
    """
    specs = {spec.name: spec for spec in setting_specs()}
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in specs:
            guess = nearest(name, list(specs))
            raise RecvizError(
                "config",
                message("unknown setting {name}", name=repr(name)),
                advice=message("Did you mean {guess}?", guess=guess)
                if guess
                else message("Valid settings: {names}.", names=", ".join(specs)),
            )
        values[name] = _checked(specs[name], value)
    return Settings(base=base.resolve(), **values)


def _checked(spec: SettingSpec, value: Any) -> Any:
    if value is None and spec.default is None:
        return None
    listed = tuple in spec.types
    if listed and isinstance(value, str):
        value = [value]
    wrong = not isinstance(value, spec.types) or (
        isinstance(value, bool) and bool not in spec.types
    )
    if wrong or (spec.choices and value not in spec.choices):
        kind = " | ".join(spec.choices or tuple(item.__name__ for item in spec.types))
        raise RecvizError(
            "config",
            message("bad value {value} for the setting {name}", value=repr(value), name=spec.name),
            advice=message("It takes {takes}.", takes=kind),
        )
    return tuple(str(item) for item in value) if listed else value
