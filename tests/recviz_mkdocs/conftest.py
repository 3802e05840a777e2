"""Pages converted without torch: the core is replaced where the adapter reaches it.

`drawn` replaces the drawing, `plain_figures` also the HTML of a figure, so that a
test sees where it stands and what it was asked for. `test_models.py` uses the real core.
"""

from __future__ import annotations

import html
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, BuildError

from recviz_docs.diagram import Diagram, Failure, Request, Result
from recviz_docs.errors import RecvizError
from recviz_docs.graph import Edge, Graph, Model, Node, TensorInfo
from recviz_docs.layout.geometry import Box, Layout, Route
from recviz_docs.messages import message
from recviz_docs.picture import Picture
from recviz_docs.settings import Settings


@dataclass
class Hand:
    """Draws by hand, and remembers in which batches it was asked."""

    batches: list[list[str]] = field(default_factory=list)
    settings: list[Settings] = field(default_factory=list)

    def draw_all(
        self, requests: Sequence[Request], settings: Settings, *, warn: object = None
    ) -> tuple[Result, ...]:
        self.batches.append([str(request.reference) for request in requests])
        self.settings.append(settings)
        return tuple(self._draw(request) for request in requests)

    def _draw(self, request: Request) -> Result:
        if "bad" in str(request.reference):
            error = RecvizError(
                "factory",
                message("{target} raised <b>", target=request.reference),
                advice=message("Mend it"),
            )
            return Failure(request, error)
        return _diagram(request)


def _diagram(request: Request) -> Diagram:
    info = (TensorInfo((2, 4), "float32"),)
    graph = Graph(
        Model(request.reference.attribute, 20, 20),
        (Node("in:x", "input", "x", outputs=info), Node("out:0", "output", "y", inputs=info)),
        (Edge("in:x", "out:0", shape=(2, 4)),),
    )
    boxes = (Box("in:x", 10, 10, 120, 40), Box("out:0", 10, 90, 120, 40))
    route = Route(0, ((70, 50), (70, 60), (70, 70), (70, 80)), (70, 90))
    layout = Layout(140, 140, boxes, (), (route,), 0, "hand")
    return Diagram(request, Picture.of(graph, graph, layout))


def _plain_figure(
    _: object,
    diagram: Diagram,
    *,
    language: str,
    page_language: str,
    occurrence: int,
    caption: str | None,
) -> str:
    options = diagram.request.options
    target = html.escape(str(diagram.request.reference), quote=False)
    facts = f"depth={options.depth} lang={language}/{page_language} occurrence={occurrence}"
    return f"<figure>{target} {facts} [{caption}]</figure>"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Hand:
    hand = Hand()
    monkeypatch.setattr("recviz_docs.pipeline.draw_all", hand.draw_all)
    return hand


@pytest.fixture
def plain_figures(drawn: Hand, monkeypatch: pytest.MonkeyPatch) -> Hand:
    monkeypatch.setattr("recviz_docs.figures.Figures.figure_html", _plain_figure)
    monkeypatch.setattr(
        "recviz_mkdocs.page.error_html",
        lambda error, *, language, target: f"<div>error {error.code} {language} {target}</div>",
    )
    return drawn


@dataclass
class Site:
    """A MkDocs project in a temporary directory, built in this process."""

    root: Path
    caplog: pytest.LogCaptureFixture

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def page(self, name: str = "index.html") -> str:
        return (self.root / "site" / name).read_text(encoding="utf-8")

    def build(self, config: str, *, strict: bool = False) -> list[str]:
        """Gives the warnings of a build; the exception's text where it was stopped."""
        self.write("mkdocs.yml", f"site_name: T\n{config}")
        self.caplog.clear()
        with self.caplog.at_level(logging.INFO):
            try:
                build(load_config(str(self.root / "mkdocs.yml"), strict=strict))
            except (Abort, BuildError) as error:
                return [*self._warnings(), f"stopped: {error}"]
        return self._warnings()

    def _warnings(self) -> list[str]:
        return [r.getMessage() for r in self.caplog.records if r.levelno >= logging.WARNING]


@pytest.fixture
def site(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Site:
    return Site(tmp_path, caplog)


@pytest.fixture
def warned(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    def messages() -> list[str]:
        return [r.getMessage() for r in caplog.records if r.name.endswith("recviz")]

    return messages
