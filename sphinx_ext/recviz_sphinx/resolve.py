"""When a page is written: what was drawn goes to its place.

Owns the event ``doctree-resolved``, which runs in the main process, also with
``-j``. For builders of format HTML it gives the picture's node its diagram and the
figure a collapsed outline of standard nodes; `printed` and `plain` do the rest for
every other builder. It must not draw.

An event and not a post-transform class: it follows the post-transforms directly,
and it is given the application, which a transform may no longer ask for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from recviz_docs.diagram import Diagram
from recviz_docs.errors import RecvizError
from recviz_docs.messages import Language, message, normalise_language, translate
from recviz_sphinx.asked import target_of
from recviz_sphinx.bullets import bullet_lists
from recviz_sphinx.drawings import Drawn, drawings_of, figures_of
from recviz_sphinx.node import RecvizDiagram, RecvizOutline

if TYPE_CHECKING:
    from recviz_sphinx.printed import Printer

__all__ = ["resolve_diagrams"]

logger = logging.getLogger(__name__)


def resolve_diagrams(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Gives each diagram of the page (or of the assembled book) what was drawn for it.

    Builders that write no pages find it as it was read; gettext takes its texts.
    """
    if not app.builder.format:
        return
    drawings = drawings_of(app)
    occurrences: Counter[str] = Counter()
    page = normalise_language(app.config.language)
    found = list(doctree.findall(RecvizDiagram))
    printer = _printer(app) if found and app.builder.format == "latex" else None
    for node in found:
        drawn = drawings.results.get(node["request"]) or _too_late(node)
        drawings.taken.add(node.get("docname", docname))
        drawn = _with_alt(drawn, node.get("alt"))
        if app.builder.format == "html":
            _fill_html(app, node, drawn, page, occurrences)
            if app.builder.name == "epub" and isinstance(drawn, Diagram):
                from recviz_sphinx.ebook import write_svg

                node["file"] = write_svg(app, drawn, node["language"], docname=docname)
            continue
        language = page if isinstance(drawn, RecvizError) else _language(drawn, page)
        if printer is None or isinstance(drawn, RecvizError) or not printer(node, drawn, language):
            from recviz_sphinx.plain import replace_diagram  # here, as HTML needs none of it

            replace_diagram(node, drawn, language, builder_format=app.builder.format)


def _printer(app: Sphinx) -> Printer | None:
    from recviz_sphinx.printed import open_printer

    return open_printer(app)


def _too_late(node: RecvizDiagram) -> RecvizError:
    """Gives the error for a directive that no page held when all pages had been read."""
    error = RecvizError(
        "missing",
        message(
            "the diagram {target} came into the page after all diagrams had been drawn",
            target=target_of(node["request"]),
        ),
        advice=message("Write the directive where Sphinx reads it: in a source file or docstring."),
    )
    logger.warning("%s", error, type="recviz", subtype=error.code, location=node)
    return error


def _language(drawn: Diagram, page: Language) -> Language:
    return normalise_language(drawn.request.options.lang or page)


def _with_alt(drawn: Drawn, alt: str | None) -> Drawn:
    """Gives the diagram with the alt text of the page's language, where there is one."""
    if isinstance(drawn, RecvizError) or alt is None or alt == drawn.request.options.alt:
        return drawn
    options = replace(drawn.request.options, alt=alt)
    return replace(drawn, request=replace(drawn.request, options=options))


def _fill_html(
    app: Sphinx, node: RecvizDiagram, drawn: Drawn, page: Language, occurrences: Counter[str]
) -> None:
    """Gives the picture's node all that its visitor writes, and the figure its outline."""
    node["drawn"], node["language"] = drawn, page
    node["target"] = target_of(node["request"])
    if isinstance(node.parent, nodes.figure):
        node.parent["classes"].insert(0, "recviz")  # what the style sheet knows a figure by
    if isinstance(drawn, RecvizError):
        return
    node["language"] = language = _language(drawn, page)
    node["occurrence"] = occurrence = occurrences[drawn.digest]
    occurrences[drawn.digest] += 1
    node["figures"] = figures = figures_of(app)
    node["parts"] = parts = figures.known(drawn, language=language, occurrence=occurrence)
    items = figures.outline(drawn, language=language) if parts is None else parts.outline
    box = RecvizOutline("", *bullet_lists(items))
    box["summary"] = translate("Outline", language)
    if language != page:
        box["classes"].append(f"language-{language}")  # docutils writes it as lang=
    if node.parent is not None:
        node.parent.append(nodes.legend("", box))
