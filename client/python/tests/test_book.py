"""The cells that the student's guide shows, run one after another as a notebook runs them. DGM_SERVER and DGM_TOKEN of a student name a server."""

import os
import re
from pathlib import Path

import pytest

import dgm

GUIDE = Path(__file__).resolve().parents[3] / "docs/book/en/student.md"


def cells():
    return re.findall(r"^```python notebook\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)


@pytest.mark.skipif("DGM_SERVER" not in os.environ, reason="DGM_SERVER names no server")
def test_every_cell_of_the_guide_runs():
    dgm.language("en")
    dgm.logout()
    names = {}
    found = cells()
    assert len(found) == 2, "the guide has a cell to practise and a cell to send"
    for cell in found:
        *before, last = cell.strip().split("\n")
        exec("\n".join(before), names)
        report = eval(last, names)
        assert report.verdict("gaussian_kl") == "correct", str(report)
    dgm.logout()
