"""Recording a model: the only part of the core that runs the author's code and torch.

Owns the order load, example inputs, record. It runs in a child process of the
worker and nowhere else, so importing this package does not import torch; it must
not know how the process was started nor where the graph goes.
"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recviz_docs.graph import Graph
    from recviz_docs.options import Options
    from recviz_docs.reference import Reference

__all__ = ["trace_target"]


def trace_target(reference: Reference, options: Options, *, base: Path) -> Graph:
    """Gives the trace of the model that a target names.

    Args:
        reference: the target.
        options: those of group Trace are used.
        base: the directory that file targets are relative to.

    Raises:
        RecvizError: ``import``, ``factory``, ``inputs``, ``forward`` or ``trace``.
    """
    # All of ours is imported before the author's code runs: what that does to sys.modules and
    # sys.path must not reach us.
    import torch

    from recviz_docs.tracing.failure import recorded
    from recviz_docs.tracing.inputs import example_inputs, find_rules
    from recviz_docs.tracing.load import load_target
    from recviz_docs.tracing.seeding import seed
    from recviz_docs.tracing.symbols import symbolic
    from recviz_docs.tracing.variants import other_sizes

    torch.set_num_threads(1)  # a fork after an operation of several threads hangs
    seed(options.seed)
    # A model too large for memory is built without its values as well.
    with torch.device("meta") if options.device == "meta" else nullcontext():
        loaded = load_target(reference, base=base)
    found = find_rules()

    def run(at: Options) -> Graph:
        torch.manual_seed(at.seed)
        example = example_inputs(loaded, at, base=base, found=found)
        return recorded(loaded, example, reference=reference, options=at)

    example = example_inputs(loaded, options, base=base, found=found)
    sizes = other_sizes(options, run) if example.scales else ()
    graph = recorded(loaded, example, reference=reference, options=options)
    return symbolic(graph, sizes)
