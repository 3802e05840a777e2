from __future__ import annotations

import re

import pytest

SWALLOWED = {
    "glued": ("Text\n.. recviz:: zoo:A depth=1\n", 5, ".. recviz:: zoo:A depth=1"),
    "one colon": (".. recviz: zoo:A\n", 4, ".. recviz: zoo:A"),
    "no blank": ("..recviz:: zoo:A\n", 4, "..recviz:: zoo:A"),
    "item": ("* item\n  .. recviz:: zoo:A\n", 5, ".. recviz:: zoo:A"),
    "a fence": ("```recviz zoo:A\n```\n", 4, "```recviz zoo:A"),
}
MARKDOWN = {
    "block": ("text\n.. recviz:: zoo:A\n", 4, ".. recviz:: zoo:A"),
    "fence without braces": ("```recviz zoo:A\n```\n", 3, "```recviz"),
    "cell": (
        "| a | b |\n|---|---|\n| ```{recviz} zoo:A``` | c |\n",
        3,
        "```{recviz} zoo:A```",
    ),
}
LEFT_ALONE = {
    "code": "Text::\n\n   .. recviz:: zoo:B\n",
    "literal": "``.. recviz:: zoo:B`` is how it is written.\n",
    "commented out": ".. .. recviz:: zoo:B\n",
    "remark": ".. recviz: draw more of them\n",
    "words": "text .. recviz:: zoo:B\n",
    "code block": ".. code-block:: rst\n\n   .. recviz:: zoo:B\n",
}


def _told(warnings: str) -> list[tuple[str, int, str]]:
    said = "WARNING: this is no directive but text"
    pattern = rf"index\.(rst|md):(\d+): {said}: (.*?)\. (?:Write|On) "
    return [(kind, int(line), text) for kind, line, text in re.findall(pattern, warnings)]


@pytest.mark.parametrize("case", SWALLOWED)
def test_a_directive_that_is_lost_is_told(build, case):
    text, line, shown = SWALLOWED[case]
    built = build(text)
    assert _told(built.warnings) == [("rst", line, shown)]
    assert "[recviz.syntax]" in built.warnings
    assert "<svg" not in built.page()


@pytest.mark.parametrize("case", MARKDOWN)
def test_what_another_host_would_draw_is_told_in_myst(site, backend, case):
    text, line, shown = MARKDOWN[case]
    site.conf = "extensions.append('myst_parser')"
    site.write("index.md", f"# T\n\n{text}")
    built = site.build()
    assert _told(built.warnings) == [("md", line, shown)]
    assert "write ```{recviz} pkg.mod:build" in built.warnings


@pytest.mark.parametrize("case", LEFT_ALONE)
def test_what_shows_a_directive_is_left_alone(build, case):
    assert build(LEFT_ALONE[case]).warnings == ""
    assert "WARNING" in build(LEFT_ALONE[case] + "\ntext\n.. recviz:: zoo:A\n").warnings


def test_it_stops_a_strict_build(build):
    assert build("text\n.. recviz:: zoo:A\n", strict=True).code == 1
