from __future__ import annotations

import re
import sys
from xml.etree import ElementTree

import pytest

PAGE = """
Models
======

.. recviz:: zoo:Tiny depth=2
   :caption: The *tiny* one
   :alt: A <small> "model" & more
   :name: tiny
   :class: wide_one
   :align: right

See :numref:`tiny` and :ref:`there <tiny>`.

.. recviz:: zoo:Tiny depth=2

- a list

  - .. recviz:: zoo:Other
"""
SUB = """
Sub
===

.. recviz:: zoo:Tiny depth=2
"""


@pytest.fixture
def pages(site, backend):
    site.conf = "numfig = True\nversion = '1'\ncopyright = 'us'"
    site.write("index.rst", PAGE + "\n.. toctree::\n\n   sub/page\n   plain\n")
    site.write("sub/page.rst", SUB)
    site.write("plain.rst", "Plain\n=====\n\nNothing here.\n")
    return site


@pytest.mark.parametrize(
    "builder",
    [
        "html", "dirhtml", "singlehtml", "epub", "text", "man", "latex", "texinfo", "xml",
        "pseudoxml", "gettext", "linkcheck", "json", "pickle", "changes", "dummy", "doctest",
        "htmlhelp", "qthelp",
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:'tags' will become")  # of Sphinx 9 in its own builders
@pytest.mark.filterwarnings("ignore:.*HTMLBuilder.app")
def test_every_builder_is_clean_twice(pages, builder):
    pages.conf += "\nextensions.append('sphinx.ext.doctest')"
    for _ in range(2):
        built = pages.build(builder)
        assert built.warnings == ""
        assert built.code == 0


def test_html_shows_picture_caption_and_outline(pages):
    page = pages.build().page()
    assert page.count("<svg") == 3
    figure = re.search(r"<figure.*?</figure>", page, re.DOTALL).group()
    assert 'id="tiny"' in figure
    assert "align-right" in figure and "wide-one" in figure
    assert "<em>tiny</em>" in figure
    assert "Fig. 1" in figure
    assert 'A &lt;small&gt; "model" &amp; more' in figure
    assert "<details" in figure and figure.count("</figcaption>") == 1
    assert 'href="#tiny"' in page


def test_a_legend_stands_where_it_is_asked_for(build):
    assert "recviz-legend" in build(".. recviz:: zoo:A\n   :legend:\n").page()
    assert "recviz-legend" not in build(".. recviz:: zoo:A\n").page()


def test_no_id_occurs_twice(pages):
    for builder, name in (("html", "index.html"), ("singlehtml", "index.html")):
        page = pages.build(builder).page(name)
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert page.count("<svg") == (3 if builder == "html" else 4)
        assert sorted(ids) == sorted(set(ids))


def test_style_sheet_is_linked_where_there_is_a_diagram(pages):
    html = pages.build()
    assert re.search(r'href="_static/recviz\.css\?v=', html.page())
    assert re.search(r'href="\.\./_static/recviz\.css\?v=', html.page("sub/page.html"))
    assert "recviz.css" not in html.page("plain.html")
    assert (html.outdir / "_static/recviz.css").exists()
    assert "../../_static/recviz.css" in pages.build("dirhtml").page("sub/page/index.html")
    assert "_static/recviz.css" in pages.build("singlehtml").page()


def test_a_site_can_replace_the_style_sheet(site, backend):
    site.conf = "html_static_path = ['own']"
    site.write("own/recviz.css", "/* ours */")
    site.write("index.rst", "T\n=\n\n.. recviz:: zoo:A\n")
    for _ in range(2):
        assert site.build().page("_static/recviz.css") == "/* ours */"


def test_epub_pages_are_well_formed_and_the_record_stays_outside(pages):
    pages.build("epub")
    book = pages.build("epub")
    ElementTree.fromstring(re.sub(r"&(?!amp|lt|gt|quot|#)\w+;", "", book.page("index.xhtml")))
    assert ".recviz" not in book.page("content.opf")


def test_other_builders_get_alt_and_outline(pages):
    text = pages.build("text").page("index.txt")
    assert 'A <small> "model" & more' in text
    assert "The *tiny* one" in text
    assert re.search(r"more\n\s*\n.*The \*tiny\*", text, re.DOTALL)
    assert "* " in text
    man = pages.build("man").page("t.1")
    assert re.search(r"more\n\.sp\nThe \\fItiny\\fP one\n", man)
    xml = ElementTree.parse(pages.build("xml").outdir / "index.xml")
    assert [node.tag for node in xml.iter() if "ecviz" in node.tag.lower()] == []


def test_latex_lists_are_never_nested_deeper_than_four(site, backend, monkeypatch):
    from recviz_docs.outline import OutlineItem

    item = OutlineItem("leaf 9", ())
    for level in range(8, -1, -1):
        item = OutlineItem(f"level {level}", (item,))
    monkeypatch.setattr("recviz_sphinx.plain.outline", lambda drawn, language: (item,))
    monkeypatch.setitem(sys.modules, "typst", None)
    site.write("index.rst", "T\n=\n\n- a\n\n  .. recviz:: zoo:Tiny\n")
    latex = site.build("latex").page("t.tex")
    deepest = depth = 0
    for word in re.findall(r"\\(begin|end)\{itemize\}", latex):
        depth += 1 if word == "begin" else -1
        deepest = max(deepest, depth)
    assert deepest == 4
    assert [name for name in ("level 0", "level 8", "leaf 9") if name not in latex] == []
    text = site.build("text").page("index.txt")
    assert " " * 18 + "* leaf 9" in text


def test_nothing_is_drawn_for_builders_that_write_nothing(pages, backend):
    for builder in ("gettext", "linkcheck", "dummy", "changes"):
        pages.build(builder, doctrees=builder)
    assert backend.batches == []
