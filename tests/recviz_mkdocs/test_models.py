"""Real models in whole builds: the road from the directive to the page, in both languages."""

from __future__ import annotations

import json
import re
from collections import Counter

import markdown

from recviz_mkdocs.extension import RecvizExtension
from tests.recviz_mkdocs.conftest import Site

MODEL = """
import torch
from torch import nn

class Tower(nn.Module):
    def __init__(self):
        super().__init__()
        self.wide, self.deep = nn.Linear(4, 1), nn.Sequential(nn.Linear(4, 8), nn.ReLU())
        self.head = nn.Linear(8, 1)

    def forward(self, price):
        return self.wide(price) + self.head(self.deep(price))

def build():
    return Tower()

def inputs():
    return {"price": torch.ones(2, 4)}

def broken():
    raise ValueError("no data here")
"""
CONFIG = """
theme: {name: material, font: false}
plugins:
  - search
  - i18n:
      docs_structure: suffix
      languages:
        - {locale: en, name: English, default: true, build: true}
        - {locale: zh, name: 中文, build: true}
  - recviz: {path: models, report: report.json}
markdown_extensions: [pymdownx.superfences]
"""


def test_a_model_is_drawn_in_both_languages(site: Site) -> None:
    site.write("models/towers.py", MODEL)
    site.write("docs/index.md", "# A\n\n.. recviz:: towers:build depth=1\n   :caption: A *tower*\n")
    site.write("docs/index.zh.md", "# 甲\n\n```recviz towers:build depth=1\ncaption: 双塔\n```\n")
    assert site.build(CONFIG, strict=True) == []
    for name, caption in (("index.html", "A <em>tower</em>"), ("zh/index.html", "双塔")):
        html = site.page(name)
        assert html.count('<figure class="recviz"') == 1 and caption in html
        for word in ("price", "Linear", "head", "viewBox", "Tower"):
            assert word in html
        ids = Counter(re.findall(r'\bid="([^"]*)"', html))
        assert [one for one, count in ids.items() if count > 1] == []
    rows = json.loads((site.root / "report.json").read_text(encoding="utf-8"))["diagrams"]
    assert [row["target"] for row in rows] == ["towers:build"]


def test_what_goes_wrong_costs_no_other_diagram(site: Site) -> None:
    site.write("models/towers.py", MODEL)
    site.write(
        "docs/index.md",
        "# A\n\n.. recviz:: towers:build\n\n.. recviz:: towers:broken\n\n.. recviz:: towrs:build\n",
    )
    warnings = site.build("theme: mkdocs\nplugins:\n  - recviz: {path: models}\n")
    assert [line.split(" ")[0] for line in warnings] == ["docs/index.md:5:", "docs/index.md:7:"]
    assert "no data here" in warnings[0] and "towers.py:" in warnings[0]
    assert "towers" in warnings[1]
    html = site.page()
    assert html.count('<figure class="recviz"') == 1
    assert html.count('class="recviz-error"') == 2


def test_bare_markdown_draws_too(site: Site) -> None:
    site.write("models/towers.py", MODEL)
    extension = RecvizExtension(base=site.root, path=["models"])
    html = markdown.markdown("- x\n\n    .. recviz:: towers:build\n", extensions=[extension])
    assert html.count("<svg") == html.count("</svg>") > 0
    assert re.search(r"<li>\s*<p>x</p>\s*<figure", html)
