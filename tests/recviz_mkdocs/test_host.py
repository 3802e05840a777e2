from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import markdown
from markdown.preprocessors import Preprocessor
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from recviz_mkdocs.host import host_of, mkdocs_host


def test_nobodys_page_has_its_front_matter() -> None:
    md = markdown.Markdown(extensions=["meta"])
    md.convert("---\nlang: zh\n---\n")
    host = host_of(md)
    assert (host.file, host.logger, host.base, host.source) == ("<markdown>", "recviz", None, None)
    assert host.meta == {"lang": ["zh"]}


def test_a_page_of_mkdocs(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("\ufeff# A\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: T\ntheme: {name: mkdocs, locale: zh}\n")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    file = File("a.md", config.docs_dir, config.site_dir, True)
    host = mkdocs_host(file, config)
    assert (host.file, host.path, host.source) == ("docs/a.md", "a.md", "# A\n")
    assert (host.meta, host.theme, host.locale, host.base) == ({}, "zh", None, tmp_path)
    assert host.stop is PluginError

    Page(None, file, config).meta = {"lang": "en"}
    assert mkdocs_host(file, config).meta == {"lang": "en"}
    config.plugins._current_plugin = "maker"  # as MkDocs does when it calls a plugin
    made = File.generated(config, "made.md", content="x")
    assert (mkdocs_host(made, config).file, mkdocs_host(made, config).source) == ("made.md", "x")
    gone = File("gone.md", config.docs_dir, config.site_dir, True)
    assert mkdocs_host(gone, config).source is None


def test_a_page_of_zensical(tmp_path: Path) -> None:
    class Context(Preprocessor):
        page = SimpleNamespace(path="sub/a.md", meta={"lang": "zh"})
        config = {"docs_dir": str(tmp_path), "theme": {"language": "en"}}  # noqa: RUF012

    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.md").write_text("# A\n")
    md = markdown.Markdown()
    md.preprocessors.register(Context(md), "context", 100)
    host = host_of(md)
    assert (host.path, host.source, host.theme) == ("sub/a.md", "# A\n", "en")
    assert host.meta == {"lang": "zh"}
    assert host.file == f"{tmp_path.name}/sub/a.md"
