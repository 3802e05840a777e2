"""What this user's builds found out of entries, carried over into a fresh clone.

Owns one signed entry per site: the index without what it says of files. A clone that
gets the cache restored need not read and check each entry again; whether the facts hold
is looked at in any case. It must not know what the tables mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from recviz_docs.cache.index import Index, index_from
from recviz_docs.cache.painted import open_painted

__all__ = ["carried", "carry"]


def carried(directory: Path, site: str) -> Index:
    """Gives the index that a build of this user left for a site; an empty one where none did.

    Args:
        directory: of the cache.
        site: where the site is in its project.
    """
    painted = open_painted(directory) if directory.is_dir() else None
    tables = None if painted is None else painted.get(["index", site])
    return Index() if tables is None else index_from(tables)


def carry(tables: Mapping[str, Any], directory: Path, site: str) -> None:
    """Leaves the tables of an index for a build in another clone."""
    painted = open_painted(directory)
    if painted is not None:
        painted.put(["index", site], {**tables, "files": {}})
