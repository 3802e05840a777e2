"""The graph as DOT text without a word in it: boxes of fixed size, frames, edges.

Owns the drawing hints (spacing, order, weights, limits). It must not know who
runs Graphviz. Boxes are sized by us; texts on edges and over frames are stood in
for by a row of one letter in Courier, which is 0.6 em wide in every Graphviz,
so fonts, locale and escaping cannot change a picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from recviz_docs.graph import Graph
from recviz_docs.layout.geometry import Point
from recviz_docs.layout.surroundings import Surroundings

__all__ = ["LANES", "MANY", "Lane", "Sizes", "size_only_dot"]

MANY = 300
_STRAIGHT = {1: 2, 2: 8}  # a chain stands straight, its ends nearly so
_STEP_MARGIN = 6  # where the way back from step to step runs
# Sides of a stack: sideways, an arrow at its lower side would touch another row than its own.
_PORTS = {"LR": (":e", ":w"), "RL": (":w", ":e")}
_LETTER = 0.6  # em
_LINE = 1.2  # em


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes in px: of boxes by node id, of frame titles by node id, of edge texts by index.

    Attributes:
        boxes: of every box, and of every stack.
        titles: of frames.
        texts: of arrows.
        places: for the rows of stacks, the upper left corner from that of the stack.
    """

    boxes: Mapping[str, tuple[float, float]]
    titles: Mapping[str, tuple[float, float]]
    texts: Mapping[int, tuple[float, float]]
    places: Mapping[str, Point] = field(default_factory=dict)


Lane = Literal["ordered", "free", "none"]
LANES: tuple[Lane, ...] = get_args(Lane)


def size_only_dot(
    graph: Graph,
    around: Surroundings,
    sizes: Sizes,
    *,
    direction: str,
    lane: Lane = "none",
    tight: bool = False,
) -> str:
    """Gives DOT text; box ``n3`` is ``around.units[3]``, ``cluster_2`` is ``around.frames[2]``.

    Args:
        graph: what is drawn.
        around: its look-ups.
        sizes: in px.
        direction: where the arrows go, as Graphviz's ``rankdir``.
        lane: whether the inputs stand side by side before all else: in the
            author's order, in the order with the fewest crossings, or not.
        tight: whether boxes stand closer to each other.
    """
    index = {name: at for at, name in enumerate(around.units)}
    lines = ["digraph {", f"graph [{_graph_hints(around, sizes, direction, tight=tight)}]"]
    lines.append('node [shape=box fixedsize=true label="" margin=0]')
    lines.append("edge [arrowsize=0.6 fontname=Courier]")
    lines += _inside(around, sizes, index, margin=8 if tight else 10)
    lines += _lane(around, index, lane)
    lines += _edges(graph, around, sizes, index, _PORTS.get(direction, ("", "")))
    return "\n".join([*lines, "}", ""])


def _graph_hints(around: Surroundings, sizes: Sizes, direction: str, *, tight: bool) -> str:
    hints = [f"rankdir={direction}", "compound=true"]
    if direction == "BT":
        hints.append("labelloc=b")  # Graphviz turns frames upside down with the arrows
    hints.append("nodesep=0.13" if tight else "nodesep=0.2")
    beside_texts = 0.24 if direction in ("TB", "BT") else 0.16
    hints.append(f"ranksep={beside_texts if sizes.texts else 0.3}")
    if len(around.units) > MANY:
        # Network simplex may otherwise take minutes; the drawing is about as good.
        hints.append("nslimit=1 nslimit1=1 mclimit=0.5")
    return " ".join(hints)


def _lane(around: Surroundings, index: Mapping[str, int], lane: Lane) -> list[str]:
    inputs = [f"n{index[name]}" for name in around.units if around.nodes[name].kind == "input"]
    if lane == "none" or len(inputs) < 2:
        return []
    if lane == "free":
        return [f"{{rank=min {' '.join(inputs)}}}"]
    return [f"{{rank=min {' -> '.join(inputs)} [style=invis]}}"]


def _inside(
    around: Surroundings, sizes: Sizes, index: Mapping[str, int], *, margin: int
) -> list[str]:
    """Gives boxes and frames inside each other, in the order of execution."""
    children: dict[str | None, list[str]] = {}
    drawn = set(around.frames)
    for node in around.nodes:
        if node in drawn or node in index:
            children.setdefault(around.parent[node], []).append(node)
    numbers = {frame: at for at, frame in enumerate(around.frames)}
    lines: list[str] = []
    stack: list[str | None] = [*reversed(children.get(None, ()))]
    while stack:  # a loop, not recursion: a picture may nest deeper than Python's stack
        name = stack.pop()
        if name is None:
            lines.append("}")
        elif name in index:
            width, height = sizes.boxes[name]
            lines.append(f"n{index[name]} [width={width / 72:.4f} height={height / 72:.4f}]")
        else:
            lines.append(f"subgraph cluster_{numbers[name]} {{")
            more = _STEP_MARGIN if around.nodes[name].repeat == "series" else 0
            title = _filler(sizes.titles[name])
            lines.append(f"graph [margin={margin + more} labeljust=l {title}]")
            stack += [None, *reversed(children.get(name, []))]
    return lines


def _filler(size: tuple[float, float]) -> str:
    """Gives a label of one repeated letter that takes about this much room."""
    width, height = size
    letters = max(1, -(-int(width) // int(_LETTER * height / _LINE)))
    return f'label="{"x" * letters}" fontname=Courier fontsize={height / _LINE:.2f}'


def _edges(
    graph: Graph,
    around: Surroundings,
    sizes: Sizes,
    index: Mapping[str, int],
    ports: tuple[str, str],
) -> list[str]:
    drawn = [(at, edge) for at, edge in enumerate(graph.edges) if around.drawn(at, edge)]
    leaving = Counter(edge.source for _, edge in drawn)
    coming = Counter(edge.target for _, edge in drawn)
    ends = _ends(around, index)
    lines = []
    for at, edge in drawn:
        source, target = ends[edge.source][1], ends[edge.target][0]
        hints = [f"id=e{at}"]
        single = (leaving[edge.source] == 1) + (coming[edge.target] == 1)
        if single:
            hints.append(f"weight={_STRAIGHT[single]}")
        if at in sizes.texts:
            hints.append(_filler(sizes.texts[at]))
        tail = ports[0] if edge.source in around.stack_of else ""
        head = ports[1] if edge.target in around.stack_of else ""
        lines.append(f"n{source}{tail} -> n{target}{head} [{' '.join(hints)}]")
    return lines


def _ends(around: Surroundings, index: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Gives the boxes where edges into and out of each node end: a frame's first and last box."""
    ends = {name: (at, at) for name, at in index.items()}
    ends |= {row: ends[stack] for row, stack in around.stack_of.items()}
    for name, at in index.items():
        outer = around.nodes[name].parent
        while outer is not None:
            first, last = ends.get(outer, (at, at))
            ends[outer] = (min(first, at), max(last, at))
            outer = around.nodes[outer].parent
    return ends
