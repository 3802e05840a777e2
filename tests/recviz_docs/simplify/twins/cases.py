"""Pairs and quads of graphs that a careless fold draws alike."""

from __future__ import annotations

from recviz_docs.graph import Graph
from tests.recviz_docs.simplify.graphs import Trace


def residual(*, crossed: bool) -> Graph:
    """out_i = B(h_i) + h_i, or + h_{1-i}."""
    t = Trace()
    inputs = [t.input(f"x{i}") for i in range(2)]
    hidden = [t.call(f"h.{i}", "Linear", x, parameters=20) for i, x in enumerate(inputs)]
    blocks = [t.call(f"b.{i}", "Block", h, parameters=20) for i, h in enumerate(hidden)]
    sums = [
        t.function("add", block, hidden[1 - i if crossed else i]) for i, block in enumerate(blocks)
    ]
    t.output(t.function("cat", sums))
    return t.graph()


def attention(*, crossed: bool) -> Graph:
    """Two self-attentions, or a co-attention pair (query its own, key and value the other's)."""
    t = Trace()
    hidden = [t.call(f"h.{i}", "Linear", t.input(f"x{i}"), parameters=20) for i in range(2)]
    answers = []
    for i, own in enumerate(hidden):
        other = hidden[1 - i if crossed else i]
        answers.append(
            t.call(f"att.{i}", "Attention", query=own, key=other, value=other, parameters=80)
        )
    t.output(t.function("cat", answers))
    return t.graph()


def bipartite(reads: str) -> Graph:
    """Four features and four experts: ``all`` read all, ``own`` read one, ``two`` read two."""
    t = Trace()
    features = [t.call(f"f.{i}", "Embedding", t.input(f"x{i}"), parameters=40) for i in range(4)]
    experts = []
    for i in range(4):
        read = {"all": features, "own": [features[i]], "two": [features[i], features[(i + 1) % 4]]}
        experts.append(t.call(f"e.{i}", "Expert", read[reads], parameters=20))
    t.output(t.function("cat", experts))
    return t.graph()


def difference(*, swapped: bool) -> Graph:
    """a - b, or b - a, of two towers that are alike."""
    t = Trace()
    towers = [
        t.call(f"t.{i}", "Tower", t.input(name), parameters=20) for i, name in enumerate("ab")
    ]
    t.output(t.function("sub", *(reversed(towers) if swapped else towers)))
    return t.graph()


CASES = {
    "straight residual": residual(crossed=False),
    "crossed residual": residual(crossed=True),
    "self-attention": attention(crossed=False),
    "co-attention": attention(crossed=True),
    "full bipartite": bipartite("all"),
    "one to one": bipartite("own"),
    "two of four": bipartite("two"),
    "a - b": difference(swapped=False),
    "b - a": difference(swapped=True),
}
