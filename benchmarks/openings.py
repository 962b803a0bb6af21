"""How long the questions of Karier take on a market of many open vacancies."""

import gc
import random
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from analytics import openings, openings_lists
from analytics.filter import EVERYTHING, Filter
from analytics.openings_market import build_market, open_market
from analytics.openings_needs import Person
from data.reference.tables import rows as reference_rows
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, vacancy

PERSON: Final = Person(education="smk", experience=0, age=19, skills=("microsoft-excel",))
# Skills of the kinds counted that an advertisement names; of one of 280 read by hand 2.7
# (docs/accuracy.md), beside 11 of knowledge.
_COUNTED: Final = (0, 0, 1, 1, 2, 2, 3, 4, 5, 8)
_KNOWLEDGE: Final = 8
_REPEATS: Final = 15


@dataclass(frozen=True)
class Timing:
    """One question: median and worst CPU seconds of the process, and how many rows it gave."""

    question: str
    median: float
    worst: float
    rows: int


def write_market(folder: Path, n: int, seed: int = 1) -> None:
    """A made-up market of n open vacancies whose skills are as uneven as real ones."""
    chance = random.Random(seed)
    rows = [_make_vacancy(i, n, chance) for i in range(n)]
    # Its writer is made for small markets: mentions are put in by one statement instead.
    meta = publish(folder, rows)
    skills: dict[bool, list[str]] = {True: [], False: []}
    for row in reference_rows("skills"):
        if row["kind"] != "soft":
            skills[row["kind"] != "hard"].append(row["id"])
    # The share of the skill of rank r falls as 1/r (Zipf).
    weights = {of: [1 / (rank + 1) for rank in range(len(names))] for of, names in skills.items()}
    asked: set[tuple[str, str]] = set()
    for row in rows:
        for of, many in ((True, chance.choice(_COUNTED)), (False, _KNOWLEDGE)):
            named = chance.choices(skills[of], weights[of], k=many)
            asked |= {(row["vacancy_id"], skill) for skill in named}
    pairs = pa.table({"vacancy_id": [one for one, _ in asked], "skill": [one for _, one in asked]})
    file = folder / meta.id / "mentions.parquet"
    with duckdb.connect() as connection:
        connection.register("pairs", pairs)
        connection.execute(
            "COPY (SELECT v.vacancy, p.skill FROM pairs p"
            f" JOIN '{file.with_name('vacancies.parquet')}' v USING (vacancy_id) ORDER BY ALL)"
            f" TO '{file}' (FORMAT parquet)"
        )


def _make_vacancy(number: int, n: int, chance: random.Random) -> Row:
    return vacancy(
        number,
        company=f"PT Uji {chance.randrange(n // 6 + 1)}",
        occupation=chance.choice(("5223", "5230", "2411", "4321", "9333")),
        province=chance.choice(("31", "32", "33", "35")),
        education_min=chance.choice((None, "sma", "smk", "smk", "d3", "s1", "s1")),
        experience_min_years=chance.choice((None, 0.0, 1.0, 1.0, 2.0, 3.0)),
        age_max=chance.choice((None, None, None, 25, 30, 35)),
        description_characters=900,
    )


def measure(folder: Path) -> list[Timing]:
    """Each question of the page on the snapshot of a folder, the market built beforehand."""
    with closing(open_snapshot(folder)) as snapshot:
        timings = [_time("build, once a snapshot", lambda: build_market(snapshot).n, 3)]
        open_market(snapshot)
        for name, where in (("whole country", EVERYTHING), ("one province", Filter(province="31"))):
            for question, ask in _questions(snapshot, where).items():
                timings.append(_time(f"{question}, {name}", ask, _REPEATS))
        return timings


def _questions(snapshot: Snapshot, where: Filter) -> dict[str, Callable[[], int]]:
    return {
        "openings that accept": lambda: int(
            openings.count_openings(snapshot, where, PERSON)["n"].item()
        ),
        "single steps": lambda: len(openings.rank_steps(snapshot, where, PERSON)),
        "pairs of steps": lambda: len(openings.rank_pairs(snapshot, where, PERSON)),
        "what shuts out": lambda: len(openings_lists.count_walls(snapshot, where, PERSON)),
        "occupations within reach": lambda: len(
            openings_lists.rank_reachable(snapshot, where, PERSON)
        ),
        "ten advertisements": lambda: len(openings_lists.list_openings(snapshot, where, PERSON)),
    }


def _time(question: str, ask: Callable[[], int], repeats: int) -> Timing:
    ask()
    gc.collect()
    taken, rows = [], 0
    for _ in range(repeats):
        begin = time.process_time()
        rows = ask()
        taken.append(time.process_time() - begin)
    return Timing(question, statistics.median(taken), max(taken), rows)


def table(timings: list[Timing]) -> str:
    """The timings as a Markdown table."""
    lines = ["| question | median CPU ms | worst CPU ms | rows or vacancies |", "|---|--:|--:|--:|"]
    lines += [
        f"| {one.question} | {one.median * 1000:,.0f} | {one.worst * 1000:,.0f} | {one.rows:,} |"
        for one in timings
    ]
    return "\n".join(lines)
