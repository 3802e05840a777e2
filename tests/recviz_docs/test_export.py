from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import typst
from IPython.core.formatters import DisplayFormatter

import recviz_docs
from recviz_docs import save, standalone_svg
from recviz_docs.diagram import Diagram
from recviz_docs.errors import RecvizError
from recviz_docs.export import FORMATS, format_for, in_format, press_for
from recviz_docs.graph import Graph
from recviz_docs.paint import press


@pytest.fixture
def diagram(
    drawn: Callable[..., Diagram],
    trace_of: Callable[..., Graph],
    monkeypatch: pytest.MonkeyPatch,
) -> Diagram:
    fonts = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(press, "open_press", lambda: press.Press(fonts))
    return drawn(trace=trace_of({"user_id": 100, "item_id": 2_000}))


STARTS = {
    "svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF-", "dot": b"digraph", "json": b'{"schema"',
    "text": b"- Tiny",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_can_be_written(form, diagram):
    data = in_format(diagram, form, language="en", press=press_for(form))
    assert data.startswith(STARTS[form])
    assert data == in_format(diagram, form, language="en", press=press_for(form))


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.svg", "svg"), ("a.b.PNG", "png"), ("a.pdf", "pdf"), ("a.gv", "dot"), ("a.txt", "text"),
     ("a", None), ("v1.2", None)],
)  # fmt: skip
def test_suffixes(name: str, form: str | None) -> None:
    assert format_for(Path(name)) == form


def test_save_writes_what_the_suffix_says(diagram: Diagram, tmp_path: Path) -> None:
    for name, start in (("a.png", b"\x89PNG"), ("b.PDF", b"%PDF-"), ("c.svg", b"<svg")):
        save(diagram, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(start)
    assert (tmp_path / "c.svg").read_text("utf-8").strip() == standalone_svg(diagram, language="en")
    save(diagram, str(tmp_path / "plain"))
    assert (tmp_path / "plain.pdf").read_bytes() == (tmp_path / "b.PDF").read_bytes()


def test_save_speaks_the_language_of_the_diagram(
    drawn: Callable[..., Diagram], tmp_path: Path
) -> None:
    save(drawn("a:b lang=zh"), tmp_path / "a.txt")
    save(drawn("a:b lang=zh"), tmp_path / "b.txt", language="en")
    assert "参数" in (tmp_path / "a.txt").read_text("utf-8")
    assert "参数" not in (tmp_path / "b.txt").read_text("utf-8")


def test_a_notebook_shows_the_picture(drawn: Callable[..., Diagram]) -> None:
    shell = SimpleNamespace(display_formatter=DisplayFormatter())
    shell.display_formatter.active_types = ["text/plain", "image/svg+xml"]
    recviz_docs.load_ipython_extension(shell)
    shown, _ = shell.display_formatter.format(drawn("a:b lang=zh"))
    assert set(shown) == {"text/plain", "image/svg+xml"}
    assert shown["image/svg+xml"].startswith("<svg") and "参数" in shown["image/svg+xml"]
    assert "Tiny<T>" in shown["text/plain"] and len(shown["text/plain"]) < 200


@pytest.mark.parametrize("name", ["a.html", "deepfm_v1.2", "a.jpeg"])
def test_save_refuses_what_it_does_not_write(name, diagram, tmp_path):
    with pytest.raises(RecvizError, match="no format for the suffix") as told:
        save(diagram, tmp_path / name)
    assert told.value.code == "usage"
    assert list(tmp_path.iterdir()) == []


def test_save_tells_where_it_cannot_write(diagram: Diagram, tmp_path: Path) -> None:
    with pytest.raises(RecvizError, match="cannot be written"):
        save(diagram, tmp_path / "none" / "a.svg")
