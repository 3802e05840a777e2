"""Which module calls really move when the result of one is disturbed.

The model runs without any recorder; only ``nn.Module.__call__`` is wrapped, and each
``forward`` of the model's own classes, which some call by its name. Noise on the result
of one call must move exactly the calls that the graph says it reaches.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FunctionType

import torch

from recviz_docs.graph import Graph, Node
from recviz_docs.tracing.leaves import replace_tensors, tensor_leaves
from tests.oracles.perturbation import fresh, perturbed, same_values, seed_all

__all__ = ["Call", "called_modules", "unseen_influences"]


@dataclass(frozen=True, slots=True)
class Call:
    """One module call of a plain run."""

    class_name: str
    results: tuple[torch.Tensor, ...]


def called_modules(
    model: torch.nn.Module,
    args: tuple[object, ...],
    kwargs: Mapping[str, object],
    *,
    disturbed: int | None = None,
) -> list[Call]:
    """Gives the calls in the order they began; noise is added to the result of one."""
    calls: list[Call | None] = []
    running: list[torch.nn.Module] = []

    def watched(original: Callable[..., object]) -> Callable[..., object]:
        def run(module: torch.nn.Module, *given: object, **named: object) -> object:
            if running and running[-1] is module and original is not plain:
                return original(module, *given, **named)  # within its own call
            index = len(calls)
            calls.append(None)
            running.append(module)
            try:
                result = original(module, *given, **named)
            finally:
                running.pop()
            if index == disturbed:
                generator = torch.Generator().manual_seed(index)
                result = replace_tensors(
                    result, lambda t: perturbed(t, generator) if t.is_floating_point() else t
                )
            results = tuple(tensor.detach().clone() for _, tensor in tensor_leaves(result))
            calls[index] = Call(type(module).__name__, results)
            return result

        return run

    plain = torch.nn.Module.__call__
    fast = torch.backends.mha.get_fastpath_enabled()  # it computes without calling the layers
    torch.backends.mha.set_fastpath_enabled(False)
    twin = fresh(model)
    forwards = _own_forwards(twin)
    torch.nn.Module.__call__ = watched(plain)  # type: ignore[assignment]
    for owner, forward in forwards.items():
        owner.forward = watched(forward)  # type: ignore[attr-defined]
    try:
        seed_all()
        with torch.no_grad():
            twin(
                *replace_tensors(args, torch.clone, deep=True),
                **replace_tensors(dict(kwargs), torch.clone, deep=True),
            )
    finally:
        torch.nn.Module.__call__ = plain  # type: ignore[method-assign]
        for owner, forward in forwards.items():
            owner.forward = forward  # type: ignore[attr-defined]
        torch.backends.mha.set_fastpath_enabled(fast)
    return [call for call in calls if call is not None]


def _own_forwards(model: torch.nn.Module) -> dict[type, Callable[..., object]]:
    kinds = {kind for module in model.modules() for kind in type(module).__mro__}
    return {
        kind: kind.__dict__["forward"]
        for kind in sorted(kinds, key=str)
        if isinstance(kind.__dict__.get("forward"), FunctionType)
        and not kind.__module__.startswith("torch.")
    }


def unseen_influences(
    graph: Graph,
    model: torch.nn.Module,
    args: tuple[object, ...],
    kwargs: Mapping[str, object],
    *,
    most: int = 60,
) -> list[tuple[str, str]]:
    """Gives (module call, module call) where one moved the other and the graph has no path."""
    plain = called_modules(model, args, kwargs)[1:]
    again = called_modules(model, args, kwargs)[1:]
    steady = [
        all(map(same_values, one.results, other.results))
        for one, other in zip(plain, again, strict=True)
    ]
    modules = [node for node in graph.nodes if node.kind == "module"]
    place = {node.id: index for index, node in enumerate(graph.nodes)}
    found = []
    for index in range(0, len(modules), max(1, len(modules) // most)):
        if not any(tensor.is_floating_point() for tensor in plain[index].results):
            continue
        try:
            noisy = called_modules(model, args, kwargs, disturbed=index + 1)[1:]
        except (RuntimeError, IndexError, ValueError):
            continue
        if [call.class_name for call in noisy] != [call.class_name for call in plain]:
            continue
        reached = _reached(graph, modules[index])
        inside = _inside(graph, modules[index].id)
        deciders = _deciders(graph, reached)
        for node, before, after, same in zip(modules, plain, noisy, steady, strict=True):
            moved = same and not all(map(same_values, before.results, after.results))
            if (
                moved
                and not any(place[node.id] > place[decider] for decider in deciders)
                and node.id not in inside
                and not _returns_one_of(node, reached)
            ):
                found.append((modules[index].id, node.id))
    return found


def _inside(graph: Graph, call: str) -> set[str]:
    inside = {call}
    for node in graph.nodes:
        if node.parent in inside:
            inside.add(node.id)
    return inside


def _reached(graph: Graph, call: Node) -> set[tuple[str, int | None]]:
    """Gives what reads the call's results and what follows; None stands for any output."""
    inside = _inside(graph, call.id)
    returned = {(value.source, value.output) for value in call.returns}
    waiting = [
        edge.target
        for edge in graph.edges
        if (edge.source, edge.output) in returned and edge.target not in inside
    ]
    targets: dict[str, list[str]] = {}
    for edge in graph.edges:
        targets.setdefault(edge.source, []).append(edge.target)
    seen: set[str] = set()
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(targets.get(node, ()))
    return {(node, None) for node in seen} | {(source, output) for source, output in returned}


def _deciders(graph: Graph, reached: set[tuple[str, int | None]]) -> list[str]:
    """Gives the places where values chose the way: what comes later may move without a path."""
    return [node.id for node in graph.nodes if node.decided and (node.id, None) in reached]


def _returns_one_of(node: Node, values: set[tuple[str, int | None]]) -> bool:
    return any(
        (value.source, None) in values or (value.source, value.output) in values
        for value in node.returns
    )
