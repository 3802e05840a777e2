from __future__ import annotations

import pickle
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from recviz_docs.errors import RecvizError
from recviz_docs.reference import parse_reference
from recviz_docs.tracing.load import Loaded, load_object, load_target

PROJECT = Path(__file__).parent / "load_project"


@pytest.fixture(autouse=True)
def clean_imports(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lets every test import its own modules, as a child process does."""
    before = set(sys.modules)
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield
    for name in set(sys.modules) - before:
        if not name.startswith(("torch", "recviz_docs", "numpy")):
            del sys.modules[name]


def load(target: str, base: Path = PROJECT) -> Loaded:
    if str(base) not in sys.path:
        sys.path.insert(0, str(base))
    return load_target(parse_reference(target), base=base)


def failure(target: str, base: Path = PROJECT) -> RecvizError:
    with pytest.raises(RecvizError) as raised:
        load(target, base)
    return raised.value


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    return file


# target: size of the layer, whether there are inputs
MODELS = {
    "zoo:build": (4, False),
    "zoo:build()": (4, False),
    "zoo:build(8)": (8, False),
    "zoo:build(dim=8, dims=[64, 32])": (8, False),
    "zoo.py:build": (4, False),
    "./zoo.py:build(dim=2)": (2, False),
    "../load_project/zoo.py:build": (4, False),
    "zoo:Net": (4, False),
    "zoo:Net(3, bias=False)": (3, False),
    "zoo:Holder.nested": (3, False),
    "zoo:Holder.build": (5, False),
    "zoo:Holder.Inner(2)": (2, False),
    "zoo:instance": (9, False),
    "zoo:held": (8, False),
    "zoo:pair": (8, True),
    "zoo:curried": (11, False),
    "zoo:with_inputs": (4, True),
    "zoo:trainer": (7, False),
    "zoo:trainer_with_inputs": (7, True),
    "zoo:parallel": (2, False),
}


@pytest.mark.parametrize("target", MODELS)
def test_what_a_target_may_give(target: str) -> None:
    size, inputs = MODELS[target]
    loaded = load(target)
    assert type(loaded.model).__name__ in ("Net", "Inner")
    layer = loaded.model.layer
    assert isinstance(layer, torch.nn.Linear)
    assert layer.in_features == size
    assert (loaded.inputs is not None) == inputs
    assert Path(loaded.namespace.__file__ or "") == PROJECT / "zoo.py"
    assert loaded.source is not None
    assert Path(loaded.source.file).samefile(PROJECT / "zoo.py")


# target: code, parts of the message, text of the line (None: no line)
ERRORS = {
    "zoo:biuld": ("import", ["zoo has no biuld", "Did you mean build?"], None),
    "zoo:Holder.bild": ("import", ["zoo:Holder has no bild", "Did you mean build?"], None),
    "zoo:xqzw": ("import", ["zoo has no xqzw"], None),
    "zo:build": ("import", ["module zo does not exist", "Did you mean zoo?"], None),
    "zoo.sub:build": ("import", ["module zoo.sub does not exist"], None),
    "nowhere_at_all.x:build": ("import", ["nowhere_at_all", "setting path"], None),
    "zoo:torch.nn.Linear(2, 2)": ("import", ["goes through the module torch", "Name"], None),
    "zoos.py:build": ("import", ["file zoos.py does not exist", "zoo.py"], None),
    "missing/zoo.py:build": ("import", ["does not exist", "relative to"], None),
    "./:build": ("import", ["is a directory", "zoo.py:build"], None),
    "zoo:needs": ("factory", ["cannot be called so", "missing a required", "width"], "def needs"),
    "zoo:needs(1, widht=2)": ("factory", ["widht", "Did you mean width?"], "def needs"),
    "zoo:Net(4, 5)": ("factory", ["too many positional arguments"], "class Net"),
    "zoo:instance()": ("factory", ["is a model already"], None),
    "zoo:number": ("factory", ["cannot be called", "type int"], None),
    "zoo:gives_nothing": ("factory", ["gives no model", "return is missing"], "def gives_noth"),
    "zoo:gives_a_class": ("factory", ["gave the class Net"], "def gives_a_class"),
    "zoo:gives_text": ("factory", ["type str"], "def gives_text"),
    "zoo:gives_a_list": ("factory", ["type list"], "def gives_a_list"),
    "zoo:gives_three": ("factory", ["a tuple of 3"], "def gives_three"),
    "zoo:gives_a_pair_of_numbers": ("factory", ["type tuple"], "def gives_a_pair"),
    "zoo:waits": ("factory", ["async function"], "async def waits"),
    "zoo:yields": ("factory", ["generator"], "def yields"),
    "zoo:yields_and_waits": ("factory", ["generator"], "async def yields_and"),
    "zoo:raises": ("factory", ["ValueError: dim must be positive"], "raise ValueError"),
    "zoo:Net(0)": ("factory", ["ValueError: dim must be positive"], "raise ValueError"),
    "zoo:leaves": ("factory", ["SystemExit: 2"], "raise SystemExit"),
    "zoo:deep_in_torch": ("factory", ["TypeError"], 'nn.Linear("four"'),
}


@pytest.mark.parametrize("target", ERRORS)
def test_what_a_target_may_not_give(target: str) -> None:
    code, parts, line = ERRORS[target]
    error = failure(target)
    assert error.code == code
    for part in parts:
        assert part in error.text("en")
    if line is not None:
        assert error.where is not None and error.where.line is not None
        assert Path(error.where.file) == PROJECT / "zoo.py"
        assert line in (PROJECT / "zoo.py").read_text().splitlines()[error.where.line - 1]


def test_the_traceback_is_the_authors_alone() -> None:
    detail = failure("zoo:raises").detail
    assert detail.startswith("Traceback (most recent call last):")
    assert "in raises" in detail
    assert "in helper" in detail
    assert "load.py" not in detail


def test_memory_that_cannot_be_had_is_passed_on() -> None:
    with pytest.raises(RuntimeError, match="DefaultCPUAllocator"):
        load("zoo:too_large")


# name of the file, its text, parts of the message, line
BROKEN = [
    ("import", "import nothing_by_this_name\n", ["imports nothing_by_this_name"], 1),
    ("deep", "import os\nfrom parts import *\n", ["imports nothing_by_this_name"], 3),
    ("syntax", "x = 1\ndef build(:\n", ["syntax error", "SyntaxError"], 2),
    ("raises", "x = 1\n\nraise KeyError('k')\n", ["cannot be imported", "KeyError"], 3),
    ("leaves", "import sys\nsys.exit('no')\n", ["cannot be imported", "SystemExit: no"], 2),
    ("name", "from os import nothing_there\n", ["cannot be imported", "nothing_there"], 1),
    ("bytes", "x = '\0'\n", ["syntax error", "null bytes"], None),
]


@pytest.mark.parametrize("form", ["{0}", "{0}.py"])
@pytest.mark.parametrize(("name", "text", "parts", "line"), BROKEN)
def test_a_module_that_cannot_be_imported(
    name: str, text: str, parts: list[str], line: int | None, form: str, tmp_path: Path
) -> None:
    module = f"broken_{name}"
    write(tmp_path / f"{module}.py", text)
    write(tmp_path / "parts.py", "\n\nimport nothing_by_this_name\n")
    error = failure(form.format(module) + ":build", tmp_path)
    assert error.code == "import"
    for part in parts:
        assert part in error.text("en")
    if line is not None:
        file = "parts.py" if name == "deep" else f"{module}.py"
        assert error.where is not None
        assert (Path(error.where.file).name, error.where.line) == (file, line)


def test_a_package_that_fails_is_not_taken_for_an_absent_module(tmp_path: Path) -> None:
    write(tmp_path / "pack" / "__init__.py", "import pack.absent_part\n")
    write(tmp_path / "pack" / "model.py", "")
    error = failure("pack.model:build", tmp_path)
    assert "it imports pack.absent_part" in error.text("en")
    assert error.where is not None
    assert error.where.line == 1


def test_the_nearest_member_of_a_package_is_named(tmp_path: Path) -> None:
    write(tmp_path / "pack" / "__init__.py", "")
    write(tmp_path / "pack" / "deepfm.py", "")
    error = failure("pack.depfm:build", tmp_path)
    assert "Did you mean pack.deepfm?" in error.text("en")


@pytest.mark.parametrize("target", ["nosuch:build", "pack.nosuch:build", "pack/nosuch.py:build"])
def test_what_looks_unlike_is_not_named(target: str, tmp_path: Path) -> None:
    write(tmp_path / "pack" / "__init__.py", "")
    write(tmp_path / "pack" / "torch_parts.py", "")
    write(tmp_path / "pack" / "touch.py", "")
    assert "Did you mean" not in failure(target, tmp_path).text("en")


def test_a_file_of_a_package_may_import_relatively(tmp_path: Path) -> None:
    write(tmp_path / "pack" / "__init__.py", "")
    write(tmp_path / "pack" / "sub" / "__init__.py", "from . import layers\n")
    write(tmp_path / "pack" / "sub" / "layers.py", "import torch\nLayer = torch.nn.ReLU\n")
    write(tmp_path / "pack" / "sub" / "m.py", "from .layers import Layer as build\n")
    loaded = load("pack/sub/m.py:build", tmp_path)
    assert loaded.namespace.__name__ == "pack.sub.m"


def test_a_file_imports_its_neighbours(tmp_path: Path) -> None:
    write(tmp_path / "models" / "layers_beside.py", "import torch\nbuild = torch.nn.ReLU\n")
    write(tmp_path / "models" / "top.py", "from layers_beside import build\n")
    assert load("models/top.py:build", tmp_path).namespace.__name__ == "top"


@pytest.mark.parametrize("name", ["a-model 1", "模型", "json", "test.v2"])
def test_a_file_of_any_name_has_a_module_that_can_be_looked_up(name: str, tmp_path: Path) -> None:
    write(
        tmp_path / f"{name}.py",
        """
        from __future__ import annotations
        from dataclasses import dataclass
        from typing import ClassVar
        import torch

        @dataclass
        class Config:
            size: int = 2
            kind: ClassVar[str] = "x"

        def build():
            return torch.nn.Linear(Config().size, 1)
        """,
    )
    loaded = load(f"./{name}.py:build", tmp_path)
    config = loaded.namespace.Config(3)
    assert pickle.loads(pickle.dumps(config)) == config


def test_two_spellings_of_a_file_are_one_module(tmp_path: Path) -> None:
    write(tmp_path / "once.py", "import torch\nbuild = torch.nn.ReLU\n")
    first = load("once.py:build", tmp_path)
    assert load("./once.py:build", tmp_path).namespace is first.namespace
    assert load("once:build", tmp_path).namespace is first.namespace


def test_an_object_can_be_loaded_without_a_call() -> None:
    sys.path.insert(0, str(PROJECT))
    assert load_object(parse_reference("zoo:number"), base=PROJECT) == 5


def test_an_attribute_that_raises_when_asked_for(tmp_path: Path) -> None:
    write(tmp_path / "lazy.py", "def __getattr__(name):\n    raise OSError('no ' + name)\n")
    error = failure("lazy:build", tmp_path)
    assert "OSError: no build" in error.text("en")
    assert error.where is not None
    assert error.where.line == 2
