"""What is painted of a diagram: the scroller around the inline SVG, the legend, the outline.

Owns their HTML, and the picture as a file of its own. It must not know how boxes and
arrows look, nor what an author says of the figure (`frame` does).
"""

from __future__ import annotations

from collections.abc import Sequence

from recviz_docs.diagram import Diagram
from recviz_docs.layout.names import number_text
from recviz_docs.messages import Language, message, translate
from recviz_docs.outline import OutlineItem, outline
from recviz_docs.page.frame import language_tag
from recviz_docs.paint.legend import legend_rows
from recviz_docs.paint.markup import element, text
from recviz_docs.paint.svg import paint_svg

__all__ = [
    "alt_text",
    "details_html",
    "legend_html",
    "picture_html",
    "picture_title",
    "shown_html",
    "standalone_svg",
]


def picture_html(diagram: Diagram, *, language: Language, occurrence: int) -> str:
    """Gives the scroller with the inline SVG.

    Args:
        diagram: what is shown.
        language: of our own words in it.
        occurrence: how often the same diagram stood on the page before, so that no id is
            used twice.
    """
    svg = paint_svg(
        diagram.graph,
        diagram.layout,
        options=diagram.request.options,
        language=language,
        prefix=f"recviz-{diagram.digest[:12]}-{occurrence}",
        title=picture_title(diagram, language=language),
        description=alt_text(diagram, language=language),
        style=diagram.style,
    )
    return element(
        "div",
        svg,
        class_="recviz-scroller",
        tabindex="0",
        role="region",
        aria_label=picture_title(diagram, language=language),
        lang=language_tag(language),
        # The outline says the same words: Material's and Zensical's search need them once.
        data_search_exclude="",
    )


def shown_html(diagram: Diagram, *, language: Language, occurrence: int) -> str:
    """Gives the picture and, where the author asks for one, its legend; as `picture_html`."""
    picture = picture_html(diagram, language=language, occurrence=occurrence)
    if not diagram.request.options.legend:
        return picture
    return f"{picture}\n{legend_html(diagram, language=language)}"


def standalone_svg(diagram: Diagram, *, language: Language) -> str:
    """Gives the picture as a file of its own, with its colours resolved."""
    return paint_svg(
        diagram.graph,
        diagram.layout,
        options=diagram.request.options,
        language=language,
        prefix=f"recviz-{diagram.digest[:12]}",
        title=picture_title(diagram, language=language),
        description=alt_text(diagram, language=language),
        standalone=True,
        style=diagram.style,
    )


def picture_title(diagram: Diagram, *, language: Language) -> str:
    """Gives the short name of the picture."""
    name = diagram.trace.model.class_name
    return message("Architecture of {model}", model=name).text(language)


def alt_text(diagram: Diagram, *, language: Language) -> str:
    """Gives the author's own text for those who cannot see the picture, or a short one."""
    if diagram.request.options.alt:
        return diagram.request.options.alt
    trace = diagram.trace
    return message(
        "Architecture of {model}; inputs: {inputs}, outputs: {outputs}, parameters: {parameters}. "
        "The outline lists its modules.",
        model=trace.model.class_name,
        inputs=sum(node.kind == "input" for node in trace.nodes),
        outputs=sum(node.kind == "output" for node in trace.nodes),
        parameters=number_text(trace.model.parameters),
    ).text(language)


def details_html(diagram: Diagram, *, language: Language) -> str:
    """Gives the outline, collapsed at first."""
    summary = element("summary", text(translate("Outline", language)))
    items = _list(outline(diagram, language=language))
    return element("details", summary + items, class_="recviz-outline")


def _list(items: Sequence[OutlineItem]) -> str:
    lines = [element("li", text(item.text) + _list(item.children)) for item in items]
    return element("ul", "\n".join(lines)) if lines else ""


def legend_html(diagram: Diagram, *, language: Language) -> str:
    """Gives the list of the roles and arrows that occur in the picture, with their signs."""
    rows = legend_rows(diagram.graph, diagram.request.options, language, style=diagram.style)
    lines = [element("li", row.swatch + element("span", text(row.text))) for row in rows]
    return element("ul", "\n".join(lines), class_="recviz-legend") if lines else ""
