from __future__ import annotations

from recviz_docs.fitting.shorter import Drawn, shorter
from recviz_docs.graph import Graph, Model, Node
from recviz_docs.layout.failure import out_of_time
from recviz_docs.layout.geometry import Box, Layout

COLUMN = 100


class Maker:
    """Draws calls one below the other: open ones as high as they say, closed ones 36 px."""

    def __init__(self, width: float = 90, **heights: float) -> None:
        self.heights = heights
        self.width = width
        self.closed: list[frozenset[str]] = []
        self.whole: list[bool] = []
        calls = [Node(name, "module", name, class_name=name.rstrip("0123456789"), path=name,
                      module="zoo") for name in heights]  # fmt: skip
        inner = [Node(f"{name}.in", "function", "relu", parent=name) for name in heights]
        self.trace = Graph(Model("M", 0, 0), (*calls, *inner), ())

    def __call__(self, closed: frozenset[str], whole: bool = False) -> Drawn:
        self.closed.append(closed)
        self.whole.append(whole)
        opened = {name: h for name, h in self.heights.items() if name not in closed}
        total = sum(36.0 if name in closed else h for name, h in self.heights.items())
        frames = tuple(Box(name, 0, 0, 50, height) for name, height in opened.items())
        nodes = tuple(
            node for node in self.trace.nodes if node.parent is None or node.parent in opened
        )
        graph = Graph(self.trace.model, nodes, ())
        return graph, Layout(self.width, total, (), frames, (), 0, "fake")

    def shorter(self) -> Drawn:
        return shorter(self.trace, self(frozenset()), self, column=COLUMN)


def test_what_is_not_high_stays() -> None:
    make = Maker(a=140)
    assert make.shorter()[1].height == 140
    assert make.closed == [frozenset()]


def test_the_least_that_is_enough_is_closed() -> None:
    make = Maker(large=150, fit=60, small=45)
    drawn = make.shorter()
    assert make.closed[1:] == [frozenset(), {"large"}]  # the others would save too little
    make = Maker(large=120, fit=80, small=40)
    drawn = make.shorter()
    assert make.closed[1:] == [frozenset(), {"fit"}]
    assert make.whole == [False, True, True]
    assert drawn[1].height == 120 + 36 + 40


def test_a_class_is_closed_wherever_it_is_called() -> None:
    make = Maker(block1=90, block2=90, other=60)
    assert make.shorter()[1].height == 36 + 36 + 60


def test_it_ends_where_nothing_is_left_to_close() -> None:
    heights = {f"{chr(97 + at)}x": 500.0 for at in range(12)}
    make = Maker(**heights)
    assert make.shorter()[1].height < 12 * 500
    assert len(make.closed) < 12


def test_a_picture_that_got_too_wide_is_not_taken() -> None:
    make = Maker(a=150, b=150)

    def draw(closed: frozenset[str], whole: bool) -> Drawn:
        graph, layout = make(closed, whole)
        make.width = 200
        return graph, layout

    first = draw(frozenset(), False)
    assert shorter(make.trace, first, draw, column=COLUMN) is first


def test_a_layout_that_takes_too_long_is_not_taken() -> None:
    make = Maker(a=150, b=150)
    first = make(frozenset())

    def draw(closed: frozenset[str], whole: bool) -> Drawn:
        raise out_of_time(30)

    assert shorter(make.trace, first, draw, column=COLUMN) is first
