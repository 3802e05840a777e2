from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from recviz_docs.layout.measure import text_width
from recviz_docs.paint.markup import element
from recviz_docs.paint.typeface import with_typefaces

SVG = "{http://www.w3.org/2000/svg}"


def runs(written: str, *, seen_only: bool = False, **more: str) -> list[Element]:
    size, bold = float(more.get("font_size", "11")), more.get("font_weight") == "700"
    room = round(text_width(written, size, bold=bold))
    text = element("text", written, x=40, y=7, textLength=room, **more)
    around = element("g", text + element("path", d="M0 0"), fill="red")
    svg = element("svg", around, xmlns="http://www.w3.org/2000/svg")
    root = ElementTree.fromstring(with_typefaces(svg, seen_only=seen_only))
    assert [child.tag for child in root[0]][-1] == f"{SVG}path"
    return list(root.iter(f"{SVG}text"))


@pytest.mark.parametrize("more", [{}, {"font_size": "12", "font_weight": "700"}])
@pytest.mark.parametrize("written", ["user_id", "序列 ×2 词表 802", " 稀疏 · ", "输出", "a（b）"])
def test_runs_fill_the_room_of_the_text(written: str, more: dict[str, str]) -> None:
    found = runs(written, **more)
    assert "".join(run.text or "" for run in found) == written
    x = 40.0
    for run in found:
        assert float(run.get("x", 0)) == pytest.approx(x, abs=0.02)
        x += float(run.get("textLength", 0))
        assert (run.get("y"), run.get("font-weight")) == ("7", more.get("font_weight"))
    bold = "font_weight" in more
    room = round(text_width(written, float(more.get("font_size", 11)), bold=bold))
    assert x - 40 == pytest.approx(room, abs=0.05)


def test_wide_characters_have_fonts_of_their_own() -> None:
    latin, wide, end = runs("a 序列 b")
    assert (latin.text, wide.text, end.text) == ("a ", "序列", " b")
    assert "Noto Sans CJK SC" in wide.get("font-family", "")
    assert latin.get("font-family") is None and end.get("font-family") is None


@pytest.mark.parametrize("written", ["か\u3099", "é" + "e\u0301", "\U0001f44d\U0001f3fd", "ไทย"])
def test_a_mark_stays_with_what_it_sits_on(written: str) -> None:
    assert [run.text for run in runs(written)] == [written]


def test_joiners_are_left_out_where_only_what_is_seen_counts() -> None:
    assert [run.text for run in runs("a\u200db\ufe0f", seen_only=True)] == ["ab"]
    assert runs("\u200d", seen_only=True) == []


def test_a_text_without_width_keeps_a_length() -> None:
    (run,) = runs("\u200b")
    assert run.get("textLength") == "1.00"
