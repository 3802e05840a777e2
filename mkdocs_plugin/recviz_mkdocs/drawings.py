"""The diagrams that the pages of one site ask for, drawn once each.

Owns the results of one build: what was drawn is kept by what shapes the picture,
so that two pages, two languages and a look ahead share it. It must not know
Markdown, nor how a diagram is drawn.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from recviz_docs import pipeline
from recviz_docs.diagram import Failure, Request, Result
from recviz_docs.errors import Location, RecvizError
from recviz_docs.figures import Figures
from recviz_docs.options import Options, option_specs, options_from_config, parse_options
from recviz_docs.reference import Reference, parse_arguments
from recviz_docs.settings import Settings
from recviz_mkdocs.fields import Body

__all__ = ["Drawings"]

_Key = tuple[Reference, Options]
_PAGE: dict[str, Any] = {
    spec.field: spec.default for spec in option_specs() if spec.group == "Page"
}


class Drawings:
    """Draws what it is asked for, in batches, and nothing twice.

    ``logger`` is told what is wrong with the cache, once.
    """

    def __init__(self, settings: Settings, *, logger: str = "recviz") -> None:
        self.settings = settings
        self.figures = Figures(settings)
        self._logger = logging.getLogger(logger)
        self._warned: set[str] = set()
        self._defaults = options_from_config(settings.options)
        self._results: dict[_Key, Result] = {}
        self._shown: dict[_Key, None] = {}

    def request(self, body: Body, location: Location | None = None) -> Request:
        """Gives the request that a directive makes.

        Raises:
            RecvizError: ``syntax`` or ``option``.
        """
        reference, inline = parse_arguments(body.argument)
        options = parse_options([*inline, *body.fields], defaults=self._defaults)
        return Request(reference, options, location)

    def prefetch(self, bodies: Iterable[Body]) -> None:
        """Draws in one batch what the bodies ask for; a bad one is left to the page it is on."""
        wanted: list[Request] = []
        for body in bodies:
            try:
                wanted.append(self.request(body))
            except RecvizError:
                continue
        self._draw(wanted)

    def result(self, request: Request) -> Result:
        """Gives the diagram or the failure for a directive that is being converted."""
        self._draw([request])
        key = _key(request)
        self._shown[key] = None
        return replace(self._results[key], request=request)

    def shown(self) -> tuple[Result, ...]:
        """Gives the results that pages have shown, each once, in the order of first use."""
        return tuple(self._results[key] for key in self._shown)

    def _draw(self, requests: Iterable[Request]) -> None:
        missing = {_key(request): request for request in requests}
        missing = {key: value for key, value in missing.items() if key not in self._results}
        if not missing:
            return
        try:
            drawn: tuple[Result, ...] = pipeline.draw_all(
                tuple(missing.values()), self.settings, warn=self._warn
            )
        except RecvizError as error:
            drawn = tuple(Failure(request, error) for request in missing.values())
        self._results.update(zip(missing, drawn, strict=True))

    def _warn(self, error: RecvizError) -> None:
        line = f"{error} [recviz.{error.code}]"
        if line not in self._warned:
            self._warned.add(line)
            self._logger.warning(line)


def _key(request: Request) -> _Key:
    """Gives what shapes a picture: all but the options of what stands around it."""
    return request.reference, replace(request.options, **_PAGE)
