from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from recviz_docs.cache.dependencies import Dependencies, DependenciesError
from recviz_docs.cache.fingerprint import source_digest
from recviz_docs.messages import message

DIGEST = "0123456789abcdef" * 4
WHOLE = Dependencies(
    modules={"b.py": source_digest(b"x = 1"), "a.py": source_digest(b"x =")},
    data={"conf.json": DIGEST, "/etc/none": "absent"},
    asked={
        "a": "file",
        "b": "directory",
        "c": "absent",
        "d": f"file:3:{DIGEST}",
        "e": f"link:{DIGEST};directory",
    },
    listed={".": DIGEST, "none": "absent"},
    environment={"X": DIGEST, "Y": None, "*": DIGEST},
    searched={"src": {"a": "module", "json": "", "b": "nothing", "c": ""}, "<installed>": {}},
    distributions={"torch": ("2.13.0", DIGEST)},
    uncacheable=(message("It starts the program {program}.", program="git"),),
    compare_bytes=True,
)


@pytest.mark.parametrize("dependencies", [WHOLE, Dependencies()])
def test_it_survives_json(dependencies: Dependencies) -> None:
    data = json.loads(json.dumps(dependencies.to_json()))
    assert Dependencies.from_json(data) == dependencies
    assert json.dumps(Dependencies.from_json(data).to_json()) == json.dumps(data)


def test_json_does_not_depend_on_the_order_of_finding() -> None:
    turned = Dependencies(data=dict(reversed(WHOLE.data.items())))
    assert json.dumps(turned.to_json()) == json.dumps(Dependencies(data=WHOLE.data).to_json())


def _set(*keys: Any) -> Callable[[dict[str, Any]], None]:
    *path, last, value = keys

    def change(data: dict[str, Any]) -> None:
        for key in path:
            data = data[key]
        data[last] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("data"),
        _set("more", {}),
        _set("modules", []),
        _set("modules", "a.py", [DIGEST, DIGEST]),
        _set("modules", "a.py", ["x", "", "3.11"]),
        _set("modules", "a.py", [DIGEST, "x", "3.11"]),
        _set("modules", "a.py", [DIGEST, "", "3.11; rm"]),
        _set("modules", "../a.py", [DIGEST, "", "3.11"]),
        _set("data", "a/../../b", DIGEST),
        _set("data", "", DIGEST),
        _set("data", "a\0b", DIGEST),
        _set("data", "a" * 5000, DIGEST),
        _set("data", "a", None),
        _set("data", "a", DIGEST + "\n"),
        _set("data", "a", DIGEST.upper()),
        _set("asked", "a", f"file:-1:{DIGEST}"),
        _set("asked", "a", "link:x;file"),
        _set("listed", "a", ["b"]),
        _set("environment", "X", "plain text"),
        _set("searched", "src", {"module": 5}),
        _set("searched", "src", {"somewhere": "a"}),
        _set("searched", "src", {"module": "a a"}),
        _set("searched", "src", {"module": "a", "": "a"}),
        _set("searched", "src", {"module": "../a"}),
        _set("distributions", "torch", ["1", "2", "3"]),
        _set("distributions", "torch", [1, DIGEST]),
        _set("python", 3.11),
        _set("uncacheable", "no"),
        _set("uncacheable", [["{a.__class__}", {"a": "x"}], ["{b}", {}]]),
        _set("uncacheable", [["{0}", {}]]),
        _set("uncacheable", [["x", {"a": 5}]]),
        _set("compare_bytes", 1),
    ],
)
def test_a_foreign_entry_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    data = copy.deepcopy(WHOLE.to_json())
    change(data)
    with pytest.raises(DependenciesError):
        Dependencies.from_json(data)


@pytest.mark.parametrize("data", [None, [], "x", 5, {}])
def test_what_is_no_entry_is_refused(data: object) -> None:
    with pytest.raises(DependenciesError):
        Dependencies.from_json(data)
