from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import typst

from recviz_docs.cli import main
from recviz_docs.errors import RecvizError
from recviz_docs.graph import Graph
from recviz_docs.messages import message
from recviz_docs.paint import press
from recviz_docs.recording import misses
from recviz_docs.settings import Settings
from recviz_docs.worker.client import TraceAnswer, TraceRequest

Run = Callable[..., tuple[int, str, str]]
LIST = """\
path = ["models"]
options = { width = 600 }

[diagrams]
"a.svg" = "pkg:build depth=2"
'zh/a.svg' = "pkg:build depth=2 lang=zh"
"a.txt" = "pkg:build"
"""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, trace_of: Callable[..., Graph]) -> list[Any]:
    """Gives what was asked of the worker: settings and targets."""
    seen: list[Any] = []

    def trace_all(
        requests: Sequence[TraceRequest], settings: Settings, *, progress: Any = None
    ) -> tuple[TraceAnswer, ...]:
        seen.append((settings, [str(item.reference) for item in requests]))
        bad = RecvizError("factory", message("it raised"), advice=message("mend it"), detail="T")
        trace = trace_of({"user_id": 100, "item_id": 9})
        return tuple(
            TraceAnswer(None, bad, 0.1)
            if item.reference.attribute == "bad"
            else TraceAnswer(trace, None, 0.1)
            for item in requests
        )

    monkeypatch.setattr(misses, "trace_all", trace_all)
    return seen


@pytest.fixture
def run(
    asked: list[Any],
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    layout_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").mkdir()

    def call(text: str, *words: str) -> tuple[int, str, str]:
        Path("recviz.toml").write_text(f'cache_dir = "{layout_cache.as_posix()}"\n{text}', "utf-8")
        code = main(["build", "recviz.toml", "--out", "out", *words])
        told = capfd.readouterr()
        return code, told.out, told.err

    return call


def test_files_are_written_once(run: Run, asked: list[Any], tmp_path: Path) -> None:
    code, out, err = run(LIST)
    assert (code, err) == (0, "")
    assert out.splitlines() == ["written: a.svg", "written: zh/a.svg", "written: a.txt"]
    assert asked[0][0].path == ("models",) and asked[0][1] == ["pkg:build"]
    assert (tmp_path / "out/a.svg").read_text("utf-8").startswith("<svg")
    assert 'lang="zh"' in (tmp_path / "out/zh/a.svg").read_text("utf-8")
    assert run(LIST) == (0, "", "")


def test_check_tells_what_is_not_current_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(LIST, "--check")
    assert code == 1 and out.count("not current: ") == 3
    assert not (tmp_path / "out").exists()
    run(LIST)
    assert run(LIST, "--check") == (0, "", "")
    (tmp_path / "out/a.txt").write_text("old", "utf-8")
    assert run(LIST, "--check") == (1, "not current: a.txt\n", "")
    assert (tmp_path / "out/a.txt").read_text("utf-8") == "old"


def test_one_failure_costs_no_other_file(run: Run, tmp_path: Path) -> None:
    code, out, err = run(f'{LIST}"b.svg" = "pkg:bad"\n"c.svg" = "pkg:build depth=1"\n', "--verbose")
    assert code == 1 and "written: c.svg" in out
    assert err == "recviz: error: recviz.toml:9: it raised. mend it.\nT\n"
    assert not (tmp_path / "out/b.svg").exists()


def test_png_and_pdf(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fonts = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(press, "open_press", lambda: press.Press(fonts))
    text = '[diagrams]\n"a.png" = "pkg:build"\n"a.pdf" = "pkg:build"\n"z.pdf" = "pkg:build lang=zh"'
    code, out, err = run(text)
    assert code == 1 and out == "written: a.png\nwritten: a.pdf\n"
    assert "recviz.toml:5: no font of this machine has the character" in err
    assert (tmp_path / "out/a.pdf").read_bytes().startswith(b"%PDF-")


def test_without_the_extra_no_model_runs(
    run: Run, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    code, _, err = run('[diagrams]\n"a.png" = "pkg:build"\n')
    assert code == 1 and "pip install 'recviz-docs[export]'" in err and asked == []


def test_a_report_names_every_diagram(run: Run, tmp_path: Path) -> None:
    assert run(LIST, "--report", "r.json")[0] == 0
    assert len(json.loads((tmp_path / "r.json").read_text("utf-8"))["diagrams"]) == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[", "recviz.toml is no list of diagrams"),
        ("", "there is no table [diagrams]"),
        ("diagrams = 3", "there is no table [diagrams]"),
        ("[diagrams]\n", "there is no table [diagrams]"),
        ("[diagrams]\na.svg = 'pkg:build'", "recviz.toml:3 is no list of diagrams: put the file"),
        ("[diagrams]\n'../a.svg' = 'pkg:build'", "'../a.svg' is no file that can be written"),
        ("[diagrams]\n'/a.svg' = 'pkg:build'", "(recviz.toml:3)"),
        ("[diagrams]\n'a' = 'pkg:build'", "Formats: svg, png"),
        ("[diagrams]\n'a.jpg' = 'pkg:build'", "no format for the suffix .jpg"),
        ("[diagrams]\n'a.svg' = 'pkg'", "It has no colon"),
        ("[diagrams]\n'a.svg' = 'pkg:b dept=3'", "unknown option 'dept' (recviz.toml:3)"),
        ("dept = 3\n[diagrams]\n'a.svg' = 'pkg:b'", "'dept'"),
        ("options = { dept = 3 }\n[diagrams]\n'a.svg' = 'pkg:b'", "Did you mean depth?"),
    ],
)
def test_a_wrong_list_is_told(text: str, told: str, run: Run, tmp_path: Path) -> None:
    code, out, err = run(text)
    assert (code, out) == (2, "") and told in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("words", [[], ["a.toml"], ["--out", "x"], ["a", "b", "--out", "x"]])
def test_a_wrong_call_is_told(words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["build", *words]) == 2
    assert "build takes one list and a directory" in capfd.readouterr().err


def test_a_list_that_is_not_there_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "none.toml", "--out", "x"]) == 2
    assert "none.toml cannot be read" in capfd.readouterr().err
