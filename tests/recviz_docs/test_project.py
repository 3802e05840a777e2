from __future__ import annotations

import json
from pathlib import Path

import pytest

import recviz_docs
from recviz_docs.project import is_installed, is_ours, is_project, library_of

OURS = Path(recviz_docs.__file__)


@pytest.mark.parametrize(
    ("file", "whose"),
    [
        (json.__file__, "installed"),
        (pytest.__file__, "installed"),
        (str(OURS), "ours"),
        (str(OURS.parent / "worker" / "child.py"), "ours"),
        (str(OURS.parent.parent / "recviz_docs_models" / "a.py"), "project"),
        (__file__, "project"),
        ("<string>", "nobody's"),
        ("<frozen importlib._bootstrap>", "nobody's"),
    ],
)
def test_whose_a_file_is(file: str, whose: str) -> None:
    found = {"installed": is_installed(file), "ours": is_ours(file), "project": is_project(file)}
    assert [name for name, yes in found.items() if yes] == ([whose] if whose in found else [])


def test_a_link_to_an_installed_file_is_installed(tmp_path: Path) -> None:
    link = tmp_path / "link.py"
    link.symlink_to(json.__file__)
    assert is_installed(str(link))
    assert not is_project(str(link))


def test_the_library_of_a_file() -> None:
    assert library_of(pytest.__file__) == "pytest"
    assert library_of(json.__file__) == ""
    assert library_of(__file__) == ""
