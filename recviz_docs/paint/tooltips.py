"""What a reader sees on pointing at a box, a frame or an arrow: everything that is known.

Owns these texts. It must not know how they are shown.
"""

from __future__ import annotations

from recviz_docs.graph import AttributeValue, Edge, Graph, Node, TensorInfo
from recviz_docs.layout.attributes import by_step, value_text
from recviz_docs.layout.bundles import bundle_key
from recviz_docs.layout.edge_labels import every_text, selection_words
from recviz_docs.layout.ends import series_text
from recviz_docs.layout.names import folded_names, number_text
from recviz_docs.layout.roles import node_word
from recviz_docs.layout.surroundings import Surroundings
from recviz_docs.messages import Language, message, translate

__all__ = ["edge_tooltip", "node_tooltip"]

_MOST_MEMBERS = 200


def node_tooltip(node: Node, graph: Graph, around: Surroundings, language: Language) -> str:
    """Gives path, class with module, arguments, shapes, parameters, source; a line each."""
    lines = [_headline(node), _arguments(node, around, language)]
    if len(node.members) > 1:
        lines += _members(node, language)
    lines.append(_flow(node, language))
    if node.parameters:
        lines.append(_parameters(node, graph, language))
    if node.decided:
        names = ", ".join(node.decided)
        lines.append(message("for these values of {names} only", names=names).text(language))
    if node.source:
        lines.append(node.source)
    return "\n".join(line for line in lines if line)


def _headline(node: Node) -> str:
    if node.kind == "group":
        return folded_names(node.members)
    if node.kind != "module":
        return node.path if node.kind in ("parameter", "constant") and node.path else node.name
    name = f"{node.module}.{node.class_name}" if node.module else node.class_name
    call = f" #{node.call}" if node.call > 1 else ""
    many = len(node.members) > 1
    return name if many else f"{node.path}{call}: {name}"


def _arguments(node: Node, around: Surroundings, language: Language) -> str:
    """Gives the role's word, and what tells the node apart as it would be printed."""
    told = (
        f"{name}={_value(value, name in node.varying)}" for name, value in node.attributes.items()
    )
    word = "" if node.kind == "function" else node_word(node, language, extra=around.look.roles)
    return " · ".join(part for part in (word, ", ".join(told)) if part)


def _value(value: AttributeValue, varies: bool) -> str:
    shown = by_step(value) if varies else value
    return value_text(shown) if shown is value else f"({value_text(shown)})"


def _members(node: Node, language: Language) -> list[str]:
    names = folded_names(node.members[:_MOST_MEMBERS], listed=_MOST_MEMBERS)
    if len(node.members) > _MOST_MEMBERS:
        names += f" … +{len(node.members) - _MOST_MEMBERS}"
    count = len(node.members)
    told = [message("stands for {count}: {names}", count=count, names=names).text(language)]
    if node.repeat == "series":
        told.append(series_text(node, language))
    return told


def _flow(node: Node, language: Language) -> str:
    """Gives the values that come and go, on one line."""
    parts = []
    if node.inputs:
        parts.append(message("takes {values}", values=_values(node.inputs)).text(language))
    if node.outputs:
        parts.append(message("gives {values}", values=_values(node.outputs)).text(language))
    return " → ".join(parts) if len(parts) == 2 else "".join(parts)


def _values(values: tuple[TensorInfo, ...]) -> str:
    """Gives shapes; a type is said where it is not the usual one."""
    return ", ".join(
        str(value) if value.dtype == "float32" else f"{value} {value.dtype}".strip()
        for value in values
    )


def _parameters(node: Node, graph: Graph, language: Language) -> str:
    total = graph.model.parameters
    count = number_text(node.parameters)
    if not total:
        return message("{count} parameters", count=count).text(language)
    share = f"{100 * node.parameters / total:.1f}"
    template = message("{count} parameters, {share} % of the model", count=count, share=share)
    return template.text(language)


def edge_tooltip(
    edge: Edge, around: Surroundings, language: Language, *, said: Edge | None = None
) -> str:
    """Gives both ends, the argument, what was selected, the value and the relation.

    ``said`` speaks for all edges that are drawn as this arrow, where they bring several parts.
    """
    source, target = around.nodes[edge.source], around.nodes[edge.target]
    key = bundle_key(edge)
    slots = [
        e.slot
        for e in around.incoming[edge.target]
        if e.slot and not e.slot[0].isdecimal() and bundle_key(e) == key
    ]
    lines = [f"{_end(source)} → {_end(target)}" + (f" ({', '.join(slots)})" if slots else "")]
    edge = said or edge
    told = [selection_words(edge.label, language)] if edge.label else []
    if edge.every:
        told.append(every_text(edge, language))
    if edge.shape is not None:
        told.append(_values((TensorInfo(edge.shape, edge.dtype),)))
    words = {
        "each": translate("each to its own", language),
        "all": translate("every one to every one", language),
        "shared": translate("one to all", language),
        "gather": translate("all to one", language),
    }
    if edge.relation in words:
        told.append(words[edge.relation])
    if edge.style == "dashed":
        told.append(translate("passed through Python", language))
    lines.append(" · ".join(told))
    return "\n".join(line for line in lines if line)


def _end(node: Node) -> str:
    times = f" ×{node.count}" if node.count > 1 else ""
    return (node.path if node.kind == "module" and node.path else node.name) + times
