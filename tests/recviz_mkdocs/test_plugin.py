"""The plugin in whole builds of MkDocs, alone and with the plugins it meets most."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin

from recviz_docs.page.stylesheet import STYLESHEET
from recviz_docs.settings import setting_specs
from recviz_mkdocs.plugin import RecvizPlugin
from tests.recviz_mkdocs.conftest import Hand, Site

PLAIN = "theme: mkdocs\nplugins: [recviz]\n"
BILINGUAL = """
theme: {name: material, font: false}
plugins:
  - search
  - i18n:
      docs_structure: STRUCTURE
      languages:
        - {locale: en, name: English, default: true, build: true}
        - {locale: zh, name: 中文, build: true}
  - recviz: {report: report.json}
markdown_extensions: [pymdownx.superfences]
"""


def figures(html: str) -> list[str]:
    return re.findall(r"<figure>(.*?)</figure>", html)


def test_the_schema_is_the_settings_table() -> None:
    assert [name for name, _ in RecvizPlugin.config_scheme] == [s.name for s in setting_specs()]


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
def test_all_pages_are_one_batch(theme: str, site: Site, plain_figures: Hand) -> None:
    site.write("docs/index.md", "# A\n\n.. recviz:: m:f depth=2\n\n```recviz m:g\n```\n")
    site.write("docs/sub/b.md", "# B\n\n.. recviz:: m:f depth=2\n   :caption: [A](../index.md)\n")
    config = f"theme: {{name: {theme}, font: false}}\nplugins: [recviz]\n"
    if theme != "material":
        config = config.replace(", font: false", "")
    assert site.build(config, strict=True) == []
    assert plain_figures.batches == [["m:f", "m:g"]]
    assert figures(site.page()) == [
        "m:f depth=2 lang=en/en occurrence=0 [None]",
        "m:g depth=3 lang=en/en occurrence=0 [None]",
    ]
    assert figures(site.page("sub/b/index.html")) == [
        'm:f depth=2 lang=en/en occurrence=0 [<a href="../../">A</a>]'
    ]


def test_the_stylesheet_is_on_every_page_and_meets_no_file(site: Site, drawn: Hand) -> None:
    site.write("docs/index.md", "# A\n")
    site.write("docs/sub/b.md", "# B\n")
    site.write("docs/assets/recviz.css", "mine")
    site.build(PLAIN + "extra_css: [assets/recviz.css]\n", strict=True)
    (style,) = re.findall(r'href="(assets/[^"]*recviz\.\w+\.css)"', site.page())
    assert f'href="../../{style}"' in site.page("sub/b/index.html")
    assert (site.root / "site" / style).read_bytes() == STYLESHEET.read_bytes()
    assert site.page("assets/recviz.css") == "mine"
    assert site.page().index(style) < site.page().index("assets/recviz.css")
    assert sorted(path.name for path in (site.root / "docs").rglob("*.css")) == ["recviz.css"]


@pytest.mark.parametrize("structure", ["suffix", "folder"])
def test_the_second_language_draws_nothing_again(
    structure: str, site: Site, plain_figures: Hand
) -> None:
    names = {
        "suffix": ("index.md", "index.zh.md", "other.md"),
        "folder": ("en/index.md", "zh/index.md", "en/other.md"),
    }[structure]
    site.write(f"docs/{names[0]}", "# A\n\n.. recviz:: m:f\n   :caption: one\n")
    site.write(f"docs/{names[1]}", "# 甲\n\n.. recviz:: m:f\n   :caption: 一\n")
    site.write(f"docs/{names[2]}", "# O\n\n.. recviz:: m:f\n")
    assert site.build(BILINGUAL.replace("STRUCTURE", structure), strict=True) == []
    assert plain_figures.batches == [["m:f"]]
    assert figures(site.page()) == ["m:f depth=3 lang=en/en occurrence=0 [one]"]
    assert figures(site.page("zh/index.html")) == ["m:f depth=3 lang=zh/zh occurrence=0 [一]"]
    if structure == "suffix":  # a page that is not translated, in a Chinese frame
        assert "lang=en/zh" in figures(site.page("zh/other/index.html"))[0]


def test_errors_are_warnings_with_their_line(site: Site, plain_figures: Hand) -> None:
    site.write(
        "docs/index.md",
        "---\ntitle: T\n---\n# A\n\n.. recviz:: bad:f\n\n.. recviz:: m:f dept=2\n\n"
        "Text\n.. recviz:: m:g\n\n```recviz m:h\nwhat\n```\n",
    )
    warnings = site.build(PLAIN)
    assert [line.split(": ")[0] for line in warnings] == [
        "docs/index.md:6",
        "docs/index.md:8",
        "docs/index.md:13",
        "docs/index.md:11",
    ]
    codes = [line.rpartition("[")[2].rstrip("]") for line in warnings]
    assert codes == ["recviz.factory", "recviz.option", "recviz.syntax", "recviz.markdown"]
    assert "Did you mean depth?" in warnings[1]
    assert site.page().count("<div>error") == 3
    assert any("strict" in line for line in site.build(PLAIN, strict=True))


def test_on_error_raise_stops_with_the_line(site: Site, plain_figures: Hand) -> None:
    site.write("docs/index.md", "# A\n\n.. recviz:: bad:f\n")
    lines = site.build("theme: mkdocs\nplugins:\n  - recviz: {on_error: raise}\n")
    assert lines[-1].startswith("stopped: ")
    assert lines[-2].startswith("docs/index.md:3: bad:f raised")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{options: {dept: 3}}", "Did you mean depth"),
        ("{report: docs/r.json}", "points into the docs directory"),
        ("{cache_dir: docs/.cache}", "points into the docs directory"),
    ],
)
def test_bad_settings_stop_before_anything_is_built(
    given: str, said: str, site: Site, drawn: Hand
) -> None:
    site.write("docs/index.md", "# A\n")
    lines = site.build(f"theme: mkdocs\nplugins:\n  - recviz: {given}\n")
    assert lines[-1].startswith("stopped: ")
    assert said in lines[-2]
    assert not (site.root / "site").exists()


def test_settings_have_types(site: Site) -> None:
    site.write("docs/index.md", "# A\n")
    path = site.write("mkdocs.yml", "site_name: T\nplugins:\n  - recviz: {jobs: many}\n")
    with site.caplog.at_level(logging.ERROR), pytest.raises(Abort):
        load_config(str(path))
    assert "option 'jobs'" in site.caplog.text


def test_a_listed_extension_gives_way_to_the_plugin(site: Site, plain_figures: Hand) -> None:
    site.write("docs/index.md", "# A\n\n.. recviz:: m:f\n")
    assert site.build(PLAIN + "markdown_extensions: [recviz]\n", strict=True) == []
    listed = PLAIN + "markdown_extensions:\n  - recviz: {options: {depth: 1}}\n"
    assert ["write them under plugins" in line for line in site.build(listed)] == [True]
    assert "depth=3" in site.page()


def test_the_extension_alone_in_mkdocs(site: Site, plain_figures: Hand) -> None:
    site.write("docs/index.md", "# A\n\n.. recviz:: m:f\n\n.. recviz:: bad:f\n")
    theme = "theme: {name: mkdocs, locale: zh}\nplugins: []\n"
    (warning,) = site.build(theme + "markdown_extensions:\n  - recviz: {path: src}\n")
    assert warning.startswith("docs/index.md:5: bad:f raised")
    assert plain_figures.settings[0].base == site.root
    assert "lang=zh/zh" in site.page()


def test_what_other_plugins_write_is_drawn_too(
    site: Site, plain_figures: Hand, tmp_path: Path
) -> None:
    site.write(
        "hook.py",
        "def on_page_markdown(markdown, **more):\n"
        "    return markdown.replace('HERE', '.. recviz:: m:late')\n",
    )
    site.write("docs/index.md", "# A\n\nHERE\n\n.. recviz:: m:f\n")
    assert site.build(PLAIN + "hooks: [hook.py]\n", strict=True) == []
    assert plain_figures.batches == [["m:f"], ["m:late"]]
    assert len(figures(site.page())) == 2


def test_pages_made_by_plugins_are_scanned(site: Site, plain_figures: Hand) -> None:
    site.write(
        "hook.py",
        "from mkdocs.structure.files import File\n"
        "def on_files(files, config):\n"
        "    files.append(File.generated(config, 'made.md', content='.. recviz:: m:made'))\n"
        "    return files\n",
    )
    site.write("docs/index.md", "# A\n\n.. recviz:: bad:f\n")
    warnings = site.build(PLAIN + "hooks: [hook.py]\n")
    assert plain_figures.batches == [["bad:f", "m:made"]]
    assert warnings[0].startswith("docs/index.md:3: ")


def test_a_named_figure_can_be_linked_to(site: Site, plain_figures: Hand) -> None:
    site.write("docs/index.md", "# A\n\n[x](#here) [y](#there)\n\n.. recviz:: m:f name=here\n")
    with site.caplog.at_level(logging.INFO):
        warnings = site.build(PLAIN + "validation: {anchors: warn}\n")
    assert ["#there" in line for line in warnings] == [True]


def test_each_build_under_serve_draws_anew(site: Site, plain_figures: Hand) -> None:
    """MkDocs loads the config, and so makes the plugins, once for each build."""
    site.write("docs/index.md", "# A\n\n.. recviz:: m:f\n")
    for _ in range(2):
        site.build(PLAIN, strict=True)
    assert plain_figures.batches == [["m:f"], ["m:f"]]
    assert not hasattr(RecvizPlugin, "on_startup")


def test_pages_that_become_one_count_their_figures_together(
    site: Site, plain_figures: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write("docs/index.md", "# A\n\n.. recviz:: m:f\n")
    site.write("docs/b.md", "# B\n\n.. recviz:: m:f\n")
    site.build(PLAIN, strict=True)
    assert "occurrence=0" in site.page() and "occurrence=0" in site.page("b/index.html")

    on_config = RecvizPlugin.on_config

    def with_print_site(self: RecvizPlugin, config: MkDocsConfig) -> MkDocsConfig:
        config.plugins["print-site"] = BasePlugin()  # that it is there is all that counts
        return on_config(self, config)

    monkeypatch.setattr(RecvizPlugin, "on_config", with_print_site)
    site.build(PLAIN, strict=True)
    assert sorted([*figures(site.page()), *figures(site.page("b/index.html"))], key=str) == [
        f"m:f depth=3 lang=en/en occurrence={number} [None]" for number in (0, 1)
    ]
