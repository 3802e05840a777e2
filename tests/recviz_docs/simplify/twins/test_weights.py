"""Which calls share weights, whatever the names under which they are registered."""

from __future__ import annotations

from recviz_docs.simplify.depth import close_calls
from recviz_docs.simplify.twins import fold_twins, shared_weights
from tests.recviz_docs.simplify.graphs import Trace
from tests.recviz_docs.simplify.unfold import check_fold


def test_tied_weights_keep_heads_apart_from_those_with_their_own() -> None:
    t = Trace()
    x = t.input("x")
    weights = [t.parameter(f"head.{i}.weight") for i in (0, 2, 3)]
    tops = []
    for i, weight in enumerate([weights[0], *weights]):
        head = t.call(f"head.{i}", "Linear", x, frame=True, parameters=4, module="torch.nn.modules")
        tops.append(t.function("linear", x, weight, parent=head))
        t.returns(head, _=tops[-1])
    t.output(t.function("cat", tops))
    drawn = close_calls(t.graph(), depth=1)
    shared = shared_weights(t.graph(), drawn)
    assert shared == {
        "mod:head.0": ("param:head.0.weight",),
        "mod:head.1": ("param:head.0.weight",),
    }
    folded = fold_twins(drawn, weights=shared)
    check_fold(drawn, folded)
    assert [n.members for n in folded.nodes if n.kind == "module"] == [
        ("head.0", "head.1"),
        ("head.2", "head.3"),
    ]
