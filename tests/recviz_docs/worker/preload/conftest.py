"""A place of the tests' own for installed libraries, and projects that import them."""

from __future__ import annotations

import os
import site
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

JOBS = Path(__file__).parent.parent / "jobs"


def installed(place: Path, distributions: Mapping[str, Mapping[str, str]]) -> None:
    """Installs distributions as pip does: files, METADATA and RECORD."""
    for name, files in distributions.items():
        info = f"{name.replace('-', '_')}-1.0.dist-info"
        metadata = {f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"}
        written({**files, **metadata}, place)
        rows = [f"{file},," for file in (*files, *metadata, f"{info}/RECORD")]
        (place / info / "RECORD").write_text("\n".join(rows) + "\n", encoding="utf-8")


def written(files: Mapping[str, str], folder: Path) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.lstrip("\n"), encoding="utf-8")


def place_for_libraries(home: Path, patch: pytest.MonkeyPatch) -> Path:
    """Gives the directory of a user's own packages, which the worker's processes import from."""
    patch.setenv("PYTHONUSERBASE", str(home))
    code = "import site; print(site.getusersitepackages())"
    command = [sys.executable, "-c", code]
    place = Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())
    assert place != Path(site.getusersitepackages())
    place.mkdir(parents=True)
    patch.setenv("PYTHONPATH", os.pathsep.join([str(JOBS), str(place)]))
    return place
