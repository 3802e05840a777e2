"""Whose page is being converted: MkDocs (or ProperDocs), Zensical, or nobody's.

Owns what can be learnt about a page from the objects that each host leaves on a
`markdown.Markdown`. It must not know diagrams.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown import Markdown

__all__ = ["Host", "host_of", "mkdocs_host", "page_path", "site_base"]


@dataclass(frozen=True, slots=True)
class Host:
    """A page and the site it is in.

    Attributes:
        file: name of the source for people, relative to the config file.
        path: the source's path inside the docs, with ``/``.
        source: the text of the source, None where there is no file.
        meta: front matter.
        locale: language of the content, where a plugin knows it.
        theme: language of the page around the content.
        base: directory of the config file, None where there is none.
        logger: name of the logger that the host counts warnings of.
        stop: what to raise so that the host stops and shows the text.
    """

    file: str = "<markdown>"
    path: str = ""
    source: str | None = None
    meta: Mapping[str, object] = field(default_factory=dict)
    locale: str | None = None
    theme: str | None = None
    base: Path | None = None
    logger: str = "recviz"
    stop: Callable[[str], Exception] = RuntimeError


def host_of(md: Markdown) -> Host:
    """Gives the host that has set up ``md``."""
    if "relpath" in md.treeprocessors:
        relative = md.treeprocessors["relpath"]
        if hasattr(relative, "file") and hasattr(relative, "config"):
            return mkdocs_host(relative.file, relative.config)
    for preprocessor in md.preprocessors:
        if hasattr(preprocessor, "page") and hasattr(preprocessor, "config"):
            return _zensical_host(preprocessor.page, preprocessor.config)
    return Host(meta=getattr(md, "Meta", {}))


def page_path(md: Markdown) -> str:
    """Gives the path of the page that MkDocs converts with ``md``; empty where it is not known."""
    if "relpath" not in md.treeprocessors:
        return ""
    return str(getattr(getattr(md.treeprocessors["relpath"], "file", None), "src_uri", ""))


def mkdocs_host(file: Any, config: Any) -> Host:
    """Gives the host for a page of MkDocs, by its `File` and the site's config."""
    from mkdocs.exceptions import PluginError

    base = site_base(config)
    page = file.page
    return Host(
        file=_shown(file.abs_src_path, base) or file.src_uri,
        path=file.src_uri,
        source=_mkdocs_source(file),
        meta={} if page is None else page.meta or {},
        locale=getattr(file, "locale", None),
        theme=_theme_language(config.theme),
        base=base,
        logger="mkdocs.plugins.recviz",
        stop=PluginError,
    )


def site_base(config: Any) -> Path:
    """Gives the directory of mkdocs.yml, absolute."""
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent


def _mkdocs_source(file: Any) -> str | None:
    try:
        text = file.content_string
    except (OSError, ValueError):
        return None  # MkDocs itself reports a file that it cannot read
    return text if isinstance(text, str) else None


def _zensical_host(page: Any, config: Mapping[str, Any]) -> Host:
    path = str(getattr(page, "path", ""))
    docs = Path(str(config.get("docs_dir", "docs")))
    theme = config.get("theme")
    return Host(
        file=(docs / path).as_posix() if not docs.is_absolute() else f"{docs.name}/{path}",
        path=path,
        source=_read(docs / path),
        meta=getattr(page, "meta", None) or {},
        theme=theme.get("language") if isinstance(theme, Mapping) else None,
    )


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return None


def _shown(path: str | None, base: Path) -> str | None:
    if path is None or not Path(path).resolve().is_relative_to(base):
        return None
    return Path(path).resolve().relative_to(base).as_posix()


def _theme_language(theme: Any) -> str | None:
    """Gives the language of the page's frame: Material's ``language``, others' ``locale``."""
    for name in ("language", "locale"):
        try:
            value = theme[name]
        except KeyError:
            continue
        if value:
            return str(value)
    return None
