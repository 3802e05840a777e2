from __future__ import annotations

from hypothesis import given

from recviz_docs.graph import Graph, TensorInfo
from recviz_docs.simplify.operands import write_operands
from recviz_docs.simplify.twins import fold_twins
from tests.recviz_docs.simplify.graphs import Trace, reachable
from tests.recviz_docs.simplify.strategies import traces


def attention() -> Graph:
    t = Trace()
    call = t.call("pool", "Pool", t.input("x"), frame=True)
    weight = t.parameter("pool.w", shape=TensorInfo((4, 2), "float32"))
    y = t.function("matmul", "in:x", weight, parent=call)
    y = t.function("add", y, t.parameter("bias"), parent=call)
    t.output(t.function("mul", y, t.parameter("scale"), t.parameter("scale"), parent=call))
    return t.graph()


def test_a_weight_is_told_where_it_is_read() -> None:
    graph = write_operands(attention())
    matmul = graph.by_id["fn:pool/matmul"]
    assert matmul.attributes == {"1": "w (4, 2)"}
    assert matmul.operands == ("param:pool.w",)
    assert graph.by_id["fn:pool/add"].attributes == {"1": "bias (2, 4)"}
    assert [node.id for node in graph.nodes if node.kind == "parameter"] == []


def test_what_is_read_twice_or_stands_for_several_has_a_box() -> None:
    t = Trace()
    x, shared = t.input("x"), t.parameter("shared")
    t.output(t.function("add", t.function("mul", x, shared), shared))
    assert write_operands(t.graph()) == t.graph()
    t = Trace()
    x = t.input("x")
    t.output(t.function("cat", [t.function("mul", x, t.parameter(f"w.{n}")) for n in range(3)]))
    folded = fold_twins(t.graph())
    assert folded.by_id["param:w.0"].count == 3
    assert write_operands(folded) == folded


def test_a_weight_of_which_a_part_is_read_or_that_fills_a_list_beside_others_stays() -> None:
    t = Trace()
    part = t.function("getitem", t.parameter("w"), attributes={"index": "[0]"})
    joined = t.function("cat", [t.parameter("a"), t.parameter("b")])
    t.output(t.function("add", part, joined))
    graph = write_operands(t.graph())
    assert {node.id for node in graph.nodes if node.kind == "parameter"} == {"param:a", "param:b"}
    assert graph.by_id["fn:getitem"].operands == ("param:w",)


@given(traces())
def test_no_flow_is_lost(trace: Graph) -> None:
    graph = write_operands(trace)
    told = {name for node in graph.nodes for name in node.operands}
    assert {node.id for node in trace.nodes} == {node.id for node in graph.nodes} | told
    for node in graph.nodes:
        assert reachable(graph, node.id) == reachable(trace, node.id)
    for reader in graph.nodes:
        for name in reader.operands:
            assert reachable(trace, name) == {name} | reachable(trace, reader.id)
