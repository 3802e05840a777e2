"""What whole warm builds of both hosts import, and which pages they write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

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
"""
PAGE = {"sphinx": "_build/index.html", "mkdocs": "site/index.html", "i18n": "site/zh/index.html"}


def build(folder: Path, host: str, **variables: str) -> tuple[list[str], str]:
    """Builds a site; gives the heavy modules that the build imported, and the traces' outcome."""
    root = str(Path(__file__).parent.parent.parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(root=root), host],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **variables},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (row,) = json.loads((folder / "report.json").read_text())["diagrams"]  # of both languages
    outcome = f"{row['trace']} {row['layout']}"
    return json.loads(done.stdout.splitlines()[-1].replace("'", '"')), outcome


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
    assert build(tmp_path, host) == ([], "hit hit")
    assert page() == first
    (tmp_path / "zoo.py").write_text(MODEL.replace("nn.Linear(4, 2)", "nn.Linear(4, 3)"))
    assert build(tmp_path, host)[1] == "run run"
    assert page() != first
    (tmp_path / "zoo.py").write_text(MODEL)
    assert build(tmp_path, host, RECVIZ_FROZEN="1") == ([], "hit hit")
    assert page() == first
