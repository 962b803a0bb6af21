"""Weights to the employed of BPS, on markets where the outcome can be worked out by hand."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pandas as pd
import pytest

from analytics import weighting
from analytics.filter import EVERYTHING, Filter
from analytics.weighting import employed_by_province, employed_by_sector, weigh_shares
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


def market(shops: int, factories: int, province: str = "31") -> list[Row]:
    """Shops (G) that look for sellers, factories (C) that look for operators."""
    return [
        vacancy(i, province=province, sector="G" if i < shops else "C",
                occupation="5223" if i < shops else "8189")
        for i in range(shops + factories)
    ]  # fmt: skip


def test_nothing_told_gives_no_weights(opened: Open) -> None:
    assert weighting.weigh_vacancies(opened([])) is None
    untold = opened([vacancy(i) for i in range(20)])
    assert weighting.weigh_vacancies(untold) is None
    assert weigh_shares(untold, EVERYTHING, "occupation").empty


def test_the_margins_are_those_of_bps(opened: Open) -> None:
    sectors = employed_by_sector(opened([]))
    # August 2025 has three sectors of seventeen, so the last whole period is taken.
    assert (sectors.period, sectors.basis, len(sectors.totals)) == ("2021-02", "published", 17)
    assert sectors.totals["G"] == 19.2
    provinces = employed_by_province()
    assert provinces.basis == "estimated"
    assert len(provinces.totals) == 38
    # BPS: 139 to 150 million employed; residents of all ages × participation is too high by the
    # children, in every province alike.
    assert max(provinces.totals, key=lambda code: provinces.totals[code]) == "32"


def test_sectors_get_the_part_they_have_in_employment(opened: Open) -> None:
    # Trade has 19.2 % of the employed, manufacturing 13.6 %: 58.5 % of both. Ads: 75 %.
    snapshot = opened(market(150, 50))
    found = weigh_shares(snapshot, EVERYTHING, "occupation").set_index("occupation")
    assert found.at["5223", "share"] == 0.75
    assert found.at["5223", "share_weighted"] == pytest.approx(19.2 / 32.8, abs=0.003)
    # Weights 0.78 and 1.66: (150 × 0.78 + 50 × 1.66)² / (150 × 0.78² + 50 × 1.66²) = 174.9.
    assert found.at["5223", "n_effective"] == pytest.approx(174.9, abs=1.5)
    assert found.at["5223", "differs"]
    assert found["share_weighted"].sum() == pytest.approx(1)
    told = weighting.weigh_vacancies(snapshot)
    assert told is not None
    assert told.is_reached
    assert told.n == 200


def test_what_is_not_advertised_stays_unseen(opened: Open) -> None:
    rows = market(60, 40) + [
        row | {"vacancy_id": f"x{i}"} for i, row in enumerate(market(60, 0, "32"))
    ]
    told = weighting.weigh_vacancies(opened(rows))
    assert told is not None
    unseen = told.unseen.set_index(["margin", "category"])["share"]
    assert unseen["sector", "A"] == pytest.approx(0.296, abs=0.001)
    assert ("province", "33") in unseen.index
    assert ("sector", "G") not in unseen.index
    # Factories in West Java: both margins advertise, the cell does not.
    assert told.unseen_cells[["province", "sector"]].to_numpy().tolist() == [["32", "C"]]
    assert told.unseen_cells.at[0, "share_most"] == pytest.approx(0.136, abs=0.001)
    assert ("32", "C") not in set(zip(told.cells["province"], told.cells["sector"], strict=True))


def test_a_place_is_weighted_with_the_weights_of_the_country(opened: Open) -> None:
    rows = market(150, 50) + [
        row | {"vacancy_id": f"x{i}"} for i, row in enumerate(market(150, 50, "36"))
    ]
    found = weigh_shares(opened(rows), Filter(province="36"), "occupation")
    assert found["n"].tolist() == [150, 50]
    assert found["base"].tolist() == [200, 200]
    row = found.iloc[0]
    assert row["share_weighted"] < row["share"]
    few = weigh_shares(opened(rows[:9]), EVERYTHING, "occupation")
    assert few.empty


def test_untold_sectors_keep_their_weight_and_skills_their_base(opened: Open) -> None:
    rows = market(150, 50)
    for i, row in enumerate(rows):
        row |= {"description_characters": 100, "asks": ["honesty"] if row["sector"] == "C" else []}
        if i % 10 == 0:
            row["sector"] = None
    found = weigh_shares(opened(rows), EVERYTHING, "skill").iloc[0]
    assert (found["skill"], found["n"], found["base"]) == ("honesty", 50, 200)
    assert found["share_weighted"] > found["share"]


def test_too_few_effective_vacancies_show_no_weighted_share() -> None:
    row = weighting._share_row(10, 12, 0.5, 9.9)
    assert pd.isna(row["share_weighted"])  # type: ignore[call-overload]
    assert row["share"] == pytest.approx(10 / 12)
    assert not row["differs"]


@pytest.mark.parametrize("all_of_them", [1 + 2e-16, 1 - 2e-16])
def test_a_share_of_all_is_all_however_its_weights_add_up(all_of_them: float) -> None:
    row = weighting._share_row(40, 40, all_of_them, 30)
    assert (row["share_weighted"], row["weighted_high"], row["differs"]) == (1, 1, False)
