"""What whole warm builds of both hosts import, and which pages they write."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from recviz_docs.cache.store import Store

MODEL = """
from torch import nn

def build():
    return nn.Linear(4, 2)

def inputs():
    import torch
    return torch.zeros(2, 4)
"""
MARKDOWN = "# T\n\n.. recviz:: zoo:build\n"
SITES = {
    "sphinx": {
        "conf.py": "extensions = ['recviz_sphinx']\nrecviz_report = 'report.json'\n",
        "index.rst": "T\n=\n\n.. recviz:: zoo:build\n",
    },
    "mkdocs": {
        "mkdocs.yml": "site_name: T\ntheme: {name: mkdocs}\n"
        "plugins: [{recviz: {report: report.json}}]\n",
        "docs/index.md": MARKDOWN,
    },
    "i18n": {
        "mkdocs.yml": "site_name: T\ntheme: {name: material, font: false}\nplugins:\n"
        "  - i18n:\n      docs_structure: suffix\n      languages:\n"
        "        - {locale: en, name: English, default: true, build: true}\n"
        "        - {locale: zh, name: 中文, build: true}\n"
        "  - recviz: {report: report.json}\n",
        "docs/index.md": MARKDOWN,
        "docs/index.zh.md": MARKDOWN,
    },
}
RUN = """
import sys
sys.path.insert(0, {root!r})
if sys.argv[1] == "sphinx":
    from sphinx.cmd.build import main
    status = main(["-q", "-W", "-b", "html", ".", "_build"])
else:
    from mkdocs.__main__ import cli
    status = cli(["-q", "build", "--strict"], standalone_mode=False)
assert not status
heavy = ("torch", "torchview", "numpy", "wasmtime", "graphviz")
print([name for name in heavy if name in sys.modules])
print([name for name in sys.modules if name.startswith("recviz_")])
"""
# What may be loaded where nothing has changed; each module costs every build about half a ms.
WARM = """
    cache cache.code cache.fingerprint cache.index cache.installed cache.keys cache.observe
    cache.places cache.recall cache.store cache.verify cache.world diagram errors messages
    options options.kinds picture pipeline project recording reference remarks report settings
    worker worker.environment page page.stylesheet
"""
PAINTED = "figures cache.painted cache.secret page.frame paint paint.markup"
FACES = {
    "sphinx": "alt asked batch config directive draw drawings node record assets",
    "mkdocs": "block drawings extension fence fields figures host language leftovers page plugin "
    "schema source verbatim",
}
PAGE = {"sphinx": "_build/index.html", "mkdocs": "site/index.html", "i18n": "site/zh/index.html"}


def may_load(host: str) -> set[str]:
    """Gives the modules of ours that a build of an unchanged site may import."""
    face = "sphinx" if host == "sphinx" else "mkdocs"
    core = WARM if face == "sphinx" else WARM + PAINTED  # MkDocs writes every page
    own = {f"recviz_{face}", *(f"recviz_{face}.{name}" for name in FACES[face].split())}
    return {"recviz_docs", *(f"recviz_docs.{name}" for name in core.split())} | own


def build(folder: Path, host: str, **variables: str) -> tuple[list[str], str, set[str]]:
    """Builds a site.

    Returns:
        The heavy modules that the build imported, the outcome of its traces and pictures, and
        what it imported of ours.
    """
    root = str(Path(__file__).parent.parent.parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(root=root), host],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **variables},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    rows = json.loads((folder / "report.json").read_text())["diagrams"]
    outcomes = {f"{row['trace']} {row['layout']}" for row in rows}
    assert len(outcomes) == 1
    heavy, ours = (json.loads(line.replace("'", '"')) for line in done.stdout.splitlines()[-2:])
    return heavy, outcomes.pop(), set(ours)


@pytest.mark.parametrize("host", SITES)
def test_a_warm_build_imports_nothing_heavy(host: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "zoo.py").write_text(MODEL)
    for name, text in SITES[host].items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    def page() -> str:
        """Gives the page without the last comment, in which MkDocs writes the time."""
        return (tmp_path / PAGE[host]).read_text().partition("Build Date")[0]

    assert build(tmp_path, host)[1] == "run run"
    first = page()
    assert "Linear" in first
    build(tmp_path, host)  # files were too young to be known again by their times
    heavy, outcome, ours = build(tmp_path, host)
    assert (heavy, outcome) == ([], "hit hit")
    assert ours - may_load(host) == set()
    assert page() == first
    (tmp_path / "zoo.py").write_text(MODEL.replace("nn.Linear(4, 2)", "nn.Linear(4, 3)"))
    assert build(tmp_path, host)[1] == "run run"
    assert page() != first
    (tmp_path / "zoo.py").write_text(MODEL)
    assert build(tmp_path, host, RECVIZ_FROZEN="1")[:2] == ([], "hit hit")
    assert page() == first


RST = """
T
=

.. recviz:: zoo:build
   :caption: *First*
   :name: first

.. recviz:: zoo:build
   :caption: Second
   :legend:
   :align: left

.. recviz:: zoo:build depth=0 lang={lang} alt='a < b'

.. recviz:: zoo:build depth=0 theme={theme}
"""
OUTPUT = {"sphinx": "_build", "mkdocs": "site"}
STATE = "XDG_STATE_HOME"


def write_both(folder: Path, *, cache: str, theme: str = "plain", lang: str = "zh") -> None:
    """Writes a site that both hosts build, in one directory and with one cache."""
    themes = {"plain": {"radius": 3}, "other": {"light": {"page": "#fdf6e3"}}}
    roles = {"Linear": {"role": "gate", "en": "gate"}} if theme == "other" else {}
    (folder / "pyproject.toml").touch()
    (folder / "zoo.py").write_text(MODEL)
    (folder / "conf.py").write_text(
        f"extensions = ['recviz_sphinx']\nrecviz_report = 'report.json'\nlanguage = '{lang}'\n"
        f"recviz_cache_dir = '{cache}'\nrecviz_themes = {themes}\nrecviz_roles = {roles}\n"
        "exclude_patterns = ['docs', 'site']\n"
    )
    plugin = {"cache_dir": cache, "report": "report.json", "themes": themes, "roles": roles}
    config = {"site_name": "T", "theme": {"name": "mkdocs", "locale": lang}}
    (folder / "mkdocs.yml").write_text(json.dumps({**config, "plugins": [{"recviz": plugin}]}))
    text = RST.format(lang="en" if lang == "zh" else "zh", theme=theme)
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs" / "index.md").write_text(text)
    (folder / "index.rst").write_text(text)


def pages(folder: Path, host: str, **variables: str) -> tuple[str, str]:
    """Builds all pages of a site from nothing; gives the outcome and the page."""
    shutil.rmtree(folder / OUTPUT[host], ignore_errors=True)
    outcome = build(folder, host, **variables)[1]
    return outcome, (folder / PAGE[host]).read_text().partition("Build Date")[0]


def forge(folder: Path) -> int:
    """Writes into each painted entry, as somebody would who knows the checksum."""
    store = Store(folder / ".cache/recviz")
    found = list(store.entries("painted"))
    for entry in found:
        payload = store.get("painted", entry.key) or b""
        store.put("painted", entry.key, payload.replace(b"<svg", b"<script>1</script><svg"))
    return len(found)


@pytest.mark.timeout(300)
def test_a_page_is_the_same_with_and_without_what_was_painted(tmp_path: Path) -> None:
    """Both hosts share the cache; languages, themes, roles and keys change between builds."""
    for theme, lang in (("plain", "zh"), ("other", "en")):
        write_both(tmp_path, cache="", theme=theme, lang=lang)
        expected = {host: pages(tmp_path, host)[1] for host in OUTPUT}
        write_both(tmp_path, cache=".cache/recviz", theme=theme, lang=lang)
        for _ in range(2):
            for host, page in expected.items():
                assert pages(tmp_path, host)[1] == page
    for host, page in expected.items():
        assert page.count("<svg") >= 4 and "<script>1" not in page
        assert forge(tmp_path) > 4
        assert pages(tmp_path, host) == ("hit hit", page)
        other = str(tmp_path / f"other-{host}")
        assert pages(tmp_path, host, **{STATE: other}) == ("hit hit", page)
        nowhere = {STATE: str(tmp_path / "zoo.py"), "HOME": "/nonexistent"}
        assert pages(tmp_path, host, **nowhere) == ("hit hit", page)
