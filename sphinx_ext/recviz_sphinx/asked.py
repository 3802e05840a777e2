"""What the pages ask for, as text: the only thing that is kept between two builds.

Owns the text form of one directive and the environment's record of them. It must
not know how a diagram is made; the text is parsed again at each build, so a
stored page outlives a change of the options or of the grammar.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from recviz_docs.diagram import Request
from recviz_docs.errors import Location, RecvizError
from recviz_docs.messages import message
from recviz_docs.options import Options, parse_options
from recviz_docs.reference import parse_arguments
from recviz_sphinx.node import RecvizDiagram

__all__ = [
    "Asked",
    "all_asked",
    "collect_asked",
    "merge_asked",
    "parse_request",
    "purge_asked",
    "request_text",
    "target_of",
]


class Asked(NamedTuple):
    """One directive on one page: its text (see `request_text`), its file and line."""

    request: str
    source: str
    line: int | None

    @property
    def location(self) -> str:
        """Gives the place as Sphinx prints it."""
        return str(Location(self.source, self.line))


def request_text(argument: str, fields: Mapping[str, str], content: str = "") -> str:
    """Gives a directive as one line of text; equal directives give equal text."""
    return json.dumps([argument, list(fields.items()), content], ensure_ascii=False)


def target_of(request: str) -> str:
    """Gives the target of a `request_text` as it was written, for people."""
    argument = str(json.loads(request)[0])
    return argument.split()[0] if argument.split() else ""


def parse_request(request: str, *, defaults: Options, location: Location | None = None) -> Request:
    """Gives what a `request_text` asks for.

    Raises:
        RecvizError: ``syntax`` or ``option``: as `parse_arguments` and `parse_options`.
    """
    argument, fields, content = json.loads(request)
    reference, inline = parse_arguments(argument)
    if content:
        raise RecvizError(
            "syntax",
            message("the directive takes no content: {content}", content=content.splitlines()[0]),
            advice=message(
                "Write options directly below the directive, without a blank line, "
                "and a caption as :caption: text."
            ),
        )
    options = parse_options([*inline, *fields], defaults=defaults)
    for name in options.class_:
        if not nodes.make_id(name):
            raise _bad_class(name)
    return Request(reference, options, location)


def _bad_class(name: str) -> RecvizError:
    return RecvizError(
        "option",
        message("bad value {value} for the option {key}", value=repr(name), key="class"),
        advice=message("Sphinx takes class names of Latin letters, digits and hyphens."),
    )


def _record(env: BuildEnvironment) -> dict[str, list[Asked]]:
    """Gives the environment's record, docname -> directives, which is pickled with it."""
    if not hasattr(env, "recviz_asked"):
        env.recviz_asked = {}  # type: ignore[attr-defined]
    record: dict[str, list[Asked]] = env.recviz_asked  # type: ignore[attr-defined]
    return record


def all_asked(env: BuildEnvironment) -> dict[str, list[Asked]]:
    """Gives the directives of all pages, by docname, in order."""
    return {page: asked for page, asked in sorted(_record(env).items()) if page in env.found_docs}


def collect_asked(app: Sphinx, doctree: nodes.document) -> None:
    """Records a page that was read (``doctree-read``)."""
    docname = app.env.docname
    asked = list(_asked_in(doctree, docname))
    if asked:
        _record(app.env)[docname] = asked


def _asked_in(doctree: nodes.document, docname: str) -> Iterator[Asked]:
    for node in doctree.findall(RecvizDiagram):
        node["docname"] = docname
        yield Asked(node["request"], node.source or docname, node.line)


def purge_asked(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forgets a page that is read again or gone (``env-purge-doc``)."""
    _record(env).pop(docname, None)


def merge_asked(
    app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
) -> None:
    """Takes the pages that a parallel reader read (``env-merge-info``)."""
    found = _record(other)
    _record(env).update({page: found[page] for page in docnames if page in found})
