"""What stands in the boxes of what enters, what leaves and what is read by the way.

Owns the texts of inputs as features (kind, vocabulary, names in columns), of
outputs by key, of parameters and constants. It must not know modules or arrows.
"""

from __future__ import annotations

from recviz_docs.graph import Node
from recviz_docs.layout.attributes import DIFFERS, number_range, value_text
from recviz_docs.layout.lines import TEXT, TITLE, Line
from recviz_docs.layout.measure import break_name, elide, text_width, wrap
from recviz_docs.layout.names import folded_names
from recviz_docs.messages import Language, message, translate
from recviz_docs.options import Options

__all__ = ["input_lines", "output_lines", "series_text", "times", "value_lines"]

_NAME_ROOM = 230.0
_MOST_NAMES = 150
_SIDEWAYS = 150.0  # px for the names of features where width is dear


def times(node: Node) -> str:
    """Gives `` ×4`` for a node that stands for four side by side, else nothing."""
    return f" ×{node.count}" if node.count > 1 else ""


def series_text(node: Node, language: Language) -> str:
    """Gives ``in series ×12`` for a block of steps in a row, else nothing."""
    if node.repeat != "series":
        return ""
    return message("in series ×{count}", count=node.steps).text(language)


def input_lines(node: Node, options: Options, language: Language, room: float) -> tuple[Line, ...]:
    """Gives the lines of an input: a feature, or several of a kind with all their names."""
    facts = _input_facts(node, language)
    if node.count == 1:
        rows = wrap(facts, TEXT, room, joint=" · ")
        names = _titles(node.name or translate("input", language), room)
        return (*names, *(Line(row, "small") for row in rows))
    kind, rest = (facts[0], facts[1:]) if _feature(node) else (translate("input", language), facts)
    name, tail = kind + times(node), " · ".join(rest)
    names = _columns(node.members, options)
    if text_width(name, TITLE, bold=True) + text_width(tail, TEXT) <= room:
        return (Line(name, "bold", tail=tail), *names)
    facts = wrap(rest, TEXT, room, joint=" · ")
    return (Line(name, "bold"), *(Line(row, "small") for row in facts), *names)


def _feature(node: Node) -> str:
    return str(node.attributes.get("feature") or "")


def _input_facts(node: Node, language: Language) -> tuple[str, ...]:
    words = {
        "sparse": translate("sparse", language),
        "dense": translate("dense", language),
        "sequence": translate("sequence", language),
    }
    facts = [words.get(_feature(node), _feature(node))] if _feature(node) else []
    vocabulary = node.attributes.get("vocabulary")
    if vocabulary not in (None, DIFFERS):
        facts.append(message("vocab {count}", count=number_range(vocabulary)).text(language))
    dtypes = {info.dtype for info in node.outputs} - {"float32", ""}
    return (*facts, *sorted(dtypes))


def _columns(names: tuple[str, ...], options: Options) -> tuple[Line, ...]:
    """Gives rows that list every name, read from left to right."""
    shown = list(names)
    if len(names) > _MOST_NAMES:
        shown = [*names[: _MOST_NAMES - 1], f"… +{len(names) - _MOST_NAMES + 1}"]
    cells = [elide(name, TEXT, _NAME_ROOM) for name in shown]
    widths = [text_width(cell, TEXT) + 14 for cell in cells]
    if options.direction in ("LR", "RL"):
        room = max(_SIDEWAYS, options.width * 0.5 * (len(cells) > 40))
    else:
        room = options.width * (0.85 if len(cells) > 40 else 0.5)
    rows = round((len(cells) / 2) ** 0.5)
    columns = -(-len(cells) // rows)
    while columns > 1 and sum(max(widths[at::columns]) for at in range(columns)) > room:
        columns -= 1
    return tuple(
        Line("  ".join(row), cells=row)
        for row in (tuple(cells[at : at + columns]) for at in range(0, len(cells), columns))
    )


def output_lines(node: Node, language: Language, room: float) -> tuple[Line, ...]:
    """Gives the lines of an output: its key, where it has one."""
    word = translate("output", language)
    if node.name in ("", "output") and node.count == 1:
        return (Line(word, "bold"),)
    names = folded_names(node.members) if node.count > 1 else node.name
    return (*_titles(names, room), Line(word + times(node), "small"))


def value_lines(node: Node, language: Language, room: float) -> tuple[Line, ...]:
    """Gives the lines of a parameter, a constant or a value of unknown origin."""
    words = {
        "parameter": translate("parameter", language),
        "constant": translate("constant", language),
        "opaque": translate("not recorded", language),
    }
    names = folded_names(node.members) if len(node.members) > 1 else node.path or node.name
    facts = [words[node.kind], *(str(info) for info in node.outputs[:1] if info.shape)]
    if "value" in node.attributes:
        facts.append(value_text(node.attributes["value"]))
    rows = wrap(tuple(facts), TEXT, room, joint=" · ")
    return (*_titles(names + times(node), room), *(Line(row, "small") for row in rows))


def _titles(name: str, room: float) -> tuple[Line, ...]:
    return tuple(Line(text, "bold") for text in break_name(name, TITLE, room, bold=True))
