"""What the cache costs: CPU of whole builds over the same site without diagrams.

Two sites of 50 pages, one with a diagram on each, are built by Sphinx and by MkDocs:
cold, warm, as a fresh clone with a restored cache, after one edit. A number is the
median of the runs in CPU seconds, children included, less the same build of the site
without diagrams. The check alone is measured with 1,000 diagrams and 15,000
dependencies on 1,300 files. ``python benchmarks/cache.py`` prints the table.
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
from collections.abc import Callable
from pathlib import Path

PAGES = 50
RUNS = 3
DIAGRAMS, FILES, DEPENDENCIES = 1_000, 1_300, 15
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
SPHINX = "extensions = [{extension}]\nrecviz_path = ['models']\nrecviz_report = 'report.json'\n"
MKDOCS = """
site_name: Benchmark
theme: {{name: mkdocs}}
plugins: [{plugin}]
"""
CHECK = """
import sys, time
from pathlib import Path
start = time.process_time()
from recviz_docs.cache.recall import open_cache
imported = time.process_time()
from benchmarks.cache import request_of, DIAGRAMS
from recviz_docs.settings import Settings
requests = [request_of(number) for number in range(DIAGRAMS)]
begun = time.process_time()
cache = open_cache(Settings(base=Path(sys.argv[1])), environment={})
found = sum(cache.recall(request).trace is not None for request in requests)
ended = time.process_time()
cache.close()
assert found == DIAGRAMS, found
print(ended - begun)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve()
        print("| what | CPU, s | goal |\n|---|---|---|")
        for host, warm_goal in (("Sphinx", "0.05"), ("MkDocs", "0.15")):
            row = _host(folder / host, host)
            print(f"| {host}, cold build | +{row['cold']:.2f} | |")
            print(f"| {host}, warm build | +{row['warm']:.3f} | {warm_goal} |")
            print(f"| {host}, fresh clone, cache restored | +{row['clone']:.3f} | 0.2 |")
            print(f"| {host}, one model edited | +{row['edit']:.2f} | |", flush=True)
        warm, clone = _check(folder / "check")
        what = f"{DIAGRAMS:,} diagrams, {DIAGRAMS * DEPENDENCIES:,} dependencies"
        print(f"| check of {what}, warm | {warm:.3f} | 0.030 |")
        print(f"| check of {what}, fresh clone | {clone:.3f} | 0.100 |")


def _write_site(folder: Path, host: str, *, diagrams: bool) -> None:
    (folder / "models").mkdir(parents=True)
    (folder / "pyproject.toml").touch()
    (folder / "models" / "shared.py").write_text(SHARED)
    (folder / "models" / "sizes.json").write_text("[32, 16]")
    docs = folder if host == "Sphinx" else folder / "docs"
    docs.mkdir(exist_ok=True)
    suffix, title = (".rst", "Title\n=====\n\n") if host == "Sphinx" else (".md", "# Title\n\n")
    for number in range(PAGES):
        source = MODEL.format(number=number, width=8 + number)
        (folder / "models" / f"m{number}.py").write_text(source)
        text = f"{title}Some text about model {number}.\n\n"
        if diagrams:
            text += f".. recviz:: m{number}:build\n"
        (docs / f"p{number:02}{suffix}").write_text(text)
    names = "".join(f"   p{number:02}\n" for number in range(PAGES))
    index = title + (f".. toctree::\n\n{names}" if host == "Sphinx" else "Welcome.\n")
    (docs / f"index{suffix}").write_text(index)
    extension = "'recviz_sphinx'" if diagrams else ""
    plugin = "{recviz: {path: models, report: report.json}}" if diagrams else ""
    if host == "Sphinx":
        (folder / "conf.py").write_text(SPHINX.format(extension=extension))
    else:
        (folder / "mkdocs.yml").write_text(MKDOCS.format(plugin=plugin))


def _build(folder: Path, host: str) -> float:
    """Builds a site; gives the CPU seconds that it took."""
    command = ["-m", "mkdocs", "-q", "build", "--strict"]
    if host == "Sphinx":
        command = ["-m", "sphinx", "-q", "-W", "-b", "html", ".", "_build"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *command], cwd=folder, check=True, env=_environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _environment() -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


def _host(folder: Path, host: str) -> dict[str, float]:
    sites = {name: folder / name for name in ("plain", "drawn")}
    for name, site in sites.items():
        _write_site(site, host, diagrams=name == "drawn")
    time.sleep(2.5)
    cold = {name: _build(site, host) for name, site in sites.items()}
    _said(sites["drawn"], "run")
    for site in sites.values():
        _build(site, host)  # the index learns the files
    warm = _median(lambda: {name: _build(site, host) for name, site in sites.items()})
    _said(sites["drawn"], "hit")
    clone = _median(lambda: _cloned(sites, host))
    edits = iter(range(2, 1000))

    def edited() -> dict[str, float]:
        size = next(edits)
        for site in sites.values():
            source = MODEL.format(number=7, width=15).replace(", 1)", f", {size})")
            (site / "models" / "m7.py").write_text(source)
        return {name: _build(site, host) for name, site in sites.items()}

    edit = _median(edited, runs=2)
    return {
        "cold": cold["drawn"] - cold["plain"],
        "warm": warm,
        "clone": clone,
        "edit": edit,
    }


def _said(site: Path, word: str) -> None:
    rows = json.loads((site / "report.json").read_text())["diagrams"]
    assert len(rows) == PAGES and {row["trace"] for row in rows} == {word}, rows[0]


def _cloned(sites: dict[str, Path], host: str) -> dict[str, float]:
    found = {}
    for name, site in sites.items():
        copy = site.with_name(f"{name}-clone")
        ignored = shutil.ignore_patterns("_build", "site", "local", "__pycache__")
        shutil.copytree(site, copy, ignore=ignored, copy_function=shutil.copyfile)
        found[name] = _build(copy, host)
        if name == "drawn":
            _said(copy, "hit")
        shutil.rmtree(copy)
    return found


def _median(run: Callable[[], dict[str, float]], *, runs: int = RUNS) -> float:
    return statistics.median(
        found["drawn"] - found["plain"] for found in (run() for _ in range(runs))
    )


def request_of(number: int):
    """Gives one of many requests."""
    from recviz_docs.diagram import Request
    from recviz_docs.options import Options
    from recviz_docs.reference import parse_reference

    return Request(parse_reference(f"zoo.m{number}:build"), Options())


def _check(folder: Path) -> tuple[float, float]:
    from recviz_docs.cache.dependencies import Dependencies
    from recviz_docs.cache.fingerprint import source_digest
    from recviz_docs.cache.recall import open_cache
    from recviz_docs.graph import Graph, Model
    from recviz_docs.settings import Settings

    folder.mkdir()
    (folder / "pyproject.toml").touch()
    digests = {}
    for number in range(FILES):
        file = folder / f"m{number}.py"
        file.write_text("".join(f"VALUE_{line} = {number * line}\n" for line in range(400)))
        digests[file.name] = source_digest(file.read_bytes())
    cache = open_cache(Settings(base=folder), environment={})
    assert cache is not None
    for number in range(DIAGRAMS):
        names = [f"m{(number + 89 * step) % FILES}.py" for step in range(DEPENDENCIES)]
        found = Dependencies(modules={name: digests[name] for name in names})
        graph = Graph(Model(f"M{number}", 1, 1), nodes=(), edges=())
        cache.keep_trace(request_of(number), graph, found)
    cache.close()
    time.sleep(2.5)
    _checked(folder)
    warm = statistics.median(_checked(folder) for _ in range(RUNS))
    clones = []
    for _ in range(RUNS):
        (index,) = (folder / ".cache/recviz/local").glob("*.json")
        tables = index.read_bytes()
        copy = folder.with_name("check-clone")
        shutil.copytree(folder, copy, copy_function=shutil.copyfile)
        shutil.rmtree(folder)
        copy.rename(folder)  # the same place with other files, as a CI job has it
        index.write_bytes(tables)
        clones.append(_checked(folder))
    return warm, statistics.median(clones)


def _checked(folder: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", CHECK, str(folder)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    os.environ["PYTHONPATH"] = os.pathsep.join(
        [str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    ).rstrip(os.pathsep)
    main()
