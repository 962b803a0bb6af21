"""When openings of the sample market appear: growth, seasons, Lebaran, holidays, working week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Final

from data.reference.holidays import holiday, lebaran
from data.sample_draw import Table, Weighted, read_table, seeded

DAY: Final = timedelta(days=1)
DAYS_A_MONTH: Final = 365.25 / 12


@dataclass(frozen=True)
class Period:
    """The days of a market; `months_into` is the time that rates of change are told in."""

    until: date
    months: int

    @cached_property
    def first(self) -> date:
        """The first day: the day after `until` so many months earlier."""
        month = self.until.year * 12 + self.until.month - 1 - self.months
        return date(month // 12, month % 12 + 1, min(self.until.day, 28)) + DAY

    def months_into(self, day: date) -> float:
        """Months from the first day, with fractions."""
        return (day - self.first).days / DAYS_A_MONTH

    @cached_property
    def days(self) -> Weighted[date]:
        """Every day with the weight of its openings."""
        days = [self.first + DAY * n for n in range((self.until - self.first).days + 1)]
        return Weighted(days, [weigh_day(day, self.first) for day in days])

    def expect(self, openings: int) -> dict[str, float]:
        """Openings expected in each calendar month ("2026-03")."""
        expected: dict[str, float] = {}
        before, whole = 0.0, self.days.summed[-1]
        for day, summed in zip(self.days.things, self.days.summed, strict=True):
            month = f"{day:%Y-%m}"
            expected[month] = expected.get(month, 0.0) + (summed - before) / whole * openings
            before = summed
        return expected


def weigh_day(day: date, first: date) -> float:
    """How many openings appear on a day, against an ordinary one at the start."""
    rules = read_table("market")["calendar"]
    weight: float = rules["weekdays"][day.weekday()] * rules["months"][day.month - 1]
    weight *= 1 + rules["demand_growth"] * (day - first).days / 365
    if holiday(day) is not None:
        weight *= rules["holiday"]
    return weight * weigh_lebaran(day, rules)


def weigh_lebaran(day: date, rules: Table) -> float:
    """The factor of the weeks around Lebaran; 1 in years whose date is not known."""
    factor = 1.0
    for year in (day.year - 1, day.year, day.year + 1):
        feast = lebaran(year)
        if feast is None:
            continue
        after = (day - feast.eid).days
        for span in rules["around_lebaran"]:
            if span["from"] <= after <= span["to"]:
                factor *= span["factor"]
    return factor


def draw_moments(period: Period, openings: int, seed: int) -> Iterator[datetime]:
    """The moments of so many openings, in order."""
    rng = seeded(seed, "moments", openings)
    rules = read_table("market")["calendar"]
    start, end = rules["first_hour"] * 3600, rules["last_hour"] * 3600
    days = rng.choices(period.days.things, cum_weights=period.days.summed, k=openings)
    seconds = sorted(day.toordinal() * 86_400 + rng.randrange(start, end) for day in days)
    for second in seconds:
        midnight = date.fromordinal(second // 86_400)
        yield datetime(midnight.year, midnight.month, midnight.day, tzinfo=UTC) + timedelta(
            seconds=second % 86_400
        )
