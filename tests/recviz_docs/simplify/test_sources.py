from __future__ import annotations

import pytest

from recviz_docs.simplify.chains import fold_chains
from recviz_docs.simplify.sources import write_sources
from tests.recviz_docs.simplify.graphs import Trace


def test_a_made_value_is_written_where_it_is_read() -> None:
    t = Trace()
    x = t.input("x")
    places = t.function("arange", attributes={"end": 21, "dtype": "int64"})
    t.output(t.function("add", x, t.call("position", "Embedding", places, module="torch.nn")))
    graph = write_sources(t.graph())
    assert [node.id for node in graph.nodes] == ["in:x", "mod:position", "fn:add", "out:0"]
    assert graph.by_id["mod:position"].attributes == {"0": "arange(21)"}
    assert ("in:x", "fn:add") in {(edge.source, edge.target) for edge in graph.edges}


def test_what_only_shapes_a_made_value_is_written_with_it() -> None:
    t = Trace()
    mask = t.function("tril", t.function("ones"))
    t.output(t.function("mul", t.input("x"), mask))
    graph = write_sources(t.graph())
    assert graph.by_id["fn:mul"].attributes == {"1": "tril(ones)"}
    assert len(graph.nodes) == 3


@pytest.mark.parametrize("name", ["rand", "randn_like", "normal"])
def test_noise_stays_a_node(name: str) -> None:
    t = Trace()
    t.output(t.function("add", t.input("x"), t.function(name)))
    assert write_sources(t.graph()) == t.graph()


def test_what_several_read_or_what_is_given_back_stays_a_node() -> None:
    t = Trace()
    x, zeros = t.input("x"), t.function("zeros")
    t.output(t.function("add", t.function("mul", x, zeros), zeros))
    t.output(t.function("ones"), name="ones")
    assert write_sources(t.graph()) == t.graph()


def test_a_long_text_stays_a_node() -> None:
    t = Trace()
    value = t.function("full", attributes={"fill_value": 0.123456789012345678})
    t.output(t.function("add", t.input("x"), value))
    assert write_sources(t.graph()) == t.graph()


def test_where_a_row_of_steps_starts_stays_a_node() -> None:
    t = Trace()
    x, state = t.input("x"), t.function("zeros")
    for _ in range(4):
        state = t.call("cell", "Cell", x, state, t.function("ones"))
    t.output(state)
    graph = write_sources(fold_chains(t.graph()))
    cell = graph.by_id["mod:cell"]
    assert cell.attributes == {"2": "ones"}
    assert cell.steps == 4
    assert "fn:zeros" in graph.by_id
