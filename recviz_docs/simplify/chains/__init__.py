"""Repeated blocks in a row become one block, drawn once.

Owns the order in which rows are looked for: outer calls before what they contain,
long rows before short ones. It must not know when a row may be one block
(`joints`) nor what the block says (`block`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from recviz_docs.graph import Graph
from recviz_docs.simplify.chains.block import with_block
from recviz_docs.simplify.chains.joints import Chain, chain_of
from recviz_docs.simplify.chains.rows import Row, rows_of
from recviz_docs.simplify.chains.view import View

__all__ = ["fold_chains"]

_MOST_STARTS = 64
_WHOLE = 100  # of hundreds of boxes, a row that saves less than one in so many is not looked for


def fold_chains(graph: Graph, *, weights: Mapping[str, tuple[str, ...]] | None = None) -> Graph:
    """Gives the graph with each row of equal blocks as one block of steps in a row.

    Steps are equal if they do the same in the same order (sizes of layers aside),
    read the same from outside, and read the same of the step before; of what leaves
    the row, each step gives the same, or only the last gives it. A row of several
    nodes that no call holds together gets a frame of kind ``group``. The graph of a
    block is that of its first step; `Node.links` tells how a step leads to the next.

    Args:
        graph: without folded nodes.
        weights: the parameters that nodes share, see `shared_weights`.
    """
    scopes: list[str | None] = [None]
    view = View(graph, weights or {})
    while scopes:
        scope = scopes.pop()
        while (chain := _longest(view, scope)) is not None:
            view = View(with_block(view.graph, chain), weights or {})
        scopes += [name for name in view.tokens_in(scope) if name in view.children]
    return view.graph


def _longest(view: View, scope: str | None) -> Chain | None:
    """Gives the row in one call that saves most boxes, None if no row is equal throughout."""
    tokens = view.tokens_in(scope)
    weights = view.weight(tokens)
    least = sum(weights) // _WHOLE
    best: Chain | None = None
    for row in rows_of([view.structure(name) for name in tokens], weights):
        if row.saves(weights) < least or (best is not None and row.saves(weights) <= best.saved):
            continue
        found = [
            chain
            for start in range(min(row.length - 2 * row.period + 1, _MOST_STARTS))
            if (chain := _from(view, tokens, row, start)) is not None
        ]
        # Equal rows that start at another place of the period: the simplest joint is best.
        best = min([*([best] if best else []), *found], key=_order, default=None)
    return best


def _order(chain: Chain) -> tuple[int, int]:
    return -chain.saved, len(chain.links)


def _from(view: View, tokens: list[str], row: Row, start: int) -> Chain | None:
    """Gives the longest row from a place on; every start of a good row is a good row."""
    first = row.start + start
    steps = tokens[first : first + row.period], tokens[first + row.period : first + 2 * row.period]
    if not view.leads(*steps) or chain_of(view, steps, worth=False) is None:
        return None  # the most frequent case, found at the least cost
    attempt = partial(_attempt, view, tokens, first, row.period)
    most = (row.length - start) // row.period
    chain = attempt(most)
    if chain is not None or most == 2:
        return chain
    good, bad = 1, most
    while bad - good > 1:
        middle = (good + bad) // 2
        tried = attempt(middle)
        if tried is None:
            bad = middle
        else:
            good, chain = middle, tried
    return chain


def _attempt(view: View, tokens: list[str], first: int, period: int, count: int) -> Chain | None:
    steps = [tokens[first + at * period : first + (at + 1) * period] for at in range(count)]
    return chain_of(view, steps)
