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


def chromium() -> str:
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    pytest.fail(
        "this test needs Chromium: apt-get install chromium fonts-noto-cjk fonts-liberation"
    )


def measure(page: Path, script: str, *, width: int, profile: Path) -> dict[str, Any]:
    """Gives what ``script`` put as JSON into the element ``#measured`` of the loaded page."""
    probe = page.with_name(f"{page.stem}.measured.html")
    probe.write_text(page.read_text(encoding="utf-8").replace("</body>", script + "</body>"))
    done = subprocess.run(
        [
            *(chromium(), *QUIET, f"--user-data-dir={profile}", f"--window-size={width},900"),
            *("--dump-dom", probe.as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=120,
    )
    found = re.search(r'<pre id="measured">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found is not None, done.stderr[-2000:]
    return dict(json.loads(unescape(found[1])))
