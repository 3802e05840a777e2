from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from recviz_docs.graph import Graph
from recviz_docs.layout.geometry import Box
from recviz_docs.options import Options
from recviz_docs.paint.dot import paint_dot
from recviz_docs.paint.legend import legend_rows
from recviz_docs.paint.stacks import ticks
from recviz_docs.simplify import simplify
from tests.recviz_docs.layout.test_rows import FAMILY, MIXED

Paint = Callable[..., str]
SVG = "{http://www.w3.org/2000/svg}"


def groups(svg: str, cls: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(svg)
    return [item for item in root.iter(f"{SVG}g") if item.get("class") == cls]


@pytest.mark.parametrize("theme", ["default", "mono", "torchview"])
def test_each_row_keeps_its_role_and_its_tooltip(painted: Paint, theme: str) -> None:
    (stack,) = groups(painted(MIXED, Options(theme=theme)), "recviz-stack")
    rows = [item for item in stack if item.get("data-node")]
    assert [row.get("data-node") for row in rows][:2] == ["fc", "norm"]
    assert [row.get("class") for row in rows][:2] == ["recviz-linear", "recviz-normalisation"]
    told = [row.findtext(f"{SVG}title") or "" for row in rows]
    assert "in_features=64" in told[0] and "BatchNorm1d" in told[1]


def test_no_arrow_runs_within_a_stack(painted: Paint) -> None:
    (edges,) = groups(painted(MIXED), "recviz-edges")
    drawn = [item.findtext(f"{SVG}title") or "" for item in edges]
    assert len(drawn) == len(MIXED.edges) - 3
    assert not any("fc → norm" in text for text in drawn)


def test_ticks_point_the_way(painted: Paint) -> None:
    upper, lower = Box("a", 0, 0, 40, 20), Box("b", 0, 20, 40, 20)
    assert ticks([upper, lower]) == "M16 20h8l-4 4z"
    assert ticks([lower, upper]) == "M16 20h8l-4-4z"
    up = painted(MIXED, Options(direction="BT"))
    assert len(re.findall(r"l-4-4z", up)) == 3 and not re.findall(r"l-4 4z", up)


def test_sheets_look_out_behind_a_whole_stack(painted: Paint) -> None:
    (stack,) = groups(painted(FAMILY), "recviz-stack")
    (sheet,) = next(iter(stack))
    rows = [row for row in stack if row.get("data-node")]
    assert sheet.tag == f"{SVG}rect" and len(rows) == 2


def test_the_legend_tells_of_stacks_and_of_no_arrow_in_them() -> None:
    texts = [row.text for row in legend_rows(FAMILY, Options(), "en")]
    assert "stacked: one after the other, each reads the one before" in texts
    only_inner = tuple(replace(e, relation="one") if e.target != "act" else e for e in FAMILY.edges)
    shown = [r.text for r in legend_rows(replace(FAMILY, edges=only_inner), Options(), "en")]
    assert not any(text.startswith("each to its own") for text in shown)


def test_dot_draws_rows_as_boxes_with_their_arrows() -> None:
    text = paint_dot(MIXED, options=Options(), language="en")
    assert '"fc" -> "norm"' in text and "stack" not in text


def test_without_folding_nothing_is_stacked(
    painted: Paint, graph_named: Callable[[str], Graph]
) -> None:
    cnn = graph_named("cnn")
    stacked = simplify(cnn, Options(), level=0)
    assert "recviz-stack" in painted(stacked)
    assert "recviz-stack" not in painted(simplify(cnn, Options(fold="off"), level=0))
