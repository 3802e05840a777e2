"""Which modules and files a site lets its pages name.

Owns that check. It is made in the docs process, before anything is imported or
any process is started, so it imports nothing of the author's.
"""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from pathlib import Path

from recviz_docs.errors import RecvizError
from recviz_docs.messages import message
from recviz_docs.options import Options
from recviz_docs.reference import Reference, parse_reference
from recviz_docs.settings import Settings

__all__ = ["refusal"]


def refusal(reference: Reference, options: Options, settings: Settings) -> RecvizError | None:
    """Gives the error for a target, or an ``inputs=`` of it, that may not be imported.

    A module is matched by its dotted name, a file by its real path below the base
    (or its absolute one), so that neither ``..`` nor a symbolic link leads out.
    """
    if "*" in settings.allow:
        return None
    references = [reference]
    if options.inputs is not None:
        try:
            references.append(parse_reference(options.inputs))
        except RecvizError as error:
            return error
    for named in references:
        if not _allowed(named, settings):
            return RecvizError(
                "refused",
                message("{target} may not be imported", target=str(named)),
                reason=message(
                    "The setting allow lists {globs} only.", globs=", ".join(settings.allow) or "-"
                ),
                advice=message(
                    "Add {place} to allow if you trust it.", place=_place(named, settings)
                ),
            )
    return None


def _allowed(reference: Reference, settings: Settings) -> bool:
    if reference.module:
        names = [reference.module]
    else:
        file = _file(reference, settings)
        names = [file.as_posix(), _place(reference, settings)]
    return any(fnmatchcase(name, glob) for name in names for glob in settings.allow)


def _file(reference: Reference, settings: Settings) -> Path:
    return (settings.base / Path(reference.file).expanduser()).resolve()


def _place(reference: Reference, settings: Settings) -> str:
    if reference.module:
        return reference.module
    file = _file(reference, settings)
    try:
        return Path(os.path.relpath(file, settings.base.resolve())).as_posix()
    except ValueError:  # another drive
        return file.as_posix()
