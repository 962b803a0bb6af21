"""A collecting run that is killed goes on where it was and ends as one that nobody disturbed.

The full one is `python -m benchmarks collect-crash`: the same with 200 kills.
"""

from pathlib import Path

from benchmarks import collect_crash


def test_killed_runs_end_like_an_undisturbed_one(tmp_path: Path) -> None:
    report = collect_crash.run(4, 250, tmp_path, lambda _: None)
    assert report.kills >= 4
    assert report.rounds >= 2
