from __future__ import annotations

import re

from recviz_docs.layout.geometry import Box, Route
from recviz_docs.layout.labels import Line
from recviz_docs.paint.frames import frame_title_element
from recviz_docs.paint.theme import Ink, theme_named

INK = Ink(theme_named("default"))
FRAME = Box("mod:m", 100, 50, 300, 200)


def straight(x: float) -> Route:
    return Route(0, ((x, 0), (x, 100), (x, 150), (x, 180)), (x, 190))


def starts(title: Line, *routes: Route) -> list[float]:
    svg = frame_title_element(FRAME, title, INK, depth=1, routes=routes)
    return [float(x) for x in re.findall(r'<text x="([\d.]+)"', svg)]


def test_a_title_stands_at_the_left_and_its_end_at_the_right() -> None:
    title = Line("MLP", "bold", tail="mlp", end="48.4 k params")
    first, second, last = starts(title)
    assert first == 108
    assert first < second < last < 400


def test_a_title_gives_way_to_an_arrow() -> None:
    assert starts(Line("TransformerEncoder", "bold"), straight(130)) == [138]


def test_a_title_that_cannot_give_way_stays() -> None:
    arrows = [straight(x) for x in range(110, 400, 20)]
    assert starts(Line("TransformerEncoder", "bold"), *arrows) == [108]


def test_arrows_elsewhere_do_not_matter() -> None:
    below = Route(0, ((130, 100), (130, 120), (130, 140), (130, 160)), (130, 170))
    assert starts(Line("TransformerEncoder", "bold"), below) == [108]


def test_a_title_that_an_arrow_passes_has_a_ground_of_its_own() -> None:
    title = Line("TransformerEncoder", "bold")
    free = frame_title_element(FRAME, title, INK, depth=1, routes=())
    passed = [straight(x) for x in range(110, 400, 20)]
    crossed = frame_title_element(FRAME, title, INK, depth=1, routes=passed)
    assert "<path" not in free
    assert f'stroke="{INK("frame-fill")}"' in crossed
