"""Models whose libraries are imported once, and models alone: nobody can tell the difference."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings
from recviz_docs.worker.client import Stage, TraceAnswer, TraceRequest, trace_all
from tests.recviz_docs.worker.preload.conftest import installed, place_for_libraries, written

HERE = Path(__file__).parent
CASES: dict[str, dict[str, Any]] = {
    case["name"]: case
    for file in sorted((HERE / "cases").glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
}
TARGETS = ("one", "two", "shared")
# Appended to each model: whether its libraries were imported in another process.
SHARED = """
def shared():
    {first}
    import os, sys
    found = {{vars(module).get("MADE_IN", vars(type(module)).get("MADE_IN"))
             for name, module in sys.modules.items() if name[2:3] == "_"}}
    found = {{number for number in found if number is not None}}
    return str(bool(found) and os.getpid() not in found)
"""
Answers = dict[tuple[str, str], TraceAnswer]


def _build(case: dict[str, Any], folder: Path, place: Path) -> None:
    outside = folder.parent.parent / "outside" / folder.name
    filled = {
        name: {file: text.replace("@OUTSIDE@", str(outside)) for file, text in files.items()}
        for name, files in case.get("libraries", {}).items()
    }
    installed(place, filled)
    written(case.get("outside", {}), outside)
    for name, target in case.get("links", {}).items():
        (place / name).symlink_to(outside / target)
    model = case["files"]["model.py"] + SHARED.format(first=case.get("first", "pass"))
    written({**case["files"], "model.py": model}, folder)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Answers]:
    """Runs all of them in one batch, with and without shared imports."""
    home = tmp_path_factory.mktemp("site").resolve()
    base = home / "base"
    written({"pyproject.toml": ""}, base)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECVIZ_CASE", "value")
        place = place_for_libraries(home / "user", patch)
        for name, case in CASES.items():
            _build(case, base / name, place)
        keys = [(name, target) for name in CASES for target in TARGETS]
        requests = [
            TraceRequest(parse_reference(f"{name}/model.py:{target}"), Options(timeout=20))
            for name, target in keys
        ]
        found = {}
        for preload in (True, False):
            stage = Stage(job="seeded_job:call", warm="", fork=True, preload=preload)
            answers = trace_all(requests, Settings(base=base, jobs=2), stage=stage)
            found[preload] = dict(zip(keys, answers, strict=True))
    return found


def _result(answer: TraceAnswer) -> str:
    assert answer.error is None, f"{answer.error.text()}\n{answer.error.detail}"
    assert answer.graph is not None
    return answer.graph.model.class_name


@pytest.mark.parametrize("name", CASES)
def test_it_is_shared_or_not(name: str, both: dict[bool, Answers]) -> None:
    assert _result(both[True][name, "shared"]) == str(CASES[name]["shared"])
    assert _result(both[False][name, "shared"]) == "False"


@pytest.mark.parametrize("target", ["one", "two"])
@pytest.mark.parametrize("name", CASES)
def test_nobody_can_tell(name: str, target: str, both: dict[bool, Answers]) -> None:
    together, alone = (both[preload][name, target] for preload in (True, False))
    assert _result(together) == _result(alone)
    assert together.dependencies is not None
    assert alone.dependencies is not None
    assert together.dependencies.to_json() == alone.dependencies.to_json()


@pytest.mark.parametrize("name", [name for name in CASES if "seen" in CASES[name]])
def test_what_libraries_read_is_recorded(name: str, both: dict[bool, Answers]) -> None:
    for target in ("one", "two"):
        seen = both[True][name, target].dependencies
        assert seen is not None
        found = seen.to_json()
        for section, keys in CASES[name]["seen"].items():
            shown = {key.removeprefix(f"{name}/") for key in found[section]}
            assert set(keys) <= shown, (section, shown)
