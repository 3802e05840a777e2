"""What a node *is* to a reader: embedding, expert, gate, attention, and so on.

Owns the choice of a role from the role map: by kind, by class, by operation, by
the words in a class name, and last by the words in a path. It must not know
colours or shapes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from recviz_docs.graph import Node
from recviz_docs.layout.look import RoleRule
from recviz_docs.layout.role_data import CLASS_ROLES, OPERATION_ROLES, ROLE_WORDS, WORD_ROLES
from recviz_docs.messages import Language

__all__ = ["ROLES", "node_word", "role_of", "role_word", "words_of"]

ROLES: tuple[str, ...] = tuple(ROLE_WORDS)
_BY_KIND = {kind: kind for kind in ("input", "output", "parameter", "constant", "opaque")}
# What a container is for is told by where it stands, however it is made.
_BY_PLACE = ("gate", "expert", "tower")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def role_of(node: Node, *, extra: Sequence[RoleRule] = ()) -> str:
    """Gives the role of a node, one of `ROLES`.

    Args:
        node: the node.
        extra: a site's own rules; the first that fits wins over ours.
    """
    if node.kind in _BY_KIND:
        return _BY_KIND[node.kind]
    if node.kind == "function":
        return OPERATION_ROLES.get(node.name.rstrip("_"), "operation")
    rule = _rule(node, extra)
    if rule is not None:
        return rule.role
    known = CLASS_ROLES.get(node.class_name)
    torch_own = node.module.startswith("torch.nn")
    if known and torch_own:
        return known
    return _by_place(node) or known or _by_words(words_of(node.class_name)) or "module"


def _by_place(node: Node) -> str | None:
    """Gives gate, expert or tower from the class's words or the last names of the path."""
    named = [part for part in node.path.split(".") if not part.isdecimal()][-1:]
    role = _by_words(words_of(node.class_name) | words_of(*named))
    return role if role in _BY_PLACE else None


def _by_words(words: frozenset[str]) -> str | None:
    return next((role for role, signs in WORD_ROLES if words & signs), None)


def words_of(*names: str) -> frozenset[str]:
    """Gives the words of names in any spelling (``CrossNetV2``, ``user_tower``), in lower case."""
    return frozenset(word.lower() for name in names for word in _WORD.findall(name))


def role_word(role: str, language: Language) -> str:
    """Gives the reader's word for a role."""
    return ROLE_WORDS[role].text(language) if role in ROLE_WORDS else role


def node_word(node: Node, language: Language, *, extra: Sequence[RoleRule] = ()) -> str:
    """Gives the reader's word for what a node is, a site's own where it has one."""
    rule = _rule(node, extra)
    own = dict(rule.words).get(language) if rule is not None else None
    return own or role_word(role_of(node, extra=extra), language)


def _rule(node: Node, extra: Sequence[RoleRule]) -> RoleRule | None:
    return next((rule for rule in extra if rule.fits(node)), None)
