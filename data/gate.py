"""The publish gate: a new snapshot must earn its place, or the old one stays served."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from data.snapshot import SnapshotMeta


@cache
def _thresholds() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "gate.toml").read_text(encoding="utf-8"))


def find_objections(new: SnapshotMeta, last: SnapshotMeta | None) -> list[str]:
    """Why the new snapshot must not replace the last; empty where it may.

    The first real one has no predecessor in the sample; the sample never replaces a real one.
    """
    if last is None or (last.is_sample and not new.is_sample):
        return []
    if new.is_sample and not last.is_sample:
        return ["it holds the sample, and the one served real postings"]
    limits = _thresholds()
    objections = []
    # Where postings are put together by other rules than before, as few vacancies as that makes of
    # the same postings are no loss.
    is_alike = new.versions.get("duplicates") == last.versions.get("duplicates")
    what = "vacancies" if is_alike else "postings"
    now, before = getattr(new, what), getattr(last, what)
    if now < limits["vacancies_ratio"] * before:
        objections.append(
            f"{now:,} {what} where the last has {before:,} "
            f"(at least {limits['vacancies_ratio']:.0%} are needed)"
        )
    for name, share in last.filled.items():
        if name not in new.filled and new.layout != last.layout:
            continue  # the new layout has no such column
        filled = new.filled.get(name, 0.0)
        if share >= limits["column_filled_at_least"] and (
            round(100 * (share - filled), 6) > limits["column_points"]
        ):
            objections.append(
                f"column {name} is filled in {filled:.0%} of rows, before {share:.0%} "
                "(has the mix of portals changed?)"
            )
    postings = {portal.name: portal.postings for portal in new.portals}
    for portal in last.portals:
        now_there = postings.get(portal.name, 0)
        if portal.postings >= limits["portal_postings"] and (
            now_there < limits["portal_ratio"] * portal.postings
        ):
            objections.append(
                f"portal {portal.name} has {now_there:,} postings, before {portal.postings:,}"
            )
    lost = [
        code
        for code, n in last.regencies.items()
        if n >= limits["regency_vacancies"] and code not in new.regencies
    ]
    provinces = {code[:2] for code in new.regencies}
    if gone := sorted({code[:2] for code in last.regencies} - provinces):
        objections.append(f"provinces lost: {', '.join(gone)}")
    if lost:
        objections.append(f"regencies lost: {', '.join(sorted(lost)[:20])}")
    return objections
