"""Themes and new titles of a small made-up market, counted by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics import topics
from analytics.filter import EVERYTHING, Filter
from analytics.topics_filter import of_topic
from analytics.wages import measure_wage
from data.snapshot import Snapshot, SnapshotMeta, TopicsMeta, open_snapshot
from tests.ui.market import Row, publish, spread, vacancy

MONTHS = [f"2025-{month:02}" for month in range(1, 13)]


def theme(name: str, n: int, employers: int, **facts: object) -> Row:
    """A row of topics."""
    row: Row = {
        "id": name,
        "label_id": f"{name.title()}, kerja",
        "label_en": f"{name.title()}, work",
        "terms": [name, "kerja"],
        "weights": [0.8, 0.4],
        "n": n,
        "employers": employers,
        "examples": [],
        "likeness": 0.9,
    }
    return row | facts


def market() -> tuple[list[Row], dict[str, list[Row]]]:
    """Twelve months: 20 guards in each; drones 1 a month, then 8; one firm's 24 divers."""
    kinds = [("satpam", 20, 20, 9), ("drone", 1, 8, 7), ("selam", 2, 2, 1)]
    jobs = {"satpam": "5414", "drone": "3153", "selam": "7541"}
    rows: list[Row] = []
    placed: list[Row] = []
    for at, month in enumerate(MONTHS):
        for kind, before, after, employers in kinds:
            for number, day in enumerate(spread(month, before if at < 6 else after)):
                row = vacancy(
                    len(rows), title=kind.title(), posted=day, occupation=jobs[kind],
                    company=f"PT {kind} {number % employers}", province=("31", "32")[number % 2],
                    description_characters=500, wage_period="month", wage_currency="IDR",
                    wage_min_idr=4_000_000, wage_max_idr=4_000_000,
                )  # fmt: skip
                rows.append(row)
                placed.append({"vacancy_id": row["vacancy_id"], "topic": kind, "probability": 0.9,
                               "month": month})  # fmt: skip
    # The edges of every month are covered by these, which are near no theme.
    for month in MONTHS:
        for day in spread(month, 2):
            row = vacancy(len(rows), title="Apa saja", posted=day, company=None,
                          description_characters=500)  # fmt: skip
            rows.append(row)
            placed.append({"vacancy_id": row["vacancy_id"], "topic": None, "probability": 0.0,
                           "month": month})  # fmt: skip
    of = [theme("satpam", 240, 9, examples=["v0"]), theme("drone", 54, 7, likeness=None),
          theme("selam", 24, 1)]  # fmt: skip
    title = {"key": "pilot drone", "title": "Pilot Drone", "first_month": "2025-07", "n": 48,
             "n_before": 6, "employers": 7, "portals": 2, "occupation_score": 0.2,
             "probability": 0.99, "examples": ["v1"]}  # fmt: skip
    return rows, {"topics": of, "vacancy_topics": placed, "new_titles": [title]}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("snapshots")
    rows, found = market()
    publish(folder, rows, topics=found)
    opened = open_snapshot(folder)
    yield opened
    opened.close()


def test_themes_are_ranked_by_openings_and_one_firms_are_none(snapshot: Snapshot) -> None:
    ranked = topics.rank_topics(snapshot, EVERYTHING)
    assert ranked["topic"].tolist() == ["satpam", "drone"]
    assert ranked["n"].tolist() == [240, 54]
    assert ranked["employers"].tolist() == [9, 7]
    assert ranked["base"].tolist() == [342, 342]
    assert ranked["share"].tolist() == pytest.approx([240 / 342, 54 / 342])
    assert (ranked["interval_low"] < ranked["share"]).all()
    assert [list(codes) for codes in ranked["occupations"]] == [["5414"], ["3153"]]
    assert [list(counts) for counts in ranked["occupation_counts"]] == [[240], [54]]
    assert ranked["is_new"].tolist() == [False, True]


def test_the_theme_that_grew_is_told_from_the_one_that_did_not(snapshot: Snapshot) -> None:
    ranked = topics.rank_topics(snapshot, EVERYTHING).set_index("topic")
    assert ranked.loc["drone", ["n_before", "n_recent"]].tolist() == [6, 48]
    assert ranked.loc["drone", "p_growth"] > 0.9
    assert ranked.loc["satpam", "p_growth"] < 0.1


def test_a_place_narrows_the_themes(snapshot: Snapshot) -> None:
    ranked = topics.rank_topics(snapshot, Filter(province="32"))
    # Half of the guards; four of every eight drones and none of the single ones.
    assert ranked.set_index("topic")["n"].to_dict() == {"satpam": 120, "drone": 24}
    assert topics.rank_topics(snapshot, Filter(province="51")).empty


def test_one_theme_has_its_numbers(snapshot: Snapshot) -> None:
    (row,) = topics.topic_profile(snapshot, EVERYTHING, "drone").to_dict("records")
    assert (row["n"], row["employers"], row["base"], row["first_month"]) == (54, 7, 342, "2025-01")
    assert row["share"] == pytest.approx(54 / 342)
    assert row["probability"] == pytest.approx(0.9)
    assert (row["n_wage"], row["wage_place"]) == (54, "nation")
    assert row["median_idr"] == pytest.approx(4_000_000)


def test_an_unknown_theme_has_nothing(snapshot: Snapshot) -> None:
    (row,) = topics.topic_profile(snapshot, EVERYTHING, "'; DROP").to_dict("records")
    assert (row["n"], row["n_wage"]) == (0, 0)
    assert topics.list_examples(snapshot, EVERYTHING, "'; DROP").empty


def test_pay_is_that_of_each_theme_in_the_order_asked(snapshot: Snapshot) -> None:
    pay = topics.measure_pay(snapshot, EVERYTHING, ("selam", "drone"))
    assert pay["topic"].tolist() == ["selam", "drone"]
    assert pay["n_wage"].tolist() == [24, 54]
    assert pay["median_idr"].isna().tolist() == [True, False]  # one employer alone shows none
    alone = measure_wage(snapshot, of_topic(EVERYTHING, "drone")).iloc[0]
    assert pay.iloc[1][["n_wage", "median_idr", "wage_low", "wage_high"]].tolist() == alone[
        ["n", "median_idr", "interval_low", "interval_high"]
    ].tolist()  # fmt: skip
    assert topics.measure_pay(snapshot, EVERYTHING, ("'; DROP",))["n_wage"].tolist() == [0]
    assert topics.measure_pay(snapshot, EVERYTHING, ()).empty


def test_months_tell_the_share_of_all(snapshot: Snapshot) -> None:
    months = topics.share_by_month(snapshot, EVERYTHING, "drone")
    assert months["month"].tolist() == MONTHS
    assert months["n"].tolist() == [1] * 6 + [8] * 6
    assert months["base"].tolist() == [25] * 6 + [32] * 6
    assert months["share"].iloc[-1] == pytest.approx(8 / 32)


def test_without_complete_months_there_is_no_trend(tmp_path: Path) -> None:
    rows, found = market()
    publish(tmp_path, rows[:15], topics=found)
    opened = open_snapshot(tmp_path)
    assert topics.share_by_month(opened, EVERYTHING, "satpam").empty
    assert topics.rank_topics(opened, EVERYTHING)["growth"].isna().all()
    opened.close()


def test_places_where_a_theme_is_more_common_come_first(snapshot: Snapshot) -> None:
    places = topics.topic_places(snapshot, Filter(province="31"), "drone")
    # Of 54 drones 30 are in Jakarta: the single ones are all there.
    assert places["place"].tolist() == ["31", "32"]
    assert places["n"].tolist() == [30, 24]
    assert places["n_place"].tolist() == [120 + 30 + 12, 120 + 24 + 12]
    assert not places["differs"].any()


def test_examples_and_new_titles_lead_to_advertisements(snapshot: Snapshot) -> None:
    assert topics.list_examples(snapshot, EVERYTHING, "satpam")["vacancy_id"].tolist() == ["v0"]
    (title,) = topics.list_new_titles(snapshot, EVERYTHING).to_dict("records")
    assert (title["title"], title["n"], title["examples"]) == ("Pilot Drone", 48, ["v1"])
    found = topics.list_title_advertisements(snapshot, EVERYTHING, tuple(title["examples"]))
    assert found["vacancy_id"].tolist() == ["v1"]


def test_a_filter_of_a_theme_narrows_any_question(snapshot: Snapshot) -> None:
    where = of_topic(Filter(province="32"), "satpam")
    assert measure_wage(snapshot, where)["n"].tolist() == [120]
    assert where.province == "32"


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (TopicsMeta(version=None, at_least=0, vacancies=900), "off"),
        (TopicsMeta(version="1", at_least=500, vacancies=499), "few"),
        (TopicsMeta(version="1", at_least=500, vacancies=500), "unlike"),
        (None, "older"),
    ],
)
def test_why_there_are_no_themes(tmp_path: Path, told: TopicsMeta | None, state: str) -> None:
    meta = publish(tmp_path, market()[0][:1])
    changed = SnapshotMeta.model_copy(meta, update={"topics": told})
    (tmp_path / meta.id / "meta.json").write_text(changed.model_dump_json())
    opened = open_snapshot(tmp_path)
    assert topics.find_state(opened) == state
    opened.close()


def test_themes_that_are_there_are_found(snapshot: Snapshot) -> None:
    assert topics.find_state(snapshot) == "found"
