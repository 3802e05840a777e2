"""What stands in a box, on an arrow and over a frame, in the reader's language.

Owns the choice of texts: class, short name, whiteboard attributes, features,
parameters, shapes. Our own words are translated, identifiers never. It must not
know where texts stand or how they look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from recviz_docs.graph import Edge, Graph, Node
from recviz_docs.layout.attributes import DIFFERS, attribute_texts, value_text
from recviz_docs.layout.measure import elide, text_width, wrap
from recviz_docs.layout.names import folded_names, number_text, relative_path, short_count
from recviz_docs.layout.operations import operation_title, slot_tag
from recviz_docs.layout.surroundings import Surroundings, surroundings
from recviz_docs.messages import Language, message, translate
from recviz_docs.options import Options

__all__ = ["TEXT", "TITLE", "Line", "edge_text", "frame_title", "node_lines"]

TITLE = 12.0
TEXT = 11.0
_NAME_ROOM = 150.0
_EDGE_ROOM = 170.0
_MOST_NAMES = 150
_SHARE = 0.01  # of the model's parameters, below which a count is not worth a line

Weight = Literal["bold", "normal", "small"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a box.

    Attributes:
        text: what it says.
        weight: bold for the title, normal for names, small for the rest.
        tail: what follows the title on its line, in normal weight.
        cells: the texts of columns, where the line is a row of a list.
        end: what stands at the far end of a frame's title.
    """

    text: str
    weight: Weight = "normal"
    tail: str = ""
    cells: tuple[str, ...] = ()
    end: str = ""


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
        lines = _input_lines(node, options, language, around.room)
    elif node.kind == "output":
        lines = _output_lines(node, language, around.room)
    elif node.kind == "module":
        lines = _module_lines(node, graph, options, language, around)
    elif node.kind == "function":
        lines = _operation_lines(node, around)
    else:
        lines = _value_lines(node, language, around.room)
    if node.decided:
        lines += (Line(translate("for these inputs only", language), "small"),)
    return lines


def _times(node: Node) -> str:
    return f" ×{node.count}" if node.count > 1 else ""


def _input_lines(node: Node, options: Options, language: Language, room: float) -> tuple[Line, ...]:
    facts = _input_facts(node, language)
    if node.count == 1:
        name = elide(node.name or translate("input", language), TITLE, room, bold=True)
        rows = wrap(facts, TEXT, room, joint=" · ")
        return (Line(name, "bold"), *(Line(row, "small") for row in rows))
    kind, rest = (facts[0], facts[1:]) if _feature(node) else (translate("input", language), facts)
    title = Line(kind + _times(node), "bold", tail=" · ".join(rest))
    return (title, *_columns(node.members, options))


def _feature(node: Node) -> str:
    return str(node.attributes.get("feature") or "")


def _input_facts(node: Node, language: Language) -> tuple[str, ...]:
    words = {
        "sparse": translate("sparse", language),
        "dense": translate("dense", language),
        "sequence": translate("sequence", language),
    }
    facts = [words.get(_feature(node), _feature(node))] if _feature(node) else []
    vocabulary = node.attributes.get("vocabulary")
    if vocabulary not in (None, DIFFERS):
        facts.append(message("vocab {count}", count=_range(vocabulary)).text(language))
    dtypes = {info.dtype for info in node.outputs} - {"float32", ""}
    return (*facts, *sorted(dtypes))


def _range(value: object) -> str:
    """Gives one number, or the least and the largest of several."""
    if isinstance(value, tuple):
        numbers = [item for item in value if isinstance(item, int)]
        if numbers and min(numbers) != max(numbers):
            return f"{number_text(min(numbers))} – {number_text(max(numbers))}"
        value = numbers[0] if numbers else ""
    return number_text(value) if isinstance(value, int) else str(value)


def _columns(names: tuple[str, ...], options: Options) -> tuple[Line, ...]:
    """Gives rows that list every name, read from left to right."""
    shown = list(names)
    if len(names) > _MOST_NAMES:
        shown = [*names[: _MOST_NAMES - 1], f"… +{len(names) - _MOST_NAMES + 1}"]
    cells = [elide(name, TEXT, _NAME_ROOM) for name in shown]
    widths = [text_width(cell, TEXT) + 14 for cell in cells]
    room = options.width * (0.85 if len(cells) > 40 else 0.5)
    rows = round((len(cells) / 2) ** 0.5)
    columns = -(-len(cells) // rows)
    while columns > 1 and sum(max(widths[at::columns]) for at in range(columns)) > room:
        columns -= 1
    return tuple(
        Line("  ".join(row), cells=row)
        for row in (tuple(cells[at : at + columns]) for at in range(0, len(cells), columns))
    )


def _output_lines(node: Node, language: Language, room: float) -> tuple[Line, ...]:
    word = translate("output", language)
    if node.name in ("", "output") and node.count == 1:
        return (Line(word, "bold"),)
    names = folded_names(node.members) if node.count > 1 else node.name
    title = elide(names, TITLE, room, bold=True)
    return (Line(title, "bold"), Line(word + _times(node), "small"))


def _module_lines(
    node: Node, graph: Graph, options: Options, language: Language, around: Surroundings
) -> tuple[Line, ...]:
    room = around.room
    title = elide(node.class_name + _times(node), TITLE, room, bold=True)
    facts = attribute_texts(node.attributes)
    tail = " · ".join(facts)
    below: tuple[str, ...] = ()
    if text_width(title, TITLE, bold=True) + text_width(tail, TEXT) > room:
        tail, below = "", wrap(facts, TEXT, room, joint=" · ")
    named = (_short_name(node, around), _parameters(node, graph, options, language))
    small = wrap(tuple(text for text in named if text), TEXT, room, joint=" · ")
    return (
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
    return f"{name} #{node.call}" if node.call > 1 else name


def _name_in_frame(node: Node, around: Surroundings) -> str:
    """Gives a node's name or folded names without the path of the frame around it.

    The ends of folded names tell them apart, so where all of it is too long the
    middle of the list goes first, then the shared start.
    """
    outer = around.parent.get(node.id)
    frame = around.nodes[outer] if outer is not None else None
    frames = (*frame.members, frame.path) if frame is not None else ()
    names = tuple(relative_path(name, frames) for name in node.members or (node.path,))
    listed, spanned = folded_names(names), folded_names(names, listed=1)
    tries = [listed, spanned, *(_cut(text) for text in (listed, spanned))]
    fitting = (text for text in tries if text_width(text, TEXT) <= around.room)
    return next(fitting, tries[-1])


def _cut(folded: str) -> str:
    """Gives folded names without what they share before the braces."""
    start = folded.find("{")
    return f"….{folded[start:]}" if start > 0 else folded


def _parameters(node: Node, graph: Graph, options: Options, language: Language) -> str:
    small = node.parameters < _SHARE * graph.model.parameters
    again = node.call > 1  # the first call has said it
    if not options.show_params or node.parameters == 0 or small or again:
        return ""
    return message("{count} params", count=short_count(node.parameters)).text(language)


def _operation_lines(node: Node, around: Surroundings) -> tuple[Line, ...]:
    title, tail = operation_title(node, around)
    title = elide(title + _times(node), TITLE, around.room, bold=True)
    if text_width(title, TITLE, bold=True) + text_width(tail, TEXT) <= around.room or not tail:
        return (Line(title, "bold", tail=tail),)
    return (Line(title, "bold"), Line(elide(tail, TEXT, around.room), "small"))


def _value_lines(node: Node, language: Language, room: float) -> tuple[Line, ...]:
    words = {
        "parameter": translate("parameter", language),
        "constant": translate("constant", language),
        "opaque": translate("not recorded", language),
    }
    names = folded_names(node.members) if node.count > 1 else (node.path or node.name)
    facts = [words[node.kind], *(str(info) for info in node.outputs[:1] if info.shape)]
    if "value" in node.attributes:
        facts.append(value_text(node.attributes["value"]))
    title = elide(names + _times(node), TITLE, room, bold=True)
    return (Line(title, "bold"), Line(elide(" · ".join(facts), TEXT, room), "small"))


def edge_text(
    edge: Edge,
    graph: Graph,
    options: Options,
    language: Language,
    *,
    around: Surroundings | None = None,
    index: int | None = None,
) -> str:
    """Gives the text on an arrow: which argument, how many, what was selected, the shape.

    ``index`` is the edge's place in the graph, where the caller knows it.
    """
    del language  # nothing of it is a word of ours
    around = around or surroundings(graph, options)
    place = graph.edges.index(edge) if index is None else index
    parts = [slot_tag(edge, around), _relation(edge, around), edge.label]
    if options.show_shapes and place in around.shown_shapes and edge.shape is not None:
        parts.append(f"({', '.join(str(size) for size in edge.shape)})")
        if edge.dtype not in ("", "float32") and around.nodes[edge.source].kind != "input":
            parts.append(edge.dtype)
    return elide(" ".join(part for part in parts if part), TEXT, _EDGE_ROOM)


def _relation(edge: Edge, around: Surroundings) -> str:
    tail, head = around.nodes[edge.source].count, around.nodes[edge.target].count
    if edge.relation == "each":
        return f"×{max(tail, head)}"
    if edge.relation == "all":
        return f"{tail} × {head}"
    if edge.relation == "shared":
        return f"1 → {head}"
    if edge.relation == "gather":
        return f"{tail} → 1"
    return ""


def frame_title(
    node: Node,
    graph: Graph,
    options: Options,
    language: Language,
    *,
    around: Surroundings | None = None,
) -> Line:
    """Gives the title of a frame: class in bold, its name, at the end its parameters."""
    around = around or surroundings(graph, options)
    name = _name_in_frame(node, around)
    name = f"{name} #{node.call}" if node.call > 1 else name
    title = elide(node.class_name + _times(node), TEXT, around.room, bold=True)
    end = _parameters(node, graph, options, language)
    return Line(title, "bold", tail=elide(name, TEXT, around.room), end=end)
