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
from recviz_docs.simplify.alike import calls_like, calls_shown_above
from recviz_docs.simplify.chains import fold_chains
from recviz_docs.simplify.depth import close_calls
from recviz_docs.simplify.frames import drop_frames
from recviz_docs.simplify.homes import bring_home
from recviz_docs.simplify.operands import write_operands
from recviz_docs.simplify.prune import prune
from recviz_docs.simplify.repeats import merge_repeats
from recviz_docs.simplify.sources import write_sources
from recviz_docs.simplify.stacks import stack_rows
from recviz_docs.simplify.sums import merge_sums
from recviz_docs.simplify.tables import mark_shared
from recviz_docs.simplify.twins import fold_twins, shared_weights
from recviz_docs.simplify.values import show_values
from recviz_docs.simplify.views import hide_views
from recviz_docs.simplify.wide import innermost_calls, wide_calls
from recviz_docs.simplify.wrappers import dissolve_wrappers

__all__ = ["LEVELS", "SCHEMA", "calls_like", "calls_shown_above", "simplify"]

SCHEMA = 9
"""Counts up when equal traces begin to give other graphs; part of the layout key."""

LEVELS = 6
"""Levels of folding, each narrower than the one before.

0: twins; groups of them stay side by side (two towers with three inputs each).
1: such groups folded onto each other (one tower ×2), selections that count along
   a family said once, no frame around a single box, and made values (``zeros``)
   written into the boxes that read them.
2: also what differs only in sizes (tables of 8 and of 16 columns); weights that one
   operation reads are written into its box.
3: as 2, with calls closed whose content still stands side by side, and operations
   that are computed again drawn once, as calls are at every level.
4: as 3, with the innermost of the calls closed that are still open.
5: as 2, with every call closed.

With ``fold=off`` all levels give the same graph.
"""


def simplify(
    trace: Graph,
    options: Options,
    *,
    level: int,
    closed: frozenset[str] = frozenset(),
    whole: bool = False,
) -> Graph:
    """Gives what will be drawn of a trace.

    Args:
        trace: everything that was recorded.
        options: those of group Picture count.
        level: of folding, from 0 (the widest) to ``LEVELS - 1``.
        closed: ids of calls that are closed at any level, where calls are folded.
        whole: whether rows are stacked across changes of the shape.

    Raises:
        ValueError: there is no such level.
    """
    if not 0 <= level < LEVELS:
        raise ValueError(f"level {level} is not one of 0 to {LEVELS - 1}")
    pruned = prune(trace)
    if options.fold == "off":
        graph = _opened(pruned, options)
        graph = graph if options.expand_nested else drop_frames(graph)
    else:
        graph = _folded(pruned, options, level=min(level, 2), also=closed)
        if level > 2:
            also = closed | _closed(pruned, graph, options, level)
            graph = _folded(pruned, options, level=level, also=also)
    graph = mark_shared(graph, pruned)
    if options.show_inner_tensors:
        return show_values(graph)
    return graph if options.fold == "off" else stack_rows(graph, whole=whole)


def _closed(pruned: Graph, drawn: Graph, options: Options, level: int) -> frozenset[str]:
    """Gives the open calls that are closed where folding is not enough.

    ``drawn`` is the graph at level 2.
    """
    if level == 5:
        return pruned.frames
    wide = wide_calls(pruned, drawn)
    if level == 3:
        return wide
    return wide | innermost_calls(pruned, _folded(pruned, options, level=2, also=wide))


def _opened(pruned: Graph, options: Options, *, also: frozenset[str] = frozenset()) -> Graph:
    """Gives what is drawn of a trace before anything is folded."""
    folds = options.fold == "auto"
    graph = close_calls(
        pruned,
        depth=options.depth,
        show_functions=options.show_module_functions,
        unwrap=folds,
        also=also,
    )
    if folds:
        graph = merge_sums(graph)
    return hide_views(graph) if options.views == "hide" else graph


def _folded(
    pruned: Graph, options: Options, *, level: int, also: frozenset[str] = frozenset()
) -> Graph:
    graph = dissolve_wrappers(_opened(pruned, options, also=also), around_one=level >= 1)
    if not options.expand_nested:
        graph = drop_frames(graph)
    graph = fold_chains(bring_home(graph), weights=shared_weights(pruned, graph))
    graph = merge_repeats(graph, pruned, operations=level > 2)
    if level >= 1:
        graph = write_sources(graph)
    weights = shared_weights(pruned, graph)
    graph = fold_twins(graph, weights=weights, across=level >= 1, sizes=level < 2)
    return write_operands(graph) if level >= 2 else graph
