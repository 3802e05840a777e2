from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recviz_docs.diagram import Diagram
from recviz_docs.errors import Location, RecvizError
from recviz_docs.graph import Graph
from recviz_docs.messages import message
from recviz_docs.page.frame import error_html, figure_html
from recviz_docs.page.picture import alt_text, picture_html, standalone_svg
from recviz_docs.page.stylesheet import STYLESHEET

Drawn = Callable[..., Diagram]
SVG = "{http://www.w3.org/2000/svg}"


def figure(diagram: Diagram, language: str = "en", page: str = "en", **given: object) -> str:
    caption = given.get("caption")
    return figure_html(
        diagram,
        language=language,
        page_language=page,
        occurrence=int(str(given.get("occurrence", 0))),
        caption=None if caption is None else str(caption),
    )


class Tags(HTMLParser):
    """Holds that HTML closes what it opens, in order, and never closes by a slash."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.in_svg = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.in_svg += tag == "svg"
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert self.in_svg, f"<{tag}/> does not close in HTML"
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.in_svg -= tag == "svg"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "text",
    [
        "a:b",
        "a:b legend=true caption=x align=center class='x y'",
        "a:b fold=off depth=0 theme=mono",
    ],
)
def test_a_figure_is_html_and_xml(language: str, text: str, drawn: Drawn) -> None:
    html = figure(drawn(text), language, caption="A <em>caption</em> &amp; more")
    root = ElementTree.fromstring(html)
    assert root.tag == "figure"
    assert root.find("figcaption/p/span[@class='caption-text']/em") is not None
    tags = Tags()
    tags.feed(html)
    assert tags.open == []


NAMES = st.text(max_size=30) | st.text("<>&\"'\\ \x00\n]-{}", max_size=8)


@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
@given(names=st.lists(NAMES, min_size=1, max_size=3, unique=True), caption=NAMES, word=NAMES)
def test_whatever_things_are_called_a_figure_is_html_and_xml(
    names: list[str],
    caption: str,
    word: str,
    drawn: Drawn,
    trace_of: Callable[[dict[str, int]], Graph],
) -> None:
    trace = trace_of(dict.fromkeys(names, 7))
    trace = replace(trace, model=replace(trace.model, class_name=word, module=word))
    diagram = drawn(trace=trace)
    options = replace(diagram.request.options, caption=caption, alt=word or None, legend=True)
    diagram = replace(diagram, request=replace(diagram.request, options=options))
    for language in ("en", "zh"):
        html = figure(diagram, language)
        ElementTree.fromstring(html)
        tags = Tags()
        tags.feed(html)
        assert tags.open == []
        ElementTree.fromstring(standalone_svg(diagram, language=language))


def test_what_stands_around_the_picture(drawn: Drawn) -> None:
    root = ElementTree.fromstring(figure(drawn("a:b name='fig a' align=right class='x y'")))
    assert root.attrib == {"class": "recviz align-right x y", "id": "fig-a"}
    scroller = root[0]
    assert scroller.attrib["class"] == "recviz-scroller"
    assert scroller.attrib["tabindex"] == "0" and scroller.attrib["role"] == "region"
    assert scroller.attrib["aria-label"] == "Architecture of Tiny<T>"
    svg = scroller.find(f"{SVG}svg")
    assert svg is not None and svg.attrib["role"] == "img"
    assert [item.tag for item in root] == ["div", "details"]
    assert root.find("details[@class='recviz-outline']/summary").text == "Outline"  # type: ignore[union-attr]


def test_the_outline_holds_every_feature(drawn: Drawn) -> None:
    root = ElementTree.fromstring(figure(drawn()))
    details = root.find("details")
    assert details is not None
    told = "".join(details.itertext())
    assert [
        name for name in ("user_id", "item_id", "年龄 & <b>", "ignored") if name not in told
    ] == []


def test_ids_are_used_once_on_a_page(drawn: Drawn) -> None:
    diagram, other = drawn(), drawn("a:b depth=0")
    tags = Tags()
    for each, occurrence in ((diagram, 0), (diagram, 1), (other, 0)):
        tags.feed(figure(each, occurrence=occurrence, caption="x"))
    assert tags.ids and len(tags.ids) == len(set(tags.ids))
    assert all(name[0].isalpha() for name in tags.ids)


def test_labels_name_what_exists(drawn: Drawn) -> None:
    root = ElementTree.fromstring(picture_html(drawn(), language="en", occurrence=3))
    ids = {item.attrib["id"] for item in root.iter() if "id" in item.attrib}
    named = {
        name for item in root.iter() for name in item.attrib.get("aria-labelledby", "").split()
    }
    assert named and named <= ids


@pytest.mark.parametrize(
    ("language", "page", "tag"),
    [("zh", "en", "zh-CN"), ("en", "zh_CN", "en"), ("zh", "zh-Hans", None), ("en", "EN-gb", None)],
)
def test_the_language_is_said_where_it_is_another(
    language: str, page: str, tag: str | None, drawn: Drawn
) -> None:
    root = ElementTree.fromstring(figure(drawn(), language, page))
    assert root.attrib.get("lang") == tag


def test_the_same_diagram_gives_the_same_bytes(drawn: Drawn, trace: Graph) -> None:
    first, second = (figure(drawn("a:b legend=true", trace), "zh") for _ in range(2))
    assert first == second


def test_the_legend_lists_what_occurs(drawn: Drawn) -> None:
    root = ElementTree.fromstring(figure(drawn("a:b legend=true")))
    told = ["".join(item.itertext()) for item in root.findall("ul[@class='recviz-legend']/li")]
    assert "embedding" in told and "attention" not in told
    assert ElementTree.fromstring(figure(drawn())).find("ul") is None


def test_the_text_for_those_who_cannot_see_it(drawn: Drawn) -> None:
    told = alt_text(drawn(), language="en")
    assert told.startswith("Architecture of Tiny<T>; inputs: 4, outputs: 1, parameters: 16")
    assert alt_text(drawn("a:b alt='Three tables'"), language="zh") == "Three tables"
    assert "Three tables" in picture_html(
        drawn("a:b alt='Three tables'"), language="zh", occurrence=0
    )


def test_a_file_of_its_own_needs_no_style_sheet(drawn: Drawn) -> None:
    svg = standalone_svg(drawn(), language="en")
    assert ElementTree.fromstring(svg).tag == f"{SVG}svg"
    assert "var(" not in svg


def test_an_error_is_a_box_with_all_it_says_and_no_details() -> None:
    error = RecvizError(
        "forward",
        message("{target} raised {problem}", target="a:b", problem="<b> & \"'\x00"),
        advice=message("do this"),
        where=Location("models/x.py", 3),
        detail="Traceback of /some/place",
    )
    html = error_html(error, language="zh", target="a:<b>")
    root = ElementTree.fromstring(html)
    told = "".join(root.itertext())
    assert root.attrib["class"] == "recviz-error"
    assert "a:<b>" in told and "models/x.py:3" in told and "Traceback" not in told
    assert (
        ElementTree.fromstring(error_html(error, language="en", target="")).find("p/code") is None
    )
    tags = Tags()
    tags.feed(html)
    assert tags.open == []


def test_the_style_sheet_is_there() -> None:
    rules = STYLESHEET.read_text(encoding="utf-8")
    for name in ("recviz-scroller", "recviz-outline", "recviz-legend", "recviz-error"):
        assert f".{name}" in rules
