"""Directives that a page shows as text or hides as a comment, so that none is lost in silence.

Owns the event ``doctree-read``, on which it looks through a page that was just read. It
must not draw, and it changes nothing in the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from recviz_docs.errors import Location, RecvizError
from recviz_docs.messages import Message, message

__all__ = ["warn_of_leftovers"]

logger = logging.getLogger(__name__)

# Also what was meant as a directive and is none: one colon, no blank, a fence of Markdown.
_FENCE = r"(?P<mark>`{3,}|~{3,}) *\{?recviz\b[^`]*(?P=mark)?$"
_DIRECTIVE = re.compile(rf"\s*(?P<text>\.\. *recviz ?:.*|{_FENCE})")
_COMMENT = re.compile(r"recviz ?: *\S+:\S")  # one colon: docutils reads a comment


def warn_of_leftovers(app: Sphinx, doctree: nodes.document) -> None:
    """Warns of what looks like a directive and was read as something else (``doctree-read``)."""
    markdown = _is_markdown(app)
    advice = (
        message("On a line of its own write ```{{recviz}} pkg.mod:build and below it ```.")
        if markdown
        else message("Write .. recviz:: pkg.mod:build with a blank line above it.")
    )
    for text, place in _leftovers(doctree):
        error = RecvizError("markdown" if markdown else "syntax", _what(text), advice=advice)
        logger.warning("%s", error, type="recviz", subtype=error.code, location=place)


def _is_markdown(app: Sphinx) -> bool:
    suffix = Path(app.env.doc2path(app.env.docname)).suffix
    return str(app.config.source_suffix.get(suffix)) != "restructuredtext"


def _what(text: str) -> Message:
    return message("this is no directive but text: {line}", line=text)


def _leftovers(doctree: nodes.document) -> Iterator[tuple[str, str]]:
    """Gives the text and the place of each; code and quoted examples are left alone."""
    for node in doctree.findall(nodes.Element):
        for offset, text in _texts(node):
            yield text, _place(node, doctree, offset)


def _texts(node: nodes.Element) -> Iterator[tuple[int, str]]:
    """Gives what looks like a directive in a node, and how many lines below its first."""
    if isinstance(node, nodes.paragraph):
        for offset, line in enumerate((node.rawsource or node.astext()).split("\n")):
            if found := _DIRECTIVE.match(line):
                yield offset, found["text"].strip()
    elif isinstance(node, nodes.comment) and _COMMENT.match(node.astext()):
        yield 0, f".. {node.astext().splitlines()[0]}"
    elif isinstance(node, nodes.literal_block) and node.get("language") == "recviz":
        yield 0, "```recviz"  # a fence as MkDocs has it


def _place(node: nodes.Element, doctree: nodes.document, offset: int) -> str:
    """Gives where it stands, as Sphinx prints it."""
    line = next((at.line for at in _around(node) if at.line is not None), None)
    source = node.source or doctree.get("source") or ""
    return str(Location(str(source), None if line is None else line + offset))


def _around(node: nodes.Element) -> Iterator[nodes.Element]:
    around: nodes.Element | None = node
    while around is not None:
        yield around
        around = around.parent
