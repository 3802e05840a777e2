"""What the check of a site's cache costs: 1,000 diagrams with 15,000 dependencies.

The dependencies are on 1,300 files. A number is the median of several runs in CPU
seconds: of a build in the same place, and of one in a fresh clone with a restored
cache. `benchmarks.sites` measures whole builds. ``python benchmarks/cache.py``
prints the numbers.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

RUNS = 3
DIAGRAMS, FILES, DEPENDENCIES = 1_000, 1_300, 15
CHECK = """
import sys, time
from pathlib import Path
start = time.process_time()
from recviz_docs.cache.recall import open_cache
imported = time.process_time()
from benchmarks.cache import request_of, DIAGRAMS
from recviz_docs.settings import Settings
requests = [request_of(number) for number in range(DIAGRAMS)]
begun = time.process_time()
cache = open_cache(Settings(base=Path(sys.argv[1])), environment={})
found = sum(cache.recall(request).trace is not None for request in requests)
ended = time.process_time()
cache.close()
assert found == DIAGRAMS, found
print(ended - begun)
"""


def request_of(number: int):
    """Gives one of many requests."""
    from recviz_docs.diagram import Request
    from recviz_docs.options import Options
    from recviz_docs.reference import parse_reference

    return Request(parse_reference(f"zoo.m{number}:build"), Options())


def measured() -> dict[str, float]:
    """Gives the CPU seconds of a check, by what was before it."""
    with tempfile.TemporaryDirectory() as made:
        warm, clone = _check(Path(made).resolve() / "check")
    return {"warm": warm, "clone": clone}


def start() -> float:
    """Gives the CPU seconds that Python itself takes to start."""
    found = []
    for _ in range(5 * RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return statistics.median(found)


def _check(folder: Path) -> tuple[float, float]:
    from recviz_docs.cache.dependencies import Dependencies
    from recviz_docs.cache.fingerprint import source_digest
    from recviz_docs.cache.recall import open_cache
    from recviz_docs.graph import Graph, Model
    from recviz_docs.settings import Settings

    folder.mkdir()
    (folder / "pyproject.toml").touch()
    digests = {}
    for number in range(FILES):
        file = folder / f"m{number}.py"
        file.write_text("".join(f"VALUE_{line} = {number * line}\n" for line in range(400)))
        digests[file.name] = source_digest(file.read_bytes())
    cache = open_cache(Settings(base=folder), environment={})
    assert cache is not None
    for number in range(DIAGRAMS):
        names = [f"m{(number + 89 * step) % FILES}.py" for step in range(DEPENDENCIES)]
        found = Dependencies(modules={name: digests[name] for name in names})
        graph = Graph(Model(f"M{number}", 1, 1), nodes=(), edges=())
        cache.keep_trace(request_of(number), graph, found)
    cache.close()
    time.sleep(2.5)
    _checked(folder)
    warm = statistics.median(_checked(folder) for _ in range(RUNS))
    clones = []
    for _ in range(RUNS):
        (index,) = (folder / ".cache/recviz/local").glob("*.json")
        tables = index.read_bytes()
        copy = folder.with_name("check-clone")
        shutil.copytree(folder, copy, copy_function=shutil.copyfile)
        shutil.rmtree(folder)
        copy.rename(folder)  # the same place with other files, as a CI job has it
        index.write_bytes(tables)
        clones.append(_checked(folder))
    return warm, statistics.median(clones)


def _checked(folder: Path) -> float:
    path = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, "-c", CHECK, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, path))},
    )
    return float(done.stdout)


if __name__ == "__main__":
    print(json.dumps(measured(), indent=1))
