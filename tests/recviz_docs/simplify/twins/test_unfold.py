"""On random graphs: a folded graph says exactly what the graph says, whatever was folded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recviz_docs.graph import Graph
from recviz_docs.simplify.twins import fold_twins
from recviz_docs.simplify.views import hide_views
from tests.recviz_docs.simplify.strategies import traces
from tests.recviz_docs.simplify.unfold import check_fold


def by_path(graph: Graph) -> dict[str, tuple[str, ...]]:
    paths = [node.path for node in graph.nodes if node.parameters]
    return {n.id: (n.path,) for n in graph.nodes if n.parameters and paths.count(n.path) > 1}


@given(traces(), st.booleans(), st.booleans())
def test_every_fold_unfolds_to_the_graph(graph: Graph, across: bool, sizes: bool) -> None:
    folded = fold_twins(graph, weights=by_path(graph), across=across, sizes=sizes)
    check_fold(graph, folded)


@given(traces(), st.booleans())
def test_labels_on_folded_arrows_unfold_too(trace: Graph, across: bool) -> None:
    graph = hide_views(trace)
    check_fold(graph, fold_twins(graph, across=across))


@given(traces(), st.booleans())
def test_members_share_weights_all_or_none(graph: Graph, across: bool) -> None:
    weights = by_path(graph)
    nodes = {node.id: node for node in graph.nodes}
    for node in fold_twins(graph, weights=weights, across=across).nodes:
        paths = {name.partition("#")[0] for name in node.members}
        if node.kind == "module" and nodes[node.id].parameters and node.members:
            assert len(paths) in (1, len(node.members))


@given(traces(), st.booleans())
def test_the_same_graph_gives_the_same_bytes(graph: Graph, across: bool) -> None:
    first = fold_twins(graph, across=across)
    assert first.dumps() == fold_twins(graph, across=across).dumps()
    assert Graph.from_json(first.to_json()) == first
