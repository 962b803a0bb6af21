"""Corrected shares where the errors are known, and none where they are not."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.accuracy import find_measure, read_confusions
from analytics.correction import (
    CLASSES,
    GOLD_AT_LEAST,
    YES,
    correct_classes,
    correct_yes,
)
from analytics.filter import EVERYTHING, Filter
from data.errors import DataError
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, vacancy

Open = Callable[[Sequence[Row]], Snapshot]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_market(rows: Sequence[Row]) -> Snapshot:
            publish(tmp_path, rows)
            return stack.enter_context(closing(open_snapshot(tmp_path)))

        yield open_market


def table(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["field", "told", "read", "n"])


# Of 200 labelled postings with an upper age 160 were found, of 400 without none was made up.
AGE = table(
    ("restriction.age_max", "yes", "yes", 160),
    ("restriction.age_max", "yes", "", 40),
    ("restriction.age_max", "", "", 400),
)
# A fifth of factories is read as trade.
SECTORS = table(
    ("sector", "C", "C", 320),
    ("sector", "C", "G", 80),
    ("sector", "G", "G", 400),
    ("sector", "I", "I", GOLD_AT_LEAST - 1),
)


def test_the_table_beside_the_page_is_read_and_speaks_of_every_field(tmp_path: Path) -> None:
    found = read_confusions()
    assert set(YES) | set(CLASSES) <= set(found["field"])
    # Each field has one pair for each labelled posting.
    assert found.groupby("field")["n"].sum().nunique() == 1
    with pytest.raises(DataError, match="evaluate"):
        read_confusions(tmp_path / "none.csv")
    (tmp_path / "short.csv").write_text("field,n\nwage,3\n")
    with pytest.raises(DataError, match="read, told"):
        read_confusions(tmp_path / "short.csv")


def test_a_measure_is_found_by_its_name_on_the_page() -> None:
    assert 0 < find_measure("restrictions recall").value <= 1
    with pytest.raises(DataError, match=r"no row 'restrictions luck'.*evaluate"):
        find_measure("restrictions luck")


def test_what_is_overlooked_is_added_again(opened: Open) -> None:
    rows = [
        vacancy(i, description_characters=100, age_max=30 if i < 400 else None)
        for i in range(1_000)
    ]
    found = correct_yes(opened([*rows, vacancy(5_000, age_max=30)]), EVERYTHING, AGE)
    row = found.set_index("field").loc["restriction.age_max"]
    # 40 % were read, four fifths are found: 50 %.
    assert (row["n"], row["base"], row["share"]) == (400, 1_000, 0.4)
    assert row["corrected"] == pytest.approx(0.5)
    assert row["corrected_low"] < 0.5 < row["corrected_high"]
    assert row["n_gold"] == 200
    assert row["is_worth_it"]
    other = found.set_index("field").loc["wage"]
    assert (other["reason"], other["n_gold"]) == ("gold", 0)
    assert pd.isna(other["corrected"])


def test_few_labels_or_few_vacancies_correct_nothing(opened: Open) -> None:
    rows = [
        vacancy(i, description_characters=100, age_max=30 if i < 40 else None) for i in range(100)
    ]
    few_labels = AGE.assign(n=[19, 1, 40])
    market = opened(rows)
    row = correct_yes(market, EVERYTHING, few_labels).set_index("field").loc["restriction.age_max"]
    assert row["reason"] == "noise"
    assert row["share"] == 0.4
    none = correct_yes(market, Filter(province="31"), AGE)
    assert set(none["reason"]) == {"few"}
    assert none["share"].isna().all()
    assert correct_classes(market, Filter(province="31"), "sector", SECTORS).empty


def test_more_errors_than_readings_show_no_share(opened: Open) -> None:
    # A tenth of those without an age limit is read as having one; here hardly any is.
    wrong = table(
        ("restriction.age_max", "yes", "yes", 300),
        ("restriction.age_max", "", "yes", 60),
        ("restriction.age_max", "", "", 540),
    )
    rows = [
        vacancy(i, description_characters=100, age_max=30 if i < 20 else None) for i in range(1_000)
    ]
    found = correct_yes(opened(rows), EVERYTHING, wrong).set_index("field")
    assert found.at["restriction.age_max", "reason"] == "edge"
    assert found.loc[["restriction.age_max"], "corrected"].isna().all()


def test_classes_are_unmixed_together(opened: Open) -> None:
    rows = [vacancy(i, sector="C" if i < 400 else "G") for i in range(1_000)]
    rows += [vacancy(2_000 + i, sector="I") for i in range(50)]
    found = correct_classes(opened(rows), EVERYTHING, "sector", SECTORS).set_index("value")
    # 400 read as factories are four fifths of 500; 100 of the 600 shops are factories.
    assert found.at["C", "corrected"] == pytest.approx(500 / 1_050, abs=0.002)
    assert found.at["G", "corrected"] == pytest.approx(500 / 1_050, abs=0.002)
    assert found.at["C", "share"] == pytest.approx(400 / 1_050)
    assert found.at["I", "reason"] == "gold"
    assert found["base"].tolist() == [1_050] * 3


def test_corrected_shares_are_nearer_the_truth() -> None:
    """Where a correction is shown, its error is on average below that of the raw share."""
    from analytics.correction import _correct_one

    chance = np.random.default_rng(3)
    raw_error, corrected_error = [], []
    for _ in range(300):
        truth, tpr, tnr = chance.uniform(0.05, 0.6), chance.uniform(0.6, 1), chance.uniform(0.95, 1)
        n = int(chance.binomial(2_000, truth * tpr + (1 - truth) * (1 - tnr)))
        gold = int(chance.binomial(280, truth))
        rates = (
            (int(chance.binomial(gold, tpr)), gold),
            (int(chance.binomial(280 - gold, tnr)), 280 - gold),
        )
        row = _correct_one(n, 2_000, rates)
        if row["is_worth_it"]:
            raw_error.append((n / 2_000 - truth) ** 2)
            corrected_error.append((float(str(row["corrected"])) - truth) ** 2)
    assert len(raw_error) > 50
    assert np.mean(corrected_error) < 0.7 * np.mean(raw_error)
