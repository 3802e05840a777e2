"""Between reading and writing: all diagrams of the site, in one batch.

Owns the phase ``env-updated``: it parses what all pages ask for, draws it, tells
what failed and says which pages must be written again. It must not know nodes or
HTML. It runs in the main process at every build, also when no page was read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from importlib.metadata import version
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.display import progress_message

from recviz_docs.diagram import Failure, Request, Result
from recviz_docs.errors import Location, RecvizError
from recviz_docs.options import Options
from recviz_docs.pipeline import draw_all
from recviz_docs.report import write_report
from recviz_docs.settings import Settings
from recviz_sphinx.asked import Asked, all_asked, parse_request
from recviz_sphinx.config import read_settings, site_options
from recviz_sphinx.drawings import Drawings, Drawn, keep_drawings
from recviz_sphinx.record import outdated_pages

__all__ = ["draw_pages"]

logger = logging.getLogger(__name__)


def draw_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Draws what all pages ask for; gives the pages to write again (``env-updated``).

    Raises:
        ExtensionError: a diagram failed and ``recviz_on_error`` is ``raise``.
    """
    pages = all_asked(env)
    writes = app.builder.format != ""
    try:
        settings = read_settings(app)
        results = _draw(pages, settings, site_options(settings.options), writes=writes)
    except RecvizError as error:
        results = {item.request: error for item in _each(pages)}
        _tell([(error, str(Location(str(Path(app.confdir) / "conf.py"), 1)))], app)
    else:
        _note(pages, results)
        _tell(_failures(pages, results), app)
    digests = _digests(pages, results, app.config.language)
    keep_drawings(app, Drawings(results, digests))
    return outdated_pages(app, digests) if writes else []


def _each(pages: Mapping[str, Sequence[Asked]]) -> Iterator[Asked]:
    for asked in pages.values():
        yield from asked


def _draw(
    pages: Mapping[str, Sequence[Asked]], settings: Settings, defaults: Options, *, writes: bool
) -> dict[str, Drawn]:
    """Gives a result for each request; for builders that write nothing, only what is wrong."""
    results: dict[str, Drawn] = {}
    requests: dict[str, Request] = {}
    for item in _each(pages):
        location = Location(item.source, item.line)
        try:
            requests.setdefault(
                item.request, parse_request(item.request, defaults=defaults, location=location)
            )
        except RecvizError as error:
            results[item.request] = error
    if writes:
        drawn = _draw_batch(tuple(requests.values()), settings)
        results.update(zip(requests, map(_drawn, drawn), strict=True))
    return results


def _draw_batch(requests: Sequence[Request], settings: Settings) -> Sequence[Result]:
    with progress_message(f"drawing {len(requests)} diagrams") if requests else nullcontext():
        drawn = draw_all(requests, settings)
    if settings.report is not None:
        report = settings.base / settings.report
        report.parent.mkdir(parents=True, exist_ok=True)
        write_report(drawn, report)
    return drawn


def _drawn(result: Result) -> Drawn:
    return result.error if isinstance(result, Failure) else result


def _failures(
    pages: Mapping[str, Sequence[Asked]], results: Mapping[str, Drawn]
) -> Iterator[tuple[RecvizError, str]]:
    """Gives each failure once for each place that asked for it."""
    for item in dict.fromkeys(_each(pages)):
        drawn = results.get(item.request)
        if isinstance(drawn, RecvizError):
            yield drawn, item.location


def _tell(failures: Iterable[tuple[RecvizError, str]], app: Sphinx) -> None:
    """Reports what failed and where: as warnings, or all together as the end of the build."""
    if app.config.recviz_on_error == "raise":
        lines = [f"{place}: {error} [recviz.{error.code}]" for error, place in failures]
        if lines:
            raise ExtensionError("\n".join(lines))
        return
    for error, place in failures:
        logger.warning("%s", error, type="recviz", subtype=error.code, location=place)
        if error.detail:
            logger.verbose("%s", error.detail)


def _note(pages: Mapping[str, Sequence[Asked]], results: Mapping[str, Drawn]) -> None:
    """Says what an author may want to know of a diagram; it is no warning."""
    for item in dict.fromkeys(_each(pages)):
        drawn = results.get(item.request)
        for note in () if isinstance(drawn, RecvizError) or drawn is None else drawn.notes:
            logger.info("%s", note, location=item.location)


def _digests(
    pages: Mapping[str, Sequence[Asked]], results: Mapping[str, Drawn], language: str
) -> dict[str, str]:
    """Gives for each page the digest of all that its diagrams look like."""
    painted_by = version("recviz-docs")
    digests = {}
    for page, asked in pages.items():
        shown = [_shown(item, results.get(item.request), language) for item in asked]
        text = json.dumps([painted_by, language, shown], ensure_ascii=False)
        digests[page] = hashlib.sha256(text.encode()).hexdigest()
    return digests


def _shown(item: Asked, drawn: Drawn | None, language: str) -> list[str]:
    if drawn is None:
        return [item.request]
    if isinstance(drawn, RecvizError):
        return [item.request, drawn.text(language)]
    return [item.request, drawn.digest, repr(drawn.request.options)]
