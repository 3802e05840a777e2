from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from recviz_docs.cache.prune import clear, prune
from recviz_docs.cache.store import Store

KEY, OTHER = "a" * 64, "b" * 64
SUBPROCESS = [sys.executable, "-c"]
WRITE_FOREVER = """
import sys, itertools
from pathlib import Path
from recviz_docs.cache.store import Store
store = Store(Path(sys.argv[1]))
for number in itertools.count():
    store.put("pictures", "a" * 64, bytes([number % 251]) * 200_000)
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


def file_of(store: Store, kind: str = "pictures", key: str = KEY) -> Path:
    return store.directory / kind / key[:2] / key


def test_what_was_put_is_there(store: Store) -> None:
    assert store.get("pictures", KEY) is None
    assert store.put("pictures", KEY, b"data")
    assert store.get("pictures", KEY) == b"data"
    assert store.get("traces", KEY) is None
    assert [(entry.kind, entry.key) for entry in store.entries()] == [("pictures", KEY)]


def test_every_flipped_bit_and_every_cut_is_a_miss(store: Store) -> None:
    store.put("pictures", KEY, b"payload")
    whole = file_of(store).read_bytes()
    for at in range(len(whole) * 8):
        damaged = bytearray(whole)
        damaged[at // 8] ^= 1 << at % 8
        file_of(store).write_bytes(damaged)
        assert store.get("pictures", KEY) is None
    for end in range(len(whole)):
        file_of(store).write_bytes(whole[:end])
        assert store.get("pictures", KEY) is None
    file_of(store).write_bytes(whole + b"!")
    assert store.get("pictures", KEY) is None
    file_of(store).write_bytes(whole)
    assert store.get("pictures", KEY) == b"payload"


def test_an_entry_in_another_s_place_is_a_miss(store: Store) -> None:
    store.put("pictures", KEY, b"one")
    store.put("pictures", OTHER, b"two")
    file_of(store, key=OTHER).replace(file_of(store))
    assert store.get("pictures", KEY) is None
    store.put("traces", KEY, b"one")
    file_of(store, "traces").replace(file_of(store))
    assert store.get("pictures", KEY) is None


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _sparse(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(10 << 30)


def _link(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _link_to_an_entry(path: Path) -> None:
    real = path.with_name("real")
    path.rename(real)
    path.symlink_to(real)


@pytest.mark.parametrize(
    "replace", [_fifo, _sparse, _link, _link_to_an_entry, Path.mkdir, Path.touch]
)
@pytest.mark.timeout(20)
def test_what_is_no_plain_file_is_a_miss_at_once(store: Store, replace: object) -> None:
    store.put("pictures", KEY, b"data")
    if replace is not _link_to_an_entry:
        file_of(store).unlink()
    replace(file_of(store))  # type: ignore[operator]
    assert store.get("pictures", KEY) is None
    if replace is not Path.mkdir:
        assert store.put("pictures", KEY, b"data") and store.get("pictures", KEY) == b"data"
    else:
        assert not store.put("pictures", KEY, b"data") and store.failures
    assert not list(store.directory.rglob(".new-*"))


@pytest.mark.parametrize("key", ["", "../../x", "A" * 64, "a" * 63, "a" * 65, "/etc/passwd"])
def test_a_key_leads_nowhere_else(store: Store, key: str) -> None:
    (store.directory / "pictures").mkdir(parents=True)
    assert store.get("pictures", key) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_directory_that_cannot_be_written_serves_what_it_has(store: Store) -> None:
    store.put("pictures", KEY, b"data")
    for folder in (store.directory, *store.directory.rglob("*")):
        if folder.is_dir():
            folder.chmod(0o500)
    assert store.get("pictures", KEY) == b"data"
    assert not store.put("pictures", OTHER, b"data")
    assert store.failures


def test_a_file_in_place_of_the_directory(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no directory")
    store = Store(tmp_path / "cache")
    assert not store.put("pictures", KEY, b"data")
    assert store.get("pictures", KEY) is None and list(store.entries()) == []
    assert store.failures and prune(store, largest=0) == clear(store) == []


def test_a_full_disk_leaves_no_half_entry(store: Store) -> None:
    store.put("pictures", KEY, b"before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
        assert not store.put("pictures", KEY, b"x" * 20_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert store.get("pictures", KEY) == b"before"
    assert store.failures and not list(store.directory.rglob(".new-*"))


@pytest.mark.timeout(60)
def test_a_killed_writer_leaves_the_old_entry_or_the_new_one(store: Store) -> None:
    chance = random.Random(0)
    for _ in range(6):
        writers = [
            subprocess.Popen([*SUBPROCESS, WRITE_FOREVER, str(store.directory)]) for _ in range(2)
        ]
        try:
            until = time.monotonic() + 10
            while store.get("pictures", KEY) is None and time.monotonic() < until:
                time.sleep(0.01)
            for _ in range(chance.randrange(20, 60)):
                data = store.get("pictures", KEY)
                assert data is not None and len(data) == 200_000 and len(set(data)) == 1
        finally:
            for writer in writers:
                writer.kill()
                writer.wait()
        data = store.get("pictures", KEY)
        assert data is not None and len(data) == 200_000 and len(set(data)) == 1


def test_pruning_takes_what_was_used_longest_ago(store: Store) -> None:
    now = time.time()
    for number in range(10):
        key = f"{number}" * 64
        store.put("pictures", key, b"x" * 1000)
        os.utime(file_of(store, key=key), (now, now - 10_000 * (10 - number)))
    size = sum(entry.size for entry in store.entries())
    removed = prune(store, largest=size // 2, now=now)
    assert [entry.key[0] for entry in removed] == list("01234")
    assert len(prune(store, largest=0, now=now)) == 5


def test_pruning_leaves_what_another_build_has_just_made(store: Store) -> None:
    store.put("pictures", KEY, b"x")
    young = store.directory / "pictures" / "aa" / ".new-x"
    old = store.directory / "pictures" / "aa" / ".new-y"
    young.touch()
    old.touch()
    os.utime(old, (1, 1))
    assert prune(store, largest=0) == []
    assert young.exists() and not old.exists()


def test_clearing_touches_nothing_else(store: Store) -> None:
    store.put("pictures", KEY, b"x")
    for name in ("pictures/mine.txt", "traces/aa/notes", "other/" + "a" * 64, "engine/x"):
        file = store.directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("precious")
    assert [entry.key for entry in clear(store)] == [KEY]
    left = {str(file.relative_to(store.directory)) for file in store.directory.rglob("*")}
    assert {"pictures/mine.txt", "traces/aa/notes", "other/" + "a" * 64, "engine/x"} <= left
