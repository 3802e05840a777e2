"""What an author reads when ``forward`` raises on the example inputs."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from recviz_docs.errors import RecvizError
from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.tracing.failure import recorded
from recviz_docs.tracing.inputs import ExampleInputs
from recviz_docs.tracing.load import Loaded


class TwoTables(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.users, self.items = nn.Embedding(10, 4), nn.Embedding(5, 4)

    def forward(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        users = self.users(batch["user_id"]).relu()
        window = batch["hist_item_id"][:, :2]
        return users + self.items(window).sum(1)


class NoInputRead(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise LookupError("no weights")


def failed(model: nn.Module, *given: object) -> RecvizError:
    example = ExampleInputs(given, {}, "features", message("inputs of three features"))
    loaded = Loaded(model, None, nn, None)  # type: ignore[arg-type]
    with pytest.raises(RecvizError) as caught:
        recorded(loaded, example, reference=parse_reference("m:build"), options=Options())
    return caught.value


def test_the_input_read_last_is_told_with_what_it_was() -> None:
    batch = {"user_id": torch.tensor([1, 9]), "hist_item_id": torch.tensor([[1, 2, 3], [4, 7, 8]])}
    error = failed(TwoTables(), batch)
    assert error.code == "forward"
    assert "The input it read last is hist_item_id, which was int64[2, 3], 1..8." in error.text()
    assert "inputs of three features" in error.text()


def test_a_view_of_an_input_is_the_input() -> None:
    error = failed(nn.Sequential(nn.Unflatten(1, (2, 2)), nn.Linear(3, 1)), torch.ones(2, 4))
    assert "The input it read last is input, which was float32[2, 4]." in error.text()


def test_where_no_input_was_read_none_is_told() -> None:
    assert "read last" not in failed(NoInputRead(), torch.ones(2)).text()
