"""The dark palette as CSS: which pages are dark, and what colours are then.

Owns the selectors of the hosts' dark modes and the rules that end
``static/recviz.css``; a test holds that the file has exactly these. It must not
know pictures.
"""

from __future__ import annotations

from collections.abc import Mapping

from recviz_docs.paint.theme import THEMES, Theme

__all__ = ["dark_rules"]

# Furo and pydata: data-theme; Material: data-md-color-scheme; Bootstrap 5: data-bs-theme;
# VitePress and Tailwind sites: a class. The figure may also be told by itself.
_DARK = (
    "[data-theme=dark]",
    "[data-md-color-scheme=slate]",
    "[data-bs-theme=dark]",
    "html.dark",
    ".recviz-dark",
)
# A page that follows the system: said so by the theme, or by a host that says nothing else.
_AUTO = ("[data-theme=auto]", ".recviz-auto")
_FIGURES = (".recviz", ".recviz-scroller", ".recviz-error")


def dark_rules(themes: Mapping[str, Theme] = THEMES) -> str:
    """Gives the rules that set every colour of every theme on dark pages.

    Args:
        themes: ours, or a site's own.
    """
    lines = [
        f"  {theme.prefix}-{name}: {colour};"
        for theme in themes.values()
        for name, colour in theme.dark.items()
    ]
    lines.append("  --recviz-focus: #6ea4f4;")
    always = _rule(_DARK, lines)
    follows = _rule(_AUTO, lines)

    return (
        f"@media screen {{\n{_indent(always)}\n}}\n\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n{_indent(follows)}\n}}\n"
    )


def _rule(pages: tuple[str, ...], lines: list[str]) -> str:
    selectors = [f"{page} {figure}" for page in pages for figure in _FIGURES]
    selectors += [f"{figure}{page}" for page in pages if page[0] == "." for figure in _FIGURES]
    return ",\n".join(selectors) + " {\n" + "\n".join(lines) + "\n}"


def _indent(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
