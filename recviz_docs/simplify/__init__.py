"""How a trace becomes the graph of a picture (design 7).

Owns the order of the passes and the levels of folding. Each pass is a pure
function ``Graph -> Graph`` in a file of its own; none knows another's options. It
must not know how wide a picture is: the pipeline asks for level after level.

What comes out is a graph of the same type. `Node.arguments` and `Node.returns`
still name leaves of the trace; `Edge.output` of a closed call counts its returns.
"""

from __future__ import annotations

from recviz_docs.graph import Graph
from recviz_docs.options import Options
from recviz_docs.simplify.depth import close_calls, one_less
from recviz_docs.simplify.frames import drop_frames
from recviz_docs.simplify.prune import prune
from recviz_docs.simplify.sums import merge_sums
from recviz_docs.simplify.twins import fold_twins, shared_weights
from recviz_docs.simplify.values import show_values
from recviz_docs.simplify.views import hide_views
from recviz_docs.simplify.wrappers import dissolve_wrappers

__all__ = ["LEVELS", "simplify"]

LEVELS = 4
"""Levels of folding, each narrower than the one before.

0: twins, groups of them side by side (two towers with three inputs each).
1: such groups folded onto each other (one tower ×2).
2: also what differs only in sizes (tables of 8 and of 16 columns).
3: as 2, with the innermost calls closed.

With ``fold=off`` all levels give the same graph.
"""


def simplify(trace: Graph, options: Options, *, level: int) -> Graph:
    """Gives what will be drawn of a trace.

    Args:
        trace: everything that was recorded.
        options: those of group Picture count.
        level: of folding, from 0 (the widest) to ``LEVELS - 1``.

    Raises:
        ValueError: there is no such level.
    """
    if not 0 <= level < LEVELS:
        raise ValueError(f"level {level} is not one of 0 to {LEVELS - 1}")
    graph = prune(trace)
    folds = options.fold == "auto"
    depth = one_less(graph, options.depth) if folds and level == 3 else options.depth
    graph = close_calls(
        graph, depth=depth, show_functions=options.show_module_functions, unwrap=folds
    )
    if folds:
        graph = merge_sums(graph)
    if options.views == "hide":
        graph = hide_views(graph)
    if not options.expand_nested:
        graph = drop_frames(graph)
    if folds:
        graph = dissolve_wrappers(graph)
        weights = shared_weights(trace, graph)
        graph = fold_twins(graph, weights=weights, across=level >= 1, sizes=level < 2)
    return show_values(graph) if options.show_inner_tensors else graph
