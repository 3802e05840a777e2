from __future__ import annotations

import os
import py_compile
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from recviz_docs.errors import RecvizError
from recviz_docs.settings import Settings
from recviz_docs.worker.client import TraceAnswer, trace_all

HERE = Path(__file__).parent
Run = Callable[..., tuple[TraceAnswer, ...]]
BOTH = pytest.mark.parametrize("fork", [True, False], ids=["fork", "fresh"])


def drawn(answer: TraceAnswer) -> str:
    assert answer.error is None, answer.error
    assert answer.graph is not None
    return answer.graph.model.class_name


def failed(answer: TraceAnswer) -> RecvizError:
    assert answer.graph is None
    assert answer.error is not None
    return answer.error


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    return file


def eventually(check: Callable[[], bool]) -> bool:
    for _ in range(400):
        if check():
            return True
        time.sleep(0.05)
    return False


def alive(mark: str) -> list[bytes]:
    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in file.read_bytes():
                found.append(file.with_name("cmdline").read_bytes())
        except OSError:
            continue
    return [line for line in found if line]


def test_answers_stand_in_the_order_of_the_requests(run: Run) -> None:
    seen: list[int] = []
    targets = [f"attacks:echo({number})" for number in range(50)]
    targets[7] = "attacks:takes_its_time"
    answers = run(*targets, jobs=3, progress=seen.append)
    expected = [str(number) for number in range(50)]
    expected[7] = "slow"
    assert [drawn(answer) for answer in answers] == expected
    assert seen == list(range(1, 51))


def test_no_request_starts_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "there-is-no-such-program")
    assert trace_all([], Settings(base=project)) == ()


@BOTH
def test_a_worker_that_cannot_be_started_is_an_error_of_each(
    run: Run, fork: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/there/is/no/such/program")
    answers = run("attacks:good", "attacks:echo(1)", fork=fork)
    assert [failed(answer).code for answer in answers] == ["crash", "crash"]
    assert "the worker cannot be started" in failed(answers[0]).text()


@BOTH
def test_torch_is_not_installed(run: Run, fork: bool) -> None:
    answers = run("attacks:good", "attacks:echo(1)", fork=fork, warm="fake_job:no_torch")
    for answer in answers:
        error = failed(answer)
        assert error.code == "missing"
        assert "torch, which is not installed" in error.text()
        assert "recviz-docs[torch]" in error.text()
        assert "whl/cpu" in error.text()


@BOTH
def test_torch_is_broken(run: Run, fork: bool) -> None:
    error = failed(run("attacks:good", fork=fork, warm="fake_job:broken_torch")[0])
    assert error.code == "missing"
    assert "libtorch_cpu.so" in error.text()


@BOTH
def test_what_a_warm_up_prints_is_no_protocol(run: Run, fork: bool) -> None:
    assert drawn(run("attacks:good", fork=fork, warm="fake_job:prints")[0]) == "good"


@BOTH
@pytest.mark.parametrize("job", ["recviz_docs.options:parse_options", "fake_job:gives_nonsense"])
def test_a_bug_of_ours_is_said_to_be_one(run: Run, fork: bool, job: str) -> None:
    error = failed(run("attacks:good", fork=fork, job=job)[0])
    assert error.code == "trace"
    assert "bug of recviz-docs" in error.text()


def test_who_kills_the_server_is_found_and_nobody_else_is_lost(run: Run) -> None:
    targets = ["attacks:takes_its_time", "attacks:kills_its_parent", "attacks:takes_its_time"]
    answers = run(*targets, *(f"attacks:echo({n})" for n in range(6)), jobs=3)
    assert failed(answers[1]).code == "crash"
    assert "attacks:kills_its_parent" in failed(answers[1]).text()
    assert "SIGKILL" in failed(answers[1]).text()
    others = [answer for index, answer in enumerate(answers) if index != 1]
    assert [drawn(answer) for answer in others] == ["slow", "slow", *"012345"]


def test_a_daemon_that_a_model_leaves_is_ended(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECVIZ_TEST_MARK", "recviz-left-a-daemon")
    assert drawn(run("attacks:leaves_a_daemon")[0]) == "left"
    assert alive("recviz-left-a-daemon") == []


@BOTH
def test_nothing_is_left_behind(
    run: Run, fork: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    before = (sorted(os.listdir("/dev/fd")), threading.active_count(), list(sys.path), Path.cwd())  # noqa: PTH208
    run("attacks:good", "attacks:aborts", "attacks:hangs", fork=fork, timeout=1)
    after = (sorted(os.listdir("/dev/fd")), threading.active_count(), list(sys.path), Path.cwd())  # noqa: PTH208
    assert after == before
    assert list(place.iterdir()) == []
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@BOTH
def test_the_child_stands_in_the_base_without_a_gpu(run: Run, fork: bool, project: Path) -> None:
    write(project / "src" / "models.py", "from attacks import surroundings")
    answer = run("models:surroundings", fork=fork, path=("src", "."))[0]
    assert drawn(answer) == f"'' {project} {project / 'src'}"


def test_a_fork_for_each(run: Run) -> None:
    answers = [drawn(a).split() for a in run(*["attacks:process_id"] * 4, jobs=2)]
    assert len({own for own, _ in answers}) == 4
    assert len({parent for _, parent in answers}) == 1


@BOTH
def test_a_model_sees_nothing_of_another(run: Run, fork: bool, project: Path) -> None:
    write(
        project / "counted.py",
        """
        import os
        CALLS = []
        def build(name):
            CALLS.append(name)
            os.environ[name] = "here"
            return ",".join(CALLS + [n for n in "abc" if n in os.environ])
        """,
    )
    answers = run(*[f"counted:build('{n}')" for n in "abc"], fork=fork, jobs=1)
    assert [drawn(answer) for answer in answers] == ["a,a", "b,b", "c,c"]


@BOTH
@pytest.mark.parametrize("way", ["import", "spec"])
def test_bytecode_of_the_project_is_neither_believed_nor_written(
    run: Run, fork: bool, way: str, project: Path
) -> None:
    part = write(project / "part.py", "VALUE = 'old'\n")
    stamp = part.stat()
    py_compile.compile(str(part), doraise=True)
    part.write_text("VALUE = 'new'\n", encoding="utf-8")
    os.utime(part, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    plain = [sys.executable, "-c", "import part; print(part.VALUE)"]
    shown = subprocess.run(plain, cwd=project, capture_output=True, text=True, check=True)
    assert shown.stdout == "old\n", "the trap itself has gone"
    code = {
        "import": "import part",
        "spec": """
            import importlib.util
            spec = importlib.util.spec_from_file_location("odd_name", "part.py")
            part = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(part)
        """,
    }[way]
    write(project / "whole.py", textwrap.dedent(code) + "\ndef build(): return part.VALUE\n")
    compiled = {file.name for file in project.rglob("*.pyc")}
    assert drawn(run("whole:build", fork=fork)[0]) == "new"
    assert {file.name for file in project.rglob("*.pyc")} == compiled


@BOTH
@pytest.mark.parametrize("target", ["mine:build", "mine.py:build", "deeper/mine.py:build"])
def test_a_project_module_that_hides_a_loaded_one(
    run: Run, fork: bool, target: str, project: Path
) -> None:
    for directory in (project, project / "deeper"):
        write(directory / "json.py", "VALUE = 'of the project'\n")
        write(directory / "mine.py", "import json\ndef build(): return json.VALUE\n")
    good, mine = run(
        "attacks:good", target, fork=fork, path=("." if "deep" not in target else "x",)
    )[:2]
    assert drawn(mine) == "of the project"
    if "deep" not in target:
        assert drawn(good) == "good"


@BOTH
def test_a_hidden_module_that_the_warm_up_needs_is_named(
    run: Run, fork: bool, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "colorsys.py", "x = 1 / 0\n")
    # The warm-up of a fork server loads Python's own; what is drawn after that sees the project's.
    jobs = write(project.parent / "jobs" / "warming.py", "def warm_up():\n    import colorsys\n")
    monkeypatch.setenv("PYTHONPATH", f"{HERE / 'jobs'}{os.pathsep}{jobs.parent}")
    error = failed(run("attacks:good", fork=fork, warm="warming:warm_up")[0])
    assert error.code == "import"
    assert "modules named colorsys" in error.text()
    assert str(error.where) == "colorsys.py:1"


def test_without_shadows_everything_is_forked(run: Run, project: Path) -> None:
    write(project / "docs" / "torch" / "index.md", "no module")
    write(project / "json" / "data.txt", "no module either")
    parents = {drawn(a).split()[1] for a in run(*["attacks:process_id"] * 2, path=(".", "docs"))}
    assert len(parents) == 1
    assert parents != {str(os.getpid())}


_BUILD = """
import os, sys, threading
from pathlib import Path
from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings
from recviz_docs.worker.client import Stage, TraceRequest, trace_all
base, fork, *targets = sys.argv[1:]
requests = [TraceRequest(parse_reference(target), Options()) for target in targets]
stage = Stage(job="fake_job:call", warm="", fork=fork == "fork")
try:
    answers = trace_all(requests, Settings(base=Path(base), jobs=4), stage=stage)
    print([answer.graph.model.class_name for answer in answers])
except KeyboardInterrupt:
    print("interrupted", threading.active_count())
print(sorted(name for name in sys.modules if name in ("torch", "numpy")))
"""


def _build(project: Path, fork: bool, *targets: str, mark: str) -> subprocess.Popen[str]:
    place = project.parent / "temporary"
    place.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-c", _BUILD, str(project), "fork" if fork else "fresh", *targets],
        env={
            **os.environ,
            "PYTHONPATH": str(HERE / "jobs"),
            "RECVIZ_TEST_MARK": mark,
            "TMPDIR": str(place),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _waiting(project: Path) -> None:
    write(
        project / "waiting.py",
        """
        import pathlib, subprocess, sys, time
        def build(name):
            pathlib.Path(name).touch()
            subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(3600)"])
            time.sleep(3600)
        """,
    )


@BOTH
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_build_leaves_no_process(
    project: Path, fork: bool, number: signal.Signals
) -> None:
    _waiting(project)
    mark = f"recviz-interrupt-{fork}-{number}-{os.getpid()}"
    build = _build(project, fork, "waiting:build('one')", "waiting:build('two')", mark=mark)
    assert eventually(lambda: (project / "one").exists() and (project / "two").exists())
    assert len(alive(mark)) >= 3
    os.kill(build.pid, number)
    out, err = build.communicate(timeout=30)
    if number == signal.SIGINT:
        assert (out, err) == ("interrupted 1\n[]\n", "")
        assert alive(mark) == []
    else:
        assert build.returncode == -signal.SIGKILL
        if fork:
            assert eventually(lambda: alive(mark) == [])
    if fork or number == signal.SIGINT:
        assert list((project.parent / "temporary").iterdir()) == []
    for pid in _pids(mark):
        os.kill(pid, signal.SIGKILL)


def _pids(mark: str) -> list[int]:
    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in file.read_bytes():
                found.append(int(file.parent.name))
        except OSError:
            continue
    return found


@BOTH
def test_two_builds_at_once(project: Path, fork: bool) -> None:
    targets = ["attacks:good", "attacks:prints_a_lot", "attacks:closes_descriptors"]
    builds = [_build(project, fork, *targets, mark="recviz-two") for _ in range(2)]
    for build in builds:
        out, err = build.communicate(timeout=60)
        assert (out, err) == ("['good', 'printed', 'closed']\n[]\n", "")


def test_a_reporter_of_progress_that_raises_ends_everything(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _waiting(project)
    monkeypatch.setenv("RECVIZ_TEST_MARK", "recviz-progress")

    def stop(_count: int) -> None:
        raise InterruptedError("enough")

    with pytest.raises(InterruptedError):
        run("attacks:good", "waiting:build('one')", progress=stop)
    assert [line for line in alive("recviz-progress") if b"pytest" not in line] == []
