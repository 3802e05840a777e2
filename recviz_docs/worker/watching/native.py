"""Readers in other languages: they open files where no audit hook sees it.

Owns the table of them and their wrappers. None of these libraries is imported here:
one that is loaded is wrapped now, others when somebody imports them. What is in no
table stays unseen.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from glob import has_magic
from importlib.machinery import ModuleSpec
from types import FunctionType, ModuleType
from typing import Any

from recviz_docs.worker.watching.callers import Caller
from recviz_docs.worker.watching.files import note_data
from recviz_docs.worker.watching.globs import note_pattern
from recviz_docs.worker.watching.record import Record
from recviz_docs.worker.watching.scope import absolute

__all__ = ["READERS", "NativeReaders", "note_paths"]

_frame, _exists, _isdir = sys._getframe, os.path.exists, os.path.isdir
READERS: dict[str, tuple[str, ...]] = {
    "torch": (
        "jit.load", "jit._serialization.load", "from_file", "UntypedStorage.from_file",
        "_C.PyTorchFileReader", "ops.load_library", "classes.load_library",
    ),
    "safetensors._safetensors_rust": ("safe_open",),
    "safetensors": ("safe_open",),
    "safetensors.torch": ("safe_open",),
    "tokenizers": ("Tokenizer.from_file",),
    "sentencepiece": ("SentencePieceProcessor.Load", "SentencePieceProcessor.LoadFromFile"),
    "h5py._hl.files": ("File.__init__",),
    "tables.file": ("open_file",),
    "netCDF4": ("Dataset",),
    "pyarrow.lib": ("memory_map", "OSFile", "input_stream"),
    "pyarrow._csv": ("read_csv", "open_csv"),
    "pyarrow._json": ("read_json",),
    "pyarrow.feather": ("read_table", "read_feather"),
    "pyarrow.parquet.core": (
        "read_table", "read_schema", "read_metadata", "ParquetFile.__init__",
        "ParquetDataset.__init__",
    ),
    "polars": (
        "read_csv", "read_parquet", "read_json", "read_ndjson", "read_ipc", "read_avro",
        "scan_csv", "scan_parquet", "scan_ndjson", "scan_ipc",
    ),
    "cv2": ("imread",),
    "lmdb": ("open", "Environment"),
    "duckdb": ("connect", "read_csv", "read_parquet", "read_json"),
    "faiss": ("read_index",),
    "fasttext": ("load_model",),
    "lightgbm.basic": ("Booster.__init__", "Dataset.__init__"),
    "xgboost.core": ("Booster.load_model", "DMatrix.__init__"),
    "onnxruntime.capi.onnxruntime_inference_collection": ("InferenceSession.__init__",),
}  # fmt: skip


class NativeReaders:
    """The wrappers that are in place, to be taken away again."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._wrapped: list[tuple[Any, str, Any, Any]] = []

    def wrap_loaded(self) -> None:
        """Wraps what is loaded."""
        for name in READERS:
            module = sys.modules.get(name)
            if isinstance(module, ModuleType):
                self._wrap(name, module)

    def found(self, spec: ModuleSpec) -> None:
        """Has a module wrapped as soon as it has been loaded."""
        loader = spec.loader
        if spec.name not in READERS or not self._record.active or loader is None:
            return
        execute = loader.exec_module

        def executed(module: ModuleType) -> None:
            execute(module)
            if self._record.active:
                with self._record.looking() as looks:
                    if looks:
                        self._wrap(spec.name, module)

        loader.exec_module = executed  # type: ignore[method-assign]

    def restore(self) -> None:
        """Takes the wrappers away."""
        for owner, name, before, wrapper in reversed(self._wrapped):
            if owner.__dict__.get(name) is wrapper:
                setattr(owner, name, before)
        self._wrapped.clear()

    def _wrap(self, module_name: str, module: ModuleType) -> None:
        for dotted in READERS[module_name]:
            path, _, name = dotted.rpartition(".")
            owner: Any = module
            for part in filter(None, path.split(".")):
                owner = getattr(owner, part, None)
            reader = getattr(owner, name, None)
            if reader is None or any(reader is wrapper for *_, wrapper in self._wrapped):
                continue
            wrapper: Any = _noting(self._record, reader)
            if isinstance(owner, type) and not isinstance(reader, FunctionType):
                wrapper = staticmethod(wrapper)
            before = owner.__dict__.get(name, reader)
            try:
                setattr(owner, name, wrapper)
            except TypeError:
                continue  # a type that cannot be changed
            self._wrapped.append((owner, name, before, wrapper))


def _noting(record: Record, reader: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(reader)
    def read(*args: Any, **options: Any) -> Any:
        if record.active:
            with record.looking() as looks:
                if looks:
                    note_paths(record, record.callers.caller(_frame(1)), args, options)
        return reader(*args, **options)

    return read


def note_paths(
    record: Record, caller: Caller, args: tuple[Any, ...], options: dict[str, Any]
) -> None:
    """Notes the paths among the arguments of a reader, whatever they are called."""
    texts = list(_texts([*args, *options.values()]))
    there = [text for text in texts if _exists(text)]
    likely = [text for text in texts if os.sep in str(text) or "." in str(text)]
    for text in there or likely[:1]:
        path = absolute(text)
        if path is None:
            continue
        if _isdir(path):
            note_pattern(record, path)
        elif has_magic(path) and not _exists(path):
            note_pattern(record, os.fspath(text), base=os.curdir)
        else:
            note_data(record, path, caller)


def _texts(values: list[Any]) -> Iterator[str | os.PathLike[str]]:
    for value in values:
        if isinstance(value, str | os.PathLike):
            if 0 < len(os.fspath(value)) < 4096:
                yield value
        elif isinstance(value, list | tuple):
            yield from _texts(list(value))
