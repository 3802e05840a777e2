"""What several nodes, or several edges, look like as one.

Owns the values of a folded node and of a folded edge: what the members share
stays, sizes in which they differ become a range, all else ``*``. It must not know why they
are drawn as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from recviz_docs.graph import AttributeValue, Dimension, Edge, EdgeRelation, Node, TensorInfo
from recviz_docs.simplify.twins.selections import counted_text, is_counted

__all__ = ["ANY", "common_shape", "common_values", "member_name", "merged_edge", "merged_node"]

ANY = "*"


def member_name(node: Node) -> str:
    """Gives the name under which a folded node lists a member.

    Inputs and outputs have their key paths, calls the path of their module (``mask#2``
    for its second call), parameters their qualified names, operations the place
    that runs them and what they do (``fm/add``).
    """
    if node.kind in ("input", "output"):
        return node.name
    if node.kind == "module":
        return node.path if node.call == 1 else f"{node.path}#{node.call}"
    if node.kind in ("parameter", "constant") and node.path:
        return node.path
    return node.id.partition(":")[2]


def merged_node(members: Sequence[Node], *, parameters: int, trainable: int) -> Node:
    """Gives the one node for twins, with the id of the first."""
    return replace(
        members[0],
        inputs=common_values([member.inputs for member in members]),
        outputs=common_values([member.outputs for member in members]),
        parameters=parameters,
        trainable=trainable,
        attributes=_attributes(members),
        members=tuple(name for node in members for name in node.members or (member_name(node),)),
        decided=tuple(dict.fromkeys(name for member in members for name in member.decided)),
        again=tuple(name for member in members for name in member.again),
    )


def merged_edge(
    edge: Edge, bundle: Sequence[Edge], *, relation: EdgeRelation, slot: str, label: str
) -> Edge:
    """Gives one edge for a bundle; ``slot`` is for one whose edges fill several slots."""
    slots = {item.slot for item in bundle}
    return replace(
        edge,
        relation=relation,
        label=label,
        slot=edge.slot if len(slots) == 1 else slot,
        shape=common_shape(item.shape for item in bundle),
    )


def common_values(values: Sequence[tuple[TensorInfo, ...]]) -> tuple[TensorInfo, ...]:
    """Gives the values of several nodes as those of one."""
    return tuple(
        TensorInfo(common_shape(info.shape for info in infos) or (), infos[0].dtype)
        for infos in zip(*values, strict=True)
    )


def common_shape(shapes: Iterable[tuple[Dimension, ...] | None]) -> tuple[Dimension, ...] | None:
    """Gives one shape for several; a size in which they differ is ``*``, None if their ranks do."""
    known = list(shapes)
    if any(shape is None or len(shape) != len(known[0] or ()) for shape in known):
        return None
    columns = zip(*(shape for shape in known if shape is not None), strict=True)
    return tuple(sizes[0] if len(set(sizes)) == 1 else ANY for sizes in columns)


def _attributes(members: Sequence[Node]) -> dict[str, AttributeValue]:
    names = dict.fromkeys(name for member in members for name in member.attributes)
    merged: dict[str, AttributeValue] = {}
    for name in names:
        values = [member.attributes.get(name) for member in members]
        if all(value == values[0] for value in values):
            merged[name] = values[0]
        elif is_counted(members[0], name):
            merged[name] = counted_text([str(value) for value in values])
        else:
            merged[name] = _range(values)
    return merged


def _range(values: Sequence[AttributeValue]) -> str:
    """Gives the least and the largest of different sizes, ``7–1000``."""
    sizes = [value for value in values if isinstance(value, int) and not isinstance(value, bool)]
    return f"{min(sizes)}–{max(sizes)}" if len(sizes) == len(values) else ANY
