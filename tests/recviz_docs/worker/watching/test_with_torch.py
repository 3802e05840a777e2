"""The readers of torch and numpy, and what a trace itself must not add to the record."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from recviz_docs.cache.dependencies import Dependencies
from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings
from recviz_docs.worker.client import Stage, TraceAnswer, TraceRequest, trace_all

FILES = """
import numpy, torch

class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(4, 3)
    def forward(self, x):
        return self.fc(x)

torch.jit.trace(Net(), torch.zeros(2, 4)).save("net.pt")
torch.save(Net().state_dict(), "state.pth")
numpy.arange(5.0).tofile("raw.bin")
numpy.save("one.npy", numpy.arange(5.0))
numpy.savez("many.npz", x=numpy.arange(5.0))
numpy.savetxt("text.txt", numpy.arange(5.0))
open("three.txt", "w").write("x")
open("odd.txt", "w").write("x")
"""
MODELS = """
import os
import numpy
import torch
from torch import nn
import widths

X = torch.zeros(2, 4)

class Net(nn.Module):
    def __init__(self, width=widths.WIDTH):
        super().__init__()
        self.fc = nn.Linear(4, int(width))
    def forward(self, x):
        return self.fc(x)

class Sized(Net):
    def forward(self, x):
        if len(x) == 3:
            open("three.txt").read()
            os.environ.get("RECVIZ_NONE")
        return self.fc(x)

class Compared(Net):
    def forward(self, x):
        return self.fc(x) + len(open("odd.txt").read())

def plain(): return Net(), X
def sized(): return Sized()
def compared(): return Compared(), X
def jit(): return torch.jit.load("net.pt"), X
def script(): return torch.jit.script(Net()), X
def state():
    net = Net()
    net.load_state_dict(torch.load("state.pth"))
    return net, X
def mapped():
    net = Net()
    net.load_state_dict(torch.load("state.pth", mmap=True))
    return net, X
def from_file(): return Net(torch.from_file("raw.bin", size=5, dtype=torch.float64)[3]), X
def storage():
    storage = torch.UntypedStorage.from_file("raw.bin", False, 40)
    return Net(torch.tensor(storage, dtype=torch.uint8).view(torch.float64)[3]), X
def npy(): return Net(numpy.load("one.npy")[3]), X
def npy_mapped(): return Net(numpy.load("one.npy", mmap_mode="r")[3]), X
def npz(): return Net(numpy.load("many.npz")["x"][3]), X
def fromfile(): return Net(numpy.fromfile("raw.bin")[3]), X
def memmap(): return Net(numpy.memmap("raw.bin", dtype="f8")[3]), X
def loadtxt(): return Net(numpy.loadtxt("text.txt")[3]), X
"""
READS = {
    "plain": set(),
    "sized": {"three.txt"},
    "compared": {"odd.txt"},
    "jit": {"net.pt"},
    "script": {"models.py"},
    "state": {"state.pth"},
    "mapped": {"state.pth"},
    "from_file": {"raw.bin"},
    "storage": {"raw.bin"},
    "npy": {"one.npy"},
    "npy_mapped": {"one.npy"},
    "npz": {"many.npz"},
    "fromfile": {"raw.bin"},
    "memmap": {"raw.bin"},
    "loadtxt": {"text.txt"},
}
FRESH = ["plain", "sized", "jit", "script"]  # each imports torch


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("models").resolve()
    (base / "pyproject.toml").touch()
    (base / "widths.py").write_text("WIDTH = 3\n", encoding="utf-8")
    (base / "models.py").write_text(textwrap.dedent(MODELS), encoding="utf-8")
    subprocess.run([sys.executable, "-W", "ignore", "-c", FILES], cwd=base, check=True)
    return base


def _traced(base: Path, names: list[str], *, fork: bool) -> dict[str, Dependencies]:
    options = Options(input_spec="x: float32[B,4]")
    requests = [TraceRequest(parse_reference(f"models:{name}"), options) for name in names]
    answers = trace_all(requests, Settings(base=base, jobs=2), stage=Stage(fork=fork))
    return {name: _seen(answer) for name, answer in zip(names, answers, strict=True)}


def _seen(answer: TraceAnswer) -> Dependencies:
    assert answer.error is None, f"{answer.error.text()}\n{answer.error.detail}"
    assert answer.dependencies is not None
    return answer.dependencies


@pytest.fixture(scope="module")
def forked(base: Path) -> dict[str, Dependencies]:
    return _traced(base, list(READS), fork=True)


@pytest.mark.parametrize("name", READS)
def test_what_a_reader_opens(name: str, forked: dict[str, Dependencies]) -> None:
    seen = forked[name]
    assert set(seen.data) == READS[name]
    assert set(seen.modules) == {"models.py", "widths.py"}
    assert set(seen.asked) <= READS[name]
    assert (seen.listed, seen.uncacheable) == ({}, ())


def test_a_trace_adds_nothing(forked: dict[str, Dependencies]) -> None:
    seen = forked["plain"]
    assert (seen.data, seen.asked, seen.listed, seen.matched) == ({}, {}, {}, {})
    # What torch itself reads while it is imported, and nothing that differs between machines.
    assert seen.environment.keys() >= {"PYTORCH_JIT", "TORCH_LOGS"}
    assert not {"*", "HOME", "PATH", "LANG", "CI", "TMPDIR"} & seen.environment.keys()
    assert list(seen.searched) == ["."]
    assert {"models", "widths"} < set(seen.searched["."])
    assert {"torch", "numpy", "recviz-docs"} <= set(seen.distributions)
    assert not seen.compare_bytes


def test_what_another_size_reads_counts(forked: dict[str, Dependencies]) -> None:
    assert "RECVIZ_NONE" in forked["sized"].environment
    assert "RECVIZ_NONE" not in forked["plain"].environment


def test_a_fresh_interpreter_sees_the_same(base: Path, forked: dict[str, Dependencies]) -> None:
    for name, fresh in _traced(base, FRESH, fork=False).items():
        fork = forked[name]
        for part in ("modules", "data", "asked", "listed", "environment", "uncacheable"):
            assert getattr(fresh, part) == getattr(fork, part)
        assert set(fresh.searched) == set(fork.searched)
        assert set(fork.distributions) == set(fresh.distributions)
