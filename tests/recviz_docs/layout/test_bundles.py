from __future__ import annotations

from recviz_docs.graph import Graph
from recviz_docs.layout.bundles import Bundles, bundles_of, listed
from recviz_docs.layout.edge_labels import edge_lines
from recviz_docs.options import Options
from recviz_docs.simplify.views import hide_views
from tests.recviz_docs.simplify.graphs import Trace, Value


def parts(indices: list[str], *, split: bool = False, swapped: bool = False) -> Graph:
    t = Trace()
    x = t.input("x")
    values: list[Value]
    if split:
        call = t.function("split", x, results=len(indices))
        values = [(call, number) for number in range(len(indices))]
    else:
        values = [t.function("getitem", x, attributes={"index": index}) for index in indices]
    t.output(t.function("sub", *values) if swapped else t.function("cat", values))
    return hide_views(t.graph())


def first_lines(graph: Graph) -> tuple[str, ...]:
    return edge_lines(graph.edges[0], graph, Options(show_shapes=False), "en", index=0)


def test_parts_of_a_value_in_one_list_are_one_arrow() -> None:
    graph = parts([""] * 20, split=True)
    bundles = bundles_of(graph)
    assert bundles.first == (*([0] * 20), 20)
    assert bundles.said[0].label == "part 1…20 of 20"
    assert first_lines(graph) == ("part 1 of 20, …, part 20 of 20",)


def test_parts_that_do_not_count_are_listed_and_all_are_known() -> None:
    two = parts(["[:, 4:5]", "[:, 5:8]"])
    assert bundles_of(two).said[0].label == "[:, 4:5]; [:, 5:8]"
    many = parts(["[:, 4:5]", "[:, 9:12]", "[:, 1:7]", "[:, 0:2]", "[:, 7:8]"])
    assert bundles_of(many).said[0].label.count(";") == 4
    assert first_lines(many) == ("[:, 4:5]; …; [:, 7:8]",)
    assert listed("[:, 0]") == "[:, 0]"


def test_parts_that_fill_arguments_of_their_own_stay_apart() -> None:
    graph = parts(["[:, 1:]", "[:, :-1]"], swapped=True)
    assert bundles_of(graph) == Bundles((0, 1, 2), {})


def test_a_value_and_a_part_of_it_stay_apart() -> None:
    t = Trace()
    x = t.input("x")
    part = t.function("getitem", x, attributes={"index": "[:, 0]"})
    t.output(t.function("cat", [x, part]))
    assert bundles_of(hide_views(t.graph())).first == (0, 1, 2)
