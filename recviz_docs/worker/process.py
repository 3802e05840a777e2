"""A running child: what it printed, whether it ended, how to end it.

Owns the operating system's side of one child, for systems with process groups
and for Windows. It must not know what the child does.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Protocol

__all__ = ["Exit", "Output", "PosixProcess", "Process", "WindowsProcess", "spawn"]

_HEAD = 2_000
_TAIL = 8_000
_CHUNK = 65_536
_ROUND = 64


@dataclass(frozen=True, slots=True)
class Exit:
    """An exit status, or the number of the signal that ended the process."""

    number: int
    signalled: bool = False


class Process(Protocol):
    """A child that can be watched and ended."""

    output: Output

    def descriptors(self) -> list[int]:
        """Gives what to wait on (POSIX)."""

    def drain(self) -> bool:
        """Reads what the child printed; tells whether there may be more at once."""

    def poll(self) -> Exit | None:
        """Gives how the child ended, or None while it runs; ends its group with it."""

    def resident(self) -> int:
        """Gives the bytes of memory that are the child's now; 0 where unknown."""

    def kill(self) -> None:
        """Ends the child and its group at once; `poll` gives the exit soon after."""

    def close(self) -> None:
        """Gives back the descriptors."""


class Output:
    """Head and tail of what a child printed; the middle of a flood is dropped."""

    def __init__(self) -> None:
        self._head = bytearray()
        self._tail = bytearray()
        self._size = 0

    def feed(self, data: bytes) -> None:
        """Takes the next bytes."""
        self._size += len(data)
        room = _HEAD - len(self._head)
        self._head += data[:room]
        self._tail += data[room:] if room < len(data) else b""
        del self._tail[:-_TAIL]

    def text(self) -> str:
        """Gives what was kept as readable text."""
        dropped = self._size - len(self._head) - len(self._tail)
        middle = b"\n...\n" if dropped else b""
        text = (bytes(self._head) + middle + bytes(self._tail)).decode("utf-8", "replace")
        return "".join(
            c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text
        )


class PosixProcess:
    """A child that leads a process group and prints into a pipe."""

    def __init__(self, pid: int, pipe: int) -> None:
        self.output = Output()
        self._pid = pid
        self._pipe: int | None = pipe
        os.set_blocking(pipe, False)
        self._watch: int | None = None
        if hasattr(os, "pidfd_open"):
            with suppress(OSError):
                self._watch = os.pidfd_open(pid)

    def descriptors(self) -> list[int]:
        """Gives the pipe and, where there is one, the descriptor of the process."""
        return [number for number in (self._pipe, self._watch) if number is not None]

    def drain(self) -> bool:
        """Reads a bounded number of chunks, so that no flood starves the others."""
        for _ in range(_ROUND):
            if self._pipe is None:
                return False
            try:
                data = os.read(self._pipe, _CHUNK)
            except BlockingIOError:
                return False
            except OSError:
                data = b""
            if not data:
                os.close(self._pipe)
                self._pipe = None
                return False
            self.output.feed(data)
        return True

    def poll(self) -> Exit | None:
        """Looks first and reaps last: while the dead leader is there, its group's number is its."""
        found = os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if found is None:
            return None
        self.kill()
        os.waitpid(self._pid, 0)
        return Exit(found.si_status, signalled=found.si_code != os.CLD_EXITED)

    def resident(self) -> int:
        """Counts shared memory, which no limit of the system does."""
        try:
            with open(f"/proc/{self._pid}/status", "rb") as file:  # noqa: PTH123
                lines = file.read().splitlines()
            kept = (line for line in lines if line.startswith((b"RssAnon:", b"RssShmem:")))
            return sum(int(line.split()[1]) * 1024 for line in kept)
        except (OSError, ValueError, IndexError):
            return 0

    def kill(self) -> None:
        """Kills the group; the leader alone as long as it has not made its group yet."""
        for end in (os.killpg, os.kill):
            with suppress(ProcessLookupError, PermissionError):
                end(self._pid, signal.SIGKILL)

    def close(self) -> None:
        """Closes both descriptors; a grandchild that still prints is not waited for."""
        for number in self.descriptors():
            os.close(number)
        self._pipe = self._watch = None


class WindowsProcess:
    """A child without a process group; a thread reads what it prints."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        self.output = Output()
        self._process = process
        self._reader = threading.Thread(target=self._read, args=(process.stdout,), daemon=True)
        self._reader.start()

    def _read(self, pipe: IO[bytes]) -> None:
        with suppress(OSError, ValueError):
            while data := os.read(pipe.fileno(), _CHUNK):
                self.output.feed(data)

    def descriptors(self) -> list[int]:
        """Gives nothing: pipes cannot be waited on here."""
        return []

    def drain(self) -> bool:
        """Does nothing: the thread reads."""
        return False

    def poll(self) -> Exit | None:
        """Gives the exit status, once there is one and all output has been read."""
        number = self._process.poll()
        if number is None:
            return None
        self._reader.join(timeout=1)
        return Exit(-number, signalled=True) if number < 0 else Exit(number)

    def resident(self) -> int:
        """Gives 0: it is not asked here."""
        return 0

    def kill(self) -> None:
        """Ends the child."""
        with suppress(OSError):
            self._process.kill()

    def close(self) -> None:
        """Closes the pipe."""
        self._process.wait()
        assert self._process.stdout is not None
        if not self._reader.is_alive():
            self._process.stdout.close()


def spawn(command: Sequence[str], environment: Mapping[str, str]) -> Process:
    """Starts a program as a child that leads its own process group.

    Raises:
        OSError: it cannot be started.
    """
    if sys.platform == "win32":
        return WindowsProcess(
            subprocess.Popen(
                command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        )
    reading, writing = os.pipe()
    try:
        pid = os.posix_spawn(
            command[0],
            list(command),
            environment,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_DUP2, writing, 1),
                (os.POSIX_SPAWN_DUP2, writing, 2),
            ],
            setpgroup=0,
        )
    except OSError:
        os.close(reading)
        raise
    finally:
        os.close(writing)
    return PosixProcess(pid, reading)
