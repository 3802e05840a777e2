"""What a directive says: the target and the options as written.

Owns the grammar ``TARGET [key=value …]`` (design 5.1), one parser for all faces.
It must not import what the target names, nor know which options exist.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from keyword import iskeyword

from recviz_docs.errors import RecvizError, did_you_mean, plain_signs, quoted
from recviz_docs.messages import Message, message

__all__ = ["Reference", "parse_arguments", "parse_reference"]

_OPEN = {"(": ")", "[": "]", "{": "}"}
_CLOSE = frozenset(_OPEN.values())
_QUOTES = "'\""
_LONG = 120


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
    rest = text[end:].lstrip()
    if rest.startswith("("):
        raise _bad_target(text, message("There is a blank before the bracket."))
    return parse_reference(text[:end]), tuple(_pairs(rest))


def _target_end(text: str) -> int:
    """Gives where the target ends: at the first blank outside brackets and strings."""
    position = 0
    while position < len(text) and not text[position].isspace():
        if text[position] in _OPEN:
            position = _bracket_end(text, position)
        elif text[position] in _CLOSE:
            raise _closes_nothing(text, text[position])
        else:
            position += 1
    return position


def _bracket_end(text: str, start: int) -> int:
    """Gives where the bracket at ``start`` has been closed."""
    waiting = [text[start]]
    position = start + 1
    while position < len(text) and waiting:
        character = text[position]
        if character in _QUOTES:
            position = _string_end(text, position)
            continue
        if character in _OPEN:
            waiting.append(character)
        elif character in _CLOSE and _OPEN[waiting.pop()] != character:
            raise _closes_nothing(text, character)
        position += 1
    if waiting:
        raise _never_closed(text, waiting[-1])
    return position


def _string_end(text: str, start: int) -> int:
    """Gives where the Python string at ``start`` has ended."""
    quote = text[start] * 3 if text.startswith(text[start] * 3, start) else text[start]
    position = start + len(quote)
    while position < len(text) and not text.startswith(quote, position):
        position += 2 if text[position] == "\\" else 1
    if position >= len(text):
        raise _never_closed(text, quote)
    return position + len(quote)


def _never_closed(text: str, opening: str) -> RecvizError:
    return RecvizError(
        "syntax",
        message(
            "unbalanced {character} in {text}: it is never closed",
            character=opening,
            text=quoted(text),
        ),
        advice=message("Close every bracket and quote that is opened."),
    )


def _closes_nothing(text: str, closing: str) -> RecvizError:
    return RecvizError(
        "syntax",
        message(
            "unbalanced {character} in {text}: it closes nothing that is open",
            character=closing,
            text=quoted(text),
        ),
        advice=message("Remove it, or open the bracket that it should close."),
    )


def parse_reference(text: str) -> Reference:
    """Gives the reference for a target alone, such as ``pkg.mod:build(dim=8)``.

    Raises:
        RecvizError: ``syntax``: no colon, no attribute, or arguments that are not Python literals.
    """
    text = text.strip()
    head, call = _split_call(text)
    place, colon, attribute = head.rpartition(":")
    if not colon:
        raise _bad_target(text, message("It has no colon between the module and the name in it."))
    if not place:
        raise _bad_target(text, message("There is no module before the colon."))
    if not attribute:
        raise _bad_target(text, message("There is no name behind the colon."))
    if not all(part.isidentifier() and not iskeyword(part) for part in attribute.split(".")):
        raise _bad_target(text, message("{name} is not a name of Python.", name=quoted(attribute)))
    if _is_file(place):
        return Reference(module="", file=place, attribute=attribute, call=call)
    if not all(part.isidentifier() for part in place.split(".")):
        raise _bad_target(text, message("{name} is not a module name.", name=quoted(place)))
    return Reference(module=place, file="", attribute=attribute, call=call)


def _is_file(place: str) -> bool:
    return place.endswith(".py") or "/" in place or "\\" in place


def _split_call(text: str) -> tuple[str, str | None]:
    bracket = text.find("(")
    if bracket < 0:
        return text, None
    if _bracket_end(text, bracket) != len(text):
        raise _bad_target(text, message("There is something behind the closing bracket."))
    return text[:bracket], _literal_arguments(text, text[bracket:])


def _literal_arguments(text: str, brackets: str) -> str:
    """Gives the canonical source of arguments that are all literals."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of '\d', which is text as good as any
            call = ast.parse(f"_{brackets}", mode="eval").body
        assert isinstance(call, ast.Call)
        for value in (*call.args, *(keyword.value for keyword in call.keywords)):
            ast.literal_eval(value)
        source = ast.unparse(call)[2:-1]
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        raise _bad_target(text, message("Its arguments are not Python literals.")) from None
    names = [keyword.arg for keyword in call.keywords]
    if None in names:
        raise _bad_target(text, message("Its arguments are not Python literals."))
    for name in names:
        if names.count(name) > 1:
            raise _bad_target(text, message("The argument {name} is given twice.", name=name))
    return source


def _bad_target(text: str, reason: Message) -> RecvizError:
    plain = plain_signs(text)
    return RecvizError(
        "syntax",
        message("bad target {target}", target=quoted(text)),
        reason=reason,
        advice=did_you_mean(plain if plain != text and len(plain) < _LONG else "")
        or message("Write pkg.mod:factory, pkg.mod:factory(dim=8) or path/to/file.py:factory."),
    )


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for word in _words(text):
        key, equals, value = word.partition("=")
        if not equals or not key or value.startswith("="):
            raise RecvizError(
                "syntax",
                message("{word} is not key=value", word=quoted(word)),
                advice=_pair_advice(word, text),
            )
        yield key, value


def _pair_advice(word: str, text: str) -> Message:
    plain = plain_signs(word)
    if plain != word and "=" in plain[1:]:
        return message("Did you mean {guess}?", guess=plain)
    key, colon, value = word.partition(":")
    if colon and re.fullmatch(r"[A-Za-z][\w-]*", key):
        if not value:
            value = " ".join(text.partition(word)[2].split()[:1]) or "…"
        return message(
            "Write {key}={value} behind the target, or :{key}: {value} on a line below it.",
            key=key, value=value,
        )  # fmt: skip
    if word.startswith("--"):
        return message("Write options without dashes in front, such as depth=4.")
    if re.search(rf"{re.escape(word)}\s+=", text) or word == "=":
        return message("Write no blanks around the equals sign.")
    return message("Write options as key=value, quoted if they hold blanks: caption='a b'.")


def _words(text: str) -> Iterator[str]:
    """Gives blank-separated words; quotes group and vanish, there are no escapes."""
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        start = position
        while position < len(text) and not text[position].isspace():
            if text[position] in _QUOTES and (position == start or text[position - 1] == "="):
                break
            position += 1
        word = text[start:position]
        if position < len(text) and not text[position].isspace():
            inner, position = _quoted_part(text, position)
            word += inner
        yield word


def _quoted_part(text: str, start: int) -> tuple[str, int]:
    """Gives what stands between the quotes, and the position behind them."""
    end = text.find(text[start], start + 1)
    if end < 0:
        raise _never_closed(text, text[start])
    if end + 1 < len(text) and not text[end + 1].isspace():
        raise RecvizError(
            "syntax",
            message("there is something behind the closing quote in {text}", text=quoted(text)),
            advice=message("Put text that holds one kind of quote into the other kind."),
        )
    return text[start + 1 : end], end + 1
