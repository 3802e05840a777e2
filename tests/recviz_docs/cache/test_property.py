"""Random small projects and random edits: the cached picture is that of no cache.

The number of examples is small; ``RECVIZ_EXAMPLES=200`` asks for more of them, and
``RECVIZ_SEED`` for others.
"""

from __future__ import annotations

import gzip
import io
import os
import pickle
import shutil
import sqlite3
import tarfile
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st

from recviz_docs.diagram import Diagram
from tests.recviz_docs.cache import readers
from tests.recviz_docs.cache.conftest import draw_texts, use_fakes

EXAMPLES = int(os.environ.get("RECVIZ_EXAMPLES", "8"))
SEED = int(os.environ.get("RECVIZ_SEED", "0"))
NAMES, FILES, VARIABLES = ("one", "two"), ("a.txt", "b.txt", "c.md"), ("RECVIZ_P", "RECVIZ_Q")
SHAPES = ("plain", "plain", "package", "namespace", "crlf", "cookie", "bytecode", "link", "both",
          "capital", "bare", "absent")  # fmt: skip
Part = tuple[str, str, str]
BODY = '''\
"""Module {name}, {note}."""
from readers import found
{head}
def __getattr__(name):
    if name == "made_late":
        return {note}
    raise AttributeError(name)
def build(top=True):
    seen = [{note}]
    if not top:
        return seen
{lines}
    return seen
'''


@dataclass(frozen=True)
class Module:
    """One module: what it does, in which shape it is there, a number in it, and a comment."""

    parts: tuple[Part, ...] = ()
    shape: str = "plain"
    note: int = 0
    comment: int = 0


@dataclass(frozen=True)
class State:
    """A project: modules, texts of data files (or where they lead), values of variables."""

    modules: dict[str, Module]
    data: dict[str, str] = field(default_factory=dict)
    formats: dict[str, int] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    times: int = 0


def ways(kind: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(readers.WAYS[kind]))


parts = st.one_of(
    st.tuples(st.just("text"), ways("text"), st.sampled_from(FILES)),
    st.tuples(st.just("text"), ways("text"), st.sampled_from(FILES)),
    st.tuples(st.just("format"), ways("format"), st.just("")),
    st.tuples(st.just("list"), ways("list"), st.just("")),
    st.tuples(st.just("variable"), ways("variable"), st.sampled_from(VARIABLES)),
    st.tuples(st.just("module"), ways("module"), st.sampled_from(NAMES)),
    st.tuples(st.just("module"), ways("module"), st.sampled_from(NAMES)),
)
modules = st.builds(
    Module, st.lists(parts, max_size=4).map(tuple), st.sampled_from(SHAPES), st.integers(0, 2)
)
tops = st.builds(
    Module,
    st.lists(parts, min_size=1, max_size=6).map(tuple),
    st.sampled_from(("plain", "crlf", "cookie")),
)


@st.composite
def edits(draw: st.DrawFn, state: State) -> State:
    kind = draw(
        st.sampled_from(
            ["top", "shape", "shape", "note", "comment", "data", "data", "format", "variable",
             "gone", "times"]
        )
    )  # fmt: skip
    name = draw(st.sampled_from(NAMES))
    module = state.modules[name]
    if kind == "top":
        return replace(state, modules={**state.modules, "three": draw(tops)})
    if kind in ("shape", "note", "comment"):
        change = {
            "shape": {"shape": draw(st.sampled_from(SHAPES))},
            "note": {"note": draw(st.integers(0, 9))},
            "comment": {"comment": draw(st.integers(0, 9))},
        }[kind]
        return replace(state, modules={**state.modules, name: replace(module, **change)})
    if kind == "data":
        file = draw(st.sampled_from([*FILES, "d.txt", "sub/e.txt"]))
        text = draw(st.sampled_from(["x", "y", "zz", "", "->a.txt", "->b.txt", "/"]))
        text = "x" if text.endswith(f">{file}") else text  # a link to itself is as good as nothing
        return replace(state, data={**state.data, file: text})
    if kind == "format":
        file = draw(ways("format"))
        return replace(state, formats={**state.formats, file: draw(st.integers(0, 3))})
    if kind == "variable":
        variable = draw(st.sampled_from(VARIABLES))
        return replace(state, variables={**state.variables, variable: draw(st.sampled_from("12"))})
    if kind == "gone":
        kept = {name: text for name, text in state.data.items() if draw(st.booleans())}
        return replace(state, data=kept, formats={}, variables={})
    return replace(state, times=draw(st.integers(1, 2_000_000_000)))


@st.composite
def histories(draw: st.DrawFn) -> list[State]:
    first = {name: draw(modules) for name in NAMES}
    data = draw(st.dictionaries(st.sampled_from(FILES), st.sampled_from("xy")))
    formats = draw(st.dictionaries(ways("format"), st.integers(0, 3)))
    states = [State({**first, "three": draw(tops)}, data, formats)]
    for _ in range(5):
        past = draw(st.sampled_from([states[-1], states[-1], states[0]]))
        states.append(draw(edits(past)))
    return states


def source(name: str, module: Module) -> str:
    # Only the target looks further, so that no two modules import each other.
    lines = [f"    seen.append(found{part})" for part in module.parts] if name == "three" else []
    if module.comment:
        lines.append(f"    # {module.comment}")
    return BODY.format(name=name, note=module.note, head="", lines="\n".join(lines))


def module_files(name: str, module: Module) -> dict[str, bytes | str]:
    """Gives a module's files; a text is where a link leads."""
    text = source(name, module)
    plain, shape = text.encode(), module.shape
    if shape == "absent":
        return {}
    if shape == "package":
        return {f"{name}/__init__.py": plain, f"{name}/inner.py": plain, f"{name}/words.txt": b"w"}
    if shape == "namespace":
        return {f"{name}/inner.py": plain, f"{name}/data/a.txt": b"in"}
    if shape == "both":
        return {f"{name}.py": plain, f"{name}/__init__.py": plain.replace(b"[", b"[7, ", 1)}
    if shape == "bare":
        return {f"{name}/readme.txt": b"no module"}
    if shape == "crlf":
        return {f"{name}.py": plain.replace(b"\n", b"\r\n")}
    if shape == "cookie":
        return {f"{name}.py": "# -*- coding: latin-1 -*-\nCAFE = 'é'\n".encode("latin-1") + plain}
    if shape == "bytecode":
        import importlib._bootstrap_external as external

        code = compile(plain, f"{name}.py", "exec")
        return {f"{name}.pyc": bytes(external._code_to_timestamp_pyc(code, 0, 0))}  # type: ignore[attr-defined]
    if shape == "link":
        return {f"store/{name}_kept.py": plain, f"{name}.py": f"store/{name}_kept.py"}
    if shape == "capital":
        return {f"{name.title()}.py": plain}
    return {f"{name}.py": plain}


def format_bytes(file: str, value: int) -> bytes:
    raw = io.BytesIO()
    text = str(value).encode()
    if file == "t.zip":
        with zipfile.ZipFile(raw, "w") as archive:
            archive.writestr(zipfile.ZipInfo("x"), text)
    elif file == "t.tar":
        with tarfile.open(fileobj=raw, mode="w") as tar:
            member = tarfile.TarInfo("x")
            member.size = len(text)
            tar.addfile(member, io.BytesIO(text))
    elif file == "t.db":
        with TemporaryDirectory() as folder:
            with sqlite3.connect(folder + "/x") as connection:
                connection.execute("create table t (x)")
                connection.execute("insert into t values (?)", [value])
            connection.close()
            return Path(folder, "x").read_bytes()
    return (
        raw.getvalue()
        or {
            "t.json": b"[%d]" % value,
            "t.pickle": pickle.dumps(value),
            "t.gz": gzip.compress(text, mtime=0),
            "t.ini": b"[a]\nx = %d" % value,
            "t.toml": b"x = %d" % value,
            "t.py": b"x = %d" % value,
        }[file]
    )


def tree(state: State) -> dict[str, bytes | str]:
    """Gives all files of a project by path."""
    found: dict[str, bytes | str] = {"readers.py": Path(readers.__file__).read_bytes()}
    for name, module in state.modules.items():
        found |= module_files(name, module)
    for file, text in state.data.items():
        if text == "/":
            found[f"data/{file}/x"] = b"in a directory"
        elif text.startswith("->"):
            found[f"data/{file}"] = text[2:]
        else:
            found[f"data/{file}"] = text.encode()
    for file, value in state.formats.items():
        found[f"data/{file}"] = format_bytes(file, value)
    return found


def write(state: State, folder: Path) -> None:
    """Makes the folder what the state says, files that stay the same untouched."""
    files = tree(state)
    for file in sorted(folder.rglob("*"), reverse=True):
        name = file.relative_to(folder).as_posix()
        if file.is_symlink() or file.is_file():
            now: bytes | str = str(file.readlink()) if file.is_symlink() else file.read_bytes()
            if files.get(name) != now:
                file.unlink()
        elif not any(other.startswith(f"{name}/") for other in files):
            shutil.rmtree(file)
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            if not file.is_symlink():
                file.symlink_to(content)
        elif not file.exists():
            file.write_bytes(content)
        if state.times and file.exists():
            os.utime(file, (state.times, state.times))


@seed(SEED)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    database=None,
)
@given(histories())
@pytest.mark.timeout(20_000)
def test_a_cached_picture_is_that_of_no_cache(states: list[State]) -> None:
    with TemporaryDirectory() as made, pytest.MonkeyPatch.context() as patch:
        base = Path(made).resolve()
        (base / "pyproject.toml").touch()
        use_fakes(patch)
        for number, state in enumerate(states):
            for name in VARIABLES:
                patch.delenv(name, raising=False)
            for name, value in state.variables.items():
                patch.setenv(name, value)
            site, fresh = base / "site", base / f"fresh{number}"
            site.mkdir(exist_ok=True)
            write(state, site)
            shutil.copytree(site, fresh, symlinks=True)
            texts = ["site/three.py:build", f"fresh{number}/three.py:build"]
            cached, anew = (told(result) for result in draw_texts(base, texts, jobs=2))
            shutil.rmtree(fresh)
            note(f"{number} {cached} {state}")
            assert cached[0] == anew[0]
            assert anew[1] == "run"
            (again,) = draw_texts(base, texts[:1], jobs=1)
            assert told(again)[:2] == (cached[0], "hit"), told(again)


def told(result: object) -> tuple[str, str, str]:
    assert isinstance(result, Diagram), result.error.text() + result.error.detail  # type: ignore[attr-defined]
    return result.trace.model.class_name, result.trace_outcome, str(result.reason)
