"""MMoE on the Census-Income data of its paper: income above 50,000, and never married."""

from torch_rechub.basic.features import DenseFeature, SparseFeature
from torch_rechub.models.multi_task import MMOE

AMOUNTS = ["age", "wage_per_hour", "capital_gains", "capital_losses", "stock_dividends"]
CODES = {
    "class_of_worker": 9,
    "education": 17,
    "major_industry": 24,
    "major_occupation": 15,
    "race": 5,
    "sex": 2,
    "household_status": 8,
    "country_of_birth": 43,
}


def build(experts: int = 4, embed_dim: int = 8) -> MMOE:
    features = [DenseFeature(name) for name in AMOUNTS]
    features += [
        SparseFeature(name, vocab_size=size + 1, embed_dim=embed_dim)
        for name, size in CODES.items()
    ]
    return MMOE(
        features=features,
        task_types=["classification", "classification"],
        n_expert=experts,
        expert_params={"dims": [16]},
        tower_params_list=[{"dims": [8]}, {"dims": [8]}],
    )
