"""The ``recviz`` fence, rewritten to the block form before other fences are read.

Owns the preprocessor. Python-Markdown's fences do not take a bare target, so ours
are taken first; the indent and the quote marks around them stay, blank lines are
added. It also sees the whole text that is going to be converted, so it draws all
diagrams of it in one batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from recviz_docs.errors import RecvizError
from recviz_docs.messages import message
from recviz_mkdocs.fields import block_lines
from recviz_mkdocs.page import Page
from recviz_mkdocs.source import Written, find_written

__all__ = ["RecvizFence"]


class RecvizFence(Preprocessor):
    """Rewrites our fences and leaves everything else alone.

    Attributes:
        seen: whether the text that is being converted speaks of recviz at all.
    """

    def __init__(self, md: Markdown, *, page: Callable[[], Page]) -> None:
        super().__init__(md)
        self._page = page
        self.seen = False

    def run(self, lines: list[str]) -> list[str]:
        """Gives the lines with the block form in place of each fence."""
        self.seen = any("recviz" in line for line in lines)
        if not self.seen:
            return lines
        found = find_written(lines)
        page = self._page()
        for item in found:
            if item.kind == "open":
                page.tell(_not_closed(item.body.argument), page.location(page.place(item.body)))
            elif item.kind == "code":
                page.left_alone(item.body)
        page.prefetch([item.body for item in found if item.kind in ("block", "fence")])
        fences = [item for item in found if item.kind == "fence"]
        page.expect([item.body for item in fences])
        return list(_rewritten(lines, fences))


def _rewritten(lines: Sequence[str], fences: Sequence[Written]) -> Iterator[str]:
    position = 0
    for fence in fences:
        yield from lines[position : fence.line]
        blank = fence.prefix.rstrip()
        first, *rest = block_lines(fence.body)
        if not fence.marker:
            yield blank
        yield fence.prefix + fence.marker + first
        for line in rest:
            yield fence.prefix + " " * len(fence.marker) + line
        yield blank
        position = fence.end
    yield from lines[position:]


def _not_closed(argument: str) -> RecvizError:
    return RecvizError(
        "markdown",
        message("the fence recviz {argument} is not closed", argument=argument),
        advice=message("End it with a line of the same marks, indented like its first line."),
    )
