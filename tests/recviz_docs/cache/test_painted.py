"""What may be trusted of what was painted, and by which key."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from recviz_docs.cache.painted import Painted, open_painted
from recviz_docs.cache.secret import own_secret, secret_file
from recviz_docs.cache.store import Store

SUBJECT = ["digest", "en", 0]
PICTURE = ["<svg>输入 \ud800</svg>", []]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def opened(cache: Path) -> Painted:
    painted = open_painted(cache)
    assert painted is not None
    return painted


def entries(cache: Path) -> list[Path]:
    return [entry.path for entry in Store(cache).entries("painted")]


def test_what_was_painted_is_there_for_its_subject_alone(state: Path, cache: Path) -> None:
    painted = opened(cache)
    assert painted.get(SUBJECT) is None
    painted.put(SUBJECT, PICTURE)
    assert opened(cache).get(SUBJECT) == PICTURE
    assert painted.get(["digest", "en", 1]) is None
    assert (cache / "painted" / ".gitignore").read_text() == "*\n"


def test_what_a_stranger_wrote_is_as_good_as_none(state: Path, cache: Path) -> None:
    painted = opened(cache)
    painted.put(SUBJECT, PICTURE)
    ours = [(entry.key, Store(cache).get("painted", entry.key) or b"")
            for entry in Store(cache).entries("painted")]  # fmt: skip
    ((key, payload),) = ours
    script = b'["<script>alert(1)</script>",[]]'
    for foreign in (payload[:32] + script, bytes(32) + script, script, b"", payload[:-1]):
        Store(cache).put("painted", key, foreign)  # its checksum is right
        assert painted.get(SUBJECT) is None
    Store(cache).put("painted", key, payload)
    assert painted.get(SUBJECT) == PICTURE


def test_an_entry_in_the_place_of_another_is_none(state: Path, cache: Path) -> None:
    painted, store = opened(cache), Store(cache)
    painted.put(SUBJECT, PICTURE)
    ((one, payload),) = [(e.key, store.get("painted", e.key)) for e in store.entries("painted")]
    painted.put(["other"], ["<p/>", []])
    (other,) = {entry.key for entry in store.entries("painted")} - {one}
    assert payload is not None
    store.put("painted", other, payload)
    assert painted.get(["other"]) is None


def test_two_users_of_one_cache_do_not_disturb_each_other(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two", "one"):
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / name))
        painted = opened(cache)
        if name == "two" or not entries(cache):
            assert painted.get(SUBJECT) is None
            painted.put(SUBJECT, [name])
        assert painted.get(SUBJECT) == [name]


def test_the_key_is_nobody_elses(state: Path, cache: Path) -> None:
    secret = own_secret(cache)
    file = secret_file()
    assert file is not None and file.is_relative_to(state)
    assert secret == own_secret(cache) == file.read_bytes() and len(secret or b"") == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [one.name for one in file.parent.iterdir()] == ["key"]


@pytest.mark.parametrize("change", ["short", "long", "wide", "link", "empty", "fifo"])
def test_a_key_that_somebody_may_know_is_made_anew(state: Path, cache: Path, change: str) -> None:
    first = own_secret(cache)
    file = secret_file()
    assert file is not None
    if change == "wide":
        file.chmod(0o644)
    elif change in ("link", "fifo"):
        file.unlink()
        known = state / "known"
        known.write_bytes(bytes(32))
        file.symlink_to(known) if change == "link" else os.mkfifo(file)
    else:
        file.write_bytes({"short": bytes(31), "long": bytes(33), "empty": b""}[change])
    again = own_secret(cache)
    assert again not in (None, first, bytes(32))
    assert again == own_secret(cache)
    assert stat.S_IMODE(file.lstat().st_mode) == 0o600


def test_a_replaced_key_makes_entries_strange(state: Path, cache: Path) -> None:
    opened(cache).put(SUBJECT, PICTURE)
    file = secret_file()
    assert file is not None
    file.write_bytes(bytes(range(32)))
    assert opened(cache).get(SUBJECT) is None


def test_a_directory_that_others_write_to_holds_no_key(state: Path, cache: Path) -> None:
    assert own_secret(cache) is not None
    (state / "recviz-docs").chmod(0o777)
    assert own_secret(cache) is None
    assert open_painted(cache) is None


def test_no_place_for_a_key_is_no_error(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert own_secret(cache) is None
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    assert secret_file() is None
    assert open_painted(cache) is None
    assert open_painted(None) is None


def test_the_key_does_not_lie_in_the_cache(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (cache, tmp_path / "link"):
        monkeypatch.setenv("XDG_STATE_HOME", str(place))
        cache.mkdir(exist_ok=True)
        if place != cache:
            place.symlink_to(cache)
        assert own_secret(cache) is None
        assert list(cache.iterdir()) == []


def test_a_relative_place_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", "state")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert secret_file() == tmp_path / "home/.local/state/recviz-docs/key"
