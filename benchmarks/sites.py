"""What diagrams cost a site: CPU of whole builds, beside other tools that draw in one.

Sites of 50 pages: without diagrams, with one of ours on each page, and with one of
another tool's. All are built side by side, cold, warm, as a fresh clone with restored
caches by the same user and by another (CI), and after one edit. A number is the
median of the runs in CPU seconds, children included, less the same build of the site
without diagrams.

The others draw a graph that is ready (its DOT stands in the page); finding the graph
out of a model, which ours do, would come on top of their numbers. They need a ``dot``;
what is not installed is left out. ``python benchmarks/sites.py`` prints the numbers.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

PAGES = 50
RUNS = 3
EDITED = 7
SCENARIOS = ("cold", "warm", "clone", "elsewhere", "edit")
# What a build makes; everything else is in a clone, caches among it.
BUILT = ("_build", "site", "local", "__pycache__")
MODEL = """
from torch import nn
from shared import Tower

class Model{number}(nn.Module):
    def __init__(self):
        super().__init__()
        self.user, self.item = Tower({width}), Tower({width})
        self.head = nn.Bilinear({width}, {width}, 1)

    def forward(self, user, item):
        return self.head(self.user(user), self.item(item))

def build():
    return Model{number}()

def inputs():
    import torch
    return {{"user": torch.zeros(2, 16), "item": torch.zeros(2, 16)}}
"""
SHARED = """
import json
from pathlib import Path
from torch import nn

SIZES = json.loads(Path(__file__).with_name("sizes.json").read_text())

class Tower(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(16, SIZES[0]), nn.ReLU(), nn.LayerNorm(SIZES[0]),
            nn.Linear(SIZES[0], SIZES[1]), nn.ReLU(), nn.Linear(SIZES[1], width),
        )

    def forward(self, x):
        return self.layers(x)
"""


@dataclass(frozen=True, slots=True)
class Tool:
    """A way to get a diagram into a page.

    Attributes:
        host: ``Sphinx`` or ``MkDocs``.
        package: what has to be importable.
        dot: whether it needs the program of that name.
        page: what stands in a page, with ``{number}`` and ``{dot}``.
        config: what the host's configuration file needs for it.
        suffix: of the pages.
    """

    name: str
    host: str
    package: str
    dot: bool
    page: str
    config: str
    suffix: str

    def missing(self) -> str:
        """Gives what is not installed, or an empty string."""
        if self.package and find_spec(self.package) is None:
            return self.package
        return "dot" if self.dot and shutil.which("dot") is None else ""


EXECUTED = """
import graphviz
print(graphviz.Source('''{dot}''').pipe("svg", encoding="utf-8"))
"""
NOTEBOOK = """
from IPython.display import SVG
import graphviz
SVG(graphviz.Source('''{dot}''').pipe("svg"))
"""
MYST = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n"
PLAIN_SPHINX = Tool("plain", "Sphinx", "sphinx", False, "", "extensions = []\n", ".rst")
PLAIN_MKDOCS = Tool("plain", "MkDocs", "mkdocs", False, "", "plugins: []\n", ".md")
TOOLS = (
    PLAIN_SPHINX,
    Tool(
        "recviz",
        "Sphinx",
        "recviz_sphinx",
        False,
        ".. recviz:: m{number}:build\n",
        "extensions = ['recviz_sphinx']\nrecviz_path = ['models']\nrecviz_report = 'report.json'\n",
        ".rst",
    ),
    Tool(
        "sphinx.ext.graphviz",
        "Sphinx",
        "sphinx",
        True,
        ".. graphviz::\n\n{indented}\n",
        "extensions = ['sphinx.ext.graphviz']\ngraphviz_output_format = 'svg'\n",
        ".rst",
    ),
    Tool(
        "myst-nb",
        "Sphinx",
        "myst_nb",
        True,
        "```{{code-cell}}" + NOTEBOOK + "```\n",
        "extensions = ['myst_nb']\nnb_execution_mode = 'cache'\n"
        "nb_execution_cache_path = '.jupyter_cache'\nnb_execution_raise_on_error = True\n",
        ".md",
    ),
    PLAIN_MKDOCS,
    Tool(
        "recviz",
        "MkDocs",
        "recviz_mkdocs",
        False,
        ".. recviz:: m{number}:build\n",
        "plugins: [recviz: {path: models, report: report.json}]\n",
        ".md",
    ),
    Tool(
        "markdown-exec",
        "MkDocs",
        "markdown_exec",
        True,
        '```python exec="1" html="1"' + EXECUTED + "```\n",
        "plugins: [markdown-exec]\nmarkdown_extensions: [pymdownx.superfences]\n",
        ".md",
    ),
)


def graph_of(number: int) -> str:
    """Gives a graph of the size of a model's diagram, as DOT."""
    boxes = [f'  n{box} [shape=box, label="Linear {number} x {box}"];' for box in range(14)]
    lines = [f"  n{box} -> n{box + 1};" for box in range(13)]
    return "\n".join(["digraph {", *boxes, *lines, "  n0 -> n7;", "  n3 -> n13;", "}"])


def write_page(site: Path, tool: Tool, number: int, *, edited: int = 0) -> None:
    """Writes a page and the model that it shows."""
    dot = graph_of(number * 1000 + edited)
    indented = "\n".join(f"   {line}" for line in dot.splitlines())
    source = MODEL.format(number=number, width=8 + number)
    if edited:
        source = source.replace(", 1)", f", {edited + 1})")
    (site / "models" / f"m{number}.py").write_text(source)
    head = "Title\n=====\n\n" if tool.suffix == ".rst" else "# Title\n\n"
    head = (MYST if tool.name == "myst-nb" else "") + head
    body = tool.page.format(number=number, dot=dot, indented=indented)
    docs = site if tool.host == "Sphinx" else site / "docs"
    if not edited or tool.dot:  # of ours the model is edited, not the page
        text = f"{head}Some text about model {number}.\n\n{body}"
        (docs / f"p{number:02}{tool.suffix}").write_text(text)


def write_site(site: Path, tool: Tool) -> None:
    """Writes a whole site."""
    docs = site if tool.host == "Sphinx" else site / "docs"
    for folder in (site / "models", docs):
        folder.mkdir(parents=True, exist_ok=True)
    (site / "pyproject.toml").touch()
    (site / "models" / "shared.py").write_text(SHARED)
    (site / "models" / "sizes.json").write_text("[32, 16]")
    for number in range(PAGES):
        write_page(site, tool, number)
    if tool.host == "Sphinx":
        names = "".join(f"   p{number:02}\n" for number in range(PAGES))
        (docs / "index.rst").write_text(f"Title\n=====\n\n.. toctree::\n\n{names}")
        ignored = "exclude_patterns = ['_build', '.jupyter_cache', '.cache']\n"
        (site / "conf.py").write_text(ignored + tool.config)
    else:
        (docs / "index.md").write_text("# Title\n\nWelcome.\n")
        top = "site_name: Benchmark\ntheme: {name: mkdocs}\n"
        (site / "mkdocs.yml").write_text(top + tool.config)


def build(site: Path, host: str, *, user: str = "author") -> float:
    """Builds a site; gives the CPU seconds that it took.

    ``user`` names whose keys sign what is kept: others paint it again.
    """
    command = ["-m", "mkdocs", "-q", "build"]
    if host == "Sphinx":
        command = ["-m", "sphinx", "-q", "-b", "html", ".", "_build"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    state = {"NO_MKDOCS_2_WARNING": "1", "XDG_STATE_HOME": str(site.parent / f"state-{user}")}
    environment = {**os.environ, **state}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, *command], cwd=site, capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr[-3000:]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measure(folder: Path, host: str) -> dict[str, dict[str, float]]:
    """Gives CPU seconds by tool and scenario; those of ``plain`` whole, of others beyond these."""
    tools = [tool for tool in TOOLS if tool.host == host and not tool.missing()]
    sites = {tool.name: folder / f"{host}-{tool.name}" for tool in tools}
    for tool in tools:
        write_site(sites[tool.name], tool)
    time.sleep(2.5)  # a file that is as new as its index is read again
    found: dict[str, list[dict[str, float]]] = {name: [] for name in SCENARIOS}
    found["cold"].append({name: build(site, host) for name, site in sites.items()})
    _expect(sites["recviz"], "run")
    for site in sites.values():
        build(site, host)  # it learns its files
    for run in range(RUNS):
        found["warm"].append({name: build(site, host) for name, site in sites.items()})
        _expect(sites["recviz"], "hit")
        for scenario, user in (("clone", "author"), ("elsewhere", f"stranger-{run}")):
            cloned = {name: _cloned(site, host, user=user) for name, site in sites.items()}
            found[scenario].append(cloned)
        for tool in tools:
            write_page(sites[tool.name], tool, EDITED, edited=run + 1)
        found["edit"].append({name: build(site, host) for name, site in sites.items()})
        _expect(sites["recviz"], "hit", besides=1)
        for site in sites.values():
            build(site, host)
    return {name: _beyond(name, found) for name in sites}


def _beyond(name: str, found: Mapping[str, list[dict[str, float]]]) -> dict[str, float]:
    return {
        scenario: statistics.median(
            run[name] - (0 if name == "plain" else run["plain"]) for run in runs
        )
        for scenario, runs in found.items()
    }


def _expect(site: Path, word: str, *, besides: int = 0) -> None:
    rows = json.loads((site / "report.json").read_text())["diagrams"]
    others = sum(row["trace"] != word for row in rows)
    assert len(rows) == PAGES and others == besides, rows[0]


def _cloned(site: Path, host: str, *, user: str) -> float:
    copy = site.with_name(f"{site.name}-clone")
    ignored = shutil.ignore_patterns(*BUILT)
    shutil.copytree(site, copy, ignore=ignored, copy_function=shutil.copyfile)
    seconds = build(copy, host, user=user)
    if (copy / "report.json").exists():
        _expect(copy, "hit")
    shutil.rmtree(copy)
    return seconds


def measured() -> dict[str, dict[str, dict[str, float]]]:
    """Gives the numbers of both hosts."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve()
        return {host: measure(folder, host) for host in ("Sphinx", "MkDocs")}


def left_out() -> dict[str, str]:
    """Gives the tools that are not measured, and what each lacks."""
    return {tool.name: tool.missing() for tool in TOOLS if tool.missing()}


if __name__ == "__main__":
    print(json.dumps({"left out": left_out(), "seconds": measured()}, indent=1))
