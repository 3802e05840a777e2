from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from recviz_docs.diagram import Diagram
from recviz_docs.graph import Graph
from recviz_docs.layout.geometry import Layout
from recviz_docs.outline import outline
from recviz_docs.page.frame import figure_html
from recviz_docs.picture import Picture, PictureError

Drawn = Callable[..., Diagram]
HOSTILE = '"/><script>alert(1)</script>'


def test_a_picture_that_was_read_is_the_one_that_was_made(drawn: Drawn) -> None:
    made = drawn("pkg.tiny:build legend=true")
    read = replace(made, picture=Picture(made.picture.data))
    assert read.digest == made.digest
    assert (read.graph, read.layout, read.trace) == (made.graph, made.layout, made.trace)
    assert read.picture.width == made.layout.width
    for language in ("en", "zh"):
        pages = [
            figure_html(one, language=language, page_language="en", occurrence=0, caption=None)
            for one in (made, read)
        ]
        assert pages[0] == pages[1]


def test_texts_tell_the_same_without_operations(drawn: Drawn, trace: Graph) -> None:
    made = drawn()

    class Whole:
        """A diagram with everything that was recorded."""

        trace = drawn.__defaults__
        graph = made.graph

    whole: Any = Whole()
    whole.trace = trace
    assert len(made.trace.nodes) < len(trace.nodes)
    assert outline(whole, language="en") == outline(made, language="en")


def test_reading_waits_until_somebody_looks() -> None:
    picture = Picture(b"no picture at all")
    assert len(picture.digest) == 64
    with pytest.raises(PictureError):
        picture.check()


def _paths(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(data, dict):
        return [p for key, value in data.items() for p in _paths(value, (*path, key))]
    if isinstance(data, list):
        return [p for at, value in enumerate(data) for p in _paths(value, (*path, at))]
    return [path]


def _with(data: Any, path: tuple[Any, ...], value: object) -> bytes:
    changed = deepcopy(data)
    at = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return json.dumps(changed).encode()


def test_nothing_that_is_put_into_a_picture_becomes_markup(drawn: Drawn) -> None:
    """Puts markup in the place of every value: it is refused, or it is escaped text."""
    made = drawn("pkg.tiny:build legend=true")
    data = json.loads(made.picture.data)
    taken = refused = 0
    for path in _paths(data):
        picture = Picture(_with(data, path, HOSTILE))
        try:
            picture.check()
        except PictureError:
            refused += 1
            continue
        page = figure_html(
            replace(made, picture=picture),
            language="en", page_language="en", occurrence=0, caption=None,
        )  # fmt: skip
        assert "<script" not in page, path
        taken += 1
    assert taken > 20 and refused > 100


@pytest.mark.parametrize("value", [None, {}, [], -1e400, 1e308, float("nan"), True, "1", 10**400])
def test_numbers_are_numbers(drawn: Drawn, value: object) -> None:
    data = json.loads(drawn().picture.data)
    for path in [
        ("layout", "width"),
        ("layout", "boxes", 0, "x"),
        ("layout", "routes", 0, "tip", 0),
    ]:
        with pytest.raises(PictureError):
            Picture(_with(data, path, value)).check()


def _without_a_box(layout: dict[str, Any]) -> None:
    layout["boxes"].pop()


def _a_box_twice(layout: dict[str, Any]) -> None:
    layout["boxes"].append(layout["boxes"][0])


def _a_frame_too_many(layout: dict[str, Any]) -> None:
    layout["frames"].append(layout["boxes"][0])


def _without_a_route(layout: dict[str, Any]) -> None:
    layout["routes"].pop()


def _a_route_of_no_edge(layout: dict[str, Any]) -> None:
    layout["routes"][0]["edge"] = 99


def _half_a_route(layout: dict[str, Any]) -> None:
    layout["routes"][0]["points"].pop()


@pytest.mark.parametrize(
    "change",
    [
        _without_a_box, _a_box_twice, _a_frame_too_many, _without_a_route, _a_route_of_no_edge,
        _half_a_route,
    ],
)  # fmt: skip
def test_the_parts_belong_together(drawn: Drawn, change: Callable[[dict[str, Any]], None]) -> None:
    data = json.loads(drawn().picture.data)
    Picture(json.dumps(data).encode()).check()
    change(data["layout"])
    with pytest.raises(PictureError):
        Picture(json.dumps(data).encode()).check()


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b"null", b"\xff", b'{"schema":2}', b"[" * 100_000, b'{"schema":1}'],
)
def test_what_is_no_picture(data: bytes) -> None:
    with pytest.raises(PictureError):
        Picture(data).check()


def test_a_node_contains_not_itself(drawn: Drawn) -> None:
    made = drawn()
    graph = made.graph.to_json()
    data = json.loads(made.picture.data)
    node = graph["nodes"][0]
    node["parent"] = node["id"]
    data["graph"] = graph
    data["layout"]["boxes"] = [b for b in data["layout"]["boxes"] if b["node"] != node["id"]]
    with pytest.raises(PictureError):
        Picture(json.dumps(data).encode()).check()


def test_equal_pictures_have_equal_bytes(drawn: Drawn) -> None:
    made = drawn()
    layout = Layout.from_json(json.loads(json.dumps(made.layout.to_json())))
    graph = Graph.from_json(json.loads(made.graph.dumps()))
    assert Picture.of(made.trace, graph, layout).data == made.picture.data
