from __future__ import annotations

import pytest

from recviz_mkdocs.source import find_written, source_lines


def kinds(text: str) -> list[tuple[int, str, str]]:
    found = find_written(source_lines(text))
    return [(item.line + 1, item.kind, item.body.argument) for item in found]


def test_both_spellings_are_found_with_their_lines() -> None:
    text = "# T\n\n.. recviz:: m:f\n   :depth: 2\n\n```recviz m:g\n```\n"
    assert kinds(text) == [(3, "block", "m:f"), (6, "fence", "m:g")]


def test_front_matter_counts_but_says_nothing() -> None:
    assert kinds("---\nx: |\n  .. recviz:: m:e\n---\n\n.. recviz:: m:f") == [(6, "block", "m:f")]
    assert kinds("---\n\n.. recviz:: m:f") == [(3, "block", "m:f")]  # a ruler


@pytest.mark.parametrize(
    "text",
    [
        "- a\n\n    .. recviz:: m:f",
        "- a\n\n    - b\n\n        .. recviz:: m:f",
        "1. a\n\n    text\n\n    .. recviz:: m:f",
        "!!! note\n    .. recviz:: m:f",
        '=== "T"\n\n    ??? x\n\n        .. recviz:: m:f',
        "[^1]:\n    text\n\n    .. recviz:: m:f",
        "> text\n>\n> .. recviz:: m:f",
        "> - a\n>\n>     .. recviz:: m:f",
        "- .. recviz:: m:f",
        "```\nx\n```\n.. recviz:: m:f",
        "# H\n.. recviz:: m:f",
        "<div markdown>\n\n.. recviz:: m:f\n\n</div>",
        "<!-- x -->\n\n.. recviz:: m:f",
        "<b>x</b>\n\n.. recviz:: m:f",
        "<br>\n\n.. recviz:: m:f",
        "a `<div>` b\n\n.. recviz:: m:f",
        "```never closed\n\n.. recviz:: m:f",
    ],
)
def test_containers_hold_blocks(text: str) -> None:
    assert [kind for _, kind, _ in kinds(text)] == ["block"]


@pytest.mark.parametrize(
    "text",
    [
        "text\n\n    .. recviz:: m:f",
        "- a\n\n            .. recviz:: m:f",
        "> text\n>\n>     .. recviz:: m:f",
        "```\n.. recviz:: m:f\n```",
        "~~~~md\n```recviz m:f\n```\n~~~~",
        "- a\n\n    ```\n    .. recviz:: m:f\n    ```",
        "<div>\n\n.. recviz:: m:f\n\n</div>",
        "<pre>\n```recviz m:f\n```\n</pre>",
        "<!--\n\n.. recviz:: m:f\n\n-->",
        "`.. recviz:: m:f`",
        ".. recvizard:: m:f",
        "```recviz_x m:f\n```",
        "See `recviz draw m:f`.",
    ],
)
def test_what_is_only_shown_is_not_found(text: str) -> None:
    assert kinds(text) == []


def test_what_markdown_would_swallow_is_marked() -> None:
    assert kinds("text\n.. recviz:: m:f") == [(2, "glued", "m:f")]
    assert kinds("```recviz m:f\ntext") == [(1, "open", "m:f")]
    assert kinds("text\n\n    ```recviz m:f\n    ```") == [(3, "code", "m:f")]


def test_a_fence_less_indented_than_its_start_is_none() -> None:
    assert kinds("- a\n\n    ```recviz m:f\ndepth: 2\n    ```") == [(3, "open", "m:f")]


def test_a_page_of_fences_is_read_once_through() -> None:
    text = "```x\n" * 4001  # an odd one stays open
    assert kinds(text + "\n.. recviz:: m:f") == [(4003, "block", "m:f")]
