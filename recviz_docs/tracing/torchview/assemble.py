"""From torchview's tree of nodes to our graph.

Owns the walk of ``ComputationGraph.node_hierarchy``. It must not run anything.
torchview keeps no dtypes, argument slots or outputs of functions apart; what it
does not know is left empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch

from recviz_docs.graph import Argument, Edge, Graph, Node, TensorInfo
from recviz_docs.tracing.inputs import InputFacts
from recviz_docs.tracing.leaves import tensor_leaves
from recviz_docs.tracing.modules import (
    class_name,
    count_parameters,
    describe_model,
    module_attributes,
    registered_modules,
)
from recviz_docs.tracing.recorder.functions import plain_name
from recviz_docs.tracing.recorder.reach import unused_inputs

__all__ = ["Recording", "assemble"]


@dataclass(frozen=True, slots=True)
class Recording:
    """What torchview recorded.

    Attributes:
        hierarchy: its tree: a call's node with what happened in it, in order.
        inputs: names and tensor nodes of the model's inputs.
        result: what the model returned, made of torchview's tensors.
        tensor_type: the class of those tensors.
    """

    hierarchy: Mapping[Any, Any]
    inputs: tuple[tuple[str, Any], ...]
    result: object
    tensor_type: type


@dataclass(slots=True)
class _Notes:
    """The graph while it grows: ids of torchview's nodes, nodes and edges in order."""

    names: dict[int, str]
    modules: dict[int, torch.nn.Module]
    ids: dict[int, str] = field(default_factory=dict)
    used: Counter[str] = field(default_factory=Counter)
    calls: Counter[int] = field(default_factory=Counter)
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)

    def name(self, thing: Any, wanted: str) -> str:
        self.used[wanted] += 1
        count = self.used[wanted]
        self.ids[id(thing)] = wanted if count == 1 else f"{wanted}#{count}"
        return self.ids[id(thing)]


def assemble(
    recording: Recording,
    model: torch.nn.Module,
    *,
    facts: Mapping[str, InputFacts],
    rule: str,
    mode: str,
) -> Graph:
    """Gives the graph of a recording of torchview."""
    modules = {id(module): module for module in model.modules()}
    names = {id(module): name for name, module in model.named_modules()}
    notes = _Notes(names, modules)
    for name, tensor in recording.inputs:
        notes.nodes.append(_input(notes, name, tensor, facts.get(name)))
    for inside in recording.hierarchy.values():
        for call in _calls(inside):
            _walk(notes, call[next(iter(call))], path="", parent=None)
    _outputs(notes, recording)
    return Graph(
        model=describe_model(model),
        nodes=tuple(notes.nodes),
        edges=tuple(dict.fromkeys(notes.edges)),
        inputs_rule=rule,
        unused=unused_inputs(notes.nodes, notes.edges),
        modules=registered_modules(model),
        mode=mode,
    )


def _calls(inside: list[Any]) -> Iterator[dict[Any, Any]]:
    return (entry for entry in inside if isinstance(entry, dict))


def _input(notes: _Notes, name: str, tensor: Any, facts: InputFacts | None) -> Node:
    told = {} if facts is None else {
        "feature": facts.feature, "vocabulary": facts.vocabulary, "dimension": facts.dimension
    }  # fmt: skip
    return Node(
        id=notes.name(tensor, f"in:{name}"),
        kind="input",
        name=name,
        outputs=(TensorInfo(tensor.tensor_shape, ""),),
        attributes={key: value for key, value in told.items() if value not in (None, "")},
    )


def _walk(notes: _Notes, inside: list[Any], *, path: str, parent: str | None) -> None:
    for entry in inside:
        if isinstance(entry, dict):
            call, contents = next(iter(entry.items()))
            _call(notes, call, contents, path=path, parent=parent)
        elif hasattr(entry, "tensor_shape"):
            if not entry.parents and id(entry) not in notes.ids:
                _constant(notes, entry, path=path, parent=parent)
        else:
            _function(notes, entry, path=path, parent=parent)


def _call(notes: _Notes, call: Any, contents: list[Any], *, path: str, parent: str | None) -> None:
    module = notes.modules.get(call.compute_unit_id)
    inner = notes.names.get(call.compute_unit_id)
    if inner is None:
        inner = f"{path}.{call.name}" if path else call.name
    notes.calls[call.compute_unit_id] += 1
    arguments = [Argument("", source) for source in _sources(notes, call)]
    place = len(notes.nodes)
    node = Node(
        id=notes.name(call, f"mod:{inner}"),
        kind="module",
        name=inner.rpartition(".")[2] or call.name,
        class_name=call.name if module is None else class_name(module),
        path=inner,
        parent=parent,
        call=notes.calls[call.compute_unit_id],
        inputs=_infos(call.input_shape),
        outputs=_infos(call.output_shape),
        parameters=0 if module is None else count_parameters(module, trainable=False),
        trainable=0 if module is None else count_parameters(module, trainable=True),
        attributes={} if module is None else module_attributes(module),
        arguments=tuple(arguments),
        module="" if module is None else type(module).__module__,
    )
    notes.nodes.append(node)
    _walk(notes, contents, path=inner, parent=node.id)
    returns = [_producer(notes, tensor) for tensor in call.output_nodes]
    notes.nodes[place] = Node(
        **{name: getattr(node, name) for name in node.__dataclass_fields__ if name != "returns"},
        returns=tuple(Argument("", source) for source in returns if source is not None),
    )


def _function(notes: _Notes, function: Any, *, path: str, parent: str | None) -> None:
    name = "pass" if function.name == "empty-pass" else plain_name(function.name)
    sources = _sources(notes, function)
    node_id = notes.name(function, f"fn:{path}/{name}" if path else f"fn:{name}")
    notes.nodes.append(
        Node(
            id=node_id,
            kind="function",
            name=name,
            path=path,
            parent=parent,
            inputs=_infos(function.input_shape),
            outputs=_infos(function.output_shape),
        )
    )
    notes.edges.extend(Edge(source, node_id) for source in sources)


def _constant(notes: _Notes, tensor: Any, *, path: str, parent: str | None) -> None:
    notes.nodes.append(
        Node(
            id=notes.name(tensor, f"fn:{path}/tensor" if path else "fn:tensor"),
            kind="constant",
            name="tensor",
            path=path,
            parent=parent,
            outputs=(TensorInfo(tensor.tensor_shape, ""),),
        )
    )


def _infos(shapes: list[Any]) -> tuple[TensorInfo, ...]:
    return tuple(TensorInfo(tuple(shape), "") for shape in shapes)


def _sources(notes: _Notes, thing: Any) -> list[str]:
    found = (_producer(notes, tensor) for tensor in thing.parents)
    return [source for source in dict.fromkeys(found) if source is not None]


def _producer(notes: _Notes, tensor: Any) -> str | None:
    """Gives the id of what made a tensor node: a function, an input, a constant."""
    main = tensor.main_node
    if id(main) in notes.ids:
        return notes.ids[id(main)]
    for parent in main.parents:
        if id(parent) in notes.ids:
            return notes.ids[id(parent)]
    return None


def _outputs(notes: _Notes, recording: Recording) -> None:
    for index, (path, tensor) in enumerate(tensor_leaves(recording.result)):
        info = TensorInfo(tuple(tensor.shape), str(tensor.dtype).partition(".")[2])
        node = Node(f"out:{index}", "output", path or "output", inputs=(info,), outputs=(info,))
        notes.nodes.append(node)
        if isinstance(tensor, recording.tensor_type):
            held: Any = tensor
            source = _producer(notes, held.tensor_nodes[-1])
            if source is not None:
                notes.edges.append(Edge(source, node.id, shape=info.shape, dtype=info.dtype))
