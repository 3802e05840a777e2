"""What a child says of an exception that it did not expect.

Owns the errors that are made inside the worker's processes; those about a process
that is gone are made in `recviz_docs.worker.outcome`. It must not know how the
error travels.
"""

from __future__ import annotations

from recviz_docs.errors import RecvizError, missing_extra
from recviz_docs.messages import message
from recviz_docs.reference import Reference
from recviz_docs.tracing.author import (
    author_frame,
    author_traceback,
    caused_by_memory,
    exception_text,
    is_authors,
)

__all__ = ["hidden_error", "told", "warm_up_error"]


def told(error: BaseException, reference: Reference, shadows: tuple[str, ...]) -> RecvizError:
    """Gives the error for whatever a job raised: the author's fault, the machine's or ours."""
    if isinstance(error, RecvizError):
        return error
    if caused_by_memory(error):
        return RecvizError(
            "memory",
            message("{target} needs more memory than it may take", target=str(reference)),
            reason=message("{exception}", exception=exception_text(error)),
            advice=message(
                "Build a smaller model for the docs, try device=meta, or raise the setting memory."
            ),
            where=author_frame(error),
            detail=author_traceback(error),
        )
    if is_authors(error):
        return RecvizError(
            "forward",
            message("the code of {target} raised an exception", target=str(reference)),
            reason=message("{exception}", exception=exception_text(error)),
            advice=message("Call it in Python to see the same traceback."),
            where=author_frame(error),
            detail=author_traceback(error),
        )
    if shadows:
        return hidden_error(error, shadows)
    return RecvizError(
        "trace",
        message("recviz-docs itself failed on {target}", target=str(reference)),
        reason=message("{exception}", exception=exception_text(error)),
        advice=message("This is a bug of recviz-docs; please report it with the details."),
        where=author_frame(error),
        detail=author_traceback(error),
    )


def hidden_error(error: BaseException, shadows: tuple[str, ...]) -> RecvizError:
    """Gives the error for a project whose modules hide what Python or torch need."""
    return RecvizError(
        "import",
        message(
            "the project has modules named {names}, which hide the ones that Python or torch need",
            names=", ".join(shadows),
        ),
        reason=message("{exception}", exception=exception_text(error)),
        advice=message("Rename them, or take their directory out of the setting path."),
        where=author_frame(error),
        detail=author_traceback(error),
    )


def warm_up_error(error: BaseException) -> RecvizError:
    """Gives the error for a worker that could not get ready."""
    if isinstance(error, ModuleNotFoundError) and error.name == "torch":
        missing = missing_extra("tracing a model", "torch", "torch")
        return RecvizError(
            "missing",
            missing.problem,
            advice=message(
                "Install it with: pip install 'recviz-docs[torch]'; for the small build without "
                "CUDA first: pip install torch --index-url https://download.pytorch.org/whl/cpu"
            ),
        )
    return RecvizError(
        "missing",
        message("torch cannot be used here"),
        reason=message("{exception}", exception=exception_text(error)),
        advice=message("Run python -c 'import torch' in the environment that builds the docs."),
        detail=author_traceback(error),
    )
