from __future__ import annotations

import ast
import copy
import json
import pickle
import re
from pathlib import Path

import pytest

from recviz_docs import errors
from recviz_docs.errors import (
    Location,
    RecvizError,
    did_you_mean,
    missing_extra,
    nearest,
    plain_signs,
    quoted,
)
from recviz_docs.messages import message

ERROR = RecvizError(
    "forward",
    message("{target} raised {problem}", target="a:b", problem="E: {x}"),
    reason=message("It takes {takes}.", takes=message("one of {words}", words="x, y")),
    advice=message("do {count}", count=3),
    where=Location("models/din.py", 7),
    detail="Traceback",
)


def test_a_paragraph_says_what_where_why_and_what_to_do() -> None:
    assert ERROR.text() == ("a:b raised E: {x} (models/din.py:7). It takes one of x, y. do 3.")
    assert str(RecvizError("x", message("Really?"), advice=message("Yes."))) == "Really? Yes."


@pytest.mark.parametrize(
    "again",
    [
        lambda error: RecvizError.from_json(json.loads(json.dumps(error.to_json()))),
        lambda error: pickle.loads(pickle.dumps(error)),
        copy.copy,
        copy.deepcopy,
    ],
)
def test_an_error_survives_every_way_of_sending_it(again: object) -> None:
    assert callable(again)
    other = again(ERROR)
    for language in ("en", "zh"):
        assert other.text(language) == ERROR.text(language)
    assert (other.code, other.where, other.detail) == ("forward", ERROR.where, "Traceback")


def test_facts_that_json_does_not_know_are_sent_as_text() -> None:
    error = RecvizError("x", message("{a}", a=Location("f", 2)), advice=message("go"))
    assert RecvizError.from_json(error.to_json()).text() == "f:2. go."


def test_the_nearest_name() -> None:
    assert nearest("dept", ["depth", "width"]) == "depth"
    assert nearest("show–shape", ["show-shapes"]) == "show-shapes"
    assert nearest("shape", ["show-shapes", "mode"]) == "show-shapes"
    assert nearest("zzz", ["depth"]) == ""
    assert nearest("nosuch", ["torch", "requests"]) == ""
    assert did_you_mean("") is None
    assert str(did_you_mean("depth")) == "Did you mean depth?"


def test_signs_of_an_input_method_become_plain() -> None:
    assert plain_signs("a：b（x＝１，“y”）—−–－") == 'a:b(x=１,"y")----'
    assert plain_signs("深度 depth") == "深度 depth"


def test_what_an_author_wrote_is_shown_on_one_short_line() -> None:
    assert quoted("a\nb") == r"'a\nb'"
    assert len(quoted("x" * 10_000)) < 200


def test_a_missing_extra_names_the_command() -> None:
    assert "pip install 'recviz-docs[torch]'" in str(missing_extra("Tracing", "torch", "torch"))


ROOT = Path(__file__).resolve().parents[2]
# The command line and the notes have codes of their own, which no page can show.
NOT_ON_PAGES = {"usage", "output", "wide"}


def codes_in_the_code() -> set[str]:
    """Gives the first argument of every error that is made, where it is a text."""
    found = set()
    for folder in ("recviz_docs", "sphinx_ext", "mkdocs_plugin"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and getattr(node.func, "id", "") == "RecvizError"
                    and node.args
                    and isinstance(node.args[0], ast.Constant)
                ):
                    found.add(str(node.args[0].value))
    return found


def test_every_code_is_listed() -> None:
    listed = set(re.findall(r"``(\w+)``", errors.__doc__ or ""))
    assert codes_in_the_code() - listed == set()


@pytest.mark.parametrize("page", ["errors.md", "errors.zh.md"])
def test_every_code_that_a_page_can_show_is_in_the_reference(page: str) -> None:
    text = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    assert codes_in_the_code() - NOT_ON_PAGES - listed == set()
