"""A figure is the same whether it was painted before or is painted now."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from recviz_docs import figures as module
from recviz_docs.cache.store import Store
from recviz_docs.diagram import Diagram
from recviz_docs.figures import Figures, Parts
from recviz_docs.messages import LANGUAGES
from recviz_docs.options import OptionSpec, option_specs
from recviz_docs.outline import outline
from recviz_docs.page.frame import figure_html
from recviz_docs.page.picture import details_html, shown_html
from recviz_docs.paint.style import style_for
from recviz_docs.settings import Settings

Drawn = Callable[..., Diagram]
TEXTS = [
    "pkg.tiny:build",
    "pkg.tiny:build legend=true",
    "pkg.tiny:build alt='a < b' name='x y' class=wide align=left",
    "pkg.tiny:build depth=1 show-shapes=false lang=zh",
]
AROUND = {"align", "caption", "class", "lang", "name"}


@pytest.fixture
def settings_of(tmp_path: Path) -> Callable[..., Settings]:
    return lambda **given: Settings(base=tmp_path, **given)


@pytest.fixture
def diagram(drawn: Drawn) -> Diagram:
    return replace(drawn("pkg.tiny:build"), code="c")


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[Diagram]:
    """Gives the diagrams that were painted, as they are."""
    found: list[Diagram] = []
    paint = module._paint

    def noted(diagram: Diagram, *rest: Any) -> Parts:
        found.append(diagram)
        return paint(diagram, *rest)

    monkeypatch.setattr(module, "_paint", noted)
    return found


@pytest.mark.parametrize("text", TEXTS)
def test_a_figure_of_the_cache_is_the_painted_one(
    drawn: Drawn, settings_of: Callable[..., Settings], painted: list[Diagram], text: str
) -> None:
    diagram = replace(drawn(text), code="c")
    asked = [
        {"language": language, "occurrence": occurrence, "page_language": page, "caption": caption}
        for language, occurrence, page, caption in product(
            LANGUAGES, (0, 1), ("en", "zh_CN"), (None, "<b>A</b>")
        )
    ]
    for count in (4, 0):  # once for each language and occurrence, then never
        painted.clear()
        figures = Figures(settings_of())
        for given in asked:
            assert figures.figure_html(diagram, **given) == figure_html(diagram, **given)
        assert len(painted) == count


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_parts_of_the_cache_are_the_painted_ones(
    diagram: Diagram, settings_of: Callable[..., Settings], language: str
) -> None:
    given: Any = {"language": language}
    expected = Parts(
        shown_html(diagram, **given, occurrence=0),
        details_html(diagram, **given),
        outline(diagram, **given),
    )
    assert Figures(settings_of()).known(diagram, **given, occurrence=0) is None
    assert Figures(settings_of()).parts(diagram, **given, occurrence=0) == expected
    assert Figures(settings_of()).known(diagram, **given, occurrence=0) == expected
    assert expected.outline[0].children == ()


@pytest.mark.parametrize("spec", option_specs(), ids=lambda spec: spec.name)
def test_an_option_that_is_seen_in_the_picture_tells_figures_apart(
    diagram: Diagram, settings_of: Callable[..., Settings], spec: OptionSpec
) -> None:
    figures = Figures(settings_of())
    figures.parts(diagram, language="en", occurrence=0)
    value: Any = "x"
    if spec.choices:
        value = next(word for word in spec.choices if word != spec.default)
    elif isinstance(spec.default, bool):
        value = not spec.default
    elif isinstance(spec.default, int | float):
        value = spec.default + 1
    elif isinstance(spec.default, tuple):
        value = ("x",)
    options = replace(diagram.request.options, **{spec.field: value})
    other = replace(diagram, request=replace(diagram.request, options=options))
    found = figures.known(other, language="en", occurrence=0)
    assert (found is not None) == (spec.name in AROUND)


def test_code_style_and_picture_tell_figures_apart(
    drawn: Drawn, diagram: Diagram, settings_of: Callable[..., Settings]
) -> None:
    themes = {"default2": {"radius": 0}}
    options = replace(diagram.request.options, theme="default2")
    style = style_for(options, settings_of(themes=themes))
    others = [
        replace(diagram, code="d"),
        replace(diagram, style=style),
        replace(drawn("pkg.tiny:build depth=0"), code="c", request=diagram.request),
    ]
    figures = Figures(settings_of())
    figures.parts(diagram, language="en", occurrence=0)
    for other in others:
        assert figures.known(other, language="en", occurrence=0) is None


def test_a_figure_by_unknown_code_is_not_kept(
    drawn: Drawn, settings_of: Callable[..., Settings], tmp_path: Path
) -> None:
    Figures(settings_of()).parts(drawn(), language="en", occurrence=0)
    Figures(settings_of(cache_dir="")).parts(
        replace(drawn(), code="c"), language="en", occurrence=0
    )
    assert list(tmp_path.iterdir()) == []


def test_a_script_in_the_cache_reaches_no_page(
    diagram: Diagram, settings_of: Callable[..., Settings]
) -> None:
    figures, store = Figures(settings_of()), Store(settings_of().cache_directory() or Path())
    given: Any = {"language": "en", "occurrence": 0}
    expected = figures.parts(diagram, **given)
    ((key, payload),) = [(e.key, store.get("painted", e.key)) for e in store.entries("painted")]
    assert payload is not None
    store.put("painted", key, payload.replace(b"<svg", b"<script>alert(1)</script><svg"))
    assert Figures(settings_of()).parts(diagram, **given) == expected
    assert store.get("painted", key) == payload


def test_a_cache_that_cannot_be_written_costs_no_figure(diagram: Diagram, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    figures = Figures(Settings(base=tmp_path, cache_dir="file/cache"))
    parts = figures.parts(diagram, language="en", occurrence=0)
    assert parts.picture == shown_html(diagram, language="en", occurrence=0)


def test_importing_loads_no_painter() -> None:
    code = "import sys, recviz_docs.figures; print(*(n for n in sys.modules if 'recviz' in n))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"recviz_docs.paint.svg", "recviz_docs.layout", "recviz_docs.outline"}
