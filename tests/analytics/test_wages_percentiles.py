"""Percentiles of pay: which advertisements count, when they may be shown, and of which place."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analytics.wages_filter import PayFilter, list_scopes
from analytics.wages_pays import judge_all, read_pays
from analytics.wages_percentiles import measure_groups, measure_percentiles
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, vacancy

MILLION = 1_000_000
BATAM = PayFilter(occupation="7212", province="21", regency="2171")


@contextmanager
def market(folder: Path, rows: Sequence[Row]) -> Iterator[Snapshot]:
    publish(folder, rows)
    with closing(open_snapshot(folder)) as snapshot:
        yield snapshot


def paid(number: int, low: int | None, high: int | None = None, **facts: Any) -> Row:
    """A welder's job in Batam with this pay a month; one amount is both bounds."""
    facts = {"wage_period": "month", "wage_currency": "IDR", "occupation": "7212",
             "province": "21", "regency": "2171"} | facts  # fmt: skip
    bounds = {"wage_min": low, "wage_max": high, "wage_min_idr": low, "wage_max_idr": high}
    return vacancy(number, **bounds, **facts)


def test_pay_without_a_period_and_implausible_pay_do_not_count(tmp_path: Path) -> None:
    rows = [
        paid(1, 4 * MILLION, 5 * MILLION),
        paid(2, 4 * MILLION, wage_period=None),
        paid(3, 900 * MILLION, wage_flags="wide, implausible"),
        vacancy(4, occupation="7212", province="21", regency="2171"),
    ]
    with market(tmp_path, rows) as snapshot:
        pays = read_pays(snapshot, BATAM)
    assert pays[["low_idr", "high_idr"]].to_numpy().tolist() == [[4_000_000, 5_000_000]]


@pytest.mark.parametrize(
    ("companies", "reason"),
    [
        ("ABCABCABC", "few"),
        ("ABABABABAB", "employers"),
        ("AAAAAABCDE", "dominant"),
        ("AAAAABCDEF", None),
    ],
)
def test_a_cell_needs_ten_of_three_employers_and_none_with_more_than_half(
    tmp_path: Path, companies: str, reason: str | None
) -> None:
    rows = [paid(i, 4 * MILLION, 4 * MILLION, company=f"PT {c}") for i, c in enumerate(companies)]
    with market(tmp_path, rows) as snapshot:
        assert judge_all(snapshot, BATAM).reason == reason


@pytest.mark.parametrize(
    ("n", "shown"),
    [(9, []), (10, [50]), (19, [50]), (20, [25, 50, 75]), (29, [25, 50, 75]),
     (30, [10, 25, 50, 75, 90])],
)  # fmt: skip
def test_outer_percentiles_need_more_advertisements(
    tmp_path: Path, n: int, shown: list[int]
) -> None:
    rows = [paid(i, MILLION * (2 + i), MILLION * (3 + i)) for i in range(n)]
    with market(tmp_path, rows) as snapshot:
        found = measure_percentiles(snapshot, BATAM)
    assert found["percentile"].tolist() == [10, 25, 50, 75, 90]
    told = found[found["pay_idr"].notna()]
    assert told["percentile"].tolist() == shown
    assert found[found["reason"].isna()]["percentile"].tolist() == shown
    assert (told["interval_low"] < told["pay_idr"]).all()
    assert (told["pay_idr"] < told["interval_high"]).all()


@pytest.mark.parametrize(
    ("in_batam", "in_bintan", "elsewhere", "place"),
    [(10, 0, 0, "regency"), (9, 1, 0, "province"), (9, 0, 1, "nation"), (0, 0, 10, "nation")],
)
def test_too_few_fall_back_to_the_province_then_to_the_nation(
    tmp_path: Path, in_batam: int, in_bintan: int, elsewhere: int, place: str
) -> None:
    where = [("21", "2171")] * in_batam + [("21", "2102")] * in_bintan
    where += [("31", "3171")] * elsewhere
    rows = [
        paid(i, 5 * MILLION, 6 * MILLION, province=province, regency=regency)
        for i, (province, regency) in enumerate(where)
    ]
    with market(tmp_path, rows) as snapshot:
        median = measure_percentiles(snapshot, BATAM).iloc[2]
    assert (median["place"], median["n"], median["n_asked"]) == (place, 10, in_batam)
    assert (pd.isna(median["reason"]), pd.isna(median["reason_asked"])) == (True, in_batam == 10)


def test_where_even_the_nation_has_too_few_nothing_is_shown(tmp_path: Path) -> None:
    with market(tmp_path, [paid(i, 5 * MILLION) for i in range(9)]) as snapshot:
        found = measure_percentiles(snapshot, BATAM)
    assert found["pay_idr"].isna().all()
    assert set(found["reason"]) == {"few"}
    assert set(found["place"]) == {"nation"}


def test_experience_is_told_by_what_is_asked_at_least(tmp_path: Path) -> None:
    years = [None, 0, 0.5, 1, 2, 3, 5, 9]
    rows = [paid(i, MILLION, experience_min_years=one) for i, one in enumerate(years)]
    with market(tmp_path, rows) as snapshot:
        groups = measure_groups(snapshot, BATAM, "experience").set_index("group")["n"]
        junior = read_pays(snapshot, replace(BATAM, asks="below_1"))
    assert groups.to_dict() == {"1_2": 2, "3_4": 1, "5_more": 2, "below_1": 2}
    assert junior["n"].sum() == 2


@pytest.mark.parametrize(
    ("where", "scopes"),
    [
        (BATAM, ["asked", "occupation", "place", "all"]),
        (PayFilter(occupation="7212"), ["asked", "place"]),
        (PayFilter(province="21"), ["asked", "occupation"]),
        (PayFilter(), ["asked"]),
    ],
)
def test_wider_markets_are_each_named_once(where: PayFilter, scopes: list[str]) -> None:
    assert list(list_scopes(where)) == scopes
