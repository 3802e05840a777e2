"""Which picture each written page holds: a small file in the output directory.

Owns the record by which `draw` knows the pages that must be written again. It
must not know what a digest is made of. It lies in the output directory, not in
the environment: two builders share one environment, and the environment is
stored before the pages are written (a build may be stopped in between).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from recviz_sphinx.drawings import drawings_of

__all__ = ["finish_record", "hide_record_from_epub", "outdated_pages"]

_FILE = ".recviz.json"
_SCHEMA = 1


def outdated_pages(app: Sphinx, pages: Mapping[str, str]) -> list[str]:
    """Gives the pages (docname -> digest) that were not written with this digest.

    They leave the record at once: if this build is stopped, nobody can know what they hold.
    """
    written = _read(app)
    kept = {page: digest for page, digest in written.items() if pages.get(page) == digest}
    if kept != written:
        _write(app, kept)
    return [page for page in pages if page not in kept]


def finish_record(app: Sphinx, exception: Exception | None) -> None:
    """Records the pages that were written (``build-finished``)."""
    drawings = drawings_of(app)
    if exception is not None or not drawings.pages:
        return
    before = _read(app)
    now = before | {
        page: digest for page, digest in drawings.pages.items() if page in drawings.taken
    }
    if now != before:
        _write(app, now)


def hide_record_from_epub(app: Sphinx, config: Config) -> None:
    """Keeps the record out of the book, which packs all files of its directory."""
    if _FILE not in config.epub_exclude_files:
        config.epub_exclude_files = [*config.epub_exclude_files, _FILE]


def _path(app: Sphinx) -> Path:
    return Path(app.outdir) / _FILE


def _all(app: Sphinx) -> dict[str, dict[str, str]]:
    """Gives builder -> page -> digest; a file that cannot be read holds nothing."""
    try:
        data = json.loads(_path(app).read_text("utf-8"))
        if data["schema"] == _SCHEMA:
            return {str(name): dict(pages) for name, pages in data["builders"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return {}


def _read(app: Sphinx) -> dict[str, str]:
    return _all(app).get(app.builder.name, {})


def _write(app: Sphinx, pages: Mapping[str, str]) -> None:
    builders = _all(app) | {app.builder.name: dict(sorted(pages.items()))}
    data = {"schema": _SCHEMA, "builders": dict(sorted(builders.items()))}
    path = _path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{_FILE}.{os.getpid()}")
    fresh.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    fresh.replace(path)
