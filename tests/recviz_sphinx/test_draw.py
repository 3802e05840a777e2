from __future__ import annotations

from dataclasses import replace

import pytest

from recviz_docs.errors import RecvizError
from recviz_docs.messages import message

HEAD = "T\n=\n\n"


def options_of(backend):
    return backend.batches[-1][0].options


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
def test_on_error_raise_stops_the_build_and_tells_no_more_than_the_error(site, backend, target):
    apps, ended = [], []

    def watch(app):
        apps.append(app)
        app.connect("build-finished", lambda app, error: ended.append(error))

    site.write("index.rst", f"{HEAD}.. recviz:: {target}\n")
    with pytest.raises(SystemExit) as stopped:
        site.build(recviz_on_error="raise", suppress_warnings=["recviz"], on_app=watch)
    assert stopped.value.code == 2 and not (site.root / "html" / "index.html").exists()
    assert [type(error) for error in ended] == [RecvizError]
    first, second = apps[0]._warning.getvalue().strip().splitlines()
    assert "index.rst:4: ERROR: " in first and "[recviz." in first
    assert "diagrams failed: 1" in second


def test_on_error_raise_lets_a_good_site_be(build):
    assert "<svg" in build(".. recviz:: zoo:A\n", recviz_on_error="raise").page()


def test_errors_in_every_format(build):
    text = ".. recviz:: zoo:broken\n   :name: fig\n   :caption: What it is\n"
    for builder, name in (("text", "index.txt"), ("latex", "project.tex"), ("man", "project.1")):
        built = build(text, builder, project="project")
        output = next(built.outdir.glob(name + "*")).read_text()
        assert "zoo:broken" in output and "What it is" in output


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ("recviz_jobs = 'two'", "for the setting jobs"),
        ("recviz_on_error = 'explode'", "for the setting on_error"),
        ("recviz_path = 3", "for the setting path"),
        ("recviz_frozen = 'yes'", "for the setting frozen"),
        ("recviz_options = {'dpth': 4}", "unknown option 'dpth'"),
        ("recviz_options = {'depth': 'deep'}", "bad value 'deep'"),
        ("recviz_options = {3: 4}", "unknown option '3'"),
        ("recviz_options = [1]", "for the setting options"),
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


def test_a_failure_of_the_whole_batch_is_told_once(build, monkeypatch):
    def fail(requests, settings, *, warn=None):
        raise RecvizError("missing", message("nothing works"), advice=message("Mend it"))

    monkeypatch.setattr("recviz_sphinx.batch.draw_all", fail)
    built = build(".. recviz:: zoo:A\n\n.. recviz:: zoo:B\n")
    assert built.warnings.count("nothing works") == 1
    assert built.page().count('class="recviz-error') == 2


def test_notes_are_no_warnings(build, monkeypatch, backend):
    draw = backend.draw_all

    def noted(requests, settings, *, warn=None):
        note = RecvizError("layout", message("too wide"), advice=message("Lower the depth"))
        return tuple(replace(result, notes=(note,)) for result in draw(requests, settings))

    monkeypatch.setattr("recviz_sphinx.batch.draw_all", noted)
    built = build(".. recviz:: zoo:A\n")
    assert built.warnings == ""
    assert "too wide. Lower the depth." in built.status


def test_a_report_that_cannot_be_written_costs_no_diagram(build, site):
    site.write("taken", "")
    built = build(".. recviz:: zoo:A\n", recviz_report="taken/report.json")
    assert "conf.py:1: WARNING: the report cannot be written" in built.warnings
    assert "<svg" in built.page()


def test_a_setting_that_does_not_exist_is_told(build, site):
    site.conf = "recviz_pth = ['..']\nrecviz_of_another = 1\nrecviz_mine = 2"
    site.conf += "\ndef setup(app):\n    app.add_config_value('recviz_mine', 1, '')"
    built = build(".. recviz:: zoo:A\n")
    assert "conf.py:1: WARNING: unknown setting 'recviz_pth'. Did you mean recviz_path?" in (
        built.warnings
    )
    assert "'recviz_of_another'" in built.warnings
    assert "recviz_mine" not in built.warnings
    assert "[recviz.config]" in built.warnings
    assert "<svg" in built.page()
