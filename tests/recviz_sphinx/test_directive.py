from __future__ import annotations

import re

import pytest

from recviz_docs.options import option_specs

HEAD = "T\n=\n\n"


@pytest.fixture
def build(site, backend):
    def run(text, builder="html", **more):
        site.write("index.rst", HEAD + text)
        return site.build(builder, **more)

    return run


def options_of(backend):
    return backend.batches[-1][0].options


def test_inline_options_and_fields_are_the_same(build, backend):
    build(".. recviz:: zoo:A depth=4 batch-size=3 show_shapes=false\n")
    inline = options_of(backend)
    build(".. recviz:: zoo:A\n   :depth: 4\n   :batch_size: 3\n   :show-shapes: no\n")
    assert options_of(backend) == inline
    assert (inline.depth, inline.batch_size, inline.show_shapes) == (4, 3, False)


def test_every_option_is_a_field():
    from recviz_sphinx.directive import RecvizDirective

    assert set(RecvizDirective.option_spec) == {spec.name for spec in option_specs()}


@pytest.mark.parametrize(
    ("directive", "subtype", "says"),
    [
        (".. recviz::", "syntax", "the directive has no target"),
        (".. recviz::\n   :depth: 3", "syntax", "the directive has no target"),
        (".. recviz:: zoo", "syntax", "It has no colon"),
        (".. recviz:: zoo:A(dims=[1, 2)", "syntax", "unbalanced"),
        (".. recviz:: zoo:A(dim=x)", "syntax", "not Python literals"),
        (".. recviz:: zoo:A dpth=4", "option", "Did you mean depth?"),
        (".. recviz:: zoo:A\n   :dpth: 4", "option", "Did you mean depth?"),
        (".. recviz:: zoo:A depth=deep", "option", "a whole number of at least -1"),
        (".. recviz:: zoo:A depth=-2", "option", "a whole number of at least -1"),
        (".. recviz:: zoo:A depth=4\n   :depth: 5", "option", "depth is given twice"),
        (".. recviz:: zoo:A\n   :batch-size: 4\n   :batch_size: 5", "option", "given twice"),
        (".. recviz:: zoo:A\n   :caption:", "option", "the option caption has no value"),
        (".. recviz:: zoo:A direction=TD", "option", "Did you mean"),
        (".. recviz:: zoo:A\n\n   :depth: 4", "syntax", "the directive takes no content"),
        (".. recviz:: zoo:A words", "syntax", "is not key=value"),
        (".. recviz:: zoo:broken", "factory", "zoo:broken raised 100% <b>"),
        (".. recviz:: zoo:A class=图", "option", "bad value '图' for the option class"),
    ],
)
def test_bad_input_is_a_warning_with_its_line_and_a_box(build, directive, subtype, says):
    built = build(directive + "\n\nThe rest.\n")
    assert re.search(rf"index\.rst:4: WARNING: .*{re.escape(says)}", built.warnings)
    assert f"[recviz.{subtype}]" in built.warnings
    assert built.warnings.count("WARNING") == 1
    page = built.page()
    assert "recviz-error" in page and "The rest." in page
    assert "100% &lt;b&gt;" in page or "<b>" not in page


def test_a_failure_is_told_at_every_build_and_can_be_suppressed(build):
    text = ".. recviz:: zoo:broken\n\n.. recviz:: zoo:A dpth=1\n"
    first = build(text)
    assert build(text).warnings == first.warnings != ""
    assert build(text, suppress_warnings=["recviz"]).warnings == ""
    assert "recviz.option" in build(text, suppress_warnings=["recviz.factory"]).warnings


def test_a_failure_is_told_at_each_place(site, backend):
    site.write("index.rst", HEAD + ".. recviz:: zoo:broken\n\n.. recviz:: zoo:broken\n")
    site.write("other.rst", ":orphan:\n\n" + HEAD + ".. recviz:: zoo:broken\n")
    warnings = site.build().warnings
    for place in ("index.rst:4", "index.rst:6", "other.rst:6"):
        assert f"{place}: WARNING" in warnings
    assert len(backend.batches[-1]) == 1


@pytest.mark.parametrize("target", ["zoo:broken", "zoo:A dpth=1"])
def test_on_error_raise_stops_the_build(build, target):
    from sphinx.errors import ExtensionError

    with pytest.raises(ExtensionError, match=r"index\.rst:4: .*\[recviz\."):
        build(f".. recviz:: {target}\n", recviz_on_error="raise")


def test_a_broken_diagram_keeps_its_caption_and_its_label(build):
    built = build(
        ".. recviz:: zoo:broken\n   :name: fig\n   :caption: What it is\n\nSee :ref:`fig`.\n"
    )
    assert "undefined label" not in built.warnings
    assert 'href="#fig"' in built.page() and "What it is" in built.page()


def test_errors_in_every_format(build):
    text = ".. recviz:: zoo:broken\n   :name: fig\n   :caption: What it is\n"
    for builder, name in (("text", "index.txt"), ("latex", "project.tex"), ("man", "project.1")):
        built = build(text, builder, project="project")
        output = next(built.outdir.glob(name + "*")).read_text()
        assert "zoo:broken" in output and "What it is" in output


def test_target_on_several_lines(build, backend):
    built = build('.. recviz:: zoo:A(dims=[1,\n      2], name="a b")\n   depth=4\n   :alt: x\n')
    assert built.warnings == ""
    request = backend.batches[-1][0]
    assert str(request.reference) == "zoo:A(dims=[1, 2], name='a b')"
    assert request.options.depth == 4


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
    assert "Linear" in output


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


def test_caption_and_alt_with_special_characters(build):
    built = build(
        ".. recviz:: zoo:A\n"
        "   :caption: ``x*y`` & <b> :math:`a_1` |bar `ref <https://e.org>`_ ``|``\n"
        "      and more " + "word " * 500 + "\n"
        "   :alt: *a* `b` |c| \\d <e> & \"f\" 'g' {h}\n"
    )
    assert "Inline substitution_reference" in built.warnings
    assert "index.rst:4" in built.warnings
    page = built.page()
    assert "&lt;b&gt;" in page and "https://e.org" in page and "word word" in page
    assert "*a* `b` |c| \\d &lt;e&gt; &amp;" in page


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ("recviz_jobs = 'two'", "bad value 'two' for the setting jobs"),
        ("recviz_on_error = 'explode'", "bad value 'explode' for the setting on_error"),
        ("recviz_path = 3", "bad value 3 for the setting path"),
        ("recviz_frozen = 'yes'", "bad value 'yes' for the setting frozen"),
        ("recviz_options = {'dpth': 4}", "unknown option 'dpth'"),
        ("recviz_options = {'depth': 'deep'}", "bad value 'deep'"),
        ("recviz_options = {3: 4}", "unknown option '3'"),
        ("recviz_options = [1]", "bad value [1] for the setting options"),
    ],
)
def test_bad_config_is_told_once_and_stands_in_the_page(build, site, backend, config, says):
    site.conf = config
    built = build(".. recviz:: zoo:A\n\n.. recviz:: zoo:B\n")
    ours = [line for line in built.warnings.splitlines() if "[recviz." in line]
    assert len(ours) == 1
    assert "conf.py:1: WARNING" in ours[0] and says in ours[0]
    assert built.page().count('class="recviz-error') == 2
    assert backend.batches == []


def test_the_options_of_the_site_are_defaults(build, backend):
    build(
        ".. recviz:: zoo:A depth=1\n",
        recviz_options={"depth": 5, "show_shapes": False, "class": ["a", "b"], "seed": None},
    )
    options = options_of(backend)
    assert (options.depth, options.show_shapes, options.class_) == (1, False, ("a", "b"))


def test_config_from_the_command_line(site, backend):
    site.conf = "recviz_options = {'depth': 2}"
    site.write("index.rst", HEAD + ".. recviz:: zoo:A\n")
    settings = []
    site.build(
        on_app=lambda app: settings.append(app.config),
        **{"recviz_jobs": "3", "recviz_path": "a,b", "recviz_options.depth": "4"},
    )
    assert options_of(backend).depth == 4
    assert list(settings[0].recviz_path) == ["a", "b"]


def test_the_report_is_written(build, site):
    build(".. recviz:: zoo:A\n", recviz_report="out/report.json")
    assert (site.source / "out/report.json").exists()


def test_loaded_twice(site, backend):
    site.conf = "extensions = ['recviz_sphinx', 'recviz_sphinx']"
    site.write("index.rst", HEAD + ".. recviz:: zoo:A\n")
    assert site.build().warnings == ""
    assert len(backend.batches) == 1


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


def test_no_request_no_work(site, backend):
    site.write("index.rst", HEAD + "Nothing.\n")
    built = site.build()
    assert "recviz.css" not in built.page()
    assert not (built.outdir / ".recviz.json").exists()


def test_a_directive_that_comes_too_late_is_told(site, backend):
    from docutils import nodes

    from recviz_sphinx.asked import request_text
    from recviz_sphinx.node import RecvizDiagram

    def insert(app, doctree, docname):
        late = RecvizDiagram(request=request_text("zoo:Late", {}))
        doctree.append(nodes.figure("", late))

    site.write("index.rst", HEAD)
    built = site.build(on_app=lambda app: app.connect("doctree-resolved", insert, priority=1))
    assert "zoo:Late came into the page after all diagrams" in built.warnings
    assert "recviz-error" in built.page()


def test_warnings_fail_a_strict_build(site, backend):
    site.write("index.rst", HEAD + ".. recviz:: zoo:broken\n")
    assert site.build(strict=True).code == 1
    assert site.build().code == 0
    site.write("index.rst", HEAD + ".. recviz:: zoo:A\n")
    assert site.build(strict=True, nitpicky=True).code == 0
