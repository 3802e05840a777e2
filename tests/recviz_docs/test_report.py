from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from recviz_docs.diagram import Diagram, Failure, Seconds
from recviz_docs.errors import RecvizError, missing_extra
from recviz_docs.messages import message
from recviz_docs.report import report_data, write_report

Drawn = Callable[..., Diagram]
ERROR = RecvizError("refused", message("a:b may not be imported"), advice=message("ask"))


def test_the_report_is_as_the_design_says(drawn: Drawn) -> None:
    diagram = replace(drawn("pkg:build(2)"), reason="new", seconds=Seconds(0.1, 1.23456, 0.2))
    assert report_data([diagram]) == {
        "schema": 1,
        "torch_imported": True,
        "diagrams": [
            {
                "target": "pkg:build(2)",
                "trace": "run",
                "layout": "run",
                "reason": "new",
                "seconds": {"verify": 0.1, "trace": 1.2346, "layout": 0.2},
            }
        ],
    }


def test_torch_counts_as_imported_where_a_model_was_built(
    drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "torch", raising=False)  # other tests import it
    diagram = drawn()
    hit = replace(diagram, trace_outcome="hit", layout_outcome="hit")
    refused = Failure(diagram.request, ERROR)
    raised = Failure(diagram.request, ERROR, seconds=Seconds(trace=0.3))
    assert report_data([hit, refused])["torch_imported"] is False
    assert report_data([hit, raised])["torch_imported"] is True
    absent = replace(raised, error=missing_extra("Tracing", "torch", "torch"))
    assert report_data([absent])["torch_imported"] is False
    assert report_data([])["torch_imported"] is False


def test_a_failure_says_why(drawn: Drawn) -> None:
    (row,) = report_data([Failure(drawn().request, ERROR)])["diagrams"]
    assert (row["trace"], row["layout"]) == ("failed", "skipped")
    assert row["reason"] == "a:b may not be imported. ask."


def test_the_file_is_replaced_in_one_piece(drawn: Drawn, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "report.json"
    write_report([drawn()], path)
    write_report([], path)
    assert json.loads(path.read_text(encoding="utf-8"))["diagrams"] == []
    assert [entry.name for entry in path.parent.iterdir()] == ["report.json"]
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_report_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path, tmp_path / "file" / "report.json"):
        with pytest.raises(RecvizError) as caught:
            write_report([], path)
        assert caught.value.code == "config" and str(path) in str(caught.value)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file"]
    assert not [entry for entry in tmp_path.parent.iterdir() if entry.name.endswith(".part")]
