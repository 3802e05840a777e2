"""DIN on Amazon Electronics reviews: does the candidate fit what this user bought before?

The two histories share the embedding tables of the candidate's item and category.
"""

from torch_rechub.basic.features import SequenceFeature, SparseFeature
from torch_rechub.models.ranking import DIN

ITEMS = 63001
CATEGORIES = 801
USERS = 192403


def build(embed_dim: int = 8) -> DIN:
    user = [SparseFeature("user_id", vocab_size=USERS + 1, embed_dim=embed_dim)]
    target = [
        SparseFeature("target_item_id", vocab_size=ITEMS + 1, embed_dim=embed_dim),
        SparseFeature("target_cate_id", vocab_size=CATEGORIES + 1, embed_dim=embed_dim),
    ]
    history = [
        SequenceFeature(
            "hist_item_id",
            vocab_size=ITEMS + 1,
            embed_dim=embed_dim,
            pooling="concat",
            shared_with="target_item_id",
        ),
        SequenceFeature(
            "hist_cate_id",
            vocab_size=CATEGORIES + 1,
            embed_dim=embed_dim,
            pooling="concat",
            shared_with="target_cate_id",
        ),
    ]
    return DIN(
        features=user,
        history_features=history,
        target_features=target,
        mlp_params={"dims": [256, 128]},
        attention_mlp_params={"dims": [64, 32]},
    )
