"""Openings counted by hand on a handful, and by a plain loop on random small markets."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path

import pytest

from analytics import openings, openings_lists, openings_reading
from analytics.filter import EVERYTHING, SCHOOLING, Filter
from analytics.openings_market import KINDS, covers, means, open_market, whole
from analytics.openings_needs import LOOSE, STRICT, USUAL, Person, Rule, next_level
from data.reference.tables import rows as reference_rows
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, vacancy

Open = Callable[[Sequence[Row]], Snapshot]
KIND = {row["id"]: row["kind"] for row in reference_rows("skills")}


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_market(rows: Sequence[Row]) -> Snapshot:
            publish(tmp_path, rows)
            return stack.enter_context(closing(open_snapshot(tmp_path)))

        yield open_market


def ads(first: int, n: int, *asks: str, **facts: object) -> list[Row]:
    """n open advertisements that all ask the same."""
    return [
        vacancy(first + i, asks=list(asks), description_characters=100, **facts) for i in range(n)
    ]


def test_what_is_not_asked_is_accepted_and_what_is_not_told_shuts_nothing(opened: Open) -> None:
    market = opened(
        [*ads(0, 10), *ads(20, 5, education_min="s1"), *ads(40, 5, experience_min_years=2.0)]
    )
    row = openings.count_openings(market, EVERYTHING, Person()).iloc[0]
    assert (row["n_here"], row["n"], row["share"]) == (20, 20, 1.0)
    pupil = Person(education="smk", experience=0)
    row = openings.count_openings(market, EVERYTHING, pupil).iloc[0]
    assert (row["n"], row["n_described"], row["share"]) == (10, 10, 0.5)
    assert row["interval_low"] < 0.5 < row["interval_high"]


def test_half_of_the_skills_are_enough_and_each_licence_is_a_must(opened: Open) -> None:
    market = opened(
        [
            *ads(0, 3, "microsoft-excel", "english"),
            *ads(10, 2, "microsoft-excel", "sim-a"),
            *ads(20, 1, "honesty", "cash-handling"),
        ]
    )
    counted = [
        openings.count_openings(market, EVERYTHING, Person(skills=skills)).iloc[0]
        for skills in ((), ("microsoft-excel",), ("microsoft-excel", "sim-a"))
    ]
    assert [row["n"] for row in counted] == [1, 4, 6]
    assert [row["n_strict"] for row in counted] == [1, 1, 3]
    assert [row["n_loose"] for row in counted] == [6, 6, 6]


def test_one_step_opens_what_lacks_nothing_else(opened: Open) -> None:
    market = opened(
        [
            *ads(0, 12, "microsoft-excel"),
            *ads(20, 11, "sim-c", company="PT Satu"),
            *ads(40, 10, "microsoft-excel", education_min="d3"),
            *ads(60, 13, education_min="d1"),
            *ads(80, 15, experience_min_years=1.0),
            *ads(100, 9, "english"),
        ]
    )
    pupil = Person(education="sma", experience=0)
    steps = openings.rank_steps(market, EVERYTHING, pupil)
    told = [tuple(row) for row in steps[["step", "value", "gain", "n"]].to_numpy().tolist()]
    assert told == [
        ("experience", "1", 15, 15),
        ("education", "d3", 13, 13),
        ("tool", "microsoft-excel", 12, 12),
        ("license", "sim-c", 11, 11),
    ]
    assert steps["employers"].tolist()[-1] == 1
    assert (steps["interval_low"] < steps["gain"]).all()
    assert (steps["gain"] < steps["interval_high"]).all()
    pairs = openings.rank_pairs(market, EVERYTHING, pupil)
    assert pairs[["value", "value_2", "gain", "n_together"]].to_numpy().tolist() == [
        ["microsoft-excel", "d3", 12 + 13 + 10, 10]
    ]


def test_demands_nobody_made_are_told_apart(opened: Open) -> None:
    market = opened([*ads(0, 12, age_max=25), *ads(20, 10, age_max=25, sex="female"), *ads(40, 8)])
    older = Person(age=30, sex="male")
    assert openings.rank_steps(market, EVERYTHING, older).empty
    lifted = openings.rank_steps(market, EVERYTHING, older, lifted=True)
    assert lifted[["step", "value", "gain"]].to_numpy().tolist() == [["lift", "age", 12]]
    pairs = openings.rank_pairs(market, EVERYTHING, older, lifted=True)
    assert pairs[["value", "value_2", "gain"]].to_numpy().tolist() == [["age", "sex", 22]]
    walls = openings_lists.count_walls(market, EVERYTHING, older).set_index("requirement")
    assert walls.loc["age", ["n_asked", "n_shut", "n_only"]].tolist() == [22, 22, 12]
    assert walls.loc["sex", ["n_asked", "n_shut", "n_only"]].tolist() == [10, 10, 0]
    assert walls.at["age", "share"] == pytest.approx(22 / 30)


def test_limits_the_person_is_not_asked_about_are_only_counted(opened: Open) -> None:
    market = opened([*ads(0, 3, appearance=True, height=160), *ads(10, 9)])
    walls = openings_lists.count_walls(market, EVERYTHING, Person()).set_index("requirement")
    assert walls["n_asked"].to_dict()["appearance"] == 3
    assert walls["n_shut"].isna().to_dict()["height"]
    assert openings.count_openings(market, EVERYTHING, Person())["n"].item() == 12


def test_a_rank_widens_until_ten_open_and_says_so(opened: Open) -> None:
    rows = [*ads(0, 9, "sim-c", province="32"), *ads(20, 9, "sim-c", province="31")]
    market = opened([*rows, *ads(40, 10, "sim-c", province="31", regency="3171")])
    city = openings.rank_steps(market, Filter(province="31", regency="3171"), Person())
    assert city[["gain", "place"]].to_numpy().tolist() == [[10, "regency"]]
    other = openings.rank_steps(market, Filter(province="32"), Person())
    assert other[["gain", "n_here", "place"]].to_numpy().tolist() == [[28, 28, "nation"]]
    assert openings.rank_steps(market, Filter(province="32", sector="A"), Person()).empty


def test_closed_and_long_unseen_advertisements_are_not_open(opened: Open) -> None:
    rows = [
        *ads(0, 2),
        *ads(10, 1, closed=datetime(2026, 11, 1, tzinfo=UTC)),
        *ads(20, 1, last_seen=datetime(2026, 8, 1, tzinfo=UTC)),
    ]
    assert openings.count_openings(opened(rows), EVERYTHING, Person())["n_here"].item() == 2


def test_occupations_within_reach_are_those_that_accept(opened: Open) -> None:
    rows = [*ads(0, 12, occupation="5230"), *ads(20, 4, occupation="5230", education_min="s1")]
    market = opened([*rows, *ads(40, 9, occupation="2411"), *ads(60, 30, occupation="52")])
    found = openings_lists.rank_reachable(market, EVERYTHING, Person(education="smk"))
    assert found[["occupation", "n", "n_here", "share"]].to_numpy().tolist() == [
        ["5230", 12, 16, 0.75]
    ]


def test_advertisements_are_those_open_or_opened_newest_first(opened: Open) -> None:
    rows = [
        *ads(0, 2, posted=date(2026, 11, 1)),
        *ads(10, 1, posted=date(2026, 11, 9)),
        *ads(20, 1),
        *ads(30, 2, "english", posted=date(2026, 11, 2), url="https://portal.example/1"),
    ]
    market = opened(rows)
    now = openings_lists.list_openings(market, EVERYTHING, Person(), limit=3)
    assert now["vacancy_id"].tolist() == ["v10", "v0", "v1"]
    assert now["n"].tolist() == [4, 4, 4]
    step = ("language", "english")
    more = openings_lists.list_openings(market, EVERYTHING, Person(), step=step)
    assert more["vacancy_id"].tolist() == ["v30", "v31"]
    assert more["url"].tolist() == ["https://portal.example/1"] * 2
    for nothing in (("tool", "no-such-skill"), ("no such step", "1"), ("education", "d3")):
        assert openings_lists.list_openings(market, EVERYTHING, Person(), step=nothing).empty


def test_a_licence_that_stands_for_another_is_as_good(opened: Open) -> None:
    market = opened([*ads(0, 10, "sim-a"), *ads(20, 10, "sim-a-and-c"), *ads(40, 1, "sim-b1")])
    truck = Person(skills=("sim-b1",))
    assert openings.count_openings(market, EVERYTHING, truck)["n"].item() == 21
    assert "sim-a-and-c" not in set(openings.rank_steps(market, EVERYTHING, Person())["value"])
    both = openings.count_openings(market, EVERYTHING, Person(skills=("sim-a-and-c",)))
    assert both["n"].item() == 20


def test_the_table_of_licences_names_licences_and_ends() -> None:
    named = {*covers(), *covers().values(), *means()}
    assert {KIND[name] for name in named} == {"license"}
    for double in means():
        assert set(means()[double]) <= set(KIND)
    for name in covers():
        assert name not in whole(())
        assert name in whole((name,)) | set(means())


def test_the_filter_may_not_bring_a_second_person(opened: Open) -> None:
    with pytest.raises(ValueError, match="belong to the person"):
        openings.count_openings(opened(ads(0, 1)), Filter(education="sma"), Person())


def test_the_market_of_a_snapshot_is_built_once(opened: Open) -> None:
    snapshot = opened(ads(0, 3, "english"))
    assert open_market(snapshot) is open_market(snapshot)


def test_recall_of_reading_is_what_the_accuracy_table_says() -> None:
    recall = openings_reading.read_recall().set_index("kind")
    assert {"tool", "language", "license"} <= set(recall.index)
    assert (recall["interval_low"] <= recall["recall"]).all()
    assert (recall["recall"] <= recall["interval_high"]).all()
    assert (recall["n"] > 0).all()


# ── The fast way against a plain loop ───────────────────────────────────────────────────────────

SKILLS = (
    "microsoft-excel", "canva", "autocad", "english", "mandarin-chinese", "indonesian-language",
    "sim-a", "sim-b1", "sim-c", "sim-a-and-c", "driving-licence", "bnsp-certificate", "honesty",
)  # fmt: skip


def settle(asks: Sequence[str]) -> set[str]:
    """The skills asked for, without those that another one asked for stands for."""

    def chain(skill: str) -> set[str]:
        return {covers()[skill]} | chain(covers()[skill]) if skill in covers() else set()

    return {skill for skill in asks if not any(skill in chain(other) for other in asks)}


def accepts(row: Row, person: Person, rule: Rule, lifted: frozenset[str]) -> bool:
    """The definition once more, one vacancy at a time."""
    years = 0 if "education" in lifted else SCHOOLING.get(row["education_min"], 0)
    if person.education and years > SCHOOLING[person.education]:
        return False
    experience = 0 if "experience" in lifted else row["experience_min_years"] or 0
    if person.experience is not None and experience > person.experience:
        return False
    if person.age is not None and "age" not in lifted:
        if row["age_min"] and person.age < row["age_min"]:
            return False
        if row["age_max"] and person.age > row["age_max"]:
            return False
    if person.sex and row["sex"] and row["sex"] != person.sex and "sex" not in lifted:
        return False
    held, asked = whole(person.skills), settle(row["asks"])
    if rule.licences and any(KIND[one] == "license" and one not in held for one in asked):
        return False
    counted = [one for one in asked if KIND[one] in rule.kinds]
    return sum(one in held for one in counted) >= math.ceil(rule.share * len(counted))


def take(person: Person, step: tuple[str, str]) -> tuple[Person, frozenset[str]]:
    """The person after a step, and what is lifted by it."""
    kind, value = step
    if kind in KINDS:
        return replace(person, skills=(*person.skills, value)), frozenset()
    if kind == "education":
        return replace(person, education=value), frozenset()
    if kind == "experience":
        return replace(person, experience=float(value)), frozenset()
    return person, frozenset({value})


def random_market(chance: random.Random) -> list[Row]:
    return [
        vacancy(
            i,
            asks=chance.sample(SKILLS, chance.choice([0, 1, 1, 2, 2, 3, 4, 5])),
            education_min=chance.choice([None, None, "smp", "smk", "d1", "d3", "s1"]),
            experience_min_years=chance.choice([None, None, 0.0, 1.0, 2.0, 5.0]),
            age_min=chance.choice([None] * 4 + [18, 25]),
            age_max=chance.choice([None] * 3 + [25, 35]),
            sex=chance.choice([None] * 4 + ["male", "female"]),
            province=chance.choice(["31", "32"]),
            description_characters=chance.choice([None, 200]),
        )
        for i in range(chance.randrange(1, 90))
    ]


def random_person(chance: random.Random) -> Person:
    return Person(
        education=chance.choice([None, "smp", "sma", "smk", "d2", "s1", "s3"]),
        experience=chance.choice([None, 0, 0.5, 1, 3]),
        age=chance.choice([None, 19, 28, 40]),
        sex=chance.choice([None, "male", "female"]),
        skills=tuple(chance.sample(SKILLS, chance.randrange(4))),
    )


RULES = (USUAL, LOOSE, STRICT, Rule(share=0.34), Rule(kinds=("tool",), licences=False))


@pytest.mark.parametrize("seed", range(12))
def test_every_single_and_pair_equals_a_plain_loop(
    opened: Open, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(openings, "STEP_AT_LEAST", 1)
    chance = random.Random(seed)
    rows = random_market(chance)
    market = opened(rows)
    for rule in RULES:
        person, where = random_person(chance), chance.choice([EVERYTHING, Filter(province="31")])
        here = [row for row in rows if where.province in (None, row["province"])]

        def count(
            *steps: tuple[str, str],
            person: Person = person,
            rule: Rule = rule,
            here: Sequence[Row] = here,
        ) -> int:
            after, lifted = person, frozenset[str]()
            for step in steps:
                after, more = take(after, step)
                lifted |= more
            return sum(accepts(row, after, rule, lifted) for row in here)

        assert openings.count_openings(market, where, person, rule)["n"].item() == count()
        found = openings.rank_steps(market, where, person, rule, limit=999, lifted=True)
        asked = {one for row in rows for one in settle(row["asks"]) if KIND[one] != "soft"}
        steps = {(KIND[one], one) for one in asked - set(means()) - whole(person.skills)}
        if person.education and next_level(person.education):
            steps.add(("education", str(next_level(person.education))))
        if person.experience is not None:
            steps.add(("experience", f"{person.experience + 1:g}"))
        steps |= {("lift", name) for name in ("education", "experience", "age", "sex")}
        gains = {step: count(step) - count() for step in steps}
        if where.province is None or any(gains.values()):
            told = {(row.step, row.value): row.gain for row in found.itertuples()}
            assert told == {step: gain for step, gain in gains.items() if gain}
        pairs = openings.rank_pairs(market, where, person, rule, limit=9999, lifted=True)
        if pairs.empty or pairs["place"].iloc[0] == ("nation" if here is rows else "province"):
            for row in pairs.itertuples():
                pair = (row.step, row.value), (row.step_2, row.value_2)
                assert row.gain == count(*pair) - count(), pair
        if where.province is None:
            synergy = {
                frozenset(pair)
                for pair in combinations(sorted(steps), 2)
                if count(*pair) - count() > gains[pair[0]] + gains[pair[1]]
            }
            told_pairs = {
                frozenset({(row.step, row.value), (row.step_2, row.value_2)})
                for row in pairs.itertuples()
            }
            assert synergy <= told_pairs
