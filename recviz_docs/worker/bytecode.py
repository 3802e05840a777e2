"""No bytecode of the author's: a stale .pyc file would draw yesterday's model.

Owns the rule that installed modules are imported with Python's bytecode cache
(compiling them again in every child would cost seconds) and all others from
their source. CPython trusts a .pyc whose source has the same size and second.
"""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from types import CodeType

from recviz_docs.project import is_installed

__all__ = ["distrust_project_bytecode"]


def distrust_project_bytecode() -> None:
    """Has this process compile every module that is not installed, and write no bytecode of it."""
    cached = SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, fullname: str) -> CodeType | None:
        path = loader.get_filename(fullname)
        if is_installed(path):
            return cached(loader, fullname)
        return loader.source_to_code(loader.get_data(path), path)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
