"""Raking against what it must keep and must reach, and Kish's effective n by hand."""

import numpy as np
import pandas as pd
import pytest

from analytics.statistics_weights import kish_n, rake


def crossed(counts: dict[tuple[str, str], int]) -> pd.DataFrame:
    pairs = [pair for pair, n in counts.items() for _ in range(n)]
    return pd.DataFrame(pairs, columns=["job", "place"])


ADS = crossed(
    {("clerk", "west"): 40, ("clerk", "east"): 10, ("cook", "west"): 20, ("cook", "east"): 30}
)
HIRES = {"job": {"clerk": 300, "cook": 700}, "place": {"west": 500, "east": 500}}


def test_margins_agree_and_the_odds_ratio_is_kept() -> None:
    # The odds ratio is 40·30/(10·20) = 6; with both margins that leaves one solution for the share
    # x of clerks in the west: x(0.2 + x) = 6(0.3 - x)(0.5 - x).
    found = rake(ADS, HIRES, trim=(0.0, 100.0), tolerance=1e-6)
    cells = pd.Series(found.weights).groupby([ADS["job"], ADS["place"]]).sum() / 100
    x = cells["clerk", "west"]
    assert x * (0.2 + x) == pytest.approx(6 * (0.3 - x) * (0.5 - x), abs=1e-5)
    assert cells.loc["clerk"].sum() == pytest.approx(0.3, abs=1e-5)
    assert cells.loc[:, "east"].sum() == pytest.approx(0.5, abs=1e-5)
    assert found.weights.mean() == pytest.approx(1)
    assert found.is_reached


def test_a_margin_of_hires_without_ads_is_reported_not_filled() -> None:
    found = rake(ADS, {**HIRES, "job": {**HIRES["job"], "farmer": 1000, "king": 0}})
    assert found.unseen.to_dict("records") == [
        {"margin": "job", "category": "farmer", "share": 0.5}
    ]
    jobs = found.margins[found.margins["margin"] == "job"].set_index("category")
    assert list(jobs.index) == ["clerk", "cook"]
    assert jobs["share_raw"].tolist() == [0.5, 0.5]
    assert jobs["share_weighted"].tolist() == pytest.approx([0.3, 0.7], abs=0.005)
    assert jobs["n"].tolist() == [50, 50]


def test_weights_are_trimmed_and_it_says_that_the_margin_was_not_reached() -> None:
    rows = pd.DataFrame({"job": ["clerk"] * 98 + ["cook"] * 2})
    found = rake(rows, {"job": {"clerk": 50, "cook": 50}})
    assert found.weights.max() / np.median(found.weights) == pytest.approx(5)
    assert not found.is_reached
    assert found.error == pytest.approx(1 - (2 * 5 / (98 + 2 * 5)) / 0.5, abs=0.001)
    assert found.n_effective == pytest.approx(108**2 / (98 + 2 * 25))


def test_a_row_that_does_not_say_keeps_its_weight_in_that_margin() -> None:
    rows = pd.DataFrame({"job": ["clerk", "clerk", "cook", None]})
    found = rake(rows, {"job": {"clerk": 50, "cook": 50}})
    clerk, _, cook, unknown = found.weights
    assert cook / clerk == pytest.approx(2, rel=0.01)
    assert clerk < unknown < cook
    assert found.margins["n"].tolist() == [2, 1]


def test_kish_n_is_one_for_one_heavy_row_and_n_for_equal_ones() -> None:
    assert kish_n([2, 2, 2]) == pytest.approx(3)
    assert kish_n([1, 0, 0]) == pytest.approx(1)
    assert kish_n([1, 3]) == pytest.approx(16 / 10)
    assert kish_n([]) == 0
    with pytest.raises(ValueError, match="below 0"):
        kish_n([1, -1])


def test_rows_of_a_category_without_a_total_are_refused() -> None:
    with pytest.raises(ValueError, match="job: rows but no official total for cook"):
        rake(ADS, {"job": {"clerk": 10}})


def test_raking_removes_a_bias_that_the_margins_explain() -> None:
    chance = np.random.default_rng(3)
    west, clerk = chance.random(20_000) < 0.5, chance.random(20_000) < 0.3
    wage = 4 + 1.5 * west + 1.0 * clerk + chance.normal(0, 1, 20_000)
    advertised = chance.random(20_000) < np.where(west, 0.12, 0.04) * np.where(clerk, 1.5, 0.8)
    rows = pd.DataFrame(
        {"west": west[advertised].astype(str), "clerk": clerk[advertised].astype(str)}
    )
    totals = {
        "west": {"True": west.sum(), "False": (~west).sum()},
        "clerk": {"True": clerk.sum(), "False": (~clerk).sum()},
    }
    found = rake(rows, totals)
    truth = wage.mean()
    raw = wage[advertised].mean()
    weighted = np.average(wage[advertised], weights=found.weights)
    assert abs(raw - truth) > 0.3
    assert abs(weighted - truth) < 0.08
    assert found.n_effective < len(rows)


def test_no_rows_leave_everything_unseen() -> None:
    found = rake(ADS.head(0), HIRES)
    assert len(found.weights) == 0
    assert found.unseen["share"].tolist() == pytest.approx([0.3, 0.7, 0.5, 0.5])
