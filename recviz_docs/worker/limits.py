"""What one child may use, and what must not outlive its parent.

Owns the operating system's limits. Everything here is best effort: a system that
lacks a limit runs without it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

__all__ = ["adopt_orphans", "die_with_parent", "limit_memory", "machine_memory", "processors"]

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_SIGKILL = 9
_MIB = 1024 * 1024


def processors() -> int:
    """Gives how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def machine_memory() -> int:
    """Gives the bytes of memory that this machine or container has; 0 where unknown."""
    try:
        found = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    except (AttributeError, ValueError, OSError):
        return 0
    places = [Path("/sys/fs/cgroup/memory.max"), *_own_groups()]
    places.append(Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
    for place in places:
        with contextlib.suppress(OSError, ValueError):
            found.append(int(place.read_text(encoding="ascii")))
    return min(size for size in found if size > 0)


def _own_groups() -> list[Path]:
    """Gives the limit files of this process's control group and of those around it."""
    try:
        lines = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    own = [line[3:] for line in lines if line.startswith("0::/")]
    root = Path("/sys/fs/cgroup")
    groups = [root / path.lstrip("/") for path in own]
    return [place / "memory.max" for group in groups for place in (group, *group.parents)]


def limit_memory(allowed: int) -> None:
    """Lets this process take ``allowed`` bytes beside what it has; and no core files.

    On Linux the limit is on private writable memory: torch maps gigabytes of libraries and
    reserves address space for its threads, which cost nothing and must not count.
    """
    if sys.platform == "win32":
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not allowed:
        return
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    limit = _present() + allowed
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (limit, limit))
    with contextlib.suppress(OSError):
        # When the machine runs out all the same, this process goes first, not the docs build.
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _present() -> int:
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 512 * _MIB
    sizes = [line.split()[1] for line in status.splitlines() if line.startswith("VmData:")]
    return int(sizes[0]) * 1024 if sizes else 0


def die_with_parent() -> None:
    """Has the system kill this process when its parent dies (Linux)."""
    _prctl(_PR_SET_PDEATHSIG, _SIGKILL)


def adopt_orphans() -> None:
    """Makes descendants whose parent died children of this process (Linux)."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
