"""The training gap on drawn markets whose mixes can be counted by hand, and its floor."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics import training_gap
from analytics.filter import EVERYTHING, Filter
from analytics.training_additions import rank_additions
from analytics.training_courses import describe_courses, find_skills, read_courses
from data.reference import tables
from data.snapshot import Snapshot
from tests.analytics.operator_data import NOTE, open_with
from tests.ui.market import Row, vacancy

Open = Callable[..., Snapshot]
EXCEL, SEWING, PYTHON = "microsoft-excel", "sewing", "python"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_market(
            rows: Sequence[Row], trainings: Sequence[Mapping[str, Any]] = ()
        ) -> Snapshot:
            deliveries = {"trainings": trainings} if trainings else {}
            return stack.enter_context(closing(open_with(tmp_path, rows, deliveries)))

        yield open_market


def ads(n: int, skills: Sequence[str], first: int = 0, **facts: Any) -> list[Row]:
    told = {"posted": date(2026, 5, 5), "description_characters": 700, "asks": tuple(skills)}
    return [vacancy(first + number, **(told | facts)) for number in range(n)]


def offers(n: int, skills: str, first: int = 0, **facts: Any) -> list[dict[str, Any]]:
    return [
        {"title": f"Pelatihan {first + number}", "provider": "LPK Contoh", "mode": "online"}
        | {"skills": skills}
        | facts
        for number in range(n)
    ]


def field_of(skill: str) -> str:
    return next(row["group"] for row in tables.rows("skills") if row["id"] == skill)


def test_courses_name_skills_by_the_longest_wording() -> None:
    found = find_skills("Belajar Microsoft Excel dan menjahit untuk pemula")
    assert found == {EXCEL, SEWING}
    assert find_skills("Pengembangan diri yang menyenangkan") == frozenset()
    # "C" and "R" are skills in capitals alone.
    assert "r" in find_skills("Statistik dengan R")
    assert "r" not in find_skills("statistik dengan r")


def test_the_published_list_is_used_where_no_catalogue_is_loaded(opened: Open) -> None:
    courses = read_courses(opened([]))
    assert (courses.basis, courses.period, len(courses.table)) == ("published", "2020", 10)
    assert courses.table["weight"].iloc[0] == 66_666
    assert set(courses.taught["skill"]) >= {EXCEL, SEWING, "english", "make-up"}


def test_the_catalogue_is_of_the_place_and_of_what_is_online(opened: Open) -> None:
    rows = [
        *offers(1, "menjahit"),
        *offers(1, "Microsoft Excel", 1, mode="offline", place="Kota Bandung"),
        *offers(1, "Python", 2, mode="offline", place="Kota Surabaya"),
    ]
    market = opened([], rows)
    whole, west_java = read_courses(market), read_courses(market, "32")
    assert (whole.basis, len(whole.table)) == ("catalogue", 3)
    assert set(west_java.taught["skill"]) == {SEWING, EXCEL}


def test_fields_are_compared_as_shares_of_each_side(opened: Open) -> None:
    rows = ads(30, [EXCEL]) + ads(10, [SEWING], 30)
    taught = [*offers(5, "Microsoft Excel"), *offers(15, "menjahit", 5), *offers(2, "lain", 20)]
    market = opened(rows, taught)
    mix = training_gap.compare_mix(market, EVERYTHING, weighted=False).set_index("thing")
    excel, sewing = mix.loc[field_of(EXCEL)], mix.loc[field_of(SEWING)]
    assert (excel["n"], excel["n_courses"]) == (30, 5)
    assert excel["share_raw"] == pytest.approx(0.75)
    assert excel["share_training"] == pytest.approx(0.25)
    assert excel["gap"] == pytest.approx(0.5)
    assert excel["gap_low"] < 0.5 < excel["gap_high"]
    assert excel["gap_low"] > 0
    assert sewing["gap"] == pytest.approx(-0.5)
    assert excel["quotient"] < 1 < sewing["quotient"]
    row = training_gap.measure_mismatch(market, EVERYTHING, weighted=False).iloc[0]
    assert row["mismatch"] == pytest.approx(0.5)
    assert row["interval_low"] < 0.5 <= row["interval_high"]
    assert 0 < row["floor"] < row["floor_high"] < 0.5
    assert row["is_more_than_chance"]
    assert (row["n"], row["n_courses"], row["n_unread"], row["reason"]) == (40, 20, 2, None)


def test_the_same_mix_on_both_sides_is_no_more_than_chance(opened: Open) -> None:
    rows = ads(30, [EXCEL]) + ads(30, [SEWING], 30)
    taught = [*offers(11, "Microsoft Excel"), *offers(9, "menjahit", 11)]
    row = training_gap.measure_mismatch(opened(rows, taught), EVERYTHING, weighted=False).iloc[0]
    assert row["mismatch"] == pytest.approx(0.05)
    assert not row["is_more_than_chance"]


def test_the_floor_holds_what_pure_sampling_gives() -> None:
    chance = np.random.default_rng(7)
    shares = np.array([0.4, 0.3, 0.2, 0.1])

    def draw(n: int) -> training_gap.Side:
        parts = training_gap.sparse.csr_matrix(np.eye(4)[chance.choice(4, n, p=shares)])
        return training_gap.Side(parts, np.ones(n), np.ones(n))

    seen, floors, over = [], [], 0
    for _ in range(60):
        demand, training = draw(200), draw(25)
        mismatch = np.abs(demand.mix() - training.mix()).sum() / 2
        permuted = training_gap._permute(demand, training)
        seen.append(mismatch)
        floors.append(permuted.mean())
        over += mismatch > np.quantile(permuted, 0.95)
    assert np.mean(floors) == pytest.approx(np.mean(seen), rel=0.12)
    assert over <= 8  # 3 are expected of 60


def test_many_units_are_drawn_like_few() -> None:
    chance = np.random.default_rng(1)
    parts = training_gap.sparse.csr_matrix(np.eye(3)[chance.choice(3, 400, p=[0.6, 0.3, 0.1])])
    side = training_gap.Side(parts, chance.uniform(0.5, 2, 400), np.ones(400))
    few = training_gap._draw(side, 1)
    many = training_gap._draw_mean(side, np.random.default_rng(2))
    assert many.mean(axis=0) == pytest.approx(few.mean(axis=0), abs=0.005)
    assert many.std(axis=0) == pytest.approx(few.std(axis=0), rel=0.15)


def test_occupations_get_the_courses_of_their_own_skills(opened: Open) -> None:
    # Everyone asks for Excel, only tailors (KBJI 75) for sewing, only programmers (25) for Python.
    rows = [
        *ads(30, [EXCEL, SEWING], 0, occupation="7531"),
        *ads(30, [EXCEL, PYTHON], 30, occupation="2512"),
    ]
    taught = [*offers(12, "menjahit"), *offers(3, "Python", 12), *offers(4, "Microsoft Excel", 15)]
    market = opened(rows, taught)
    mix = training_gap.compare_mix(market, EVERYTHING, "occupation", weighted=False)
    mix = mix.set_index("thing")
    # What both ask alike tells of neither: the courses of Excel count for no occupation.
    assert mix.loc["75", ["n", "n_courses"]].tolist() == [30, 12]
    assert mix.loc["25", ["n", "n_courses"]].tolist() == [30, 3]
    assert mix.at["75", "share_training"] == pytest.approx(0.8)
    assert mix.at["25", "gap"] == pytest.approx(0.3)


def test_weights_make_demand_agree_with_the_employed(opened: Open) -> None:
    rows = [
        *ads(40, [PYTHON], 0, occupation="2512"),
        *ads(20, [SEWING], 40, occupation="7531"),
        *ads(20, ["sales"], 60, occupation="5223"),
    ]
    mix = training_gap.compare_mix(opened(rows, offers(10, "menjahit")), EVERYTHING, "occupation")
    mix = mix.set_index("thing")
    assert mix.loc["25", ["share_raw"]].tolist() == [0.5]
    # BPS, August 2025: professionals 7.5, production 30.05, sales 20.63 percent of the employed.
    assert mix.at["25", "share_weighted"] == pytest.approx(7.5 / 58.18, rel=0.03)
    assert mix.at["75", "share_weighted"] == pytest.approx(30.05 / 58.18, rel=0.03)
    assert mix.at["75", "gap"] == pytest.approx(mix.at["75", "share_weighted"] - 1)


def test_skills_nobody_trains_and_skills_nobody_asks(opened: Open) -> None:
    rows = ads(40, [PYTHON]) + ads(40, [EXCEL], 40)
    taught = [*offers(15, "Microsoft Excel"), *offers(15, "menjahit", 15)]
    skills = training_gap.compare_skills(opened(rows, taught), EVERYTHING).set_index("skill")
    assert skills.index.tolist() == [PYTHON, EXCEL, SEWING]
    assert skills.loc[PYTHON, ["n", "base", "n_courses"]].tolist() == [40, 80, 0]
    assert skills.at[PYTHON, "gap"] == pytest.approx(0.5)
    assert skills.at[EXCEL, "gap"] == pytest.approx(0)
    assert skills.at[SEWING, "n"] == 0
    assert skills.at[SEWING, "gap_high"] < 0


def test_a_regency_with_few_advertisements_is_answered_by_its_province(opened: Open) -> None:
    rows = [
        *ads(5, [EXCEL], 0, province="32", regency="3273"),
        *ads(40, [SEWING], 5, province="32", regency="3204"),
        *ads(40, [PYTHON], 45, province="35", regency="3578"),
    ]
    market = opened(rows, offers(12, "menjahit"))
    asked = Filter(province="32", regency="3273")
    mix = training_gap.compare_mix(market, asked, weighted=False)
    assert set(mix["place"]) == {"province"}
    assert mix["n"].sum() == 45
    assert training_gap.compare_skills(market, asked)["base"].max() == 45


@pytest.mark.parametrize(
    ("n_ads", "n_offers", "reason"), [(5, 20, "few_advertisements"), (40, 5, "few_courses")]
)
def test_few_on_a_side_give_a_reason_and_no_figure(
    n_ads: int, n_offers: int, reason: str, opened: Open
) -> None:
    market = opened(ads(n_ads, [EXCEL]), offers(n_offers, "Microsoft Excel"))
    row = training_gap.measure_mismatch(market, EVERYTHING).iloc[0]
    assert row["reason"] == reason
    assert pd.isna(row["mismatch"])
    assert training_gap.compare_mix(market, EVERYTHING).empty
    assert training_gap.compare_skills(market, EVERYTHING).empty


def test_employment_stands_beside_both(opened: Open) -> None:
    rows = ads(40, [PYTHON], 0, occupation="2512") + ads(10, [SEWING], 40, occupation="7531")
    market = opened(rows, offers(12, "menjahit"))
    groups = training_gap.compare_employment(market, EVERYTHING).set_index("group")
    assert groups["share_employed"].sum() == pytest.approx(1)
    assert groups.at["professional_technical", "share_demand"] == pytest.approx(0.8)
    assert groups.at["production_transport_labourers", "share_training"] == pytest.approx(1)
    assert groups.at["agriculture", "share_demand"] == 0


def test_an_unknown_kind_is_refused(opened: Open) -> None:
    with pytest.raises(ValueError, match="nothing to compare by"):
        training_gap.compare_mix(opened([]), EVERYTHING, "sector")


def test_an_empty_snapshot_answers_without_error(opened: Open) -> None:
    market = opened([])
    assert training_gap.compare_mix(market, EVERYTHING).empty
    assert training_gap.compare_employment(market, EVERYTHING).empty
    assert training_gap.measure_mismatch(market, EVERYTHING).at[0, "basis"] == "published"


def test_shares_of_both_sides_have_intervals_that_hold_them(opened: Open) -> None:
    rows = ads(30, [EXCEL]) + ads(10, [SEWING], 30)
    market = opened(rows, [*offers(5, "Microsoft Excel"), *offers(15, "menjahit", 5)])
    for row in training_gap.compare_mix(market, EVERYTHING, weighted=False).itertuples():
        assert row.demand_low < row.share_demand < row.demand_high
        assert row.training_low < row.share_training < row.training_high
        assert row.share_demand == row.share_raw
        assert row.gap == pytest.approx(row.share_demand - row.share_training)


def test_few_courses_leave_employment_without_a_training_side(opened: Open) -> None:
    rows = ads(40, [PYTHON], 0, occupation="2512")
    groups = training_gap.compare_employment(opened(rows, offers(3, "Python")), EVERYTHING)
    assert groups["training_high"].isna().all()
    own = groups.set_index("group").loc["professional_technical"]
    assert (own["share_demand"], own["demand_high"], own["place"]) == (1.0, 1.0, "nation")
    assert 0.9 < own["demand_low"] < 1.0


def test_courses_are_told_with_their_source(opened: Open) -> None:
    rows = [
        *offers(3, "menjahit"),
        *offers(2, "lain", 3, mode="offline", place="Kota Bandung", provider="LPK Lain"),
    ]
    market = opened([], rows)
    whole = describe_courses(market, EVERYTHING).iloc[0]
    assert (whole["n"], whole["n_unread"], whole["providers"]) == (5, 2, 2)
    assert (whole["basis"], whole["source"]) == ("catalogue", NOTE)
    there = describe_courses(market, Filter(province="32", regency="3273")).iloc[0]
    assert (there["n"], there["n_placed"]) == (5, 2)
    elsewhere = describe_courses(market, Filter(province="35")).iloc[0]
    assert (elsewhere["n"], elsewhere["n_placed"]) == (3, 0)


def test_published_courses_are_told_with_title_and_date(opened: Open) -> None:
    told = describe_courses(opened([]), Filter(province="73")).iloc[0]
    assert (told["basis"], told["n"], told["date"]) == ("published", 10, "2021-03-16")
    assert told["title"]


def test_additions_are_what_is_asked_for_and_little_taught(opened: Open) -> None:
    paid = {"wage_min_idr": 5_000_000, "wage_max_idr": 6_000_000}
    rows = [
        *ads(40, [PYTHON, EXCEL], 0, occupation="2512", province="73", **paid),
        *ads(12, ["sales"], 40, occupation="5223", province="73"),
        *ads(9, ["barista"], 52, occupation="5132", province="73"),
        *ads(30, ["sales"], 61, province="32", is_open=False, closed=date(2026, 6, 1)),
    ]
    taught = [*offers(15, "Microsoft Excel"), *offers(15, "menjahit", 15)]
    found = rank_additions(opened(rows, taught), Filter(province="73")).set_index("skill")
    # Excel is taught as often as asked for, barista asked for by too few.
    assert found.index.tolist() == [PYTHON, "sales"]
    python = found.loc[PYTHON]
    assert (python["n"], python["base"], python["n_courses"], python["place"]) == (
        40, 61, 0, "province",
    )  # fmt: skip
    assert (python["n_here"], python["n_open"]) == (40, 40)
    assert (python["occupation"], python["n_occupation"]) == ("2512", 40)
    assert python["median_idr"] == pytest.approx(5_500_000, rel=0.1)
    assert (python["n_wage"], python["wage_place"]) == (40, "province")
    assert found["median_idr"].isna()["sales"]
    assert found.at["sales", "n_occupation"] == 12


def test_additions_of_a_wider_place_keep_the_count_of_the_place_asked_about(opened: Open) -> None:
    rows = ads(32, ["sales"], 0, province="32") + ads(4, ["sales"], 32, province="94")
    found = rank_additions(opened(rows, offers(12, "menjahit")), Filter(province="94")).iloc[0]
    assert (found["place"], found["n"], found["n_here"]) == ("nation", 36, 4)


def test_additions_without_enough_courses_are_what_is_asked_for_most(opened: Open) -> None:
    rows = ads(40, [EXCEL]) + ads(20, [PYTHON], 40)
    found = rank_additions(opened(rows, offers(3, "Microsoft Excel")), EVERYTHING)
    assert found["skill"].tolist() == [EXCEL, PYTHON]
    assert found[["n_courses", "gap"]].isna().all(axis=None)


def test_nothing_is_added_to_an_empty_market(opened: Open) -> None:
    assert rank_additions(opened([]), EVERYTHING).empty
