from __future__ import annotations

import ast
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recviz_docs.errors import RecvizError
from recviz_docs.reference import Reference, parse_arguments, parse_reference


def refused(text: str) -> str:
    with pytest.raises(RecvizError) as caught:
        parse_arguments(text)
    assert caught.value.code == "syntax"
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("pkg.mod:build", Reference("pkg.mod", "", "build")),
        ("pkg.mod:Class.method", Reference("pkg.mod", "", "Class.method")),
        ("pkg.mod:build()", Reference("pkg.mod", "", "build", "")),
        ("a:b(embed_dim=8,dims=[64,32])", Reference("a", "", "b", "embed_dim=8, dims=[64, 32]")),
        ("a:b( 'x y' , -1,(1,) )", Reference("a", "", "b", "'x y', -1, (1,)")),
        ("a:b({'k': None})", Reference("a", "", "b", "{'k': None}")),
        ("a:b(x='(]')", Reference("a", "", "b", "x='(]'")),
        ("a:b(x=\"it's\")", Reference("a", "", "b", 'x="it\'s"')),
        ("a:b(x='\\'')", Reference("a", "", "b", 'x="\'"')),
        ("a:b(x='''it's''')", Reference("a", "", "b", 'x="it\'s"')),
        ("a:b(x='C:\\data')", Reference("a", "", "b", "x='C:\\\\data'")),
        ("path/to/file.py:build", Reference("", "path/to/file.py", "build")),
        ("file.py:build(1)", Reference("", "file.py", "build", "1")),
        ("C:\\models\\din.py:build", Reference("", "C:\\models\\din.py", "build")),
        ("模块.网络:构建(维=8)", Reference("模块.网络", "", "构建", "维=8")),
    ],
)  # fmt: skip
def test_targets(text: str, reference: Reference) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert parse_arguments(text) == (reference, ())
    assert parse_reference(str(reference)) == reference


@pytest.mark.parametrize(
    ("rest", "pairs"),
    [
        ("depth=4", [("depth", "4")]),
        ("depth=4  width=600", [("depth", "4"), ("width", "600")]),
        ("\tdepth=4\n  width=600\r\n", [("depth", "4"), ("width", "600")]),
        ("caption='a b'", [("caption", "a b")]),
        ('caption="it\'s"', [("caption", "it's")]),
        ("caption=it's", [("caption", "it's")]),
        ("caption=''", [("caption", "")]),
        ("caption=C:\\a\\n", [("caption", "C:\\a\\n")]),
        ("'caption=a b'", [("caption", "a b")]),
        ("depth=4 depth=5", [("depth", "4"), ("depth", "5")]),
        ("input-spec='x: int64[B,L] 1..9'", [("input-spec", "x: int64[B,L] 1..9")]),
        ("caption=深度\u3000depth=1", [("caption", "深度"), ("depth", "1")]),
        ("depends=a=b", [("depends", "a=b")]),
    ],
)
def test_options_behind_a_target(rest: str, pairs: list[tuple[str, str]]) -> None:
    for target in ("a:b", "a:b(x=[1, 2])"):
        assert parse_arguments(f"{target} {rest}")[1] == tuple(pairs)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "has no target"),
        (" \n", "has no target"),
        ("a:b(", "unbalanced ( in 'a:b(': it is never closed"),
        ("a:b([1, 2)", "unbalanced ) in 'a:b([1, 2)': it closes nothing"),
        ("a:b)", "unbalanced )"),
        ("a:b]", "unbalanced ]"),
        ("a:b}", "unbalanced }"),
        ("a:b(x={)", "unbalanced )"),
        ("a:b(x='1)", "unbalanced '"),
        ('a:b(x="1)', 'unbalanced "'),
        ("a:b(x='''1')", "unbalanced '''"),
        ("a:b caption='x", "unbalanced '"),
        ("a:b caption='x'y", "something behind the closing quote"),
        ("a:b()()", "something behind the closing bracket"),
        ("a:b (x=1)", "a blank before the bracket"),
        ("a:b(x=f())", "not Python literals"),
        ("a:b(x=y)", "not Python literals"),
        ("a:b(**{})", "not Python literals"),
        ("a:b(*[1])", "not Python literals"),
        ("a:b(x=[1 for _ in ()])", "not Python literals"),
        ("a:b({[1]: 2})", "not Python literals"),
        ("a:b(x=1, 2)", "not Python literals"),
        ("a:b(x=1, x=2)", "The argument x is given twice"),
        ("a:b(" + "[" * 3000 + "]" * 3000 + ")", "not Python literals"),
        ("a:b(\x00)", "not Python literals"),
        ("ab", "no colon"),
        ("dir/model.py", "no colon"),
        (":b", "no module before the colon"),
        ("a:", "no name behind the colon"),
        ("a: b", "no name behind the colon"),
        ("a:class", "'class' is not a name of Python"),
        ("a:b.None", "'b.None' is not a name of Python"),
        ("a:b..c", "'b..c' is not a name of Python"),
        ("a:1b", "'1b' is not a name of Python"),
        ("a:b[0]", "'b[0]' is not a name of Python"),
        ("a-b:c", "'a-b' is not a module name"),
        ("a..b:c", "'a..b' is not a module name"),
        ("a\x00:b", "is not a module name"),
        ("a：b", "Did you mean a:b?"),
        ("a:b（x=1）", "Did you mean a:b(x=1)?"),
        ("a:b depth", "'depth' is not key=value"),
        ("a:b =4", "'=4' is not key=value"),
        ("a:b depth = 4", "no blanks around the equals sign"),
        ("a:b --depth 4", "without dashes"),
        ("a:b direction: LR", "Write direction=LR behind the target, or :direction: LR on a line"),
        ("a:b direction:LR", "Write direction=LR behind"),
        ("a:b depth=2 show-shapes:", "Write show-shapes=… behind"),
        ("a:b depth＝4", "Did you mean depth=4?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(text: str, part: str) -> None:
    assert part in refused(text)


def test_a_long_target_makes_no_long_message() -> None:
    assert len(refused("a" * 100_000)) < 500
    assert len(refused("a:b(" + "1," * 100_000)) < 500


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse_arguments(text)
    except RecvizError as error:
        assert error.code == "syntax" and str(error)


@settings(deadline=None)
@given(st.text("ab:()[]{}'\"\\=,. \t1\x00：", max_size=40))
def test_any_signs_are_read_or_refused(text: str) -> None:
    for start in ("", "a:b(", "a:b "):
        try:
            reference, _ = parse_arguments(start + text)
        except RecvizError as error:
            assert error.code == "syntax"
        else:
            assert parse_reference(str(reference)) == reference


literals = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",))) | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner)
    | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(literals, max_size=3), st.dictionaries(st.sampled_from("xyz"), literals))
def test_every_literal_arrives_as_it_was_written(
    args: list[object], kwargs: dict[str, object]
) -> None:
    written = ", ".join([*map(repr, args), *(f"{key}={value!r}" for key, value in kwargs.items())])
    reference, pairs = parse_arguments(f"a:b({written}) depth=4")
    call = ast.parse(f"_({reference.call})", mode="eval").body
    assert isinstance(call, ast.Call)
    assert [ast.literal_eval(value) for value in call.args] == args
    assert {item.arg: ast.literal_eval(item.value) for item in call.keywords} == kwargs
    assert pairs == (("depth", "4"),)
