"""The text alternative of a diagram: what ``print(model)`` wishes it were.

Owns the sections (model, inputs, modules, outputs, what was folded, how the
inputs were made) as nested items of plain text. It must not know how lists look:
the page makes HTML of them, Sphinx its own nodes, the command line plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from recviz_docs.diagram import Diagram, OutlineItem
from recviz_docs.graph import Graph, Node
from recviz_docs.layout.names import number_text
from recviz_docs.messages import Language, Message, message, translate
from recviz_docs.outline.modules import Entry, module_entries, parameters_text
from recviz_docs.simplify.twins.merge import member_name

__all__ = ["OutlineItem", "drawn_once", "outline", "outline_text", "shared_weights"]

_UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_RULES = {
    "factory": message("given by the factory"),
    "inputs": message("given by the option inputs"),
    "convention": message("given by a function beside the factory"),
    "spec": message("made from the option input-spec"),
    "example": message("given by the model itself"),
    "features": message("made from the features that the model carries"),
    "layers": message("made from the parameters of forward and the first layers"),
}


def outline(diagram: Diagram, *, language: Language) -> tuple[OutlineItem, ...]:
    """Gives the outline of a diagram in the words of a language; names are never translated."""
    trace = diagram.trace
    sections = [
        OutlineItem(_model(trace, language)),
        _ends(trace, "input", message("Inputs: {count}"), language),
        OutlineItem(
            translate("Modules", language),
            tuple(_item(entry) for entry in module_entries(trace, diagram.graph, language)),
        ),
        _ends(trace, "output", message("Outputs: {count}"), language),
        OutlineItem(
            translate("Drawn once for several", language),
            tuple(drawn_once(diagram.graph, language)),
        ),
    ]
    sections.append(
        OutlineItem(
            translate("Shared weights", language), tuple(shared_weights(diagram.graph, language))
        )
    )
    kept = [item for item in sections if item.children or item is sections[0]]
    return tuple(map(_clean, [*kept, *_remarks(trace, language)]))


def outline_text(items: Iterable[OutlineItem], *, indent: int = 0) -> str:
    """Gives the outline as indented lines of plain text."""
    return "".join(
        f"{'  ' * indent}- {item.text}\n{outline_text(item.children, indent=indent + 1)}"
        for item in items
    )


def _item(entry: Entry) -> OutlineItem:
    return OutlineItem(entry.text, tuple(_item(child) for child in entry.children))


def _clean(item: OutlineItem) -> OutlineItem:
    """Gives the item without what no document can hold."""
    return OutlineItem(
        _UNWRITABLE.sub("\ufffd", item.text), tuple(_clean(child) for child in item.children)
    )


def _model(trace: Graph, language: Language) -> str:
    model = trace.model
    facts = [
        f"{model.class_name} ({model.module})" if model.module else model.class_name,
        parameters_text(model.parameters, language),
    ]
    if model.trainable != model.parameters:
        count = number_text(model.trainable)
        facts.append(message("{count} of them trainable", count=count).text(language))
    if trace.mode == "train":
        facts.append(translate("in training mode", language))
    return " · ".join(facts)


def _ends(trace: Graph, kind: str, title: Message, language: Language) -> OutlineItem:
    """Gives the section of the inputs or outputs; neighbours that differ in name only share."""
    nodes = [node for node in trace.nodes if node.kind == kind]
    facts = {node.id: " · ".join(_facts(node, trace, language)) for node in nodes}
    lines = []
    for fact, run in groupby(nodes, key=lambda node: facts[node.id]):
        names = ", ".join(node.name or kind for node in run)
        lines.append(OutlineItem(f"{names}: {fact}" if fact else names))
    return OutlineItem(title.filled(count=len(nodes)).text(language), tuple(lines))


def _facts(node: Node, trace: Graph, language: Language) -> Iterator[str]:
    words = {
        "sparse": translate("sparse", language),
        "dense": translate("dense", language),
        "sequence": translate("sequence", language),
    }
    feature = node.attributes.get("feature")
    if feature:
        yield words.get(str(feature), str(feature))
    for name, words_of in _SIZES.items():
        value = node.attributes.get(name)
        if isinstance(value, int):
            yield words_of.filled(count=number_text(value)).text(language)
    for info in node.outputs or node.inputs:
        yield f"{info.dtype} {info}".strip()
    if node.kind == "input" and node.name in trace.unused:
        yield translate("no output depends on it", language)


_SIZES: dict[str, Message] = {
    "vocabulary": message("vocabulary {count}"),
    "dimension": message("dimension {count}"),
}


def drawn_once(graph: Graph, language: Language) -> Iterator[OutlineItem]:
    """Gives what boxes and frames of the picture stand for, where that is more than one thing."""
    for node in graph.nodes:
        what = node.class_name or node.name
        if node.kind == "input":
            what = translate("input", language)
        elif node.kind == "output":
            what = translate("output", language)
        if node.count > 1:
            yield OutlineItem(f"{what} ×{node.count}: {_members(node.members)}")
        if node.again:
            again = message(
                "{what}, computed again from the same values: {names}",
                what=what,
                names=_members((*(node.members or (member_name(node),)), *map(_told, node.again))),
            )
            yield OutlineItem(again.text(language))


def shared_weights(graph: Graph, language: Language) -> Iterator[OutlineItem]:
    """Gives for each letter in the picture what the boxes with it have in common."""
    boxes: dict[str, list[Node]] = {}
    for node in graph.nodes:
        for letter in node.shared.split(", ") if node.shared else ():
            boxes.setdefault(letter, []).append(node)
    for letter, together in boxes.items():
        names = dict.fromkeys(name for node in together for name in node.members or (node.path,))
        words = message(
            "{letter}: {what}, in {count} places: {names}",
            letter=letter,
            what=together[0].class_name,
            count=len(together),
            names=_members(tuple(names)),
        )
        yield OutlineItem(words.text(language))


def _told(identity: str) -> str:
    """Gives the name that an id tells: what stands after its kind."""
    return identity.partition(":")[2]


def _members(names: tuple[str, ...]) -> str:
    """Gives all names, what their paths share written once: ``embed_dict.{C1, C2}``."""
    parts = [name.split(".") for name in names]
    shared = 0
    while all(len(part) > shared + 1 and part[shared] == parts[0][shared] for part in parts):
        shared += 1
    inner = ", ".join(".".join(part[shared:]) for part in parts)
    return ".".join([*parts[0][:shared], f"{{{inner}}}"]) if shared else inner


def _remarks(trace: Graph, language: Language) -> Iterator[OutlineItem]:
    if trace.unused:
        names = ", ".join(trace.unused)
        yield OutlineItem(message("No output depends on: {names}", names=names).text(language))
    if trace.inputs_rule:
        rule = _RULES.get(trace.inputs_rule) or message("made by {rule}", rule=trace.inputs_rule)
        yield OutlineItem(message("Example inputs: {rule}", rule=rule).text(language))
    if trace.decided:
        names = ", ".join(trace.decided)
        remark = message(
            "Holds for these inputs only: the values of {names} chose the path", names=names
        )
        yield OutlineItem(remark.text(language))
    for warning in trace.warnings:
        yield OutlineItem(message("Could not be seen: {what}", what=warning).text(language))
