from __future__ import annotations

import sys
from pathlib import Path

import pytest

import recviz_docs.project
from recviz_docs.reference import parse_reference
from recviz_docs.worker.preload.forecast import Forecast
from tests.recviz_docs.worker.preload.conftest import written

LIBRARIES = {
    "lib.py": "raise RuntimeError('imported')",
    "big/__init__.py": "",
    "big/part.py": "",
    "big/space/inner.py": "",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project beside a directory of installed libraries."""
    site, base = tmp_path.resolve() / "site", tmp_path.resolve() / "base"
    written(LIBRARIES, site)
    base.mkdir()
    packages = recviz_docs.project._packages()
    monkeypatch.setattr(recviz_docs.project, "_packages", lambda: (f"{site}/", *packages))
    monkeypatch.setattr(sys, "path", [*sys.path, str(site)])
    return base


def foreseen(base: Path, target: str = "model:build", **files: str) -> tuple[str, ...]:
    written({f"{name}.py": text for name, text in files.items()}, base)
    loaded = frozenset(name for name in sys.modules if "." not in name)
    return Forecast(base, loaded | {"torch"}).of(parse_reference(target), [base])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import lib", ("lib",)),
        ("import lib as other, big.part", ("lib", "big", "big.part")),
        ("from big import part, name", ("big", "big:part", "big:name")),
        ("from big.space import inner", ("big", "big.space", "big.space:inner")),
        ("from big import *", ("big",)),
        ("import torch, json, sys, os.path, string", ()),
        ("import there_is_none\nimport lib", ("lib",)),
        ("import big.there_is_none", ("big",)),
        ("if x:\n    import lib\nelse:\n    import big", ()),
        ("try:\n    import lib\nexcept ImportError:\n    pass", ()),
        ("from __future__ import annotations\nfrom typing import TYPE_CHECKING\n"
         "if TYPE_CHECKING:\n    import lib", ()),
        ("def other():\n    import lib", ()),
        ("def build():\n    import lib\n    from big import part", ("lib", "big", "big:part")),
        ("class build:\n    import lib", ()),
        ("import lib\nimport", ()),
        ("from . import part\nimport lib", ("lib",)),
        ("\ufeffimport lib", ("lib",)),
    ],
)  # fmt: skip
def test_what_is_certain_to_be_imported(
    project: Path, source: str, expected: tuple[str, ...]
) -> None:
    assert foreseen(project, model=source) == expected
    assert foreseen(project, "model.py:build") == expected


def test_through_the_modules_of_the_project(project: Path) -> None:
    files = {
        "zoo/__init__": "from zoo.base import Base",
        "zoo/base": "import lib",
        "zoo/deep/__init__": "from ..other import thing",
        "zoo/deep/model": "from . import beside\nfrom .. import again",
        "zoo/deep/beside": "import zoo.deep.model, big.part",
        "zoo/other": "",
        "zoo/again": "from big.space import inner",
    }
    expected = ("lib", "big", "big.part", "big.space", "big.space:inner")
    assert foreseen(project, "zoo.deep.model:build", **files) == expected
    assert foreseen(project, "zoo/deep/model.py:build") == expected


def test_a_target_in_a_library(project: Path) -> None:
    assert foreseen(project, "big.part:Model") == ("big", "big.part")


def test_the_project_before_what_is_installed(project: Path) -> None:
    assert foreseen(project, model="import lib", lib="from big import part") == ("big", "big:part")


def test_what_is_no_source(project: Path) -> None:
    (project / "model.py").mkdir()
    assert foreseen(project) == ()
    assert foreseen(project, "model.py:build") == ()
    (project / "other.py").write_bytes(b"import lib\n\xff\0")
    assert foreseen(project, "other.py:build") == ()
