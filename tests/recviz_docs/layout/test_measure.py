from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recviz_docs.layout.measure import break_name, elide, text_width, wrap


@pytest.mark.parametrize(
    ("text", "bold", "width"),
    [
        ("Linear", False, 2.612),  # 556 + 222 + 556 + 556 + 556 + 333 thousandths, less one
        ("Linear", True, 2.945),
        ("嵌入", False, 2.0),
        ("（）", False, 2.0),
        ("ｗｉｄｅ", False, 4.0),
        ("", False, 0.0),
    ],
)
def test_widths_in_em(text: str, bold: bool, width: float) -> None:
    assert text_width(text, 1.0, bold=bold) == pytest.approx(width, abs=0.17)


def test_latin_widths_are_helveticas() -> None:
    assert text_width("Hamburgefonts 0123", 1000) == 722 + 556 + 833 + 556 + 556 + 333 + 556 + (
        556 + 278 + 556 + 556 + 278 + 500 + 278 + 4 * 556
    )
    assert text_width("Mi", 1000, bold=True) == 833 + 278


def test_marks_take_no_room() -> None:
    assert text_width("e\u0301", 11) == text_width("é", 11) == text_width("e", 11)
    assert text_width("a\u200db\u200c", 11) == text_width("ab", 11)


def test_emoji_are_wider_than_a_letter_of_any_kind() -> None:
    assert text_width("🙂", 10) > text_width("中", 10) > text_width("W", 10)


def test_width_grows_with_size_and_with_each_letter() -> None:
    assert text_width("ab", 22) == 2 * text_width("ab", 11)
    assert text_width("abc中", 11) > text_width("abc", 11)


@pytest.mark.parametrize(
    "text", ["short", "a_very_long_name_indeed_" * 8, "很长的名字" * 30, "🙂" * 60]
)
def test_elided_text_fits_and_keeps_both_ends(text: str) -> None:
    shown = elide(text, 11, 120)
    assert text_width(shown, 11) <= 120
    if shown != text:
        start, end = shown.split("…")
        assert text.startswith(start)
        assert text.endswith(end)
        assert start
        assert end


def test_no_mark_is_torn_from_its_letter() -> None:
    letter = "e\u0301"
    start, end = elide(letter * 60, 11, 100).split("…")
    assert start == letter * (len(start) // 2)
    assert end == letter * (len(end) // 2)


def test_room_for_nothing_gives_only_the_sign() -> None:
    assert elide("abcdefgh", 11, 1) == "…"


def test_parts_go_to_the_next_line_where_they_do_not_fit() -> None:
    lines = wrap(("sparse", "vocab 3953", "int64"), 11, 100, joint=" · ")
    assert lines == ("sparse · vocab 3953", "int64")
    assert all(text_width(line, 11) <= 100 for line in lines)
    assert wrap((), 11, 100, joint=" · ") == ()


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("mlp.0", ("mlp.0",)),
        ("BiLinearInteractionLayer", ("BiLinearInteraction", "Layer")),
        ("embed_dict.{user_id … shop_id}", ("embed_dict.{user_id …", "shop_id}")),
        ("scaled_dot_product_attention", ("scaled_dot_product_", "attention")),
        ("用户最近三十天平均购买力", ("用户最近三十天平均购", "买力")),
    ],
)
def test_a_long_name_is_broken_where_its_words_end(name: str, lines: tuple[str, ...]) -> None:
    assert break_name(name, 11, 115) == lines


@given(st.text(max_size=90), st.floats(20, 200), st.booleans())
def test_every_line_of_a_broken_name_fits_and_none_is_lost(
    name: str, room: float, bold: bool
) -> None:
    lines = break_name(name, 11, room, bold=bold)
    assert 1 <= len(lines) <= 3 or not name.strip()
    assert len(lines) == 1 or all(text_width(line, 11, bold=bold) <= room for line in lines)
    if not any("…" in line for line in lines):
        assert "".join("".join(lines).split()) == "".join(name.split())
