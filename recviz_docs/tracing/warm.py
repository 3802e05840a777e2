"""What a worker does once, so that its forks need not.

Owns the import of torch and a first tiny trace. It must run in one thread: a
fork of a process that has run a multi-threaded operation of torch hangs.
"""

from __future__ import annotations

__all__ = ["warm_up"]


def warm_up() -> None:
    """Imports torch with one thread, and all that a trace imports, by making one.

    Raises:
        ImportError: torch is not installed or cannot be loaded.
    """
    from pathlib import Path

    import torch

    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)

    # Named here as well, so that no child has to import them.
    import recviz_docs.tracing.failure
    import recviz_docs.tracing.symbols
    import recviz_docs.tracing.variants  # noqa: F401
    from recviz_docs.options import Options
    from recviz_docs.tracing.inputs import example_inputs
    from recviz_docs.tracing.load import Loaded
    from recviz_docs.tracing.recorder import record
    from recviz_docs.tracing.seeding import seed

    model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU()).eval()
    loaded = Loaded(model, torch.zeros(1, 2), torch.nn, None)
    options = Options()
    record(model, example_inputs(loaded, options, base=Path()), options=options)
    # The children start from the same random state as a fresh interpreter that is seeded.
    seed(0)
