"""The directive ``.. recviz:: TARGET [key=value …]``.

Owns the way from a directive to nodes that hold text only. It must not draw,
import a target or report a failure: a wrong directive gives a node too, and
`draw` tells what is wrong with it at every build.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from recviz_docs.errors import RecvizError
from recviz_docs.options import Options, option_specs
from recviz_sphinx.asked import parse_request, request_text
from recviz_sphinx.config import site_options
from recviz_sphinx.node import RecvizDiagram

__all__ = ["RecvizDirective"]


class _OptionTable(dict[str, Callable[[str], str]]):
    """docutils' table of fields; an unknown one is taken as text, for our own error."""

    def __missing__(self, name: str) -> Callable[[str], str]:
        return directives.unchanged


class RecvizDirective(SphinxDirective):
    """Puts the architecture diagram of a model into the page."""

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True  # only to say what is wrong with it
    option_spec: ClassVar[_OptionTable] = _OptionTable(
        {spec.name: directives.unchanged for spec in option_specs()}
    )

    def run(self) -> list[nodes.Node]:
        """Gives a figure with a picture to come and, where asked for, a caption."""
        request = request_text(" ".join(self.arguments), self.options, "\n".join(self.content))
        diagram = RecvizDiagram(request=request)
        figure = nodes.figure("", diagram)
        self.set_source_info(diagram)
        self.set_source_info(figure)
        try:
            options = parse_request(request, defaults=self._defaults()).options
        except RecvizError:
            return [figure]
        if options.alt:
            diagram["alt"] = " ".join(options.alt.split())
        self._dress(figure, options)
        return [figure]

    def _defaults(self) -> Options:
        return site_options(self.config.recviz_options)

    def _dress(self, figure: nodes.figure, options: Options) -> None:
        """Gives the figure its caption, place, classes and name."""
        if options.caption:
            inline, messages = self.parse_inline(options.caption, lineno=self.lineno)
            caption = nodes.caption(options.caption, "", *inline, *messages)
            self.set_source_info(caption)
            figure += caption
        if options.align:
            figure["align"] = options.align
        figure["classes"] += [nodes.make_id(name) for name in options.class_]
        if options.name:
            self.options["name"] = options.name
            self.add_name(figure)
