"""Writes the tables of the reference, in both languages, from the code.

Owns the form of ``reference/options.md`` and ``reference/settings.md``; what they say
comes from `recviz_docs.options` and `recviz_docs.settings`. ``make reference`` runs it,
``tests/test_docs.py`` holds that the files are current.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from recviz_docs.messages import LANGUAGES, Language
from recviz_docs.options import OptionSpec, option_specs
from recviz_docs.settings import SettingSpec, setting_specs

REFERENCE = Path(__file__).parent / "reference"

WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "options": "Options",
        "options_intro": "The same options behind the target, as fields of a directive, as lines "
        "of a fence, as flags of the command (`--depth 4`) and, with `_` for `-`, as keywords in "
        "Python. The setting [`options`](settings.md) changes the defaults for a whole site.",
        "Trace": "Trace: what is recorded",
        "Picture": "Picture: what is drawn",
        "Page": "Page: what stands around it",
        "head": "| option | takes | default | |\n|---|---|---|---|",
        "settings": "Settings",
        "settings_intro": "What a site decides once. In Sphinx's `conf.py` the names begin with "
        '`recviz_` (`recviz_path = [".."]`); in MkDocs they stand under the plugin '
        "(`plugins: [recviz: {path: [..]}]`), with Python-Markdown alone under the extension. "
        "Paths are relative to the file that holds the setting.",
        "settings_head": "| setting | default | |\n|---|---|---|",
        "nothing": "not set",
    },
    "zh": {
        "options": "选项",
        "options_intro": "同样的选项可以写在目标之后、写成指令的字段、围栏中的行、命令的参数"
        "（`--depth 4`），在 Python 中则写成关键字（用 `_` 代替 `-`）。"
        "设置项 [`options`](settings.md) 改变整个网站的默认值。",
        "Trace": "Trace：记录什么",
        "Picture": "Picture：绘制什么",
        "Page": "Page：图的周围有什么",
        "head": "| 选项 | 取值 | 默认值 | |\n|---|---|---|---|",
        "settings": "设置",
        "settings_intro": "整个网站只需决定一次的事项。在 Sphinx 的 `conf.py` 中名称以 `recviz_` "
        '开头（`recviz_path = [".."]`）；在 MkDocs 中写在插件之下'
        "（`plugins: [recviz: {path: [..]}]`）；单独使用 Python-Markdown 时写在扩展之下。"
        "路径相对于写有该设置的文件。",
        "settings_head": "| 设置 | 默认值 | |\n|---|---|---|",
        "nothing": "未设置",
    },
}


def options_page(language: Language) -> str:
    """Gives the options table as Markdown."""
    words = WORDS[language]
    parts = [f"# {words['options']}", words["options_intro"]]
    for group in ("Trace", "Picture", "Page"):
        rows = [_option(spec, language) for spec in option_specs() if spec.group == group]
        parts += [f"## {words[group]}", "\n".join([words["head"], *rows])]
    return "\n\n".join(parts) + "\n"


def _option(spec: OptionSpec, language: Language) -> str:
    takes = ", ".join(f"`{word}`" for word in spec.choices) or spec.takes.text(language)
    return _row(f"`{spec.name}`", takes, _value(spec.default, language), spec.help.text(language))


def settings_page(language: Language) -> str:
    """Gives the settings table as Markdown."""
    words = WORDS[language]
    rows = [_setting(spec, language) for spec in setting_specs()]
    table = "\n".join([words["settings_head"], *rows])
    return "\n\n".join([f"# {words['settings']}", words["settings_intro"], table]) + "\n"


def _setting(spec: SettingSpec, language: Language) -> str:
    return _row(f"`{spec.name}`", _value(spec.default, language), spec.help.text(language))


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _value(value: object, language: Language) -> str:
    if value is None or value == () or value == {}:
        return WORDS[language]["nothing"]
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, tuple):
        return "`" + ", ".join(str(item) for item in value) + "`"
    if isinstance(value, float):
        return f"`{value:g}`"
    return f"`{value}`"


def pages() -> dict[Path, str]:
    """Gives every generated page by its file."""
    written = {}
    for language in LANGUAGES:
        suffix = "" if language == "en" else f".{language}"
        written[REFERENCE / f"options{suffix}.md"] = options_page(language)
        written[REFERENCE / f"settings{suffix}.md"] = settings_page(language)
    return written


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
