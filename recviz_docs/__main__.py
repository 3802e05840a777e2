"""``python -m recviz_docs``: the command line where no script was installed."""

from __future__ import annotations

import sys

from recviz_docs.cli import main

if __name__ == "__main__":
    sys.exit(main())
