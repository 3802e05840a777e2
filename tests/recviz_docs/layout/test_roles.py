from __future__ import annotations

import pytest

from recviz_docs.graph import Node
from recviz_docs.layout.look import RoleRule
from recviz_docs.layout.role_data import CLASS_ROLES, OPERATION_ROLES, WORD_ROLES
from recviz_docs.layout.roles import ROLES, node_word, role_of, role_word


def module(class_name: str, path: str = "x", package: str = "mine.layers") -> Node:
    return Node(f"mod:{path}", "module", path, class_name, path, module=package)


@pytest.mark.parametrize(
    ("node", "role"),
    [
        (module("Embedding", package="torch.nn.modules.sparse"), "embedding"),
        (module("Linear", "tower.0", "torch.nn.modules.linear"), "linear"),
        (module("MLP", "user_tower"), "tower"),
        (module("MLP", "experts.3"), "expert"),
        (module("MLP", "layer.gates_specific.0"), "gate"),
        (module("MLP", "mlp"), "linear"),
        (module("CrossNetV2"), "interaction"),
        (module("MyFancyCrossNetwork"), "interaction"),
        (module("HistoryAttentionUnit"), "attention"),
        (module("ExpertChoice"), "expert"),
        (module("RMSNormFast"), "normalisation"),
        (module("BidirectionalGRU"), "recurrent"),
        (module("Backbone"), "module"),
        (module("特征交叉层"), "module"),
        (Node("fn:a", "function", "softmax"), "activation"),
        (Node("fn:a", "function", "relu_"), "activation"),
        (Node("fn:a", "function", "cat"), "operation"),
        (Node("in:a", "input", "tower"), "input"),
        (Node("out:a", "output", "y"), "output"),
    ],
)
def test_roles(node: Node, role: str) -> None:
    assert role_of(node) == role


@pytest.mark.parametrize("pattern", ["Backbone", "Back*", "shop.nets.Backbone", "shop.*", "*bone"])
def test_a_sites_own_roles_win(pattern: str) -> None:
    node = module("Backbone", package="shop.nets")
    rules = (RoleRule("Back", "gate"), RoleRule(pattern, "tower", (("zh", "主干"),)))
    assert role_of(node, extra=rules) == "tower"
    assert node_word(node, "zh", extra=rules) == "主干"
    assert node_word(node, "en", extra=rules) == "tower"
    assert role_of(Node("fn:b", "function", "Backbone"), extra=rules) == "operation"


def test_every_role_of_the_data_has_words() -> None:
    used = {*CLASS_ROLES.values(), *OPERATION_ROLES.values(), *(role for role, _ in WORD_ROLES)}
    assert used <= set(ROLES)
    assert all(role_word(role, "en") for role in ROLES)
