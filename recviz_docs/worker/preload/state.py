"""What an import has done to its process beside loading modules.

Owns the list of what must be as it was before, so that models which are forked
afterwards cannot tell, and can be forked at all. It must not know what is imported.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from recviz_docs.project import is_installed

__all__ = ["State", "UnsuitableError"]


class UnsuitableError(Exception):
    """An import that cannot be shared; its text says why, for whoever looks for the reason."""


@dataclass(frozen=True, slots=True)
class State:
    """How a process is.

    Attributes:
        modules: what is loaded.
        facts: what must not change, by a word for it.
    """

    modules: dict[str, Any]
    facts: dict[str, object]

    @classmethod
    def now(cls) -> State:
        """Takes it."""
        return cls(dict(sys.modules), _facts())

    def check(self) -> dict[str, Any]:
        """Gives the modules that are new since then.

        Raises:
            UnsuitableError: something else is not as it was, or one of them is not installed.
        """
        now = State.now()
        for word, fact in self.facts.items():
            if now.facts[word] != fact:
                raise UnsuitableError(f"{word} changed")
        if any(now.modules.get(name) is not module for name, module in self.modules.items()):
            raise UnsuitableError("a module was replaced")
        new = {name: now.modules[name] for name in now.modules.keys() - self.modules.keys()}
        for name, module in new.items():
            file = getattr(module, "__file__", None) if isinstance(module, ModuleType) else None
            if isinstance(file, str) and os.path.isabs(file) and not is_installed(file):  # noqa: PTH117
                raise UnsuitableError(f"{name} is not installed")
        _check_alone()
        return {name: module for name, module in now.modules.items() if name in new}


def _facts() -> dict[str, object]:
    return {
        "sys.path": tuple(sys.path),
        "the directory": Path.cwd(),
        "signals": tuple(signal.getsignal(number) for number in sorted(signal.valid_signals())),
        "descriptors": sorted(os.listdir("/dev/fd")),  # noqa: PTH208
        "tracing": (sys.gettrace(), sys.getprofile(), gc.isenabled()),
        "standard streams": tuple(map(id, (sys.stdin, sys.stdout, sys.stderr))),
    }


def _check_alone() -> None:
    """Finds threads and processes that were left.

    Libraries of linear algebra keep threads that they end themselves when the process
    forks; any other would be missing in the fork while somebody waits for it.

    Raises:
        UnsuitableError: a fork of this process could hang, or a process is left.
    """
    if threading.active_count() > 1:
        raise UnsuitableError("a thread is left")
    with suppress(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
        raise UnsuitableError("a process is left")
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    with suppress(OSError):
        if len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208
            raise UnsuitableError("a thread is left that survives a fork")
