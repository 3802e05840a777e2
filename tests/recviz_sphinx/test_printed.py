from __future__ import annotations

import re
import sys
from dataclasses import replace

import pytest
import typst

from recviz_docs.paint import press
from recviz_docs.picture import Picture

INCLUDED = r"\\sphinxincludegraphics(?:\[(.*)\])?\{\{(recviz-\w+)\}\.pdf\}"
OPEN_PRESS = press.open_press
FULL = """
.. recviz:: zoo:Tiny
   :caption: The *tiny* one
   :name: tiny
   :alt: What it shows

See :numref:`tiny`.
"""


@pytest.fixture(autouse=True)
def own_fonts(monkeypatch):
    """Leaves the engine the fonts that it brings itself: those of the machine may be any."""
    fonts = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(press, "open_press", lambda: press.Press(fonts))


@pytest.fixture
def book(site, backend, monkeypatch):
    """Gives what is written to LaTeX for a page; the picture has the size that is given."""

    def build(text, *, size=None, **more):
        if size is not None:
            draw = backend._draw

            def sized(request):
                diagram = draw(request)
                layout = replace(diagram.layout, width=size[0], height=size[1])
                picture = Picture.of(diagram.trace, diagram.graph, layout)
                return replace(diagram, picture=picture)

            monkeypatch.setattr(backend, "_draw", sized)
        site.write("index.rst", f"T\n=\n\n{text}")
        built = site.build("latex", project="t", **more)
        return built, built.page("t.tex")

    return build


def test_a_figure_holds_a_pdf(book):
    built, text = book(FULL, numfig=True, strict=True)
    (found,) = re.findall(INCLUDED, text)
    assert (built.warnings, found[0]) == ("", "")
    file = built.outdir / f"{found[1]}.pdf"
    assert file.read_bytes().startswith(b"%PDF-")
    assert r"\caption{The \sphinxstyleemphasis{tiny} one}\label{\detokenize{index:tiny}}" in text
    assert r"\begin{figure}" in text and r"\begin{itemize}" not in text
    assert r"Fig.\@ \ref{\detokenize{index:tiny}}" in text


def test_a_picture_without_caption_and_name_does_not_float(book):
    _, text = book("before\n\n.. recviz:: zoo:Tiny\n   :align: center\n\nafter\n")
    assert re.search(INCLUDED, text) and r"\begin{figure}" not in text
    assert r"{\hspace*{\fill}\sphinxincludegraphics" in text


def test_a_tall_one_may_wait_for_the_next_page_where_latex_lets_it(book):
    _, text = book(".. recviz:: zoo:Tiny\n", size=(600, 2000))
    assert r"\begin{figure}" in text
    _, text = book("See [1]_.\n\n.. [1] Text\n\n   .. recviz:: zoo:Tiny\n", size=(600, 2000))
    assert r"\begin{figure}" not in text and re.search(INCLUDED, text)


def test_equal_pictures_are_one_file_and_keep_its_name(book):
    built, text = book(".. recviz:: zoo:A\n\n.. recviz:: zoo:A\n\n.. recviz:: zoo:B\n")
    names = [name for _, name in re.findall(INCLUDED, text)]
    assert len(names) == 3 and len(set(names)) == 2
    assert {path.stem for path in built.outdir.glob("recviz-*")} == set(names)
    assert re.findall(INCLUDED, book(".. recviz:: zoo:A\n")[1]) == [("", names[0])]


@pytest.mark.parametrize(
    ("size", "options"),
    [
        ((600, 700), ""),
        ((600, 2000), r"width=\linewidth,height=0.88\textheight,keepaspectratio"),
        ((2000, 700), ""),
    ],
)
def test_a_tall_picture_leaves_room_for_its_caption(size, options, book):
    _, text = book(FULL, size=size)
    assert [found[0].replace("1.000", "") for found in re.findall(INCLUDED, text)] == [options]


@pytest.mark.parametrize(
    ("size", "wrapped"), [((200, 300), True), ((500, 300), False), ((200, 1500), False)]
)
def test_text_runs_beside_small_pictures_alone(size, wrapped, book):
    _, text = book(FULL.replace(":name:", ":align: right\n   :name:"), size=size)
    assert (r"\begin{wrapfigure}{r}" in text) == wrapped
    assert re.search(INCLUDED, text)


def test_without_the_extra_one_warning_and_the_outline(site, book, monkeypatch):
    site.write("more.rst", ":orphan:\n\nM\n=\n\n.. recviz:: zoo:More\n")
    monkeypatch.setattr(press, "open_press", OPEN_PRESS)
    monkeypatch.setitem(sys.modules, "typst", None)
    books = [("index", "t.tex", "t", "us", "manual"), ("more", "more.tex", "m", "us", "howto")]
    built, text = book(f"{FULL}\n.. recviz:: zoo:Other\n", numfig=True, latex_documents=books)
    assert built.warnings.count("WARNING") == 1
    assert "conf.py:1: WARNING: PNG or PDF needs the package typst" in built.warnings
    assert "pip install 'recviz-docs[export]'" in built.warnings
    assert "[recviz.missing]" in built.warnings
    assert text.count(r"\begin{itemize}") >= 2 and "What it shows" in text
    assert re.search(INCLUDED, text) is None


def test_a_font_that_is_missing_is_told_and_the_outline_stands_in(book):
    built, text = book(FULL, language="zh_CN")
    assert "index.rst:5: WARNING: no font of this machine has the character" in built.warnings
    assert "[recviz.missing]" in built.warnings
    assert re.search(INCLUDED, text) is None and r"\begin{itemize}" in text
    assert r"\caption{The \sphinxstyleemphasis{tiny} one}" in text


def test_an_error_is_a_box(book):
    built, text = book(".. recviz:: zoo:broken\n   :name: x\n   :caption: c\n")
    assert "recviz.factory" in built.warnings
    assert "zoo:broken raised 100\\%" in text and re.search(INCLUDED, text) is None


def test_pages_load_nothing_of_it(site, backend, monkeypatch):
    monkeypatch.setitem(sys.modules, "recviz_docs.export", None)
    monkeypatch.setitem(sys.modules, "recviz_sphinx.printed", None)
    site.write("index.rst", "T\n=\n\n.. recviz:: zoo:A\n")
    for builder in ("html", "text", "epub"):
        assert (
            site.build(builder, doctrees=f"{builder}-trees", version="1", copyright="us").warnings
            == ""
        )
