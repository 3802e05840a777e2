"""The picture as SVG text.

Owns the document: size, title and description for those who cannot see it, and
the order of the layers (frames, arrows, boxes, texts of arrows and frames). It
must not know how boxes and arrows look. Equal arguments give equal bytes; there
is no style sheet, script or reference inside. What many parts share is said once,
by the group around them: a page holds many pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from recviz_docs.graph import Edge, Graph
from recviz_docs.layout.boxes import BoxTexts, box_texts
from recviz_docs.layout.edge_labels import edge_lines
from recviz_docs.layout.geometry import Box, Layout, Route
from recviz_docs.layout.labels import frame_title, parameter_share
from recviz_docs.layout.rows import row_texts, titles_start
from recviz_docs.layout.surroundings import Surroundings, surroundings
from recviz_docs.messages import Language
from recviz_docs.options import Options
from recviz_docs.paint.edges import arrow_head, arrow_line, edge_sign, edge_text_runs, step_line
from recviz_docs.paint.frames import frame_element, frame_title_element, ground_of
from recviz_docs.paint.markup import element, number, text
from recviz_docs.paint.nodes import node_element
from recviz_docs.paint.stacks import Row, stack_element
from recviz_docs.paint.style import Style, style_for
from recviz_docs.paint.texts import haloed, text_elements
from recviz_docs.paint.theme import Ink
from recviz_docs.paint.tooltips import edge_tooltip, node_tooltip

__all__ = ["FONTS", "paint_svg"]

FONTS = (
    "Helvetica,Arial,'Liberation Sans','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',"
    "'Noto Sans SC',sans-serif"
)
_SHIFT = "-0.5"  # lines of one px that stand on whole px are sharp half a px further


def paint_svg(
    graph: Graph,
    layout: Layout,
    *,
    options: Options,
    language: Language,
    prefix: str,
    title: str,
    description: str,
    standalone: bool = False,
    style: Style | None = None,
) -> str:
    """Gives the picture as SVG text.

    Args:
        graph: what is drawn.
        layout: where it stands; made from the same graph and options.
        options: ``theme`` and what the labels show.
        language: of our own words.
        prefix: what the ids start with; its own for each picture on a page.
        title: short name of the picture.
        description: what it shows, for those who cannot see it.
        standalone: whether colours are resolved and the ground is drawn, for a file.
        style: theme and roles, the same that the layout was made with; where there
            is none, the theme that ``options`` names, of ours.

    Raises:
        RecvizError: ``option``: there is no such theme.
    """
    style = style or style_for(options)
    around = surroundings(graph, options, level=layout.level, look=style.look)
    ink = Ink(style.theme, standalone=standalone)
    inner = element("title", text(title), id=f"{prefix}-title")
    inner += element("desc", text(description), id=f"{prefix}-desc")
    if standalone:
        ground = ink("page")
        inner += element("rect", x=-0.5, y=-0.5, width="100%", height="100%", fill=ground)
    canvas = _Canvas(graph, layout, around, ink, options, language)
    inner += _frames(canvas) + _arrows(canvas) + _boxes(canvas) + _titles(canvas) + _labels(canvas)
    return _document(inner, canvas, prefix)


@dataclass(frozen=True, slots=True)
class _Canvas:
    """What every layer is drawn from."""

    graph: Graph
    layout: Layout
    around: Surroundings
    ink: Ink
    options: Options
    language: Language

    def depth(self, name: str) -> int:
        """Gives how many frames a frame lies in, itself included."""
        depth, outer = 1, self.around.parent[name]
        while outer is not None:
            depth, outer = depth + 1, self.around.parent[outer]
        return depth

    def arrows(self) -> Iterator[tuple[Edge, Route]]:
        """Gives what is drawn as an arrow, with its route."""
        for route in self.layout.routes:
            edge = self.graph.edges[route.edge]
            if self.around.drawn(route.edge, edge):
                yield edge, route


def _document(inner: str, canvas: _Canvas, prefix: str) -> str:
    layout, ink = canvas.layout, canvas.ink
    return element(
        "svg",
        inner,
        xmlns="http://www.w3.org/2000/svg",
        class_="recviz-svg",
        width=layout.width,
        height=layout.height,
        viewBox=f"{_SHIFT} {_SHIFT} {number(layout.width)} {number(layout.height)}",
        role="img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
        lang=canvas.language,
        font_family=FONTS,
        font_size="11",
        fill=ink("text"),
        color=ink("muted"),
        stroke_linejoin="round",
    )


def _frames(canvas: _Canvas) -> str:
    """Gives the frames from the outer to the inner; those of one depth share their colours."""
    by_depth = groupby(canvas.layout.frames, key=lambda box: canvas.depth(box.node))
    return "".join(
        element(
            "g",
            "".join(_frame(canvas, box) for box in boxes),
            fill=ground_of(canvas.ink, depth),
            stroke=canvas.ink("frame-stroke"),
        )
        for depth, boxes in by_depth
    )


def _frame(canvas: _Canvas, box: Box) -> str:
    node = canvas.around.nodes[box.node]
    tooltip = node_tooltip(node, canvas.graph, canvas.around, canvas.language)
    return frame_element(node, box, canvas.ink, tooltip=tooltip)


def _arrow_tooltip(edge: Edge, route: Route, canvas: _Canvas) -> str:
    said = canvas.around.bundles.said.get(route.edge)
    return edge_tooltip(edge, canvas.around, canvas.language, said=said)


def _arrows(canvas: _Canvas) -> str:
    lines = "".join(
        arrow_line(edge, route, tooltip=_arrow_tooltip(edge, route, canvas))
        for edge, route in canvas.arrows()
    )
    heads = "".join(arrow_head(route) for _edge, route in canvas.arrows())
    for box in canvas.layout.frames:
        if canvas.around.nodes[box.node].repeat == "series":
            line, head = step_line(box, canvas.options.direction)
            lines += element("path", d=line, class_="recviz-series")
            heads += head
    if not lines:
        return ""
    colour = canvas.ink("line")
    drawn = element("g", lines, class_="recviz-edges", fill="none", stroke=colour)
    return drawn + element("path", d=heads, fill=colour)


def _boxes(canvas: _Canvas) -> str:
    places = {box.node: box for box in canvas.layout.boxes}
    stacks = canvas.around.stacks
    return "".join(
        _stack(canvas, [places[row] for row in stacks[name]])
        if name in stacks
        else _box(canvas, places[name])
        for name in canvas.around.units
    )


def _box(canvas: _Canvas, box: Box) -> str:
    row = _row(canvas, box, box_texts)
    return node_element(
        row.node,
        box,
        row.texts,
        canvas.ink,
        role=row.role,
        share=row.share,
        tooltip=row.tooltip,
    )


def _stack(canvas: _Canvas, boxes: Sequence[Box]) -> str:
    rows = [_row(canvas, box, row_texts) for box in boxes]
    start = titles_start([row.node for row in rows], canvas.around)
    return stack_element(rows, canvas.ink, start=start)


def _row(canvas: _Canvas, box: Box, texts: Callable[..., BoxTexts]) -> Row:
    graph, options, around = canvas.graph, canvas.options, canvas.around
    node = around.nodes[box.node]
    return Row(
        node,
        box,
        texts(node, graph, options, canvas.language, around),
        role=around.role(node),
        share=parameter_share(node, graph, options),
        tooltip=node_tooltip(node, graph, around, canvas.language),
    )


def _titles(canvas: _Canvas) -> str:
    graph, around = canvas.graph, canvas.around
    rows = [(min(y for _x, y in (*r.points, r.tip)), max(y for _x, y in (*r.points, r.tip)), r)
            for _e, r in canvas.arrows()]  # fmt: skip
    return "".join(
        frame_title_element(
            box,
            frame_title(
                around.nodes[box.node], graph, canvas.options, canvas.language, around=around
            ),
            canvas.ink,
            depth=canvas.depth(box.node),
            routes=[route for top, end, route in rows if top <= box.y + 20 and end >= box.y],
        )
        for box in canvas.layout.frames
    )


def _labels(canvas: _Canvas) -> str:
    signs, texts = "", ""
    for edge, route in canvas.arrows():
        lines = edge_lines(
            edge, canvas.graph, canvas.options, canvas.language,
            around=canvas.around, index=route.edge,
        )  # fmt: skip
        signs += edge_sign(edge, route, lines)
        texts += text_elements(edge_text_runs(edge, route, lines), 0, 0, coloured=False)
    if signs:
        signs = element(
            "path", d=signs, class_="recviz-signs", fill="none", stroke=canvas.ink("line")
        )
    return signs + haloed(texts, canvas.ink("page"))
