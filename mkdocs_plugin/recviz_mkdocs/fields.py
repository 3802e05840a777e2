"""The text of a directive: its argument and its fields, in both spellings.

Owns how the lines of a ``.. recviz::`` block and of a ``recviz`` fence are cut
into an argument and fields, and how the one is written as the other. It must not
know which options exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["FIELD", "MARKER", "Body", "block_lines", "read_block", "read_fence"]

# As docutils has it: blanks behind the dots, at most one before the colons.
MARKER = r"\.\. +recviz ?::(?: +|$)"
_START = re.compile(rf" *{MARKER}")
FIELD = re.compile(r" *:(?P<key>[A-Za-z][\w-]*):(?: +(?P<value>.*))?$")
_KEY_VALUE = re.compile(r":?(?P<key>[A-Za-z][\w-]*):(?:\s+(?P<value>.*))?$")
_QUOTED = re.compile(r"(?P<quote>['\"])(?P<inner>(?:(?!(?P=quote)).)*)(?P=quote)$")


@dataclass(frozen=True, slots=True)
class Body:
    """What a directive says: ``TARGET [key=value …]`` and ``(key, value)`` fields."""

    argument: str
    fields: tuple[tuple[str, str], ...]


def read_block(lines: Sequence[str]) -> tuple[Body, int]:
    """Gives the body of the ``.. recviz::`` block that starts the lines, and its length.

    As in RST it goes on as long as lines are indented deeper than its first one: first
    the rest of the argument, then fields, whose values go on in lines without a key.
    """
    base = _indent(lines[0])
    words = [_START.sub("", lines[0].rstrip())]
    fields: list[tuple[str, str]] = []
    count = 1
    for line in lines[1:]:
        if not line.strip() or _indent(line) <= base:
            break
        count += 1
        if field := FIELD.match(line):
            fields.append((field["key"], (field["value"] or "").strip()))
        elif fields:
            key, value = fields.pop()
            fields.append((key, f"{value} {line.strip()}".strip()))
        else:
            words.append(line.strip())
    return Body(" ".join(word for word in words if word), tuple(fields)), count


def read_fence(argument: str, lines: Sequence[str]) -> Body:
    """Gives the body of a ``recviz`` fence: flat ``key: value`` lines under its argument.

    A line that is none joins the argument, whose parser says what is wrong with it.
    """
    words, fields = [argument.strip()], []
    for line in lines:
        pair = _KEY_VALUE.match(line.strip())
        if pair is None:
            words.append(line.strip())
            continue
        value = (pair["value"] or "").strip()
        quoted = _QUOTED.match(value)
        fields.append((pair["key"], quoted["inner"] if quoted else value))
    return Body(" ".join(word for word in words if word), tuple(fields))


def block_lines(body: Body) -> Iterator[str]:
    """Gives the block form of a body, so that there is one path behind the fence."""
    yield f".. recviz:: {body.argument}".rstrip()
    for key, value in body.fields:
        yield f"   :{key}: {value}".rstrip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
