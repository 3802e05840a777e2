"""Writes ``explanation/zoo.md`` in both languages: what the oracles say of every model of the zoo.

Owns the form of the page; what it says is measured here and now (``tests.oracles``)
or stands in the tables of ``tests.zoo.explained`` and
``tests.oracles.torchview_differences``. ``make zoo`` runs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from recviz_docs.messages import LANGUAGES, Language
from tests import zoo
from tests.oracles.judge import Verdict, judged, warmed_up
from tests.oracles.torchview_differences import DIFFERENCES
from tests.zoo.explained import EXPLAINED

PAGES = Path(__file__).parent / "explanation"

WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "title": "Is it true?",
        "intro": "Every line below is a model that other people wrote, recorded and then judged by "
        "oracles that know nothing of the recorder. **Autograd** and **perturbation**: which "
        "inputs really move which outputs. **Noise** on the result of a module call: which later "
        "calls really move. **Plain calls**: which modules run, in order. **torchlens**, a "
        "recorder of another make: which inputs it joins with which outputs. `make zoo` measures "
        "the table anew, `make test-slow` fails on any disagreement that is not explained.",
        "head": "| model | package | calls | operations | edges | agreement | seconds |\n"
        "|---|---|--:|--:|--:|---|--:|",
        "all": "all",
        "without": "all; torchlens cannot",
        "explained": "explained below",
        "why_title": "Explained disagreements",
        "why_head": "| model | oracle | pair | why |\n|---|---|---|---|",
        "oracles": "`idle`: the graph has a path, but nothing that was tried moved the output. "
        "`lens`: torchlens joins a pair that the graph does not (`+`), or the other way round "
        "(`-`). `lens_cannot`: torchlens does not record the model.",
        "view_title": "Where torchview differs",
        "view": "`tracer=torchview` records with torchview 0.2.7. On the small models of "
        "`tests/models/traps` it differs from the default tracer in these. In the graphs of the "
        "default tracer nothing that moves an output lacks a path to it; perturbation says so. "
        "Everywhere else both agree on module calls and on paths from inputs to outputs.",
        "view_head": "| model | what differs | why |\n|---|---|---|",
        "fails": "it raises",
        "calls": "module calls",
        "paths": "paths",
    },
    "zh": {
        "title": "画得对吗？",
        "intro": "下表每一行都是他人编写的一个模型：先记录，再由对记录器一无所知的检验方法评判。"
        "**自动求导**与**扰动**：哪些输入真正影响哪些输出。在某次模块调用的结果上加**噪声**："
        "之后哪些调用真正变化。**普通调用**：哪些模块按什么顺序运行。**torchlens**（另一种记录器）："
        "它把哪些输入与哪些输出相连。`make zoo` 重新测量此表；"
        "`make test-slow` 遇到任何未解释的分歧都会失败。",
        "head": "| 模型 | 软件包 | 调用 | 运算 | 边 | 一致 | 秒 |\n|---|---|--:|--:|--:|---|--:|",
        "all": "全部",
        "without": "全部；torchlens 无法记录",
        "explained": "见下文解释",
        "why_title": "已解释的分歧",
        "why_head": "| 模型 | 检验方法 | 输入输出对 | 原因 |\n|---|---|---|---|",
        "oracles": "`idle`：图中有路径，但试过的改动都没有影响输出。"
        "`lens`：torchlens 连接了图中没有的一对（`+`），或相反（`-`）。"
        "`lens_cannot`：torchlens 无法记录该模型。",
        "view_title": "torchview 的不同之处",
        "view": "`tracer=torchview` 用 torchview 0.2.7 记录。在 `tests/models/traps` 的小模型中，"
        "它在下列各项上与默认记录器不同；扰动检验表明，在默认记录器的图中，凡影响某个输出的输入都有到达它的路径。"
        "其余各处，两者的模块调用以及从输入到输出的路径都一致。",
        "view_head": "| 模型 | 不同之处 | 原因 |\n|---|---|---|",
        "fails": "报错",
        "calls": "模块调用",
        "paths": "路径",
    },
}


def page(rows: Sequence[tuple[zoo.Entry, Verdict]], language: Language) -> str:
    """Gives the whole page as Markdown."""
    words = WORDS[language]
    parts = [f"# {words['title']}", words["intro"]]
    parts.append("\n".join([words["head"], *(_row(*row, words) for row in rows)]))
    parts += [f"## {words['why_title']}", words["oracles"]]
    parts.append("\n".join([words["why_head"], *_explanations(language)]))
    parts += [f"## {words['view_title']}", words["view"]]
    parts.append("\n".join([words["view_head"], *_differences(language)]))
    return "\n\n".join(parts) + "\n"


def _row(entry: zoo.Entry, verdict: Verdict, words: Mapping[str, str]) -> str:
    name = f"{entry.family}:{entry.name}"
    said = [*verdict.missing, *verdict.idle, *verdict.unseen, *verdict.lens, verdict.calls_differ]
    agreement = "explained" if any(said) else "without" if verdict.lens_cannot else "all"
    if verdict.error:
        raise RuntimeError(f"{name}: {verdict.error}")
    numbers = f"{verdict.calls} | {verdict.operations} | {verdict.edges}"
    return (
        f"| `{name}` | {entry.package} | {numbers} | {words[agreement]} | {verdict.seconds:.1f} |"
    )


def _explanations(language: Language) -> list[str]:
    return [
        f"| `{line.model}` | `{line.oracle}` | `{_plain(line.pairs)}` | "
        f"{line.chinese if language == 'zh' else line.why} |"
        for line in EXPLAINED
    ]


def _plain(pattern: str) -> str:
    return pattern.replace("[[]", "[")


def _differences(language: Language) -> list[str]:
    words = WORDS[language]
    rows = []
    for item in DIFFERENCES:
        kinds = ", ".join(words[kind] for kind in ("fails", "calls", "paths") if kind in item.kinds)
        why = item.chinese if language == "zh" else item.why
        rows.append(f"| `{item.trap}` | {kinds} | {why} |")
    return rows


def main() -> None:
    """Judges the whole zoo and writes both pages."""
    warmed_up(dict.fromkeys(entry.module for entry in zoo.entries()))
    rows = [(entry, judged(entry.target)) for entry in zoo.entries()]
    for language in LANGUAGES:
        name = "zoo.md" if language == "en" else f"zoo.{language}.md"
        (PAGES / name).write_text(page(rows, language), encoding="utf-8")


if __name__ == "__main__":
    main()
