"""The modules of a model as a tree of lines, repeats told once.

Owns which modules are neighbours of one kind and what is said of each: class,
attributes, what it gives, parameters, calls. It must not know the other sections
of the outline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from recviz_docs.graph import AttributeValue, Graph, ModuleInfo, Node
from recviz_docs.layout.attributes import attribute_texts
from recviz_docs.layout.names import number_text
from recviz_docs.messages import Language, message, translate

__all__ = ["Entry", "module_entries", "parameters_text"]

_VOCABULARY = frozenset(("num_embeddings", "vocab_size"))  # what twins may differ in
_INDEX = re.compile(r"(^|_)(idx|index|id|number)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line and the entries below it."""

    text: str
    children: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class _Branch:
    """A registered module with its calls, and what is registered in it."""

    info: ModuleInfo
    calls: tuple[Node, ...]
    branches: tuple[_Branch, ...]
    values: tuple[Node, ...]

    @property
    def name(self) -> str:
        return self.info.path.rpartition(".")[2]

    @property
    def attributes(self) -> Mapping[str, AttributeValue]:
        """Gives what tells the module apart, and not the place that it has in a list."""
        found = self.calls[0].attributes if self.calls else {}
        numbers = {int(part) for part in self.info.path.split(".") if part.isdecimal()}
        return {
            name: value
            for name, value in found.items()
            if not (_INDEX.search(name) and value in numbers and value is not True)
        }

    @property
    def reached(self) -> bool:
        """Tells whether the module or one inside it was called."""
        return bool(self.calls) or any(branch.reached for branch in self.branches)

    @property
    def kind(self) -> tuple[object, ...]:
        """Gives what neighbours have in common that are told as one."""
        return (
            self.info.class_name,
            "" if self.calls else self.info.extra,
            {name: value for name, value in self.attributes.items() if name not in _VOCABULARY},
            [call.outputs for call in self.calls],
            self.info.shared_with,
            [(branch.name, branch.kind, branch.info.parameters) for branch in self.branches],
            [(value.name, value.outputs) for value in self.values],
        )


def module_entries(trace: Graph, graph: Graph, language: Language) -> tuple[Entry, ...]:
    """Gives the modules of a trace, nested as they are registered.

    Args:
        trace: everything that was recorded.
        graph: what is drawn of it; parameters that have a box of their own are listed.
        language: of our own words.
    """
    calls: dict[str, list[Node]] = {}
    for node in trace.nodes:
        if node.kind == "module":
            calls.setdefault(node.path, []).append(node)
    inside: dict[str, list[ModuleInfo]] = {}
    for info in (*trace.modules, *_unlisted(trace, calls)):
        inside.setdefault(info.path.rpartition(".")[0], []).append(info)
    values: dict[str, list[Node]] = {}
    for node in graph.nodes:
        if node.kind == "parameter":
            for path in node.members or (node.path,):
                values.setdefault(path.rpartition(".")[0], []).append(node)
        for name in node.operands:  # parameters that have no box
            kind, _, path = name.partition(":")
            outer, _, last = path.rpartition(".")
            if kind == "param":
                values.setdefault(outer, []).append(Node(name, "parameter", last, path=path))

    def branch(info: ModuleInfo) -> _Branch:
        return _Branch(
            info,
            calls=tuple(calls.get(info.path, ())),
            branches=tuple(branch(below) for below in inside.get(info.path, ())),
            values=tuple(values.get(info.path, ())),
        )

    own = _value_entries(values.get("", ()), language)
    return (*own, *_entries([branch(info) for info in inside.get("", ())], language))


def _unlisted(trace: Graph, calls: Mapping[str, Sequence[Node]]) -> Iterator[ModuleInfo]:
    """Gives what was called without being registered, and what such a module stands in."""
    known = {info.path for info in trace.modules}
    for path, nodes in calls.items():
        parts = path.split(".")
        for end in range(1, len(parts)):
            outer = ".".join(parts[:end])
            if outer not in calls and outer not in known:
                known.add(outer)
                yield ModuleInfo(outer, "", 0)
        if path not in known:
            known.add(path)
            yield ModuleInfo(path, nodes[0].class_name, nodes[0].parameters, nodes[0].trainable)


def _entries(branches: Sequence[_Branch], language: Language) -> tuple[Entry, ...]:
    runs = [list(run) for _, run in groupby(branches, key=lambda branch: branch.kind)]
    return tuple(_entry(run, language) for run in runs)


def _entry(run: Sequence[_Branch], language: Language) -> Entry:
    first = run[0]
    what = first.info.class_name + (f" ×{len(run)}" if len(run) > 1 else "")
    names = _names([branch.name for branch in run])
    title = what if names == what else ": ".join(part for part in (names, what) if part)
    return Entry(
        " · ".join([title, *_facts(run, language)]),
        (*_value_entries(first.values, language), *_entries(first.branches, language)),
    )


def _names(names: Sequence[str]) -> str:
    """Gives all names; numbers in a row as first and last."""
    numbers = [int(name) for name in names if name.isdecimal()]
    if len(names) > 2 and numbers == list(range(numbers[0] if numbers else 0, len(names))):
        return f"{names[0]} – {names[-1]}"
    return ", ".join(names)


def _facts(run: Sequence[_Branch], language: Language) -> Iterator[str]:
    first = run[0]
    if first.info.shared_with:
        yield message("the same as {path}", path=first.info.shared_with).text(language)
    if first.calls:
        yield from attribute_texts(_merged([branch.attributes for branch in run]))
        given = [", ".join(str(info) for info in call.outputs) for call in first.calls]
        shapes = " / ".join(shape for shape in dict.fromkeys(given) if shape)
        if shapes:
            yield message("gives {values}", values=shapes).text(language)
    elif first.info.extra:
        yield first.info.extra
    if len(first.calls) > 1:
        yield message("called {count} times", count=len(first.calls)).text(language)
    elif not first.reached:
        yield translate("never called", language)
    parameters = sum(branch.info.parameters for branch in run)
    if parameters and len(run) > 1:
        count = number_text(parameters)
        yield message("{count} parameters in all", count=count).text(language)
    elif parameters:
        yield parameters_text(parameters, language)


def parameters_text(count: int, language: Language) -> str:
    """Gives a number of parameters in words."""
    if count == 1:
        return translate("1 parameter", language)
    return message("{count} parameters", count=number_text(count)).text(language)


def _merged(all_attributes: Sequence[Mapping[str, AttributeValue]]) -> dict[str, AttributeValue]:
    """Gives the attributes of all; numbers that differ as the least and the largest."""
    merged = dict(all_attributes[0])
    for name in _VOCABULARY & merged.keys():
        values = [each.get(name) for each in all_attributes]
        numbers = [value for value in values if isinstance(value, int)]
        if numbers and min(numbers) != max(numbers):
            merged[name] = f"{number_text(min(numbers))} – {number_text(max(numbers))}"
    return merged


def _value_entries(values: Sequence[Node], language: Language) -> tuple[Entry, ...]:
    """Gives the parameters that an operation of the module reads by itself."""
    word = translate("parameter", language)
    return tuple(
        Entry(" · ".join([f"{value.name}: {word}", *map(str, value.outputs[:1])]))
        for value in {value.id: value for value in values}.values()
    )
