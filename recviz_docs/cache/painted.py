"""What was painted before: HTML, which is trusted only if this user's own build wrote it.

Owns the entries and their signatures. A picture's numbers can be checked when they are
read; HTML cannot, so an entry is signed with a key that lies outside of the cache
(`secret`). One without a signature, or with somebody else's, is as good as none.
"""

from __future__ import annotations

import hmac
import json
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from recviz_docs.cache.secret import own_secret
from recviz_docs.cache.store import Store

__all__ = ["Painted", "open_painted"]

_KIND = "painted"
_SIGNATURE = 32


class Painted(NamedTuple):
    """The painted entries of a cache that this user can trust."""

    store: Store
    secret: bytes

    def get(self, subject: Any) -> Any:
        """Gives what was painted for a subject, both JSON data; None where nothing was."""
        key = self._key(subject)
        payload = self.store.get(_KIND, key) or b""
        signature, data = payload[:_SIGNATURE], payload[_SIGNATURE:]
        if not hmac.compare_digest(signature, self._signature(key, data)):
            return None
        return json.loads(data)

    def put(self, subject: Any, painted: Any) -> None:
        """Keeps what was painted for a subject."""
        key = self._key(subject)
        data = json.dumps(painted, ensure_ascii=False, separators=(",", ":"))
        encoded = data.encode("utf-8", "surrogatepass")
        if self.store.put(_KIND, key, self._signature(key, encoded) + encoded):
            _leave_out(self.store.directory / _KIND)

    def _key(self, subject: Any) -> str:
        """Gives the name of the entry; two users' entries of one subject stand side by side."""
        text = json.dumps(subject, separators=(",", ":"))
        return hmac.digest(self.secret, b"key\0" + text.encode(), "sha256").hex()

    def _signature(self, key: str, data: bytes) -> bytes:
        return hmac.digest(self.secret, f"{_KIND}\0{key}\0".encode() + data, "sha256")


def _leave_out(directory: Path) -> None:
    """Keeps the entries out of a repository that holds the cache: nobody else can use them."""
    ignored = directory / ".gitignore"
    if not ignored.exists():
        with suppress(OSError):
            ignored.write_text("*\n", encoding="utf-8")


def open_painted(cache: Path | None) -> Painted | None:
    """Gives the painted entries of a cache directory; None where none may be used."""
    secret = None if cache is None else own_secret(cache)
    return None if cache is None or secret is None else Painted(Store(cache), secret)
