from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from recviz_docs.cache.keys import (
    drawing_options,
    drawing_site,
    picture_key,
    recording_options,
    recording_site,
    trace_key,
)
from recviz_docs.options import Options, OptionSpec, option_specs
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings, setting_specs

ENGINE = {"engine": "e 1", "code": "c"}


def other_value(spec: OptionSpec) -> Any:
    """Gives a value of the option that is not its default."""
    if spec.choices:
        return next(word for word in spec.choices if word != spec.default)
    if spec.flag:
        return not spec.default
    if isinstance(spec.default, tuple):
        return ("x",)
    return spec.default + 1 if isinstance(spec.default, int | float) else "x"


def keys(options: Options, settings: Settings, target: str = "m:f") -> tuple[str, str]:
    site = recording_site(settings, root="/site", environment={})
    return (
        trace_key(parse_reference(target), recording_options(options), site),
        picture_key("t", drawing_options(options), drawing_site(settings), **ENGINE),
    )


@pytest.mark.parametrize("spec", option_specs(), ids=lambda spec: spec.name)
def test_an_option_changes_the_key_of_its_group_and_no_other(spec: OptionSpec) -> None:
    site = Settings(base=Path("/site"))
    before = keys(Options(), site)
    after = keys(replace(Options(), **{spec.field: other_value(spec)}), site)
    changed = tuple(one != other for one, other in zip(before, after, strict=True))
    recorded = spec.group == "Trace" and spec.name != "timeout"
    assert changed == (recorded, spec.group == "Picture")


def test_settings_change_what_they_shape() -> None:
    before = keys(Options(), Settings(base=Path("/site")))
    given = {"allow": ("x",), "cache_dir": "x", "jobs": 3, "memory": 4, "on_error": "raise",
             "report": "r", "frozen": True, "options": {"depth": 2}}  # fmt: skip
    assert keys(Options(), Settings(base=Path("/site"), **given)) == before
    shaping = {spec.name for spec in setting_specs()} - given.keys() - {"path"}
    for name in shaping:
        after = keys(Options(), Settings(base=Path("/site"), **{name: {"x": {"role": "gate"}}}))
        assert (after[0] == before[0], after[1] == before[1]) == (True, False)
    assert keys(Options(), Settings(base=Path("/site"), path=("models",)))[0] != before[0]


def test_a_target_is_told_from_another() -> None:
    site = Settings(base=Path("/site"))
    targets = ["m:f", "m:f()", "m:f(1)", "m:f('1')", "m:g", "n:f", "m.py:f", "x/m.py:f"]
    assert len({keys(Options(), site, target)[0] for target in targets}) == len(targets)


def test_a_moved_project_has_the_same_key(tmp_path: Path) -> None:
    reference, options = parse_reference("m:f"), recording_options(Options())
    for root in ("one", "two/three"):
        (tmp_path / root / "lib").mkdir(parents=True)

    def key(root: str, base: str, environment: str = "") -> str:
        top = str(tmp_path / root)
        settings = Settings(base=Path(top, base), path=("../models",))
        variables = {"PYTHONPATH": environment.format(top)}
        site = recording_site(settings, root=top, environment=variables)
        return trace_key(reference, options, site)

    assert key("one", "docs") == key("two/three", "docs") != key("one", "docs/en")
    assert key("one", "docs", "{0}/lib") == key("two/three", "docs", "{0}/lib")
    assert key("one", "docs", "{0}/lib") != key("one", "docs")
    # What is not there, or is searched anyway, changes nothing.
    assert key("one", "docs", "{0}/none::{0}/models") == key("one", "docs")


def test_a_picture_depends_on_trace_engine_and_code() -> None:
    site = drawing_site(Settings(base=Path("/site")))
    found = {
        picture_key(trace, drawing_options(Options()), site, engine=engine, code=code)
        for trace in "ab"
        for engine in "ab"
        for code in "ab"
    }
    assert len(found) == 8
