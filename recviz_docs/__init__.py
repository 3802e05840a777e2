"""Architecture diagrams of PyTorch models for documentation pages.

The pipeline, in order; every arrow is a frozen dataclass that can be written as JSON:

1. `recviz_docs.reference`, `recviz_docs.options`: directive text -> ``Reference`` + ``Options``
2. `recviz_docs.tracing.inputs`: model -> example tensors (in the worker)
3. `recviz_docs.tracing`: model, tensors -> ``Graph`` with everything in it (in the worker)
4. `recviz_docs.simplify`: ``Graph`` -> ``Graph`` with what will be drawn
5. `recviz_docs.layout`: ``Graph`` -> ``Layout`` (numbers only)
6. `recviz_docs.paint`: ``Layout`` -> SVG
7. `recviz_docs.page`: ``Diagram`` -> HTML figure, `recviz_docs.export`: -> a file

`recviz_docs.pipeline.draw_all` calls them; it is the only module that knows every stage.

This is the front door: `draw` for one diagram, `save` for a file of it, the types it gives,
and what a host of its own needs. Names are loaded when they are used, so that importing
costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recviz_docs.diagram import Diagram, Failure, Request
    from recviz_docs.errors import RecvizError
    from recviz_docs.export import load_ipython_extension, save
    from recviz_docs.graph import Graph
    from recviz_docs.options import Options, parse_options
    from recviz_docs.page.frame import figure_html
    from recviz_docs.page.picture import standalone_svg
    from recviz_docs.pipeline import draw, draw_all
    from recviz_docs.reference import Reference, parse_arguments
    from recviz_docs.settings import Settings, parse_settings

__all__ = [
    "Diagram",
    "Failure",
    "Graph",
    "Options",
    "RecvizError",
    "Reference",
    "Request",
    "Settings",
    "draw",
    "draw_all",
    "figure_html",
    "load_ipython_extension",
    "parse_arguments",
    "parse_options",
    "parse_settings",
    "save",
    "standalone_svg",
]

_HOMES = {
    "Diagram": "diagram",
    "Failure": "diagram",
    "Graph": "graph",
    "Options": "options",
    "RecvizError": "errors",
    "Reference": "reference",
    "Request": "diagram",
    "Settings": "settings",
    "draw": "pipeline",
    "draw_all": "pipeline",
    "figure_html": "page.frame",
    "load_ipython_extension": "export",
    "parse_arguments": "reference",
    "parse_options": "options",
    "parse_settings": "settings",
    "save": "export",
    "standalone_svg": "page.picture",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"recviz_docs.{_HOMES[name]}"), name)
