"""DSSM on MovieLens-1M: a tower for users, a tower for movies, one score."""

from torch_rechub.basic.features import SequenceFeature, SparseFeature
from torch_rechub.models.matching import DSSM

MOVIES = 3952


def build(embed_dim: int = 16) -> DSSM:
    user = [
        SparseFeature("user_id", vocab_size=6041, embed_dim=embed_dim),
        SparseFeature("gender", vocab_size=3, embed_dim=embed_dim),
        SparseFeature("age", vocab_size=8, embed_dim=embed_dim),
        SparseFeature("occupation", vocab_size=22, embed_dim=embed_dim),
        SparseFeature("zip", vocab_size=3440, embed_dim=embed_dim),
        SequenceFeature(
            "hist_movie_id",
            vocab_size=MOVIES + 1,
            embed_dim=embed_dim,
            pooling="mean",
            padding_idx=0,
            shared_with="movie_id",
        ),
    ]
    item = [
        SparseFeature("movie_id", vocab_size=MOVIES + 1, embed_dim=embed_dim),
        SparseFeature("genre", vocab_size=19, embed_dim=embed_dim),
    ]
    return DSSM(
        user_features=user,
        item_features=item,
        user_params={"dims": [256, 128, 64], "activation": "prelu"},
        item_params={"dims": [256, 128, 64], "activation": "prelu"},
    )
