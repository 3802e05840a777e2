from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from recviz_docs.diagram import Diagram
from recviz_docs.graph import Graph, ModuleInfo, Node, TensorInfo
from recviz_docs.outline import OutlineItem, drawn_once, outline, outline_text, shared_weights
from recviz_docs.outline.modules import module_entries
from recviz_docs.simplify.repeats import merge_repeats
from tests.recviz_docs.simplify.graphs import Trace

Drawn = Callable[..., Diagram]


def lines(items: Sequence[OutlineItem]) -> Iterator[str]:
    for item in items:
        yield item.text
        yield from lines(item.children)


def section(diagram: Diagram, start: str, language: str = "en") -> OutlineItem:
    return next(item for item in outline(diagram, language=language) if item.text.startswith(start))


def test_the_model_comes_first(drawn: Drawn) -> None:
    (model, *_) = outline(drawn(), language="en")
    assert model.text == (
        "Tiny<T> (pkg.tiny) · 16\u00a0880 parameters · 16\u00a0872 of them trainable"
    )


def test_inputs_say_what_is_known_of_them(drawn: Drawn) -> None:
    inputs = section(drawn(), "Inputs")
    assert inputs.text == "Inputs: 4"
    assert [item.text for item in inputs.children] == [
        "user_id: sparse · vocabulary 100 · dimension 8 · int64 (2)",
        "item_id: sparse · vocabulary 2000 · dimension 8 · int64 (2)",
        "年龄 & <b>: sparse · vocabulary 9 · dimension 8 · int64 (2)",
        "ignored: float32 (2) · no output depends on it",
    ]


def test_neighbours_that_differ_in_name_only_share_a_line(drawn: Drawn) -> None:
    trace = drawn().trace
    info = (TensorInfo((2,), "float32"),)
    more = tuple(Node(f"in:I{n}", "input", f"I{n}", outputs=info) for n in range(3))
    inputs = section(drawn(trace=replace(trace, nodes=(*more, *trace.nodes))), "Inputs")
    assert inputs.text == "Inputs: 7"
    assert inputs.children[0].text == "I0, I1, I2: float32 (2)"


def test_modules_are_nested_as_in_the_model(drawn: Drawn) -> None:
    assert outline_text([section(drawn(), "Modules")]) == (
        "- Modules\n"
        "  - scale: parameter · (8)\n"
        "  - tables: ModuleDict · 16\u00a0872 parameters\n"
        "    - user_id, item_id, 年龄 & <b>: Embedding ×3 · 9 – 2000 × 8 · gives (2, 8)"
        " · 16\u00a0872 parameters in all\n"
        "  - spare: Linear · in_features=2, out_features=3 · never called · 6 parameters\n"
    )


def test_outputs_and_what_was_folded(drawn: Drawn) -> None:
    diagram = drawn()
    assert [item.text for item in section(diagram, "Outputs").children] == ["score: float32 (2, 8)"]
    folded = [item.text for item in section(diagram, "Drawn once").children]
    assert "Embedding ×3: tables.{user_id, item_id, 年龄 & <b>}" in folded
    assert "input ×3: user_id, item_id, 年龄 & <b>" in folded
    unfolded = outline(drawn("a:b fold=off"), language="en")
    assert not [item for item in unfolded if item.text.startswith("Drawn once")]


def test_what_is_computed_again_is_named() -> None:
    t = Trace()
    x = t.input("x")
    t.output(t.function("add", t.function("relu", x), t.function("relu", x)))
    graph = merge_repeats(t.graph(), t.graph())
    assert [item.text for item in drawn_once(graph, "en")] == [
        "relu, computed again from the same values: relu, relu#2"
    ]


def test_boxes_that_share_weights_are_told_by_their_letters() -> None:
    t = Trace()
    x = t.input("x")
    calls = [t.call("table", "Embedding", x), t.call("table", "Embedding", t.input("y"))]
    t.output(t.function("cat", calls))
    nodes = tuple(
        replace(node, shared="A, B") if node.kind == "module" else node for node in t.graph().nodes
    )
    told = shared_weights(replace(t.graph(), nodes=nodes), "en")
    assert [item.text for item in told] == [
        "A: Embedding, in 2 places: table",
        "B: Embedding, in 2 places: table",
    ]


def test_a_weight_without_a_box_is_listed(drawn: Drawn, trace: Graph) -> None:
    told = replace(drawn().graph.nodes[-1], operands=("param:tables.scale", "const:mask"))
    graph = replace(trace, nodes=(*trace.nodes[:-1], told))
    text = str(module_entries(trace, graph, "en"))
    assert "scale: parameter" in text
    assert "mask" not in text


def test_remarks(drawn: Drawn) -> None:
    trace = replace(
        drawn().trace, decided=("user_id",), warnings=("a C extension",), mode="train",
        inputs_rule="my_library",
    )  # fmt: skip
    told = list(lines(outline(drawn(trace=trace), language="en")))
    assert "in training mode" in told[0]
    assert "No output depends on: ignored" in told
    assert "Example inputs: made by my_library" in told
    assert any("the values of user_id chose the path" in line for line in told)
    assert "Could not be seen: a C extension" in told


@pytest.mark.parametrize(
    "rule", ["factory", "inputs", "convention", "spec", "example", "features", "layers"]
)
def test_every_rule_of_ours_has_words(rule: str, drawn: Drawn) -> None:
    told = outline(drawn(trace=replace(drawn().trace, inputs_rule=rule)), language="en")[-1].text
    assert told.startswith("Example inputs: ") and "made by" not in told


def test_names_are_the_same_in_every_language(drawn: Drawn) -> None:
    english, chinese = (list(lines(outline(drawn(), language=each))) for each in ("en", "zh"))
    assert english != chinese and len(english) == len(chinese)
    for name in ("user_id", "年龄 & <b>", "ModuleDict", "Embedding", "in_features=2", "score"):
        assert [name in line for line in english] == [name in line for line in chinese]


def call(path: str, number: int = 1, shape: tuple[int, ...] = (2,)) -> Node:
    tag = "" if number == 1 else f"#{number}"
    return Node(
        f"mod:{path}{tag}", "module", path.rpartition(".")[2], "Block", path, call=number,
        outputs=(TensorInfo(shape, "float32"),), parameters=3,
    )  # fmt: skip


def modules_of(drawn: Drawn, trace: Graph, *calls: Node, modules: tuple[ModuleInfo, ...]) -> str:
    changed = replace(trace, nodes=(*trace.nodes, *calls), modules=modules)
    return outline_text(section(drawn(trace=changed), "Modules").children[1:])


def test_repeated_blocks_are_told_once(drawn: Drawn, trace: Graph) -> None:
    blocks = tuple(ModuleInfo(f"layers.{n}", "Block", 3) for n in range(4))
    told = modules_of(
        drawn, trace, *(call(info.path) for info in blocks),
        modules=(ModuleInfo("layers", "ModuleList", 12), *blocks),
    )  # fmt: skip
    assert "layers: ModuleList · 12 parameters\n  - 0 – 3: Block ×4 · gives (2)" in told


def test_blocks_that_differ_inside_are_told_apart(drawn: Drawn, trace: Graph) -> None:
    blocks = tuple(ModuleInfo(f"layers.{n}", "Block", 3) for n in range(2))
    inner = (ModuleInfo("layers.1.extra", "Gate", 1),)
    told = modules_of(
        drawn, trace, *(call(info.path) for info in blocks),
        modules=(ModuleInfo("layers", "ModuleList", 12), *blocks, *inner),
    )  # fmt: skip
    assert "  - 0: Block" in told and "  - 1: Block" in told


def test_several_calls_and_shared_modules(drawn: Drawn, trace: Graph) -> None:
    told = modules_of(
        drawn, trace, call("a"), call("a", 2, (4,)), call("a", 3),
        modules=(ModuleInfo("a", "Block", 1), ModuleInfo("b", "Block", 1, shared_with="a")),
    )  # fmt: skip
    assert "- a: Block · gives (2) / (4) · called 3 times · 1 parameter\n" in told
    assert "- b: Block · the same as a" in told


def test_modules_that_nobody_registered(drawn: Drawn, trace: Graph) -> None:
    told = modules_of(drawn, trace, call("deep.er.Block"), modules=())
    assert "- deep\n  - er\n    - Block · gives (2) · 3 parameters\n" in told


def test_what_no_document_can_hold_is_replaced(drawn: Drawn, trace: Graph) -> None:
    told = modules_of(
        drawn, trace, modules=(ModuleInfo("a", "B\x00\x1b\ud800", 1, extra="x\ny"),)
    )  # fmt: skip
    assert "a: B\ufffd\ufffd\ufffd · x\ufffdy · never called" in told


def test_a_block_that_knows_its_number_is_still_a_repeat(drawn: Drawn, trace: Graph) -> None:
    blocks = tuple(ModuleInfo(f"layers.{n}", "Block", 3) for n in range(3))
    inner = tuple(ModuleInfo(f"layers.{n}.attn", "Block", 3) for n in range(3))
    calls = [
        replace(call(info.path), attributes={"layer_idx": n, "heads": 2})
        for infos in (blocks, inner)
        for n, info in enumerate(infos)
    ]
    told = modules_of(
        drawn, trace, *calls, modules=(ModuleInfo("layers", "ModuleList", 9), *blocks, *inner)
    )  # fmt: skip
    assert "  - 0 – 2: Block ×3 · heads 2 · gives (2)" in told
    assert "    - attn: Block · heads 2 · gives (2)" in told
