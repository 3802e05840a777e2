"""A diagram as a piece of an HTML page.

Owns the figure: the scroller around the inline SVG, caption, legend, outline, and
the box that stands in for a picture that could not be made. What it writes is
valid as HTML5 and as XHTML, and everything an author or a model named is escaped.
It must not know a host, nor how a picture is painted.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from recviz_docs.diagram import Diagram
from recviz_docs.errors import RecvizError
from recviz_docs.layout.names import number_text
from recviz_docs.messages import Language, message, translate
from recviz_docs.outline import OutlineItem, outline
from recviz_docs.paint.legend import legend_rows
from recviz_docs.paint.markup import element, text
from recviz_docs.paint.style import own_themes
from recviz_docs.paint.stylesheet import dark_rules
from recviz_docs.paint.svg import paint_svg
from recviz_docs.settings import Settings

__all__ = [
    "STYLESHEET",
    "alt_text",
    "error_html",
    "figure_html",
    "legend_html",
    "picture_html",
    "picture_title",
    "standalone_svg",
    "stylesheet",
]

STYLESHEET = Path(__file__).parent / "static" / "recviz.css"
_HTML_LANGUAGE = {"zh": "zh-CN"}


def stylesheet(settings: Settings) -> str:
    """Gives the style sheet of a site: ours, and the dark colours of the site's own themes.

    Of themes that cannot be read there is nothing here: every diagram tells of them.
    """
    sheet = STYLESHEET.read_text(encoding="utf-8")
    try:
        themes = own_themes(settings)
    except RecvizError:
        return sheet
    return f"{sheet}\n{dark_rules(themes)}" if themes else sheet


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
        lang=_HTML_LANGUAGE.get(language, language),
        # The outline says the same words: Material's and Zensical's search need them once.
        data_search_exclude="",
    )


def figure_html(
    diagram: Diagram,
    *,
    language: Language,
    page_language: str,
    occurrence: int,
    caption: str | None,
) -> str:
    """Gives the whole figure.

    Args:
        diagram: what is shown.
        language: of our own words in it.
        page_language: what the page says of itself; the figure says its own if it differs.
        occurrence: as in `picture_html`.
        caption: ready HTML, or None for no caption.
    """
    options = diagram.request.options
    parts = [picture_html(diagram, language=language, occurrence=occurrence)]
    if options.legend:
        parts.append(legend_html(diagram, language=language))
    details = _details(diagram, language)
    if caption:
        shown = element("p", element("span", caption, class_="caption-text"))
        parts.append(element("figcaption", shown + details))
    else:
        parts.append(details)
    classes = ["recviz", *((f"align-{options.align}",) if options.align else ()), *options.class_]
    return element(
        "figure",
        "\n".join(["", *parts, ""]),
        class_=" ".join(classes),
        id="-".join(options.name.split()) if options.name else None,
        lang=_other_language(language, page_language),
    )


def _other_language(language: Language, page_language: str) -> str | None:
    """Gives the tag of a language that is not the page's."""
    if page_language.replace("_", "-").split("-")[0].lower() == language:
        return None
    return _HTML_LANGUAGE.get(language, language)


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


def _details(diagram: Diagram, language: Language) -> str:
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


def error_html(error: RecvizError, *, language: Language, target: str) -> str:
    """Gives the box that stands where the picture of ``target`` would.

    It says what the warning says and nothing more: details may hold paths of the machine.
    """
    title = element("strong", text(translate("This diagram could not be drawn.", language)))
    shown = element("p", f"{title} " + element("code", text(target)) if target else title)
    return element(
        "div",
        shown + element("p", text(error.text(language))),
        class_="recviz-error",
        role="note",
        lang=_HTML_LANGUAGE.get(language, language),
    )
