"""Every nesting of Markdown, as files: what each becomes and what is warned of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import markdown
import pytest
from markdown.extensions import Extension

from recviz_docs.errors import RecvizError
from recviz_mkdocs.extension import RecvizExtension
from tests.recviz_mkdocs.conftest import Hand

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
EVERYTHING = [
    "pymdownx.superfences", "admonition", "pymdownx.tabbed", "pymdownx.details",
    "pymdownx.blocks.details", "footnotes", "def_list", "tables", "md_in_html", "attr_list",
    "toc", "meta", "smarty", "abbr", "recviz",
]  # fmt: skip
FIGURE = "<figure>m:f depth=3 lang=en/en occurrence=0 [None]</figure>"


def convert(text: str, *extensions: str | Extension) -> str:
    return markdown.Markdown(extensions=extensions or ["recviz"]).convert(text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_each_case_becomes_what_its_file_says(
    case: Path,
    plain_figures: Hand,
    warned: Callable[[], list[str]],
    same_as_file: Callable[[str, Path], None],
) -> None:
    html = convert(case.read_text(encoding="utf-8"), *EVERYTHING)
    same_as_file("\n".join([*warned(), html, ""]), case.with_suffix(".txt"))


def test_the_extension_alone_is_enough(plain_figures: Hand) -> None:
    assert convert(".. recviz:: m:f") == FIGURE
    assert convert("```recviz m:f\n```") == FIGURE


@pytest.mark.parametrize(
    "text",
    [
        ".. recviz:: m:f depth=5\r\n",
        "\ufeff.. recviz:: m:f\r\n\t:depth: 5",
        "..  recviz ::  m:f\n    :depth: 5",
        "~~~~recviz m:f depth=5\n~~~~",
        "```recviz m:f\r\ndepth: 5\r\n```",
        "```recviz m:f\ndepth: '5'\n`````",
        "\n\n\n.. recviz:: m:f\n\tdepth=5\n\n\n",
    ],
)
def test_line_ends_tabs_and_marks_make_no_difference(text: str, plain_figures: Hand) -> None:
    assert convert(text) == FIGURE.replace("depth=3", "depth=5")


def test_front_matter_says_the_language(plain_figures: Hand) -> None:
    assert "lang=zh/zh" in convert("---\nlang: zh-CN\n---\n\n.. recviz:: m:f", "meta", "recviz")


def test_markdowns_own_fences_show_the_syntax(plain_figures: Hand) -> None:
    text = "````\n```recviz m:f\n```\n\n.. recviz:: m:f\n````\n"
    assert "<figure>" not in convert(text, "fenced_code", "recviz")
    assert plain_figures.batches == []


def test_a_text_is_drawn_as_one_batch(plain_figures: Hand) -> None:
    convert("\n\n".join(f".. recviz:: m:f{number}" for number in range(200)))
    assert [len(batch) for batch in plain_figures.batches] == [200]


def test_texts_of_one_object_do_not_meet(plain_figures: Hand) -> None:
    md = markdown.Markdown(extensions=["recviz"])
    assert [md.convert(".. recviz:: m:f") for _ in range(2)] == [FIGURE, FIGURE]
    assert len(plain_figures.batches) == 1


def test_the_same_diagram_twice_is_counted(plain_figures: Hand) -> None:
    html = convert(".. recviz:: m:f\n.. recviz:: m:f caption=x\n")
    assert "occurrence=0 [None]" in html and "occurrence=1 [x]" in html
    assert plain_figures.batches == [["m:f"]]


def test_site_options_are_defaults(plain_figures: Hand) -> None:
    html = convert(
        ".. recviz:: m:f\n\n.. recviz:: m:f depth=2", RecvizExtension(options={"depth": 7})
    )
    assert "depth=7" in html and "depth=2" in html


def test_a_bad_setting_is_refused_at_once() -> None:
    with pytest.raises(RecvizError, match="cache_dir"):
        RecvizExtension(cachedir="x")
    with pytest.raises(RecvizError, match="depth"):
        RecvizExtension(options={"dept": 1})


def test_on_error_raise_stops(plain_figures: Hand) -> None:
    with pytest.raises(RuntimeError, match=r"<markdown>:3: bad:f raised"):
        convert("x\n\n.. recviz:: bad:f", RecvizExtension(on_error="raise"))


def test_a_glued_directive_says_its_line(
    plain_figures: Hand, warned: Callable[[], list[str]]
) -> None:
    convert("---\na: b\n---\nText\n.. recviz:: m:f\n", "meta", "recviz")
    assert [line.split(": ")[0] for line in warned()] == ["<markdown>:5"]
    assert warned()[0].endswith("[recviz.markdown]")


def test_a_figure_is_out_of_reach_of_markdown(
    plain_figures: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    svg = (
        '<figure><svg viewBox="0 0 1 1"><text>*a* `b` {: .c } _d_ [e](f) &lt;</text></svg></figure>'
    )
    monkeypatch.setattr("recviz_docs.figures.Figures.figure_html", lambda *args, **more: svg)
    assert convert("- x\n\n    .. recviz:: m:f\n", *EVERYTHING).count(svg) == 1
