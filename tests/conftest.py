"""What all tests share: snapshots that one command writes anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--snapshots",
        choices=("check", "write"),
        default="check",
        help="write: put what the tests see into their snapshot files",
    )


@pytest.fixture
def same_as_file(request: pytest.FixtureRequest) -> Callable[[str, Path], None]:
    """Asserts that a text equals a file's, or writes the file with ``--snapshots=write``."""

    def check(text: str, file: Path) -> None:
        if request.config.getoption("--snapshots") == "write":
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8")

    return check
