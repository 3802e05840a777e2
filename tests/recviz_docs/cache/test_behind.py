from __future__ import annotations

import os
from pathlib import Path

from recviz_docs.cache.behind import files_behind
from recviz_docs.diagram import Request
from recviz_docs.options import Options
from recviz_docs.reference import parse_reference
from recviz_docs.settings import Settings
from tests.recviz_docs.cache.conftest import DrawSite

MODEL = """
import os
from pathlib import Path
from helper import x
def build():
    os.path.exists("maybe.txt"), os.path.getsize("size.bin")
    return x, Path("data/w.txt").read_text()
"""


def test_the_files_that_a_model_was_made_from(draw_site: DrawSite, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name, text in {
        "model.py": MODEL, "helper.py": "x = 1", "data/w.txt": "1", "size.bin": "1", "other": "",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text)
    request = Request(parse_reference("model.py:build"), Options())
    settings = Settings(base=tmp_path)
    assert files_behind([request], settings, environment=os.environ) == ()
    draw_site("model.py:build")
    found = files_behind([request], settings, environment=os.environ)
    names = sorted(path.relative_to(tmp_path).as_posix() for path in found)
    assert names == ["data/w.txt", "helper.py", "model.py", "size.bin"]
    assert files_behind([request], Settings(base=tmp_path, cache_dir=""), environment={}) == ()
