from __future__ import annotations

import pytest

from recviz_docs.worker.watching.lines import mentions_lines


@pytest.mark.parametrize(
    "source",
    [
        "f.__code__.co_firstlineno",
        "sys._getframe(1).f_lineno",
        "inspect.currentframe()",
        "inspect.stack()[1]",
        "inspect . stack()",
        "from inspect import stack",
        "from inspect import (\n    signature,\n    stack,\n)",
        "from inspect import *",
        "import inspect as i\ni.stack()",
        "import traceback",
        "getattr(frame, 'f_lineno')",
        "inspect.getsourcelines(Net)",
    ],
)
def test_lines_matter(source: str) -> None:
    assert mentions_lines(source.encode())


@pytest.mark.parametrize(
    "source",
    [
        "torch.stack([x, y])",
        "import inspect\ninspect.signature(f)\ntorch.stack(x)",
        "from torch import stack",
        "x.trace()",
        "from inspect import signature\nfrom torch import stack",
        "line_no_of_things = 1",
        "",
    ],
)
def test_lines_do_not_matter(source: str) -> None:
    assert not mentions_lines(source.encode())
