from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from recviz_docs.errors import RecvizError
from recviz_docs.layout.system_dot import run_system_dot, system_dot_version

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs here are scripts")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program ``dot`` on an otherwise empty PATH; tests write what it does."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path / "dot"


def write(program: Path, body: str) -> None:
    program.write_text(f"#!{sys.executable}\nimport sys, time, json\n{body}\n")
    program.chmod(0o755)


def test_the_program_gets_dot_text_and_its_answer_is_given(program: Path) -> None:
    write(program, "json.dump({'args': sys.argv[1:], 'text': sys.stdin.read()}, sys.stdout)")
    answer = json.loads(run_system_dot("digraph { a -> b }", timeout=60))
    assert answer == {"args": ["-Kdot", "-Tjson0"], "text": "digraph { a -> b }"}


def test_the_version_is_the_programs(program: Path) -> None:
    write(program, "sys.stderr.write('dot - graphviz version 12.1.0 (20240811.2233)')")
    assert system_dot_version() == "dot 12.1.0"


def test_a_program_that_is_not_there_is_named(program: Path) -> None:
    for call in (lambda: run_system_dot("digraph {}", timeout=1), system_dot_version):
        with pytest.raises(RecvizError, match="needs the program dot") as caught:
            call()
        assert caught.value.code == "missing"


def test_a_package_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "graphviz"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "graphviz", None)
    monkeypatch.setitem(sys.modules, "graphviz.backend.dot_command", None)
    for call in (lambda: run_system_dot("digraph {}", timeout=1), system_dot_version):
        with pytest.raises(RecvizError, match=r"recviz-docs\[dot\]") as caught:
            call()
        assert caught.value.code == "missing"


def test_a_program_over_its_time_is_stopped(program: Path) -> None:
    write(program, "time.sleep(600)")
    with pytest.raises(RecvizError, match=r"took longer than 0\.5 s") as caught:
        run_system_dot("digraph {}", timeout=0.5)
    assert caught.value.code == "layout"


@pytest.mark.parametrize("body", ["sys.exit('it is broken')", "pass"])
def test_a_program_that_fails_is_an_error(program: Path, body: str) -> None:
    write(program, body)
    with pytest.raises(RecvizError) as caught:
        run_system_dot("digraph {}", timeout=60)
    assert caught.value.code == "layout"
