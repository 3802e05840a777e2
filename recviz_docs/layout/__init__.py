"""Where every box, frame and arrow of a picture stands.

Owns `place`: sizes from our own text metrics, DOT without text, one of two
engines, numbers back. It must not know colours, languages (a box is as wide as
its widest translation) or pages.
"""

from __future__ import annotations

from pathlib import Path

from recviz_docs.graph import Graph
from recviz_docs.layout.answer import layout_of
from recviz_docs.layout.boxes import box_size, title_width
from recviz_docs.layout.dot import LANES, MANY, Sizes, size_only_dot
from recviz_docs.layout.edge_labels import LINE_HEIGHT, edge_lines, lines_width
from recviz_docs.layout.embedded import embedded_version, run_embedded
from recviz_docs.layout.geometry import Layout, Point
from recviz_docs.layout.labels import TEXT, frame_title
from recviz_docs.layout.look import Look
from recviz_docs.layout.measure import text_width
from recviz_docs.layout.order import in_order
from recviz_docs.layout.row_ends import at_their_rows
from recviz_docs.layout.rows import stack_of_rows
from recviz_docs.layout.settle import settled
from recviz_docs.layout.surroundings import Surroundings, surroundings
from recviz_docs.layout.system_dot import run_system_dot, system_dot_version
from recviz_docs.messages import LANGUAGES
from recviz_docs.options import Options

__all__ = ["engine_version", "place"]

_TEXT_HEIGHT = {"TB": 14.0, "BT": 14.0, "LR": 19.0, "RL": 19.0}  # clear of a level line
_TEXT_GAP = 8.0  # keeps a text off its own line
_TITLE_HEIGHT = 13.0
_FREE_MIDDLE = 200.0


def place(
    graph: Graph,
    options: Options,
    *,
    level: int,
    cache_dir: Path | None,
    timeout: float = 30.0,
    look: Look | None = None,
) -> Layout:
    """Gives the layout of a graph.

    Args:
        graph: what is drawn.
        options: the diagram's options; ``engine`` is used as named, never replaced.
        level: level of folding that the graph was made with; recorded.
        cache_dir: where the embedded engine keeps its compiled module.
        timeout: seconds that the engine may take.
        look: the site's own themes and roles, as far as they move boxes.

    Raises:
        RecvizError: ``layout``: over the limits, or no answer; ``missing``: the
            engine is not installed.
    """
    around = surroundings(graph, options, level=level, look=look)
    sizes = _sizes(graph, options, around)
    engine = engine_version(options.engine)
    tries = []
    for lane in LANES if len(around.units) <= MANY else LANES[-1:]:
        source = size_only_dot(
            graph, around, sizes, direction=options.direction, lane=lane, tight=level > 0
        )
        answer = _answer(source, options, cache_dir=cache_dir, timeout=timeout)
        drawn = layout_of(answer, graph, around, sizes=sizes, level=level, engine=engine)
        drawn = in_order(drawn, graph, around, sideways=options.direction in ("LR", "RL"))
        tries.append(settled(at_their_rows(drawn, graph, around), sizes, around))
        if tries[-1].width <= options.width:
            return tries[-1]
    return min(tries, key=lambda layout: layout.width)


def _answer(source: str, options: Options, *, cache_dir: Path | None, timeout: float) -> bytes:
    if options.engine == "dot":
        return run_system_dot(source, timeout=timeout)
    return run_embedded(source, cache_dir=cache_dir, timeout=timeout)


def engine_version(engine: str) -> str:
    """Gives name and version of a layout engine, for records and cache keys.

    Raises:
        RecvizError: ``missing``: it is not installed.
    """
    return system_dot_version() if engine == "dot" else embedded_version()


def _sizes(graph: Graph, options: Options, around: Surroundings) -> Sizes:
    boxes: dict[str, tuple[float, float]] = {}
    places: dict[str, Point] = {}
    for name in around.units:
        if name in around.stacks:
            rows = [around.nodes[row] for row in around.stacks[name]]
            stack = stack_of_rows(rows, graph, options, around)
            boxes |= {name: stack.size, **stack.sizes}
            places |= stack.places
        else:
            boxes[name] = box_size(around.nodes[name], graph, options, around)
    titles = {name: _title_size(name, graph, options, around) for name in around.frames}
    texts = {}
    for at, edge in enumerate(graph.edges):
        if not around.drawn(at, edge):
            continue
        versions = [
            edge_lines(edge, graph, options, language, around=around, index=at)
            for language in LANGUAGES
        ]
        width = max(lines_width(edge, lines) for lines in versions)
        if width:
            more = LINE_HEIGHT * (max(len(lines) for lines in versions) - 1)
            texts[at] = width + _TEXT_GAP, _TEXT_HEIGHT[options.direction] + more
    return Sizes(boxes=boxes, places=places, titles=titles, texts=texts)


def _title_size(
    name: str, graph: Graph, options: Options, around: Surroundings
) -> tuple[float, float]:
    titles = [
        frame_title(around.nodes[name], graph, options, language, around=around)
        for language in LANGUAGES
    ]
    start = max(title_width(title, size=TEXT) for title in titles)
    end = max(text_width(title.end, TEXT) for title in titles)
    # Arrows mostly enter in the middle: it stays free where that costs little.
    free = min(2 * max(start, end) + 2 * _TEXT_GAP, _FREE_MIDDLE)
    return max(start + end + 2 * _TEXT_GAP, free), _TITLE_HEIGHT
