"""YoutubeDNN on MovieLens-1M: pick the next movie among one watched and many sampled."""

from torch_rechub.basic.features import SequenceFeature, SparseFeature
from torch_rechub.models.matching import YoutubeDNN

MOVIES = 3952


def build(embed_dim: int = 16) -> YoutubeDNN:
    user = [
        SparseFeature("user_id", vocab_size=6041, embed_dim=embed_dim),
        SparseFeature("gender", vocab_size=3, embed_dim=embed_dim),
        SparseFeature("age", vocab_size=8, embed_dim=embed_dim),
        SparseFeature("occupation", vocab_size=22, embed_dim=embed_dim),
        SequenceFeature(
            "hist_movie_id",
            vocab_size=MOVIES + 1,
            embed_dim=embed_dim,
            pooling="mean",
            padding_idx=0,
            shared_with="movie_id",
        ),
    ]
    item = [SparseFeature("movie_id", vocab_size=MOVIES + 1, embed_dim=embed_dim)]
    negatives = [
        SequenceFeature(
            "neg_items",
            vocab_size=MOVIES + 1,
            embed_dim=embed_dim,
            pooling="concat",
            shared_with="movie_id",
        )
    ]
    return YoutubeDNN(
        user_features=user,
        item_features=item,
        neg_item_feature=negatives,
        user_params={"dims": [128, 64, embed_dim]},
        temperature=0.02,
    )
