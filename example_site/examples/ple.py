"""PLE on the fields of Ali-CCP: will the user click, and then buy?

The columns that begin with ``D`` are the dense cross statistics of the published data.
"""

from torch_rechub.basic.features import DenseFeature, SparseFeature
from torch_rechub.models.multi_task import PLE

STATISTICS = ["D109_14", "D110_14", "D127_14", "D150_14", "D508", "D509", "D702", "D853"]
IDS = {
    "user_id": 10000,
    "gender": 3,
    "age_level": 9,
    "consumption_level": 4,
    "occupation": 3,
    "item_id": 10000,
    "category_id": 7000,
    "shop_id": 10000,
    "brand_id": 10000,
    "scene": 3,
}


def build(levels: int = 2, embed_dim: int = 8) -> PLE:
    features = [DenseFeature(name) for name in STATISTICS]
    features += [
        SparseFeature(name, vocab_size=size + 1, embed_dim=embed_dim) for name, size in IDS.items()
    ]
    return PLE(
        features=features,
        task_types=["classification", "classification"],
        n_level=levels,
        n_expert_specific=2,
        n_expert_shared=1,
        expert_params={"dims": [32]},
        tower_params_list=[{"dims": [16]}, {"dims": [16]}],
    )
