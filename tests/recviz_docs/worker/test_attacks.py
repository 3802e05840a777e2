"""What models may do to their process: the build goes on, and says what happened."""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path

import pytest

import recviz_docs
from recviz_docs.errors import RecvizError
from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings
from recviz_docs.worker.client import Stage, TraceAnswer, TraceRequest, trace_all

HERE = Path(__file__).parent
PROJECT = HERE / "project"
OURS = Path(recviz_docs.__file__).parent
SOURCE = (PROJECT / "attacks.py").read_text(encoding="utf-8").splitlines()

# name: the model that is drawn all the same
FINE = {
    "good": "good",
    "prints_everywhere": "printed",
    "prints_a_lot": "printed",
    "closes_descriptors": "closed",
    "closes_streams": "closed",
    "starts_threads": "started",
    "leaves_exit_handlers": "left",
    "leaves_a_process": "left",
    "leaves_a_zombie": "left",
    "forks_itself": "parent",
    "forgets_modules": "forgot",
    "moves_away": "moved",
    "replaces_os": "replaced",
    "ignores_signals": "ignored",
    "traces_itself": "traced",
    "parses_arguments": "parsed",
    "reads_stdin": "''",
    "gives_megabytes": "m" * (8 << 20),
}
# name: code, what the message says, text of the author's line in it ("" where there is none)
ERRORS = {
    "replaces_builtins": ("forward", "ZeroDivisionError: replaced", "raise ZeroDivisionError"),
    "asks_a_person": ("forward", "EOFError", "input("),
    "exits": ("forward", "SystemExit: enough", "sys.exit("),
    "interrupts": ("forward", "KeyboardInterrupt", "raise KeyboardInterrupt"),
    "raises_base_exception": ("forward", "Odd: odd", "raise Odd"),
    "raises_unreadable": ("forward", "__str__ raised RuntimeError", "raise Unreadable"),
    "raises_surrogates": ("forward", "odd ? text", "raise ValueError"),
    "raises_a_group": ("forward", "several", "raise ExceptionGroup"),
    "recurses": ("forward", "RecursionError", "return recurses()"),
    "leaves_at_once": ("crash", "exit status 0, without a result", ""),
    "leaves_with_status": ("crash", "exit status 3", ""),
    "aborts": ("crash", "SIGABRT", "os.abort()"),
    "segfaults": ("crash", "SIGSEGV", "ctypes.string_at(0)"),
    "kills_itself": ("crash", "SIGKILL", ""),
    "kills_its_group": ("crash", "SIGKILL", ""),
    "takes_memory_at_once": ("memory", "more memory than it may take", "bytearray(100"),
    "takes_memory_slowly": ("memory", "more memory than it may take", "kept.append("),
    "shares_memory": ("memory", "The limit is 1024 MiB", ""),
}
HANGING = {
    "prints_for_ever": ("timeout", "not ready after 1 s", "print("),
    "hangs": ("timeout", "not ready after 1 s", "time.sleep(0.01)"),
    "hangs_in_c": ("timeout", "not ready after 1 s", "collections.deque("),
    "hangs_beside_threads": ("timeout", "not ready after 1 s", "gate.acquire()"),
    "hangs_with_a_process": ("timeout", "not ready after 1 s", "subprocess.run("),
    "stops_itself": ("timeout", "not ready after 1 s", None),
}


@pytest.fixture(scope="module", params=["fork", "fresh"])
def answers(request: pytest.FixtureRequest) -> dict[str, TraceAnswer]:
    """Runs all of them in one batch, side by side, as a docs build would."""
    names = [*FINE, *ERRORS, *HANGING]
    requests = [
        TraceRequest(
            parse_reference(f"attacks:{name}"), Options(timeout=1 if name in HANGING else 60)
        )
        for name in names
    ]
    settings = Settings(base=PROJECT, jobs=4, memory=1024)
    stage = Stage(job="fake_job:call", warm="", fork=request.param == "fork")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(HERE / "jobs"))
        patch.setenv("RECVIZ_TEST_MARK", f"recviz-mark-{request.param}")
        found = trace_all(requests, settings, stage=stage)
    assert _processes(f"recviz-mark-{request.param}") == []
    return dict(zip(names, found, strict=True))


def _processes(mark: str) -> list[str]:
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            text = file.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if mark in text:
            found.append(text)
    return found


@pytest.mark.parametrize("name", FINE)
def test_a_model_that_is_built_all_the_same(name: str, answers: dict[str, TraceAnswer]) -> None:
    answer = answers[name]
    assert answer.error is None, answer.error
    assert answer.graph is not None
    assert answer.graph.model.class_name == FINE[name]


@pytest.mark.parametrize("name", [*ERRORS, *HANGING])
def test_a_model_that_is_an_error(name: str, answers: dict[str, TraceAnswer]) -> None:
    code, text, line = {**ERRORS, **HANGING}[name]
    error = answers[name].error
    assert error is not None
    assert (error.code, answers[name].graph) == (code, None)
    assert text in error.text("en")
    assert name in error.text("en")
    if line == "":
        assert error.where is None
    elif line is not None:
        assert error.where is not None and error.where.line is not None
        assert error.where.file == "attacks.py"
        assert line in SOURCE[error.where.line - 1]
    _is_fit_for_a_page(error)


def _is_fit_for_a_page(error: RecvizError) -> None:
    whole = error.text("en") + error.detail
    whole.encode("utf-8")
    assert str(PROJECT) not in whole
    assert str(OURS) not in whole
    assert re.search(r"[\x00-\x08\x0b-\x1f\x7f]", whole) is None
    assert len(whole) < 20_000


def test_a_flood_stays_out_of_memory(answers: dict[str, TraceAnswer]) -> None:
    error = answers["prints_for_ever"].error
    assert error is not None
    assert "again and again" in error.detail
    # ru_maxrss counts KiB on Linux and bytes on macOS; the models printed 256 MiB and more.
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert size * (1024 if sys.platform == "linux" else 1) < 1 << 30


def test_the_last_words_of_a_process_are_told(answers: dict[str, TraceAnswer]) -> None:
    error = answers["leaves_with_status"].error
    assert error is not None
    assert "last words" in error.detail
