from __future__ import annotations

import html
import re

import pytest

PAGE = """
Page
====

.. recviz:: zoo:A
   :caption: The *small* model
   :alt: A model with *one layer
   :name: small

.. recviz:: zoo:B

:numref:`small`
"""


@pytest.fixture
def pages(site, backend):
    site.conf = "numfig = True\nlocale_dirs = ['../locale']"
    site.write("index.rst", PAGE)
    return site


def test_gettext_extracts_caption_and_alt_with_their_line(pages):
    catalogue = pages.build("gettext", doctrees="gettext-trees").page("index.pot")
    for text in ("The *small* model", "A model with *one layer"):
        assert re.search(rf'index\.rst:\d+\nmsgid "{re.escape(text)}"', catalogue)


def test_chinese_page(pages, backend):
    po = pages.root / "locale/zh_CN/LC_MESSAGES/index.po"
    po.parent.mkdir(parents=True)
    entries = {
        "The *small* model": "*小* 模型",
        "A model with *one layer": "只有一层的模型 <&>",
        "Page": "页",
    }
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    po.write_text(
        head + "".join(f'msgid "{key}"\nmsgstr "{value}"\n\n' for key, value in entries.items()),
        "utf-8",
    )
    built = pages.build(language="zh_CN")
    assert built.warnings == ""
    page = built.page()
    assert "<em>小</em> 模型" in page and "图 1" in page
    assert "只有一层的模型 &lt;&amp;&gt;" in page and "one layer" not in page
    english = pages.build(out="en", doctrees="en-trees").page()
    assert "A model with *one layer" in english
    first, second = (batch[0] for batch in backend.batches)
    assert first == second


@pytest.mark.parametrize(
    "written",
    ["一个 * 星号", "一个 ` 反引号", "**粗", "见 word_", "|x", "结尾::", "- 列表", "文字  # noqa",
     "<&> 100%"],
)  # fmt: skip
def test_a_translated_alt_text_is_taken_letter_by_letter(site, backend, written):
    site.conf = "locale_dirs = ['../locale']"
    site.write("index.rst", "T\n=\n\n.. recviz:: zoo:A\n   :alt: What it shows\n")
    po = site.root / "locale/zh_CN/LC_MESSAGES/index.po"
    po.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    po.write_text(f'{head}msgid "What it shows"\nmsgstr "{written}"\n', "utf-8")
    built = site.build(language="zh_CN", strict=True)
    assert built.warnings == ""
    assert html.escape(written, quote=False) in built.page()
    assert "What it shows" in site.build("gettext", doctrees="pot").page("index.pot")


def test_language_of_one_diagram(site, backend):
    site.write("index.rst", "T\n=\n\n.. recviz:: zoo:A lang=zh\n\n.. recviz:: zoo:B\n")
    page = site.build().page()
    assert len(re.findall(r'<details[^>]*lang="zh', page)) == 1
    assert len(re.findall(r"<details", page)) == 2


def test_errors_speak_the_language_of_the_page(site, backend):
    site.write("index.rst", "T\n=\n\n.. recviz:: zoo:A dpth=1\n")
    built = site.build(language="zh_CN")
    assert "unknown option 'dpth'" in built.warnings
    assert "recviz-error" in built.page()
