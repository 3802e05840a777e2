"""When a page is written: what was drawn goes to its place.

Owns the event ``doctree-resolved``, which runs in the main process, also with
``-j``. For builders of format HTML it gives the picture's node its diagram and the
figure a collapsed outline of standard nodes; for every other builder it replaces
the picture by standard nodes, so that no builder can meet it. It must not draw.

An event and not a post-transform class: it follows the post-transforms directly,
and it is given the application, which a transform may no longer ask for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from recviz_docs.diagram import Diagram
from recviz_docs.errors import RecvizError
from recviz_docs.messages import Language, message, normalise_language, translate
from recviz_docs.outline import OutlineItem, outline
from recviz_docs.page import alt_text
from recviz_sphinx.asked import target_of
from recviz_sphinx.drawings import Drawn, drawings_of
from recviz_sphinx.node import RecvizDiagram, RecvizOutline

__all__ = ["resolve_diagrams"]

logger = logging.getLogger(__name__)

_NO_LIMIT = 99
_LATEX_LISTS = 4  # LaTeX nests no more bullet lists than that


def resolve_diagrams(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Gives each diagram of the page (or of the assembled book) what was drawn for it.

    Builders that write no pages find it as it was read; gettext takes its texts.
    """
    if not app.builder.format:
        return
    drawings = drawings_of(app)
    occurrences: Counter[str] = Counter()
    page = normalise_language(app.config.language)
    for node in list(doctree.findall(RecvizDiagram)):
        drawn = drawings.results.get(node["request"]) or _too_late(node)
        drawings.taken.add(node.get("docname", docname))
        drawn = _with_alt(drawn, node.get("alt"))
        if app.builder.format == "html":
            _fill_html(node, drawn, page, occurrences)
        elif isinstance(drawn, RecvizError):
            box = nodes.error("", nodes.paragraph(text=drawn.text(page)))
            _replace(node, [box])
        else:
            latex = app.builder.format == "latex"
            deepest = _LATEX_LISTS - _lists_around(node) if latex else _NO_LIMIT
            language = _language(drawn, page)
            alt = nodes.paragraph(text=alt_text(drawn, language=language))
            _replace(node, [alt], _outline_nodes(drawn, language, deepest=deepest))


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
    node: RecvizDiagram, drawn: Drawn, page: Language, occurrences: Counter[str]
) -> None:
    """Gives the picture's node all that its visitor writes, and the figure its outline."""
    node["drawn"], node["language"] = drawn, page
    node["target"] = target_of(node["request"])
    if isinstance(drawn, RecvizError):
        return
    node["language"] = language = _language(drawn, page)
    node["occurrence"] = occurrences[drawn.digest]
    occurrences[drawn.digest] += 1
    box = RecvizOutline("", *_outline_nodes(drawn, language))
    box["summary"] = translate("Outline", language)
    if language != page:
        box["classes"].append(f"language-{language}")  # docutils writes it as lang=
    if node.parent is not None:
        node.parent.append(nodes.legend("", box))


def _outline_nodes(
    drawn: Diagram, language: Language, *, deepest: int = _NO_LIMIT
) -> list[nodes.Node]:
    items = outline(drawn, language=language)
    return [_bullets(items, deepest)] if items else []


def _bullets(items: Sequence[OutlineItem], deepest: int) -> nodes.bullet_list:
    """Gives nested lists; what would be nested too deep follows its parent in the same list."""
    result = nodes.bullet_list("", bullet="*")
    for item in items:
        entry = nodes.list_item("", nodes.paragraph(text=item.text))
        result += entry
        if not item.children:
            continue
        below = _bullets(item.children, deepest - 1)
        if deepest > 1:
            entry += below
        else:
            result += [_dashed(child) for child in below.children]
    return result


def _dashed(entry: nodes.Node) -> nodes.Node:
    paragraph = next(entry.findall(nodes.paragraph))
    paragraph.insert(0, nodes.Text("\N{EN DASH} "))
    return entry


def _lists_around(node: nodes.Node) -> int:
    """Gives the number of bullet lists that the node stands in."""
    count, around = 0, node.parent
    while around is not None:
        count += isinstance(around, nodes.bullet_list)
        around = around.parent
    return count


def _replace(
    node: RecvizDiagram, body: Sequence[nodes.Node], after: Sequence[nodes.Node] = ()
) -> None:
    """Puts standard nodes in the place of the picture.

    What comes ``after`` stands behind the figure, which may be a float on a page of its own.
    A figure that is neither named nor captioned is no more than its content.
    """
    figure = node.parent
    if not isinstance(figure, nodes.figure):
        node.replace_self([*body, *after])
    elif figure["ids"] or len(figure) > 1:
        node.replace_self(list(body))
        around = figure.parent
        position = around.index(figure) + 1
        around[position:position] = after
    else:
        figure.replace_self([*body, *after])
