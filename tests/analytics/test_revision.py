"""Two publications of a market of a few advertisements: every difference is counted by eye."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analytics.filter import Filter
from analytics.revision import CAUSES, revise_counts, revise_readings, revise_tables
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, vacancy

Open = Callable[[Sequence[Row], str], Snapshot]
MAY, JUNE = date(2026, 5, 10), date(2026, 6, 10)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Publish rows as read by a reader of this version, and open them; older ones stay open."""
    with ExitStack() as stack:

        def open_market(rows: Sequence[Row], reader: str) -> Snapshot:
            meta = publish(tmp_path, rows)
            file = tmp_path / meta.id / "meta.json"
            file.write_text(
                json.dumps(json.loads(file.read_text()) | {"versions": {"reader": reader}})
            )
            return stack.enter_context(closing(open_snapshot(tmp_path)))

        yield open_market


def old_market() -> list[Row]:
    return [
        vacancy(1, posted=MAY, sector="G", asks=["honesty"]),
        vacancy(2, posted=MAY, sector="G", asks=["honesty"]),
        vacancy(3, posted=JUNE, sector="C"),
        vacancy(4, posted=JUNE, sector="C"),
    ]


def new_market() -> list[Row]:
    """1 as it was, 2 read as another sector and without its skill, 3 gone, 4 as it was, 5 new."""
    return [
        vacancy(1, posted=MAY, sector="G", asks=["honesty"]),
        vacancy(2, posted=MAY, sector="C"),
        vacancy(4, posted=JUNE, sector="C"),
        vacancy(5, posted=MAY, sector="C", asks=["honesty"], warns=["transfer"]),
    ]


def by_cause(found: pd.DataFrame, table: str) -> list[int]:
    rows = found[found["table"] == table].set_index("cause")["n"]
    return [int(rows[cause]) for cause in CAUSES]


def test_a_snapshot_against_itself_revises_nothing(opened: Open) -> None:
    market = opened(old_market(), "1")
    assert revise_tables(market, market)["n"].sum() == 0
    counts = revise_counts(market, market)
    assert counts["month"].tolist() == ["2026-06", "2026-05"]
    assert counts[["n_before", "n_after"]].to_numpy().tolist() == [[2, 2], [2, 2]]
    assert not counts[list(CAUSES)].to_numpy().any()
    assert revise_readings(market, market)["changed"].sum() == 0


def test_each_difference_is_counted_under_its_cause(opened: Open) -> None:
    before, after = opened(old_market(), "1"), opened(new_market(), "2")
    found = revise_tables(before, after)
    assert by_cause(found, "vacancies") == [1, 1, 1, 0]
    assert by_cause(found, "postings") == [1, 1, 0, 0]
    assert by_cause(found, "mentions") == [1, 0, 1, 0]
    assert by_cause(found, "risks") == [1, 0, 0, 0]
    assert by_cause(found, "skills") == [0, 0, 0, 0]
    rows = found[found["table"] == "mentions"].iloc[0]
    assert (rows["n_before"], rows["n_after"]) == (2, 2)


def test_the_same_reader_is_not_blamed(opened: Open) -> None:
    before, after = opened(old_market(), "1"), opened(new_market(), "1")
    found = revise_tables(before, after)
    assert by_cause(found, "vacancies") == [1, 1, 0, 1]
    assert by_cause(found, "mentions") == [1, 0, 0, 1]


def test_counts_are_taken_apart_and_add_up(opened: Open) -> None:
    before, after = opened(old_market(), "1"), opened(new_market(), "2")
    sectors = revise_counts(before, after, kind="sector").set_index("sector")
    # C: 3 and 4 before; 4, 2 (another reading) and 5 (new) after, 3 withdrawn.
    assert sectors.loc["C", ["n_before", "n_after", *CAUSES]].tolist() == [2, 3, 1, -1, 1, 0]
    assert sectors.loc["G", ["n_before", "n_after", *CAUSES]].tolist() == [2, 1, 0, 0, -1, 0]
    assert sectors.at["G", "change"] == -0.5
    gained = sectors["n_after"] - sectors["n_before"]
    assert (sectors[list(CAUSES)].sum(axis=1) == gained).all()
    months = revise_counts(before, after, Filter(sector="C")).set_index("month")
    assert months.loc["2026-05", ["n_before", "n_after", "new", "reading"]].tolist() == [0, 2, 1, 1]
    assert pd.isna(months.at["2026-05", "change"])
    skills = revise_counts(before, after, kind="skill").set_index("skill")
    assert skills.loc["honesty", ["n_before", "n_after", *CAUSES]].tolist() == [2, 2, 1, 0, -1, 0]


def test_what_was_put_together_otherwise_is_neither_new_nor_gone(
    opened: Open, tmp_path: Path
) -> None:
    apart = [vacancy(1, posted=MAY), vacancy(2, posted=MAY, portals=("glints",))]
    before, whole = opened(apart, "1"), opened(apart, "1")
    # The advertisement of the second becomes one of the first.
    with duckdb.connect() as connection:
        for table, rows in (
            ("vacancies", "* FROM told WHERE vacancy_id = 'v1'"),
            ("postings", "* REPLACE ('v1' AS vacancy_id) FROM told"),
        ):
            file = tmp_path / whole.id / f"{table}.parquet"
            connection.execute(f"CREATE OR REPLACE TABLE told AS FROM '{file}'")
            connection.execute(f"COPY (SELECT {rows}) TO '{file}' (FORMAT parquet)")
    with closing(open_snapshot(tmp_path)) as after:
        found = revise_tables(before, after)
        assert by_cause(found, "vacancies") == [0, 0, 0, 1]
        assert by_cause(found, "postings") == [0, 0, 0, 1]
        months = revise_counts(before, after).set_index("month")
        assert months.loc["2026-05", ["n_before", "n_after", *CAUSES]].tolist() == [
            2, 1, 0, 0, 0, -1,
        ]  # fmt: skip


def test_readings_are_counted_by_column(opened: Open) -> None:
    before, after = opened(old_market(), "1"), opened(new_market(), "2")
    row = revise_readings(before, after).iloc[0]
    assert row[["column", "n", "changed", "filled", "emptied"]].tolist() == ["sector", 3, 1, 0, 0]
    assert row["share"] == pytest.approx(1 / 3)
