from __future__ import annotations

from pathlib import Path

from recviz_docs.reference import Reference, parse_reference
from recviz_docs.settings import Settings
from recviz_mkdocs.watch import watched_directories, watched_paths


def project(root: Path) -> list[Path]:
    for name in (
        "docs/index.md", "site/index.html", ".cache/recviz/x", ".git/config", "models/net.py",
        "library/__init__.py", "venv/pyvenv.cfg", "venv/__init__.py", "helper.py", "notes.txt",
        "data/x.csv", "src/pkg/a.py",
    ):  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    return [root / "docs", root / "site", root / ".cache/recviz", root / "report.py"]


def watched(root: Path, *targets: str, path: tuple[str, ...] = ()) -> list[str]:
    written = project(root)
    references: list[Reference] = [parse_reference(target) for target in targets]
    found = watched_paths(Settings(base=root, path=path), references, written=written)
    return [item.relative_to(root).as_posix() for item in found]


def test_a_directory_of_code_is_watched_whole(tmp_path: Path) -> None:
    assert watched(tmp_path, "pkg.a:f", path=("src",)) == ["src"]


def test_a_directory_that_builds_write_to_is_not(tmp_path: Path) -> None:
    assert watched(tmp_path, "models.net:f") == ["helper.py", "library", "models"]


def test_file_targets_are_watched(tmp_path: Path) -> None:
    assert watched(tmp_path, "data/../models/net.py:f", path=("src",)) == ["src", "models/net.py"]
    assert watched(tmp_path, "none.py:f", "docs/index.py:f", path=("src",)) == ["src"]


def test_missing_directories_are_left_out(tmp_path: Path) -> None:
    assert watched(tmp_path, path=("nowhere",)) == []


def test_what_models_read_is_watched_by_its_directory(tmp_path: Path) -> None:
    root = tmp_path
    files = [root / name for name in ("lib/a.py", "data/x.json", "data/y.json", "beside.txt")]
    files += [root / "docs/table.csv", root / "site/old.txt"]
    written = [root / "docs", root / "site", root / "mkdocs.yml"]
    found = watched_directories(files, [root / "lib"], written=written)
    assert found == (root / "beside.txt", root / "data")
