"""One page while it is converted: its figures, its line numbers, its warnings.

Owns the counting of figures, the search for a directive's line, and the telling
of errors in the host's own way. It must not know Python-Markdown's tree.
"""

from __future__ import annotations

import logging
import re
from collections import Counter

from recviz_docs.diagram import Diagram, Failure, Result
from recviz_docs.errors import Location, RecvizError
from recviz_docs.messages import Language
from recviz_docs.page.frame import error_html
from recviz_mkdocs.drawings import Drawings
from recviz_mkdocs.fields import FIELD, Body
from recviz_mkdocs.host import Host
from recviz_mkdocs.language import content_language
from recviz_mkdocs.source import Written, find_written, source_lines

__all__ = ["Page"]


class Page:
    """A page's state, from its first directive to its last warning.

    ``figures`` counts the figures by their digest, where pages end up in one document.
    """

    def __init__(
        self, host: Host, drawings: Drawings, *, figures: Counter[str] | None = None
    ) -> None:
        self.host = host
        self._drawings = drawings
        self._lines = source_lines(host.source or "")
        self._written = list(find_written(self._lines))
        self._figures: Counter[str] = Counter() if figures is None else figures
        self._left: list[Body] = []
        self._expected: list[Body] = []
        self._known: set[int] = set()  # lines of directives that were drawn or told of

    def language(self, explicit: str | None) -> Language:
        """Gives the language of a picture on this page."""
        host = self.host
        return content_language(
            explicit, meta=host.meta, locale=host.locale, path=host.path, theme=host.theme
        )

    def result(self, body: Body, location: Location) -> Result | RecvizError:
        """Gives the diagram for a directive; what went wrong is told before it returns."""
        try:
            result = self._drawings.result(self._drawings.request(body, location))
        except RecvizError as error:
            self.tell(error, location)
            return error
        if isinstance(result, Failure):
            self.tell(result.error, location)
        else:
            for note in result.notes:
                tell = self._logger.warning if note.code == "cache" else self._logger.info
                tell(self._line(note, location))
        return result

    def figure(self, result: Result | RecvizError, *, body: Body, caption: str | None) -> str:
        """Gives the HTML of a figure, or of an error box; ``caption`` is HTML already."""
        if not isinstance(result, Diagram):
            error = result.error if isinstance(result, Failure) else result
            target = body.argument.split(" ")[0] if body.argument else ""
            return error_html(error, language=self.language(None), target=target)
        occurrence = self._figures[result.digest]
        self._figures[result.digest] += 1
        language = self.language(result.request.options.lang)
        return self._drawings.figures.figure_html(
            result,
            language=language,
            page_language=self.host.theme or language,
            occurrence=occurrence,
            caption=caption,
        )

    def tell(self, error: RecvizError, location: Location) -> None:
        """Warns of an error, or raises the host's own exception where the site wants that."""
        line = self._line(error, location)
        if self._drawings.settings.on_error == "raise":
            raise self.host.stop(f"{line}\n{error.detail}".strip())
        self._logger.warning(line)
        if error.detail:
            self._logger.info(error.detail)

    def prefetch(self, bodies: list[Body]) -> None:
        """Draws what the converted text asks for in one batch."""
        self._drawings.prefetch(bodies)

    def _line(self, error: RecvizError, location: Location) -> str:
        return f"{location}: {error} [recviz.{error.code}]"

    @property
    def _logger(self) -> logging.Logger:
        return logging.getLogger(self.host.logger)

    def left_alone(self, body: Body) -> None:
        """Remembers a fence that was taken for indented code, to see whether Markdown does too."""
        self._left.append(body)

    def fence_in(self, text: str) -> Body | None:
        """Gives the fence that was left alone and that ``text``, no code, shows."""
        return next((body for body in self._left if f"recviz {body.argument}" in text), None)

    def expect(self, bodies: list[Body]) -> None:
        """Remembers fences that were rewritten, to see whether Markdown takes them for blocks."""
        self._expected.extend(bodies)

    def missing(self) -> list[Body]:
        """Gives the expected fences that did not come, once."""
        missing, self._expected = self._expected, []
        return missing

    def place(self, body: Body) -> Written | None:
        """Gives where a body is written; each place is given once, as pages go downwards."""
        if body in self._expected:
            self._expected.remove(body)
        drawn = [item for item in self._written if item.kind in ("block", "fence")]
        candidates = (
            next((item for item in drawn if item.body == body), None),
            next((item for item in self._written if item.body == body), None),
            next((item for item in drawn if item.body.argument == body.argument), None),
        )
        found = next((item for item in candidates if item is not None), None)
        if found is not None:
            self._written.remove(found)
            self._known.update(range(found.line, found.end))
        return found

    def location(self, written: Written | None) -> Location:
        """Gives the file and line of a place."""
        return Location(self.host.file, None if written is None else written.line + 1)

    def locate_text(self, text: str) -> Location:
        """Gives the line of a directive that was taken for text, ``text`` as the reader sees it."""
        seen = _squash(text)
        for item in self._written:
            if item.kind == "glued" and _squash(self._lines[item.line]).endswith(seen):
                self._written.remove(item)
                return self.location(item)
        for number, line in enumerate(self._lines):
            if number not in self._known and "recviz" in line and seen in _squash(line):
                self._known.add(number)
                return Location(self.host.file, number + 1)
        return Location(self.host.file)

    def locate_field(self, written: Written | None, key: str) -> Location:
        """Gives the line of a field that is cut off from the directive it stands under."""
        if written is not None:
            for number, line in enumerate(self._lines[written.end :], start=written.end + 1):
                field = FIELD.match(line.lstrip("> "))
                if field is not None and field["key"] == key:
                    return Location(self.host.file, number)
        return self.location(written)


def _squash(text: str) -> str:
    """Gives the letters and digits alone: Markdown may have eaten or curled the rest."""
    return re.sub(r"[\W_]+", "", text)
