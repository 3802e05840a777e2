"""Ways in which a factory can come to know something of its project, for random projects.

It is copied beside the modules of each project. Every way gives a text or a number; what
goes wrong is a value as well.
"""

from __future__ import annotations

import codecs
import configparser
import csv
import fileinput
import glob
import gzip
import importlib
import importlib.util
import inspect
import io
import json
import linecache
import mmap
import os
import pickle
import pkgutil
import runpy
import shutil
import sqlite3
import tarfile
import tempfile
import threading
import tokenize
import tomllib
import zipfile
from importlib import resources
from pathlib import Path
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = HERE + "/data"


def _descriptor(path: str) -> str:
    number = os.open(path, os.O_RDONLY)
    try:
        return os.read(number, 100).decode()
    finally:
        os.close(number)


def _below_descriptor(path: str) -> str:
    folder = os.open(os.path.dirname(path), os.O_RDONLY)
    try:
        number = os.open(os.path.basename(path), os.O_RDONLY, dir_fd=folder)
        with os.fdopen(number) as stream:
            return stream.read()
    finally:
        os.close(folder)


def _sent(path: str) -> str:
    with open(path, "rb") as stream, tempfile.TemporaryFile() as target:
        os.sendfile(target.fileno(), stream.fileno(), 0, 100)
        target.seek(0)
        return target.read().decode()


def _copied(path: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        return Path(shutil.copy(path, folder)).read_text()


def _mapped(path: str) -> str:
    with (
        open(path, "rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
    ):
        return bytes(mapped).decode()


def _in_thread(path: str) -> str:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(Path(path).read_text()))
    thread.start()
    thread.join()
    return found[0]


def _of_lines(path: str) -> str:
    with fileinput.input(path) as lines:
        return "".join(lines)


def _of_database(path: str) -> Any:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute("select x from t").fetchall()
    finally:
        connection.close()


def _section(path: str) -> str:
    parser = configparser.ConfigParser()
    parser.read(path)
    return parser["a"]["x"]


def _member(path: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("x").decode()


def _archived(path: str) -> str:
    with tarfile.open(path) as archive:
        found = archive.extractfile("x")
        assert found is not None
        return found.read().decode()


TEXTS = {
    "open": lambda path: open(path).read(),
    "path": lambda path: Path(path).read_text(),
    "bytes": lambda path: Path(os.fsencode(path).decode()).read_bytes().decode(),
    "code": lambda path: io.open_code(path).read().decode(),
    "codecs": lambda path: codecs.open(path, encoding="utf-8").read(),
    "line": lambda path: linecache.getline(path, 1),
    "tokenize": lambda path: tokenize.open(path).read(),
    "descriptor": _descriptor,
    "below": _below_descriptor,
    "sent": _sent,
    "copied": _copied,
    "mapped": _mapped,
    "thread": _in_thread,
    "lines": _of_lines,
    "rows": lambda path: list(csv.reader(open(path))),
    "resolved": lambda path: Path(path).resolve().read_text(),
    "real": lambda path: os.path.basename(os.path.realpath(path)),
    "link": lambda path: os.readlink(path),
    "size": lambda path: os.path.getsize(path),
    "stat": lambda path: os.stat(path).st_size,
    "exists": os.path.exists,
    "kind": lambda path: (os.path.isfile(path), Path(path).is_dir(), os.path.islink(path)),
    "executed": lambda path: exec(compile("x = 1", path, "exec")) or Path(path).exists(),
}
FORMATS = {
    "t.json": lambda path: json.load(open(path)),
    "t.pickle": lambda path: pickle.loads(Path(path).read_bytes()),
    "t.gz": lambda path: gzip.open(path).read().decode(),
    "t.zip": _member,
    "t.tar": _archived,
    "t.ini": _section,
    "t.toml": lambda path: tomllib.loads(Path(path).read_text())["x"],
    "t.db": _of_database,
    "t.py": lambda path: runpy.run_path(path)["x"],
}
LISTINGS = {
    "listdir": lambda: sorted(os.listdir(DATA)),
    "scandir": lambda: sorted((entry.name, entry.is_file()) for entry in os.scandir(DATA)),
    "sizes": lambda: sorted((entry.name, entry.stat().st_size) for entry in os.scandir(DATA)),
    "glob": lambda: sorted(map(os.path.basename, glob.glob(DATA + "/*.txt"))),
    "deep": lambda: sorted(map(os.path.basename, glob.glob(HERE + "/**/*.txt", recursive=True))),
    "iterdir": lambda: sorted(path.name for path in Path(DATA).iterdir()),
    "rglob": lambda: sorted(path.name for path in Path(HERE).rglob("*.txt")),
    "walk": lambda: sorted(name for *_, names in os.walk(DATA) for name in names),
    "modules": lambda: sorted((found.name, found.ispkg) for found in pkgutil.iter_modules([HERE])),
    "resources": lambda: sorted(path.name for path in resources.files("one").iterdir()),
}
VARIABLES = {
    "get": os.environ.get,
    "in": lambda name: name in os.environ,
    "all": lambda name: dict(os.environ).get(name),
    "items": lambda name: [value for key, value in os.environ.items() if key == name],
    "expanded": lambda name: os.path.expandvars(f"${name}"),
    "bytes": lambda name: os.environb.get(name.encode()),
}


def _by_file(name: str) -> Any:
    spec = importlib.util.spec_from_file_location("by_file", f"{HERE}/{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.build(False)


def _spec(name: str) -> Any:
    spec = importlib.util.find_spec(name)
    return spec and (spec.origin and os.path.basename(spec.origin), bool(spec.loader))


def _loaded(name: str) -> Any:
    return importlib.import_module(name)


MODULES = {
    "import": lambda name: _loaded(name).build(False),
    "dunder": lambda name: __import__(name).build(False),
    "inner": lambda name: importlib.import_module(f"{name}.inner").build(False),
    "file": _by_file,
    "spec": _spec,
    "name": lambda name: os.path.basename(_loaded(name).__file__ or ""),
    "source": lambda name: inspect.getsource(_loaded(name)),
    "function": lambda name: inspect.getsource(_loaded(name).build),
    "document": lambda name: _loaded(name).__doc__,
    "data": lambda name: pkgutil.get_data(name, "data/a.txt"),
    "run": lambda name: sorted(runpy.run_module(name))[-1],
    "attribute": lambda name: _loaded(name).made_late,
    "resource": lambda name: resources.files(name).joinpath("words.txt").read_text(),
}
WAYS = {"text": TEXTS, "format": FORMATS, "list": LISTINGS, "variable": VARIABLES,
        "module": MODULES}  # fmt: skip


def found(kind: str, way: str, subject: str) -> Any:
    """Gives what one of the ways finds."""
    try:
        function = WAYS[kind][way]
        if kind == "list":
            return function()
        if kind == "text":
            return function(f"{DATA}/{subject}")
        if kind == "format":
            return function(f"{DATA}/{way}")
        return function(subject)
    except Exception as error:
        return type(error).__name__
