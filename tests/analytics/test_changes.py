"""What changed in markets where it is planted, and nothing where nothing is."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.changes import CHANGES, find_changes, measure_changes, weigh_shares
from analytics.filter import EVERYTHING, Filter
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, spread, vacancy

Open = Callable[[Sequence[Row]], Snapshot]
# The last quarter and the same months of the year before.
MONTHS = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)][7:22]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_market(rows: Sequence[Row]) -> Snapshot:
            publish(tmp_path, rows)
            return stack.enter_context(closing(open_snapshot(tmp_path)))

        yield open_market


def news(market: Snapshot, where: Filter = EVERYTHING) -> pd.DataFrame:
    return find_changes(measure_changes(market, where))


def steady(months: Sequence[str] = MONTHS, n: int = 200) -> list[Row]:
    """The same in every month: eight sectors, each employer once, a third with an age limit."""
    return [
        vacancy(1_000 * number + i, posted=day, sector="CGHIJKLM"[i % 8], company=f"PT {i}",
                description_characters=100, age_max=30 if i % 3 else None)
        for number, month in enumerate(months)
        for i, day in enumerate(spread(month, n))
    ]  # fmt: skip


def test_an_empty_and_a_steady_market_have_no_news(opened: Open) -> None:
    assert measure_changes(opened([]), EVERYTHING).empty
    market = opened(steady())
    measured = measure_changes(market)
    assert find_changes(measured).empty
    assert set(measured["since"]) == {"month", "year"}
    assert set(measured["subject"]) == {"total", "sector", "asked"}
    total = measured[measured["subject"] == "total"]
    assert total[["since", "n", "n_before"]].to_numpy().tolist() == [["year", 600, 600]]
    assert not total["is_clear"].any()
    assert measured["change"].abs().max() < 0.01


def test_a_sector_that_trebled_is_told_with_its_evidence(opened: Open) -> None:
    rows = steady()
    for row in rows:
        # In the last month, half of the others' vacancies are trade: 25 become 112 of 200.
        if row["month"] == MONTHS[-1] and row["sector"] != "G" and int(row["vacancy_id"][1:]) % 2:
            row["sector"] = "G"
    found = news(opened(rows))
    rise = found[(found["code"] == "G") & (found["direction"] == "up")]
    assert rise["since"].tolist() == ["month", "year"]
    row = rise.iloc[0]
    n_last = sum(r["sector"] == "G" and r["month"] == MONTHS[-1] for r in rows)
    assert (row["n"], row["n_before"], row["base"], row["base_before"]) == (n_last, 25, 200, 200)
    assert (row["month"], row["month_before"]) == ("2026-10", "2026-09")
    assert row["value"] == n_last / 200
    assert row["interval_low"] > 0.2
    assert row["chance"] > 0.9
    assert row["test"] == "posterior"
    # What lost its vacancies is told as a fall.
    assert (found.loc[found["code"] != "G", "direction"] == "down").all()


def test_what_a_snapshot_keeps_is_what_would_be_worked_out(tmp_path: Path) -> None:
    rows = [row | {"province": "32" if i % 3 else "35"} for i, row in enumerate(steady())]
    for row in rows[-40:]:
        row["sector"] = "G"
    asked = [EVERYTHING, *(Filter(province=code) for code in ("32", "35", "91"))]

    def ask(folder: Path) -> list[pd.DataFrame]:
        with closing(open_snapshot(folder)) as market:
            return [measure_changes(market, where) for where in asked]

    publish(tmp_path / "live", rows)
    publish(tmp_path / "kept", rows, changes=CHANGES)
    with closing(open_snapshot(tmp_path / "kept")) as market:
        assert market.meta.tables["changes"].rows > 50
        # Anything else than a place is worked out.
        narrowed = Filter(province="32", sector="G")
        assert len(measure_changes(market, narrowed)) not in (0, len(measure_changes(market)))
    for live, kept in zip(ask(tmp_path / "live"), ask(tmp_path / "kept"), strict=True):
        pd.testing.assert_frame_equal(live, kept, check_dtype=False)


def test_one_employers_campaign_is_no_news(opened: Open) -> None:
    rows = steady()
    campaign = [
        vacancy(90_000 + i, posted=day, sector="S", company="PT Satu", description_characters=100)
        for i, day in enumerate(spread(MONTHS[-1], 60))
    ]
    found = news(opened(rows + campaign))
    assert "S" not in found["code"].tolist()
    many = [row | {"company": f"PT Baru {i}"} for i, row in enumerate(campaign)]
    assert "S" in news(opened(rows + many))["code"].tolist()


def test_a_portal_that_came_is_no_news(opened: Open) -> None:
    rows = steady()
    rows += [
        vacancy(80_000 + i, posted=day, sector="S", company=f"PT Baru {i}", portals=("glints",))
        for i, day in enumerate(spread(MONTHS[-1], 100))
    ]
    measured = measure_changes(opened(rows))
    assert "S" not in measured["code"].tolist()
    assert measured.loc[measured["subject"] == "total", "n"].tolist() == [600]


def test_twice_the_vacancies_and_pay_of_a_year_ago(opened: Open) -> None:
    rows = steady(MONTHS[:-3]) + [
        row | {"vacancy_id": f"w{i}", "company": f"PT W {i}"}
        for i, row in enumerate(steady(MONTHS[-3:], 400))
    ]
    for i, row in enumerate(rows):
        if i % 4 == 0:
            pay = (4_000_000 if row["month"] < MONTHS[-3] else 6_000_000) + 10_000 * (i % 40)
            row |= {"wage_min_idr": pay, "wage_max_idr": pay, "wage_period": "month"}
    found = news(opened(rows)).set_index(["since", "subject"])
    total, pay = found.loc[("year", "total")], found.loc[("year", "pay")]
    assert (total["n"], total["n_before"], total["change"]) == (1200, 600, 1)
    assert total["test"] == "interval"
    assert 0 < total["interval_low"] < 1 < total["interval_high"]
    assert pay["change"] == pytest.approx(0.48, abs=0.03)
    assert ("month", "total") not in found.index
    assert news(opened(rows), Filter(province="31")).empty


@pytest.mark.parametrize(("codes", "more_than"), [(200, 0.2), (30, 0.1)])
def test_noise_is_hardly_ever_clear(codes: int, more_than: float) -> None:
    """Codes drawn twice from the same shares: at most one in a hundred is told."""
    chance, told, n_all = np.random.default_rng(1), 0, 0
    for _ in range(20):
        shares = chance.dirichlet(np.full(codes, 0.7))
        n, n_before = chance.multinomial(4_000, shares), chance.multinomial(4_000, shares)
        counts = pd.DataFrame({"code": range(codes), "n": n, "n_before": n_before})
        counts = counts[counts["n"] + counts["n_before"] >= 10]
        counts = counts.assign(largest=0.1, effect=1.0, base=4_000, base_before=4_000)
        told += int(weigh_shares(counts, more_than)["is_clear"].sum())
        n_all += len(counts)
    assert n_all > 400
    assert told <= n_all / 100
