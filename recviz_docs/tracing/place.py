"""Where a target stands on the disk, and by which name it is imported.

Owns the rule that gives a file target its module name and its import directories.
It imports nothing of the target, and must not import torch: the worker asks it
before it forks.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from recviz_docs.errors import RecvizError, nearest
from recviz_docs.messages import message
from recviz_docs.reference import Reference

__all__ = ["FilePlace", "file_place", "target_file"]


@dataclass(frozen=True, slots=True)
class FilePlace:
    """How to import a file.

    Attributes:
        module: dotted name; of the package's member where the file is part of a package, so
            that its relative imports work, else the file's own name.
        directories: what has to be importable: the package's root, and the file's directory.
    """

    file: Path
    module: str
    directories: tuple[Path, ...]


def target_file(reference: Reference, *, base: Path) -> Path:
    """Gives the absolute path of a file target; the file may not exist."""
    return Path(os.path.normpath(base / Path(reference.file).expanduser()))


def file_place(reference: Reference, *, base: Path) -> FilePlace:
    """Gives the module name and the import directories of a file target.

    Raises:
        RecvizError: ``import``: there is no such file, it is a directory, or no Python file.
    """
    file = target_file(reference, base=base)
    _check(file, reference)
    parts, root = [file.stem], file.parent
    while (root / "__init__.py").is_file() and root.name.isidentifier() and root != root.parent:
        parts.insert(0, root.name)
        root = root.parent
    if len(parts) > 1 and all(part.isidentifier() for part in parts):
        if parts[-1] == "__init__":
            parts.pop()
        return FilePlace(file, ".".join(parts), (root, file.parent))
    name = file.stem if file.stem.isidentifier() else f"recviz_{_identifier(file.stem)}"
    return FilePlace(file, name, (file.parent,))


def _identifier(text: str) -> str:
    return "".join(c if c.isalnum() and c.isascii() else f"_{ord(c):x}_" for c in text)


def _check(file: Path, reference: Reference) -> None:
    if file.is_dir():
        raise RecvizError(
            "import",
            message("{file} is a directory, not a Python file", file=reference.file),
            advice=message(
                "Name a file in it, such as {example}.", example=_example(file, reference)
            ),
        )
    if not file.is_file():
        guess = _nearest_file(file)
        raise RecvizError(
            "import",
            message("the file {file} does not exist", file=reference.file),
            advice=message("Did you mean {guess}?", guess=guess)
            if guess
            else message("Paths are relative to the directory of the configuration file."),
        )
    if file.suffix != ".py":
        raise RecvizError(
            "import",
            message("{file} is not a Python file", file=reference.file),
            advice=message("Name a file that ends in .py."),
        )


def _example(directory: Path, reference: Reference) -> str:
    files = sorted(path.name for path in directory.glob("*.py") if path.name != "__init__.py")
    name = files[0] if files else "model.py"
    return f"{reference.file.rstrip('/')}/{name}:{reference.attribute}"


def _nearest_file(file: Path) -> str:
    if not file.parent.is_dir():
        return ""
    stems = sorted(path.stem for path in file.parent.glob("*.py"))
    guess = nearest(file.stem, stems, likeness=0.75)
    return guess and f"{guess}.py"
