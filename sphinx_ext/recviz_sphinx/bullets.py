"""An outline as nested bullet lists of docutils.

Owns the nesting and nothing of what an outline says.
"""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from recviz_docs.diagram import OutlineItem

__all__ = ["bullet_lists"]


def bullet_lists(
    items: Sequence[OutlineItem], *, deepest: int | None = None
) -> list[nodes.Element]:
    """Gives one list, or none where there is nothing to tell.

    No more than ``deepest`` lists are nested; what would be deeper follows its parent
    in the same list, with a dash for each level.
    """
    return [_nested(items, deepest)] if items else []


def _nested(items: Sequence[OutlineItem], deepest: int | None) -> nodes.bullet_list:
    result = nodes.bullet_list("", bullet="*")
    below = None if deepest is None else deepest - 1
    for item in items:
        entry = nodes.list_item("", nodes.paragraph(text=item.text))
        result += entry
        if item.children and (below is None or below > 0):
            entry += _nested(item.children, below)
        else:
            result += [_entry(text) for text in _flat(item.children)]
    return result


def _flat(items: Sequence[OutlineItem], dashes: str = "\N{EN DASH} ") -> list[str]:
    texts = []
    for item in items:
        texts += [dashes + item.text, *_flat(item.children, "\N{EN DASH} " + dashes)]
    return texts


def _entry(text: str) -> nodes.list_item:
    return nodes.list_item("", nodes.paragraph(text=text))
