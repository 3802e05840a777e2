from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from recviz_docs.cache.observe import (
    asked_again,
    asked_state,
    file_bytes,
    file_state,
    link_state,
    listing_state,
    search_agrees,
    search_states,
    stamp,
    variable_state,
)

DIGEST = hashlib.sha256(b"text").hexdigest()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "file.txt"
    file.write_bytes(b"text")
    return file


def test_a_file(file: Path) -> None:
    assert file_state(str(file)) == DIGEST
    assert file_bytes(str(file)) == b"text"
    assert asked_state(str(file), content=False) == "file"
    assert asked_state(str(file), content=True) == f"file:4:{DIGEST}"


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, kind in [("none", "absent"), (".", "directory"), ("pipe", "other"), ("\0", "absent")]:
        path = str(tmp_path / name)
        assert file_state(path) == "absent"
        assert file_bytes(path) is None
        assert asked_state(path, content=True) == kind


def test_a_link(tmp_path: Path, file: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("file.txt")
    before = link_state(str(link)) + "file"
    assert link_state(str(file)) == ""
    assert asked_again(str(link), before) == before
    link.unlink()
    link.symlink_to("other.txt")
    assert asked_again(str(link), before) != before


def test_a_listing_is_names_and_kinds(tmp_path: Path) -> None:
    first = listing_state(str(tmp_path))
    for stray in ("__pycache__", "a.pyc", ".a.py.swp", "a.py~", ".#a.py", "#a.py#", ".DS_Store"):
        (tmp_path / stray).touch()
    assert listing_state(str(tmp_path)) == first
    (tmp_path / "a").touch()
    second = listing_state(str(tmp_path))
    (tmp_path / "a").unlink()
    (tmp_path / "a").mkdir()
    assert len({first, second, listing_state(str(tmp_path))}) == 3
    assert listing_state(str(tmp_path / "none")) == "absent"


def test_what_an_import_would_find(tmp_path: Path) -> None:
    for name in ("both.py", "one.py", "native.abi3.so", "old.pyc", "data.txt"):
        (tmp_path / name).touch()
    for name in ("both", "plain"):
        (tmp_path / name).mkdir()
    (tmp_path / "both" / "__init__.py").touch()
    (tmp_path / "folder.py").mkdir()
    names = ("both", "one", "native", "old", "data", "plain", "folder", "none")
    assert search_states(str(tmp_path), names) == {
        "both": "package",
        "one": "module",
        "native": "extension",
        "old": "bytecode",
        "data": "nothing",
        "plain": "namespace",
        "folder": "nothing",
        "none": "nothing",
    }
    assert search_states(str(tmp_path / "none"), ["a"]) == {"a": "nothing"}


def test_a_plain_directory_hides_no_module() -> None:
    assert search_agrees("", "namespace")
    assert search_agrees("", "nothing")
    assert not search_agrees("", "module")
    assert not search_agrees("nothing", "namespace")
    assert not search_agrees("namespace", "package")


def test_variables() -> None:
    assert variable_state("X", {"X": "text"}) == DIGEST
    assert variable_state("X", {}) is None
    whole = variable_state("*", {"X": "1", "SHLVL": "1", "PWD": "/a"})
    assert whole == variable_state("*", {"X": "1", "SHLVL": "2", "TERM": "dumb"})
    assert whole != variable_state("*", {"X": "2"})
    assert whole != variable_state("*", {"X": "1", "Y": ""})


def test_a_stamp_is_of_an_old_file(file: Path) -> None:
    assert stamp(str(file)) == ""  # it could be changed within the same tick
    assert stamp(str(file.parent / "none")) == ""
