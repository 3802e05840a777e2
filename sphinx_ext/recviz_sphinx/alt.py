"""Alt texts in the language of the page.

Owns the look-up of a translated alt text, letter by letter. It must not know what is
drawn. Sphinx reads each translation as reStructuredText first, and an alt text is
none: a lone ``*`` in it would be an error.
"""

from __future__ import annotations

from typing import Any

from sphinx.locale import init
from sphinx.transforms import SphinxTransform
from sphinx.util.i18n import docname_to_domain

from recviz_sphinx.node import RecvizDiagram

__all__ = ["TranslateAlt"]


class TranslateAlt(SphinxTransform):
    """Gives each picture its alt text in the page's language, and keeps the author's own."""

    default_priority = 21  # behind Sphinx's own translation of the page, which finds none yet

    def apply(self, **kwargs: Any) -> None:
        """Looks into the page's catalogue, where there is one."""
        del kwargs
        found = [node for node in self.document.findall(RecvizDiagram) if node.get("alt")]
        if not found:
            return
        domain = docname_to_domain(self.env.docname, self.config.gettext_compact)
        places = [self.env.srcdir / place for place in self.config.locale_dirs]
        catalogue, there_is = init(places, self.config.language, domain)
        for node in found:
            node["rawalt"] = node["alt"]
            if there_is:
                node["alt"] = catalogue.gettext(node["rawalt"]) or node["rawalt"]
                node["translated"] = node["alt"] != node["rawalt"]
