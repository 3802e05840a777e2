from __future__ import annotations

from xml.etree import ElementTree

import pytest

from recviz_docs.paint.markup import attribute, element, number, text

HOSTILE = [
    "a & b < c > \"d\" 'e'",
    "</title><script>alert(1)</script>",
    "]]>",
    "中文",
    "\x00\x1b\ud800\uffff",
    "&amp;",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_any_text_gives_well_formed_xml_and_comes_back(value: str) -> None:
    root = ElementTree.fromstring(element("t", text(value), name=value))
    clean = value.translate({0: 0xFFFD, 0x1B: 0xFFFD, 0xD800: 0xFFFD, 0xFFFF: 0xFFFD})
    assert root.text == clean
    assert root.get("name") == clean


def test_lines_survive_in_attributes() -> None:
    value = "a\nb\tc"
    assert ElementTree.fromstring(f'<t a="{attribute(value)}"/>').get("a") == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1.0, "1"), (1.25, "1.2"), (0.04, "0"), (-0.04, "0"), (-3.5, "-3.5"), (10, "10")],
)
def test_numbers_are_short(value: float, shown: str) -> None:
    assert number(value) == shown


def test_names_of_attributes() -> None:
    assert element("a", class_="x", aria_label="y", viewBox="z", gone=None) == (
        '<a class="x" aria-label="y" viewBox="z"/>'
    )
