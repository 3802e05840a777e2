"""What is drawn of a model, as one piece of data: graph, layout and what the texts tell.

Owns `Picture` and its bytes: equal pictures have equal bytes, and so one digest. It
reads them when somebody looks, so a page that is not written costs nothing. It must
not know where the bytes come from; they may be anybody's, so reading is strict.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recviz_docs.graph import Graph
    from recviz_docs.layout.geometry import Layout

__all__ = ["Picture", "PictureError", "summary_of"]

_SCHEMA = 1
_NO_PICTURE = (
    ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip
_TOLD = ("input", "output", "module")


class PictureError(ValueError):
    """Bytes that are no picture."""


class Picture:
    """A picture, ready to be painted in any language and theme.

    Attributes:
        data: its bytes.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data

    @classmethod
    def of(cls, trace: Graph, graph: Graph, layout: Layout) -> Picture:
        """Gives the picture that shows a trace as a graph laid out."""
        parts = summary_of(trace), graph, layout
        data = {
            "schema": _SCHEMA,
            "trace": parts[0].to_json(),
            "graph": graph.to_json(),
            "layout": layout.to_json(),
        }
        picture = cls(json.dumps(data, separators=(",", ":")).encode("ascii"))
        picture.__dict__["_parts"] = parts
        return picture

    @property
    def trace(self) -> Graph:
        """Gives what was recorded, as far as texts tell of it: see `summary_of`."""
        return self._parts[0]

    @property
    def graph(self) -> Graph:
        """Gives what is drawn."""
        return self._parts[1]

    @property
    def layout(self) -> Layout:
        """Gives where it stands."""
        return self._parts[2]

    @cached_property
    def width(self) -> float:
        """Gives how wide it is in px; who knows it already may set it."""
        return self.layout.width

    @cached_property
    def digest(self) -> str:
        """Gives the digest of all that shapes the picture and its outline."""
        return sha256(self.data).hexdigest()

    def check(self) -> None:
        """Reads the picture now.

        Raises:
            PictureError: the bytes are no picture.
        """
        assert self._parts

    @cached_property
    def _parts(self) -> tuple[Graph, Graph, Layout]:
        # Here, so that a build that writes no page does not load them.
        from recviz_docs.graph import Graph
        from recviz_docs.layout.geometry import Layout
        from recviz_docs.picture.checks import check_picture

        try:
            data = json.loads(self.data)
            if data.pop("schema") != _SCHEMA:
                raise PictureError("another schema")
            parts = (
                Graph.from_json(data.pop("trace")),
                Graph.from_json(data.pop("graph")),
                Layout.from_json(data.pop("layout")),
            )
            if data:
                raise PictureError("fields that do not belong here")
            check_picture(*parts)
        except (
            ArithmeticError,
            AttributeError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:
            raise PictureError(f"no picture: {error}") from error
        return parts


def summary_of(trace: Graph) -> Graph:
    """Gives a trace without its operations and values: modules, inputs and outputs."""
    nodes = tuple(
        replace(node, parent=None, arguments=(), returns=(), source="", decided=())
        for node in trace.nodes
        if node.kind in _TOLD
    )
    return replace(trace, nodes=nodes, edges=())
