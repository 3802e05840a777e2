"""The picture as DOT text for people and their own tools.

Owns ``--format dot``: texts, colours and frames as Graphviz writes them. It must
not know our own layout, which gives Graphviz no text at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from recviz_docs.graph import Graph, Node
from recviz_docs.layout.labels import Line, edge_text, frame_title, node_lines
from recviz_docs.layout.surroundings import Surroundings, surroundings
from recviz_docs.messages import Language
from recviz_docs.options import Options
from recviz_docs.paint.markup import clean
from recviz_docs.paint.style import Style, style_for
from recviz_docs.paint.theme import Ink

__all__ = ["paint_dot"]


def paint_dot(
    graph: Graph, *, options: Options, language: Language, style: Style | None = None
) -> str:
    """Gives DOT text that any Graphviz draws, with the labels of the picture.

    Raises:
        RecvizError: ``option``: there is no such theme.
    """
    style = style or style_for(options)
    ink = Ink(style.theme, standalone=True)
    around = surroundings(graph, options, look=style.look)
    lines = [
        f"digraph {_quoted(graph.model.class_name or 'model')} {{",
        f"  graph [rankdir={options.direction}, compound=true, labeljust=l,"
        ' fontname="Helvetica", fontsize=11];',
        '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11];',
        f'  edge [color="{ink("line")}", fontname="Helvetica", fontsize=11, arrowsize=0.7];',
    ]
    lines += _inside(_Pen(graph, around, ink, options, language))
    for at, edge in enumerate(graph.edges):
        label = edge_text(edge, graph, options, language, around=around, index=at)
        hints = [f"label={_quoted(label)}"] if label and around.bundles.first[at] == at else []
        if edge.style == "dashed":
            hints.append("style=dashed")
        tail = f" [{', '.join(hints)}]" if hints else ""
        lines.append(f"  {_quoted(edge.source)} -> {_quoted(edge.target)}{tail};")
    return "\n".join([*lines, "}", ""])


@dataclass(frozen=True, slots=True)
class _Pen:
    """What every statement is written with."""

    graph: Graph
    around: Surroundings
    ink: Ink
    options: Options
    language: Language


def _inside(pen: _Pen) -> list[str]:
    """Gives boxes and frames inside each other, in the order of execution."""
    around = pen.around
    frames, boxes = frozenset(around.frames), frozenset(around.boxes)
    children: dict[str | None, list[str]] = {}
    for node in pen.graph.nodes:
        if node.id in frames or node.id in boxes:
            children.setdefault(around.parent[node.id], []).append(node.id)
    lines: list[str] = []
    stack: list[str | None] = [*reversed(children.get(None, ()))]
    depth = 1
    while stack:
        name = stack.pop()
        if name is None:
            depth -= 1
            lines.append("  " * depth + "}")
        elif name in frames:
            lines.append("  " * depth + f"subgraph {_quoted(f'cluster_{name}')} {{")
            depth += 1
            lines.append("  " * depth + _frame(pen, around.nodes[name], depth))
            stack += [None, *reversed(children.get(name, ()))]
        else:
            lines.append("  " * depth + _box(pen, around.nodes[name]))
    return lines


def _frame(pen: _Pen, node: Node, depth: int) -> str:
    title = frame_title(node, pen.graph, pen.options, pen.language, around=pen.around)
    ground = pen.ink("frame-fill" if depth % 2 == 0 else "inner-fill")
    look = f'style="rounded,filled", color="{pen.ink("frame-stroke")}", fillcolor="{ground}"'
    return f"graph [label={_quoted(_joined(title))}, {look}];"


def _box(pen: _Pen, node: Node) -> str:
    role = pen.around.role(node)
    lines = node_lines(node, pen.graph, pen.options, pen.language, around=pen.around)
    look = f'fillcolor="{pen.ink(f"{role}-fill")}", color="{pen.ink(f"{role}-stroke")}"'
    if role == "output":
        look += ", peripheries=2"
    label = _quoted("\n".join(_joined(line) for line in lines))
    return f"{_quoted(node.id)} [label={label}, {look}];"


def _joined(line: Line) -> str:
    return "  ".join(part for part in (line.text, line.tail, line.count, line.end) if part)


def _quoted(text: str) -> str:
    """Gives a DOT string: quotes and backslashes kept as they are, lines centred."""
    safe = clean(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + safe.replace("\r", " ").replace("\n", "\\n") + '"'
