from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recviz_docs.worker.preload.groups import groups


def test_who_shares_most_comes_first() -> None:
    wanted = {1: ("a", "b"), 2: ("a", "b", "c"), 3: ("a",), 4: ("d",), 5: ("d", "e"), 6: ("f",)}
    assert list(groups(wanted)) == [(("a",), (1, 2, 3)), (("d",), (4, 5))]


def test_what_all_of_them_import_is_imported_in_their_order() -> None:
    assert list(groups({1: ("a", "x", "b"), 2: ("a", "b", "y")})) == [(("a", "b"), (1, 2))]


def test_another_order_is_another_group() -> None:
    wanted = {1: ("a", "b"), 2: ("b", "a"), 3: ("a", "b"), 4: ("b", "a")}
    assert list(groups(wanted)) == [(("a", "b"), (1, 3)), (("b", "a"), (2, 4))]


def test_who_shares_nothing_is_in_no_group() -> None:
    assert list(groups({1: ("a",), 2: (), 3: ("b",)})) == []


@given(st.dictionaries(st.integers(), st.lists(st.sampled_from("abcdef"), unique=True), max_size=9))
def test_nobody_is_in_two_groups_nor_gets_what_he_does_not_import(
    wanted: dict[int, list[str]],
) -> None:
    found = list(groups(wanted))
    members = [who for _, group in found for who in group]
    assert len(members) == len(set(members))
    for names, group in found:
        assert len(group) > 1
        for who in group:
            assert [name for name in wanted[who] if name in names] == list(names)
