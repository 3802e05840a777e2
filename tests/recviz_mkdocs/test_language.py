from __future__ import annotations

import pytest

from recviz_mkdocs.language import content_language


def language(explicit: str | None = None, **given: object) -> str:
    facts: dict[str, object] = {"meta": {}, "locale": None, "path": "a.md", "theme": None}
    return content_language(explicit, **{**facts, **given})  # type: ignore[arg-type]


def test_each_sign_gives_way_to_the_one_before() -> None:
    given: dict[str, object] = {
        "meta": {"lang": "zh", "language": "en"},
        "locale": "en",
        "path": "zh/a.md",
        "theme": "en",
    }
    assert language("en", **given) == "en"
    assert language(**given) == "zh"
    assert language(**{**given, "meta": {"language": "zh_CN"}}) == "zh"
    assert language(**{**given, "meta": {}}) == "en"
    assert language(**{**given, "meta": {}, "locale": None}) == "zh"
    assert language(**{**given, "meta": {}, "locale": None, "path": "a.md"}) == "en"
    assert language() == "en"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("zh/a.md", "zh"),
        ("zh-CN/sub/a.md", "zh"),
        ("guide/a.zh.md", "zh"),
        ("guide/a.zh_Hans.md", "zh"),
        ("en/a.md", "en"),
        ("a.v2.md", "en"),
        ("zhao/a.md", "en"),
        ("zh.md", "en"),
        ("english/zh/a.md", "en"),
        ("zh\\a.md", "zh"),
    ],
)
def test_a_path_says_it_by_its_first_folder_or_its_suffix(path: str, expected: str) -> None:
    assert language(path=path) == expected


@pytest.mark.parametrize("tag", ["zh", "zh_CN", "zh-Hans", "zh-TW", "ZH"])
def test_tags_of_every_host(tag: str) -> None:
    assert language(theme=tag) == language(meta={"lang": tag}) == language(locale=tag) == "zh"


def test_front_matter_may_hold_anything() -> None:
    assert language(meta={"lang": ["zh"]}) == "zh"  # the meta extension gives lists
    assert language(meta={"lang": 3, "language": []}, theme="zh") == "zh"
    assert language(meta={"lang": "fr"}, theme="zh") == "en"
