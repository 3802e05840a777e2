"""Diagrams in Python-Markdown, with MkDocs around it or without.

Owns the extension that ``markdown_extensions: [recviz]`` names and that the MkDocs
plugin makes itself. All state is in its instances: pages, languages and Markdown
objects do not meet.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from recviz_docs.settings import parse_settings
from recviz_mkdocs.block import Held, RecvizBlock
from recviz_mkdocs.drawings import Drawings
from recviz_mkdocs.fence import RecvizFence
from recviz_mkdocs.figures import RecvizFigures
from recviz_mkdocs.host import Host, host_of, page_path
from recviz_mkdocs.leftovers import RecvizLeftovers
from recviz_mkdocs.page import Page

__all__ = ["RecvizExtension", "makeExtension"]


class RecvizExtension(Extension):
    """The ``.. recviz::`` block and the ``recviz`` fence, for one `Markdown` or one site.

    Settings are those of every face (`recviz_docs.settings`), as keywords. Paths are
    relative to ``base``, which is the config file's directory in MkDocs and else the
    current one.

    Raises:
        RecvizError: ``config`` or ``option``: a setting that does not exist or has a bad value.
    """

    def __init__(self, *, base: str | Path | None = None, **given: Any) -> None:
        super().__init__()
        self._settings = parse_settings(Path(base or "."), given)
        self._fixed_base = base is not None
        self._drawings = Drawings(self._settings)
        self._managed = False
        self._site_page: Host | None = None
        self._page: Page | None = None
        self._text: str | None = None
        self._figures: Counter[str] | None = None

    @classmethod
    def managed(cls, drawings: Drawings) -> RecvizExtension:
        """Gives the extension of a plugin, which says when a page begins (`begin`)."""
        extension = cls(base=drawings.settings.base)
        extension._drawings = drawings
        extension._managed = True
        return extension

    def begin(self, host: Host, *, figures: Counter[str] | None = None) -> None:
        """Starts a page of the plugin's site; ``figures`` as for `Page`."""
        self._site_page = host
        self._figures = figures
        self._page = None

    def begin_text(self, md: Markdown, text: str) -> None:
        """Starts a text; where no plugin tells pages, each text is a page."""
        if self._managed:
            return
        host = host_of(md)
        self._page = None
        self._text = text if host.source is None else None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Registers the steps on ``md``."""
        held: dict[str, Held] = {}

        def page() -> Page:
            return self._current(md)

        md.registerExtension(self)
        md.preprocessors.register(_Beginning(md, self), "recviz_source", 1000)
        fence = RecvizFence(md, page=page)
        md.preprocessors.register(fence, "recviz_fence", 26)
        md.parser.blockprocessors.register(RecvizBlock(md, page=page, held=held), "recviz", 175)
        # Text is formatted, escapes are not undone yet.
        md.treeprocessors.register(
            RecvizLeftovers(md, page=page, fence=fence), "recviz_leftovers", 1
        )
        # Behind every other tree processor: captions are formatted, links resolved.
        md.treeprocessors.register(RecvizFigures(md, held=held), "recviz", -10)

    def _current(self, md: Markdown) -> Page:
        site = self._site_page
        if self._managed and site is not None and page_path(md) == site.path:
            host = site  # as the plugin was told, so it need not be found out for each diagram
        else:
            host = host_of(md)
        if self._text is not None:
            host = replace(host, source=self._text)
        if not host.path and self._site_page is not None:
            host = self._site_page  # a Markdown object that another plugin made for this page
        if self._page is None or self._page.host.path != host.path:
            if not self._fixed_base and host.base not in (None, self._settings.base):
                self._settings = replace(self._settings, base=host.base)
                self._drawings = Drawings(self._settings)
            self._page = Page(host, self._drawings, figures=self._figures)
        return self._page


class _Beginning(Preprocessor):
    """Sees the text as its author wrote it, before front matter and snippets are taken."""

    def __init__(self, md: Markdown, extension: RecvizExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, lines: list[str]) -> list[str]:
        self._extension.begin_text(self.md, "\n".join(lines))
        return lines


def makeExtension(**given: Any) -> RecvizExtension:  # noqa: N802 - Python-Markdown's name
    """Gives the extension for ``extensions=["recviz_mkdocs.extension"]``."""
    return RecvizExtension(**given)
