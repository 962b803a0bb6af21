"""Official figures are read as published: sums agree, gaps stay gaps."""

from collections import defaultdict

import pytest

from data import reference
from data.errors import UserError
from data.reference import official, tables

SHARES = ["employed_share_by_sector", "employed_share_by_status", "employed_share_by_education"]
# Aug 2025 has a few groups only, from the news; 2020 and 2021 hold all (README of the collection).
WHOLE = {"employed_share_by_sector": 17, "employed_share_by_status": 7}
WHOLE["employed_share_by_education"] = 6


@pytest.mark.parametrize("name", SHARES)
def test_shares_of_a_whole_period_sum_to_a_hundred(name: str) -> None:
    shares: dict[str, list[float]] = defaultdict(list)
    for figure in reference.figures(name):
        shares[figure.period].append(figure.value)
    whole = {period: sum(s) for period, s in shares.items() if len(s) == WHOLE[name]}
    assert len(whole) >= 3
    assert all(total == pytest.approx(100, abs=0.06) for total in whole.values())


def test_formal_and_informal_share_sum_to_a_hundred() -> None:
    for row in tables.rows("formal_informal"):
        total = float(row["formal_percent"]) + float(row["informal_percent"])
        assert total == pytest.approx(100, abs=0.02)


def test_national_rate_lies_between_those_of_the_provinces() -> None:
    rates: dict[str, list[float]] = defaultdict(list)
    for figure in reference.figures("unemployment"):
        rates[figure.period].append(figure.value)
    for figure in official.unemployment():
        assert min(rates[figure.period]) < figure.value < max(rates[figure.period])


def test_prakerja_provinces_of_2020_sum_to_less_than_the_nation_since_one_is_missing() -> None:
    counted = [r for r in reference.prakerja.recipients() if r.period == "2020"]
    assert len(counted) == 33
    assert reference.prakerja.recipients_of("17", "2020") is None
    assert 5_300_000 < sum(r.recipients for r in counted) < 5_500_000


@pytest.mark.parametrize("name", official.names())
def test_every_figure_has_a_value_a_unit_and_a_known_source(name: str) -> None:
    found = reference.figures(name)
    assert found
    for figure in found:
        assert figure.unit
        assert set(figure.source.split("|")) <= set(reference.sources())
        assert figure.area in ("", *reference.provinces(), *reference.regencies())


def test_missing_cell_is_no_figure() -> None:
    empty = [row for row in tables.rows("cpi_monthly") if not row["cpi"]]
    assert empty
    assert not reference.figures("prices", period=empty[0]["period"])


def test_figures_are_chosen_by_area_period_and_group() -> None:
    (figure,) = reference.figures("wage_by_sector", "31", "2025-08", kbli_section="total")
    assert figure.value > 3_000_000
    assert reference.figures("wage_by_sector", "31", "2024-08") == ()


def test_newest_figure_needs_a_group_where_there_are_several() -> None:
    newest = reference.latest("wage", "31")
    assert newest is not None
    assert newest.period == "2026-02"
    with pytest.raises(UserError, match="choose by kbli_section"):
        reference.latest("employed_by_sector")


def test_unknown_figure_is_refused_with_the_known_names() -> None:
    with pytest.raises(UserError, match="there are unemployment"):
        reference.figures("gini")


def test_evaluation_shows_effect_base_and_that_no_interval_is_known() -> None:
    found = {e.outcome: e for e in reference.prakerja.evaluations()}
    assert found["employed"].effect == 4.7
    assert found["employed"].control_mean == pytest.approx(58.75)
    assert found["employed"].design == "randomised"
    assert found["employed"].n == 47000
    assert {e.interval_low for e in found.values()} == {None}


def test_every_study_of_the_outcomes_has_its_design() -> None:
    studies = {row["study"] for row in tables.rows("prakerja_studies")}
    assert {row["study"] for row in tables.rows("prakerja_outcomes")} == studies
