"""Loading a model of tests/models/inputs and making its inputs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.tracing.inputs import ExampleInputs, example_inputs, leaf_names
from recviz_docs.tracing.load import Loaded, load_target

MODELS = Path(__file__).parents[3] / "models" / "inputs"

Load = Callable[[str], Loaded]
Shapes = Callable[..., tuple[ExampleInputs, dict[str, tuple[int, ...]]]]


@pytest.fixture
def load() -> Load:
    """Gives a loaded model for `file.py:factory`."""
    return lambda target: load_target(parse_reference(target), base=MODELS)


@pytest.fixture
def shapes(load: Load) -> Shapes:
    """Gives the inputs of a target and their shapes by name, after the model has taken them."""

    def made(target: str, **options: object) -> tuple[ExampleInputs, dict[str, tuple[int, ...]]]:
        loaded = load(target)
        checked = Options(**options)  # type: ignore[arg-type]
        example = example_inputs(loaded, checked, base=MODELS)
        named = leaf_names(loaded.model, example.args, example.kwargs)
        loaded.model.train(checked.mode == "train")
        loaded.model(*example.args, **example.kwargs)
        return example, {name: tuple(leaf.shape) for name, leaf in named}

    return made
