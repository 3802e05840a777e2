from __future__ import annotations

import re

import pytest

from recviz_docs.options import option_specs


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
        (".. recviz:: zoo:A direction=TD", "option", "It takes one of TB"),
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


def test_a_broken_diagram_keeps_its_caption_and_its_label(build):
    built = build(
        ".. recviz:: zoo:broken\n   :name: fig\n   :caption: What it is\n\nSee :ref:`fig`.\n"
    )
    assert "undefined label" not in built.warnings
    assert 'href="#fig"' in built.page() and "What it is" in built.page()


def test_target_on_several_lines(build, backend):
    built = build('.. recviz:: zoo:A(dims=[1,\n      2], name="a b")\n   depth=4\n   :alt: x\n')
    assert built.warnings == ""
    request = backend.batches[-1][0]
    assert str(request.reference) == "zoo:A(dims=[1, 2], name='a b')"
    assert request.options.depth == 4


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
