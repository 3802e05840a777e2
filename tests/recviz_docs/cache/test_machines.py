"""What is installed, and where a build runs: seen where it matters, and nowhere else."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from recviz_docs import project
from recviz_docs.diagram import Diagram
from tests.recviz_docs.cache.conftest import DrawSite, draw_texts

HEAD = "import importlib, importlib.util\nfrom importlib.metadata import PackageNotFoundError\n"
MODEL = "model.py:build"
Draw = Callable[..., str]


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Gives an empty directory of installed distributions that comes before all others."""
    monkeypatch.setenv("PYTHONUSERBASE", str(tmp_path / "user"))
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    folder = tmp_path / "user/lib" / version / "site-packages"
    folder.mkdir(parents=True)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr("site.USER_SITE", str(folder))
    project._packages.cache_clear()
    return folder


@pytest.fixture
def draw(packages: Path, draw_site: DrawSite, tmp_path: Path) -> Draw:
    """Gives the outcome of a draw; the picture must be that of no cache."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "pyproject.toml").touch()

    def once(factory: str = "", **given: object) -> str:
        if factory:
            (site / "model.py").write_text(HEAD + factory)
        (result,) = draw_site(MODEL, base=site, **given)
        assert isinstance(result, Diagram), result.error.text() + result.error.detail
        if not given:
            (anew,) = draw_site(MODEL, base=site, cache_dir="")
            assert isinstance(anew, Diagram)
            assert result.trace.model.class_name == anew.trace.model.class_name
        return result.trace_outcome

    return once


@pytest.fixture(autouse=True)
def forget() -> object:
    yield
    project._packages.cache_clear()


def distribution(packages: Path, name: str, version: str = "1") -> Path:
    folder = packages / f"{name}-{version}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (folder / "RECORD").write_text(f"{name}.py,sha256={version},1\n")
    return folder


IMPORTS = """
def build():
    try:
        return importlib.import_module('late').X
    except ImportError:
        return 'none'
"""


def test_a_module_of_no_distribution_comes_changes_and_goes(draw: Draw, packages: Path) -> None:
    file = packages / "late.py"
    assert draw(IMPORTS) == "run"
    file.write_text("X = 1")
    assert draw() == "run"
    file.write_text("X = 22")
    assert draw() == "run"
    file.unlink()
    assert draw() == "hit"  # as it was at first


@pytest.mark.parametrize("style", ["directory", "finder"])
def test_a_project_becomes_editable_and_is_removed(
    style: str, draw: Draw, packages: Path, tmp_path: Path
) -> None:
    source = tmp_path / "other/src/late"
    source.mkdir(parents=True)
    (source / "__init__.py").write_text("X = 1")
    assert draw(IMPORTS) == "run"
    # Python itself does not read this directory's files; that the answer may be another counts.
    pth = packages / "__editable__.late-1.pth"
    finder = packages / "__editable___late_1_finder.py"
    if style == "directory":
        pth.write_text(f"{source.parent}\n")
    else:
        pth.write_text("import __editable___late_1_finder\n")
        finder.write_text(f"MAPPING: dict[str, str] = {{'late': '{source}'}}\n")
    (result,) = draw_texts(tmp_path / "site", [MODEL], jobs=1)
    assert isinstance(result, Diagram)
    assert result.trace_outcome == "run" and "late" in str(result.reason)


VERSION = """
def build():
    try:
        return importlib.metadata.version('Late_One')
    except PackageNotFoundError:
        return 'none'
"""


def test_a_version_that_is_asked_for(draw: Draw, packages: Path) -> None:
    assert draw(VERSION) == "run"
    folder = distribution(packages, "late_one")
    assert draw() == "run"
    shutil.rmtree(folder)
    assert draw() == "hit"
    distribution(packages, "late_one", "2")
    assert draw() == "run"
    distribution(packages, "unrelated")
    assert draw() == "hit"


def test_metadata_in_the_project(draw: Draw, packages: Path, tmp_path: Path) -> None:
    assert draw(VERSION) == "run"
    folder = tmp_path / "site/Late_One.egg-info"
    folder.mkdir()
    (folder / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: Late_One\nVersion: 3\n")
    assert draw() == "run"
    (folder / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: Late_One\nVersion: 4\n")
    assert draw() == "run"


def test_all_that_is_installed_is_asked_for(draw: Draw, packages: Path) -> None:
    factory = "def build(): return len(list(importlib.metadata.distributions()))\n"
    assert draw("import importlib.metadata\n" + factory) == "run"
    assert draw() == "hit"
    distribution(packages, "late")
    assert draw() == "run"
    assert draw(frozen=True) == "hit"


def test_a_library_that_is_only_looked_for(draw: Draw, packages: Path) -> None:
    (packages / "late").mkdir()
    (packages / "late/__init__.py").touch()
    assert draw("def build(): return importlib.util.find_spec('late') is not None\n") == "run"
    shutil.rmtree(packages / "late")
    assert draw() == "run"


def test_what_python_imports_when_it_starts(
    draw: Draw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "site/tools"
    own.mkdir()
    jobs = os.environ["PYTHONPATH"]
    monkeypatch.setenv("PYTHONPATH", f"{own}{os.pathsep}{jobs}")
    assert draw("import sys\ndef build(): return getattr(sys, 'mark', 0)\n") == "run"
    assert draw() == "hit"
    (own / "sitecustomize.py").write_text("import sys\nsys.mark = 1\n")
    assert draw() == "run"
    (own / "sitecustomize.py").write_text("import sys\nsys.mark = 2\n")
    assert draw() == "run"


def test_another_home_and_another_path(
    draw: Draw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = [tmp_path / "one", tmp_path / "two"]
    for home in homes:
        home.mkdir()
        (home / "conf.txt").write_text("same")
    factory = "import os\ndef build(): return open(os.path.expanduser('~/conf.txt')).read()\n"
    monkeypatch.setenv("HOME", str(homes[0]))
    assert draw(factory) == "run"
    for name, value in {
        "HOME": str(homes[1]), "USER": "another", "TMPDIR": str(tmp_path), "LANG": "zh_CN.UTF-8",
        "TERM": "dumb", "CI": "true", "GITHUB_SHA": "1", "COLUMNS": "40", "PYTHONHASHSEED": "7",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    assert draw() == "hit"
    (homes[1] / "conf.txt").write_text("another")
    assert draw() == "run"


def test_frozen_misses_nothing_that_is_of_another_machine(draw: Draw, tmp_path: Path) -> None:
    data = tmp_path / "outside.txt"
    data.write_text("1")
    assert draw(f"def build(): return open({str(data)!r}).read()\n") == "run"
    data.unlink()
    assert draw(frozen=True) == "hit"


def test_frozen_needs_no_dot(
    draw_site: DrawSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.py").write_text("def build(): return 1\n")
    program = tmp_path / "bin/dot"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'dot - graphviz version 9.9.9 (0)' >&2\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
        (drawn,) = draw_site(f"{MODEL} engine=dot")
        assert isinstance(drawn, Diagram), drawn.error.text()
    shutil.rmtree(tmp_path / ".cache/recviz/local")
    (frozen,) = draw_site(f"{MODEL} engine=dot", frozen=True)
    assert isinstance(frozen, Diagram), frozen.error.text()
    assert (frozen.trace_outcome, frozen.layout_outcome) == ("hit", "hit")
