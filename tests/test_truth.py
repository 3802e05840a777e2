"""The zoo against its oracles: autograd, perturbation, noise, plain calls and torchlens."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests import zoo
from tests.oracles.judge import Verdict, judged, warmed_up
from tests.oracles.torchview_differences import DIFFERENCES
from tests.zoo.explained import EXPLAINED, explains

ENTRIES = zoo.entries()
PAGES = Path(__file__).parents[1] / "docs" / "explanation"


def disagreements(verdict: Verdict) -> list[tuple[str, str]]:
    """Gives (oracle, what it says) for all that it says against the graph."""
    lists = ("missing", "idle", "unseen", "lens")
    texts = ("calls_differ", "lens_cannot")
    return [
        *((name, said) for name in lists for said in getattr(verdict, name)),
        *((name, getattr(verdict, name)) for name in texts if getattr(verdict, name)),
    ]


@pytest.fixture(scope="module")
def warm() -> None:
    warmed_up(dict.fromkeys(entry.module for entry in ENTRIES))


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.family}-{entry.name}")
def test_the_oracles_agree_with_the_graph(entry: zoo.Entry) -> None:
    if not entry.installed:
        pytest.skip(f"{entry.package} is not installed; `make test-slow` installs it")
    verdict = judged(entry.target)
    assert verdict.error == ""
    model = f"{entry.family}:{entry.name}"
    unexplained = [
        (oracle, said)
        for oracle, said in disagreements(verdict)
        if not any(explains(line, model, oracle, said) for line in EXPLAINED)
    ]
    assert unexplained == []


def test_each_explanation_is_of_a_model_of_the_zoo() -> None:
    models = [f"{entry.family}:{entry.name}" for entry in ENTRIES]
    for line in EXPLAINED:
        assert any(fnmatchcase(model, line.model) for model in models), line


@pytest.mark.parametrize("page", ["zoo.md", "zoo.zh.md"])
def test_the_page_tells_of_every_model_and_every_difference(page: str) -> None:
    text = (PAGES / page).read_text(encoding="utf-8")
    for entry in ENTRIES:
        assert f"`{entry.family}:{entry.name}`" in text
    for difference in DIFFERENCES:
        assert f"`{difference.trap}`" in text
