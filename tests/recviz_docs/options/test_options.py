from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recviz_docs.errors import RecvizError
from recviz_docs.options import (
    Options,
    as_written,
    option_specs,
    options_from_config,
    parse_options,
    values_of,
)

GROUPS = {
    "Trace": "inputs input-spec batch-size seq-length device mode tracer seed depends timeout",
    "Picture": "depth direction width fold views show-shapes show-params expand-nested "
    "show-inner-tensors show-module-functions theme engine",
    "Page": "caption alt name class align lang legend",
}


def refused(*pairs: tuple[str, str]) -> str:
    with pytest.raises(RecvizError) as caught:
        parse_options(pairs)
    assert caught.value.code == "option"
    return str(caught.value)


def test_the_table_has_every_option_in_its_group() -> None:
    table = {spec.name: spec.group for spec in option_specs()}
    assert table == {name: group for group, names in GROUPS.items() for name in names.split()}
    assert [spec.field for spec in option_specs()] == [item.name for item in fields(Options)]
    assert all(spec.help.template and spec.takes.template for spec in option_specs())


def test_the_defaults_are_those_of_the_design() -> None:
    options = Options()
    assert (options.depth, options.width, options.batch_size, options.seq_length) == (3, 760, 2, 10)
    assert (options.direction, options.fold, options.views) == ("TB", "auto", "hide")
    assert (options.tracer, options.engine, options.device, options.mode) == (
        "recviz", "embedded", "cpu", "eval",
    )  # fmt: skip


def test_values_are_read_by_their_kind() -> None:
    options = parse_options(
        {"depth": " -1 ", "timeout": "1.5", "direction": "lr", "show_shapes": "No", "legend": "",
         "depends": "a.txt, data/*.csv  b", "class-": "x,y", "input_spec": "x: int64[B]"}
    )  # fmt: skip
    assert (options.depth, options.timeout, options.direction) == (-1, 1.5, "LR")
    assert (options.show_shapes, options.legend) == (False, True)
    assert options.depends == ("a.txt", "data/*.csv", "b")
    assert options.class_ == ("x", "y")
    assert options.input_spec == "x: int64[B]"


def test_what_is_not_given_is_as_the_site_says() -> None:
    site = options_from_config({"depth": 5, "legend": True, "class_": ["a", "b"], "alt": None})
    assert (site.depth, site.legend, site.class_, site.alt) == (5, True, ("a", "b"), None)
    assert parse_options({"legend": "off"}, defaults=site) == Options(depth=5, class_=("a", "b"))


@pytest.mark.parametrize(
    ("pair", "parts"),
    [
        (("dept", "4"), ["unknown option 'dept'", "Did you mean depth?"]),
        (("Depth", "4"), ["Did you mean depth?"]),
        (("show–shapes", "1"), ["Did you mean show-shapes?"]),
        (("", "4"), ["unknown option ''", "Valid options: inputs,"]),
        (("zzzz", "4"), ["Valid options: inputs,", "legend."]),
        (("depth", "-2"), ["bad value '-2'", "a whole number of at least -1", "default is 3"]),
        (("depth", "–1"), ["Did you mean -1?"]),
        (("depth", "4.5"), ["a whole number"]),
        (("depth", "9" * 9000), ["a whole number"]),
        (("seed", "9999999999"), ["at most 2147483647"]),
        (("depth", ""), ["the option depth has no value", "a whole number"]),
        (("batch-size", "0"), ["at least 1"]),
        (("timeout", "0"), ["a number of seconds above 0", "default is 120"]),
        (("timeout", "nan"), ["a number of seconds above 0"]),
        (("timeout", "inf"), ["a number of seconds above 0"]),
        (("direction", "up"), ["one of TB, LR, BT, RL", "default is TB"]),
        (("tracer", "torchvie"), ["Did you mean torchview?"]),
        (("legend", "ye"), ["true or false", "default is false"]),
        (("lang", "zh_CN"), ["one of en, zh", "Did you mean zh?"]),
    ],
)
def test_a_bad_pair_is_told_with_what_would_do(pair: tuple[str, str], parts: list[str]) -> None:
    told = refused(pair)
    assert [part for part in parts if part not in told] == []
    assert len(told) < 900


def test_an_option_is_given_once() -> None:
    assert "the option input-spec is given twice" in refused(
        ("input-spec", "x"), ("input_spec", "y")
    )


@settings(deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_any_pair_is_read_or_refused(key: str, value: str) -> None:
    for name in (key, *(spec.name for spec in option_specs())):
        try:
            parse_options([(name, value)])
        except RecvizError as error:
            assert error.code == "option" and str(error)


def test_what_is_written_is_read_again() -> None:
    options = Options(depth=-1, legend=True, show_shapes=False, depends=("a", "b"), timeout=1.5)
    written = {spec.field: getattr(options, spec.field) for spec in option_specs()}
    assert parse_options(as_written(written)) == options


def test_the_values_of_a_group() -> None:
    assert values_of(Options(legend=True), "Page") == {
        "caption": None, "alt": None, "name": None, "class": (), "align": None, "lang": None,
        "legend": True,
    }  # fmt: skip
