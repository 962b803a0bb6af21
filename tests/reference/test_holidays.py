"""The calendar knows free days and Lebaran, and says which dates are reckoned."""

from datetime import date, timedelta

import pytest

from data import reference


@pytest.mark.parametrize("year", range(2015, 2031))
def test_lebaran_of_every_year_is_a_holiday_and_moves_backwards(year: int) -> None:
    feast = reference.lebaran(year)
    assert feast is not None
    assert reference.holiday(feast.eid) is not None
    assert feast.thr_deadline == feast.eid - timedelta(days=7)
    assert feast.slack_from <= feast.eid <= feast.slack_to
    after = reference.lebaran(year + 1)
    if after:
        assert 353 <= (after.eid - feast.eid).days <= 356


@pytest.mark.parametrize("year", [2014, 2031])
def test_year_outside_the_table_has_no_lebaran(year: int) -> None:
    assert reference.lebaran(year) is None
    assert not reference.is_lebaran_slack(date(year, 6, 1))


def test_future_dates_are_marked_as_estimates() -> None:
    feasts = [reference.lebaran(year) for year in range(2015, 2031)]
    assert [f.year for f in feasts if f and f.is_estimated] == [2027, 2028, 2029, 2030]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 8, 17), False),  # Independence Day, a Monday
        (date(2026, 8, 18), True),
        (date(2026, 8, 22), False),  # a Saturday
        (date(2026, 3, 23), False),  # joint leave after Lebaran
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert reference.is_working_day(day) is works


def test_weeks_around_lebaran_are_slack() -> None:
    assert reference.is_lebaran_slack(date(2026, 3, 21))
    assert not reference.is_lebaran_slack(date(2026, 5, 21))


def test_joint_leave_is_told_from_public_holidays() -> None:
    leave = reference.holiday(date(2026, 12, 24))
    assert leave is not None
    assert leave.is_joint_leave
