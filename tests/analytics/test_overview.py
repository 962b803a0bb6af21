"""Questions to small drawn markets whose answers can be counted by hand."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics import overview, wages
from analytics.filter import EVERYTHING, Filter
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


def in_months(**counts: int) -> list[Row]:
    """Openings spread over whole months, e.g. in_months(m2026_01=40)."""
    days = [day for name, n in counts.items() for day in spread(name[1:].replace("_", "-"), n)]
    return [vacancy(i, posted=day) for i, day in enumerate(days)]


def test_empty_snapshot_answers_every_question_without_error(opened: Open) -> None:
    market = opened([])
    assert overview.count_vacancies(market, EVERYTHING).at[0, "n"] == 0
    for question in (overview.count_by_month, overview.compare_last_month, overview.rank_titles):
        assert question(market, EVERYTHING).empty
    provinces = overview.rank_provinces(market, EVERYTHING, ["11", "12"])
    assert provinces["n"].tolist() == [0, 0]
    assert provinces["share"].isna().all()
    assert overview.share_portals(market, EVERYTHING).empty
    wage = wages.measure_wage(market, EVERYTHING).iloc[0]
    assert wage["n"] == 0
    assert pd.isna(wage["median_idr"])


def test_counts_say_how_many_have_a_date_and_a_company(opened: Open) -> None:
    rows = [
        vacancy(1, posted=date(2026, 1, 5), province="31", company="A", postings=3),
        vacancy(2, company="A", remote="remote"),
        vacancy(3, company=None, province="32"),
    ]
    row = overview.count_vacancies(opened(rows), EVERYTHING).iloc[0]
    counted = row[["n", "n_dated", "n_undated", "n_placed", "n_remote", "employers", "postings"]]
    assert counted.tolist() == [3, 1, 2, 2, 1, 1, 5]


def test_month_at_the_edge_is_incomplete_and_a_gap_is_not_zero(opened: Open) -> None:
    days = [*spread("2025-11", 20, first=12), *spread("2026-02", 20), *spread("2026-03", 9, 1, 9)]
    rows = [vacancy(i, posted=day) for i, day in enumerate(days)]
    months = overview.count_by_month(opened(rows), EVERYTHING)
    assert months["month"].tolist() == ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]
    assert months["n"].isna().tolist() == [False, True, True, False, False]
    assert months["is_complete"].tolist() == [False, False, False, True, False]


def test_month_known_elsewhere_but_empty_here_is_zero(opened: Open) -> None:
    rows = [*in_months(m2026_01=20), vacancy(99, posted=date(2026, 2, 3), province="31")]
    months = overview.count_by_month(opened(rows), Filter(province="31"))
    assert months["n"].tolist() == [0, 1]


def test_only_the_newest_months_are_kept(opened: Open) -> None:
    rows = [vacancy(40, posted=date(2019, 5, 1)), *in_months(m2026_02=40)]
    months = overview.count_by_month(opened(rows), EVERYTHING, last=3)
    assert months["month"].tolist() == ["2025-12", "2026-01", "2026-02"]


def test_change_is_against_the_complete_month_before(opened: Open) -> None:
    row = overview.compare_last_month(opened(in_months(m2026_01=40, m2026_02=60)), EVERYTHING)
    first = row.iloc[0]
    assert (first["month"], first["n"], first["n_before"]) == ("2026-02", 60, 40)
    assert first["change"] == pytest.approx(0.5)
    assert first["interval_low"] < 0.5 < first["interval_high"]
    assert first["reason"] is None


@pytest.mark.parametrize(
    ("months", "reason"),
    [
        ({"m2026_01": 29, "m2026_02": 60}, "few"),
        ({"m2026_01": 60, "m2026_02": 29}, "few"),
        ({"m2025_12": 60, "m2026_02": 60}, "gap"),
        ({"m2026_02": 60}, "gap"),
    ],
)
def test_change_is_withheld_with_its_reason(
    opened: Open, months: dict[str, int], reason: str
) -> None:
    row = overview.compare_last_month(opened(in_months(**months)), EVERYTHING).iloc[0]
    assert row["reason"] == reason
    assert pd.isna(row["change"])


def test_change_is_withheld_when_a_portal_that_matters_came_or_went(opened: Open) -> None:
    rows = in_months(m2026_01=40, m2026_02=60)
    for row in rows[45:]:
        row["portals"] = ("glints",)
    assert overview.compare_last_month(opened(rows), EVERYTHING).at[0, "reason"] == "portals"


def test_a_portal_with_a_handful_of_openings_does_not_matter(opened: Open) -> None:
    rows = in_months(m2026_01=40, m2026_02=60)
    for row in rows[-3:]:
        row["portals"] = ("glints",)
    assert overview.compare_last_month(opened(rows), EVERYTHING).at[0, "reason"] is None


def test_titles_below_ten_are_counted_but_not_ranked(opened: Open) -> None:
    names = ["Kasir"] * 12 + ["Barista"] * 10 + ["Perawat"] * 9 + ["Koki"]
    market = opened([vacancy(i, title=name, company=f"PT {i % 4}") for i, name in enumerate(names)])
    titles = overview.rank_titles(market, EVERYTHING)
    assert titles[["title", "n", "employers"]].to_numpy().tolist() == [
        ["Kasir", 12, 4],
        ["Barista", 10, 4],
    ]
    assert titles["share"].tolist() == pytest.approx([12 / 32, 10 / 32])
    assert (titles["interval_low"] < titles["share"]).all()
    assert overview.count_titles(market, EVERYTHING).iloc[0].tolist() == [4, 2]


def test_advertisements_without_a_title_are_no_title(opened: Open) -> None:
    rows = [vacancy(i, title=None if i < 20 else "Kasir") for i in range(32)]
    market = opened(rows)
    titles = overview.rank_titles(market, EVERYTHING)
    assert titles[["title", "n"]].to_numpy().tolist() == [["Kasir", 12]]
    assert titles["share"].item() == pytest.approx(12 / 32)
    assert overview.count_titles(market, EVERYTHING)["n"].item() == 1


def test_all_provinces_are_listed_and_small_ones_have_no_share(opened: Open) -> None:
    codes = ["31"] * 15 + ["32"] * 9 + [None]
    market = opened([vacancy(i, province=code) for i, code in enumerate(codes)])
    provinces = overview.rank_provinces(market, EVERYTHING, ["11", "31", "32"])
    assert provinces["province"].tolist() == ["31", "32", "11"]
    assert provinces["n"].tolist() == [15, 9, 0]
    assert provinces["share"].tolist()[0] == pytest.approx(15 / 24)
    assert provinces["share"].isna().tolist() == [False, True, True]


def test_a_vacancy_on_two_portals_counts_in_both(opened: Open) -> None:
    rows = [vacancy(1, portals=("glints", "jobstreet"), postings=2), vacancy(2)]
    portals = overview.share_portals(opened(rows), EVERYTHING)
    assert portals[["portal", "n", "share"]].to_numpy().tolist() == [
        ["jobstreet", 2, 1.0],
        ["glints", 1, 0.5],
    ]


@pytest.mark.parametrize(
    ("where", "n"),
    [
        (Filter(province="31"), 2),
        (Filter(regency="3171"), 1),
        (Filter(portal="glints"), 1),
        (Filter(remote="remote"), 1),
        (Filter(period_from=date(2026, 1, 2)), 1),
        (Filter(period_from=date(2026, 1, 1), period_to=date(2026, 1, 1), province="31"), 1),
        (Filter(province="31' OR '1'='1"), 0),
        (Filter(portal="x') OR (true"), 0),
        (Filter(sector="C"), 1),
        (Filter(occupation="24"), 1),
        (Filter(occupation="2"), 2),
        (Filter(education="sma"), 2),
        (Filter(education="smk", experience=1), 1),
        (Filter(experience=2), 3),
        (EVERYTHING, 3),
    ],
)
def test_filter_narrows_and_cannot_be_broken_out_of(opened: Open, where: Filter, n: int) -> None:
    rows = [
        vacancy(1, province="31", regency="3171", posted=date(2026, 1, 1), sector="C"),
        vacancy(2, province="31", posted=date(2026, 1, 2), portals=("glints",), occupation="2"),
        vacancy(3, remote="remote", occupation="2411", education_min="s1"),
    ]
    rows[0] |= {"education_min": "smk", "experience_min_years": 2.0}
    assert overview.count_vacancies(opened(rows), where).at[0, "n"] == n
