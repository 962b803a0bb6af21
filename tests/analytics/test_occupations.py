"""Occupations of small markets whose shares can be counted by hand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pandas as pd
import pytest

from analytics import growth, occupations
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


def described(number: int, **facts: object) -> Row:
    """An opening with a description."""
    return vacancy(number, description_characters=200, **facts)


def test_empty_snapshot_answers_every_question(opened: Open) -> None:
    market, where = opened([]), Filter(occupation="5230", province="31")
    assert occupations.rank_occupations(market, EVERYTHING).empty
    assert occupations.occupation_skills(market, where).empty
    assert occupations.search_titles(market, "kasir")["n"].sum() == 0
    assert occupations.share_demands(market, where)["share"].isna().all()
    row = occupations.profile(market, where).iloc[0]
    assert row["n"] == 0
    assert pd.isna(row["median_idr"])
    assert pd.isna(row["share"])


def test_rank_counts_those_told_so_far_and_hides_small_ones(opened: Open) -> None:
    codes = ["5230"] * 12 + ["5223"] * 10 + ["2411"] * 9 + ["5"] + [None]
    market = opened([vacancy(i, occupation=code) for i, code in enumerate(codes)])
    ranked = occupations.rank_occupations(market, EVERYTHING)
    assert ranked[["occupation", "n"]].to_numpy().tolist() == [["5230", 12], ["5223", 10]]
    assert ranked["share"].tolist() == pytest.approx([12 / 31, 10 / 31])
    assert ranked["growth"].isna().all()
    wide = occupations.rank_occupations(market, EVERYTHING, digits=1)
    assert wide[["occupation", "n"]].to_numpy().tolist() == [["5", 23]]


def test_growth_compares_twice_six_complete_months(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[object] = []

    def posterior(
        x1: Iterable[int], x2: Iterable[int], total1: int, total2: int, more_than: float
    ) -> pd.DataFrame:
        assert more_than == 0.2
        given.extend([list(x1), list(x2), total1, total2])
        columns = ["growth", "p_growth", "interval_low", "interval_high"]
        return pd.DataFrame([[0.5, 0.9, 0.1, 0.8], [-0.2, 0.0, -0.3, -0.1]], columns=columns)

    monkeypatch.setattr(growth, "growth_posterior", posterior)
    months = [f"2025-{m:02d}" for m in range(1, 13)]
    rows: list[Row] = []
    for i, month in enumerate(months):
        for day in spread(month, 10):
            is_clerk = len(rows) % 10 < (4 if i >= 6 else 2)
            rows.append(vacancy(len(rows), posted=day, occupation="4110" if is_clerk else "5230"))
    ranked = occupations.rank_occupations(opened(rows), EVERYTHING).set_index("occupation")
    assert given == [[12, 48], [24, 36], 60, 60]
    assert ranked[["n_before", "n_recent"]].to_dict("index")["4110"] == {
        "n_before": 12,
        "n_recent": 24,
    }
    assert ranked.at["4110", "p_growth"] == 0.9
    short = occupations.rank_occupations(opened(rows[10:]), EVERYTHING)
    assert short["p_growth"].isna().all()


def test_profile_falls_back_for_pay_and_says_so(opened: Open) -> None:
    rows = [
        vacancy(i, occupation="5230", province="32", wage_min_idr=4_000_000 + i) for i in range(12)
    ]
    rows.append(vacancy(50, occupation="5230", province="31"))
    rows.append(vacancy(51, occupation="2411", province="31"))
    market = opened(rows)
    row = occupations.profile(market, Filter(occupation="5230", province="31")).iloc[0]
    assert (row["n"], row["base"], row["wage_place"], row["n_wage"]) == (1, 2, "nation", 12)
    here = occupations.profile(market, Filter(occupation="5230", province="32")).iloc[0]
    assert (here["n"], here["wage_place"]) == (12, "province")


def test_demands_are_shares_of_described_vacancies(opened: Open) -> None:
    rows = [
        described(i, occupation="5230", education_min="sma", experience_min_years=float(i % 2),
                  sex="female" if i < 5 else None, age_max=25 if i < 10 else None)
        for i in range(20)
    ]  # fmt: skip
    rows.append(vacancy(99, occupation="5230", sex="male"))
    found = occupations.share_demands(opened(rows), Filter(occupation="5230", province="31"))
    assert set(found["place"]) == {"nation"}
    by = found.set_index(["demand", "value"])
    assert by.at[("education", "sma"), "share"] == 1.0
    assert by.at[("experience", "1_2"), "share"] == 0.5
    assert by.at[("restriction", "any"), "n"] == 10
    assert by.at[("restriction", "female"), "share"] == 0.25
    assert by.at[("restriction", "male"), "n"] == 0
    assert by.at[("restriction", "age_max"), "typical"] == 25


def test_skills_have_a_share_and_a_lift(opened: Open) -> None:
    rows = [
        described(
            i, occupation="5230", asks=["honesty"] if i < 6 else ["neatness"] if i < 8 else []
        )
        for i in range(12)
    ]
    rows += [described(100 + i, occupation="2411") for i in range(12)]
    found = occupations.occupation_skills(opened(rows), Filter(occupation="5230"))
    assert found["skill"].tolist() == ["honesty"]
    row = found.iloc[0]
    assert (row["n"], row["base"], row["share"]) == (6, 12, 0.5)
    assert row["lift"] == pytest.approx(2.0)
    assert row["lift_low"] < 2 < row["lift_high"]


def test_search_needs_every_word_at_the_start_of_a_word(opened: Open) -> None:
    titles = [("Staf Admin Gudang", "4321"), ("Admin", "4110"), ("Editor", "2642"), (None, "5230")]
    market = opened([vacancy(i, title=t, occupation=c) for i, (t, c) in enumerate(titles)])
    found = occupations.search_titles(market, "gudang ADMIN")
    assert found["occupation"].iloc[0] == "4321"
    assert found["n"].iloc[0] == 1
    assert "2642" not in set(occupations.search_titles(market, "it")["occupation"])
    assert occupations.search_titles(market, " ' ; -- ").empty
    named = occupations.search_titles(market, "kasir").set_index("occupation")
    expected = {"n": 0, "n_all": 1, "is_named": True}
    assert named[list(expected)].to_dict("index")["5230"] == expected
