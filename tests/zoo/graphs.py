"""Networks on graphs and on points in space."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

Given = tuple[nn.Module, Any]


def _values(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(1))


def _edges() -> torch.Tensor:
    ring = torch.arange(6)
    return torch.stack([torch.cat([ring, ring]), torch.cat([ring.roll(1), ring.roll(-1)])])


def egnn() -> Given:
    from egnn_pytorch import EGNN

    return EGNN(dim=16), (_values(1, 6, 16), _values(1, 6, 3))


def egnn_network() -> Given:
    from egnn_pytorch import EGNN_Network

    model = EGNN_Network(num_tokens=9, dim=16, depth=2, num_nearest_neighbors=3)
    kinds = torch.randint(0, 9, (1, 6), generator=torch.Generator().manual_seed(2))
    return model, {"feats": kinds, "coors": _values(1, 6, 3)}


def graph_convolution() -> Given:
    from torch_geometric.nn import GCN

    return GCN(4, 8, num_layers=2, out_channels=3), (_values(6, 4), _edges())


def graph_attention() -> Given:
    from torch_geometric.nn import GAT

    return GAT(4, 8, num_layers=2, out_channels=3, heads=2, v2=True), (_values(6, 4), _edges())


def graph_sage() -> Given:
    from torch_geometric.nn import GraphSAGE

    model = GraphSAGE(4, 8, num_layers=2, out_channels=3, aggr="max")
    return model, (_values(6, 4), _edges())


def light_gcn() -> Given:
    from torch_geometric.nn import LightGCN

    return LightGCN(num_nodes=6, embedding_dim=8, num_layers=2), (_edges(),)


def equivariant_product() -> Given:
    from e3nn import o3

    return o3.FullyConnectedTensorProduct("2x0e + 1x1o", "1x0e + 1x1o", "2x0e + 1x1o"), (
        _values(3, 5),
        _values(3, 4),
    )


def equivariant_gate() -> Given:
    from e3nn.nn.models.gate_points_2101 import Network

    model = Network(
        irreps_in="3x0e",
        irreps_hidden="4x0e + 2x1o",
        irreps_out="1x0e",
        irreps_node_attr="1x0e",
        irreps_edge_attr="1x0e + 1x1o",
        layers=1,
        max_radius=2.0,
        number_of_basis=3,
        radial_layers=1,
        radial_neurons=8,
        num_neighbors=3.0,
        num_nodes=6.0,
    )
    given = {"pos": _values(6, 3), "x": _values(6, 3), "z": torch.ones(6, 1)}
    return model, ({**given, "batch": torch.zeros(6, dtype=torch.int64)},)


PACKAGES = {
    "egnn": "egnn-pytorch",
    "egnn_network": "egnn-pytorch",
    "graph_convolution": "torch-geometric",
    "graph_attention": "torch-geometric",
    "graph_sage": "torch-geometric",
    "light_gcn": "torch-geometric",
    "equivariant_product": "e3nn",
    "equivariant_gate": "e3nn",
}
