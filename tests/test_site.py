"""The example site: the same models in two hosts and two languages, readable where they stand."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from recviz_docs.options import Options, parse_options
from recviz_docs.reference import Reference, parse_arguments
from tests.browser import measure

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "example_site"
SPHINX = SITE / "sphinx"
MKDOCS = SITE / "mkdocs" / "docs"
MODELS = sorted(path.stem for path in (SITE / "examples").glob("[!_]*.py"))
PAGE_OPTIONS = {"caption", "alt", "name"}
# What a reader has to find in the picture or in its outline.
NAMED: Mapping[str, tuple[str, ...]] = {
    "deepfm": ("Embedding", "FM", "Linear", "sigmoid", "I1", "I13", "C1", "C26"),
    "din": ("hist_item_id", "hist_cate_id", "target_item_id", "target_cate_id", "user_id"),
    "dssm": ("user_id", "hist_movie_id", "movie_id", "genre", "zip"),
    "youtube_dnn": ("hist_movie_id", "neg_items", "movie_id", "occupation"),
    "mmoe": ("capital_gains", "class_of_worker", "country_of_birth", "Softmax"),
    "ple": ("D109_14", "D853", "user_id", "brand_id", "CGC"),
    "cnn": ("image", "Conv2d", "BatchNorm2d", "MaxPool2d"),
    "transformer": ("token_ids", "positions", "TransformerEncoderLayer", "Embedding"),
}
BUILDS = ("sphinx/en", "sphinx/zh", "mkdocs", "mkdocs/zh")


def _run(*command: object) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_model_has_a_page_in_each_host_and_language() -> None:
    assert sorted(NAMED) == MODELS
    for folder, suffix in ((SPHINX, ".rst"), (MKDOCS, ".md"), (MKDOCS, ".zh.md")):
        assert [name for name in MODELS if not (folder / f"{name}{suffix}").exists()] == []


_BLOCK = re.compile(r"^\.\. recviz:: (.+)\n((?:   :.+\n)*)", re.MULTILINE)
_FENCE = re.compile(r"^```recviz (.+)\n((?:.+: .+\n)*)```", re.MULTILINE)


def _asked(page: Path) -> tuple[Reference, Options]:
    """Gives what a page asks for, without what differs between languages."""
    text = page.read_text(encoding="utf-8")
    found = [*_BLOCK.findall(text), *_FENCE.findall(text)]
    assert len(found) == 1, page
    reference, pairs = parse_arguments(found[0][0])
    fields = re.findall(r"^\s*:?([\w-]+): (.+)$", found[0][1], re.MULTILINE)
    given = [(key, value) for key, value in [*pairs, *fields] if key not in PAGE_OPTIONS]
    return reference, parse_options(given)


@pytest.mark.parametrize("model", MODELS)
def test_all_pages_of_a_model_ask_for_the_same_picture(model: str) -> None:
    pages = [SPHINX / f"{model}.rst", MKDOCS / f"{model}.md", MKDOCS / f"{model}.zh.md"]
    first, *others = [_asked(page) for page in pages]
    assert others == [first, first]


def _texts(catalogue: Path) -> dict[str, str]:
    with catalogue.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}


def test_the_chinese_catalogues_are_complete(tmp_path: Path) -> None:
    _run("sphinx", "-W", "-q", "-b", "gettext", "-d", tmp_path / "d", SPHINX, tmp_path / "pot")
    for template in (tmp_path / "pot").glob("*.pot"):
        catalogue = SPHINX / "locale" / "zh_CN" / "LC_MESSAGES" / f"{template.stem}.po"
        wanted = _texts(template).keys()
        translated = {text for text, translation in _texts(catalogue).items() if translation}
        assert wanted - translated == set(), f"{catalogue.name}: run make catalogues"
        assert translated - wanted == set(), f"{catalogue.name}: no longer on the page"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Builds the whole site as `make site` does, warnings as errors."""
    out = tmp_path_factory.mktemp("site")
    for language, name in (("en", "en"), ("zh_CN", "zh")):
        _run(
            *("sphinx", "-W", "--keep-going", "-q", "-b", "html", "-D", f"language={language}"),
            *("-d", out / "doctrees" / name, SPHINX, out / "sphinx" / name),
        )
    config = SITE / "mkdocs" / "mkdocs.yml"
    _run("mkdocs", "--quiet", "build", "--strict", "-f", config, "-d", out / "mkdocs")
    return out


def _figure(page: Path) -> str:
    figures = re.findall(r"<figure.*?</figure>", page.read_text(encoding="utf-8"), re.DOTALL)
    assert len(figures) == 1, page
    return str(figures[0])


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize("model", MODELS)
def test_a_page_shows_its_model(built: Path, build: str, model: str) -> None:
    figure = _figure(built / build / f"{model}.html")
    assert figure.count("<svg") == 1
    text = re.sub(r"<[^>]*>", " ", figure)
    assert [name for name in NAMED[model] if name not in text] == []
    # The alternative text is the page's own; these words are in the picture.
    assert ("输出" in _picture(figure)) == build.endswith("zh")


def _picture(figure: str) -> str:
    """Gives the picture without its alternative text, which the page may word."""
    svg = re.search(r"<svg.*?</svg>", figure, re.DOTALL)
    assert svg is not None
    return re.sub(r"<title[^>]*>.*?</title>|<desc[^>]*>.*?</desc>", "", svg[0], count=2)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("model", MODELS)
def test_both_hosts_show_the_same_picture(built: Path, model: str) -> None:
    for one, other in (("sphinx/en", "mkdocs"), ("sphinx/zh", "mkdocs/zh")):
        first, second = (_figure(built / build / f"{model}.html") for build in (one, other))
        assert _picture(first) == _picture(second)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_page_loads_anything_from_elsewhere(built: Path) -> None:
    loading = re.compile(
        r"<(?:script|img|iframe|source)[^>]*\bsrc=\"(?:https?:)?//[^\"]*"
        r"|<link[^>]*rel=\"(?:stylesheet|preconnect|preload)\"[^>]*href=\"(?:https?:)?//[^\"]*"
        r"|@import[^;]*//[^;]*"
    )
    pages = [*built.rglob("*.html"), *built.rglob("recviz*.css")]
    assert len(pages) > 30
    found = {
        str(page.relative_to(built)): loading.findall(page.read_text(encoding="utf-8"))
        for page in pages
    }
    assert {name: hits for name, hits in found.items() if hits} == {}


# Run in the page, which stands in a frame; see `tests.browser`.
MEASURE = """addEventListener("load", () => {
  const svg = document.querySelector("figure svg"), box = svg.viewBox.baseVal;
  const figure = svg.closest("figure"), scroller = svg.parentElement;
  const texts = [...svg.querySelectorAll("text")].filter(text => text.textContent.trim());
  const scale = svg.getBoundingClientRect().width / box.width;
  const smallest = Math.min(...texts.map(text => parseFloat(getComputedStyle(text).fontSize)));
  const outside = texts.filter(text => {
    const place = text.getBBox();
    return place.x < -1 || place.y < -1 || place.x + place.width > box.width + 1
      || place.y + place.height > box.height + 1;
  });
  const result = {
    inner: innerWidth, scale, smallest: smallest * scale, texts: texts.length,
    outside: outside.map(text => text.textContent),
    sideways: scroller.getBoundingClientRect().right - document.documentElement.clientWidth,
    reach: scroller.scrollWidth - box.width,
    page: document.scrollingElement.scrollWidth,
  };
  figure.remove();
  result.page -= document.scrollingElement.scrollWidth;
  parent.postMessage(JSON.stringify(result), "*");
});"""


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("width", [1200, 400])
@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize("model", ["deepfm", "din", "ple"])
def test_a_picture_is_readable_where_it_stands(
    built: Path, tmp_path: Path, build: str, model: str, width: int
) -> None:
    seen = measure(built / build / f"{model}.html", MEASURE, width=width, profile=tmp_path)
    assert seen["inner"] == width
    assert seen["page"] == 0, "the figure makes the page wider"
    assert seen["sideways"] <= 1, "the figure sticks out of the page"
    assert seen["scale"] == pytest.approx(1, abs=0.01), "the picture is scaled"
    assert seen["smallest"] >= 10.99
    assert seen["texts"] > 10
    assert seen["outside"] == []
    assert seen["reach"] >= -1, "a part of the picture cannot be scrolled to"
