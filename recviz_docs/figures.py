"""What is shown of a diagram: from the cache where it was painted before, else painted now.

Owns that choice, and what a painted figure depends on: the picture, how it looks, our own
code and words, the options that are seen in it, the language, and which of several equal
ones on a page it is. What stands around it (caption, name, classes) is written anew each
time. It must not know hosts. The painter is loaded when something has to be painted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from recviz_docs.cache.painted import Painted, open_painted
from recviz_docs.diagram import Diagram, OutlineItem
from recviz_docs.messages import Language
from recviz_docs.options import option_specs
from recviz_docs.page.frame import framed_html
from recviz_docs.settings import Settings

__all__ = ["Figures", "Parts"]

_SCHEMA = 1
_AROUND = frozenset(("align", "caption", "class", "lang", "name"))  # options that frame it


class Parts(NamedTuple):
    """What is painted of a diagram.

    Attributes:
        picture: HTML of the picture and, where asked for, of its legend.
        details: HTML of the outline, collapsed at first.
        outline: the outline itself.
    """

    picture: str
    details: str
    outline: tuple[OutlineItem, ...]


class Figures:
    """The figures of one site, for one build."""

    def __init__(self, settings: Settings) -> None:
        self._directory = settings.cache_directory()
        self._painted: Painted | None = None
        self._opened = False

    def known(self, diagram: Diagram, *, language: Language, occurrence: int) -> Parts | None:
        """Gives what was painted before; None where it has to be painted."""
        kept = self._kept(diagram)
        found = kept and kept.get(_subject(diagram, language, occurrence))
        if not found:
            return None
        picture, details, outline = found
        return Parts(picture, details, _items(outline))

    def parts(self, diagram: Diagram, *, language: Language, occurrence: int) -> Parts:
        """Gives what is shown of a diagram, and keeps what had to be painted.

        Args:
            diagram: what is shown.
            language: of our own words in it.
            occurrence: as in `recviz_docs.page.picture.picture_html`.
        """
        found = self.known(diagram, language=language, occurrence=occurrence)
        if found is None:
            found = _paint(diagram, language, occurrence)
            kept = self._kept(diagram)
            if kept is not None:
                kept.put(_subject(diagram, language, occurrence), found)
        return found

    def outline(self, diagram: Diagram, *, language: Language) -> tuple[OutlineItem, ...]:
        """Gives the outline alone, for who paints the picture later."""
        from recviz_docs.outline import outline

        return outline(diagram, language=language)

    def figure_html(
        self,
        diagram: Diagram,
        *,
        language: Language,
        page_language: str,
        occurrence: int,
        caption: str | None,
    ) -> str:
        """Gives the whole figure, as `recviz_docs.page.figure_html` does."""
        parts = self.parts(diagram, language=language, occurrence=occurrence)
        return framed_html(
            parts.picture,
            parts.details,
            diagram.request.options,
            language=language,
            page_language=page_language,
            caption=caption,
        )

    def _kept(self, diagram: Diagram) -> Painted | None:
        """Gives the painted entries; none where nobody knows what code the diagram is shown by."""
        if not diagram.code:
            return None
        if not self._opened:
            self._painted, self._opened = open_painted(self._directory), True
        return self._painted


def _subject(diagram: Diagram, language: Language, occurrence: int) -> Any:
    options = {
        spec.name: getattr(diagram.request.options, spec.field)
        for spec in option_specs()
        if spec.name not in _AROUND
    }
    return [_SCHEMA, diagram.code, diagram.digest, options, language, occurrence]


def _paint(diagram: Diagram, language: Language, occurrence: int) -> Parts:
    from recviz_docs.outline import outline
    from recviz_docs.page.picture import details_html, shown_html

    return Parts(
        shown_html(diagram, language=language, occurrence=occurrence),
        details_html(diagram, language=language),
        outline(diagram, language=language),
    )


def _items(rows: Iterable[Any]) -> tuple[OutlineItem, ...]:
    return tuple(OutlineItem(text, _items(children)) for text, children in rows)
