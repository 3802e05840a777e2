from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from recviz_docs.diagram import Diagram, Seconds
from recviz_docs.graph import Graph

Drawn = Callable[..., Diagram]


def test_the_digest_is_that_of_what_is_seen(drawn: Drawn, trace: Graph) -> None:
    diagram = drawn()
    again = replace(drawn("other:name caption=x"), seconds=Seconds(1, 1, 1), reason="r")
    assert again.digest == diagram.digest
    assert drawn("a:b depth=0").digest != diagram.digest
    assert drawn("a:b direction=LR").digest != diagram.digest
    assert drawn(trace=replace(trace, inputs_rule="spec")).digest != diagram.digest


def test_names_that_cannot_be_encoded_have_a_digest(drawn: Drawn, trace: Graph) -> None:
    odd = replace(trace, inputs_rule="\ud800")
    assert len(drawn(trace=odd).digest) == 64
