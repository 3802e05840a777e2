"""Hand-made traces for the tests of the passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from recviz_docs.graph import (
    Argument,
    AttributeValue,
    Edge,
    EdgeStyle,
    Graph,
    Model,
    ModuleInfo,
    Node,
    NodeKind,
    TensorInfo,
)

Value = str | tuple[str, int]
SHAPE = TensorInfo((2, 4), "float32")


@dataclass
class Trace:
    """A trace in the making; each method adds a node and gives its id."""

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)

    def input(self, name: str, *, shape: TensorInfo = SHAPE, **attributes: AttributeValue) -> str:
        return self._add("in", name, "input", (), outputs=(shape,), attributes=attributes)

    def parameter(
        self, path: str, *, kind: NodeKind = "parameter", shape: TensorInfo = SHAPE
    ) -> str:
        prefix = "param" if kind == "parameter" else "const"
        name = path.rpartition(".")[2]
        return self._add(prefix, path, kind, (), name=name, path=path, outputs=(shape,))

    def function(
        self,
        name: str,
        *args: Value | list[Value],
        parent: str | None = None,
        results: int = 1,
        shape: TensorInfo = SHAPE,
        style: EdgeStyle = "solid",
        attributes: dict[str, AttributeValue] | None = None,
        **keywords: Value,
    ) -> str:
        path = "" if parent is None else self.node(parent).path
        slots = list(_slots(args, keywords))
        return self._add(
            "fn",
            f"{path}/{name}" if path else name,
            "function",
            slots,
            name=name,
            path=path,
            parent=parent,
            outputs=(shape,) * results,
            style=style,
            attributes=attributes or {},
        )

    def call(
        self,
        path: str,
        class_name: str,
        *args: Value | list[Value],
        parent: str | None = None,
        module: str = "zoo",
        parameters: int = 0,
        shape: TensorInfo = SHAPE,
        attributes: dict[str, AttributeValue] | None = None,
        frame: bool = False,
        results: int = 1,
        **keywords: Value,
    ) -> str:
        """Adds a module call: one that edges end at, or (``frame``) one to put content in."""
        slots = list(_slots(args, keywords))
        call = 1 + sum(node.kind == "module" and node.path == path for node in self.nodes)
        return self._add(
            "mod",
            path,
            "module",
            () if frame else slots,
            name=path.rpartition(".")[2],
            path=path,
            class_name=class_name,
            parent=parent,
            call=call,
            module=module,
            parameters=parameters,
            trainable=parameters,
            attributes=attributes or {},
            outputs=(shape,) * results,
            arguments=tuple(Argument(slot, *_value(value)) for slot, value in slots),
        )

    def returns(self, call: str, **results: Value) -> None:
        """Says what a call gave back, by key (``_`` for a lone result)."""
        position = next(i for i, node in enumerate(self.nodes) if node.id == call)
        arguments = tuple(
            Argument("" if key == "_" else key, *_value(value)) for key, value in results.items()
        )
        values = {name: getattr(self.nodes[position], name) for name in Node.__slots__}
        self.nodes[position] = Node(**(values | {"returns": arguments}))

    def output(self, value: Value, name: str = "output") -> str:
        count = sum(node.kind == "output" for node in self.nodes)
        return self._add("out", str(count), "output", [("", value)], name=name, outputs=())

    def graph(self, *, class_name: str = "Tiny", module: str = "zoo", **known: object) -> Graph:
        return Graph(
            Model(class_name, 0, 0, module=module),
            tuple(self.nodes),
            tuple(self.edges),
            **known,  # type: ignore[arg-type]
        )

    def node(self, identity: str) -> Node:
        return next(node for node in self.nodes if node.id == identity)

    def _add(
        self,
        prefix: str,
        tail: str,
        kind: NodeKind,
        slots: object,
        *,
        name: str = "",
        outputs: tuple[TensorInfo, ...] = (SHAPE,),
        style: EdgeStyle = "solid",
        **known: object,
    ) -> str:
        identity, count = f"{prefix}:{tail}", 1
        while any(node.id == identity for node in self.nodes):
            count += 1
            identity = f"{prefix}:{tail}#{count}"
        values = [(slot, *_value(value)) for slot, value in slots]  # type: ignore[attr-defined]
        infos = [self.node(source).outputs[output] for _, source, output in values]
        self.nodes.append(
            Node(
                identity,
                kind,
                name or tail,
                inputs=tuple(infos),
                outputs=outputs,
                **known,  # type: ignore[arg-type]
            )
        )
        for (slot, source, output), info in zip(values, infos, strict=True):
            self.edges.append(
                Edge(
                    source,
                    identity,
                    style=style,
                    slot=slot,
                    output=output,
                    shape=info.shape,
                    dtype=info.dtype,
                )
            )
        return identity


def _value(value: Value) -> tuple[str, int]:
    return (value, 0) if isinstance(value, str) else value


def _slots(
    args: tuple[Value | list[Value], ...], keywords: dict[str, Value]
) -> Iterator[tuple[str, Value]]:
    for position, value in enumerate(args):
        if isinstance(value, list):
            yield from ((f"{position}[{i}]", item) for i, item in enumerate(value))
        else:
            yield str(position), value
    yield from keywords.items()


def info(path: str, class_name: str = "Linear", *, shared_with: str = "") -> ModuleInfo:
    return ModuleInfo(path, class_name, 1, 1, shared_with=shared_with)


def joined(graph: Graph) -> set[tuple[str, str]]:
    """Gives the ends of all edges."""
    return {(edge.source, edge.target) for edge in graph.edges}


def reachable(graph: Graph, start: str) -> set[str]:
    """Gives every node that a value of ``start`` arrives at."""
    targets: dict[str, list[str]] = {}
    for edge in graph.edges:
        targets.setdefault(edge.source, []).append(edge.target)
    found, waiting = {start}, [start]
    while waiting:
        for target in targets.get(waiting.pop(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found
