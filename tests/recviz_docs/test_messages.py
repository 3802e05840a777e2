from __future__ import annotations

import ast
import gettext
import io
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import recviz_docs
from recviz_docs.errors import Location, RecvizError
from recviz_docs.messages import LANGUAGES, Message, message, normalise_language, translate
from tools.messages import (
    KEYWORDS,
    LOCALE,
    ROOT,
    SOURCES,
    compiled,
    extracted,
    merged,
    po_text,
    template_text,
    translations,
)

OTHERS = [language for language in LANGUAGES if language != "en"]
CHINESE = re.compile("[\u4e00-\u9fff]")
# What is a name, a sign or a fact of its own in every language.
SAME = re.compile(r"^(\{\w+\}[:.]?\s*)+$")


@pytest.mark.parametrize(
    ("tag", "language"),
    [("zh", "zh"), ("zh_CN", "zh"), ("zh-Hans", "zh"), ("ZH-tw", "zh"), ("en", "en"),
     ("en-GB", "en"), ("de", "en"), ("", "en"), (None, "en")],
)  # fmt: skip
def test_languages_of_hosts(tag: str | None, language: str) -> None:
    assert normalise_language(tag) == language


def test_a_message_is_translated_when_it_is_shown() -> None:
    inner = message("one of {words}", words="a, b")
    assert message("It takes {takes}.", takes=inner).text("zh") == "它接受：a, b 之一。"
    assert message("It takes {takes}.", takes=inner).text() == "It takes one of a, b."
    assert str(Message("{{}} {a}", {"a": "{b}"})) == "{} {b}"


def test_what_has_no_translation_stays_english() -> None:
    assert translate("no such text", "zh") == "no such text"
    assert translate("tower", "xx") == "tower"


def test_an_error_reads_as_chinese_does() -> None:
    error = RecvizError(
        "option",
        message("bad value {value} for the option {key}", value="'-2'", key="depth"),
        reason=message("It takes {takes}.", takes=message("text")),
        advice=message("The default is {default}.", default=3),
        where=Location("a.rst", 3),
    )
    assert error.text("zh") == "选项 depth 的值 '-2' 无效 (a.rst:3)。它接受：文字。默认值为 3。"


def test_the_template_is_what_the_code_says() -> None:
    told = (LOCALE / "recviz_docs.pot").read_text(encoding="utf-8")
    assert told == template_text(extracted()), "run make messages"


def po_of(language: str) -> str:
    path = LOCALE / language / "LC_MESSAGES" / "recviz_docs.po"
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated(language: str) -> None:
    texts = translations(po_of(language))
    asked = {str(entry.id) for entry in extracted() if entry.id}
    assert asked - set(texts) == set(), "translate them in the .po file"
    assert set(texts) - asked == set(), "run make messages"


@pytest.mark.parametrize("language", OTHERS)
def test_translations_hold_the_same_facts(language: str) -> None:
    wrong = [
        text
        for text, other in translations(po_of(language)).items()
        if _facts(text) != _facts(other)
    ]
    assert wrong == []


def _facts(text: str) -> list[tuple[str, str | None]]:
    parts = string.Formatter().parse(text)
    return sorted((name, form) for _, name, form, _ in parts if name is not None)


def test_chinese_is_chinese() -> None:
    texts = translations(po_of("zh"))
    plain = [text for text, other in texts.items() if not CHINESE.search(other)]
    assert [text for text in plain if not SAME.match(text) and not _is_code(text)] == []
    # Half-width marks between Chinese characters are a slip of the keyboard.
    assert [other for other in texts.values() if re.search("[\u4e00-\u9fff][,;:?!(]", other)] == []


def _is_code(text: str) -> bool:
    return text.startswith("--") or "=" in text.split()[0]


@pytest.mark.parametrize("language", OTHERS)
def test_the_compiled_file_is_current(language: str) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "recviz_docs.mo"
    texts = translations(po_of(language))
    assert path.read_bytes() == compiled(texts, language), "run make messages"
    read = gettext.GNUTranslations(io.BytesIO(path.read_bytes()))
    assert all(read.gettext(text) == other for text, other in texts.items())


def test_updating_keeps_what_fits_and_drops_what_is_gone() -> None:
    catalog = extracted()
    text = po_text(merged(catalog, po_of("zh"), "zh"), "zh")
    assert text == po_of("zh")
    odd = text + '\nmsgid "gone"\nmsgstr "没了"\n'
    assert po_text(merged(catalog, odd, "zh"), "zh") == text


def test_the_catalogue_is_found_where_the_package_is() -> None:
    assert Path(recviz_docs.__file__).parent / "locale" == LOCALE


def calls_of_message() -> Iterator[tuple[str, ast.Call]]:
    """Gives every call of ``message`` and ``translate`` with its place."""
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*.py")):
            if path.name == "messages.py":
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KEYWORDS:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_every_message_is_a_literal_that_gets_its_facts() -> None:
    wrong = []
    for place, node in calls_of_message():
        text = node.args[0] if node.args else None
        if not isinstance(text, ast.Constant) or not isinstance(text.value, str):
            wrong.append(f"{place}: the catalogue cannot see the text")
            continue
        given = {str(item.arg) for item in node.keywords}
        named = {name for name, _ in _facts(text.value)}
        # A message without any facts is a template that another call fills in.
        if given and given != named:
            wrong.append(f"{place}: {sorted(named ^ given)}")
    assert wrong == []
