"""What a reader sees on pointing at a box, a frame or an arrow: everything that is known.

Owns these texts. It must not know how they are shown.
"""

from __future__ import annotations

from recviz_docs.graph import Edge, Graph, Node, TensorInfo
from recviz_docs.layout.attributes import value_text
from recviz_docs.layout.names import folded_names, number_text
from recviz_docs.layout.roles import role_of, role_word
from recviz_docs.layout.surroundings import Surroundings, bundle_key
from recviz_docs.messages import Language, message, translate

__all__ = ["edge_tooltip", "node_tooltip"]

_MOST_MEMBERS = 200


def node_tooltip(node: Node, graph: Graph, language: Language) -> str:
    """Gives path, class with module, arguments, shapes, parameters, source; a line each."""
    lines = [_headline(node), role_word(role_of(node), language)]
    lines += [f"{name} = {value_text(value)}" for name, value in node.attributes.items()]
    if node.count > 1:
        lines += _members(node, language)
    if node.inputs:
        lines.append(message("takes {values}", values=_values(node.inputs)).text(language))
    if node.outputs:
        lines.append(message("gives {values}", values=_values(node.outputs)).text(language))
    if node.parameters:
        lines.append(_parameters(node, graph, language))
    if node.decided:
        names = ", ".join(node.decided)
        lines.append(message("for these values of {names} only", names=names).text(language))
    if node.source:
        lines.append(node.source)
    return "\n".join(line for line in lines if line)


def _headline(node: Node) -> str:
    if node.kind != "module":
        return node.path if node.kind in ("parameter", "constant") and node.path else node.name
    name = f"{node.module}.{node.class_name}" if node.module else node.class_name
    call = f" #{node.call}" if node.call > 1 else ""
    return f"{node.path}{call}: {name}" if node.count == 1 else name


def _members(node: Node, language: Language) -> list[str]:
    names = folded_names(node.members[:_MOST_MEMBERS], listed=_MOST_MEMBERS)
    if node.count > _MOST_MEMBERS:
        names += f" … +{node.count - _MOST_MEMBERS}"
    return [message("stands for {count}: {names}", count=node.count, names=names).text(language)]


def _values(values: tuple[TensorInfo, ...]) -> str:
    return ", ".join(f"{value} {value.dtype}".strip() for value in values)


def _parameters(node: Node, graph: Graph, language: Language) -> str:
    total = graph.model.parameters
    count = number_text(node.parameters)
    if not total:
        return message("{count} parameters", count=count).text(language)
    share = f"{100 * node.parameters / total:.1f}"
    template = message("{count} parameters, {share} % of the model", count=count, share=share)
    return template.text(language)


def edge_tooltip(edge: Edge, around: Surroundings, language: Language) -> str:
    """Gives both ends, the argument, what was selected, the value and the relation."""
    source, target = around.nodes[edge.source], around.nodes[edge.target]
    key = bundle_key(edge)
    slots = [e.slot for e in around.incoming[edge.target] if e.slot and bundle_key(e) == key]
    lines = [f"{_end(source)} → {_end(target)}" + (f" ({', '.join(slots)})" if slots else "")]
    if edge.label:
        lines.append(edge.label)
    if edge.shape is not None:
        lines.append(_values((TensorInfo(edge.shape, edge.dtype),)))
    words = {
        "each": translate("each to its own", language),
        "all": translate("every one to every one", language),
        "shared": translate("one to all", language),
        "gather": translate("all to one", language),
    }
    if edge.relation in words:
        lines.append(words[edge.relation])
    if edge.style == "dashed":
        lines.append(translate("passed through Python", language))
    return "\n".join(lines)


def _end(node: Node) -> str:
    times = f" ×{node.count}" if node.count > 1 else ""
    return (node.path if node.kind == "module" and node.path else node.name) + times
