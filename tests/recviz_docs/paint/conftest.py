from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from recviz_docs.graph import Graph
from recviz_docs.layout import place
from recviz_docs.options import Options
from recviz_docs.paint.svg import paint_svg

GRAPHS = Path(__file__).parent.parent / "layout" / "graphs"


@pytest.fixture
def graph_named() -> Callable[[str], Graph]:
    def read(name: str) -> Graph:
        return Graph.from_json(json.loads((GRAPHS / f"{name}.json").read_text(encoding="utf-8")))

    return read


@pytest.fixture(scope="session")
def engine_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engine")


@pytest.fixture
def painted(engine_cache: Path) -> Callable[..., str]:
    def paint(
        graph: Graph, options: Options | None = None, *, language: str = "en", **more: object
    ) -> str:
        options = options or Options()
        layout = place(graph, options, level=0, cache_dir=engine_cache)
        known = {"prefix": "p", "title": "Picture", "description": "What it shows"} | more
        return paint_svg(graph, layout, options=options, language=language, **known)  # type: ignore[arg-type]

    return paint
