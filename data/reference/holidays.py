"""Public holidays, joint leave and the days around Lebaran, 2015 to 2030."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from data.reference import tables


@dataclass(frozen=True, slots=True)
class Holiday:
    """One free day; `is_joint_leave` is cuti bersama; estimated days may move by one or two."""

    day: date
    name_id: str
    name_en: str
    is_joint_leave: bool
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class Lebaran:
    """Eid al-Fitr of a year, the last day for the THR, and the weeks in which hiring slackens."""

    year: int
    eid: date
    ramadan_start: date
    thr_deadline: date
    slack_from: date
    slack_to: date
    is_estimated: bool


@lru_cache(maxsize=1)
def all_holidays() -> tuple[Holiday, ...]:
    """All holidays in the order of the days."""
    return tuple(
        Holiday(
            day=date.fromisoformat(row["date"]),
            name_id=row["name_id"],
            name_en=row["name_en"],
            is_joint_leave=row["type"] == "joint_leave",
            is_estimated=row["is_estimated"] == "True",
        )
        for row in tables.rows("holidays")
    )


@lru_cache(maxsize=1)
def _by_day() -> dict[date, Holiday]:
    return {holiday.day: holiday for holiday in reversed(all_holidays())}


def holiday(day: date) -> Holiday | None:
    """The holiday on that day, None on others; the first one where two fall on one day."""
    return _by_day().get(day)


def is_working_day(day: date) -> bool:
    """Whether the day is a weekday and no holiday."""
    return day.weekday() < 5 and day not in _by_day()


@lru_cache(maxsize=1)
def _lebaran() -> dict[int, Lebaran]:
    return {
        int(row["year"]): Lebaran(
            year=int(row["year"]),
            eid=date.fromisoformat(row["eid_al_fitr"]),
            ramadan_start=date.fromisoformat(row["ramadan_start_approx"]),
            thr_deadline=date.fromisoformat(row["thr_deadline"]),
            slack_from=date.fromisoformat(row["slack_from"]),
            slack_to=date.fromisoformat(row["slack_to"]),
            is_estimated=row["is_estimated"] == "True",
        )
        for row in tables.rows("lebaran")
    }


def lebaran(year: int) -> Lebaran | None:
    """The Lebaran of a year, None outside 2015 to 2030."""
    return _lebaran().get(year)


def is_lebaran_slack(day: date) -> bool:
    """Whether the day lies in the weeks around Lebaran in which few advertisements appear."""
    feast = lebaran(day.year)
    return feast is not None and feast.slack_from <= day <= feast.slack_to
