"""The style sheet that goes with the figures of a site.

Owns where ours is and what a site's own themes add to it. It must not know hosts.
"""

from __future__ import annotations

from pathlib import Path

from recviz_docs.errors import RecvizError
from recviz_docs.settings import Settings

__all__ = ["STYLESHEET", "stylesheet"]

STYLESHEET = Path(__file__).parent.parent / "static" / "recviz.css"


def stylesheet(settings: Settings) -> str:
    """Gives the style sheet of a site: ours, and the dark colours of the site's own themes.

    Of themes that cannot be read there is nothing here: every diagram tells of them.
    """
    sheet = STYLESHEET.read_text(encoding="utf-8")
    if not settings.themes:
        return sheet
    # Here, as most sites have none.
    from recviz_docs.paint.style import own_themes
    from recviz_docs.paint.stylesheet import dark_rules

    try:
        themes = own_themes(settings)
    except RecvizError:
        return sheet
    return f"{sheet}\n{dark_rules(themes)}"
