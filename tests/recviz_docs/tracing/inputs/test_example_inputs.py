from __future__ import annotations

import pytest

from recviz_docs.errors import RecvizError
from recviz_docs.tracing import inputs
from recviz_docs.tracing.inputs.rules import FoundRules, find_rules


def test_no_rule_fits_says_what_was_tried_and_what_to_do(shapes) -> None:
    with pytest.raises(RecvizError) as caught:
        shapes("odd.py:Broken")
    error = caught.value
    assert error.code == "inputs"
    text = error.text()
    assert "inputs, convention, spec, example, features, layers" in text
    assert "NameError: name 'not_defined_anywhere' is not defined" in text
    assert "inputs()" in text
    assert "input-spec=" in text
    assert error.where is not None
    assert error.where.file.endswith("odd.py")
    assert "not_defined_anywhere" in error.detail


def test_inputs_keep_their_values_where_the_weights_have_none(load) -> None:
    from recviz_docs.options import Options

    loaded = load("declared.py:Lightning")
    loaded.model.to("meta")
    example = inputs.example_inputs(loaded, Options(device="meta"), base=load.__globals__["MODELS"])
    assert {value.device.type for value in example.args} == {"cpu"}


class Failing:
    name = "failing"
    order = 1

    def fit(self, loaded, options, base):
        raise ZeroDivisionError("a mistake of another library")


def test_a_rule_that_fails_is_named(shapes, monkeypatch) -> None:
    monkeypatch.setattr(inputs, "find_rules", lambda: FoundRules((Failing(),), ()))
    with pytest.raises(RecvizError, match=r"the input rule failing failed.*a mistake of another"):
        shapes("odd.py:Joined")


def test_a_rule_that_cannot_be_loaded_is_a_warning(shapes, monkeypatch) -> None:
    from recviz_docs.messages import message

    found = FoundRules(find_rules().rules, (message("the rule x cannot be loaded"),))
    monkeypatch.setattr(inputs, "find_rules", lambda: found)
    with pytest.warns(RuntimeWarning, match="the rule x cannot be loaded"):
        example, _ = shapes("odd.py:Joined")
    assert example.rule == "layers"
