"""What the pipeline itself has to say of a diagram: errors, notes and reasons.

Owns those sentences and the command line that draws the same diagram. It must not
know how a diagram is made.
"""

from __future__ import annotations

from recviz_docs.diagram import Request
from recviz_docs.errors import RecvizError
from recviz_docs.messages import Message, message
from recviz_docs.options import Options, option_specs
from recviz_docs.settings import Settings

__all__ = [
    "NEVER_KEPT",
    "OTHER_PICTURE",
    "TRACE_GONE",
    "command_of",
    "frozen_error",
    "own_fault",
    "uncacheable_note",
    "wide_notes",
]

NEVER_KEPT = message("nothing was kept of this target with these options")
TRACE_GONE = message("what was recorded is not in the cache any more")
OTHER_PICTURE = message("no picture was kept that is drawn with these options")


def wide_notes(options: Options, width: float) -> tuple[RecvizError, ...]:
    """Gives the note that a picture is wider than its column, if it is."""
    if width <= options.width:
        return ()
    problem = message(
        "the picture is {width} px wide, wider than its column of {column} px, and scrolls",
        width=round(width),
        column=options.width,
    )
    # Of another direction nobody knows whether it is narrower before it is laid out.
    if options.depth in (0, 1):
        advice = message("If the page has more room, say so in the option width.")
    else:
        advice = message(
            "Lower the depth, which is {depth}; if the page has more room, say so in the "
            "option width.",
            depth=options.depth,
        )
    return (RecvizError("wide", problem, advice=advice),)


def uncacheable_note(request: Request, reason: Message) -> RecvizError:
    """Gives the note that a diagram is made again in every build, and why."""
    return RecvizError(
        "cache",
        message("{target} is drawn anew in every build", target=str(request.reference)),
        reason=message("{reason}", reason=reason),
        advice=message("Name the files that the model depends on in the option depends."),
    )


def frozen_error(request: Request, settings: Settings, reason: Message | None) -> RecvizError:
    """Gives the error for a picture that is missing or stale in frozen mode.

    Args:
        request: what was asked for.
        settings: of the site.
        reason: what is different from when the picture was made; None for a missing one.
    """
    target = str(request.reference)
    if reason is None:
        problem = message("{target} has no stored picture", target=target)
        why = message("In frozen mode nothing is imported or traced.")
    else:
        problem = message("the stored picture of {target} is stale", target=target)
        why = message("In frozen mode nothing is traced, and {reason}.", reason=reason)
    return RecvizError(
        "frozen",
        problem,
        reason=why,
        advice=message(
            "Build without frozen mode where the model can be imported; this draws it alone: "
            "{command}",
            command=command_of(request, settings),
        ),
    )


def command_of(request: Request, settings: Settings) -> str:
    """Gives the command line that draws what the request asks for, from the site's directory."""
    import shlex  # here, as it is wanted only of what failed

    words = ["recviz", "draw", str(request.reference)]
    for spec in option_specs():
        value = getattr(request.options, spec.field)
        if spec.group != "Page" and value != spec.default:
            written = " ".join(value) if isinstance(value, tuple) else str(value)
            words.append(f"{spec.name}={written.lower() if spec.flag else written}")
    for directory in settings.path:
        words += ["--path", directory]
    if settings.cache_dir not in ("", Settings(base=settings.base).cache_dir):
        words += ["--cache-dir", settings.cache_dir]
    return shlex.join(words)


def own_fault(request: Request, detail: str) -> RecvizError:
    """Gives the error for a failure of ours."""
    return RecvizError(
        "layout",
        message("recviz-docs itself failed to draw {target}", target=str(request.reference)),
        advice=message("Report this together with the model and the details."),
        detail=detail,
    )
