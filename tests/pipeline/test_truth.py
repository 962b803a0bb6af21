"""The whole way from adverts to answers on a small sample market, beside what is true of it."""

from contextlib import closing
from datetime import date

import pandas as pd
import pytest

import collection
import pipeline
from benchmarks import truth, truth_market
from data.snapshot import open_snapshot
from data.store import Store
from settings import Settings

UNTIL = date(2026, 10, 31)


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    folder = tmp_path_factory.mktemp("truth")
    settings = Settings(_env_file=None, state_dir=folder, sample_openings=5_000, sample_months=18)
    with closing(Store(f"sqlite:///{folder}/store.sqlite")) as store:
        collection.collect_sample(store, settings, lambda _: None, UNTIL)
        pipeline.process(store, settings)
        pipeline.publish(store, settings)
    market = truth_market.read_market(folder / "sample", drawn=40_000)
    with closing(open_snapshot(folder / "snapshots")) as snapshot:
        return truth.compare_all(snapshot, market)


def value(compared: pd.DataFrame, subject: str, measure: str) -> float:
    rows = compared[(compared["subject"] == subject) & compared["measure"].str.startswith(measure)]
    assert len(rows) == 1, (subject, measure)
    return float(rows["value"].iloc[0])


@pytest.mark.parametrize("name", ["stock", "new"])
def test_the_index_is_near_the_truth_and_does_not_jump_at_the_outage(
    compared: pd.DataFrame, name: str
) -> None:
    assert value(compared, "index", f"{name}: mean error by day") <= 0.03
    assert value(compared, "index", f"{name}: jump at the outage") <= 0.03


def test_adverts_of_one_opening_are_put_together(compared: pd.DataFrame) -> None:
    assert value(compared, "duplicates", "precision of pairs") >= 0.98
    assert value(compared, "duplicates", "recall of pairs") >= 0.9
    assert value(compared, "duplicates", "B³ F1") >= 0.97


def test_what_is_said_to_rise_rises(compared: pd.DataFrame) -> None:
    for subject in ("rising skills", "rising occupations"):
        assert value(compared, subject, "true growth inside the 90 % interval") >= 0.8
        flagged = compared[
            (compared["subject"] == subject) & compared["measure"].str.contains("truly rise")
        ]
        # So small a market flags none or few; those it flags must rise.
        assert flagged["value"].fillna(1.0).min() >= 0.9


def test_medians_lie_within_their_intervals_as_often_as_stated(compared: pd.DataFrame) -> None:
    rows = compared[compared["measure"].str.contains("true median inside")]
    assert (rows["value"] * rows["n"]).sum() / rows["n"].sum() >= 0.85
    assert rows["n"].sum() >= 30


def test_places_limits_and_minimum_wages_are_as_they_are(compared: pd.DataFrame) -> None:
    assert value(compared, "tightness", "rank correlation") >= 0.8
    assert value(compared, "limits", "largest error of a share") <= 0.03
    assert value(compared, "limits", "true change at the circular inside") >= 0.5
    assert value(compared, "minimum wage", "share below") <= 0.015
