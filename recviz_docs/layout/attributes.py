"""What a person would write on a whiteboard of a module's or operation's arguments.

Owns the choice and the shortening: ``16 → 64``, ``100 × 16``, ``heads 8``,
``kernel 3×3``. Pairs are found by how attributes are named, values that are the
usual ones are left out, and unknown classes follow the same rules. It must not
know nodes, boxes or languages: attribute names are identifiers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from recviz_docs.graph import AttributeValue
from recviz_docs.layout.names import number_text

__all__ = ["DIFFERS", "attribute_texts", "by_step", "number_range", "value_text"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FLOWS = (
    ("in_", "out_"), ("input_", "output_"), ("d_in", "d_out"), ("nin", "nout"),
    ("input_size", "hidden_size"), ("input_dim", "hidden_dim"), ("nx", "nf"),
)  # fmt: skip
_TABLES = (("num_embeddings", "embedding_dim"), ("vocab_size", "embed_dim"))
_BARE = _words("num_features normalized_shape num_channels index value equation other exponent")
# What libraries choose when an author says nothing; not worth a line on a whiteboard.
_USUAL: Mapping[str, tuple[AttributeValue, ...]] = {
    "stride": (1,), "padding": (0,), "dilation": (1,), "groups": (1,), "output_padding": (0,),
    "padding_mode": ("zeros",), "norm_type": (2.0, 2), "negative_slope": (0.01,),
    "num_layers": (1,), "num_parameters": (1,),
    "start_dim": (1, 0), "end_dim": (-1,), "alpha": (1, 1.0), "beta": (1, 1.0), "threshold": (20,),
    "approximate": ("none",), "correction": (1,), "mode": ("mean",), "dropout": (0.0, 0),
    "dropout_p": (0.0,), "p": (0.0, 0), "proj_size": (0,),
}  # fmt: skip
_NEVER = _words(
    "bias eps epsilon momentum affine elementwise_affine track_running_stats inplace device dtype "
    "padding_idx max_norm scale_grad_by_freq sparse batch_first ceil_mode count_include_pad "
    "return_indices add_bias_kv add_zero_attn kdim vdim training layout pin_memory requires_grad "
    "non_blocking copy memory_format keepdim generator init out include_last_offset enable_gqa "
    "enable_nested_tensor mask_check"
)
_SHORT_ENDS = ("_size", "_features", "_rate", "_prob")
_SHORT_STARTS = ("num_", "n_", "nb_")
_KNOWN: Mapping[str, str] = {"embedding_dim": "dim"}
_SIZED = ("kernel", "output", "window", "patch")  # written whole, 3×3
_MOST = 3
_RANGE = re.compile(r"(\d+)–(\d+)")  # sizes of a folded node whose members have different ones
_FEW = 4
DIFFERS = "*"  # the value of a folded node whose members have different ones


def attribute_texts(
    attributes: Mapping[str, AttributeValue], *, varying: Collection[str] = ()
) -> tuple[str, ...]:
    """Gives a few short texts, the most telling first; none where nothing is worth saying.

    The values of ``varying`` attributes are tuples of one value for each of several
    steps in a row.
    """
    pair = _row({name: value for name, value in attributes.items() if name in varying})
    attributes = {
        name: by_step(value) if name in varying else value for name, value in attributes.items()
    }
    pair = pair or _table(attributes) or _flow(attributes)
    told, text = pair if pair else ((), "")
    texts = [text] if text else []
    texts += [
        _one(name, value)
        for name, value in attributes.items()
        if name not in told and _telling(name, value)
    ]
    return tuple(texts[:_MOST])


def by_step(value: AttributeValue) -> AttributeValue:
    """Gives the values of steps in a row as one text, and any other value as it is."""
    if not isinstance(value, tuple):
        return value
    texts = [value_text(item) for item in value]
    return ", ".join(texts) if len(texts) <= _FEW else f"{texts[0]}, …, {texts[-1]}"


_Pair = tuple[tuple[str, str], str]


def _row(attributes: Mapping[str, AttributeValue]) -> _Pair | None:
    """Gives the sizes that a value has on its way through steps, ``40 → 256 → 128``."""
    pair = _flow_names(attributes)
    if pair is None:
        return None
    come, gone = (attributes[name] for name in pair)
    if not isinstance(come, tuple) or not isinstance(gone, tuple):
        return None
    if come[1:] != gone[:-1]:
        return None
    sizes = [number_range(size) for size in (come[0], *gone)]
    shown = sizes if len(come) <= _FEW else [*sizes[:2], "…", sizes[-1]]
    return pair, " → ".join(shown)


def _table(attributes: Mapping[str, AttributeValue]) -> _Pair | None:
    """Gives the two sizes of a table as one text, ``100 × 16``."""
    for rows, columns in _TABLES:
        if rows in attributes and columns in attributes:
            text = f"{number_range(attributes[rows])} × {number_range(attributes[columns])}"
            return (rows, columns), text
    return None


def _flow(attributes: Mapping[str, AttributeValue]) -> _Pair | None:
    """Gives what comes in and goes out as one text, ``16 → 64``."""
    pair = _flow_names(attributes)
    if pair is None:
        return None
    come, gone = (number_range(attributes[name]) for name in pair)
    return pair, f"{come} → {gone}"


def _flow_names(attributes: Mapping[str, AttributeValue]) -> tuple[str, str] | None:
    """Gives the names of the sizes of what comes in and of what goes out."""
    for name in attributes:
        for start, end in _FLOWS:
            partner = end + name[len(start) :]
            if not name.startswith(start) or partner not in attributes or partner == name:
                continue
            if attributes[name] is not None and attributes[partner] is not None:
                return name, partner
    return None


def number_range(value: AttributeValue) -> str:
    """Gives a size, or the least and the largest of several: ``17 – 1000``."""
    if isinstance(value, int) and not isinstance(value, bool):
        return number_text(value)
    found = _RANGE.fullmatch(value) if isinstance(value, str) else None
    if found:
        return " – ".join(number_text(int(number)) for number in found.groups())
    return "…" if value == DIFFERS else value_text(value)


def _telling(name: str, value: AttributeValue) -> bool:
    if name in _NEVER or name.startswith("_") or value is None or value is False:
        return False
    if value in ("", (), DIFFERS):
        return False
    single = _single(value)
    usual = _USUAL.get(name, ())
    return not any(single == other and type(single) is type(other) for other in usual)


def _single(value: AttributeValue) -> AttributeValue:
    """Gives the one value of ``(1, 1)``, or the value itself."""
    if isinstance(value, tuple) and value and all(item == value[0] for item in value):
        return value[0]
    return value


def _one(name: str, value: AttributeValue) -> str:
    if name in _BARE or name.isdecimal():
        return value_text(value)
    if value is True:
        return _short(name)
    shown = value if name.startswith(_SIZED) else _single(value)
    return f"{_short(name)} {value_text(shown)}"


def _short(name: str) -> str:
    if name in _KNOWN:
        return _KNOWN[name]
    for start in _SHORT_STARTS:
        name = name.removeprefix(start) or name
    for end in _SHORT_ENDS:
        name = name.removesuffix(end) or name
    return name


def value_text(value: AttributeValue) -> str:
    """Gives a value as short text: ``3×3`` for sizes, four digits for a float."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, tuple):
        numbers = all(isinstance(item, int) and not isinstance(item, bool) for item in value)
        if len(value) == 1:
            return value_text(value[0])
        if numbers and len(value) <= 3:
            return "×".join(str(item) for item in value)
        return "[" + ", ".join(value_text(item) for item in value) + "]"
    return str(value)
