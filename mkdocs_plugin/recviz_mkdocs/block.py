"""The ``.. recviz::`` block in Python-Markdown's stream of blocks.

Owns the block processor: it takes the block out of the text and leaves a holder
element that carries the caption, so that Markdown formats it with the rest of
the page. It must not know HTML of figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from recviz_docs.diagram import Result
from recviz_docs.errors import RecvizError
from recviz_docs.messages import message
from recviz_docs.options import option_specs
from recviz_mkdocs.fields import FIELD, MARKER, Body, read_block
from recviz_mkdocs.page import Page
from recviz_mkdocs.source import Written

__all__ = ["HOLDER", "Held", "RecvizBlock"]

HOLDER = "data-recviz"
_KEYS = frozenset(spec.name for spec in option_specs())


@dataclass(frozen=True, slots=True)
class Held:
    """What a holder element stands for until the page's tree is finished."""

    body: Body
    result: Result | RecvizError
    page: Page


class RecvizBlock(BlockProcessor):
    """Takes ``.. recviz::`` blocks at the start of a block, indented by three blanks at most."""

    def __init__(self, md: Markdown, *, page: Callable[[], Page], held: dict[str, Held]) -> None:
        super().__init__(md.parser)
        self._page = page
        self._held = held
        indent = min(3, md.tab_length - 1)
        self._start = re.compile(rf"\ufeff? {{0,{indent}}}{MARKER}", re.MULTILINE)

    def test(self, parent: Element, block: str) -> bool:
        """Whether the block starts with a directive."""
        return self._start.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Puts a holder for the first block's directive; the text behind it is a block again."""
        lines = blocks.pop(0).removeprefix("\ufeff").split("\n")
        body, count = read_block(lines)
        rest = "\n".join(lines[count:])
        if rest.strip():
            blocks.insert(0, rest)
        page = self._page()
        written = page.place(body)
        result = page.result(body, page.location(written))
        self._warn_of_cut_fields(page, written, blocks)
        key = str(len(self._held))
        self._held[key] = Held(body, result, page)
        holder = SubElement(parent, "div", {HOLDER: key})
        if not isinstance(result, RecvizError):
            holder.text = result.request.options.caption
            if name := result.request.options.name:
                holder.set("id", "-".join(name.split()))  # so that hosts find the anchor

    def _warn_of_cut_fields(self, page: Page, written: Written | None, blocks: list[str]) -> None:
        """Warns of ``:key:`` lines that belong to the directive and will be shown as text."""
        line = blocks[0].lstrip("\n").split("\n")[0] if blocks else ""
        field = FIELD.match(line)
        if field is None:
            return
        key = field["key"].replace("_", "-")
        if key not in _KEYS and not line.startswith(" "):
            return  # text that merely looks like a field, such as an emoji's short name
        error = RecvizError(
            "markdown",
            message("the field :{key}: is not part of the diagram above it", key=field["key"]),
            advice=message(
                "Write it directly under the directive, indented by three blanks, "
                "with no blank line between."
            ),
        )
        page.tell(error, page.locate_field(written, field["key"]))
