"""The figure around a picture, and the box that stands in for one that could not be made.

Owns what an author says of the figure: caption, name, classes, place. It must not
know how a picture is painted; that is loaded when one has to be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recviz_docs.errors import RecvizError
from recviz_docs.messages import Language, translate
from recviz_docs.options import Options
from recviz_docs.paint.markup import element, text

if TYPE_CHECKING:
    from recviz_docs.diagram import Diagram

__all__ = ["error_html", "figure_html", "framed_html", "language_tag"]

_HTML_LANGUAGE = {"zh": "zh-CN"}


def language_tag(language: Language) -> str:
    """Gives a language as HTML names it."""
    return _HTML_LANGUAGE.get(language, language)


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
        occurrence: as in `recviz_docs.page.picture.picture_html`.
        caption: ready HTML, or None for no caption.
    """
    from recviz_docs.page.picture import details_html, shown_html

    return framed_html(
        shown_html(diagram, language=language, occurrence=occurrence),
        details_html(diagram, language=language),
        diagram.request.options,
        language=language,
        page_language=page_language,
        caption=caption,
    )


def framed_html(
    picture: str,
    details: str,
    options: Options,
    *,
    language: Language,
    page_language: str,
    caption: str | None,
) -> str:
    """Gives the figure around what was painted; the arguments are as in `figure_html`."""
    if caption:
        shown = element("p", element("span", caption, class_="caption-text"))
        details = element("figcaption", shown + details)
    classes = ["recviz", *((f"align-{options.align}",) if options.align else ()), *options.class_]
    return element(
        "figure",
        f"\n{picture}\n{details}\n",
        class_=" ".join(classes),
        id="-".join(options.name.split()) if options.name else None,
        lang=_other_language(language, page_language),
    )


def _other_language(language: Language, page_language: str) -> str | None:
    """Gives the tag of a language that is not the page's."""
    if page_language.replace("_", "-").split("-")[0].lower() == language:
        return None
    return language_tag(language)


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
        lang=language_tag(language),
    )
