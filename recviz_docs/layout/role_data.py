"""Which classes and names mean what: the role map, as data.

Owns three tables: classes of ``torch.nn`` and of recommender libraries by name,
operations by name, and words that tell a role from an unknown class or path.
It must not know nodes or pictures.
"""

from __future__ import annotations

from collections.abc import Mapping

from recviz_docs.messages import Message, message

__all__ = ["CLASS_ROLES", "OPERATION_ROLES", "ROLE_WORDS", "WORD_ROLES"]

ROLE_WORDS: Mapping[str, Message] = {
    "input": message("input"),
    "embedding": message("embedding"),
    "linear": message("linear or convolution"),
    "interaction": message("feature interaction"),
    "tower": message("tower"),
    "expert": message("expert"),
    "gate": message("gate"),
    "attention": message("attention"),
    "normalisation": message("normalisation"),
    "activation": message("activation"),
    "recurrent": message("recurrent"),
    "pooling": message("pooling"),
    "operation": message("operation"),
    "module": message("module"),
    "parameter": message("parameter"),
    "constant": message("constant"),
    "opaque": message("not recorded"),
    "output": message("output"),
}

_CLASSES = {
    "embedding": "Embedding EmbeddingBag EmbeddingLayer EmbeddingCollection EmbeddingBagCollection",
    "linear": "Linear Bilinear LazyLinear Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d "
    "ConvTranspose3d LR MLP DNN FeedForward Conv1D PositionwiseFeedForward",
    "interaction": "FM FFM CIN CrossNetwork CrossNetV2 CrossNetMix CrossNet CrossLayer "
    "InnerProductLayer "
    "OuterProductLayer BiInteractionPooling BiLinearInteractionLayer BilinearInteraction AFMLayer "
    "InteractingLayer InnerProduct OuterProduct DotInteraction CompressedInteractionNet",
    "gate": "SENETLayer SENETLayer GateNU EPNet PPNet GateNetwork BridgeModule RegulationModule",
    "attention": "MultiheadAttention MultiHeadAttention SelfAttention ActivationUnit "
    "AttentionSequencePoolingLayer LocalActivationUnit CapsuleNetwork MultiInterestSA HSTULayer",
    "normalisation": "BatchNorm1d BatchNorm2d BatchNorm3d LayerNorm GroupNorm RMSNorm "
    "InstanceNorm1d InstanceNorm2d InstanceNorm3d SyncBatchNorm LocalResponseNorm CrossMapLRN2d",
    "activation": "ReLU ReLU6 LeakyReLU PReLU ELU SELU CELU GELU SiLU Mish Sigmoid LogSigmoid Tanh "
    "Softmax Softmax2d LogSoftmax Softplus Softsign Softmin Hardtanh Hardswish Hardsigmoid "
    "Hardshrink Softshrink Tanhshrink Threshold GLU RReLU Dice PredictionLayer NewGELUActivation",
    "recurrent": "RNN LSTM GRU RNNCell LSTMCell GRUCell AUGRU AGRU DynamicGRU AUGRUCell AGRUCell",
    "pooling": "MaxPool1d MaxPool2d MaxPool3d AvgPool1d AvgPool2d AvgPool3d AdaptiveAvgPool1d "
    "AdaptiveAvgPool2d AdaptiveAvgPool3d AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d "
    "SumPooling AveragePooling SequencePoolingLayer ConcatPooling",
    "operation": "Identity Flatten Unflatten Dropout Dropout1d Dropout2d Dropout3d AlphaDropout "
    "Upsample PixelShuffle ZeroPad2d CosineSimilarity PairwiseDistance InputMask",
}  # fmt: skip
CLASS_ROLES: Mapping[str, str] = {
    name: role for role, names in _CLASSES.items() for name in names.split()
}

_OPERATIONS = {
    "activation": "relu relu6 leaky_relu prelu elu selu celu gelu silu mish sigmoid logsigmoid "
    "tanh softmax log_softmax softplus softsign hardtanh hardswish hardsigmoid glu threshold",
    "normalisation": "batch_norm layer_norm group_norm instance_norm rms_norm normalize",
    "attention": "scaled_dot_product_attention multi_head_attention_forward",
    "embedding": "embedding embedding_bag",
    "linear": "linear conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d "
    "bilinear addmm",
    "recurrent": "lstm gru rnn_tanh rnn_relu lstm_cell gru_cell",
    "pooling": "max_pool1d max_pool2d max_pool3d avg_pool1d avg_pool2d avg_pool3d "
    "adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d adaptive_max_pool1d "
    "adaptive_max_pool2d adaptive_max_pool3d",
}
OPERATION_ROLES: Mapping[str, str] = {
    name: role for role, names in _OPERATIONS.items() for name in names.split()
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# First match wins: what a part is for says more than what it is made of.
WORD_ROLES: tuple[tuple[str, frozenset[str]], ...] = (
    ("gate", _words("gate gates gating senet squeeze")),
    ("expert", _words("expert experts moe")),
    ("tower", _words("tower towers")),
    ("attention", _words("attention attn attend mha transformer")),
    (
        "interaction",
        _words("interaction interacting cross fm ffm cin product crossnet factorization "
                  "bilinear interactions"),
    ),
    ("embedding", _words("embedding embeddings embed embedder emb")),
    ("normalisation", _words("norm batchnorm layernorm rmsnorm normalization")),
    ("recurrent", _words("rnn lstm gru recurrent")),
    ("pooling", _words("pool pooling pooler")),
    (
        "activation",
        _words("relu gelu silu sigmoid softmax tanh activation swish mish dice"),
    ),
    (
        "linear",
        _words("linear conv convolution dense mlp dnn ffn feedforward projection "
                  "perceptron"),
    ),
    ("operation", _words("dropout identity flatten mask")),
)  # fmt: skip
