"""Digests of files: of their bytes, and of Python source without its formatting.

Owns what counts as the same file. It must not know who depends on it. Two
sources are the same if their syntax trees are: comments, layout, quotes and
line numbers do not count, docstrings and the kinds of constants do. Where a
source has no tree (a syntax error, nesting too deep), its bytes count.
"""

from __future__ import annotations

import ast
import hashlib
import sys
import warnings
from typing import NamedTuple

__all__ = ["PYTHON", "SourceDigest", "bytes_digest", "source_digest", "tree_digest"]

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


class SourceDigest(NamedTuple):
    """A Python source, by its bytes and by its tree.

    Attributes:
        data: digest of the bytes.
        tree: digest of the syntax tree, or empty where there is none.
        python: the version whose trees it can be compared with (``ast.dump`` differs).
    """

    data: str
    tree: str
    python: str = PYTHON


def bytes_digest(data: bytes) -> str:
    """Gives the SHA-256 of ``data`` in hex."""
    return hashlib.sha256(data).hexdigest()


def source_digest(data: bytes) -> SourceDigest:
    """Gives both digests of a Python source."""
    return SourceDigest(bytes_digest(data), tree_digest(data))


def tree_digest(data: bytes) -> str:
    """Gives the digest of the syntax tree; an empty string where there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(data)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant):
                node.kind = None
        return bytes_digest(ast.dump(tree).encode("utf-8", "surrogatepass"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
