from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import recviz_docs
from recviz_docs import pipeline
from recviz_docs.diagram import Diagram, Failure, Request, Result
from recviz_docs.errors import RecvizError
from recviz_docs.messages import message


def test_every_public_name_is_there() -> None:
    for name in recviz_docs.__all__:
        assert getattr(recviz_docs, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'drew'"):
        recviz_docs.drew  # noqa: B018


def test_importing_loads_no_stage() -> None:
    code = (
        "import sys, recviz_docs; print([n for n in sys.modules if n.startswith('recviz_docs.')])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    seen: list[Any] = []

    def draw_all(requests: list[Request], settings: object) -> tuple[Result, ...]:
        seen.extend([requests[0], settings])
        error = RecvizError("import", message("no such thing"), advice=message("look"))
        return (Failure(requests[0], error),)

    monkeypatch.setattr(pipeline, "draw_all", draw_all)
    return seen


def test_keywords_are_options(asked: list[Any], tmp_path: Path) -> None:
    with pytest.raises(RecvizError, match="no such thing"):
        recviz_docs.draw(
            "a:b(1) width=500", path=("src",), base=tmp_path,
            depth=4, show_shapes=False, depends=["a", "b"], caption="x y", alt=None, class_=(),
        )  # fmt: skip
    request, settings = asked
    assert str(request.reference) == "a:b(1)"
    assert (request.options.width, request.options.depth) == (500, 4)
    assert (request.options.show_shapes, request.options.depends) == (False, ("a", "b"))
    assert (request.options.caption, request.options.alt) == ("x y", None)
    assert settings.path == ("src",) and settings.base == tmp_path


def test_wrong_keywords_are_told(asked: list[Any]) -> None:
    with pytest.raises(RecvizError, match="Did you mean depth"):
        recviz_docs.draw("a:b", dept=4)
    with pytest.raises(RecvizError, match="given twice"):
        recviz_docs.draw("a:b depth=3", depth=4)
    assert asked == []


def test_a_diagram_is_given(drawn: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    diagram = drawn()
    monkeypatch.setattr(pipeline, "draw_all", lambda requests, settings: (diagram,))
    given = recviz_docs.draw("a:b")
    assert isinstance(given, Diagram) and given is diagram
