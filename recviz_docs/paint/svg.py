"""The picture as SVG text.

Owns the document: size, title and description for those who cannot see it, and
the order of the layers (frames, arrows, boxes, texts of arrows and frames). It
must not know how boxes and arrows look. Equal arguments give equal bytes; there
is no style sheet, script or reference inside.
"""

from __future__ import annotations

from recviz_docs.graph import Graph
from recviz_docs.layout.geometry import Layout
from recviz_docs.layout.labels import edge_text, frame_title, node_lines
from recviz_docs.layout.surroundings import Surroundings, surroundings
from recviz_docs.messages import Language
from recviz_docs.options import Options
from recviz_docs.paint.edges import edge_element, edge_text_elements
from recviz_docs.paint.frames import frame_element, frame_title_element
from recviz_docs.paint.markup import element, number, text
from recviz_docs.paint.nodes import node_element
from recviz_docs.paint.texts import haloed
from recviz_docs.paint.theme import Ink, theme_named
from recviz_docs.paint.tooltips import edge_tooltip, node_tooltip

__all__ = ["FONTS", "paint_svg"]

FONTS = (
    "Helvetica,Arial,'Liberation Sans','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',"
    "'Noto Sans SC',sans-serif"
)


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

    Raises:
        RecvizError: ``option``: there is no such theme.
    """
    ink = Ink(theme_named(options.theme), standalone=standalone)
    inner = element("title", text(title), id=f"{prefix}-title")
    inner += element("desc", text(description), id=f"{prefix}-desc")
    if standalone:
        inner += element("rect", width="100%", height="100%", fill=ink("page"))
    inner += _layers(graph, layout, ink, options, language)
    return _document(inner, layout, ink, language, prefix)


def _document(inner: str, layout: Layout, ink: Ink, language: Language, prefix: str) -> str:
    return element(
        "svg",
        inner,
        xmlns="http://www.w3.org/2000/svg",
        class_="recviz-svg",
        width=layout.width,
        height=layout.height,
        viewBox=f"0 0 {number(layout.width)} {number(layout.height)}",
        role="img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
        lang=language,
        font_family=FONTS,
        font_size="11",
        fill=ink("text"),
    )


def _layers(graph: Graph, layout: Layout, ink: Ink, options: Options, language: Language) -> str:
    around = surroundings(graph, options, level=layout.level)
    return (
        _frames(graph, layout, around, ink, language)
        + _arrows(graph, layout, around, ink, language)
        + _boxes(graph, layout, around, ink, options, language)
        + _texts(graph, layout, around, ink, options, language)
    )


def _depth(name: str, around: Surroundings) -> int:
    depth, outer = 1, around.parent[name]
    while outer is not None:
        depth, outer = depth + 1, around.parent[outer]
    return depth


def _frames(
    graph: Graph, layout: Layout, around: Surroundings, ink: Ink, language: Language
) -> str:
    return "".join(
        frame_element(
            around.nodes[box.node],
            box,
            ink,
            depth=_depth(box.node, around),
            tooltip=node_tooltip(around.nodes[box.node], graph, language),
        )
        for box in layout.frames
    )


def _arrows(
    graph: Graph, layout: Layout, around: Surroundings, ink: Ink, language: Language
) -> str:
    arrows = "".join(
        edge_element(
            graph.edges[route.edge],
            route,
            tooltip=edge_tooltip(graph.edges[route.edge], around, language),
        )
        for route in layout.routes
        if around.bundles[route.edge] == route.edge
    )
    colour = ink("line")
    return element("g", arrows, fill=colour, stroke=colour) if arrows else ""


def _boxes(
    graph: Graph,
    layout: Layout,
    around: Surroundings,
    ink: Ink,
    options: Options,
    language: Language,
) -> str:
    return "".join(
        node_element(
            around.nodes[box.node],
            box,
            node_lines(around.nodes[box.node], graph, options, language, around=around),
            ink,
            tooltip=node_tooltip(around.nodes[box.node], graph, language),
        )
        for box in layout.boxes
    )


def _texts(
    graph: Graph,
    layout: Layout,
    around: Surroundings,
    ink: Ink,
    options: Options,
    language: Language,
) -> str:
    titles = "".join(
        frame_title_element(
            box,
            frame_title(around.nodes[box.node], graph, options, language, around=around),
            ink,
            depth=_depth(box.node, around),
            routes=layout.routes,
        )
        for box in layout.frames
    )
    labels = [
        edge_text_elements(
            graph.edges[route.edge],
            route,
            edge_text(
                graph.edges[route.edge], graph, options, language, around=around, index=route.edge
            ),
            ink,
        )
        for route in layout.routes
        if route.label is not None
    ]
    signs = "".join(sign for sign, _text in labels)
    if signs:
        signs = element(
            "g", signs, class_="recviz-signs", fill="none", stroke=ink("line"), stroke_width="1.3"
        )
    shown = haloed("".join(label for _sign, label in labels), ink("page"), fill=ink("muted"))
    return titles + signs + shown
