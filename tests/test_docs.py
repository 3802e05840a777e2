"""What the README and docs/ say is true: links lead somewhere, tables are current."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from recviz_docs.cli.draw import draw_parser
from recviz_docs.options import option_specs, parse_options
from recviz_docs.reference import parse_arguments

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
MARKDOWN = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
PAGES = MARKDOWN + [
    path
    for pattern in ("*.md", "*.rst")
    for path in (ROOT / "example_site").rglob(pattern)
    if "locale" not in path.parts
]
LINK = re.compile(r"\]\((?!https?:|#)([^)\s#]+)(?:#[^)]*)?\)")
DIRECTIVE = re.compile(
    r"^[ \t]*(?:\.\. recviz::|`{3,}[ \t]*recviz)[ \t]+(?P<text>\S.*)$", re.MULTILINE
)


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", MARKDOWN, ids=_relative)
def test_links_inside_the_repository_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_relative)
def test_every_directive_shown_can_be_read(page: Path) -> None:
    for match in DIRECTIVE.finditer(page.read_text(encoding="utf-8")):
        _reference, pairs = parse_arguments(match["text"])
        parse_options(pairs)


def test_the_pages_show_directives() -> None:
    found = sum(len(DIRECTIVE.findall(page.read_text(encoding="utf-8"))) for page in PAGES)
    assert found > 30


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_pages_are_current() -> None:
    pages = _generator().pages()
    assert len(pages) == 4
    stale = [
        _relative(path)
        for path, text in pages.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run: make reference"


def test_every_page_but_the_decisions_is_there_in_chinese() -> None:
    english = {
        path
        for path in DOCS.rglob("*.md")
        if ".zh." not in path.name and "decisions" not in path.parts
    }
    missing = [path for path in english if not path.with_suffix(".zh.md").exists()]
    assert [_relative(path) for path in missing] == []


def test_every_decision_is_listed() -> None:
    listed = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    notes = [path.name for path in (DOCS / "decisions").glob("2*.md")]
    assert notes
    assert [name for name in notes if f"({name})" not in listed] == []


def test_every_make_command_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set()
    for page in MARKDOWN:
        named |= set(re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.M))
    assert named - targets == set()
    assert {"site", "test"} <= named


@pytest.mark.parametrize("page", ["cli.md", "cli.zh.md"])
def test_every_flag_of_the_command_is_on_its_page(page: str) -> None:
    options = {f"--{spec.name}" for spec in option_specs()}
    flags = {name for action in draw_parser()._actions for name in action.option_strings}
    own = {name for name in flags if name.startswith("--") and name != "--help"} - options
    own = {name for name in own if "_" not in name and f"--{name[5:]}" not in options}
    text = (DOCS / "reference" / page).read_text(encoding="utf-8")
    assert "--output" in own
    assert [name for name in sorted(own) if f"`{name}" not in text] == []


def test_the_picture_of_the_readme_is_what_the_code_draws(tmp_path: Path) -> None:
    drawn = tmp_path / "deepfm.svg"
    subprocess.run(
        [
            *(Path(sys.executable).with_name("recviz"), "draw", "examples.deepfm:build", "depth=2"),
            *("--path", "example_site", "-o", drawn),
        ],
        cwd=ROOT,
        check=True,
    )
    assert drawn.read_bytes() == (DOCS / "deepfm.svg").read_bytes(), "run: make picture"


@pytest.mark.slow
def test_the_documentation_can_be_built_and_draws_its_picture(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "--quiet", "build", "--strict", "-d", tmp_path / "out"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for page in ("index.html", "zh/index.html"):
        assert (tmp_path / "out" / page).read_text(encoding="utf-8").count("<figure") == 1
