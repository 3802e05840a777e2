"""Random small projects and random edits: the cached picture is that of no cache.

The number of examples is small; ``RECVIZ_EXAMPLES=200`` asks for more of them.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recviz_docs.diagram import Diagram
from tests.recviz_docs.cache.conftest import draw_texts, use_fakes

EXAMPLES = int(os.environ.get("RECVIZ_EXAMPLES", "8"))
MODULES, FILES, VARIABLES = ("one", "two", "three"), ("a.txt", "b.txt"), ("RECVIZ_P", "RECVIZ_Q")
Part = tuple[str, str]
SOURCE = {
    "number": "    found.append({0})",
    "comment": "    # {0}",
    "read": "    found.append(read('{0}'))",
    "exists": "    found.append(os.path.exists(os.path.join(HERE, '{0}')))",
    "size": "    found.append(size('{0}'))",
    "names": "    found.append(sorted(os.listdir(HERE + '/data')))",
    "variable": "    found.append(os.environ.get('{0}'))",
    "module": "    found.append(module('{0}'))",
}
HEAD = """\
import importlib, os
HERE = os.path.dirname(__file__)
def read(name):
    try:
        with open(os.path.join(HERE, 'data', name)) as file:
            return file.read()
    except OSError:
        return None
def size(name):
    try:
        return os.stat(os.path.join(HERE, 'data', name)).st_size
    except OSError:
        return None
def module(name):
    try:
        return importlib.import_module(name).build(False)
    except ImportError:
        return 'none'
def build(top=True):
    found = []
"""
parts = st.one_of(
    st.tuples(st.sampled_from(["number", "comment"]), st.integers(0, 3).map(str)),
    st.tuples(st.sampled_from(["read", "size"]), st.sampled_from(FILES)),
    st.tuples(st.just("exists"), st.sampled_from(["data/a.txt", "extra.py", "none"])),
    st.tuples(st.just("names"), st.just("")),
    st.tuples(st.just("variable"), st.sampled_from(VARIABLES)),
    st.tuples(st.just("module"), st.sampled_from(["extra", "one", "two"])),
)
bodies = st.lists(parts, max_size=4).map(tuple)


@dataclass(frozen=True)
class State:
    """A project: bodies of modules, texts of data files, values of variables."""

    modules: dict[str, tuple[Part, ...]]
    data: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    times: int = 0


@st.composite
def edits(draw: st.DrawFn, state: State) -> State:
    kind = draw(st.sampled_from(["module", "module", "data", "variable", "gone", "times"]))
    if kind == "module":
        name = draw(st.sampled_from([*MODULES, "extra"]))
        return replace(state, modules={**state.modules, name: draw(bodies)})
    if kind == "data":
        name = draw(st.sampled_from([*FILES, "c.txt"]))
        return replace(state, data={**state.data, name: draw(st.sampled_from("xyz"))})
    if kind == "variable":
        name = draw(st.sampled_from(VARIABLES))
        return replace(state, variables={**state.variables, name: draw(st.sampled_from("12"))})
    if kind == "gone":
        kept = {name: text for name, text in state.data.items() if draw(st.booleans())}
        modules = {name: body for name, body in state.modules.items() if name != "extra"}
        return replace(state, data=kept, modules=modules, variables={})
    return replace(state, times=draw(st.integers(1, 2_000_000_000)))


@st.composite
def histories(draw: st.DrawFn) -> list[State]:
    states = [State({name: draw(bodies) for name in MODULES})]
    for _ in range(5):
        past = draw(st.sampled_from([states[-1], states[-1], states[0]]))
        states.append(draw(edits(past)))
    return states


def source(name: str, body: tuple[Part, ...]) -> str:
    own = [part for part in body if not (part[0] == "module" and part[1] <= name != "three")]
    lines = [SOURCE[kind].format(value) for kind, value in own]
    return HEAD + "\n".join([*lines, "    return found", ""])


def write(state: State, folder: Path) -> None:
    """Makes the folder what the state says, files that stay the same untouched."""
    texts = {f"{name}.py": source(name, body) for name, body in state.modules.items()}
    texts |= {f"data/{name}": text for name, text in state.data.items()}
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for file in [*folder.glob("*.py"), *folder.glob("data/*")]:
        if str(file.relative_to(folder)) not in texts:
            file.unlink()
    for name, text in texts.items():
        file = folder / name
        if not file.exists() or file.read_text() != text:
            file.write_text(text)
        if state.times:
            os.utime(file, (state.times, state.times))


def told(base: Path, text: str, **given_: str) -> tuple[str, str]:
    (result,) = draw_texts(base, [text], jobs=1, **given_)
    assert isinstance(result, Diagram), result.error.text() + result.error.detail
    return result.trace.model.class_name, result.trace_outcome


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(histories())
@pytest.mark.timeout(3600)
def test_a_cached_picture_is_that_of_no_cache(states: list[State]) -> None:
    with TemporaryDirectory() as made, pytest.MonkeyPatch.context() as patch:
        base = Path(made).resolve()
        (base / "pyproject.toml").touch()
        use_fakes(patch)
        for state in states:
            for name in VARIABLES:
                patch.delenv(name, raising=False)
            for name, value in state.variables.items():
                patch.setenv(name, value)
            write(state, base / "site")
            cached, outcome = told(base, "site/three.py:build")
            shutil.copytree(base / "site", base / "fresh")
            fresh, _ = told(base, "fresh/three.py:build", cache_dir="")
            shutil.rmtree(base / "fresh")
            assert cached == fresh
            assert told(base, "site/three.py:build") == (cached, "hit"), outcome
