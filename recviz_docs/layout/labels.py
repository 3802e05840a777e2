"""What stands in a box and over a frame, in the reader's language.

Owns the choice of texts: class, short name, whiteboard attributes, parameters. Our
own words are translated, identifiers never. It must not know where texts stand or
how they look.
"""

from __future__ import annotations

from recviz_docs.graph import Graph, Node
from recviz_docs.layout.attributes import attribute_texts
from recviz_docs.layout.edge_labels import edge_text
from recviz_docs.layout.ends import input_lines, output_lines, series_text, times, value_lines
from recviz_docs.layout.lines import TEXT, TITLE, Line
from recviz_docs.layout.measure import break_name, elide, text_width, wrap
from recviz_docs.layout.names import folded_names, relative_path, short_count
from recviz_docs.layout.operations import operation_title
from recviz_docs.layout.surroundings import TIGHT, Surroundings, surroundings
from recviz_docs.messages import Language, message, translate
from recviz_docs.options import Options

__all__ = ["TEXT", "TITLE", "Line", "edge_text", "frame_title", "node_lines", "parameter_share"]

_SLIM = 64.0  # px for our own words in the box of an operation where width is dear
_SHARE = 0.01  # of the model's parameters, below which a count is not worth a line


def node_lines(
    node: Node,
    graph: Graph,
    options: Options,
    language: Language,
    *,
    around: Surroundings | None = None,
) -> tuple[Line, ...]:
    """Gives the lines of a node's box, the title first."""
    around = around or surroundings(graph, options)
    if node.kind == "input":
        lines = input_lines(node, options, language, around.room)
    elif node.kind == "output":
        lines = output_lines(node, language, around.room)
    elif node.kind == "module":
        lines = _module_lines(node, graph, options, language, around)
    elif node.kind == "function":
        lines = _operation_lines(node, around)
    else:
        lines = value_lines(node, language, around.room)
    if node.decided:
        words = translate("for these inputs only", language)
        room = _SLIM if around.room <= TIGHT and node.kind == "function" else around.room
        lines += tuple(Line(row, "small") for row in wrap((*words.split(),), TEXT, room, joint=" "))
    return lines


def _module_lines(
    node: Node, graph: Graph, options: Options, language: Language, around: Surroundings
) -> tuple[Line, ...]:
    room = around.room
    *above, title = break_name(node.class_name + times(node), TITLE, room, bold=True)
    own = node.class_name.lower()  # a GRU of mode GRU says it once
    told = {name: v for name, v in node.attributes.items() if str(v).lower() != own}
    facts = attribute_texts(told, varying=node.varying)
    tail = " · ".join(facts)
    below: tuple[str, ...] = ()
    if text_width(title, TITLE, bold=True) + text_width(tail, TEXT) > room:
        tail, below = "", wrap(facts, TEXT, room, joint=" · ")
    named = (
        series_text(node, language),
        _short_name(node, around),
        _shared(node, language),
        _parameters(node, graph, options, language),
    )
    small = wrap(tuple(text for text in named if text), TEXT, room, joint=" · ")
    return (
        *(Line(text, "bold") for text in above),
        Line(title, "bold", tail=tail),
        *(Line(text, "normal") for text in below),
        *(Line(text, "small") for text in small),
    )


def _short_name(node: Node, around: Surroundings) -> str:
    """Gives the name a reader needs below the class: none where it only repeats or counts."""
    name = _name_in_frame(node, around)
    if name.lower() == node.class_name.lower():
        return ""
    if name.split(".")[-1].isdecimal() and node.parameters == 0:
        return ""
    return name


def _shared(node: Node, language: Language) -> str:
    """Gives the mark of weights that other boxes use too: ``shared A``."""
    if not node.shared:
        return ""
    return message("shared {letter}", letter=node.shared).text(language)


def _name_in_frame(node: Node, around: Surroundings) -> str:
    """Gives a node's name or folded names without the path of the frame around it.

    The ends of folded names tell them apart: where all of it is too long for a
    line, the middle of the list goes.
    """
    frames = []
    outer = around.parent.get(node.id)
    while outer is not None:
        frame = around.nodes[outer]
        frames += [*frame.members, frame.path]
        outer = around.parent.get(outer)
    names = tuple(relative_path(name, frames) for name in node.members or (node.path,))
    listed = folded_names(names)
    fits = text_width(listed, TEXT) <= around.room
    return listed if fits else folded_names(names, listed=1)


def parameter_share(node: Node, graph: Graph, options: Options) -> float:
    """Gives a node's part of the model's parameters, from 0 to 1; 0 where it is not said."""
    total = graph.model.parameters
    again = node.call > 1  # the first call has said it
    if not options.show_params or node.kind != "module" or again or total == 0:
        return 0.0
    share = node.parameters / total
    return min(1.0, share) if share >= _SHARE else 0.0


def _parameters(node: Node, graph: Graph, options: Options, language: Language) -> str:
    if not parameter_share(node, graph, options):
        return ""
    return message("{count} params", count=short_count(node.parameters)).text(language)


def _operation_lines(node: Node, around: Surroundings) -> tuple[Line, ...]:
    title, tail = operation_title(node, around)
    count = times(node).strip()
    if text_width(title, TITLE, bold=True) + text_width(tail, TEXT) <= around.room:
        return (Line(title, "bold", tail=tail, count=count),)
    first, *rest = break_name(title, TITLE, around.room, bold=True)
    return (
        Line(first, "bold", count=count),
        *(Line(text, "bold") for text in rest),
        *(Line(text, "small") for text in break_name(tail, TEXT, around.room) if text),
    )


def frame_title(
    node: Node,
    graph: Graph,
    options: Options,
    language: Language,
    *,
    around: Surroundings | None = None,
) -> Line:
    """Gives the title of a frame: class in bold, its name, at the end its parameters.

    A block of steps says how many there are in a row.
    """
    around = around or surroundings(graph, options)
    name = _name_in_frame(node, around)
    title = elide(node.class_name + times(node), TEXT, around.room, bold=True)
    end = _parameters(node, graph, options, language)
    series = series_text(node, language)
    if not node.class_name:  # steps in a row that no call holds together
        return Line(series, "bold", tail=elide(name, TEXT, around.room), end=end)
    chosen = translate("for these inputs only", language) if node.decided else ""
    parts = (elide(name, TEXT, around.room), _shared(node, language), series, chosen)
    return Line(title, "bold", tail=" · ".join(part for part in parts if part), end=end)
