"""A headless browser for slow tests: measures a built page.

Owns how Chromium is found and started. A missing browser fails the test that
needs it, with the command that helps; it never skips silently.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--force-device-scale-factor=1", "--virtual-time-budget=4000",
)  # fmt: skip

FRAME = """<script>addEventListener("message", event => {{
  const answer = document.createElement("pre");
  answer.id = "measured"; answer.textContent = event.data; document.body.append(answer);
}});</script><body><iframe src="{source}" width="{width}" height="900"
  style="border:0"></iframe></body>"""


def chromium() -> str:
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    pytest.fail(
        "this test needs Chromium: apt-get install chromium fonts-noto-cjk fonts-liberation"
    )


def measure(page: Path, script: str, *, width: int, profile: Path) -> dict[str, Any]:
    """Gives what ``script`` posts as a message from the loaded page, ``width`` px wide.

    The page stands in a frame: a headless window is never narrower than 500 px.
    """
    probe = page.with_name(f"{page.stem}.measured.html")
    text = page.read_text(encoding="utf-8").replace("</body>", f"<script>{script}</script></body>")
    probe.write_text(text, encoding="utf-8")
    frame = profile / "frame.html"
    frame.write_text(FRAME.format(width=width, source=probe.as_uri()), encoding="utf-8")
    done = subprocess.run(
        [
            *(chromium(), *QUIET, f"--user-data-dir={profile / 'user'}"),
            *(f"--window-size={max(width, 500) + 20},1000", "--dump-dom", frame.as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=120,
    )
    probe.unlink()
    found = re.search(r'<pre id="measured">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found is not None, done.stderr[-2000:]
    return dict(json.loads(unescape(found[1])))
