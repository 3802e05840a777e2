from __future__ import annotations

import json

import pytest

COUNT = 9


@pytest.fixture
def pages(site, backend):
    names = [f"page{number}" for number in range(COUNT)]
    site.write("index.rst", "T\n=\n\n.. toctree::\n\n" + "".join(f"   {n}\n" for n in names))
    for number, name in enumerate(names):
        site.write(f"{name}.rst", f"{name}\n====================\n\n.. recviz:: zoo:M{number}\n")
    return site


def shown(built, number):
    """The class that the page shows."""
    page = built.page(f"page{number}.html")
    return next(word for word in (f"M{number}new", f"M{number}") if word in page)


def test_a_changed_model_rewrites_its_page_without_reading(pages, backend):
    first = pages.build()
    assert len(first.read) == COUNT + 1
    idle = pages.build()
    assert idle.written == set()
    assert "configuration has changed" not in idle.status
    backend.versions["M3"] = "new"
    second = pages.build()
    assert second.read == set()
    assert "page3" in second.written and "page4" not in second.written
    assert shown(second, 3) == "M3new"
    assert shown(second, 4) == "M4"
    assert pages.build().written == set()


def test_two_builders_on_one_doctree_directory(pages, backend):
    pages.build("html")
    pages.build("dirhtml")
    backend.versions["M2"] = "new"
    html, dirhtml = pages.build("html"), pages.build("dirhtml")
    assert "M2new" in html.page("page2.html")
    assert "M2new" in dirhtml.page("page2/index.html")


def test_two_builders_in_one_output_directory(pages, backend):
    for builder in ("html", "text"):
        pages.build(builder, out="both")
    backend.versions["M2"] = "new"
    pages.build("html", out="both")
    assert "page2" in pages.build("text", out="both").written


class Killed(BaseException):
    pass


def kill_while_writing(app):
    def stop(app, pagename, templatename, context, doctree):
        if pagename == "page5":
            raise Killed

    app.connect("html-page-context", stop)


@pytest.mark.parametrize("back", [False, True])
def test_a_build_killed_while_writing(pages, backend, back):
    """Also when the model is as it was before, for the pages that had been written by then."""
    pages.build()
    backend.versions |= {f"M{number}": "new" for number in range(COUNT)}
    with pytest.raises(Killed):
        pages.build(on_app=kill_while_writing)
    if back:
        backend.versions.clear()
    after = pages.build()
    expected = [f"M{number}" + ("" if back else "new") for number in range(COUNT)]
    assert [shown(after, number) for number in range(COUNT)] == expected


def test_a_missing_or_damaged_record_rewrites_the_pages_with_diagrams(pages):
    record = pages.build().outdir / ".recviz.json"
    for damage in (None, "", "[]", '{"schema": 1, "builders": 3}', '{"schema": 99}'):
        if damage is None:
            record.unlink()
        else:
            record.write_text(damage)
        written = pages.build().written
        assert {f"page{number}" for number in range(COUNT)} <= written
        assert pages.build().written == set()


def test_only_the_named_files_are_recorded_as_written(pages, backend):
    pages.build()
    backend.versions |= {"M1": "new", "M2": "new"}
    assert "page2" not in pages.build(files=["page1.rst"]).written
    after = pages.build()
    assert "page2" in after.written
    assert shown(after, 2) == "M2new"


def test_parallel_read_and_write(pages, backend):
    built = pages.build(parallel=3)
    assert built.warnings == ""
    assert [shown(built, number) for number in range(COUNT)] == [f"M{n}" for n in range(COUNT)]
    assert len(backend.batches) == 1 and len(backend.batches[0]) == COUNT
    backend.versions["M7"] = "new"
    again = pages.build(parallel=3)
    assert shown(again, 7) == "M7new"
    assert again.read == set()
    record = json.loads((built.outdir / ".recviz.json").read_text())
    assert len(record["builders"]["html"]) == COUNT


def test_a_page_removed_or_renamed_is_forgotten(pages, backend):
    pages.build()
    (pages.source / "page8.rst").rename(pages.source / "moved.rst")
    (pages.source / "page7.rst").unlink()
    index = (pages.source / "index.rst").read_text().replace("page8", "moved")
    pages.write("index.rst", index.replace("   page7\n", ""))
    built = pages.build()
    assert built.warnings == ""
    asked = {request.reference.attribute for request in backend.batches[-1]}
    assert asked == {f"M{number}" for number in (*range(7), 8)}
    assert "M8" in built.page("moved.html")
    record = json.loads((built.outdir / ".recviz.json").read_text())["builders"]["html"]
    assert sorted(record) == ["moved", *(f"page{number}" for number in range(7))]


def test_a_stored_page_outlives_a_change_of_the_options(pages, backend, monkeypatch):
    pages.write("page0.rst", "A\n=\n\n.. recviz:: zoo:M0 depth=2\n")
    pages.build()
    from recviz_docs import options

    table = options.option_specs()
    fewer = tuple(spec for spec in table if spec.name != "depth")
    monkeypatch.setattr(options, "option_specs", lambda: fewer)
    built = pages.build()
    assert built.read == set()
    assert "page0.rst:4: WARNING: unknown option 'depth'" in built.warnings
    assert "depth" in built.page("page0.html")


def test_another_language_or_site_option_rewrites(pages, backend):
    pages.build()
    built = pages.build(recviz_options={"depth": 1})
    assert {request.options.depth for request in backend.batches[-1]} == {1}
    assert len(built.written) >= COUNT
