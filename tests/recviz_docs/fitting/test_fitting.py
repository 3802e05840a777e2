from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from recviz_docs import fitting as package
from recviz_docs.fitting import fitting
from recviz_docs.layout import place
from recviz_docs.layout.look import Look
from recviz_docs.options import Options
from tests.recviz_docs.simplify.graphs import Trace


def laid_out(
    monkeypatch: pytest.MonkeyPatch, t: Trace, options: Options, cache_dir: Path
) -> list[int]:
    """Gives the levels of folding that were laid out."""
    levels: list[int] = []

    def noted(*args: Any, level: int, **known: Any) -> Any:
        levels.append(level)
        return place(*args, level=level, **known)

    monkeypatch.setattr(package, "place", noted)
    fitting(t.graph(), options, cache_dir=cache_dir, look=Look())
    return levels


def fan(count: int) -> Trace:
    """Gives layers that are not alike, side by side in one call."""
    t = Trace()
    x = t.input("x")
    net = t.call("net", "Net", x, frame=True)
    layers = [t.call(f"net.c{n}", f"C{n}", x, parent=net) for n in range(count)]
    t.output(t.function("cat", layers, parent=net))
    return t


def test_what_is_far_too_wide_is_not_laid_out(
    monkeypatch: pytest.MonkeyPatch, layout_cache: Path
) -> None:
    assert laid_out(monkeypatch, fan(150), Options(), layout_cache)[0] == 3
    assert laid_out(monkeypatch, fan(15), Options(), layout_cache)[0] == 0


def test_if_all_are_far_too_wide_the_last_is_drawn(
    monkeypatch: pytest.MonkeyPatch, layout_cache: Path
) -> None:
    t = Trace()
    for number in range(40):
        t.output(t.call(f"c{number}", f"C{number}", t.input(f"x{number}")), name=f"y{number}")
    options = Options(width=200)
    assert len(laid_out(monkeypatch, t, options, layout_cache)) == 1
