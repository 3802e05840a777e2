"""The contact sheet: every model of the zoo and of our own, drawn as a page would show it.

Owns the page ``build/gallery/index.html``: each picture in natural size, with its
width, height, bytes and how many of the recorded nodes are drawn; language and
colours are chosen at the top of the page. It must not know how pictures are made.

    python -m tools.gallery [PATTERN …] [--out DIR] [--depth N]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from html import escape
from pathlib import Path
from shutil import copyfile
from statistics import median

from recviz_docs.diagram import Diagram, Request, Result
from recviz_docs.layout.geometry import Layout
from recviz_docs.messages import LANGUAGES, Language
from recviz_docs.options import parse_options
from recviz_docs.page.frame import figure_html
from recviz_docs.page.stylesheet import STYLESHEET
from recviz_docs.paint.svg import paint_svg
from recviz_docs.pipeline import Recording, draw_all, record_all
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings
from tests.zoo import entries

ROOT = Path(__file__).parents[1]
COLUMN = 760
_FAMILIES = frozenset({"rechub", "deepctr", "huggingface"})
_OWN = ("resnet", "unet", "mixture", "encoder", "recurrent")
_STYLE = """
body { font: 14px/1.4 sans-serif; margin: 1rem 2rem }
html[data-theme=dark] { background: #16181d; color: #ddd; color-scheme: dark }
section { border-top: 1px solid #8888; margin-top: 1.5rem }
figure { margin: .5rem 0; width: 760px }
td, th { padding: .1rem .6rem; text-align: right }
td:first-child, th:first-child { text-align: left } .wide { color: #c22; font-weight: bold }
[data-language=zh] [data-in=en], [data-language=en] [data-in=zh] { display: none }
"""
_SCRIPT = """
document.querySelectorAll('select').forEach(select => select.addEventListener(
  'change', () => { document.documentElement.dataset[select.name] = select.value }));
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn model, as the contact sheet tells of it."""

    name: str
    result: Result
    traced: int

    def facts(self) -> dict[str, object]:
        """Gives what can be measured of the picture."""
        if not isinstance(self.result, Diagram):
            return {"name": self.name, "error": str(self.result.error)}
        diagram = self.result
        layout: Layout = diagram.layout
        return {
            "name": self.name,
            "width": round(layout.width),
            "height": round(layout.height),
            "bytes": len(_standalone(diagram).encode()),
            "drawn": len(diagram.graph.nodes),
            "traced": self.traced,
        }


def main(arguments: Sequence[str] | None = None) -> None:
    """Draws the models whose names fit a pattern (all without one), and writes the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("patterns", nargs="*", default=["*"])
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "gallery")
    parser.add_argument("--depth", default="3")
    given = parser.parse_args(arguments)
    targets = {
        name: target
        for name, target in _targets()
        if any(fnmatchcase(name, pattern) for pattern in given.patterns)
    }
    options = parse_options({"depth": given.depth, "timeout": "300"})
    requests = [Request(parse_reference(target), options) for target in targets.values()]
    settings = Settings(base=ROOT, cache_dir=str(given.out / "cache"))
    recorded = record_all(requests, settings)
    traced = [len(r.trace.nodes) if isinstance(r, Recording) else 0 for r in recorded]
    drawn = draw_all(requests, settings)
    sheets = [Sheet(*facts) for facts in zip(targets, drawn, traced, strict=True)]
    given.out.mkdir(parents=True, exist_ok=True)
    copyfile(STYLESHEET, given.out / "recviz.css")
    facts = [sheet.facts() for sheet in sheets]
    (given.out / "index.html").write_text(_page(sheets, facts), encoding="utf-8")
    (given.out / "facts.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
    for line in _told(facts):
        sys.stdout.write(f"{line}\n")


def _targets() -> Iterator[tuple[str, str]]:
    for entry in entries():
        if entry.family in _FAMILIES and entry.installed:
            yield f"{entry.family}.{entry.name}", entry.target
    for name in _OWN:
        yield f"own.{name}", f"tests.models.own:{name}"


def _standalone(diagram: Diagram) -> str:
    return paint_svg(
        diagram.graph,
        diagram.layout,
        options=diagram.request.options,
        language="en",
        prefix="r",
        title="",
        description="",
    )


def _told(facts: Sequence[dict[str, object]]) -> Iterator[str]:
    drawn = [fact for fact in facts if "error" not in fact]
    for fact in facts:
        if "error" in fact:
            yield f"{fact['name']:30} {fact['error']}"
        else:
            yield "{name:30} {width:5} × {height:5} px  {bytes:6} B  {drawn:4} of {traced}".format(
                **fact
            )
    if drawn:
        sizes = [int(str(fact["bytes"])) for fact in drawn]
        wide = sum(int(str(fact["width"])) > COLUMN for fact in drawn)
        yield f"{len(drawn)} drawn, {wide} wider than {COLUMN} px, median {median(sizes):.0f} B"


def _page(sheets: Sequence[Sheet], facts: Sequence[dict[str, object]]) -> str:
    rows = "".join(_row(fact) for fact in facts)
    sections = "".join(_section(sheet, at) for at, sheet in enumerate(sheets))
    return (
        "<!DOCTYPE html>\n<html lang=en data-theme=light data-language=en><meta charset=utf-8>"
        "<title>Gallery</title><link rel=stylesheet href=recviz.css>"
        f"<style>{_STYLE}</style><body><h1>Gallery</h1><p>"
        "<select name=language><option>en<option>zh</select> "
        "<select name=theme><option>light<option>dark</select>"
        "<table><tr><th>model<th>width<th>height<th>bytes<th>drawn<th>traced</tr>"
        f"{rows}</table>{sections}<script>{_SCRIPT}</script>\n"
    )


def _row(fact: dict[str, object]) -> str:
    name = escape(str(fact["name"]))
    link = f'<td><a href="#{name}">{name}</a>'
    if "error" in fact:
        return f"<tr>{link}<td colspan=5>{escape(str(fact['error']))}</tr>"
    cells = (f"<td>{fact[key]}" for key in ("height", "bytes", "drawn", "traced"))
    wide = " class=wide" if int(str(fact["width"])) > COLUMN else ""
    return f"<tr>{link}<td{wide}>{fact['width']}{''.join(cells)}</tr>"


def _section(sheet: Sheet, at: int) -> str:
    name = escape(sheet.name)
    if not isinstance(sheet.result, Diagram):
        error = escape(str(sheet.result.error))
        return f"<section id={name}><h2>{name}</h2><pre>{error}</pre></section>"
    figures = "".join(
        f"<div data-in={language}>{_figure(sheet.result, language, at)}</div>"
        for language in LANGUAGES
    )
    return f"<section id={name}><h2>{name}</h2>{figures}</section>\n"


def _figure(diagram: Diagram, language: Language, at: int) -> str:
    occurrence = 2 * at + LANGUAGES.index(language)
    return figure_html(
        diagram, language=language, page_language=language, occurrence=occurrence, caption=None
    )


if __name__ == "__main__":
    main()
