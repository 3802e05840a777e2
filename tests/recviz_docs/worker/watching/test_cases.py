"""Small projects, and what must be recorded of each: no more and no less."""

from __future__ import annotations

import py_compile
import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from recviz_docs.cache.dependencies import Dependencies
from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings
from recviz_docs.worker.client import Stage, TraceAnswer, TraceRequest, trace_all

HERE = Path(__file__).parent
CASES: dict[str, dict[str, Any]] = {
    case["name"]: case
    for file in sorted((HERE / "cases").glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
}


def _build(case: dict[str, Any], folder: Path) -> None:
    for name, text in case["files"].items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.lstrip("\n"), encoding="utf-8")
    for name, target in case.get("links", {}).items():
        (folder / name).symlink_to(target)
    for name, text in case.get("outside", {}).items():
        file = folder.parent.parent / "outside" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for name, text in case.get("compiled", {}).items():
        source = folder / f"{name}.txt"
        source.write_text(text, encoding="utf-8")
        py_compile.compile(str(source), cfile=str(folder / name), doraise=True)
    for name, members in case.get("zips", {}).items():
        with zipfile.ZipFile(folder / name, "w") as archive:
            for member, text in members.items():
                archive.writestr(member, text)


@pytest.fixture(scope="module", params=["fork", "fresh"])
def answers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, TraceAnswer]:
    """Runs all of them in one batch."""
    base = tmp_path_factory.mktemp("site").resolve() / "base"
    base.mkdir()
    (base / "pyproject.toml").touch()
    requests = []
    for name, case in CASES.items():
        _build(case, base / name)
        target = parse_reference(f"{name}/model.py:build({str(base / name)!r})")
        requests.append(TraceRequest(target, Options(depends=tuple(case.get("depends", ())))))
    stage = Stage(job="fake_job:call", warm="", fork=request.param == "fork")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(HERE.parent / "jobs"))
        patch.setenv("RECVIZ_CASE", "value")
        found = trace_all(requests, Settings(base=base, jobs=3), stage=stage)
    return dict(zip(CASES, found, strict=True))


def _seen(name: str, answers: dict[str, TraceAnswer]) -> Dependencies:
    answer = answers[name]
    assert answer.error is None, f"{answer.error.text()}\n{answer.error.detail}"
    assert answer.dependencies is not None
    return answer.dependencies


def _local(path: str, name: str) -> str:
    """Gives a path relative to the case's directory."""
    if path == name:
        return "."
    if "/outside/" in path:
        return re.sub(".*/outside/", "../OUTSIDE/", path)
    return path.removeprefix(f"{name}/") if path.startswith(f"{name}/") else f"../{path}"


def _word(state: str) -> str:
    return re.sub(r"file:\d+:[0-9a-f]{64}", "size", re.sub("link:[0-9a-f]{64};", "link:", state))


def _no_package(case: dict[str, Any]) -> str:
    """Gives the file that would make the target's directory, or the one above, a package."""
    return "../__init__.py" if "__init__.py" in case["files"] else "__init__.py"


@pytest.mark.parametrize("name", CASES)
def test_what_is_recorded(name: str, answers: dict[str, TraceAnswer]) -> None:
    case, seen = CASES[name], _seen(name, answers)
    changes = [text for text in case.get("uncacheable", []) if "changed" in text]
    modules = case.get("modules", ["model.py"])
    found = {
        "modules": sorted(_local(path, name) for path in seen.modules),
        "data": {_local(p, name): s if s == "absent" else "file" for p, s in seen.data.items()},
        "asked": {_local(p, name): _word(s) for p, s in seen.asked.items()},
        "listed": sorted(
            _local(p, name) + (":absent" if s == "absent" else "") for p, s in seen.listed.items()
        ),
        "matched": {
            _local(path, name): sorted(patterns) for path, patterns in seen.matched.items()
        },
        "environment": {
            n: "unset" if value is None else "set" for n, value in seen.environment.items()
        },
        "compare_bytes": seen.compare_bytes,
    }
    assert found == {
        "modules": modules,
        "data": case.get("data", {}),
        "asked": {_no_package(case): "absent", **case.get("asked", {})},
        "listed": case.get("listed", []),
        "matched": case.get("matched", {}),
        "environment": case.get("environment", {}),
        "compare_bytes": case.get("compare_bytes", False),
    }
    reasons = [reason.text().replace(f"{name}/", "") for reason in seen.uncacheable]
    expected = case.get("uncacheable", [])
    assert len(reasons) == len(expected), reasons
    assert all(any(text in reason for reason in reasons) for text in expected), reasons
    assert changes or "changed" not in str(reasons)


@pytest.mark.parametrize("name", [name for name in CASES if "searched" in CASES[name]])
def test_what_is_searched(name: str, answers: dict[str, TraceAnswer]) -> None:
    searched = {
        "<installed>" if path == "<installed>" else _local(path, name): names
        for path, names in _seen(name, answers).searched.items()
    }
    for folder, names in CASES[name]["searched"].items():
        assert {n: searched[folder].get(n) for n in names} == names


@pytest.mark.parametrize("name", CASES)
def test_the_record_survives_its_json(name: str, answers: dict[str, TraceAnswer]) -> None:
    seen = _seen(name, answers)
    assert Dependencies.from_json(seen.to_json()) == seen
