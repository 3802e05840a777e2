"""Where an exception belongs to in the author's own code, and how to tell it.

Owns the way from an exception to a file and line that its author can open, and
to a traceback without our frames. It must not import torch, nor know which
stage failed.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator

from recviz_docs.errors import Location
from recviz_docs.project import is_installed, is_ours, is_project, is_wrapper, library_of

__all__ = [
    "author_frame",
    "author_traceback",
    "caused_by_memory",
    "exception_chain",
    "exception_text",
    "is_authors",
]

_LONGEST_TEXT = 500
_LONGEST_DETAIL = 12_000
# What libraries say instead of MemoryError.
_NO_MEMORY = ("DefaultCPUAllocator: ", "bad_alloc", "Cannot allocate memory", "Unable to allocate")
# Frames of these tell nothing about the author's code.
_MACHINERY = frozenset({"torch", "numpy", "functorch", "torchgen"})


def exception_chain(exception: BaseException) -> Iterator[BaseException]:
    """Gives the exception and what caused it, newest first."""
    seen: set[int] = set()
    link: BaseException | None = exception
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def author_frame(exception: BaseException) -> Location | None:
    """Gives the author's own innermost line that an exception passed through.

    The frames of the author's project come first; where there are none, those of the
    library that the model comes from; None where only Python, torch and we were running.
    """
    for link in exception_chain(exception):
        if isinstance(link, SyntaxError) and link.filename and is_project(link.filename):
            return Location(link.filename, link.lineno)
        for file, line in reversed(_frames(link)):
            if is_project(file):
                return Location(file, line)
    for file, line in reversed(_frames(exception)):
        if library_of(file) not in _MACHINERY | {""} and not is_ours(file):
            return Location(file, line)
    return None


def is_authors(exception: BaseException) -> bool:
    """Tells whether the author's code raised it, or a library that the author's code called."""
    for file, _line in reversed(_frames(exception)):
        if is_ours(file):
            return False
        if is_project(file):
            return True
    return False


def _frames(exception: BaseException) -> list[tuple[str, int]]:
    frames = traceback.walk_tb(exception.__traceback__)
    files = [(_file(frame.f_code.co_filename), line) for frame, line in frames]
    return [(file, line) for file, line in files if not is_wrapper(file)]


def _file(name: str) -> str:
    return name if name.startswith("<") else str(os.path.abspath(name))  # noqa: PTH100


def exception_text(exception: BaseException) -> str:
    """Gives ``ValueError: the text``, on one line, shortened; also if ``__str__`` raises."""
    name = type(exception).__name__
    try:
        text = str(exception)
    except BaseException as error:
        text = f"(its text cannot be read: __str__ raised {type(error).__name__})"
    text = " ".join(_printable(text).split())
    if len(text) > _LONGEST_TEXT:
        text = text[:_LONGEST_TEXT] + " …"
    return f"{name}: {text}" if text else name


def _printable(text: str) -> str:
    readable = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(
        c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in readable
    )


def author_traceback(exception: BaseException) -> str:
    """Gives the traceback as Python prints it, without the frames that are ours."""
    whole = traceback.TracebackException.from_exception(exception)
    waiting, seen = [whole], set()
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        kept = [frame for frame in part.stack if not _hidden(frame.filename)]
        part.stack = traceback.StackSummary.from_list(kept)
        linked = (part.__cause__, part.__context__, *(part.exceptions or ()))
        waiting += [other for other in linked if other is not None]
    text = _printable("".join(whole.format()))
    return text if len(text) <= _LONGEST_DETAIL else "…\n" + text[-_LONGEST_DETAIL:]


def _hidden(file: str) -> bool:
    if file.startswith("<frozen importlib"):
        return True
    return is_ours(file) or (is_installed(file) and f"{os.sep}importlib{os.sep}" in file)


def caused_by_memory(exception: BaseException) -> bool:
    """Tells whether an exception comes from memory that could not be had."""
    for link in exception_chain(exception):
        if isinstance(link, MemoryError) or type(link).__name__ == "OutOfMemoryError":
            return True
        if isinstance(link, RuntimeError | OSError) and any(
            sign in exception_text(link) for sign in _NO_MEMORY
        ):
            return True
    return False
