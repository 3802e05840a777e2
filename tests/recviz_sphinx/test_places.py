from __future__ import annotations

import re

import pytest

HEAD = "T\n=\n\n"


CONTAINERS = {
    "table": "+------------------------+---+\n| .. recviz:: zoo:A      | b |\n"
    "+------------------------+---+\n",
    "list table": ".. list-table::\n\n   * - .. recviz:: zoo:A\n     - b\n",
    "list": "- a\n\n  1. .. recviz:: zoo:A\n",
    "admonition": ".. note::\n\n   .. recviz:: zoo:A\n",
    "quote": "text\n\n   .. recviz:: zoo:A\n",
    "only": ".. only:: not never\n\n   .. recviz:: zoo:A\n",
    "glossary": ".. glossary::\n\n   term\n      .. recviz:: zoo:A\n",
    "footnote": "See [1]_.\n\n.. [1] Text\n\n   .. recviz:: zoo:A\n",
    "definition": "term\n   .. recviz:: zoo:A\n",
    "sidebar": ".. sidebar:: S\n\n   .. recviz:: zoo:A\n",
    "container": ".. container:: c\n\n   .. recviz:: zoo:A\n      :caption: c\n      :name: n\n",
    "figure legend": ".. figure:: x.png\n\n   Caption\n\n   .. recviz:: zoo:A\n",
    "function": ".. py:function:: f\n\n   .. recviz:: zoo:A\n",
}


@pytest.mark.parametrize("builder", ["html", "text", "latex", "man", "texinfo", "xml"])
@pytest.mark.parametrize("place", CONTAINERS)
def test_inside_other_things(site, build, backend, place, builder):
    site.write("x.png", "")
    built = build(CONTAINERS[place], builder)
    assert built.warnings == ""
    output = next(
        path
        for path in built.outdir.iterdir()
        if path.suffix in {".html", ".txt", ".tex", ".1", ".texi", ".xml"}
        and path.stem not in {"genindex", "search"}
    ).read_text()
    assert output.count("<svg") == (builder == "html")
    assert (r"\sphinxincludegraphics{{recviz-" if builder == "latex" else "Linear") in output


def test_included_twice_and_in_two_pages(site, backend):
    site.write("part.inc", ".. recviz:: zoo:A\n   :caption: C\n\n.. recviz:: zoo:broken\n")
    site.write("index.rst", HEAD + ".. include:: part.inc\n\n.. include:: part.inc\n")
    site.write("other.rst", ":orphan:\n\n" + HEAD + ".. include:: part.inc\n")
    built = site.build()
    assert built.warnings.count("part.inc:4: WARNING") == 1
    page = built.page()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert page.count("<svg") == 2 and len(ids) == len(set(ids))


def test_a_name_given_twice_is_told(build):
    built = build(".. recviz:: zoo:A\n   :name: n\n\n.. recviz:: zoo:B\n   :name: n\n")
    assert "index.rst:7" in built.warnings and "n" in built.warnings
    assert built.page().count("<svg") == 2


def test_in_a_docstring(site, backend, monkeypatch):
    site.write(
        "documented.py",
        'def build():\n    """Builds it.\n\n    .. recviz:: zoo:A depth=1\n\n'
        '    .. recviz:: zoo:broken\n    """\n',
    )
    monkeypatch.syspath_prepend(site.source)
    site.conf = "extensions.append('sphinx.ext.autodoc')"
    site.write("index.rst", HEAD + ".. automodule:: documented\n   :members:\n")
    built = site.build()
    assert "docstring of documented.build:5: WARNING" in built.warnings
    assert built.page().count("<svg") == 1


def test_myst(site, backend):
    site.conf = "extensions.append('myst_parser')\nmyst_enable_extensions = ['colon_fence']"
    site.write(
        "index.md",
        "# T\n\n```{recviz} zoo:A(dims=[1, 2]) depth=2\n:caption: The *one*\n:name: fig\n```\n\n"
        ":::{recviz} zoo:B\n:::\n\n{ref}`there <fig>`\n\n```{recviz} zoo:C\n:dpth: 3\n```\n",
    )
    built = site.build()
    assert "index.md:13: WARNING: unknown option 'dpth'" in built.warnings
    assert built.warnings.count("WARNING") == 1
    page = built.page()
    assert page.count("<svg") == 2 and "<em>one</em>" in page and 'href="#fig"' in page
