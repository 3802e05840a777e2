"""Between reading and writing: all diagrams of the site, in one batch.

Owns the phase ``env-updated``: it has drawn what all pages ask for, tells what failed
and says which pages must be written again. It must not know nodes or HTML. It runs
in the main process at every build, also when no page was read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from recviz_docs.errors import Location, RecvizError
from recviz_sphinx.asked import Asked, all_asked
from recviz_sphinx.batch import Batch, draw_batch
from recviz_sphinx.config import unknown_settings
from recviz_sphinx.drawings import Drawings, Drawn, keep_drawings
from recviz_sphinx.record import outdated_pages

__all__ = ["draw_pages"]

logger = logging.getLogger(__name__)


def draw_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Draws what all pages ask for; gives the pages to write again (``env-updated``).

    Raises:
        SystemExit: a diagram failed and ``recviz_on_error`` is ``raise``.
    """
    pages = all_asked(env)
    asked = [item for page in pages.values() for item in page]
    batch = draw_batch(app, asked)
    _warn(app, [*unknown_settings(app), *batch.warnings])
    _note(asked, batch.results)
    _tell(app, _failures(app, asked, batch))
    digests = _digests(pages, batch.results, app.config.language)
    keep_drawings(app, Drawings(batch.results, digests))
    return outdated_pages(app, digests) if app.builder.format else []


def _failures(
    app: Sphinx, asked: Iterable[Asked], batch: Batch
) -> Iterator[tuple[RecvizError, str]]:
    """Gives each failure once for each place that asked for it, the site's own once."""
    for item in dict.fromkeys(asked):
        drawn = batch.results.get(item.request)
        if isinstance(drawn, RecvizError) and drawn is not batch.site_error:
            yield drawn, item.location
    if batch.site_error is not None:
        yield batch.site_error, str(Location(str(Path(app.confdir) / "conf.py"), 1))


def _tell(app: Sphinx, failures: Iterable[tuple[RecvizError, str]]) -> None:
    """Reports what failed and where: as warnings, or as errors that end the build."""
    if app.config.recviz_on_error == "raise":
        _stop(app, list(failures))
        return
    for error, place in failures:
        logger.warning("%s", error, type="recviz", subtype=error.code, location=place)
        if error.detail:
            logger.verbose("%s", error.detail)


def _stop(app: Sphinx, failures: Sequence[tuple[RecvizError, str]]) -> None:
    """Ends the build where something failed.

    Sphinx shows any exception with a traceback through our own code and asks for a report of
    it, so it gets none; its other extensions hear of the end as they would.
    """
    for error, place in failures:
        # Without a type: what a site keeps quiet about must not end its build in silence.
        logger.error("%s [recviz.%s]", error, error.code, location=place)
    if failures:
        count = len(failures)
        logger.error("recviz_on_error is raise: the build ends here, diagrams failed: %s", count)
        app.emit("build-finished", failures[0][0])
        raise SystemExit(2)


def _warn(app: Sphinx, warnings: Iterable[RecvizError]) -> None:
    """Says what the site should mend; all its diagrams are there."""
    place = str(Location(str(Path(app.confdir) / "conf.py"), 1))
    for error in warnings:
        logger.warning("%s", error, type="recviz", subtype=error.code, location=place)


def _note(asked: Iterable[Asked], results: Mapping[str, Drawn]) -> None:
    """Says what an author may want to know of a diagram; that it cannot be kept is a warning."""
    for item in dict.fromkeys(asked):
        drawn = results.get(item.request)
        for note in () if isinstance(drawn, RecvizError) or drawn is None else drawn.notes:
            if note.code == "cache":
                logger.warning("%s", note, type="recviz", subtype=note.code, location=item.location)
            else:
                logger.info("%s", note, location=item.location)


def _digests(
    pages: Mapping[str, Sequence[Asked]], results: Mapping[str, Drawn], language: str
) -> dict[str, str]:
    """Gives for each page the digest of all that its diagrams look like."""
    digests = {}
    for page, asked in pages.items():
        shown = [_shown(item, results.get(item.request), language) for item in asked]
        text = json.dumps([language, shown], ensure_ascii=False)
        digests[page] = hashlib.sha256(text.encode()).hexdigest()
    return digests


def _shown(item: Asked, drawn: Drawn | None, language: str) -> list[str]:
    if drawn is None:
        return [item.request]
    if isinstance(drawn, RecvizError):
        return [item.request, drawn.text(language)]
    return [item.request, drawn.digest, drawn.code, repr(drawn.request.options)]
