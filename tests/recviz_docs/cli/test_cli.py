from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import typst

from recviz_docs import fitting
from recviz_docs.cli import main
from recviz_docs.errors import Location, RecvizError
from recviz_docs.graph import Graph
from recviz_docs.messages import message
from recviz_docs.options import Options, option_specs
from recviz_docs.paint import press
from recviz_docs.recording import misses
from recviz_docs.settings import Settings
from recviz_docs.worker.client import TraceAnswer, TraceRequest

Run = Callable[..., tuple[int, str, str]]
BAD = RecvizError(
    "factory",
    message("a:bad raised ValueError"),
    advice=message("mend it"),
    where=Location("a.py", 3),
    detail="Traceback (most recent call last): …",
)


class Worker:
    """Answers with one trace, and remembers what it was asked."""

    def __init__(self, trace: Graph) -> None:
        self.trace = trace
        self.asked: list[TraceRequest] = []
        self.settings: Settings | None = None

    def trace_all(
        self, requests: Sequence[TraceRequest], settings: Settings, *, progress: Any = None
    ) -> tuple[TraceAnswer, ...]:
        del progress
        self.asked += requests
        self.settings = settings
        return tuple(
            TraceAnswer(None, BAD, 0.1)
            if item.reference.attribute == "bad"
            else TraceAnswer(self.trace, None, 0.1)
            for item in requests
        )

    @property
    def options(self) -> Options:
        return self.asked[-1].options


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch, trace: Graph) -> Worker:
    fake = Worker(trace)
    monkeypatch.setattr(misses, "trace_all", fake.trace_all)
    return fake


@pytest.fixture
def run(
    worker: Worker,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    layout_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Gives exit code, standard output and standard error of a call in an empty directory."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> tuple[int, str, str]:
        cached = ("--cache-dir", str(layout_cache)) if words[:1] == ("draw",) else ()
        code = main([*words, *cached])
        told = capfd.readouterr()
        return code, told.out, told.err

    return call


def test_a_picture_goes_to_standard_output_and_nothing_else_does(run: Run) -> None:
    code, out, err = run("draw", "a:b")
    assert (code, err) == (0, "")
    assert ElementTree.fromstring(out).tag.endswith("svg")
    assert "var(" not in out


@pytest.mark.parametrize(
    ("name", "start"),
    [("p.svg", "<svg"), ("p.json", '{"schema"'), ("p.dot", "digraph"), ("p.gv", "digraph"),
     ("p.txt", "- Tiny<T>"), ("picture", "<svg")],
)  # fmt: skip
def test_the_suffix_says_the_format(name: str, start: str, run: Run, tmp_path: Path) -> None:
    assert run("draw", "a:b", "-o", name) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


@pytest.mark.parametrize("name", ["a.jpg", "b.EPS", "c.html"])
def test_a_suffix_of_another_format_is_no_svg(name: str, run: Run, tmp_path: Path) -> None:
    done = run("draw", "a:b", "-o", name)
    assert done[0] == 2
    assert "there is no format for the suffix" in done[2]
    assert not (tmp_path / name).exists()


@pytest.fixture
def own_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves the engine the fonts that it brings itself: those of the machine may be any."""
    fonts = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(press, "open_press", lambda: press.Press(fonts))


LATIN = {"user_id": 100, "item_id": 2_000}


def test_png_has_two_px_for_each_of_the_picture(
    worker: Worker, run: Run, own_fonts: None, tmp_path: Path, trace_of: Callable[..., Graph]
) -> None:
    worker.trace = trace_of(LATIN)
    run("draw", "a:b", "-o", "p.svg")
    svg = ElementTree.parse(tmp_path / "p.svg").getroot()
    width, height = int(svg.get("width", "")), int(svg.get("height", ""))
    assert run("draw", "a:b", "-o", "p.png") == (0, "", "")
    assert png_size((tmp_path / "p.png").read_bytes()) == (2 * width, 2 * height)
    assert run("draw", "a:b", "-o", "p.PNG", "--scale", "1") == (0, "", "")
    assert png_size((tmp_path / "p.PNG").read_bytes()) == (width, height)


def png_size(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG\r\n")
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def test_pdf_goes_to_standard_output_too(
    worker: Worker, run: Run, own_fonts: None, tmp_path: Path, trace_of: Callable[..., Graph]
) -> None:
    worker.trace = trace_of(LATIN)
    assert run("draw", "a:b", "-o", "p.pdf") == (0, "", "")
    file = (tmp_path / "p.pdf").read_bytes()
    assert file.startswith(b"%PDF-")
    code, out, err = run("draw", "a:b", "--format", "pdf")
    assert (code, err) == (0, "") and out.startswith("%PDF-")


def test_a_character_that_no_font_has_is_told(run: Run, own_fonts: None, tmp_path: Path) -> None:
    code, _, err = run("draw", "a:b", "-o", "p.pdf")
    assert code == 1 and not (tmp_path / "p.pdf").exists()
    assert "no font of this machine has the character 年 (U+5E74)" in err
    assert "fonts-noto-cjk" in err


def test_what_is_not_installed_is_told_before_the_model_runs(
    worker: Worker, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    code, _, err = run("draw", "a:b", "-o", "p.pdf")
    assert code == 1 and worker.asked == []
    assert "pip install 'recviz-docs[export]'" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--scale", "3"], "--scale is for PNG, not svg"),
        (["--format", "pdf", "--scale", "3"], "--scale is for PNG, not pdf"),
        (["--format", "png", "--scale", "nan"], "a number from 0.1 to 10"),
        (["--format", "png", "--scale", "0"], "a number from 0.1 to 10"),
        (["--format", "png", "--scale", "big"], "bad value 'big' for --scale"),
    ],
)
def test_a_wrong_scale_is_told(words: list[str], told: str, run: Run) -> None:
    code, _, err = run("draw", "a:b", *words)
    assert code == 2 and told in err


def test_formats(run: Run, trace: Graph) -> None:
    _, out, _ = run("draw", "a:b", "--format", "json", "-o", "-")
    graph = Graph.from_json(json.loads(out))
    assert graph.model == trace.model and len(graph.nodes) < len(trace.nodes)
    _, out, _ = run("draw", "a:b", "--format=dot")
    assert out.startswith("digraph")
    _, out, _ = run("draw", "a:b", "--format", "text", "--lang", "zh")
    assert "user_id" in out and "年龄 & <b>" in out


def test_stages(run: Run, trace: Graph) -> None:
    _, out, _ = run("draw", "a:b", "--until", "trace")
    assert Graph.from_json(json.loads(out)) == trace
    _, out, _ = run("draw", "a:b", "--until", "graph")
    assert len(json.loads(out)["nodes"]) < len(trace.nodes)
    _, out, _ = run("draw", "a:b", "--until", "layout")
    assert {"width", "height", "boxes", "routes", "engine"} <= set(json.loads(out))


def test_a_stage_before_the_layout_does_not_lay_out(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "place", None)
    assert run("draw", "a:b", "--until", "graph", "--report", "r.json")[0] == 0
    (row,) = json.loads(Path("r.json").read_text(encoding="utf-8"))["diagrams"]
    assert (row["target"], row["trace"], row["layout"]) == ("a:b", "run", "skipped")


def test_options_stand_anywhere(run: Run, worker: Worker) -> None:
    given = Options(depth=4, batch_size=3, caption="a b", show_params=False, legend=True, seed=1)
    calls = [
        ("a:b depth=4 batch-size=3 caption='a b' show-params=false legend=true seed=1",),
        ("a:b", "depth=4", "batch_size=3", "caption=a b", "show-params=no", "legend=", "seed=1"),
        ("--depth", "4", "a:b", "--batch-size=3", "--caption", "a b", "--no-show-params",
         "--legend", "--seed", "1"),
        ("--depth=4", "a:b batch-size=3", "caption=a b",
         "--show_params=false", "seed=1", "--legend=on"),
    ]  # fmt: skip
    for words in calls:
        assert run("draw", *words)[0] == 0
        assert worker.options == given, words


def test_every_option_is_a_flag(run: Run) -> None:
    _, out, _ = run_help(run)
    for spec in option_specs():
        assert f"--{spec.name}" in out


def run_help(run: Run) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as caught:
        run("draw", "--help")
    assert caught.value.code == 0
    from recviz_docs.cli.draw import draw_parser

    return 0, draw_parser().format_help(), ""


def test_a_negative_number_is_a_value(run: Run, worker: Worker) -> None:
    assert run("draw", "a:b", "--depth", "-1")[0] == 0
    assert worker.options.depth == -1


def test_settings(run: Run, worker: Worker, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    words = ("--path", "src", "--path", ".", "--allow", "a", "--jobs", "2", "--memory=100")
    assert run("draw", "a:b", *words)[0] == 0
    settings = worker.settings
    assert settings is not None
    assert settings.base == tmp_path and settings.path == ("src", ".")
    assert (settings.allow, settings.jobs, settings.memory) == (("a",), 2, 100)


def test_no_cache_keeps_nothing(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["draw", "a:b", "--no-cache", "-o", "p.svg"]) == 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["p.svg"]


def test_a_picture_that_does_not_fit_is_a_note(run: Run) -> None:
    code, out, err = run("draw", "a:b", "width=100")
    assert code == 0 and out
    assert err.startswith("recviz: note: the picture is ") and err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["draw"], "there is no target"),
        (["draw", "ab"], "no colon"),
        (["draw", "a:b("], "unbalanced ("),
        (["draw", "a:b", "c"], "'c' is neither a flag nor key=value"),
        (["draw", "a:b", "dept=4"], "Did you mean depth?"),
        (["draw", "a:b", "--dept", "4"], "there is no flag '--dept'. Did you mean --depth?"),
        (["draw", "a:b", "--legnd"], "Did you mean --legend?"),
        (["draw", "a:b", "--zzzz"], "recviz draw --help lists what it takes."),
        (["draw", "a:b", "--depth", "-2"], "a whole number of at least -1"),
        (["draw", "a:b depth=3", "--depth", "4"], "given twice"),
        (["draw", "a:b", "--depth"], "expected one argument"),
        (["draw", "a:b", "--format", "gif"], "invalid choice: 'gif'"),
        (["draw", "a:b", "--until", "trace", "--format", "svg"], "--until writes JSON, not svg"),
        (["draw", "a:b", "--path", "nowhere"], "the directory nowhere does not exist"),
        (["draw", "a:b", "--jobs", "many"], "bad value 'many' for --jobs"),
        (["draw", "a:b", "-o", "."], "the output . is a directory"),
        (["draw", "a:b", "-o", "no/where.svg"], "the directory no does not exist"),
        (["drw", "a:b"], "there is no command 'drw'. Did you mean draw?"),
        (["zzz"], "Commands: draw, build, explain, cache."),
    ],
)
def test_a_wrong_call_is_two_and_one_paragraph(
    words: list[str], part: str, run: Run, worker: Worker
) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.startswith("recviz: error: ") and part in err
    assert err.count("\n") == 1
    assert worker.asked == []


def test_a_diagram_that_fails_is_one(run: Run, tmp_path: Path) -> None:
    code, out, err = run("draw", "a:bad", "-o", "p.svg", "--report", "r.json")
    assert (code, out) == (1, "")
    assert "recviz: error: a:bad raised ValueError (a.py:3). mend it." in err
    assert "Traceback" not in err and "--verbose" in err
    assert not (tmp_path / "p.svg").exists()
    (row,) = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["diagrams"]
    assert row["trace"] == "failed"
    assert "Traceback" in run("draw", "a:bad", "--verbose")[2]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_file_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.svg").touch(mode=0o400)
    code, _, err = run("draw", "a:b", "-o", "p.svg")
    assert code == 1 and "p.svg cannot be written. Permission denied." in err


def test_a_full_disk_is_told(run: Run) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    code, _, err = run("draw", "a:b", "-o", "/dev/full")
    assert code == 1 and "/dev/full cannot be written" in err


def test_a_full_disk_behind_standard_output_is_told(tmp_path: Path, layout_cache: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    (tmp_path / "two.py").write_text(MODEL, encoding="utf-8")
    command = [sys.executable, "-m", "recviz_docs", "draw", "two.py:build"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*command, "--cache-dir", str(layout_cache)],
            cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    told = done.stderr.decode()
    assert done.returncode == 1
    assert (
        told.startswith("recviz: error: standard output cannot be written.")
        and told.count("\n") == 1
    )


def test_version_and_help(run: Run) -> None:
    code, out, err = run("--version")
    assert (code, err) == (0, "") and out.startswith("recviz ")
    code, out, err = run("--help")
    assert code == 0 and "draw" in out
    assert run()[0] == 2


MODEL = """
import sys
import torch
from torch import nn

print("hello from the model")


class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2)

    def forward(self, price):
        return self.fc(price)


def build():
    print("hello from the factory", file=sys.stderr)
    return Two()
"""


def test_the_whole_road_from_a_shell(tmp_path: Path) -> None:
    (tmp_path / "two.py").write_text(MODEL, encoding="utf-8")
    command = [sys.executable, "-m", "recviz_docs", "draw", "two.py:build depth=2"]
    command += ["--report", "r.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    told = "".join(ElementTree.fromstring(done.stdout.decode("utf-8")).itertext())
    assert "price" in told and "Linear" in told and "hello" not in told
    assert json.loads((tmp_path / "r.json").read_text())["torch_imported"] is True


def test_a_reader_that_goes_away(tmp_path: Path, layout_cache: Path) -> None:
    (tmp_path / "two.py").write_text(MODEL, encoding="utf-8")
    command = [sys.executable, "-m", "recviz_docs", "draw", "two.py:build"]
    with subprocess.Popen(
        [*command, "--cache-dir", str(layout_cache)],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        err = process.stderr.read().decode()
    assert process.returncode == 1
    assert "whoever read the output closed it" in err and "Traceback" not in err
