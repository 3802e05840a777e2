"""All oracles over one model, in a process of its own: torchlens alone patches all of torch."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import sys
import time
import warnings
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch

from recviz_docs.graph import Graph
from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from tests.oracles.reach import input_output_pairs

__all__ = ["Verdict", "judged", "warmed_up"]

MOST_NOISE = 25  # module calls that are disturbed in one model
# Standard deviations: below the first nothing of the inputs shows, above the second is memory
# that was never set.
_FLAT, _WILD = 0.02, 100.0
_ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Verdict:
    """What the oracles say of one recording; pairs are written ``input -> output``.

    Attributes:
        missing: pairs that autograd or perturbation ties and the graph does not.
        idle: pairs that the graph ties and nothing could move.
        calls_differ: module calls that a plain run makes otherwise, in words.
        unseen: module calls that moved one another without a path.
        lens: pairs that torchlens alone ties (``+``) or does not (``-``), or why it cannot tell.
    """

    target: str
    error: str = ""
    calls: int = 0
    operations: int = 0
    edges: int = 0
    pairs: int = 0
    seconds: float = 0.0
    missing: list[str] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)
    calls_differ: str = ""
    unseen: list[str] = field(default_factory=list)
    lens: list[str] = field(default_factory=list)
    lens_cannot: str = ""
    warnings: list[str] = field(default_factory=list)


def warmed_up(modules: Iterable[str]) -> None:
    """Imports once what every fork would import anew; what cannot be imported is left to it."""
    torch.set_num_threads(1)  # a fork of a process that has used more of them may hang
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("torchlens", "recviz_docs.tracing.recorder", *modules):
            with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
                importlib.import_module(name)


def judged(target: str) -> Verdict:
    """Gives the verdict on a target of the zoo; whatever is raised becomes its ``error``."""
    importlib.import_module(target.partition(":")[0])
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(target, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        text = stream.read()
    os.waitpid(child, 0)
    return Verdict(**json.loads(text)) if text else Verdict(target, error="the process died")


def _answer(target: str, writing: int) -> None:
    """Runs in the fork and never returns."""
    try:
        warnings.simplefilter("ignore")
        torch.set_num_threads(1)
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            sys.stdout = sys.stderr = nowhere
            try:
                verdict = _verdict(target)
            except BaseException as error:
                verdict = Verdict(target, error=f"{type(error).__name__}: {error}")
        with os.fdopen(writing, "wb") as stream:
            stream.write(json.dumps(asdict(verdict)).encode())
    finally:
        os._exit(0)


def _verdict(target: str) -> Verdict:
    from recviz_docs.tracing.inputs import example_inputs
    from recviz_docs.tracing.load import load_target
    from recviz_docs.tracing.recorder import record
    from tests.oracles.perturbation import seed_all

    seed_all()
    options = Options()
    loaded = load_target(parse_reference(target), base=_ROOT)
    _stir(loaded.model)
    loaded.model.eval()
    example = example_inputs(loaded, options, base=_ROOT)
    begun = time.perf_counter()
    graph = record(loaded.model, example, options=options)
    verdict = Verdict(target, seconds=round(time.perf_counter() - begun, 2))
    _count(verdict, graph)
    _ask(verdict, graph, loaded.model, example.args, dict(example.kwargs))
    return verdict


def _stir(model: torch.nn.Module) -> None:
    """Draws anew what is constant, next to nothing or never set: it would hide what reaches it."""
    generator = torch.Generator().manual_seed(0)
    lazy = torch.nn.parameter.UninitializedParameter
    with torch.no_grad():
        for parameter in model.parameters():
            if isinstance(parameter, lazy) or not parameter.is_floating_point():
                continue
            spread = float(parameter.std()) if parameter.numel() > 1 else 0.0
            if not _FLAT < spread < _WILD:
                parameter.copy_(0.3 * torch.randn(parameter.shape, generator=generator))


def _count(verdict: Verdict, graph: Graph) -> None:
    kinds = [node.kind for node in graph.nodes]
    verdict.calls, verdict.operations = kinds.count("module"), kinds.count("function")
    verdict.edges, verdict.warnings = len(graph.edges), list(graph.warnings)


def _ask(
    verdict: Verdict,
    graph: Graph,
    model: torch.nn.Module,
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> None:
    from tests.oracles.gradients import gradient_pairs
    from tests.oracles.lens import lens_pairs
    from tests.oracles.module_noise import called_modules, unseen_influences
    from tests.oracles.perturbation import moving_pairs

    ours = input_output_pairs(graph)
    moving = moving_pairs(model, args, kwargs) | gradient_pairs(model, args, kwargs)
    verdict.pairs = len(ours)
    missing = {pair for pair in moving - ours if pair[0] not in graph.decided}
    verdict.missing, verdict.idle = _written(missing), _written(ours - moving)
    plain = [call.class_name for call in called_modules(model, args, kwargs)[1:]]
    found = [node.class_name for node in graph.nodes if node.kind == "module"]
    if plain != found:
        verdict.calls_differ = f"{len(plain)} calls, {len(found)} recorded"
    else:
        unseen = unseen_influences(graph, model, args, kwargs, most=MOST_NOISE)
        verdict.unseen = _written(set(unseen))
    lens = lens_pairs(model, args, kwargs)
    if isinstance(lens, str):
        verdict.lens_cannot = lens
    else:
        verdict.lens = [f"+{pair}" for pair in _written(lens - ours)]
        verdict.lens += [f"-{pair}" for pair in _written(ours - lens)]


def _written(pairs: set[tuple[str, str]]) -> list[str]:
    return [f"{source} -> {target}" for source, target in sorted(pairs)]
