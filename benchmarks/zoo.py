"""The cold build of all Torch-RecHub models, beside one loop over its own ``visualize_model``.

Each way runs in an interpreter of its own: ours with a process per model, theirs in a
single one. A model counts as drawn when there is an SVG of it. Without a ``dot``
theirs only finds the graphs. ``python benchmarks/zoo.py`` prints the numbers.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
THEIRS = """
import json, shutil, sys, tempfile, warnings
from pathlib import Path
warnings.simplefilter("ignore")
root, *names = sys.argv[1:]
sys.path.insert(0, root)
from tests.zoo import rechub
from torch_rechub.utils.visualization import visualize_model
import graphviz
drawn = 0
with tempfile.TemporaryDirectory() as made:
    for name in names:
        try:
            model = getattr(rechub, name)()
            model = model[0] if isinstance(model, tuple) else model
            file = str(Path(made, f"{name}.svg"))
            visualize_model(model, save_path=file)
            drawn += Path(file).exists()
        except graphviz.ExecutableNotFound:
            drawn += 1
        except Exception:
            continue
print(json.dumps(drawn))
"""


def names() -> tuple[str, ...]:
    """Gives the factories of the models."""
    sys.path.insert(0, str(ROOT))
    from tests.zoo import rechub

    return tuple(rechub.PACKAGES)


def theirs(models: tuple[str, ...], folder: Path) -> dict[str, Any]:
    """Gives how many models were drawn, CPU seconds and seconds."""
    command = [sys.executable, "-c", THEIRS, str(ROOT), *models]
    return _timed(command, folder, lambda said: int(said.splitlines()[-1]))


def ours(models: tuple[str, ...], folder: Path) -> dict[str, Any]:
    """Gives the same of the command that a site without a plugin runs."""
    rows = "".join(f'"{name}.svg" = "tests.zoo.rechub:{name}"\n' for name in models)
    (folder / "recviz.toml").write_text(f"path = [{str(ROOT)!r}]\n\n[diagrams]\n{rows}")
    command = [sys.executable, "-m", "recviz_docs", "build", "recviz.toml", "--out", "out"]
    return _timed(command, folder, lambda _said: len(list((folder / "out").glob("*.svg"))))


def _timed(command: list[str], folder: Path, drawn: Callable[[str], int]) -> dict[str, Any]:
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "0"},
    )
    ended, after = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr[-3000:]
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return {"drawn": drawn(done.stdout), "cpu": cpu, "seconds": ended - begun}


def measured() -> dict[str, Any]:
    """Gives the numbers of both ways."""
    models = names()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve()
        return {
            "models": len(models),
            "visualize_model": theirs(models, folder),
            "recviz": ours(models, folder),
        }


if __name__ == "__main__":
    print(json.dumps(measured(), indent=1))
