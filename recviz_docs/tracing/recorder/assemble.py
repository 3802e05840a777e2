"""From the recorder's notes to a graph with stable ids.

Owns the naming and ordering of nodes and edges (design 5.4). It must not know
how the notes were taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import torch

from recviz_docs.graph import Edge, Graph, Node, NodeKind
from recviz_docs.tracing.inputs import InputFacts
from recviz_docs.tracing.leaves import tensor_leaves
from recviz_docs.tracing.modules import (
    class_name,
    count_parameters,
    describe_model,
    module_attributes,
    registered_modules,
)
from recviz_docs.tracing.recorder.events import Call, Frame, Origin, tensor_info
from recviz_docs.tracing.recorder.ids import EventIds
from recviz_docs.tracing.recorder.reach import decided_by, unused_inputs
from recviz_docs.tracing.recorder.tape import Tape

__all__ = ["assemble"]


def assemble(
    tape: Tape,
    model: torch.nn.Module,
    result: object,
    *,
    facts: Mapping[str, InputFacts],
    rule: str,
    mode: str,
) -> Graph:
    """Gives the graph of a recording; ``result`` is what the model returned."""
    ids = EventIds()
    nodes = [*_origin_nodes(tape, ids, facts)]
    events = _events(tape)
    for event in events:
        _give_id(ids, event)
    nodes.extend(_event_node(event, ids) for event in events)
    edges = [edge for frame in _frames(events) for edge in _edges_into(frame, ids)]
    outputs, output_edges = _outputs(tape, ids, result)
    nodes.extend(outputs)
    edges.extend(output_edges)
    nodes = _origins_by_use(nodes, edges)
    by_frame = decided_by(nodes, edges, _deciders(_frames(events), ids))
    nodes = [_with_decided(node, by_frame.get(node.id, ())) for node in nodes]
    return Graph(
        model=describe_model(model),
        nodes=tuple(nodes),
        edges=tuple(edges),
        inputs_rule=rule,
        unused=unused_inputs(nodes, edges),
        decided=tuple(dict.fromkeys(name for names in by_frame.values() for name in names)),
        warnings=tuple(dict.fromkeys(tape.warnings)),
        modules=registered_modules(model),
        mode=mode,
    )


def _events(tape: Tape) -> list[Call | Frame]:
    """Gives calls and frames in the order they began, without the model's own call."""
    calls = [call for call in tape.calls if call.parent is not None]
    return sorted([*calls, *tape.frames], key=lambda event: event.number)


def _deciders(frames: Iterable[Frame], ids: EventIds) -> dict[str, list[str]]:
    """Gives what each frame that decided something looked at."""
    return {
        ids[frame.number]: [ids[number] for number, _ in frame.deciding if number in ids]
        for frame in frames
        if frame.deciding
    }


def _frames(events: Iterable[Call | Frame]) -> list[Frame]:
    return [event for event in events if isinstance(event, Frame)]


def _origin_nodes(tape: Tape, ids: EventIds, facts: Mapping[str, InputFacts]) -> Iterable[Node]:
    prefixes = {"input": "in", "parameter": "param", "constant": "const"}
    for origin in tape.origins:
        wanted = f"{prefixes[origin.kind]}:{origin.path or origin.name}"
        yield Node(
            id=ids.give(origin.number, wanted),
            kind=origin.kind,
            name=origin.name,
            path=origin.path,
            outputs=(origin.info,),
            parameters=_elements(origin),
            trainable=_elements(origin) if origin.trainable else 0,
            attributes=_fact_attributes(facts.get(origin.name)) if origin.kind == "input" else {},
        )


def _elements(origin: Origin) -> int:
    if origin.kind != "parameter":
        return 0
    count = 1
    for size in origin.info.shape:
        count *= int(size)
    return count


def _fact_attributes(facts: InputFacts | None) -> dict[str, Any]:
    if facts is None:
        return {}
    told = {"feature": facts.feature, "vocabulary": facts.vocabulary, "dimension": facts.dimension}
    return {key: value for key, value in told.items() if value not in (None, "")}


def _give_id(ids: EventIds, event: Call | Frame) -> None:
    if isinstance(event, Call):
        ids.give(event.number, f"mod:{event.path}")
        return
    path = event.call.path if event.call is not None else ""
    ids.give(event.number, f"fn:{path}/{_name(event)}" if path else f"fn:{_name(event)}")


def _name(frame: Frame) -> str:
    return "tensor" if frame.name == "lift_fresh" else frame.name


def _parent(call: Call | None, ids: EventIds) -> str | None:
    return None if call is None or call.parent is None else ids[call.number]


def _event_node(event: Call | Frame, ids: EventIds) -> Node:
    if isinstance(event, Call):
        return _call_node(event, ids)
    return Node(
        id=ids[event.number],
        kind=_kind(event),
        name=_name(event),
        path=event.call.path if event.call is not None else "",
        parent=_parent(event.call, ids),
        inputs=tuple(event.reads.values()),
        outputs=tuple(event.outputs),
        attributes=event.attributes,
    )


def _kind(frame: Frame) -> NodeKind:
    if frame.opaque:
        return "opaque"
    if frame.origin_less and not frame.reads and not frame.dashed:
        return "constant"
    return "function"


def _call_node(call: Call, ids: EventIds) -> Node:
    module = call.module
    kind = type(module)
    return Node(
        id=ids[call.number],
        kind="module",
        name=call.path.rpartition(".")[2] or kind.__name__,
        class_name=class_name(module),
        path=call.path,
        parent=_parent(call.parent, ids),
        call=call.index,
        inputs=tuple(info for _, info, _ in call.arguments),
        outputs=tuple(info for _, info, _ in call.returns),
        parameters=count_parameters(module, trainable=False),
        trainable=count_parameters(module, trainable=True),
        attributes=module_attributes(module),
        arguments=ids.arguments(call.arguments),
        returns=ids.arguments(call.returns),
        module=kind.__module__,
    )


def _edges_into(frame: Frame, ids: EventIds) -> Iterable[Edge]:
    target = ids[frame.number]
    for ((number, output), slot), info in frame.reads.items():
        if number in ids:
            yield Edge(
                ids[number],
                target,
                shape=info.shape,
                dtype=info.dtype,
                slot=slot,
                output=output,
            )
    for number, output in dict.fromkeys(frame.dashed):
        if number in ids:
            yield Edge(ids[number], target, style="dashed", output=output)


def _outputs(tape: Tape, ids: EventIds, result: object) -> tuple[list[Node], list[Edge]]:
    nodes: list[Node] = []
    edges: list[Edge] = []
    for index, (path, tensor) in enumerate(tensor_leaves(result)):
        info = tensor_info(tensor)
        node = Node(f"out:{index}", "output", path or "output", inputs=(info,), outputs=(info,))
        nodes.append(node)
        edges.extend(
            Edge(ids[number], node.id, shape=info.shape, dtype=info.dtype, output=output)
            for number, output in tape.values_of(tensor)
            if number in ids
        )
    if not nodes and tape.python.escaped:
        nodes.append(Node("out:0", "output", "output"))
        edges.extend(
            Edge(ids[number], "out:0", style="dashed", output=output)
            for number, output in tape.python.escaped
            if number in ids
        )
    return nodes, edges


def _origins_by_use(nodes: list[Node], edges: list[Edge]) -> list[Node]:
    """Puts each parameter and constant before its first reader; leaves out those without."""
    origins = {node.id for node in nodes if node.id.startswith(("param:", "const:"))}
    held = {node.id: node for node in nodes if node.id in origins}
    sources: dict[str, list[str]] = {}
    for edge in edges:
        if edge.source in held:
            sources.setdefault(edge.target, []).append(edge.source)
    ordered: list[Node] = []
    for node in nodes:
        if node.id not in origins:
            new = dict.fromkeys(sources.get(node.id, ()))
            ordered.extend(held.pop(source) for source in new if source in held)
            ordered.append(node)
    return ordered


def _with_decided(node: Node, names: tuple[str, ...]) -> Node:
    return replace(node, decided=names) if names else node
