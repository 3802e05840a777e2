"""The rules there are: ours and those that other libraries add.

Owns the entry point group ``recviz.inputs`` and the order of its rules. It must
not know any rule; ours stand in the project's own metadata like anybody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from recviz_docs.errors import RecvizError
from recviz_docs.messages import Message, message
from recviz_docs.tracing.inputs.example import Rule

__all__ = ["GROUP", "FoundRules", "find_rules"]

GROUP = "recviz.inputs"
_OURS = "recviz_docs."


@dataclass(frozen=True, slots=True)
class FoundRules:
    """The rules in the order in which they are tried, and what could not be loaded."""

    rules: tuple[Rule, ...]
    broken: tuple[Message, ...]


def find_rules() -> FoundRules:
    """Gives every rule of the group; one that cannot be loaded is reported and left out.

    Raises:
        RecvizError: ``missing``: not even our own are there, so the installation is incomplete.
    """
    rules: list[tuple[int, str, Rule]] = []
    broken: list[Message] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda item: (item.name, item.value)):
        loaded = _load(entry)
        if isinstance(loaded, Message):
            broken.append(loaded)
        elif not any(rule is loaded for _, _, rule in rules):
            rules.append((loaded.order, entry.name, loaded))
    if not any(type(rule).__module__.startswith(_OURS) for _, _, rule in rules):
        raise RecvizError(
            "missing",
            message("the installation of recviz-docs holds no rule for example inputs"),
            advice=message("Install it again: pip install --force-reinstall recviz-docs"),
        )
    ordered = sorted(rules, key=lambda item: item[:2])
    return FoundRules(tuple(rule for _, _, rule in ordered), tuple(broken))


def _load(entry: EntryPoint) -> Rule | Message:
    owner = entry.dist.name if entry.dist is not None else entry.value
    try:
        found = entry.load()
    except (Exception, SystemExit) as error:  # whatever another project's import raises
        return message(
            "the input rule {name} of {owner} cannot be loaded: {error}",
            name=entry.name,
            owner=owner,
            error=f"{type(error).__name__}: {error}",
        )
    rule = found() if isinstance(found, type) else found
    named = isinstance(getattr(rule, "name", None), str)
    ordered = isinstance(getattr(rule, "order", None), int)
    if not (named and ordered and callable(getattr(rule, "fit", None))):
        return message(
            "the input rule {name} of {owner} is no rule: it needs a name, an order and fit()",
            name=entry.name,
            owner=owner,
        )
    return rule  # type: ignore[no-any-return]
