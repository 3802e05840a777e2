"""The states of the generators of random numbers that every library shares.

Owns their reading and setting, for those that are loaded. It must not know why
anybody sets one.
"""

from __future__ import annotations

import random
import sys

__all__ = ["set_states", "states"]


def states() -> dict[str, object]:
    """Gives the states; they can be compared."""
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy.random")
    found: dict[str, object] = {"random": random.getstate()}
    if torch is not None:
        found["torch"] = torch.get_rng_state().tolist()
    if numpy is not None:
        name, key, *rest = numpy.get_state()
        found["numpy"] = (name, key.tolist(), *rest)
    return found


def set_states(given: dict[str, object]) -> None:
    """Sets what `states` gave."""
    random.setstate(given["random"])  # type: ignore[arg-type]
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy.random")
    if torch is not None and "torch" in given:
        torch.set_rng_state(torch.tensor(given["torch"], dtype=torch.uint8))
    if numpy is not None and "numpy" in given:
        numpy.set_state(given["numpy"])
