"""Libraries that harm the process which imports them for several models."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings
from recviz_docs.worker.client import Stage, TraceAnswer, TraceRequest, trace_all
from tests.recviz_docs.worker.preload.conftest import installed, place_for_libraries, written

Build = Callable[..., tuple[TraceAnswer, ...]]
BOTH = pytest.mark.parametrize("preload", [True, False], ids=["shared", "alone"])


@pytest.fixture
def libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return place_for_libraries(tmp_path.resolve() / "user", monkeypatch)


@pytest.fixture
def build(tmp_path: Path, libraries: Path) -> Build:
    """Runs ``one`` and ``two`` of a model that imports a library, and a model that does not."""
    base = tmp_path.resolve() / "base"

    def run(
        library: str,
        *,
        body: str = "",
        timeout: float = 30,
        memory: int = 0,
        preload: bool = True,
        targets: tuple[str, ...] = ("model:one", "other:good", "model:two"),
    ) -> tuple[TraceAnswer, ...]:
        installed(libraries, {"zz-harm": {"zz_harm.py": library}})
        model = f"import zz_harm\n{body}\ndef one(): return 'one'\ndef two(): return 'two'\n"
        written({"model.py": model, "other.py": "def good(): return 'good'\n"}, base)
        requests = [TraceRequest(parse_reference(t), Options(timeout=timeout)) for t in targets]
        stage = Stage(job="fake_job:call", warm="", fork=True, preload=preload)
        return trace_all(requests, Settings(base=base, jobs=2, memory=memory), stage=stage)

    return run


def _said(answer: TraceAnswer) -> str:
    if answer.error is not None:
        return f"{answer.error.code}: {answer.error.text()}"
    assert answer.graph is not None
    return answer.graph.model.class_name


@BOTH
@pytest.mark.parametrize(
    ("library", "said"),
    [
        ("raise ValueError('not here')", "import: "),
        ("raise SystemExit(3)", "import: "),
        ("import os; os._exit(3)", "crash: "),
        ("import os; os.abort()", "crash: "),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "crash: "),
        ("import os; os.close(1); os.close(2); os.closerange(3, 100)", "one"),
        ("print('word ' * 1_000_000)", "one"),
        ("import threading; threading.Thread(target=print).run()", "one"),
        ("import os; os.fork() or os._exit(0)", "one"),
        ("import sys; sys.modules.clear()", "import: "),
    ],
)
def test_a_library_harms_those_that_import_it_and_nobody_else(
    build: Build, library: str, said: str, preload: bool
) -> None:
    one, good, two = map(_said, build(library, preload=preload))
    assert good == "good"
    assert one.startswith(said), one
    assert two.startswith(said.replace("one", "two")), two


@BOTH
def test_a_library_that_hangs_costs_each_its_time(build: Build, preload: bool) -> None:
    one, good, two = map(_said, build("while True: pass", timeout=1, preload=preload))
    assert good == "good"
    assert one.startswith("timeout: ")
    assert two.startswith("timeout: ")


@BOTH
def test_a_library_counts_as_memory_of_its_models(build: Build, preload: bool) -> None:
    answers = build("DATA = bytearray(600 << 20)", memory=200, preload=preload)
    assert [_said(answer).partition(":")[0] for answer in answers] == ["memory", "good", "memory"]


@BOTH
def test_what_a_library_holds_leaves_the_model_less(build: Build, preload: bool) -> None:
    body = "def more(): return str(len(bytearray(150 << 20)))"
    targets = ("model:more", "model:one", "model:two")
    library = "DATA = bytearray(120 << 20)"
    answers = build(library, body=body, memory=200, preload=preload, targets=targets)
    assert [_said(answer).partition(":")[0] for answer in answers] == ["memory", "one", "two"]


def test_who_kills_its_parent_is_found(build: Build) -> None:
    body = """
def kills():
    import os, signal, time
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)
"""
    targets = ("model:one", "model:kills", "model:two", "other:good")
    one, kills, two, good = map(_said, build("", body=body, targets=targets))
    assert (one, two, good) == ("one", "two", "good")
    assert kills.startswith("crash: ")


def test_libraries_that_some_share_are_imported_for_these(tmp_path: Path, libraries: Path) -> None:
    made = "import os\nMADE_IN = os.getpid()\n"
    installed(
        libraries,
        {
            "za": {"za.py": made},
            "zb": {"zb.py": f"{made}import za\n"},
            "zc": {"zc.py": f"{made}import zb\n"},
        },
    )
    base = tmp_path.resolve() / "base"
    models = {"m_a": "za", "m_ab": "za, zb", "m_ab2": "za, zb", "m_abc": "za, zb, zc"}
    for name, imported in {**models, "m_ba": "zb, za"}.items():
        told = f"return ' '.join(str(m.MADE_IN) for m in ({imported},))"
        written({f"{name}.py": f"import {imported}\ndef build(): {told}\n"}, base)
    requests = [
        TraceRequest(parse_reference(f"{name}:build"), Options()) for name in (*models, "m_ba")
    ]
    stage = Stage(job="fake_job:call", warm="", fork=True)
    answers = trace_all(requests, Settings(base=base, jobs=2), stage=stage)
    a, ab, ab2, abc, ba = (_said(answer).split() for answer in answers)
    assert ab == ab2 == abc[:2]
    assert a[0] == ab[0] != ab[1]
    assert ba[1] == a[0]
    assert ba[0] not in ab, "nothing is imported for a model out of its own order"


_BUILD = """
import sys
from pathlib import Path
from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings
from recviz_docs.worker.client import Stage, TraceRequest, trace_all
requests = [TraceRequest(parse_reference(f"model:{name}"), Options()) for name in ("one", "two")]
try:
    trace_all(requests, Settings(base=Path(sys.argv[1])), stage=Stage(job="fake_job:call", warm=""))
except KeyboardInterrupt:
    pass
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_build_that_is_interrupted_during_a_shared_import_leaves_no_process(
    tmp_path: Path, libraries: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    base, mark = tmp_path.resolve() / "base", f"recviz-shared-{os.getpid()}-{number}"
    sign = tmp_path / "sign"
    library = f"import pathlib, time\npathlib.Path({str(sign)!r}).touch()\ntime.sleep(3600)\n"
    installed(libraries, {"zz-harm": {"zz_harm.py": library}})
    written({"model.py": "import zz_harm\ndef one(): pass\ndef two(): pass\n"}, base)
    monkeypatch.setenv("RECVIZ_TEST_MARK", mark)
    running = subprocess.Popen([sys.executable, "-c", _BUILD, str(base)], start_new_session=True)
    try:
        assert _eventually(sign.exists)
        os.kill(running.pid, number)
        running.wait(30)
        assert _eventually(lambda: not _alive(mark))
    finally:
        for pid in _alive(mark):
            os.kill(pid, signal.SIGKILL)


def _eventually(check: Callable[[], bool]) -> bool:
    for _ in range(400):
        if check():
            return True
        time.sleep(0.05)
    return False


def _alive(mark: str) -> list[int]:
    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in file.read_bytes() and int(file.parent.name) != os.getpid():
                found.append(int(file.parent.name))
        except OSError:
            continue
    return found
