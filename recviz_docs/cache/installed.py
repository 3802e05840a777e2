"""Which distributions are installed, in which version, and what they consist of.

Owns the reading of their metadata directories, without ``importlib.metadata``: to
import it takes longer than the whole check of a site. The worker that records and
the docs process that checks both ask here. It must not know who imported what.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from recviz_docs.cache.fingerprint import bytes_digest
from recviz_docs.cache.observe import file_bytes, search_states

__all__ = [
    "EVERYTHING",
    "distribution_name",
    "editable_modules",
    "everything",
    "find_distributions",
    "is_editable",
    "read_distribution",
    "record_digest",
]

EVERYTHING = "*"  # stands for all that is installed
_listdir = os.listdir
_MAPPED = r"['\"](\w+)['\"]: "
_VERSION = rb"(?m)^Version:[ \t]*(\S+)"


def distribution_name(name: str) -> str:
    """Gives a distribution's name in the one form in which names are compared."""
    name = name.replace("_", "-").replace(".", "-").lower()
    while "--" in name:
        name = name.replace("--", "-")
    return name


def find_distributions(places: Iterable[str]) -> dict[str, Path]:
    """Gives the metadata directories by name; the first on the path counts.

    Args:
        places: directories, as in ``sys.path``.
    """
    found: dict[str, Path] = {}
    for place in dict.fromkeys(places):
        for entry in _names_in(place or "."):
            stem, dot, suffix = entry.rpartition(".")
            if dot and suffix in ("dist-info", "egg-info"):
                found.setdefault(distribution_name(stem.split("-")[0]), Path(place, entry))
    return found


def editable_modules(places: Iterable[str], names: Iterable[str]) -> frozenset[str]:
    """Gives those top-level modules that are found elsewhere because an installer has said so.

    These are the directories in ``.pth`` files, and the table of modules in the finders that
    setuptools writes. Python looks there when a module is nowhere else.

    Args:
        places: directories of installed distributions.
        names: of modules.
    """
    wanted, found = set(names), set[str]()
    for place in places:
        for entry in _names_in(place):
            text = _text(Path(place, entry)) if entry.endswith((".pth", "_finder.py")) else ""
            if entry.endswith(".pth"):
                for line in text.splitlines():
                    folder = line.strip()
                    if folder and not folder.startswith(("#", "import ", "import\t")):
                        states = search_states(os.path.join(place, folder), wanted)  # noqa: PTH118
                        found |= {name for name, state in states.items() if state != "nothing"}
            elif entry.startswith("__editable__"):
                found |= wanted.intersection(re.findall(_MAPPED, text))
    return frozenset(found)


def _text(file: Path) -> str:
    return (file_bytes(str(file)) or b"").decode("utf-8", "replace")


def _names_in(place: str) -> list[str]:
    try:
        return sorted(_listdir(place))
    except OSError:
        return []


def read_distribution(directory: Path) -> tuple[str, str]:
    """Gives version and digest of a distribution by its metadata directory.

    The digest is that of its ``RECORD``, else that of its metadata. Of an editable one, whose
    ``RECORD`` tells where the project is, it is that of its metadata and its entry points.
    """
    metadata = _read(directory / "METADATA") or _read(directory / "PKG-INFO") or _read(directory)
    version = re.search(_VERSION, metadata)
    record = _read(directory / "RECORD")
    if is_editable(directory):
        record, metadata = b"", metadata + _read(directory / "entry_points.txt")
    return (
        version[1].decode("utf-8", "replace") if version else "",
        record_digest(record) if record else bytes_digest(metadata),
    )


def is_editable(directory: Path) -> bool:
    """Tells whether a distribution's files stand elsewhere; they count one by one."""
    try:
        data = json.loads(_read(directory / "direct_url.json") or "{}")
        return bool(data.get("dir_info", {}).get("editable"))
    except (ValueError, AttributeError):
        return False


def everything(states: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """Gives one state for all that is installed."""
    lines = (f"{name} {version} {digest}" for name, (version, digest) in sorted(states.items()))
    return "", bytes_digest("\n".join(lines).encode())


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def record_digest(record: bytes) -> str:
    """Gives the digest of what a ``RECORD`` says of the distribution itself.

    Left out is what one and the same distribution has differently in each environment:
    scripts (they name the interpreter), bytecode, and who installed it from where.
    """
    return bytes_digest(b"\n".join(sorted(filter(_is_own, record.splitlines()))))


def _is_own(line: bytes) -> bool:
    name = line.partition(b",")[0].strip(b'"')
    if name.startswith((b"../", b"/")) or name.endswith(b".pyc"):
        return False
    return b".dist-info/" not in name or name.endswith(b"/entry_points.txt")
