"""The seven stages, called in order, for a batch of diagrams.

Owns the order of the stages and nothing of what they do; it is the only module
that knows them all. It must not know any host. All processes and threads it
starts are gone when it returns (Sphinx forks afterwards).
"""

from __future__ import annotations

from collections.abc import Sequence

from recviz_docs.diagram import Request, Result
from recviz_docs.settings import Settings

__all__ = ["draw_all"]


def draw_all(requests: Sequence[Request], settings: Settings) -> tuple[Result, ...]:
    """Gives a diagram or a failure for each request, in their order.

    Equal targets with equal Trace options are traced once. The worker is started
    only if something has to be traced.
    """
    raise NotImplementedError
