"""What all pages ask for, as one call of the core.

Owns the way from stored text to results: parse, draw, write the report. It must not
know who hears of a failure, nor which page is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sphinx.application import Sphinx
from sphinx.util.display import progress_message

from recviz_docs.diagram import Failure, Request, Result
from recviz_docs.errors import Location, RecvizError
from recviz_docs.options import Options
from recviz_docs.pipeline import draw_all
from recviz_docs.report import write_report
from recviz_docs.settings import Settings
from recviz_sphinx.asked import Asked, parse_request
from recviz_sphinx.config import read_settings, site_options
from recviz_sphinx.drawings import Drawn

__all__ = ["Batch", "draw_batch"]


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of the site's diagrams.

    Attributes:
        results: diagram or error by the text of the request.
        site_error: what is wrong with the site as a whole; told once, for all its diagrams.
        warnings: what the site should mend although all its diagrams are there.
    """

    results: dict[str, Drawn]
    site_error: RecvizError | None = None
    warnings: tuple[RecvizError, ...] = ()


def draw_batch(app: Sphinx, asked: Sequence[Asked]) -> Batch:
    """Gives a result for each request; for builders that write nothing only what is wrong."""
    try:
        settings = read_settings(app)
        requests, wrong = _parse(asked, site_options(settings.options))
        if not app.builder.format:
            return Batch(wrong)
        warnings: list[RecvizError] = []
        drawn = _draw(tuple(requests.values()), settings, warnings.append)
    except RecvizError as error:
        return Batch({item.request: error for item in asked}, error)
    results = wrong | dict(zip(requests, map(_result, drawn), strict=True))
    try:
        _report(drawn, settings)
    except RecvizError as error:
        return Batch(results, error, tuple(warnings))
    return Batch(results, None, tuple(warnings))


def _parse(
    asked: Iterable[Asked], defaults: Options
) -> tuple[dict[str, Request], dict[str, Drawn]]:
    """Gives the requests by their text, each once, and what is wrong with the others."""
    requests: dict[str, Request] = {}
    wrong: dict[str, Drawn] = {}
    for item in asked:
        if item.request in requests or item.request in wrong:
            continue
        location = Location(item.source, item.line)
        try:
            request = parse_request(item.request, defaults=defaults, location=location)
        except RecvizError as error:
            wrong[item.request] = error
        else:
            requests[item.request] = request
    return requests, wrong


def _draw(
    requests: Sequence[Request], settings: Settings, warn: Callable[[RecvizError], None]
) -> Sequence[Result]:
    drawn: Sequence[Result] = ()
    if requests:
        with progress_message(f"recviz: diagrams asked for: {len(requests)}"):
            drawn = draw_all(requests, settings, warn=warn)
    return drawn


def _report(drawn: Sequence[Result], settings: Settings) -> None:
    if settings.report is not None:
        write_report(drawn, settings.base / settings.report)


def _result(result: Result) -> Drawn:
    return result.error if isinstance(result, Failure) else result
