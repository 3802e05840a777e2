from __future__ import annotations

from collections.abc import Iterator

from recviz_docs.tracing.inputs.search import Repair, search
from recviz_docs.tracing.inputs.trial import Attempt


def test_cheap_repairs_go_first_and_costs_add_up() -> None:
    tried: list[str] = []

    def run(plan: str) -> Attempt:
        tried.append(plan)
        return Attempt(None if plan == "goal" else ValueError(plan))

    def repairs(plan: str, outcome: Attempt) -> Iterator[Repair[str]]:
        following = {"start": [("far", 3.0), ("near", 1.0)], "near": [("goal", 1.0), ("start", 0)]}
        return (Repair(name, cost) for name, cost in following.get(plan, []))

    found = search([Repair("start", 0.0)], run, repairs, limit=9)
    assert found is not None and found.worked
    assert tried == ["start", "near", "goal"]


def test_the_furthest_is_given_where_none_works() -> None:
    def run(plan: int) -> Attempt:
        return Attempt(ValueError(), calls=plan % 3)

    def repairs(plan: int, outcome: Attempt) -> Iterator[Repair[int]]:
        yield Repair(plan + 1, 1.0)

    found = search([Repair(0, 0.0)], run, repairs, limit=5)
    assert found is not None and not found.worked
    assert found.plan == 2


def test_nothing_to_try() -> None:
    assert search([], lambda plan: Attempt(None), lambda plan, outcome: [], limit=3) is None
