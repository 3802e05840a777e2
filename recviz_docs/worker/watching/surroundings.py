"""What was there before any model: modules, variables, distributions.

Owns what the worker finds out once and gives to each of its children.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from recviz_docs.worker.watching.installed import Installed

__all__ = ["Surroundings"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was there before.

    Attributes:
        startup: modules that the interpreter had loaded before any of ours.
        environment: variables as the process was given them; torch sets some itself.
        installed: the distributions.
        variables: those that were read while the process got ready for all models, with their
            states.
    """

    startup: frozenset[str]
    environment: Mapping[str, str]
    installed: Installed
    variables: Mapping[str, str] = field(default_factory=dict)
