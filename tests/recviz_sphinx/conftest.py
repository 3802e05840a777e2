"""A small Sphinx project in a temporary directory, built in this process.

The drawing is replaced at the one function by which the extension reaches the
core, so that these tests need no torch; `test_models.py` uses the real one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

from recviz_docs.diagram import Diagram, Failure, Request, Result
from recviz_docs.errors import RecvizError
from recviz_docs.graph import Edge, Graph, Model, Node, TensorInfo
from recviz_docs.layout.geometry import Box, Layout, Route
from recviz_docs.messages import message
from recviz_docs.picture import Picture
from recviz_docs.settings import Settings


@dataclass
class Built:
    """What one build said and did."""

    outdir: Path
    status: str
    warnings: str
    code: int
    read: set[str]
    written: set[str]

    def page(self, name: str = "index.html") -> str:
        return (self.outdir / name).read_text("utf-8")


@dataclass
class Site:
    """A project; `build` runs one builder on it."""

    root: Path
    conf: str = ""

    @property
    def source(self) -> Path:
        return self.root / "docs"

    def write(self, name: str, text: str) -> Path:
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def build(
        self,
        builder: str = "html",
        *,
        out: str | None = None,
        doctrees: str = "doctrees",
        parallel: int = 1,
        strict: bool = False,
        files: Sequence[str] = (),
        on_app: Callable[[Sphinx], object] = lambda app: None,
        **config: object,
    ) -> Built:
        if not (self.source / "conf.py").exists() or self.conf:
            self.write("conf.py", f'project = "t"\nextensions = ["recviz_sphinx"]\n{self.conf}\n')
            self.conf = ""
        translators.clear()  # Sphinx keeps the catalogues of a process
        status, warnings = io.StringIO(), io.StringIO()
        read: set[str] = set()
        written: set[str] = set()
        with patch_docutils(self.source), docutils_namespace():
            app = Sphinx(
                self.source,
                self.source,
                self.root / (out or builder),
                self.root / doctrees,
                builder,
                confoverrides=dict(config),
                status=status,
                warning=warnings,
                parallel=parallel,
                warningiserror=strict,
            )
            app.connect("doctree-read", lambda app, tree: read.add(app.env.docname))
            app.connect("doctree-resolved", lambda app, tree, page: written.add(page))
            on_app(app)
            app.build(False, [str(self.source / name) for name in files])
        plain = re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue())
        return Built(Path(app.outdir), status.getvalue(), plain, app.statuscode, read, written)


@dataclass
class Backend:
    """Draws by hand: the class of the model is the target's attribute and its version."""

    versions: dict[str, str] = field(default_factory=dict)
    batches: list[tuple[Request, ...]] = field(default_factory=list)

    def draw_all(
        self, requests: Sequence[Request], settings: Settings, *, warn: object = None
    ) -> tuple[Result, ...]:
        self.batches.append(tuple(requests))
        return tuple(self._draw(request) for request in requests)

    def _draw(self, request: Request) -> Result:
        name = request.reference.attribute
        if name.startswith("broken"):
            error = RecvizError(
                "factory",
                message("{target} raised 100% <b>", target=request.reference),
                advice=message("Mend it"),
            )
            return Failure(request, error)
        return _diagram(request, name + self.versions.get(name, ""))


def _diagram(request: Request, class_name: str) -> Diagram:
    info = (TensorInfo((2, 4), "float32"),)
    graph = Graph(
        Model(class_name, 20, 20),
        (
            Node("in:x", "input", "x", outputs=info),
            Node("mod:fc", "module", "fc", "Linear", "fc", inputs=info, outputs=info),
            Node("out:0", "output", "output", inputs=info),
        ),
        (Edge("in:x", "mod:fc", shape=(2, 4)), Edge("mod:fc", "out:0", shape=(2, 4))),
    )
    boxes = tuple(
        Box(node.id, 10.0, 10.0 + 80 * row, 120.0, 40.0) for row, node in enumerate(graph.nodes)
    )
    routes = tuple(
        Route(edge, ((70.0, y), (70.0, y + 10), (70.0, y + 20), (70.0, y + 30)), (70.0, y + 40))
        for edge, y in enumerate((50.0, 130.0))
    )
    layout = Layout(140, 220, boxes, (), routes, 0, "hand")
    return Diagram(request, Picture.of(graph, graph, layout))


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Backend:
    hand = Backend()
    monkeypatch.setattr("recviz_sphinx.batch.draw_all", hand.draw_all)
    return hand


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
def build(site: Site, backend: Backend) -> Callable[..., Built]:
    def run(text: str, builder: str = "html", **more: Any) -> Built:
        site.write("index.rst", "T\n=\n\n" + text)
        return site.build(builder, **more)

    return run
