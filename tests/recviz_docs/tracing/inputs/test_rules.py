from __future__ import annotations

import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from recviz_docs.errors import RecvizError
from recviz_docs.tracing.inputs import rules
from recviz_docs.tracing.inputs.rules import find_rules

ROOT = Path(__file__).parents[4]


class Extra:
    name = "extra"
    order = 450

    def fit(self, loaded, options, base):
        return None


EXTRA = Extra()
NO_RULE = object()


def with_entries(monkeypatch: pytest.MonkeyPatch, *values: str) -> None:
    ours = tuple(rules.entry_points(group=rules.GROUP))
    others = tuple(EntryPoint(f"n{i}", value, rules.GROUP) for i, value in enumerate(values))
    monkeypatch.setattr(rules, "entry_points", lambda *, group: (*others, *ours))


def test_ours_are_the_six_of_the_design_in_order() -> None:
    names = [rule.name for rule in find_rules().rules]
    assert list(dict.fromkeys(names)) == [
        "inputs", "convention", "spec", "example", "features", "layers",
    ]  # fmt: skip
    orders = [rule.order for rule in find_rules().rules]
    assert orders == sorted(orders)


def test_every_rule_of_ours_is_an_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {value.partition(":")[0] for value in project["entry-points"][rules.GROUP].values()}
    package = ROOT / "recviz_docs/tracing/inputs"
    with_rule = {
        f"recviz_docs.tracing.inputs.{file.stem}"
        for file in package.glob("*.py")
        if "\nRULE = " in file.read_text("utf-8")
    }
    assert declared == with_rule


def test_another_librarys_rule_stands_at_its_place(monkeypatch) -> None:
    with_entries(monkeypatch, f"{__name__}:EXTRA", f"{__name__}:Extra")
    monkeypatch.setitem(__import__("sys").modules, __name__, __import__("sys").modules[__name__])
    names = list(dict.fromkeys(rule.name for rule in find_rules().rules))
    assert names.index("example") < names.index("extra") < names.index("features")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("no_such_library_here:RULE", "No module named 'no_such_library_here'"),
        ("json:no_such_attribute", "no attribute"),
        ("json:loads", "is no rule"),
    ],
)
def test_a_broken_rule_is_reported_and_left_out(monkeypatch, value, words) -> None:
    with_entries(monkeypatch, value)
    found = find_rules()
    assert len(found.broken) == 1
    assert words in found.broken[0].text()
    assert "layers" in [rule.name for rule in found.rules]


def test_an_installation_without_rules_is_an_error(monkeypatch) -> None:
    monkeypatch.setattr(rules, "entry_points", lambda *, group: ())
    with pytest.raises(RecvizError) as caught:
        find_rules()
    assert caught.value.code == "missing"
