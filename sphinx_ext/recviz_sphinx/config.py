"""The site's configuration: ``recviz_*`` in conf.py.

Owns the mapping between Sphinx's config and the core's settings. It must not
know what a setting does; the table is `recviz_docs.settings.setting_specs`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from sphinx.application import Sphinx
from sphinx.config import Config

from recviz_docs.errors import RecvizError, did_you_mean, nearest, quoted
from recviz_docs.messages import message
from recviz_docs.options import Options, options_from_config
from recviz_docs.settings import Settings, parse_settings, setting_specs

__all__ = [
    "add_config_values",
    "leave_cache_alone",
    "read_settings",
    "site_options",
    "unknown_settings",
]

_PREFIX = "recviz_"


def add_config_values(app: Sphinx) -> None:
    """Registers one ``recviz_<name>`` for each setting."""
    for spec in setting_specs():
        default = list(spec.default) if isinstance(spec.default, tuple) else spec.default
        app.add_config_value(_PREFIX + spec.name, default, _rebuild(spec.name), spec.types)


def _rebuild(name: str) -> Literal["", "env"]:
    """Gives what a changed setting makes Sphinx do.

    All diagrams are looked at on every build, so most settings need nothing. The
    site's options hold ``align`` and ``class`` too, which a page stores when it is read.
    """
    return "env" if name == "options" else ""


def read_settings(app: Sphinx) -> Settings:
    """Gives the site's settings; paths are relative to the directory of conf.py.

    Raises:
        RecvizError: ``config``: a value of another type.
    """
    names = [spec.name for spec in setting_specs()]
    given = {name: app.config[_PREFIX + name] for name in names}
    return parse_settings(Path(app.confdir), given)


def leave_cache_alone(app: Sphinx, config: Config) -> None:
    """Keeps Sphinx from looking for pages in the cache's many directories (``config-inited``)."""
    try:
        directory = read_settings(app).cache_directory()
    except RecvizError:
        return  # told of where the diagrams are asked for
    source = Path(app.srcdir).resolve()
    if directory is None or source not in directory.parents:
        return
    place = directory.relative_to(source).as_posix()
    if place not in config.exclude_patterns and not set(place) & set("*?[]"):
        config.exclude_patterns = [*config.exclude_patterns, place]


def unknown_settings(app: Sphinx) -> tuple[RecvizError, ...]:
    """Gives what conf.py sets and nobody reads: Sphinx is silent about names it does not know."""
    known = [_PREFIX + spec.name for spec in setting_specs()]
    written = sorted(name for name in app.config._raw_config if name.startswith(_PREFIX))
    return tuple(
        RecvizError(
            "config",
            message("unknown setting {name}", name=quoted(name)),
            advice=did_you_mean(nearest(name, known))
            or message("Valid settings: {names}.", names=", ".join(known)),
        )
        for name in written
        if name not in app.config.values
    )


def site_options(values: object) -> Options:
    """Gives ``recviz_options`` as the defaults of every diagram.

    Raises:
        RecvizError: ``option``: as for a directive.
    """
    return options_from_config(values if isinstance(values, dict) else {})
