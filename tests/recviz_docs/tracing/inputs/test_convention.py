from __future__ import annotations


def test_inputs_beside_the_factory(shapes) -> None:
    example, found = shapes("beside.py:build", batch_size=5)
    assert (example.rule, found) == ("convention", {"input": (5, 3)})
    assert example.scales
    assert "inputs() beside the factory" in example.description.text()


def test_example_inputs_of_the_model(shapes) -> None:
    example, found = shapes("declared.py:Method")
    assert (example.rule, found) == ("convention", {"input": (6, 3)})
    assert not example.scales
