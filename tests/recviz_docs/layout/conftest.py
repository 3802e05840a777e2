from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from recviz_docs.graph import Graph

GRAPHS = Path(__file__).parent / "graphs"


@pytest.fixture
def graph_named() -> Callable[[str], Graph]:
    def read(name: str) -> Graph:
        return Graph.from_json(json.loads((GRAPHS / f"{name}.json").read_text(encoding="utf-8")))

    return read


@pytest.fixture(scope="session")
def engine_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engine")
