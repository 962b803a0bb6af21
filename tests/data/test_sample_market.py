"""The sample market's known truth: places, occupations, seasons, pay, trends, the circular."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from data.reference.areas import provinces, regencies
from data.sample import place_openings
from data.sample_calendar import Period
from data.sample_draw import read_occupations
from data.sample_limits import KINDS
from data.sample_places import find_minimum, weigh_places
from data.sample_skills import Trend, all_trends
from data.sample_truth import TrueOpening, find_circular, tell_truth

PERIOD = Period(date(2026, 11, 23), 36)


@pytest.fixture(scope="module")
def openings() -> list[TrueOpening]:
    return [tell_truth(placement) for placement in place_openings(PERIOD, 30_000, 17)]


def share(things: Iterable[bool]) -> float:
    found = list(things)
    return sum(found) / len(found)


def test_every_province_has_its_share(openings: list[TrueOpening]) -> None:
    told = Counter(opening.regency[:2] for opening in openings)
    assert told.keys() == provinces().keys()
    for code, n in told.items():
        expected = 30_000 * sum(p.weight for p in weigh_places().things if p.province_code == code)
        assert abs(n - expected) < 4 * math.sqrt(expected), code
    assert 0.15 < told["31"] / 30_000 < 0.35
    assert min(told.values()) >= 50


def test_every_regency_can_be_drawn_and_most_are(openings: list[TrueOpening]) -> None:
    assert {place.code for place in weigh_places().things} == regencies().keys()
    assert all(place.weight > 0 for place in weigh_places().things)
    assert len({opening.regency for opening in openings}) > 420


def test_many_occupations_in_the_usual_proportions(openings: list[TrueOpening]) -> None:
    told = Counter(opening.occupation for opening in openings)
    assert len({occupation["isco"] for occupation in read_occupations()}) >= 150
    assert len(told) >= 150
    whole = sum(occupation["weight"] for occupation in read_occupations())
    usual = Counter[str]()
    for occupation in read_occupations():
        usual[occupation["isco"]] += occupation["weight"] / whole * 30_000
    moving = {trend.occupations[0] for trend in all_trends() if trend.skill is None}
    for code in usual.keys() - moving:
        # Scams (half a percent) pretend to be office clerks.
        slack = 4 * math.sqrt(usual[code]) + 0.03 * usual[code] + 200 * (code == "4110")
        assert abs(told[code] - usual[code]) < slack, code
    # By major group: most is sales, office and expert work, but a fifth is manual.
    groups = Counter(code[0] for code in told.elements())
    assert 0.15 < sum(groups[g] for g in "6789") / 30_000 < 0.35
    assert 0.15 < groups["2"] / 30_000 < 0.40


def test_work_is_where_it_can_be_done(openings: list[TrueOpening]) -> None:
    where = {place.code: set(place.tags) for place in weigh_places().things}
    wanted = {o["isco"]: set(o.get("tags", [])) for o in read_occupations()}
    single = Counter(o["isco"] for o in read_occupations())
    for opening in openings:
        tags = wanted[opening.occupation]
        if tags and single[opening.occupation] == 1 and not opening.is_scam:
            assert tags & where[opening.regency]


def test_an_opening_has_a_third_more_adverts(openings: list[TrueOpening]) -> None:
    assert sum(len(opening.adverts) for opening in openings) / 30_000 >= 1.3
    portals = Counter(portal for opening in openings for portal, _ in opening.adverts)
    assert portals.keys() == {"kalibrr", "dealls", "kitalulus", "karirhub", "karir_com", "jsonld"}
    assert min(portals.values()) > 0.05 * portals.total()


def test_employers_are_many_and_seldom_hire_the_same_twice_in_two_months(
    openings: list[TrueOpening],
) -> None:
    assert len({opening.company for opening in openings}) > 5_000
    last: dict[tuple[str, str, str], TrueOpening] = {}
    close = 0
    for opening in openings:
        key = (opening.company, opening.regency, opening.occupation)
        close += key in last and (opening.posted - last[key].posted).days < 60
        last[key] = opening
    assert close < 0.005 * len(openings)


@pytest.mark.parametrize("eid", ["2024-04-10", "2025-03-31", "2026-03-21"])
def test_lebaran_is_quiet_and_the_weeks_after_are_not(
    eid: str, openings: list[TrueOpening]
) -> None:
    feast = date.fromisoformat(eid)
    days = Counter((opening.posted.date() - feast).days for opening in openings)
    quiet = sum(days[day] for day in range(-14, 7))
    after = sum(days[day] for day in range(14, 35))
    assert quiet < 0.5 * after


def test_the_week_and_the_months_are_as_expected(openings: list[TrueOpening]) -> None:
    weekdays = Counter(opening.posted.weekday() for opening in openings)
    assert weekdays[0] > 2.5 * weekdays[6]
    expected = PERIOD.expect(30_000)
    assert sum(expected.values()) == pytest.approx(30_000)
    told = Counter(f"{opening.posted:%Y-%m}" for opening in openings)
    for month, n in expected.items():
        assert abs(told[month] - n) < 4 * math.sqrt(n) + 1, month


def test_pay_goes_with_the_local_minimum_wage(openings: list[TrueOpening]) -> None:
    full = [o for o in openings if o.term in ("full_time", "contract") and not o.is_scam]
    ratios = [opening.pay_low_idr / opening.minimum_idr for opening in full]
    assert 0.1 < share(ratio < 1 for ratio in ratios) < 0.3
    assert 1.1 < sorted(ratios)[len(ratios) // 2] < 1.4
    assert all(opening.pay_low_idr <= opening.pay_high_idr for opening in full)
    assert all(o.minimum_idr == find_minimum(o.regency, o.posted.year) for o in openings)


@pytest.mark.parametrize(
    ("code", "year", "idr"),
    [
        ("3275", 2025, 5_690_752),  # Kota Bekasi: its own UMK
        ("3171", 2025, 5_396_761),  # Jakarta: the UMP
    ],
)
def test_minimum_wages_are_those_of_the_tables(code: str, year: int, idr: int) -> None:
    assert find_minimum(code, year) == pytest.approx(idr, abs=2)


def test_minimum_wages_grow_without_jumps() -> None:
    # Kota Bekasi has a UMK in the tables from 2024 on; in 2023 Jawa Barat's UMP is 1.99 million.
    assert 4_500_000 < find_minimum("3275", 2023) < find_minimum("3275", 2024)
    for code in regencies():
        assert 1.0 <= find_minimum(code, 2026) / find_minimum(code, 2025) < 1.25


def test_experience_pays_its_premium(openings: list[TrueOpening]) -> None:
    def mean(years: int) -> float:
        found = [
            math.log(o.pay_low_idr / o.minimum_idr)
            for o in openings
            if o.occupation == "3313" and o.experience_years == years and o.term == "full_time"
            if not o.title.startswith(("Junior", "Senior"))
        ]
        return sum(found) / len(found)

    assert 0 < mean(1) - mean(0) < 0.5


def steps(trend: Trend, openings: Iterable[TrueOpening]) -> Iterator[tuple[float, bool]]:
    """Each opening that the trend is about: months after its start, and whether it counts."""
    for opening in openings:
        months = PERIOD.months_into(opening.posted.date()) - trend.start
        if months < 0 or opening.is_scam:
            continue
        if trend.skill is None:
            yield months, opening.occupation in trend.occupations
        elif opening.occupation in trend.occupations:
            yield months, trend.skill in opening.skills


def fit_rate(found: list[tuple[float, bool]]) -> tuple[float, float]:
    """Rate and its standard error: Newton's method for a log-linear (Poisson) share."""
    level, rate = math.log(share(hit for _, hit in found)), 0.0
    for _ in range(30):
        means = [math.exp(level + rate * t) for t, _ in found]
        a = sum(means)
        b = sum(m * t for m, (t, _) in zip(means, found, strict=True))
        c = sum(m * t * t for m, (t, _) in zip(means, found, strict=True))
        u = sum(hit - m for m, (_, hit) in zip(means, found, strict=True))
        v = sum((hit - m) * t for m, (t, hit) in zip(means, found, strict=True))
        det = a * c - b * b
        level, rate = level + (c * u - b * v) / det, rate + (a * v - b * u) / det
    return rate, math.sqrt(a / det)


@pytest.mark.parametrize("trend", all_trends(), ids=lambda t: t.skill or t.occupations[0])
def test_the_rates_of_change_can_be_recovered(trend: Trend, openings: list[TrueOpening]) -> None:
    rate, error = fit_rate(list(steps(trend, openings)))
    assert abs(rate - trend.rate) < 3.5 * error
    assert error < 0.03


def test_skills_that_do_not_move_do_not_move(openings: list[TrueOpening]) -> None:
    still = Trend("sql", ("2511", "2521"), None, 0.0, 0)
    rate, error = fit_rate(list(steps(still, openings)))
    assert abs(rate) < 3.5 * error


@pytest.mark.parametrize("kind", KINDS)
def test_the_circular_lets_limits_fall_as_told(kind: str, openings: list[TrueOpening]) -> None:
    has = {
        "age": lambda o: o.age_max is not None,
        "sex": lambda o: o.sex is not None,
        "looks": lambda o: o.wants_looks,
        "marital": lambda o: o.wants_single,
    }[kind]
    circular = find_circular()
    assert circular.day == date(2025, 5, 28)
    before = [has(o) for o in openings if o.posted.date() < circular.day]
    after = [has(o) for o in openings if o.posted.date() >= circular.day]
    ratio = share(after) / share(before)
    error = ratio * math.sqrt(1 / sum(after) + 1 / sum(before))
    assert abs(ratio - circular.left[kind]) < 3.5 * error
    assert share(before) > 0.01


def test_a_few_are_scams_and_lives_are_short(openings: list[TrueOpening]) -> None:
    scams = [opening for opening in openings if opening.is_scam]
    assert 0.003 < len(scams) / 30_000 < 0.01
    assert all(opening.signs for opening in scams)
    assert not any(opening.signs for opening in openings if not opening.is_scam)
    days = sorted((opening.ends - opening.posted).days for opening in openings)
    assert 20 < days[len(days) // 2] < 35
    assert days[0] >= 2
