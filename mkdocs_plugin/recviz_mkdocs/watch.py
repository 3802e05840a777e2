"""What ``mkdocs serve`` watches beside the docs: the code of the models and what they read.

Owns the choice of paths. Nothing that a build writes may be among them, or a
build would start the next one for ever. It must not know MkDocs' server.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from recviz_docs.reference import Reference
from recviz_docs.settings import Settings

__all__ = ["watched_directories", "watched_paths"]

_NEVER = frozenset({"__pycache__", "node_modules", "site-packages"})


def watched_paths(
    settings: Settings, references: Iterable[Reference], *, written: Sequence[Path]
) -> tuple[Path, ...]:
    """Gives the directories and files whose change may change a picture.

    An import directory is watched whole if it holds nothing of ``written`` (paths that
    builds write or that are watched already); else only the packages and modules in it.
    """
    named = tuple(references)
    found: dict[Path, None] = {}
    for directory in settings.directories():
        found.update(dict.fromkeys(_in_directory(directory, named, written)))
    for reference in named:
        file = (settings.base / reference.file).resolve() if reference.file else None
        if file is not None and file.is_file():
            found[file] = None
    return tuple(path for path in found if not any(path.is_relative_to(one) for one in written))


def watched_directories(
    files: Iterable[Path], known: Iterable[Path], *, written: Sequence[Path]
) -> tuple[Path, ...]:
    """Gives what to watch, without what is below it, for files that models read.

    An editor may put a new file in the place of the old one, so it is the directory that is
    watched; but the file itself where something that builds write is beside it.

    Args:
        files: that models read.
        known: directories and files that are watched whole.
        written: paths that builds write or that are watched already.
    """
    above = {path.parent for path in written}
    covered = (*known, *written)
    found = {
        file if file.parent in above else file.parent
        for file in files
        if not any(file.is_relative_to(one) for one in covered)
    }
    return tuple(sorted(found))


def _in_directory(
    directory: Path, references: Sequence[Reference], written: Sequence[Path]
) -> Iterator[Path]:
    if not directory.is_dir():
        return
    if not any(one.is_relative_to(directory) for one in written):
        yield directory
        return
    named = {reference.module.split(".")[0] for reference in references}
    for entry in sorted(directory.iterdir()):
        if _is_code(entry, named) and not any(one.is_relative_to(entry) for one in written):
            yield entry


def _is_code(entry: Path, named: set[str]) -> bool:
    if entry.name.startswith(".") or entry.name in _NEVER:
        return False
    if entry.is_dir():
        if (entry / "pyvenv.cfg").exists():
            return False
        return entry.name in named or (entry / "__init__.py").is_file()
    return entry.suffix == ".py"
