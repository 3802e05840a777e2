"""Whole builds by ``sphinx-build`` on a warm cache, with real models: no page is stale.

Each build is a process of its own, some are killed, some run at the same time.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
COUNT = 6
HELPER = """
import json
from pathlib import Path


def widths():
    return json.loads(Path(__file__).with_name("widths.json").read_text())
"""
MODEL = """
import torch
from torch import nn

from lib.helper import widths


class M{number}(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, {width})
        self.last = nn.Linear({width}, widths()[{number}])

    def forward(self, x):
        return self.last(torch.relu(self.first(x)))


def build():
    return M{number}(), (torch.zeros(2, 4),)
"""
CONF = """
import sys
sys.path.insert(0, ".")
extensions = ["recviz_sphinx"]
recviz_jobs = 2
"""


class Site:
    """A project of some pages, each with a model of its own; all share a helper and its data."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "lib").mkdir(parents=True)
        (root / "pyproject.toml").touch()
        (root / "conf.py").write_text(CONF)
        names = "".join(f"   p{number}\n" for number in range(COUNT))
        (root / "index.rst").write_text("T\n=\n\n.. toctree::\n\n" + names)
        (root / "lib/__init__.py").touch()
        (root / "lib/helper.py").write_text(HELPER)
        self.widths([1] * COUNT)
        for number in range(COUNT):
            page = f"p{number}\n====\n\n.. recviz:: lib.m{number}:build\n"
            (root / f"p{number}.rst").write_text(page)
            self.model(number, 5)

    def model(self, number: int, width: int) -> None:
        """Writes one model anew."""
        text = MODEL.format(number=number, width=width)
        (self.root / f"lib/m{number}.py").write_text(text)

    def widths(self, values: list[int]) -> None:
        """Writes what all models read."""
        (self.root / "lib/widths.json").write_text(str(values))

    def start(self, builder: str, out: str, *given: str) -> subprocess.Popen[str]:
        """Starts a build."""
        return subprocess.Popen(
            [sys.executable, "-m", "sphinx", "-W", "-b", builder, *given, ".", f"_out/{out}"],
            cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "PYTHONPATH": ""}, start_new_session=True,
        )  # fmt: skip

    def build(self, builder: str = "html", out: str = "", *given: str) -> set[str]:
        """Builds, and gives the pages that were written."""
        out = out or builder
        before = self.pages(out)
        done = self.start(builder, out, "-d", "_trees", *given)
        said = done.communicate()[0]
        assert done.returncode == 0, said
        after = self.pages(out)
        # Sphinx writes a page anew when one of its table of contents is.
        return {name for name in after if before.get(name) != after[name]} - {"index"}

    def pages(self, out: str) -> dict[str, int]:
        """Gives when each page was written."""
        top, times = self.root / "_out" / out, {}
        for file in top.rglob("*.*"):
            name = file.relative_to(top).with_suffix("").as_posix().removesuffix("/index")
            if file.suffix in (".html", ".txt") and re.fullmatch(r"p\d|index", name):
                times[name] = file.stat().st_mtime_ns
        return times

    def shown(self, out: str = "html") -> list[list[str]]:
        """Gives the shapes and classes that the pages show."""
        pages = []
        for number in range(COUNT):
            folder = self.root / "_out" / out
            found = [folder / f"p{number}.html", folder / f"p{number}/index.html"]
            (page,) = [file for file in found if file.exists()] or [folder / f"p{number}.txt"]
            pages.append(re.findall(r"4 → \d+|\d+ → \d+|M\d", page.read_text()))
        return pages

    def expected(self, out: str = "html", builder: str = "html") -> list[list[str]]:
        """Gives what the pages of a build show that knows nothing of those before."""
        fresh = Path(shutil.copytree(self.root, self.root.parent / "fresh", symlinks=True))
        try:
            for name in ("_out", "_trees", ".cache"):
                shutil.rmtree(fresh / name, ignore_errors=True)
            done = Site.__new__(Site)
            done.root = fresh
            done.build(builder, out)
            return done.shown(out)
        finally:
            shutil.rmtree(fresh)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    return Site(tmp_path.resolve() / "site")


@pytest.mark.parametrize("jobs", ["2", "auto"])
def test_parallel_builds_rewrite_what_has_changed(site: Site, jobs: str) -> None:
    site.build("html", "html", "-j", jobs)
    assert site.build("html", "html", "-j", jobs) == set()
    site.model(3, 7)
    assert site.build("html", "html", "-j", jobs) == {"p3"}
    site.widths([1, 1, 1, 1, 9, 1])
    written = site.build("html", "html", "-j", jobs)
    assert written == {"p4"}
    (site.root / "lib/helper.py").write_text(HELPER + "\n# a comment\n")
    assert site.build("html", "html", "-j", jobs) == set()
    assert site.shown() == site.expected()


@pytest.mark.parametrize("other", ["dirhtml", "text"])
def test_two_builders_on_one_doctree_directory(site: Site, other: str) -> None:
    for builder in ("html", other):
        site.build(builder)
    site.model(2, 7)
    assert site.build("html") == {"p2"}
    assert site.build(other) == {"p2"}
    site.widths([8] * COUNT)
    everything = {f"p{number}" for number in range(COUNT)}
    assert site.build(other) == site.build("html") == everything
    assert site.shown() == site.expected()
    assert site.shown(other) == site.expected(other, other)


@pytest.mark.parametrize("after", [0.5, 1.5, 4.0])
def test_a_build_that_is_killed_at_any_time(site: Site, after: float) -> None:
    site.build()
    site.model(0, 7)
    site.widths([1, 3, 1, 1, 1, 9])
    killed = site.start("html", "html", "-d", "_trees")
    time.sleep(after)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    site.build()
    assert site.shown() == site.expected()


def test_builds_at_the_same_time_on_one_cache(site: Site) -> None:
    site.build()
    site.model(1, 7)
    both = [site.start("html", f"at{number}", "-d", f"_trees{number}") for number in range(3)]
    for running in both:
        said = running.communicate()[0]
        assert running.returncode == 0, said
    expected = site.expected()
    assert [site.shown(f"at{number}") for number in range(3)] == [expected] * 3
    site.build()
    assert site.shown() == expected
