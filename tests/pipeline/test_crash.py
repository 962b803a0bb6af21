"""A kill at any moment of import, process and publish loses nothing and is never seen by a reader.

The full one is `make bench`: the same with hundreds of kills.
"""

from pathlib import Path

from benchmarks import crash


def test_kills_lose_nothing_double_nothing_and_are_never_seen(tmp_path: Path) -> None:
    report = crash.run(3, 600, tmp_path, lambda _: None)
    assert min(report.kills.values()) >= 3
    assert report.cycles >= 1
    assert report.reads >= 1
    assert report.acknowledged >= 1
