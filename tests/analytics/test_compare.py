"""Two sides of small markets whose ratios can be worked out by hand."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.compare import MEASURES, compare, compare_counts, compare_estimates
from analytics.filter import EVERYTHING, Filter
from analytics.skills_filter import asking_for
from analytics.statistics import Interval
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, spread, vacancy

Open = Callable[[Sequence[Row]], Snapshot]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_market(rows: Sequence[Row]) -> Snapshot:
            publish(tmp_path, rows)
            return stack.enter_context(closing(open_snapshot(tmp_path)))

        yield open_market


def test_ratios_of_counts_and_of_estimates() -> None:
    # Variance 1/100 + 1/100: the interval is 1 / e^0.277 to e^0.277.
    apart = compare_counts(100, 100)
    assert apart is not None
    assert (apart.low, apart.high) == pytest.approx((0.758, 1.319), abs=0.001)
    # 90 in both: only 10 and 10 can differ, variance 20/10,000.
    shared = compare_counts(100, 100, 90)
    assert shared is not None
    assert shared.high == pytest.approx(math.exp(1.96 * math.sqrt(20) / 100), abs=0.001)
    assert compare_counts(0, 5) is None
    # Both known to a factor of 2: the distance is the square root of twice the square.
    both = compare_estimates(10, Interval(5, 20), 40, Interval(20, 80))
    assert (both.low, both.high) == pytest.approx((4 / 2 ** math.sqrt(2), 4 * 2 ** math.sqrt(2)))


def test_an_empty_market_and_the_same_side_twice(opened: Open) -> None:
    market = opened([])
    empty = compare(market, Filter(province="31"), Filter(province="32"))
    assert empty["measure"].tolist() == list(MEASURES)
    assert empty["reason"].tolist() == ["few"] * 4
    assert not empty["differs"].any()
    same = compare(market, EVERYTHING, EVERYTHING)
    assert set(same["reason"]) == {"same"}


def test_two_places_in_all_and_in_one_occupation(opened: Open) -> None:
    rows = [
        vacancy(i, province="31" if i < 300 else "32", occupation="5223" if i % 3 else "2411")
        for i in range(400)
    ]
    market = opened(rows)
    places = compare(market, Filter(province="31"), Filter(province="32")).set_index("measure")
    vacancies, share = places.loc["vacancies"], places.loc["share"]
    assert (vacancies["n_first"], vacancies["n_second"]) == (300, 100)
    assert vacancies["ratio"] == pytest.approx(1 / 3)
    assert vacancies["differs"]
    assert (share["first"], share["second"], share["base_first"]) == (0.75, 0.25, 400)
    assert places.at["pay", "reason"] == "few"
    # Within each place, a third of the vacancies are accountants: that is no difference.
    work = compare(
        market, Filter(province="31", occupation="2411"), Filter(province="32", occupation="2411")
    ).set_index("measure")
    assert work.loc["share", ["n_first", "base_first", "base_second"]].tolist() == [100, 300, 100]
    assert work.at["share", "ratio"] == pytest.approx(0.34 / (1 / 3))
    assert not work.at["share", "differs"]
    assert work.at["vacancies", "differs"]


def test_a_place_and_its_part_share_their_vacancies(opened: Open) -> None:
    rows = [vacancy(i, province="31", regency="3171" if i < 60 else "3172") for i in range(120)]
    found = compare(opened(rows), Filter(province="31"), Filter(province="31", regency="3171"))
    row = found.set_index("measure").loc["vacancies"]
    # Half of them; variance 1/60 - 1/120.
    assert row["ratio_high"] == pytest.approx(0.5 * math.exp(1.96 * math.sqrt(1 / 120)), abs=0.001)


def test_two_skills_are_shares_of_described_vacancies(opened: Open) -> None:
    rows = [
        vacancy(i, description_characters=100,
                asks=[s for s, n in (("honesty", 80), ("teamwork", 40)) if i < n])
        for i in range(100)
    ]  # fmt: skip
    rows += [vacancy(500 + i) for i in range(50)]
    market = opened(rows)
    found = compare(market, asking_for(EVERYTHING, "honesty"), asking_for(EVERYTHING, "teamwork"))
    share = found.set_index("measure").loc["share"]
    assert share[["first", "second", "base_first", "base_second"]].tolist() == [0.8, 0.4, 100, 100]
    # All 40 are among the 80: variance (80 + 40 - 80)/(80 × 40).
    assert share["ratio_high"] == pytest.approx(0.5 * math.exp(1.96 * math.sqrt(1 / 80)), abs=0.001)
    assert share["differs"]


def test_pay_differs_only_beyond_its_noise(opened: Open) -> None:
    def paid(place: str, base: int, n: int, start: int) -> list[Row]:
        return [
            vacancy(start + i, province=place, wage_min_idr=base + 10_000 * i,
                    wage_max_idr=base + 10_000 * i, wage_period="month")
            for i in range(n)
        ]  # fmt: skip

    market = opened([
        *paid("31", 6_000_000, 40, 0), *paid("32", 4_000_000, 40, 100),
        *paid("33", 4_020_000, 40, 200),
    ])  # fmt: skip
    far = compare(market, Filter(province="31"), Filter(province="32")).set_index("measure")
    assert far.at["pay", "n_first"] == 40
    assert far.at["pay", "ratio"] == pytest.approx(4.195 / 6.195, abs=0.003)
    assert far.at["pay", "differs"]
    near = compare(market, Filter(province="32"), Filter(province="33")).set_index("measure")
    assert not near.at["pay", "differs"]


def test_growth_of_two_sectors(opened: Open) -> None:
    rows: list[Row] = []
    for number in range(12):
        for day in spread(f"2025-{number + 1:02d}", 100):
            place = len(rows) % 20
            sector = "G" if place < (8 if number >= 6 else 4) else "CHIJKLMN"[place % 8]
            rows.append(vacancy(len(rows), posted=day, sector=sector))
    market = opened(rows)
    row = compare(market, Filter(sector="C"), Filter(sector="G")).set_index("measure").loc["growth"]
    assert (row["base_second"], row["n_second"]) == (120, 240)
    assert row["second"] == pytest.approx(1, abs=0.25)
    assert row["ratio"] > 1.5
    assert row["differs"]
    assert row["level"] == 0.9
    mixed = compare(market, Filter(sector="C"), Filter(province="31")).set_index("measure")
    assert mixed.at["growth", "reason"] == "kind"


def test_periods_are_compared_a_day_and_on_the_same_portals(opened: Open) -> None:
    rows = [vacancy(i, posted=day) for i, day in enumerate(spread("2025-04", 90))]
    rows += [vacancy(100 + i, posted=d) for i, d in enumerate(spread("2025-05", 45, last=15))]
    market = opened(rows)
    april = Filter(period_from=date(2025, 4, 1), period_to=date(2025, 4, 30))
    may = Filter(period_from=date(2025, 5, 1), period_to=date(2025, 5, 15))
    found = compare(market, april, may).set_index("measure")
    assert found.loc["vacancies", ["first", "second", "ratio"]].tolist() == [3, 3, 1]
    assert not found.at["vacancies", "differs"]
    assert found.at["share", "reason"] == "kind"
    rows += [
        vacancy(300 + i, posted=day, portals=("glints",))
        for i, day in enumerate(spread("2025-05", 60, last=15))
    ]
    other = compare(opened(rows), april, may).set_index("measure").loc["vacancies"]
    assert other["reason"] == "portals"
    assert pd.isna(other["ratio"])
