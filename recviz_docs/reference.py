"""What a directive says: the target and the options as written.

Owns the grammar ``TARGET [key=value …]`` (design 5.1), one parser for all faces.
It must not import what the target names, nor know which options exist.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from recviz_docs.errors import RecvizError
from recviz_docs.messages import Message, message

__all__ = ["Reference", "parse_arguments", "parse_reference"]

_OPEN = {"(": ")", "[": "]", "{": "}"}
_QUOTES = "'\""


@dataclass(frozen=True, slots=True)
class Reference:
    """A target, parsed; nothing is imported yet.

    Attributes:
        module: dotted name of the module, or empty for a file target.
        file: path as written for a file target, or empty.
        attribute: dotted name inside the module.
        call: canonical source of the arguments (``embed_dim=8, dims=[64, 32]``), empty
            for ``()``, None where the target has no brackets.
    """

    module: str
    file: str
    attribute: str
    call: str | None = None

    def __str__(self) -> str:
        brackets = "" if self.call is None else f"({self.call})"
        return f"{self.module or self.file}:{self.attribute}{brackets}"


def parse_arguments(text: str) -> tuple[Reference, tuple[tuple[str, str], ...]]:
    """Gives the reference and the options as written, in order, for a directive's argument.

    Raises:
        RecvizError: ``syntax``: no target, unbalanced brackets or quotes, a word that is no
            ``key=value``.
    """
    text = text.strip()
    end = _target_end(text)
    if end == 0:
        raise RecvizError(
            "syntax",
            message("the directive has no target"),
            advice=message("Write for example: .. recviz:: pkg.mod:build depth=4"),
        )
    return parse_reference(text[:end]), tuple(_pairs(text[end:]))


def _target_end(text: str) -> int:
    """Gives where the target ends: at the first blank outside brackets and strings."""
    position = 0
    while position < len(text) and not text[position].isspace():
        if text[position] in _OPEN:
            position = _bracket_end(text, position)
        else:
            position += 1
    return position


def _bracket_end(text: str, start: int) -> int:
    waiting = [_OPEN[text[start]]]
    position = start + 1
    while position < len(text) and waiting:
        character = text[position]
        if character in _QUOTES:
            position = _string_end(text, position)
            continue
        if character in _OPEN:
            waiting.append(_OPEN[character])
        elif character in _OPEN.values() and waiting.pop() != character:
            raise _unbalanced(text, character)
        position += 1
    if waiting:
        raise _unbalanced(text, waiting[-1])
    return position


def _string_end(text: str, start: int) -> int:
    quote, position = text[start], start + 1
    while position < len(text) and text[position] != quote:
        position += 2 if text[position] == "\\" else 1
    if position >= len(text):
        raise _unbalanced(text, quote)
    return position + 1


def _unbalanced(text: str, character: str) -> RecvizError:
    return RecvizError(
        "syntax",
        message("unbalanced {character} in the target {target}", character=character, target=text),
        advice=message("Close every bracket and quote that the target opens."),
    )


def parse_reference(text: str) -> Reference:
    """Gives the reference for a target alone, such as ``pkg.mod:build(dim=8)``.

    Raises:
        RecvizError: ``syntax``: no colon, no attribute, or arguments that are not Python literals.
    """
    head, call = _split_call(text)
    place, colon, attribute = head.rpartition(":")
    if not colon or not place:
        raise _bad_target(text, message("It has no colon between the module and the name in it."))
    parts = attribute.split(".")
    if not all(part.isidentifier() for part in parts):
        raise _bad_target(text, message("{name} is not a name of Python.", name=repr(attribute)))
    if _is_file(place):
        return Reference(module="", file=place, attribute=attribute, call=call)
    if not all(part.isidentifier() for part in place.split(".")):
        raise _bad_target(text, message("{name} is not a module name.", name=repr(place)))
    return Reference(module=place, file="", attribute=attribute, call=call)


def _is_file(place: str) -> bool:
    return place.endswith(".py") or "/" in place or "\\" in place


def _split_call(text: str) -> tuple[str, str | None]:
    bracket = text.find("(")
    if bracket < 0:
        return text, None
    if not text.endswith(")") or _bracket_end(text, bracket) != len(text):
        raise _bad_target(text, message("There is something behind the closing bracket."))
    return text[:bracket], _literal_arguments(text, text[bracket:])


def _literal_arguments(text: str, brackets: str) -> str:
    try:
        call = ast.parse(f"_{brackets}", mode="eval").body
        assert isinstance(call, ast.Call)
        for value in (*call.args, *(keyword.value for keyword in call.keywords)):
            ast.literal_eval(value)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _bad_target(text, message("Its arguments are not Python literals.")) from None
    if any(keyword.arg is None for keyword in call.keywords):
        raise _bad_target(text, message("Its arguments are not Python literals."))
    return ast.unparse(call)[2:-1]


def _bad_target(text: str, reason: Message) -> RecvizError:
    return RecvizError(
        "syntax",
        message("bad target {target}", target=repr(text)),
        reason=reason,
        advice=message("Write pkg.mod:factory, pkg.mod:factory(dim=8) or path/to/file.py:factory."),
    )


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for word in _words(text):
        key, equals, value = word.partition("=")
        if not equals or not key:
            raise RecvizError(
                "syntax",
                message("{word} is not key=value", word=repr(word)),
                advice=message(
                    "Write options as key=value, quoted if they hold blanks: caption='a b'."
                ),
            )
        yield key, value


def _words(text: str) -> Iterator[str]:
    """Gives blank-separated words; quotes group and vanish, there are no escapes."""
    word: list[str] | None = None
    position = 0
    while position < len(text):
        character = text[position]
        if character in _QUOTES and (word is None or word[-1:] == ["="]):
            end = text.find(character, position + 1)
            if end < 0:
                raise _unbalanced(text.strip(), character)
            word = [*(word or []), text[position + 1 : end]]
            position = end
        elif character.isspace():
            if word is not None:
                yield "".join(word)
            word = None
        else:
            word = [*(word or []), character]
        position += 1
    if word is not None:
        yield "".join(word)
