"""In which language a page's pictures speak.

Owns the order in which a page's own words, its place and its theme decide. It
must not know any host's objects.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from recviz_docs.messages import LANGUAGES, Language, normalise_language

__all__ = ["content_language"]

_TAG = re.compile(rf"(?P<tag>{'|'.join(LANGUAGES)})(?:[-_][A-Za-z]+)*$", re.IGNORECASE)


def content_language(
    explicit: str | None,
    *,
    meta: Mapping[str, object],
    locale: str | None,
    path: str,
    theme: str | None,
) -> Language:
    """Gives the language of a picture.

    In this order: the directive's ``lang``, the front matter's ``lang`` or ``language``,
    the content's locale (mkdocs-static-i18n), a folder ``zh/`` or suffix ``.zh.md`` of the
    path, the theme's language, English.
    """
    said = (explicit, _text(meta.get("lang")), _text(meta.get("language")), locale)
    for tag in (*said, _path_tag(path), theme):
        if tag:
            return normalise_language(tag)
    return "en"


def _text(value: object) -> str | None:
    """Gives a value of the front matter; the meta extension gives lists of lines."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value.strip() if isinstance(value, str) else None


def _path_tag(path: str) -> str | None:
    place = PurePosixPath(path.replace("\\", "/"))
    suffixes = PurePosixPath(place.stem).suffixes
    candidates = [*place.parts[:1], *(suffix[1:] for suffix in suffixes[-1:])]
    if len(place.parts) == 1:
        candidates = candidates[1:]  # a page of that name is no folder
    return next((tag for tag in candidates if _TAG.match(tag)), None)
