from __future__ import annotations

import re
import zipfile
from xml.etree import ElementTree

import pytest

PAGE = ".. recviz:: zoo:A\n   :caption: C\n   :alt: A <small> one\n\n.. recviz:: zoo:broken\n"


@pytest.fixture
def book(site, backend):
    site.write("index.rst", f"T\n=\n\n{PAGE}\n.. toctree::\n\n   sub/page\n")
    site.write("sub/page.rst", f"S\n=\n\n{PAGE}\n.. recviz:: zoo:B\n   :legend:\n")
    built = site.build("epub", version="1", copyright="us", project="t")
    with zipfile.ZipFile(built.outdir / "t.epub") as packed:
        return {name: packed.read(name).decode("utf-8", "ignore") for name in packed.namelist()}


def test_a_page_shows_a_file_of_the_book_and_the_outline(book):
    for page, up in (("index.xhtml", ""), ("sub/page.xhtml", "../")):
        images = re.findall(r'<img alt="([^"]*)"[^>]* src="([^"]+\.svg)"', book[page])
        assert images[0][0] == "A &lt;small&gt; one"
        assert all(source.startswith(f"{up}_images/recviz-") for _, source in images)
        assert {source.removeprefix(up) for _, source in images} <= set(book)
        assert "recviz-outline" in book[page] and "recviz-error" in book[page]
    assert "<svg" not in book["index.xhtml"]
    assert "recviz-legend" in book["sub/page.xhtml"]


def test_files_are_declared_once_each_and_stand_alone(book):
    files = [name for name in book if name.startswith("_images/recviz-")]
    assert len(files) == 2
    for name in files:
        ElementTree.fromstring(book[name])
        assert "var(" not in book[name] and "paint-order=" not in book[name]
        assert book["content.opf"].count(f'href="{name}" media-type="image/svg+xml"') == 1
