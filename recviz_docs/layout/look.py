"""What of a site's own themes and roles shapes a picture.

Owns the types `RoleRule` and `Look`: all of it is geometry or words, so it is
part of what a layout is made from. It must not know colours or the config.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from recviz_docs.graph import Node
from recviz_docs.messages import Language

__all__ = ["Look", "RoleRule"]


@dataclass(frozen=True, slots=True)
class RoleRule:
    """A role that a site gives to its classes.

    Attributes:
        pattern: class name, full path of a class, or a glob of either.
        role: one of the roles there are; it gives colours, sign and shape.
        words: the site's own words for it, by language.
    """

    pattern: str
    role: str
    words: tuple[tuple[Language, str], ...] = ()

    def fits(self, node: Node) -> bool:
        """Says whether the rule is about a node: a module of such a class."""
        if node.kind != "module":
            return False
        names = (node.class_name, f"{node.module}.{node.class_name}")
        return any(fnmatchcase(name, self.pattern) for name in names)


@dataclass(frozen=True, slots=True)
class Look:
    """The part of a theme that moves boxes, and the site's own roles.

    Attributes:
        signs: whether boxes carry the sign of their role.
        tables: whether boxes list what they take and give in cells.
        roles: the site's rules; the first that fits wins.
    """

    signs: bool = True
    tables: bool = False
    roles: tuple[RoleRule, ...] = ()
