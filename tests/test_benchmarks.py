"""The page on what everything costs: the same numbers in both languages, nothing left out."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
ROW = {"cold": 9.0, "warm": 0.02, "clone": 0.1, "elsewhere": 0.5, "edit": 2.5}
DATA: dict[str, Any] = {
    "when": "2026-11-21",
    "processors": 2,
    "busy": True,
    "python": "3.11.7",
    "versions": {"torch": "2.13.0"},
    "left_out": {"myst-nb": "dot"},
    "python_start": 0.01,
    "sites": {
        "Sphinx": {"plain": dict.fromkeys(ROW, 2.0), "recviz": ROW},
        "MkDocs": {"plain": dict.fromkeys(ROW, 1.0), "recviz": ROW, "other": ROW},
    },
    "zoo": {
        "models": 4,
        "visualize_model": {"drawn": 2, "cpu": 10.0, "seconds": 11.0},
        "recviz": {"drawn": 4, "cpu": 15.0, "seconds": 8.0},
    },
    "check": {"warm": 0.03, "clone": 0.09},
    "recording": {"MLP": {"forward": 0.001, "recviz": 0.004, "torchview": None}},
}


@pytest.fixture(scope="module")
def report() -> ModuleType:
    spec = importlib.util.spec_from_file_location("report", ROOT / "benchmarks" / "report.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_number_is_told_with_its_ratio(report: ModuleType) -> None:
    page = report.page(DATA, "en")
    assert "| without diagrams | 2.00 | 2.00 | 2.00 | 2.00 | 2.00 |" in page
    assert "| recviz | +9.00 (4.50 ×) | +0.02 (0.01 ×) | +0.10 (0.05 ×) | +0.50 " in page
    assert "| +0.50 (0.25 ×) | +2.50 (1.25 ×) |" in page
    assert "| recviz | +9.00 (9.00 ×) | +0.02 (0.02 ×)" in page
    assert "| `recviz build` | 4 | 15.0 (1.50 ×) | 3.75 (0.75 ×) | 8.0 (0.73 ×) |" in page
    assert "| warm | 0.030 (3.0 ×) |" in page
    assert "| MLP | 1.00 | 4 (4.0 ×) | cannot |" in page
    assert "not measured: myst-nb (dot). The machine was busy" in page
    assert "busy" not in report.page({**DATA, "busy": False}, "en")


def test_both_languages_tell_the_same_numbers(report: ModuleType) -> None:
    english, chinese = (NUMBER.findall(report.page(DATA, language)) for language in ("en", "zh"))
    assert sorted(english) == sorted(chinese)


def test_the_published_pages_are_of_one_run() -> None:
    pages = [ROOT / "docs/explanation" / name for name in ("benchmarks.md", "benchmarks.zh.md")]
    english, chinese = (
        [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
        for page in pages
    )
    assert len(english) == len(chinese) > 15
    assert [NUMBER.findall(line) for line in english] == [NUMBER.findall(line) for line in chinese]
