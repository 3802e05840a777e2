"""The settings table as MkDocs' config schema.

Owns the translation of `setting_specs` into config options, so that the plugin's
schema cannot differ from the settings of the other faces.
"""

from __future__ import annotations

from mkdocs.config.base import BaseConfigOption
from mkdocs.config.config_options import Choice, Optional, Type

from recviz_docs.settings import SettingSpec, setting_specs

__all__ = ["config_scheme"]


def config_scheme() -> tuple[tuple[str, BaseConfigOption[object]], ...]:
    """Gives one config option for each setting."""
    return tuple((spec.name, _option(spec)) for spec in setting_specs())


def _option(spec: SettingSpec) -> BaseConfigOption[object]:
    if spec.choices:
        return Choice(spec.choices, default=spec.default)
    # A lone string stands for a list of one, as in the other faces.
    types = (*spec.types, str) if list in spec.types else spec.types
    if spec.default is None:
        return Optional(Type(types))
    default = list(spec.default) if isinstance(spec.default, tuple) else spec.default
    return Type(types, default=default)
