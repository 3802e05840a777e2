from __future__ import annotations


def test_lightnings_example_input_array(shapes) -> None:
    example, found = shapes("declared.py:Lightning")
    assert (example.rule, found) == ("example", {"input": (5, 3)})
    assert "example_input_array" in example.description.text()


def test_an_empty_one_is_left_to_the_next_rule(shapes) -> None:
    example, found = shapes("declared.py:EmptyLightning")
    assert (example.rule, found) == ("layers", {"input": (2, 3)})
