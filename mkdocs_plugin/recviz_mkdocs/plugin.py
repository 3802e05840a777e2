"""Diagrams in MkDocs: the plugin ``recviz``.

Owns what the Markdown extension cannot do alone: it is switched on by one line,
draws the diagrams of all pages as one batch, brings the stylesheet, and lets
``mkdocs serve`` watch the models. MkDocs makes a new plugin for each build under
``serve`` (as there is no ``on_startup`` here), and mkdocs-static-i18n builds every
language with one; so what an instance keeps is never older than its build.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from recviz_docs.errors import RecvizError
from recviz_docs.messages import message
from recviz_docs.page.stylesheet import stylesheet
from recviz_docs.settings import Settings, parse_settings
from recviz_mkdocs.drawings import Drawings
from recviz_mkdocs.extension import RecvizExtension
from recviz_mkdocs.fields import Body
from recviz_mkdocs.host import mkdocs_host, site_base
from recviz_mkdocs.schema import config_scheme
from recviz_mkdocs.source import find_written, source_lines

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

__all__ = ["RecvizPlugin"]

_log = logging.getLogger("mkdocs.plugins.recviz")


class RecvizPlugin(BasePlugin[LegacyConfig]):
    """Draws the models that the pages name, with each build."""

    config_scheme = config_scheme()

    def __init__(self) -> None:
        self._drawings: Drawings | None = None
        self._extension: RecvizExtension | None = None
        self._figures: Counter[str] = Counter()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Switches the Markdown extension on, once for all builds of this instance."""
        if self._drawings is None:
            settings = _settings(config, dict(self.config))
            self._drawings = Drawings(settings, logger=_log.name)
            self._extension = RecvizExtension.managed(self._drawings)
        _use(config, self._extension)
        style = _stylesheet_uri(self._drawings.settings)
        if style not in config.extra_css:
            config.extra_css.insert(0, style)  # before the user's own, which may change it
        return config

    @event_priority(-1000)  # behind mkdocs-static-i18n, which makes files of its own
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds the stylesheet to the site."""
        assert self._drawings is not None

        settings = self._drawings.settings
        uri = _stylesheet_uri(settings)
        if uri not in files.src_uris:
            files.append(File.generated(config, uri, content=stylesheet(settings)))
        return files

    @event_priority(-1000)  # all pages are known, also those that plugins have made
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Draws what the pages ask for, as one batch."""
        assert self._drawings is not None

        bodies = [body for file in files.documentation_pages() for body in _bodies(file)]
        if bodies:
            _log.info("recviz: diagrams asked for: %d", len(bodies))
        self._drawings.prefetch(bodies)
        return nav

    @event_priority(-1000)
    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Tells the extension which page comes next."""
        assert self._extension is not None
        # print-site puts all pages into one, where no id may occur twice.
        figures = self._figures if "print-site" in config.plugins else None
        self._extension.begin(mkdocs_host(page.file, config), figures=figures)
        return markdown

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Writes the report, where the site wants one."""
        assert self._drawings is not None
        settings = self._drawings.settings
        if settings.report is not None:
            from recviz_docs.report import write_report

            try:
                write_report(self._drawings.shown(), settings.base / settings.report)
            except RecvizError as error:
                raise PluginError(f"recviz: {error}") from None

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Lets the server watch the models' code, and the files that they have read."""
        assert self._drawings is not None
        # Only a server watches.
        from recviz_docs.cache.behind import files_behind
        from recviz_docs.worker.environment import worker_environment
        from recviz_mkdocs.watch import watched_directories, watched_paths

        settings, written = self._drawings.settings, _written(config, self._drawings.settings)
        requests = [result.request for result in self._drawings.shown()]
        code = watched_paths(settings, [one.reference for one in requests], written=written)
        files = files_behind(requests, settings, environment=worker_environment())
        for path in code:
            server.watch(str(path))
        for path in watched_directories(files, code, written=written):
            server.watch(str(path), recursive=False)
        return server


def _settings(config: MkDocsConfig, given: dict[str, Any]) -> Settings:
    given = {name: value for name, value in given.items() if value is not None}
    try:
        settings = parse_settings(site_base(config), given)
        docs = Path(config.docs_dir).resolve()
        for name, value in (("cache_dir", settings.cache_dir), ("report", settings.report)):
            if value is not None and (settings.base / value).resolve().is_relative_to(docs):
                raise _in_docs(name)
        Drawings(settings)  # reads the defaults of the options
    except RecvizError as error:
        raise PluginError(f"recviz: {error}") from None
    return settings


def _in_docs(name: str) -> RecvizError:
    return RecvizError(
        "config",
        message("the setting {name} points into the docs directory", name=name),
        reason=message("mkdocs serve would build again whenever a build has written there."),
        advice=message("Choose a place beside it."),
    )


def _use(config: MkDocsConfig, extension: RecvizExtension | None) -> None:
    """Puts the extension among Markdown's, in place of one that the user listed."""
    extensions: list[Any] = config.markdown_extensions
    if config.mdx_configs.pop("recviz", None):
        _log.warning(
            "markdown_extensions: the settings of recviz are not used as the plugin is on; "
            "write them under plugins. [recviz.config]"
        )
    extensions[:] = [item for item in extensions if item not in ("recviz", extension)]
    extensions.append(extension)


def _bodies(file: File) -> list[Body]:
    try:
        text = file.content_string
    except (OSError, ValueError):
        return []  # MkDocs reports a file that it cannot read
    if "recviz" not in text:
        return []
    written = find_written(source_lines(text))
    return [item.body for item in written if item.kind in ("block", "fence")]


def _stylesheet_uri(settings: Settings) -> str:
    """Gives the stylesheet's place in the site: named by its content, so no file meets it."""
    digest = hashlib.sha256(stylesheet(settings).encode()).hexdigest()[:12]
    return f"assets/stylesheets/recviz.{digest}.css"


def _written(config: MkDocsConfig, settings: Settings) -> list[Path]:
    paths: list[str | Path] = [config.docs_dir, config.site_dir, settings.base / settings.cache_dir]
    if settings.report is not None:
        paths.append(settings.base / settings.report)
    if config.config_file_path:
        paths.append(config.config_file_path)
    return [Path(path).resolve() for path in paths]
