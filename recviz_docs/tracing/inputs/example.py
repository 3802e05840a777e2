"""What a rule gives: example inputs, and what is known about each of them.

Owns the types between the rules and their users, and the shape of a rule. It
must not know any rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from recviz_docs.messages import Message
from recviz_docs.options import Options

if TYPE_CHECKING:
    from recviz_docs.tracing.load import Loaded

__all__ = ["ExampleInputs", "InputFacts", "RejectedError", "Rule"]


@dataclass(frozen=True, slots=True)
class InputFacts:
    """What a rule knows about one input.

    Attributes:
        feature: ``sparse``, ``dense``, ``sequence``, or empty where it is no feature.
        vocabulary: ids are below it.
        dimension: size of its embedding, or of the vector that it is.
    """

    feature: str = ""
    vocabulary: int | None = None
    dimension: int | None = None


@dataclass(frozen=True, slots=True)
class ExampleInputs:
    """Arguments for one call of a model's ``forward``.

    Attributes:
        rule: name of the rule that made them.
        description: how they were made, for the outline and for errors.
        facts: what is known about each tensor, by key path.
        scales: whether the options' batch size and sequence length reach them.
    """

    args: tuple[object, ...]
    kwargs: Mapping[str, object]
    rule: str
    description: Message
    facts: Mapping[str, InputFacts] = field(default_factory=dict)
    scales: bool = False


class RejectedError(Exception):
    """A rule made inputs, the model took none of them, and a later rule may do better.

    Attributes:
        description: the inputs that came furthest.
        error: what the model raised.
    """

    def __init__(self, description: Message, error: BaseException | None) -> None:
        super().__init__(description, error)
        self.description = description
        self.error = error


class Rule(Protocol):
    """One way to come by example inputs; an entry point of the group ``recviz.inputs`` gives one.

    Attributes:
        name: the word by which it is reported.
        order: rules are tried from the lowest to the highest.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def order(self) -> int: ...  # noqa: D102

    def fit(self, loaded: Loaded, options: Options, base: Path) -> ExampleInputs | None:
        """Gives inputs for the model, or None where the rule does not apply.

        Args:
            loaded: the model and what came with it; a rule leaves it as it was.
            options: the diagram's options.
            base: directory that relative paths start from.

        Raises:
            RecvizError: the rule applies, but what the author wrote for it is wrong.
            RejectedError: the rule applies, but the model took none of its inputs.
        """
