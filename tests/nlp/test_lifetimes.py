"""Lifetimes of vacancies that a person can follow on a calendar."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from data.vacancy import Measured, Sighted
from nlp.duplicate_sketch import Shingles, make_shingles
from nlp.lifetimes import (
    Sighting,
    find_limit,
    find_limits,
    find_reposts,
    is_stale,
    measure_intensity,
    measure_lifetime,
    measure_vacancies,
)

_START = datetime(2026, 1, 1, tzinfo=UTC)
_TEXT = make_shingles("menjahit celana dan jaket sesuai pola serta merawat mesin jahit setiap hari")
_LIMITS = {("7533", "contoh"): 40.0, ("", "contoh"): 60.0, ("", ""): 90.0}


def on(day: float) -> datetime:
    return _START + timedelta(days=day)


def see(first: float, last: float, *, closed: float | None = None, **told: Any) -> Sighting:
    fields: dict[str, Any] = {
        "portal": "contoh",
        "posted": on(first),
        "first_seen": on(first),
        "last_seen": on(last),
        "closed_at": None if closed is None else on(closed),
        "changed_at": None,
        "shingles": _TEXT,
        **told,
    }
    return Sighting(**fields)


def test_a_closed_vacancy_ends_with_the_last_of_its_postings() -> None:
    found = measure_lifetime([see(10, 30, closed=31, portal="lain"), see(0, 12, closed=13)])
    assert (found.first_seen, found.closed_at, found.days) == (on(0), on(31), 31.0)
    assert (found.is_open, found.postings, found.portals, found.reposts) == (False, 2, 2, 0)


def test_an_open_vacancy_is_censored_where_it_was_last_seen() -> None:
    found = measure_lifetime([see(0, 12, closed=13), see(5, 20, portal="lain")])
    assert found.is_open
    assert found.closed_at is None
    assert found.days == 20.0


def test_a_posting_began_when_it_says_unless_that_is_after_it_was_seen() -> None:
    assert measure_lifetime([see(5, 9, posted=on(1))]).days == 8.0
    assert measure_lifetime([see(5, 9, posted=on(8))]).days == 4.0


def test_reposts_are_on_the_same_portal_crossposts_are_not() -> None:
    again = see(40, 50)
    assert find_reposts([again, see(1, 9, portal="lain"), see(0, 30)]) == [again]


def test_intensity_is_postings_a_vacancy() -> None:
    lifetimes = [measure_lifetime([see(0, 1)]), measure_lifetime([see(0, 1)] * 3)]
    assert measure_intensity(lifetimes) == 2.0
    assert math.isnan(measure_intensity([]))


def test_limits_are_the_95th_percentile_of_large_enough_groups() -> None:
    rows = [("7533", "contoh", day) for day in range(1, 102)] + [("2512", "lain", 500.0)] * 5
    limits = find_limits(pd.DataFrame(rows, columns=["occupation", "portal", "days"]))
    assert limits["7533", "contoh"] == pytest.approx(96.0)
    assert ("2512", "lain") not in limits
    assert find_limit(limits, "2512", "lain") == limits["", ""]
    assert find_limit({}, "2512", "lain") is None


def test_stale_is_open_unchanged_and_older_than_usual() -> None:
    assert is_stale([see(0, 41)], "7533", _LIMITS)
    assert not is_stale([see(0, 39)], "7533", _LIMITS)
    assert not is_stale([see(0, 41)], None, _LIMITS)
    assert not is_stale([see(0, 41, closed=42)], "7533", _LIMITS)
    assert not is_stale([see(0, 41, changed_at=on(20))], "7533", _LIMITS)
    assert not is_stale([see(0, 41)], "7533", {})


def test_stale_is_posted_again_three_times_in_half_a_year_with_the_same_text() -> None:
    often = [see(day, day + 5, closed=day + 6) for day in (0, 30, 60, 90)]
    assert is_stale(often, "7533", _LIMITS)
    assert not is_stale(often[:3], "7533", _LIMITS)
    rare = [see(day, day + 5, closed=day + 6) for day in (0, 90, 200, 290)]
    assert not is_stale(rare, "7533", _LIMITS)
    other = make_shingles(
        "mencari penjahit gorden yang rapi dan cepat untuk pesanan besar tahun ini"
    )
    reworded = [
        see(d, d + 5, closed=d + 6, shingles=t)
        for d, t in zip((0, 30, 60, 90), (_TEXT, other) * 2, strict=True)
    ]
    assert not is_stale(reworded, "7533", _LIMITS)


def row(vacancy: str, key: int, first: float | None, last: float | None, **told: Any) -> Sighted:
    fields: dict[str, Any] = {
        "portal": "contoh",
        "occupation": "7533",
        "is_lead": True,
        "posted": None,
        "first_seen": None if first is None else on(first),
        "last_seen": None if last is None else on(last),
        "closed_at": None,
        "changed_at": None,
        **told,
    }
    return Sighted(vacancy, key, **fields)


def test_vacancies_are_measured_one_by_one_against_what_is_usual() -> None:
    usual = [row(f"c{n:02d}", n, 0, 30, closed_at=on(n)) for n in range(1, 41)]  # P95 is 38.05
    open_ones = [row("d1", 51, 0, 38), row("d2", 52, 0, 39), row("d3", 53, 0, 39, changed_at=on(9))]
    never = [row("e", 60, None, None), row("e", 61, None, None)]
    again = [
        row("f", 70 + n, 20 * n, 20 * n + 1, portal="lain", closed_at=on(20 * n + 2))
        for n in range(4)
    ]
    asked: list[int] = []

    def load(keys: Sequence[int]) -> dict[int, Shingles]:
        asked.extend(keys)
        return dict.fromkeys(keys, _TEXT)

    rows = [*usual, *open_ones, *never, *again]
    found = {one.vacancy_id: one for one in measure_vacancies(lambda: iter(rows), load)}
    assert found["c40"] == Measured("c40", 40.0, is_stale=False, reposts=0)
    assert [found[name].is_stale for name in ("d1", "d2", "d3")] == [False, True, False]
    assert found["e"] == Measured("e", None, None, 1)
    assert found["f"] == Measured("f", 62.0, is_stale=True, reposts=3)
    assert asked == [70, 71, 72, 73]


def test_texts_are_asked_for_many_vacancies_at_once() -> None:
    """4 postings a vacancy: 400 reposted ones take two questions, 25 of them one."""

    def again(vacancy: int) -> list[Sighted]:
        return [row(f"f{vacancy:03d}", 4 * vacancy + n, 20 * n, 20 * n + 1) for n in range(4)]

    def ask(vacancies: int) -> list[int]:
        asked: list[int] = []

        def load(keys: Sequence[int]) -> dict[int, Shingles]:
            asked.append(len(keys))
            return dict.fromkeys(keys, _TEXT)

        rows = [one for vacancy in range(vacancies) for one in again(vacancy)]
        found = list(measure_vacancies(lambda: iter(rows), load))
        assert [one.vacancy_id for one in found] == [f"f{n:03d}" for n in range(vacancies)]
        assert all(one.is_stale for one in found)
        return asked

    assert ask(25) == [100]
    assert ask(400) == [1_000, 600]
