"""Real models, drawn by the real core."""

from __future__ import annotations

import json
import sys

import pytest

MODELS = """
import torch
from torch import nn


class Tower(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.first = nn.Linear(4, width)
        self.last = nn.Linear(width, 1)

    def forward(self, x):
        return self.last(torch.relu(self.first(x)))


def build(width=8):
    return Tower(width), (torch.zeros(2, 4),)


def broken():
    raise ValueError("no <b>data</b> here")
"""


@pytest.fixture
def pages(site):
    site.write("zoo.py", MODELS)
    names = [f"p{number}" for number in range(8)]
    site.write("index.rst", "T\n=\n\n.. toctree::\n\n" + "".join(f"   {n}\n" for n in names))
    for number, name in enumerate(names):
        site.write(
            f"{name}.rst", f"{name}\n====\n\n.. recviz:: zoo:build(width={number % 2 + 5})\n"
        )
    site.conf = "recviz_report = 'report.json'"
    return site


def test_a_site_of_models_in_parallel_and_again(pages):
    had_torch = "torch" in sys.modules
    built = pages.build(parallel=2)
    assert built.warnings == ""
    for number in range(8):
        page = built.page(f"p{number}.html")
        assert page.count("<svg") == 1
        assert f"4 → {number % 2 + 5}" in page and "Tower" in page
    report = json.loads((pages.source / "report.json").read_text())
    assert [row["target"] for row in report["diagrams"]] == [
        "zoo:build(width=5)",
        "zoo:build(width=6)",
    ]

    pages.write("zoo.py", MODELS.replace("torch.relu", "torch.tanh"))
    again = pages.build(parallel=2)
    assert again.read == set()
    assert {f"p{number}" for number in range(8)} <= again.written
    assert "tanh" in again.page("p7.html")
    assert ("torch" in sys.modules) == had_torch


def test_a_model_that_raises(site):
    site.write("zoo.py", MODELS)
    site.write("index.rst", "T\n=\n\n.. recviz:: zoo:broken\n\n.. recviz:: zoo.py:build\n")
    built = site.build(language="zh_CN")
    assert built.warnings.count("WARNING") == 1
    assert "index.rst:4: WARNING" in built.warnings
    assert "no <b>data</b> here" in built.warnings and "zoo.py:21" in built.warnings
    page = built.page()
    assert "no &lt;b&gt;data&lt;/b&gt; here" in page
    assert page.count("<svg") == 1
