"""Small projects, an edit of each, and what a build may and must do about it.

All are drawn in one batch, so each stage is one run of the worker: drawn first, drawn
again (the index learns the files), edited and drawn, drawn without any cache, edited
back, moved to another directory.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from recviz_docs.diagram import Diagram, Result
from tests.recviz_docs.cache.conftest import draw_texts, use_fakes

HERE = Path(__file__).parent
CASES: dict[str, dict[str, Any]] = {
    case["name"]: case
    for file in sorted((HERE / "edits").glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
}
KEPT = [name for name, case in CASES.items() if not case.get("uncacheable")]
STEPS = ("first", "again", "edited", "uncached", "back", "moved")


@dataclass(frozen=True)
class Site:
    """The results of each step, by the name of the case."""

    steps: dict[str, dict[str, Result]]

    def __getitem__(self, at: tuple[str, str]) -> Diagram:
        step, name = at
        result = self.steps[step][name]
        assert isinstance(result, Diagram), result.error.text() + result.error.detail
        return result


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.lstrip("\n") if "model" in name else text, encoding="utf-8")


def _build(case: dict[str, Any], folder: Path) -> None:
    _write(folder, case["files"])
    for name, target in case.get("links", {}).items():
        (folder / name).symlink_to(target)


def _edit(case: dict[str, Any], folder: Path, patch: pytest.MonkeyPatch) -> None:
    times = {name: (folder / name).stat() for name in case.get("old_times", [])}
    for old, new in case.get("rename", {}).items():
        (folder / old).rename(folder / new)
    _write(folder, case.get("write", {}))
    for name in case.get("delete", []):
        (folder / name).unlink()
    for name in case.get("touch", []):
        os.utime(folder / name, (1, 1))
    for name, target in case.get("relink", {}).items():
        (folder / name).unlink()
        (folder / name).symlink_to(target)
    for name, value in case.get("database", {}).items():
        with sqlite3.connect(folder / name) as connection:
            connection.execute("create table t (x)")
            connection.execute("insert into t values (?)", [value])
        connection.close()
    for name, value in case.get("environment", {}).items():
        patch.setenv(name, value)
    for name, before in times.items():
        os.utime(folder / name, ns=(before.st_atime_ns, before.st_mtime_ns))


def _unedit(case: dict[str, Any], folder: Path, patch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(folder)
    _build(case, folder)
    for name in case.get("environment", {}):
        patch.delenv(name)


def _text(name: str) -> str:
    depends = " ".join(CASES[name].get("depends", ()))
    return f"{name}/model.py:build({name!r})" + (f" depends={depends!r}" if depends else "")


@pytest.fixture(scope="module", params=["fork", pytest.param("fresh", marks=pytest.mark.slow)])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("edits").resolve()
    base = root / "site"
    base.mkdir()
    (base / "pyproject.toml").touch()
    for name, case in CASES.items():
        _build(case, base / name)
    texts = [_text(name) for name in CASES]
    steps: dict[str, dict[str, Result]] = {}

    def step(name: str, at: Path = base, **given: Any) -> None:
        steps[name] = dict(zip(CASES, draw_texts(at, texts, **given), strict=True))

    with pytest.MonkeyPatch.context() as patch:
        use_fakes(patch, fork=request.param == "fork")
        step("first")
        time.sleep(2.1)  # files younger than that are read whatever their times say
        step("again")
        for name, case in CASES.items():
            _edit(case, base / name, patch)
        step("edited")
        step("uncached", cache_dir="")
        for name, case in CASES.items():
            _unedit(case, base / name, patch)
        step("back")
        shutil.copytree(base, root / "moved", symlinks=True)
        shutil.rmtree(base)
        step("moved", root / "moved")
        yield Site(steps)


@pytest.mark.parametrize("name", CASES)
def test_an_edit_has_its_verdict(name: str, site: Site) -> None:
    diagram = site["edited", name]
    outcomes = {"hit": ("hit", "hit"), "same": ("run", "hit"), "run": ("run", "run")}
    told = f"{diagram.reason}"
    found = (diagram.trace_outcome, diagram.layout_outcome)
    assert found == outcomes[CASES[name]["verdict"]], told
    assert bool(diagram.reason) == (diagram.trace_outcome == "run")


@pytest.mark.parametrize("name", CASES)
def test_the_picture_is_that_of_no_cache(name: str, site: Site) -> None:
    assert site["edited", name].digest == site["uncached", name].digest
    assert site["first", name].digest == site["back", name].digest == site["moved", name].digest
    if CASES[name]["verdict"] == "run" and not CASES[name].get("uncacheable"):
        assert site["edited", name].digest != site["first", name].digest


@pytest.mark.parametrize("step", ["again", "back", "moved"])
@pytest.mark.parametrize("name", KEPT)
def test_what_was_drawn_before_is_not_drawn_again(name: str, step: str, site: Site) -> None:
    diagram = site[step, name]
    assert (diagram.trace_outcome, diagram.layout_outcome) == ("hit", "hit"), diagram.reason


def test_what_cannot_be_kept_says_so(site: Site) -> None:
    for name in CASES.keys() - set(KEPT):
        (note,) = site["again", name].notes
        assert note.code == "cache" and "depends" in note.text()
