from __future__ import annotations

from pathlib import Path

import pytest

from recviz_docs.errors import Location, RecvizError
from recviz_docs.messages import message
from recviz_docs.settings import Settings
from recviz_mkdocs.drawings import Drawings
from recviz_mkdocs.fields import Body
from recviz_mkdocs.host import Host
from recviz_mkdocs.page import Page

SOURCE = """---
title: T
---

.. recviz:: m:f
   :depth: 2

~~~
.. recviz:: m:f
~~~

Text with [a link]
.. recviz:: m:f_g_h

.. recviz:: m:f

    :depth: 3

| a | .. recviz:: m:t |
"""


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(Host(file="docs/a.md", source=SOURCE), Drawings(Settings(base=tmp_path)))


def test_equal_directives_are_placed_in_order(page: Page) -> None:
    plain = Body("m:f", ())
    assert page.location(page.place(plain)) == Location("docs/a.md", 15)
    assert page.location(page.place(Body("m:f", (("depth", "2"),)))) == Location("docs/a.md", 5)
    assert page.location(page.place(plain)) == Location("docs/a.md")  # it came from elsewhere


def test_text_is_not_looked_for_in_what_was_drawn(tmp_path: Path) -> None:
    source = ".. recviz:: m:t depth=2\n\n| a |\n|---|\n| .. recviz:: m:t |\n| .. recviz:: m:t |\n"
    page = Page(Host(file="a.md", source=source), Drawings(Settings(base=tmp_path)))
    page.place(Body("m:t depth=2", ()))
    assert page.locate_text(".. recviz:: m:t") == Location("a.md", 5)
    assert page.locate_text(".. recviz:: m:t") == Location("a.md", 6)


def test_text_is_found_as_the_reader_sees_it(page: Page) -> None:
    assert page.locate_text(".. recviz:: m:fgh") == Location("docs/a.md", 13)
    assert page.locate_text(".. recviz:: m:t") == Location("docs/a.md", 19)
    assert page.locate_text(".. recviz:: not:here") == Location("docs/a.md")


def test_a_cut_off_field_is_found_behind_its_directive(page: Page) -> None:
    written = page.place(Body("m:f", ()))
    assert page.locate_field(written, "depth") == Location("docs/a.md", 17)
    assert page.locate_field(written, "caption") == Location("docs/a.md", 15)


def test_errors_are_told_once_with_their_code(page: Page, caplog: pytest.LogCaptureFixture) -> None:
    error = RecvizError("factory", message("it raised"), advice=message("Mend it"), detail="Trace")
    with caplog.at_level("INFO"):
        page.tell(error, Location("docs/a.md", 3))
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", "docs/a.md:3: it raised. Mend it. [recviz.factory]"),
        ("INFO", "Trace"),
    ]
