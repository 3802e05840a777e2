"""The system's ``dot``, through the package ``graphviz``.

Owns finding the program, running it under a time limit and naming what is not
installed. It must not know what is drawn, and never stands in for another engine.
"""

from __future__ import annotations

import subprocess

from recviz_docs.errors import RecvizError, missing_extra
from recviz_docs.layout.failure import engine_failed, out_of_time
from recviz_docs.messages import message

__all__ = ["run_system_dot", "system_dot_version"]


def system_dot_version() -> str:
    """Gives the name and version that the layout records.

    Raises:
        RecvizError: ``missing``: the package or the program is not installed.
    """
    try:
        import graphviz
    except ImportError:
        raise missing_extra("engine=dot", "graphviz", "dot") from None
    try:
        return "dot " + ".".join(str(part) for part in graphviz.version())
    except graphviz.ExecutableNotFound:
        raise _no_program() from None
    except (RuntimeError, subprocess.CalledProcessError) as error:
        raise engine_failed(str(error)) from error


def run_system_dot(source: str, *, timeout: float) -> bytes:
    """Gives Graphviz's JSON answer to DOT text.

    Raises:
        RecvizError: ``missing``: the package or the program is not installed;
            ``layout``: over the time limit, or refused.
    """
    try:
        from graphviz.backend.dot_command import command
    except ImportError:
        raise missing_extra("engine=dot", "graphviz", "dot") from None
    try:
        done = subprocess.run(
            [str(part) for part in command("dot", "json0")],
            input=source.encode(),
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    except FileNotFoundError:
        raise _no_program() from None
    except subprocess.TimeoutExpired:
        raise out_of_time(timeout) from None
    if done.returncode != 0 or not done.stdout:
        raise engine_failed(done.stderr.decode(errors="replace")[:500])
    return done.stdout


def _no_program() -> RecvizError:
    return RecvizError(
        "missing",
        message("engine=dot needs the program dot of Graphviz, which is not on the PATH"),
        advice=message("Install Graphviz, or leave out the option engine to use the embedded one."),
    )
