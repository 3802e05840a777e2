from __future__ import annotations

import re
from pathlib import Path

import recviz_docs
from recviz_docs.paint.stylesheet import dark_rules

SHEET = (Path(recviz_docs.__file__).parent / "static" / "recviz.css").read_text(encoding="utf-8")


def test_the_sheet_ends_with_the_dark_palette_of_the_themes() -> None:
    assert SHEET.endswith(dark_rules())


def test_only_paper_shrinks_a_picture() -> None:
    on_paper = SHEET[SHEET.index("@media print") :]
    on_paper = on_paper[: on_paper.index("@media screen")]
    assert "max-width: 100%" in on_paper
    rule = re.search(r"\.recviz svg\.recviz-svg,[^{]*\{([^}]*)\}", SHEET)
    assert rule
    assert "max-width: none" in rule.group(1)
    assert re.search(r"\.recviz-scroller \{[^}]*overflow-x: auto", SHEET)


def test_every_host_has_its_dark_mode() -> None:
    rules = dark_rules()
    for sign in ("[data-theme=dark]", "[data-md-color-scheme=slate]", "[data-theme=auto]"):
        assert f"{sign} .recviz" in rules
    assert "prefers-color-scheme: dark" in rules
    assert "@media print" not in rules


def test_braces_are_balanced_and_nothing_is_fetched() -> None:
    assert SHEET.count("{") == SHEET.count("}")
    assert "url(" not in SHEET
    assert "@import" not in SHEET
