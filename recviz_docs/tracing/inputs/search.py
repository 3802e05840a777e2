"""A search for inputs that a model takes: try, learn from the failure, try again.

Owns the order of the tries and their limit. It must not know what a plan is,
nor how it is run.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from recviz_docs.tracing.inputs.trial import Attempt

__all__ = ["Found", "Repair", "search"]

Plan = TypeVar("Plan")


@dataclass(frozen=True, slots=True)
class Repair(Generic[Plan]):
    """Another plan to try, and how far-fetched it is."""

    plan: Plan
    cost: float


@dataclass(frozen=True, slots=True)
class Found(Generic[Plan]):
    """How a search ended: the plan that worked, or the one that came furthest.

    Attributes:
        tries: how often the model ran.
    """

    plan: Plan
    attempt: Attempt
    tries: int

    @property
    def worked(self) -> bool:
        """Whether the model took the inputs of the plan."""
        return self.attempt.worked


def search(
    starts: Iterable[Repair[Plan]],
    run: Callable[[Plan], Attempt],
    repairs: Callable[[Plan, Attempt], Iterable[Repair[Plan]]],
    *,
    limit: int,
) -> Found[Plan] | None:
    """Gives the cheapest plan that works, else the one that came furthest within ``limit`` tries.

    A repair costs what it says on top of the plan it mends; of equal cost, the
    earlier goes first. None only where there is nothing to try.
    """
    waiting: list[tuple[float, int, Plan]] = []
    seen: list[Plan] = []
    born = 0
    for start in starts:
        heapq.heappush(waiting, (start.cost, born, start.plan))
        born += 1
    furthest: Found[Plan] | None = None
    tries = 0
    while waiting and tries < limit:
        cost, _, plan = heapq.heappop(waiting)
        if plan in seen:
            continue
        seen.append(plan)
        tries += 1
        outcome = run(plan)
        if outcome.worked:
            return Found(plan, outcome, tries)
        if furthest is None or outcome.calls > furthest.attempt.calls:
            furthest = Found(plan, outcome, tries)
        for repair in repairs(plan, outcome):
            heapq.heappush(waiting, (cost + repair.cost, born, repair.plan))
            born += 1
    return furthest
