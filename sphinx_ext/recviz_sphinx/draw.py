"""Between reading and writing: all diagrams of the site, in one batch.

Owns the phase ``env-updated``: it parses what all pages ask for, draws it, tells
what failed and says which pages must be written again. It must not know nodes or
HTML. It runs in the main process at every build, also when no page was read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

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
    try:
        settings = read_settings(app)
        defaults = site_options(settings.options)
    except RecvizError as error:
        _warn(error, str(Location(str(Path(app.confdir) / "conf.py"), 1)))
        results: dict[str, Drawn] = {item.request: error for item in _each(pages)}
    else:
        results = _draw(pages, settings, defaults, writes=app.builder.format != "")
        _tell(pages, results, settings)
    digests = {page: _digest(asked, results, app.config.language) for page, asked in pages.items()}
    keep_drawings(app, Drawings(results, digests))
    return outdated_pages(app, digests) if app.builder.format else []


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
        drawn = draw_all(tuple(requests.values()), settings)
        if settings.report is not None:
            report = settings.base / settings.report
            report.parent.mkdir(parents=True, exist_ok=True)
            write_report(drawn, report)
        results.update(zip(requests, map(_drawn, drawn), strict=True))
    return results


def _drawn(result: Result) -> Drawn:
    return result.error if isinstance(result, Failure) else result


def _tell(
    pages: Mapping[str, Sequence[Asked]], results: Mapping[str, Drawn], settings: Settings
) -> None:
    """Reports each failure once at each place that asked for it, notes as information."""
    failures: list[str] = []
    for item in dict.fromkeys(_each(pages)):
        drawn = results.get(item.request)
        if isinstance(drawn, RecvizError):
            failures.append(f"{item.location}: {drawn} [recviz.{drawn.code}]")
            if settings.on_error != "raise":
                _warn(drawn, item.location)
        elif drawn is not None:
            for note in drawn.notes:
                logger.info("%s", note, location=item.location)
    if failures and settings.on_error == "raise":
        raise ExtensionError("\n".join(failures))


def _warn(error: RecvizError, location: str) -> None:
    logger.warning("%s", error, type="recviz", subtype=error.code, location=location)
    if error.detail:
        logger.verbose("%s", error.detail)


def _digest(asked: Sequence[Asked], results: Mapping[str, Drawn], language: str) -> str:
    """Gives the digest of all that the page's diagrams look like."""
    shown: list[list[str]] = []
    for item in asked:
        drawn = results.get(item.request)
        if isinstance(drawn, RecvizError):
            shown.append([item.request, drawn.text(language)])
        elif drawn is not None:
            shown.append([item.request, drawn.digest, repr(drawn.request.options)])
    text = json.dumps([version("recviz-docs"), language, shown], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
