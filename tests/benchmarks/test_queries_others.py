"""Pandas, SQLite and DuckDB over shuffled rows answer as analytics does; no call is passed over."""

import ast
import random
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from benchmarks.queries_others_bytes import Bandwidth, Touched, measure_touched, open_recorder
from benchmarks.queries_others_pandas import PandasWay
from benchmarks.queries_others_questions import (
    ADDRESSES,
    SKILL,
    Days,
    Question,
    compare,
    questions,
    unwritten,
)
from benchmarks.queries_others_spans import write_spans
from benchmarks.queries_others_stores import SqliteWay, UnsortedWay, write_shuffled, write_sqlite
from benchmarks.queries_others_tables import Asked, write
from benchmarks.queries_others_ways import OURS, PANDAS, SQLITE, UNSORTED, WAYS, Way
from benchmarks.queries_others_worker import Worker
from data.snapshot import Snapshot, open_snapshot
from settings import ROOT
from tests.ui.market import Row, full_market, publish

_ANY_DAYS = Days(*(datetime(2026, 11, 18, tzinfo=UTC).date(),) * 3)
KEYS = [one.key for one in questions(_ANY_DAYS)]
_SEEN = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def _market() -> list[Row]:
    """The market of the pages' tests with all that the questions are about."""
    chance = random.Random(7)
    market = full_market()[::3]
    for row in market:
        if row["province"] == "32":
            row["regency"] = chance.choice(["3273", "3204", None])
        row["occupation"] = chance.choice(["5223", "5223", "2512", "3313", "52", None])
        row["occupation_digits"] = row["occupation"] and len(row["occupation"])
        row["sector"] = chance.choice(["G", "C", "I", None])
        row["description_characters"] = chance.choice([900, 900, 400, None])
        # English goes with the skill that is asked about more often than without it.
        row["asks"] = chance.choice([[SKILL, "english"], [SKILL], ["english"], [], [], []])
        row["warns"] = [kind for kind in ("fee", "diploma_kept") if chance.random() < 0.05]
        row["risks"] = row["warns"] or None
        row["age_max"] = chance.choice([None, None, 30])
        row["sex"] = chance.choice([None, None, "female"])
        row["experience_min_years"] = chance.choice([None, 0.0, 2.0])
        row["wage_currency"] = "IDR" if row["wage_min_idr"] else None
        row["wage_min"], row["wage_max"] = row["wage_min_idr"], row["wage_max_idr"]
        _date(row, chance)
    return market


def _date(row: Row, chance: random.Random) -> None:
    """Seen from the day after its posting, weekly; a third is gone at one of the looks."""
    posted = row["posted"] or _SEEN.date() - timedelta(days=40)
    week = timedelta(days=7)
    looks = (_SEEN.date() - posted) // week
    row["first_seen"] = datetime.combine(posted, time(3, 0), UTC) + timedelta(
        days=(_SEEN.date() - posted).days % 7
    )
    last = chance.randrange(looks + 1)
    row["last_seen"] = row["first_seen"] + last * week
    if last < looks and chance.random() < 0.5:
        row["closed"] = row["last_seen"] + week
        row["is_open"] = False


def _topics(market: list[Row]) -> Mapping[str, list[Row]]:
    """Two themes, and titles that are near none."""
    themes = [
        {"id": name, "label_id": name, "label_en": name, "terms": [name], "weights": [1.0],
         "n": 1, "employers": 1, "examples": ["v1"], "likeness": None}
        for name in ("gudang", "toko")
    ]  # fmt: skip
    of = {0: "gudang", 1: "toko", 2: None}
    rows = [
        {"vacancy_id": row["vacancy_id"], "topic": of[place % 3], "probability": 0.5,
         "month": row.get("month")}
        for place, row in enumerate(market)
    ]  # fmt: skip
    return {"topics": themes, "vacancy_topics": rows}


@dataclass(frozen=True)
class _Market:
    snapshots: Path
    folder: Path
    snapshot: Snapshot
    ways: Mapping[str, Way]
    questions: Mapping[str, Question]
    days: Days


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Market]:
    snapshots, folder = tmp_path_factory.mktemp("snapshots"), tmp_path_factory.mktemp("elsewhere")
    rows = _market()
    publish(snapshots, rows, topics=_topics(rows))
    with closing(open_snapshot(snapshots)) as snapshot:
        write_shuffled(snapshot.path, folder)
        span = write_spans(snapshot, folder / "spans.parquet")
        assert span
        assert snapshot.meta.posted_to
        write_sqlite(folder)
        days = Days(snapshot.meta.posted_to, *span)
        ways: dict[str, Way] = {
            PANDAS: PandasWay(folder), SQLITE: SqliteWay(folder), UNSORTED: UnsortedWay(folder),
        }  # fmt: skip
        asked = {one.key: one for one in questions(days)}
        yield _Market(snapshots, folder, snapshot, ways, asked, days)
        for way in ways.values():
            way.close()


@pytest.mark.parametrize("key", KEYS)
def test_every_way_answers_as_analytics_does(market: _Market, key: str) -> None:
    question = market.questions[key]
    rows = 0
    for address in {question.addresses[0], question.addresses[-1]}:
        ours = question.ours(market.snapshot, ADDRESSES[address])
        rows += len(ours)
        for name, way in market.ways.items():
            assert not compare(ours, question.same(way, ADDRESSES[address])), (address, name)
    assert rows, "an answer without rows compares nothing"


def test_a_row_less_in_one_way_is_seen(market: _Market, tmp_path: Path) -> None:
    source = market.folder / "rows.sqlite"
    (tmp_path / source.name).write_bytes(source.read_bytes())
    with sqlite3.connect(tmp_path / source.name) as rows:
        rows.execute("DELETE FROM vacancies WHERE vacancy = 1")
    question, where = market.questions["overview.count_vacancies"], ADDRESSES["country"]
    way = SqliteWay(tmp_path)
    unlike = compare(question.ours(market.snapshot, where), question.same(way, where))
    way.close()
    n = market.snapshot.meta.vacancies
    assert unlike[0] == f"n of row 0: {n:.1f}, not {n - 1:.1f}"


def test_answers_are_compared_row_by_row_and_cell_by_cell() -> None:
    ours = pd.DataFrame({"n": [1, 2], "share": [0.5, None], "more": ["a", "b"]})
    assert compare(ours, pd.DataFrame({"n": [1.0, 2.0], "share": [0.5, float("nan")]})) == []
    assert compare(ours, ours[::-1].reset_index(drop=True))[0] == "n of row 0: 1.0, not 2.0"
    assert compare(ours, ours.head(1)) == ["2 rows, not 1"]
    assert compare(ours, ours.assign(share=[0.5, 0.1])) == ["share of row 1: None, not 0.1"]


def test_bytes_are_those_of_the_columns_that_a_call_reads(market: _Market) -> None:
    with closing(open_recorder(market.snapshot.path)) as snapshot:
        touched = measure_touched(
            snapshot,
            lambda one: one.frame(
                "SELECT sector, count(*) FROM vacancies WHERE province = $code GROUP BY 1",
                {"code": "32"},
            ),
        )
    file = market.snapshot.path / "vacancies.parquet"
    with duckdb.connect() as connection:
        packed, whole = connection.execute(
            "SELECT sum(total_compressed_size), sum(total_uncompressed_size)"
            f" FROM parquet_metadata('{file}') WHERE path_in_schema IN ('sector', 'province')"
        ).fetchall()[0]
    assert (touched.queries, touched.compressed) == (1, packed)
    assert touched.decoded == pytest.approx(whole)


def test_a_way_answers_from_a_process_of_its_own(market: _Market) -> None:
    key, address = "overview.count_vacancies", "province"
    with Worker(OURS, market.snapshot.path, market.days) as worker:
        told = worker.ask(key, address, shown=True)
        assert told.answer is not None
        expected = market.questions[key].ours(market.snapshot, ADDRESSES[address])
        pd.testing.assert_frame_equal(told.answer, expected)
        assert told.ms > 0
        assert worker.measure(key, address).queries == 1
        assert worker.peak() >= worker.opened.empty_mb > 0


def test_where_another_way_is_faster_is_said() -> None:
    read = Touched(1, 10, 2_000_000, 4e6)
    asked = [
        Asked(key, address, {OURS: 10.0, PANDAS: other, SQLITE: 100.0, UNSORTED: 20.0},
              {OURS: 10.0, PANDAS: other, SQLITE: 100.0, UNSORTED: 20.0},
              {OURS: 5, PANDAS: 5, SQLITE: 0, UNSORTED: 5}, read)
        for key, address, other in zip(
            ("a.slow", "b.fast", "c.fast"), ADDRESSES, (5.0, 40.0, 30.0), strict=True
        )
    ]  # fmt: skip
    lines = write(asked, [], [Bandwidth("sum", 2, 2.0)])
    assert "pandas is faster than ours in: `a.slow`, country (5.0 against 10 ms)." in lines
    assert "SQLite is faster than ours in: none." in lines
    text = " ".join("\n".join(lines).split())
    assert "medians of 5 more times" in text
    assert "3 figures of 12 rest on the first time alone" in text
    (ratios,) = [line for line in lines if line.startswith("| pandas | 3.0 | 0.50 | `a.slow`")]
    assert ratios.endswith("| 1 of 3 |")
    # 4 MB at 2 GB/s are 2 ms, a fifth of the 10 that it took.
    (floor,) = [line for line in lines if line.startswith("| `b.fast` | province | 1 |")]
    assert floor.endswith("| 2,000 | 4,000 | 2,000.0 | 10 | 5 |")


def test_every_call_of_a_page_is_asked_or_has_a_reason() -> None:
    asked, told, calls = set(KEYS), set(unwritten()), _calls()
    assert not asked & told
    assert calls <= asked | told, "written in queries_others.toml or asked of the other ways too"
    assert told <= calls, "no page asks it any more"
    assert all(unwritten().values())
    assert len(WAYS) == 3


def _calls() -> set[str]:
    """What pages and their parts give to `ui.state.ask`, without "analytics."."""
    found = set()
    for file in (*ROOT.glob("pages/*.py"), *ROOT.glob("ui/*.py")):
        nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
        imported = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        own = f"{file.parent.name}.{file.stem}"
        for node in nodes:
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) in ("ask", "state.ask")):
                continue
            module, _, name = ast.unparse(node.args[0]).rpartition(".")
            called = imported.get(module, module) if module else ""
            key = f"{called}.{name}" if called else imported.get(name, f"{own}.{name}")
            found.add(key.removeprefix("analytics."))
    return found
