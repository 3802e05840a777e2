from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from recviz_docs.errors import RecvizError
from recviz_docs.settings import Settings, parse_settings, setting_specs


def test_the_names_are_those_that_every_host_reads() -> None:
    names = "path cache_dir jobs report on_error frozen allow memory options themes roles"
    assert [spec.name for spec in setting_specs()] == names.split()


def test_paths_are_taken_from_the_base(tmp_path: Path) -> None:
    settings = parse_settings(tmp_path, {"path": ["src", Path("..")], "cache_dir": "c"})
    assert settings.directories() == (tmp_path / "src", tmp_path.parent)
    assert settings.cache_directory() == tmp_path / "c"
    assert Settings(base=tmp_path).directories() == (tmp_path,)
    assert parse_settings(tmp_path, {"cache_dir": ""}).cache_directory() is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"path": ".."}, {"path": ("..",)}),
        ({"allow": ["a.*"]}, {"allow": ("a.*",)}),
        ({"report": None}, {"report": None}),
        ({"report": Path("r.json")}, {"report": "r.json"}),
        ({"jobs": 2, "memory": 100}, {"jobs": 2, "memory": 100}),
        ({"on_error": "raise", "frozen": True}, {"on_error": "raise", "frozen": True}),
        ({"options": {"depth": 4}}, {"options": {"depth": 4}}),
    ],
)
def test_good_settings(given: dict[str, Any], expected: dict[str, Any], tmp_path: Path) -> None:
    settings = parse_settings(tmp_path, given)
    assert {name: getattr(settings, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"pat": 1}, "unknown setting 'pat'. Did you mean path?"),
        ({"cache-dir": "x"}, "Did you mean cache_dir?"),
        ({"qqqq": 1}, "Valid settings: path, cache_dir,"),
        ({"path": [1]}, "a list of texts"),
        ({"path": None}, "a list of texts"),
        ({"jobs": True}, "a whole number of at least 0"),
        ({"jobs": -1}, "a whole number of at least 0"),
        ({"jobs": "2"}, "a whole number of at least 0"),
        ({"frozen": 1}, "true or false"),
        ({"on_error": "rais"}, "one of warn, raise. Did you mean raise?"),
        ({"options": []}, "options by their names"),
        ({"cache_dir": None}, "text"),
    ],
)
def test_bad_settings(given: dict[str, Any], part: str, tmp_path: Path) -> None:
    with pytest.raises(RecvizError) as caught:
        parse_settings(tmp_path, given)
    assert caught.value.code == "config"
    assert part in str(caught.value)
