"""What can go wrong, said so that an author can mend it.

Owns the one error type of the project: a stable code, what failed, where, why
and what to do. It must not know who shows it: hosts turn it into a warning of
type ``recviz.<code>`` and an error box, the command line into a line on stderr.
Codes (fixed, hosts let users suppress by them):

``syntax`` the directive's text, ``option`` an unknown or bad option,
``import`` the module or attribute of a target, ``refused`` not on the allow
list, ``factory`` the target raised or gave no module, ``inputs`` no example
inputs could be made, ``forward`` the model raised, ``timeout``, ``memory``,
``crash`` the worker died, ``layout`` the layout engine failed or took too long,
``missing`` a package, program or font is not installed, ``config`` a bad setting,
``frozen`` a picture is missing or stale in frozen mode, ``markdown`` a directive
that Markdown would have swallowed, ``trace`` a model that cannot be recorded,
``cache`` (a warning, no failure) a cache that cannot be written, or a diagram that cannot
be kept in it, ``wide`` (a note, no failure) a picture wider than its column. The command line
has two of its own: ``usage`` a wrong call, ``output`` a file or format that cannot be written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recviz_docs.messages import Language, Message, message

__all__ = [
    "Location",
    "RecvizError",
    "did_you_mean",
    "missing_extra",
    "nearest",
    "plain_signs",
    "quoted",
]

_LONGEST = 120
_ENDS = (".", "!", "?", "\N{IDEOGRAPHIC FULL STOP}", "\N{FULLWIDTH QUESTION MARK}")
_SENTENCES = {"zh": ("\N{IDEOGRAPHIC FULL STOP}", "")}  # how they end, what stands between
_SIGNS = str.maketrans(
    "：＝，、．（）“”‘’–—−－‐‑",
    ":=,,.()\"\"''------",
)


@dataclass(frozen=True, slots=True)
class Location:
    """A line of a file, as an author's editor understands it."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


class RecvizError(Exception):
    """One failure of one diagram (or of the configuration).

    Attributes:
        code: stable word from the list in this module's docstring.
        problem: what failed.
        reason: why, or None where ``problem`` says it all.
        advice: what the author can do about it.
        where: the author's own line (a frame of the factory or of ``forward``).
        detail: lines for the curious, such as the author's own traceback.
    """

    def __init__(
        self,
        code: str,
        problem: Message,
        *,
        advice: Message,
        reason: Message | None = None,
        where: Location | None = None,
        detail: str = "",
    ) -> None:
        super().__init__(code, problem)
        self.code = code
        self.problem = problem
        self.reason = reason
        self.advice = advice
        self.where = where
        self.detail = detail

    def text(self, language: Language = "en") -> str:
        """Gives one paragraph: what, where, why, what to do."""
        parts = [self.problem.text(language)]
        if self.where is not None:
            parts[0] += f" ({self.where})"
        if self.reason is not None:
            parts.append(self.reason.text(language))
        parts.append(self.advice.text(language))
        stop, gap = _SENTENCES.get(language, (".", " "))
        return gap.join(part if part.endswith(_ENDS) else f"{part}{stop}" for part in parts)

    def __str__(self) -> str:
        return self.text()

    def __reduce__(self) -> tuple[Any, ...]:
        return RecvizError.from_json, (self.to_json(),)

    def to_json(self) -> dict[str, Any]:
        """Gives the error as JSON data, for the worker's protocol."""
        return {
            "code": self.code,
            "problem": _message_json(self.problem),
            "reason": None if self.reason is None else _message_json(self.reason),
            "advice": _message_json(self.advice),
            "where": None if self.where is None else [self.where.file, self.where.line],
            "detail": self.detail,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RecvizError:
        """Gives the error back from `to_json`'s data."""
        where = data["where"]
        reason = data["reason"]
        return cls(
            data["code"],
            _message_from(data["problem"]),
            reason=None if reason is None else _message_from(reason),
            advice=_message_from(data["advice"]),
            where=None if where is None else Location(*where),
            detail=data["detail"],
        )


def _message_from(data: Sequence[Any]) -> Message:
    template, values = data
    return Message(
        template,
        {
            name: _message_from(v) if isinstance(v, list | tuple) else v
            for name, v in values.items()
        },
    )


def _message_json(value: Message) -> list[object]:
    return [value.template, {name: _plain(fact) for name, fact in value.values.items()}]


def _plain(fact: object) -> object:
    if isinstance(fact, Message):
        return _message_json(fact)
    return fact if isinstance(fact, int | float | str) else str(fact)


def nearest(given: str, valid: list[str], *, likeness: float = 0.6) -> str:
    """Gives the valid name that looks most like ``given``, or an empty string.

    ``likeness`` is how much of both has to be the same: more where many names are valid,
    since one of them looks like anything.
    """
    from difflib import get_close_matches

    found = get_close_matches(plain_signs(given)[:_LONGEST], valid, n=1, cutoff=likeness)
    return found[0] if found else ""


def plain_signs(text: str) -> str:
    """Gives the text with the signs of ASCII for those that look like them.

    An input method or a word processor writes the others; this tells what was meant.
    """
    return text.translate(_SIGNS)


def did_you_mean(guess: str) -> Message | None:
    """Gives the advice to write ``guess``; None where there is none."""
    return message("Did you mean {guess}?", guess=guess) if guess else None


def quoted(text: str) -> str:
    """Gives what an author wrote, in quotes, on one line and not too long."""
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def missing_extra(feature: str, package: str, extra: str) -> RecvizError:
    """Gives the one error for a package that an optional feature needs."""
    return RecvizError(
        "missing",
        message(
            "{feature} needs the package {package}, which is not installed",
            feature=feature,
            package=package,
        ),
        advice=message("Install it with: pip install 'recviz-docs[{extra}]'", extra=extra),
    )
