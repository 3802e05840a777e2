from __future__ import annotations

import sys
from pathlib import Path

import pytest

from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings
from recviz_docs.worker.allow import refusal
from recviz_docs.worker.client import TraceRequest, trace_all

# allow, target, inputs, whether it may be imported
CASES = [
    (("*",), "anything.at.all:build", "os:abort", True),
    ((), "zoo:build", None, False),
    (("zoo",), "zoo:build", None, True),
    (("zoo",), "zoo.sub:build", None, False),
    (("zoo.*",), "zoo.sub:build", None, True),
    (("zoo.*",), "zoo:build", None, False),
    (("zoo",), "zoology:build", None, False),
    (("zoo",), "Zoo:build", None, False),
    (("zoo",), "zoo:build", "os:abort", False),
    (("zoo", "os"), "zoo:build", "os:abort", True),
    (("zoo",), "zoo:build", "zoo:inputs(rows=3)", True),
    (("zoo",), "zoo:build", "models/inputs.py:make", False),
    (("models/*.py",), "models/a.py:build", None, True),
    (("models/*.py",), "./models/b/../a.py:build", None, True),
    (("models/*.py",), "models/../other/a.py:build", None, False),
    (("models/*.py",), "../models/a.py:build", None, False),
    (("../models/*.py",), "../models/a.py:build", None, True),
    (("../models/*.py",), "models/a.py:build", None, False),
    (("../models/*.py",), "../models/../secret/a.py:build", None, False),
    (("models/*.py",), "models/link.py:build", None, False),
    (("*.py",), "zoo:build", None, False),
    (("zoo",), "zoo.py:build", None, False),
]


@pytest.mark.parametrize(("allow", "target", "inputs", "allowed"), CASES)
def test_targets_and_inputs_are_matched_by_module_or_real_path(
    allow: tuple[str, ...], target: str, inputs: str | None, allowed: bool, tmp_path: Path
) -> None:
    (tmp_path / "models" / "b").mkdir(parents=True)
    (tmp_path / "secret.py").touch()
    (tmp_path / "models" / "link.py").symlink_to(tmp_path / "secret.py")
    settings = Settings(base=tmp_path.resolve(), allow=allow)
    error = refusal(parse_reference(target), Options(inputs=inputs), settings)
    assert (error is None) == allowed
    if error is not None:
        assert error.code == "refused"
        assert "may not be imported" in error.text()


def test_an_absolute_glob_allows_a_file_outside(tmp_path: Path) -> None:
    settings = Settings(base=tmp_path / "docs", allow=(f"{tmp_path.resolve()}/models/*.py",))
    assert refusal(parse_reference("../models/a.py:build"), Options(), settings) is None


def test_inputs_that_cannot_be_read_are_refused_as_well(tmp_path: Path) -> None:
    settings = Settings(base=tmp_path, allow=("zoo",))
    error = refusal(parse_reference("zoo:build"), Options(inputs="os abort"), settings)
    assert error is not None


def test_a_refused_target_starts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/there/is/no/such/program")
    (tmp_path / "zoo.py").write_text("import pathlib; pathlib.Path('ran').touch()")
    request = TraceRequest(parse_reference("zoo:build"), Options(inputs="os:abort"))
    (answer,) = trace_all([request], Settings(base=tmp_path, allow=("zoo",)))
    assert answer.error is not None
    assert answer.error.code == "refused"
    assert "os:abort" in answer.error.text()
    assert not (tmp_path / "ran").exists()
