"""A kill at any moment of import, process or publish loses nothing and no reader ever sees it.

The full one is `make bench`: the same with hundreds of kills.
"""

from pathlib import Path

import pytest

from benchmarks import crash


# A busy machine takes several times as long as an idle one.
@pytest.mark.timeout(900)
def test_kills_lose_nothing_double_nothing_and_are_never_seen(tmp_path: Path) -> None:
    report = crash.run(3, 400, tmp_path, lambda _: None)
    assert min(report.kills.values()) >= 3
    assert report.cycles >= 1
    assert report.reads >= 1
    assert report.acknowledged >= 1
