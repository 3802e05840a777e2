from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from recviz_docs import pipeline
from recviz_docs.cache.store import Store
from recviz_docs.diagram import Diagram, Failure, Request, Result
from recviz_docs.errors import RecvizError
from recviz_docs.options import Options
from recviz_docs.pipeline import difference, record_all
from recviz_docs.recording import misses
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings, parse_settings
from tests.recviz_docs.cache.conftest import DrawSite

TARGET = "model.py:build"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "model.py").write_text("def build(): return 1\n")
    return tmp_path


def outcome(result: Result) -> tuple[str, str]:
    assert isinstance(result, Diagram), result.error.text() + result.error.detail
    return result.trace_outcome, result.layout_outcome


def entries(site: Path) -> list[Path]:
    cache = site / ".cache" / "recviz"
    return sorted(file for file in cache.rglob("*") if len(file.name) == 64 and file.is_file())


def never(*_: object, **__: object) -> None:
    raise AssertionError("nothing is traced here")


def test_options_of_the_picture_are_no_reason_to_trace(draw_site: DrawSite, site: Path) -> None:
    assert outcome(*draw_site(TARGET)) == ("run", "run")
    assert outcome(*draw_site(f"{TARGET} depth=1")) == ("hit", "run")
    assert outcome(*draw_site(f"{TARGET} depth=1 caption=x lang=zh timeout=9")) == ("hit", "hit")
    assert outcome(*draw_site(f"{TARGET} seed=1")) == ("run", "hit")
    both = draw_site(TARGET, f"{TARGET} depth=2", TARGET)
    assert [outcome(one) for one in both] == [("hit", "hit"), ("hit", "run"), ("hit", "hit")]


def test_a_failure_is_not_kept(draw_site: DrawSite, site: Path) -> None:
    (site / "model.py").write_text("def build(): raise OSError\n")
    for _ in range(2):
        (failed,) = draw_site(TARGET)
        assert isinstance(failed, Failure) and failed.trace_outcome == "failed"
    assert entries(site) == []


def test_nothing_is_kept_of_what_nobody_watched(
    draw_site: DrawSite, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    watched = misses.trace_all

    def unwatched(*given: object, **more: object) -> object:
        return [replace(one, dependencies=None) for one in watched(*given, **more)]  # type: ignore[arg-type]

    monkeypatch.setattr(misses, "trace_all", unwatched)
    assert outcome(*draw_site(TARGET)) == ("run", "run")
    assert outcome(*draw_site(TARGET)) == ("run", "run")
    assert entries(site) == []


def test_without_a_cache_nothing_is_written(draw_site: DrawSite, site: Path) -> None:
    assert outcome(*draw_site(TARGET, cache_dir="")) == ("run", "run")
    assert outcome(*draw_site(TARGET, cache_dir="")) == ("run", "run")
    assert not (site / ".cache").exists()


def damage_all(site: Path, change: Callable[[bytes], bytes], kind: str = "") -> None:
    for file in entries(site):
        if kind in file.parts or not kind:
            file.write_bytes(change(file.read_bytes()))


@pytest.mark.parametrize("kind", ["", "manifests", "traces", "pictures"])
@pytest.mark.parametrize(
    "change",
    [lambda data: data[:-1], lambda data: b"", lambda data: data[:60] + b"X" + data[61:]],
    ids=["cut", "empty", "flipped"],
)
def test_damaged_entries_are_drawn_again(
    draw_site: DrawSite, site: Path, kind: str, change: Callable[[bytes], bytes]
) -> None:
    (first,) = draw_site(TARGET)
    forget(site)
    damage_all(site, change, kind)
    (again,) = draw_site(TARGET)
    assert isinstance(first, Diagram) and isinstance(again, Diagram)
    assert again.digest == first.digest
    assert outcome(*draw_site(TARGET)) == ("hit", "hit")


def test_lost_entries_are_made_again_one_by_one(draw_site: DrawSite, site: Path) -> None:
    draw_site(TARGET)
    cache = site / ".cache/recviz"
    shutil.rmtree(cache / "pictures")
    assert outcome(*draw_site(TARGET)) == ("hit", "run")
    shutil.rmtree(cache / "traces")
    assert outcome(*draw_site(TARGET)) == ("hit", "hit")
    shutil.rmtree(cache / "pictures")
    (both,) = draw_site(TARGET)
    assert outcome(both) == ("run", "run") and "not in the cache any more" in both.reason
    shutil.rmtree(cache / "manifests")
    assert outcome(*draw_site(TARGET)) == ("hit", "hit")
    forget(site)
    shutil.rmtree(cache / "manifests", ignore_errors=True)
    assert outcome(*draw_site(TARGET)) == ("run", "hit")


def forget(site: Path) -> None:
    """Removes what a build has found out of entries, here and for other clones."""
    shutil.rmtree(site / ".cache/recviz/local")
    shutil.rmtree(site / ".cache/recviz/painted")


def hostile(store: Store, kind: str, change: Callable[[dict[str, object]], object]) -> None:
    """Writes entries as somebody would who knows the checksum."""
    for entry in list(store.entries(kind)):
        data = json.loads(store.get(entry.kind, entry.key) or b"")
        changed = change(data)
        store.put(entry.kind, entry.key, json.dumps(data if changed is None else changed).encode())


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(trace="../../../../etc/passwd"),
        lambda data: data["dependencies"]["data"].update({"../../secret": "0" * 64}),
        lambda data: data["dependencies"]["data"].update({"/dev/zero": "0" * 64}),
        lambda data: data["dependencies"].update(modules=[]),
        lambda data: data["dependencies"].update(uncacheable=[["x", {}]]),
        lambda data: data.update(schema=99),
        lambda data: data.pop("code"),
        lambda data: [],
    ],
)
@pytest.mark.timeout(60)
def test_manifests_of_a_stranger(draw_site: DrawSite, site: Path, change: object) -> None:
    (first,) = draw_site(TARGET)
    forget(site)
    hostile(Store(site / ".cache/recviz"), "manifests", change)  # type: ignore[arg-type]
    (again,) = draw_site(TARGET)
    assert outcome(again) == ("run", "hit")
    assert isinstance(first, Diagram) and isinstance(again, Diagram)
    assert again.digest == first.digest


@pytest.mark.parametrize(
    "change", [lambda data: data.update(layout=None), lambda data: data.update(schema=9)]
)
def test_pictures_of_a_stranger(draw_site: DrawSite, site: Path, change: object) -> None:
    (first,) = draw_site(TARGET)
    hostile(Store(site / ".cache/recviz"), "pictures", change)  # type: ignore[arg-type]
    (again,) = draw_site(TARGET)
    assert outcome(again) == ("hit", "run")
    assert isinstance(first, Diagram) and isinstance(again, Diagram)
    assert again.digest == first.digest


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b"[" * 5_000, b"null"])
def test_the_index_is_never_needed(draw_site: DrawSite, site: Path, data: bytes) -> None:
    draw_site(TARGET)
    (index,) = (site / ".cache/recviz/local").glob("*.json")
    whole = index.read_bytes()
    index.write_bytes(data)
    assert outcome(*draw_site(TARGET)) == ("hit", "hit")
    index.write_bytes(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
    assert outcome(*draw_site(TARGET)) == ("hit", "hit")
    index.write_bytes(whole[: len(whole) // 2])
    (site / "model.py").write_text("def build(): return 2\n")
    assert outcome(*draw_site(TARGET)) == ("run", "run")


def test_frozen_imports_nothing_and_says_what_changed(
    draw_site: DrawSite, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_site(TARGET)
    monkeypatch.setattr(misses, "trace_all", never)
    assert outcome(*draw_site(TARGET, frozen=True)) == ("hit", "hit")
    assert outcome(*draw_site(f"{TARGET} depth=1", frozen=True)) == ("hit", "run")
    missing, stale = draw_site(f"{TARGET} seed=3", "other.py:f", frozen=True)
    assert isinstance(missing, Failure) and isinstance(stale, Failure)
    assert "recviz draw model.py:build seed=3" in missing.error.text()
    (site / "model.py").write_text("def build(): return 2\n")
    (stale,) = draw_site(TARGET, frozen=True)
    assert isinstance(stale, Failure) and stale.error.code == "frozen"
    assert "model.py has changed" in stale.error.text()
    assert stale.reason == "model.py has changed"


def test_frozen_needs_no_library_that_is_not_installed(
    draw_site: DrawSite, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_site(TARGET)
    forget(site)
    monkeypatch.setattr("recviz_docs.cache.world.find_distributions", lambda places: {})
    (open_,) = draw_site(TARGET)
    assert "is not installed any more" in open_.reason
    forget(site)
    monkeypatch.setattr(misses, "trace_all", never)
    monkeypatch.setattr("recviz_docs.cache.verify.PYTHON", "3.99")
    assert outcome(*draw_site(TARGET, frozen=True)) == ("hit", "hit")


def test_an_upgraded_distribution_is_a_reason(
    draw_site: DrawSite, site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    draw_site(TARGET)
    for name, version, record, told in (
        ("a", "9.9", "recviz_docs/x.py,sha256=1,1", "recviz-docs is 9.9, it was "),
        ("b", "0.1.0", "recviz_docs/x.py,sha256=2,1", "the files of recviz-docs 0.1.0 are others"),
    ):
        folder = tmp_path / name / "recviz_docs-1.dist-info"
        folder.mkdir(parents=True)
        (folder / "METADATA").write_text(f"Name: recviz-docs\nVersion: {version}\n")
        (folder / "RECORD").write_text(record)
        monkeypatch.setattr(
            "recviz_docs.cache.world.find_distributions",
            lambda places, folder=folder: {"recviz-docs": folder},
        )
        (result,) = draw_site(TARGET)
        assert told in result.reason


def test_frozen_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for value, frozen in (("1", True), ("true", True), ("0", False), ("", False), ("off", False)):
        monkeypatch.setenv("RECVIZ_FROZEN", value)
        assert parse_settings(tmp_path, {}).frozen is frozen
    assert parse_settings(tmp_path, {"frozen": True}).frozen is True


def test_what_is_refused_is_refused_from_the_cache_as_well(draw_site: DrawSite, site: Path) -> None:
    draw_site(TARGET)
    for frozen in (False, True):
        (refused,) = draw_site(TARGET, allow=("elsewhere.*",), frozen=frozen)
        assert isinstance(refused, Failure) and refused.error.code == "refused"


def test_explaining_does_nothing(
    draw_site: DrawSite, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = Request(parse_reference(TARGET), Options())
    settings = Settings(base=site)
    assert "nothing was kept" in str(difference(request, settings))
    assert not (site / ".cache").exists()
    draw_site(TARGET)
    monkeypatch.setattr(misses, "trace_all", never)
    assert difference(request, settings) is None
    other = Request(request.reference, Options(depth=1))
    assert "no picture was kept" in str(difference(other, settings))
    (site / "model.py").write_text("def build(): return 2\n")
    assert str(difference(request, settings)) == "model.py has changed"
    assert "no cache" in str(difference(request, Settings(base=site, cache_dir="")))


def test_a_trace_alone_comes_from_the_cache(
    draw_site: DrawSite, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, settings = Request(parse_reference(TARGET), Options()), Settings(base=site)
    (first,) = record_all([request], settings)
    monkeypatch.setattr(misses, "trace_all", never)
    (again,) = record_all([request], settings)
    assert not isinstance(first, Failure) and not isinstance(again, Failure)
    assert (first.trace_outcome, again.trace_outcome) == ("run", "hit")
    assert first.trace == again.trace


def test_a_cache_that_cannot_be_written_is_told_once(draw_site: DrawSite, site: Path) -> None:
    (site / "file").write_text("no directory")
    told: list[RecvizError] = []
    settings = Settings(base=site, cache_dir="file")
    requests = [Request(parse_reference(TARGET), Options(seed=seed)) for seed in range(3)]
    results = pipeline.draw_all(requests, settings, warn=told.append)
    assert all(isinstance(result, Diagram) for result in results)
    assert [error.code for error in told] == ["cache"]
    assert str(site / "file") in told[0].text()


def test_builds_at_once(draw_site: DrawSite, site: Path) -> None:
    texts = [f"{TARGET} seed={seed}" for seed in range(4)]
    found: list[tuple[Result, ...]] = []
    threads = [threading.Thread(target=lambda: found.append(draw_site(*texts))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    digests = {tuple(one.digest for one in some if isinstance(one, Diagram)) for some in found}
    assert len(digests) == 1 and len(digests.pop()) == 4
    assert [outcome(one) for one in draw_site(*texts)] == [("hit", "hit")] * 4


def test_no_more_manifests_are_kept_than_anybody_goes_back_to(
    draw_site: DrawSite, site: Path
) -> None:
    for number in range(20):
        (site / "model.py").write_text(f"def build(): return {number}\n")
        draw_site(TARGET)
    assert len([file for file in entries(site) if "manifests" in file.parts]) == 16
    (site / "model.py").write_text("def build(): return 18\n")
    assert outcome(*draw_site(TARGET)) == ("hit", "hit")


WARM = """
import sys
from pathlib import Path
from recviz_docs import pipeline
from recviz_docs.diagram import Request
from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings
request = Request(parse_reference("model.py:build"), Options())
(result,) = pipeline.draw_all([request], Settings(base=Path(sys.argv[1])))
assert result.layout_outcome == "hit", result.reason
heavy = ("torch", "torchview", "numpy", "wasmtime", "graphviz", "importlib.metadata",
         "concurrent.futures.thread", "multiprocessing", "asyncio", "sqlite3")
print([name for name in heavy if name in sys.modules])
"""


def test_a_warm_build_imports_nothing_heavy(draw_site: DrawSite, site: Path) -> None:
    draw_site(TARGET)
    done = subprocess.run(
        [sys.executable, "-c", WARM, str(site)],
        capture_output=True, text=True, check=False, env=dict(os.environ),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
