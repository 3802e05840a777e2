"""DeepFM on the fields of Criteo's display advertising data.

``I1`` to ``I13`` are counts, ``C1`` to ``C26`` are hashed categories. Categories with
many values share 10,000 buckets, as small experiments do.
"""

from torch_rechub.basic.features import DenseFeature, SparseFeature
from torch_rechub.models.ranking import DeepFM

COUNTS = [f"I{number}" for number in range(1, 14)]
CATEGORIES = {
    "C1": 1460, "C2": 583, "C3": 10000, "C4": 10000, "C5": 305, "C6": 24, "C7": 10000,
    "C8": 633, "C9": 3, "C10": 10000, "C11": 5683, "C12": 10000, "C13": 3194, "C14": 27,
    "C15": 10000, "C16": 10000, "C17": 10, "C18": 5652, "C19": 2173, "C20": 4, "C21": 10000,
    "C22": 18, "C23": 15, "C24": 10000, "C25": 105, "C26": 10000,
}  # fmt: skip


def build(embed_dim: int = 16) -> DeepFM:
    dense = [DenseFeature(name) for name in COUNTS]
    sparse = [
        SparseFeature(name, vocab_size=size + 1, embed_dim=embed_dim)
        for name, size in CATEGORIES.items()
    ]
    return DeepFM(
        deep_features=dense + sparse,
        fm_features=sparse,
        mlp_params={"dims": [256, 128], "dropout": 0.2, "activation": "relu"},
    )
