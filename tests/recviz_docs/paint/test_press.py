from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest
import typst

from recviz_docs.errors import RecvizError
from recviz_docs.graph import Graph
from recviz_docs.paint.press import Press, Sheet, open_press

Draw = Callable[..., Sheet]


@pytest.fixture(scope="module")
def press() -> Press:
    """Gives the engine with the fonts that it brings itself: the same on every machine."""
    return Press(typst.Fonts(include_system_fonts=False))


@pytest.fixture
def sheet(graph_named: Callable[[str], Graph], painted: Callable[..., str]) -> Sheet:
    svg = painted(graph_named("deepfm"), standalone=True)
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    assert size is not None
    return Sheet(svg, float(size[1]), float(size[2]), "Picture of X", "What it shows", "en")


def streams(pdf: bytes) -> bytes:
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"\n".join(map(_unpacked, found))


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def test_a_pdf_is_one_page_of_the_size_of_the_picture(press: Press, sheet: Sheet) -> None:
    pdf = press.run(sheet, "pdf")
    assert pdf.startswith(b"%PDF-")
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf + streams(pdf))
    assert [tuple(map(float, box)) for box in boxes] == [(sheet.width * 0.75, sheet.height * 0.75)]


def test_texts_of_a_pdf_are_text_and_lines_are_lines(press: Press, sheet: Sheet) -> None:
    pdf = press.run(sheet, "pdf")
    inside = pdf + streams(pdf)
    assert re.search(rb"/Subtype\s*/Image", inside) is None
    letters = {letter for text in re.findall(r"<text[^>]*>([^<]+)<", sheet.svg) for letter in text}
    mapped = {code.lower() for code in re.findall(rb"<[0-9a-fA-F]+> <([0-9a-fA-F]{4})>", inside)}
    assert {f"{ord(letter):04x}".encode() for letter in letters - {"\xa0"}} <= mapped


def test_a_pdf_says_what_it_shows_and_not_when_it_was_made(press: Press, sheet: Sheet) -> None:
    pdf = press.run(sheet, "pdf")
    inside = pdf + streams(pdf)
    assert b"Picture of X" in inside and b"What it shows" in inside
    assert b"CreationDate" not in inside and b"ModDate" not in inside


@pytest.mark.parametrize("form", ["pdf", "png"])
def test_equal_pictures_give_equal_bytes(press: Press, sheet: Sheet, form: str) -> None:
    again = Press(typst.Fonts(include_system_fonts=False))
    assert press.run(sheet, form) == again.run(sheet, form)  # type: ignore[arg-type]


def test_a_character_that_no_font_has_is_an_error_and_no_box(press: Press, sheet: Sheet) -> None:
    wrong = replace(sheet, svg=sheet.svg.replace("</svg>", '<text y="9">a 输 b</text></svg>'))
    for form in ("pdf", "png"):
        with pytest.raises(RecvizError, match=r"the character 输 \(U\+8F93\)") as told:
            press.run(wrong, form)  # type: ignore[arg-type]
        assert told.value.code == "missing"
    thai = replace(sheet, svg=sheet.svg.replace("</svg>", '<text y="9">ไ</text></svg>'))
    with pytest.raises(RecvizError, match=r"U\+0E44") as told:
        press.run(thai, "png")
    assert "CJK" not in str(told.value)


def test_what_cannot_be_seen_needs_no_font(press: Press, sheet: Sheet) -> None:
    joined = replace(sheet, svg=sheet.svg.replace("</svg>", '<text y="9">a\u2061b</text></svg>'))
    assert press.run(joined, "pdf").startswith(b"%PDF")


def test_a_png_that_nobody_could_open_is_told(press: Press, sheet: Sheet) -> None:
    with pytest.raises(RecvizError, match="60000 × 40000 px is too large"):
        press.run(replace(sheet, width=30_000, height=20_000), "png", scale=2)


def test_what_the_engine_refuses_is_told(press: Press, sheet: Sheet) -> None:
    with pytest.raises(RecvizError, match="cannot be written as PDF") as told:
        press.run(replace(sheet, svg="<svg xmlns='http://www.w3.org/2000/svg' width='0'/>"), "pdf")
    assert told.value.code == "output"


def test_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(RecvizError, match=r"pip install 'recviz-docs\[export\]'"):
        open_press()
