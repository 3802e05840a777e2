"""What values an option can take, and how they are read from text.

Owns one reader per kind of value (a whole number, one of some words, a switch …)
and the words that say what it takes. It must not know any option.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from recviz_docs.messages import Message, message

__all__ = ["BadValueError", "Kind", "choice", "names", "positive_number", "switch", "text", "whole"]

_MOST = 2**31 - 1


class BadValueError(Exception):
    """A value that its option does not take.

    Attributes:
        takes: what it takes.
    """

    def __init__(self, takes: Message) -> None:
        super().__init__(takes)
        self.takes = takes


class Kind(NamedTuple):
    """How the text of a value is read.

    Attributes:
        takes: the values, for people.
        read: gives the value; raises `BadValueError`.
        flag: whether no text at all means true.
        choices: the words it takes, where it takes only these.
    """

    takes: Message
    read: Callable[[str], object]
    flag: bool = False
    choices: tuple[str, ...] = ()


def text() -> Kind:
    """Gives the kind for any text."""
    return Kind(message("text"), str)


def whole(*, least: int) -> Kind:
    """Gives the kind for a whole number."""
    takes = message("a whole number of at least {least}", least=least)

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise BadValueError(takes) from None
        if value < least:
            raise BadValueError(takes)
        if value > _MOST:
            raise BadValueError(message("a whole number of at most {most}", most=_MOST))
        return value

    return Kind(takes, read)


def positive_number() -> Kind:
    """Gives the kind for a number above 0."""
    takes = message("a number of seconds above 0")

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise BadValueError(takes) from None
        if not 0 < value < float("inf"):
            raise BadValueError(takes)
        return value

    return Kind(takes, read)


def choice(*words: str) -> Kind:
    """Gives the kind for one of some words, in any case."""
    takes = message("one of {words}", words=", ".join(words))

    def read(text: str) -> str:
        for word in words:
            if word.lower() == text.lower():
                return word
        raise BadValueError(takes)

    return Kind(takes, read, choices=words)


_TRUTH = {"true": True, "yes": True, "on": True, "1": True, "": True}
_TRUTH |= {"false": False, "no": False, "off": False, "0": False}


def switch() -> Kind:
    """Gives the kind for true or false."""
    takes = message("true or false")

    def read(text: str) -> bool:
        try:
            return _TRUTH[text.lower()]
        except KeyError:
            raise BadValueError(takes) from None

    return Kind(takes, read, flag=True)


def names() -> Kind:
    """Gives the kind for several names in one text."""
    return Kind(message("names or globs, separated by commas or blanks"), _read_names)


def _read_names(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())
