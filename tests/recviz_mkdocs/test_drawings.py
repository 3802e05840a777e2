from __future__ import annotations

from pathlib import Path

import pytest

from recviz_docs.diagram import Diagram, Failure, Request
from recviz_docs.errors import Location, RecvizError, missing_extra
from recviz_docs.options import Options
from recviz_docs.settings import Settings
from recviz_mkdocs.drawings import Drawings
from recviz_mkdocs.fields import Body
from tests.recviz_mkdocs.conftest import Hand


def test_what_stands_around_a_picture_draws_no_second_one(drawn: Hand, tmp_path: Path) -> None:
    drawings = Drawings(Settings(base=tmp_path))
    first = drawings.result(drawings.request(Body("m:f", (("caption", "x"),)), Location("a.md", 3)))
    second = drawings.result(drawings.request(Body("m:f lang=zh", ()), Location("b.md", 5)))
    assert drawn.batches == [["m:f"]]
    assert first.request.options.caption == "x" and first.request.location == Location("a.md", 3)
    assert second.request.options == Options(lang="zh")
    assert len(drawings.shown()) == 1


@pytest.mark.parametrize("option", ["depth=1", "batch-size=3", "fold=off", "inputs=m:i"])
def test_what_shapes_a_picture_does(option: str, drawn: Hand, tmp_path: Path) -> None:
    drawings = Drawings(Settings(base=tmp_path))
    drawings.prefetch([Body("m:f", ()), Body(f"m:f {option}", ()), Body("m:f()", ())])
    assert drawn.batches == [["m:f", "m:f", "m:f()"]]


def test_a_look_ahead_draws_once_and_reports_nothing(drawn: Hand, tmp_path: Path) -> None:
    drawings = Drawings(Settings(base=tmp_path))
    drawings.prefetch([Body("m:f", ()), Body("m:f", ()), Body("", ()), Body("m:f dept=3", ())])
    drawings.prefetch([Body("m:f", ())])
    assert drawn.batches == [["m:f"]]
    assert drawings.shown() == ()
    with pytest.raises(RecvizError, match="depth"):
        drawings.request(Body("m:f dept=3", ()))


def test_an_error_of_the_whole_batch_is_each_ones(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def missing(
        requests: tuple[Request, ...], settings: Settings, *, warn: object = None
    ) -> tuple[Diagram, ...]:
        raise missing_extra("Tracing", "torch", "torch")

    monkeypatch.setattr("recviz_docs.pipeline.draw_all", missing)
    drawings = Drawings(Settings(base=tmp_path))
    results = [drawings.result(drawings.request(Body(target, ()))) for target in ("m:f", "m:g")]
    assert [result.error.code for result in results if isinstance(result, Failure)] == [
        "missing",
        "missing",
    ]


def test_site_options_give_way_to_the_directive(drawn: Hand, tmp_path: Path) -> None:
    drawings = Drawings(Settings(base=tmp_path, options={"depth": 5, "show_shapes": False}))
    options = drawings.request(Body("m:f depth=1", ())).options
    assert (options.depth, options.show_shapes) == (1, False)
