"""What a worker's process sees of others: who is below it, and whether the docs process is there.

Owns the system calls for that. It must not know what anybody does.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

__all__ = ["descriptors", "end_strays", "hung_up"]

_SECONDS_FOR_STRAYS = 2.0


def hung_up(commands: int) -> bool:
    """Tells whether the docs process has closed its end."""
    try:
        return os.read(commands, 4096) == b""
    except BlockingIOError:
        return False


def descriptors() -> set[int]:
    """Gives the numbers of the open descriptors."""
    return {int(name) for name in os.listdir("/dev/fd")}  # noqa: PTH208


def end_strays() -> None:
    """Ends what the children left behind: adopted orphans, in a group of their own."""
    own = os.getpid()
    deadline = time.monotonic() + _SECONDS_FOR_STRAYS
    while time.monotonic() < deadline and (strays := _children(own)):
        for pid in strays:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        time.sleep(0.005)


def _children(parent: int) -> list[int]:
    found = []
    with contextlib.suppress(OSError):
        for entry in os.scandir("/proc"):
            if entry.name.isdigit():
                with contextlib.suppress(OSError, ValueError):
                    stat = Path(entry.path, "stat").read_text(encoding="utf-8", errors="replace")
                    if int(stat.rpartition(")")[2].split()[1]) == parent:
                        found.append(int(entry.name))
    return found
