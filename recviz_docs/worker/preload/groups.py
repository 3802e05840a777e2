"""Which models share an import, so that it is worth making it once.

Owns that choice, on names alone. It must not know what an import does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

__all__ = ["groups"]


def groups(
    wanted: Mapping[int, Sequence[str]],
) -> Iterator[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Gives what to import once, and for whom; who is in no group shares nothing.

    The members of a group import the same in the same order, as far as they share it.

    Args:
        wanted: by model, what it imports, in order and without repetition.
    """
    waiting = {who: tuple(names) for who, names in wanted.items()}
    while True:
        counts = Counter(name for names in waiting.values() for name in names)
        # Among equals the first counts, which is what others stand below.
        most, count = max(counts.items(), key=lambda item: item[1], default=("", 0))
        if count < 2:
            return
        members = [who for who, names in waiting.items() if most in names]
        common = set(waiting[members[0]]).intersection(*(waiting[who] for who in members))
        order = tuple(name for name in waiting[members[0]] if name in common)
        alike = [
            who for who in members if tuple(filter(common.__contains__, waiting[who])) == order
        ]
        for who in alike:
            del waiting[who]
        if len(alike) > 1:
            yield order, tuple(alike)
