"""Postings of one opening become one vacancy, whose id and shape survive what comes later."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

import pipeline
from data.errors import GateClosed
from data.importer import ColumnMap
from data.models import POSTING, READING, SKETCH, VACANCY, VACANCY_CHANGE
from data.sample import sample_market
from data.sample_rows import write_row
from data.snapshot import open_snapshot
from data.store import Store
from data.vacancies import Vacancies
from nlp import duplicates_stored
from nlp.duplicates_stored import put_together
from nlp.pair_scores import score_groups
from settings import Settings

TEXT = (
    "Melayani pelanggan di meja kasir, menghitung uang masuk dan keluar setiap hari, menjaga "
    "kebersihan meja, mencatat penjualan harian, dan melapor kepada kepala toko pada akhir giliran."
)


def advert(portal: str, number: int, day: str, **told: Any) -> dict[str, Any]:
    """The cashier of one shop, on a portal."""
    return {
        "portal": portal,
        "id": str(number),
        "title": "Kasir",
        "company": "PT Toko Contoh",
        "location": "Kota Bandung, Jawa Barat",
        "description": TEXT,
        "posted": day,
        "first_seen": day,
        "last_seen": day,
        **told,
    }


def take_in(
    store: Store, settings: Settings, *rows: dict[str, Any], is_sample: bool = False
) -> None:
    path = settings.state_dir / "rows.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    pipeline.import_postings(store, settings, path, ColumnMap(), is_sample=is_sample)


def process(store: Store, settings: Settings, *rows: dict[str, Any]) -> dict[str, int]:
    take_in(store, settings, *rows)
    return pipeline.process(store, settings)


def groups(store: Store) -> dict[str, str]:
    """The vacancy of each posting, told as "portal/id"."""
    query = select(POSTING.c.portal, POSTING.c.portal_id, READING.c.vacancy_id).join(
        READING, READING.c.posting_id == POSTING.c.id
    )
    with store.reading() as connection:
        return {
            f"{row.portal}/{row.portal_id}": row.vacancy_id for row in connection.execute(query)
        }


def changes(store: Store) -> list[tuple[str, str, str]]:
    """What became of vacancies: kind, vacancy, other."""
    columns = (VACANCY_CHANGE.c.kind, VACANCY_CHANGE.c.vacancy_id, VACANCY_CHANGE.c.other_id)
    with store.reading() as connection:
        return [tuple(row) for row in connection.execute(select(*columns))]


def dump(store: Store) -> list[Any]:
    """All of what putting together wrote, but for moments."""
    found: list[Any] = [groups(store), sorted(changes(store))]
    with store.reading() as connection:
        found += [
            sorted(map(tuple, connection.execute(select(table)))) for table in (VACANCY, SKETCH)
        ]
    return found


def test_one_advert_on_two_portals_is_one_vacancy(store: Store, settings: Settings) -> None:
    counts = process(store, settings, advert("a", 1, "2026-03-01"), advert("b", 1, "2026-03-04"))
    assert counts == {"read": 2, "grouped": 2, "born": 1, "merged": 0, "split": 0}
    assert len(set(groups(store).values())) == 1


def test_pay_that_only_a_copy_states_is_the_vacancys(store: Store, settings: Settings) -> None:
    paid = advert("b", 1, "2026-03-04", salary="Rp 4.000.000 - 5.000.000 per bulan")
    process(store, settings, advert("a", 1, "2026-03-01"), paid)
    pipeline.publish(store, settings)
    with closing(open_snapshot(settings.snapshots)) as snapshot:
        found = snapshot.frame("SELECT wage_min_idr, wage_max_idr, wage_period FROM vacancies")
    assert found.to_numpy().tolist() == [[4_000_000, 5_000_000, "month"]]


@pytest.mark.parametrize(
    "told", [{"location": "Kota Cimahi, Jawa Barat"}, {"title": "Senior Kasir"}]
)
def test_another_place_or_level_is_another_vacancy(
    store: Store, settings: Settings, told: dict[str, Any]
) -> None:
    process(store, settings, advert("a", 1, "2026-03-01"), advert("b", 1, "2026-03-04", **told))
    assert len(set(groups(store).values())) == 2


def test_what_comes_later_joins_under_the_id_that_is_there(
    store: Store, settings: Settings
) -> None:
    process(store, settings, advert("a", 1, "2026-03-05"))
    (name,) = groups(store).values()
    later, earlier = advert("b", 1, "2026-03-20"), advert("c", 1, "2026-03-01")
    counts = process(store, settings, later, earlier)
    assert (counts["grouped"], counts["born"]) == (2, 0)
    assert set(groups(store).values()) == {name}
    before = dump(store)
    assert set(pipeline.process(store, settings).values()) == {0}
    assert dump(store) == before


def test_one_that_stands_between_two_vacancies_merges_them_into_the_older(
    store: Store, settings: Settings
) -> None:
    bare = {"description": None, "title": "Kasir Toko"}
    first, last = advert("a", 1, "2026-01-01", **bare), advert("a", 2, "2026-04-11", **bare)
    process(store, settings, first, last)
    before = groups(store)
    assert before["a/1"] != before["a/2"]
    counts = process(store, settings, advert("a", 3, "2026-02-20", **bare))
    assert (counts["born"], counts["merged"], counts["split"]) == (0, 1, 0)
    assert set(groups(store).values()) == {before["a/1"]}
    assert changes(store) == [("merged", before["a/1"], before["a/2"])]


def test_one_whose_place_changes_leaves_its_vacancy_and_the_split_is_told(
    store: Store, settings: Settings
) -> None:
    process(store, settings, advert("a", 1, "2026-03-01"), advert("b", 1, "2026-03-04"))
    (name,) = set(groups(store).values())
    elsewhere = {"location": "Kota Cimahi, Jawa Barat", "last_seen": "2026-03-09"}
    counts = process(store, settings, advert("b", 1, "2026-03-04", **elsewhere))
    assert (counts["grouped"], counts["merged"], counts["split"]) == (1, 0, 1)
    after = groups(store)
    assert after["a/1"] == name != after["b/1"]
    assert changes(store) == [("split", name, after["b/1"])]
    assert store.count_waiting(pipeline.READER, duplicates_stored.RULES_VERSION) == 0


def test_a_posting_that_lost_its_own_name_to_others_gets_a_second_one(
    store: Store, settings: Settings
) -> None:
    """The vacancy is named by a/1, which moves on, twice; b/1 keeps the name."""
    process(store, settings, advert("a", 1, "2026-03-01"), advert("b", 1, "2026-03-04"))
    name = groups(store)["a/1"]
    bakery = {"company": "CV Roti Contoh", "location": "Kota Cimahi"}
    process(store, settings, advert("c", 1, "2026-02-20", **bakery))
    process(store, settings, advert("a", 1, "2026-03-01", **bakery, last_seen="2026-03-09"))
    moved = groups(store)
    assert moved["b/1"] == name
    assert moved["a/1"] == moved["c/1"] != name
    elsewhere = {"location": "Kota Bogor", "last_seen": "2026-03-12"}
    process(store, settings, advert("a", 1, "2026-03-01", **elsewhere))
    alone = groups(store)
    assert len(set(alone.values())) == 3
    assert alone["a/1"].startswith(f"{name}~")
    process(store, settings, advert("d", 1, "2026-03-13", location="Kota Bogor"))
    assert groups(store)["d/1"] == alone["a/1"]


def test_when_all_is_put_together_again_vacancies_keep_their_ids(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    process(store, settings, advert("a", 1, "2026-03-05"), advert("b", 2, "2026-03-06"))
    process(store, settings, advert("c", 1, "2026-03-01"), advert("c", 9, "2026-03-01", title="X"))
    before = groups(store)
    monkeypatch.setattr(pipeline, "READER", "next")
    assert pipeline.process(store, settings)["grouped"] == 0  # read again, nothing to put together
    monkeypatch.setattr(duplicates_stored, "RULES_VERSION", "next")
    counts = pipeline.process(store, settings)
    assert counts == {"read": 0, "grouped": 4, "born": 0, "merged": 0, "split": 0}
    assert groups(store) == before


class Killed(BaseException):
    """Stands for a process that is gone."""


@pytest.mark.parametrize("step", ["save_sketches", "save"])
@pytest.mark.parametrize("after", [0, 1, 2])
def test_killed_between_steps_the_next_run_ends_the_same(
    store: Store,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    after: int,
) -> None:
    firms = [{"company": f"PT Toko {name}"} for name in ("Mawar", "Melati", "Anggrek", "Kenanga")]
    first = [advert("a", n, "2026-03-05", **firm) for n, firm in enumerate(firms)]
    second = [
        advert(portal, n, day, **firm)
        for n, firm in enumerate(firms)
        for portal, day in (("b", "2026-03-07"), ("c", "2026-03-02"))
    ]
    monkeypatch.setattr(duplicates_stored, "_WRITTEN", 1)
    monkeypatch.setattr(pipeline, "BATCH", 3)
    whole = Store(f"sqlite:///{tmp_path / 'whole.sqlite'}")
    for one in (whole, store):
        process(one, settings, *first)
    process(whole, settings, *second)
    real = getattr(Vacancies, step)
    left = iter(range(after))

    def save(*arguments: Any) -> Any:
        if next(left, None) is None:
            raise Killed
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(Vacancies, step, save)
        with pytest.raises(Killed):
            process(store, settings, *second)
    assert store.count_waiting(pipeline.READER, duplicates_stored.RULES_VERSION) > 0
    with pytest.raises(GateClosed, match="wait to be put together"):
        pipeline.publish(store, settings)
    pipeline.process(store, settings)
    assert dump(store) == dump(whole)
    assert len(set(groups(store).values())) == 4
    whole.close()


def test_what_was_put_together_by_other_words_or_rules_is_not_published(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    process(store, settings, advert("a", 1, "2026-03-01"), advert("b", 1, "2026-03-04"))
    elsewhere = {"location": "Kota Cimahi, Jawa Barat", "last_seen": "2026-03-09"}
    take_in(store, settings, advert("b", 1, "2026-03-04", **elsewhere))
    with monkeypatch.context() as patch:
        patch.setattr(Vacancies, "save_sketches", raise_killed)
        with pytest.raises(Killed):
            pipeline.process(store, settings)
    assert store.count_unread(pipeline.READER) == 0
    with pytest.raises(GateClosed, match="1 postings wait to be put together"):
        pipeline.publish(store, settings)
    pipeline.process(store, settings)
    assert pipeline.publish(store, settings).vacancies == 2
    monkeypatch.setattr(duplicates_stored, "RULES_VERSION", "next")
    with pytest.raises(GateClosed, match="2 postings wait to be put together"):
        pipeline.publish(store, settings)


def test_a_day_told_only_later_is_judged_by(store: Store, settings: Settings) -> None:
    """Seen in March, it says later that it went up in June of the year before."""
    process(store, settings, advert("a", 1, "2026-03-01"), advert("b", 1, None, **seen("03-02")))  # type: ignore[arg-type]
    assert len(set(groups(store).values())) == 1
    counts = process(store, settings, advert("b", 1, "2025-06-01", **seen("03-09")))
    assert counts["grouped"] == 1
    with store.reading() as connection:
        days = set(connection.execute(select(SKETCH.c.day)).scalars())
    assert days == {date(2026, 3, 1), date(2025, 6, 1)}
    assert len(set(groups(store).values())) == 2


def seen(day: str) -> dict[str, str]:
    return {"first_seen": f"2026-{day}", "last_seen": f"2026-{day}"}


def raise_killed(*_: Any) -> None:
    raise Killed


def test_an_end_told_beforehand_leaves_a_vacancy_open(store: Store, settings: Settings) -> None:
    """Seen last on 4 March, open by its own word until May; the other one ended on 2 March."""
    process(
        store,
        settings,
        advert("a", 1, "2026-03-04", closed_at="2026-05-31"),
        advert("a", 2, "2026-03-01", company="PT Toko Lain", closed_at="2026-03-02"),
    )
    pipeline.publish(store, settings)
    snapshot = open_snapshot(settings.snapshots)
    found = snapshot.frame("SELECT company, is_open, days_open FROM vacancies ORDER BY company")
    snapshot.close()
    assert found["is_open"].tolist() == [True, False]
    assert found["days_open"].tolist() == pytest.approx([0, 1], abs=0.5)


def test_sample_and_real_are_never_put_together(store: Store, settings: Settings) -> None:
    take_in(store, settings, advert("a", 1, "2026-03-01"), is_sample=True)
    process(store, settings, advert("b", 1, "2026-03-02"))
    assert len(set(groups(store).values())) == 2
    with store.writing() as writer:
        writer.remove_sample()
    assert list(groups(store)) == ["b/1"]


def test_what_became_of_sample_vacancies_goes_with_them(store: Store, settings: Settings) -> None:
    """2 became part of 1, and then 1 of the still older 3; in the sample and among real ones."""
    bare = {"description": None, "title": "Kasir Toko"}
    steps = (
        ((1, "2026-01-01"), (2, "2026-04-11"), (3, "2025-09-23")),
        ((4, "2026-02-20"),),  # joins 1 and 2
        ((5, "2025-11-12"),),  # joins 3 and 1
    )
    for is_sample, firm in ((True, "Contoh"), (False, "Lain")):
        for rows in steps:
            told = bare | {"company": f"PT Toko {firm}"}
            named = [advert("a", n, day, **told) | {"id": f"{firm}{n}"} for n, day in rows]
            take_in(store, settings, *named, is_sample=is_sample)
            pipeline.process(store, settings)
    assert len(set(groups(store).values())) == 2
    assert len(changes(store)) == 4
    real = changes(store)[2:]
    with store.writing() as writer:
        writer.remove_sample()
    assert changes(store) == real


def test_publishing_asks_no_question_for_each_reposted_vacancy(
    store: Store, settings: Settings
) -> None:
    asked = [0]

    def count(*_: Any) -> None:
        asked[0] += 1

    def publish(firms: int) -> int:
        days = ("2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01")
        for n, day in enumerate(days):
            told = {"last_seen": day, "closed_at": day}
            firm = [advert("a", 10 * f + n, day, company=f"PT {f}", **told) for f in range(firms)]
            process(store, settings, *firm)
        asked[0] = 0
        meta = pipeline.publish(store, settings)
        assert (meta.vacancies, meta.postings) == (firms, 4 * firms)
        return asked[0]

    event.listen(store.engine, "before_cursor_execute", count)
    assert publish(2) == publish(12)


def test_only_what_stands_as_it_was_read_needs_no_write(store: Store, settings: Settings) -> None:
    process(store, settings, advert("a", 1, "2026-03-01"))
    take_in(
        store,
        settings,
        advert("b", 1, "2026-03-02"),
        advert("b", 2, "2026-03-02", title="Pengemudi", description=None),
    )
    with store.writing() as writer:
        pipeline.read_new(writer, Counter())
        shelf = Vacancies(writer, is_sample=False)
        # All but the writing of vacancies.
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("nlp.duplicates_stored.put_together", lambda _: iter(()))
            pipeline.group_new(shelf, Counter())
        placed = list(put_together(shelf))
    vacancies = [one for told in placed for one in told.leads]
    alone = {one for told in placed for one in told.alone}
    assert len(vacancies) == 2
    assert len(alone) == 1
    assert groups(store)["b/2"] in alone


def test_a_sketch_is_small(store: Store, settings: Settings) -> None:
    process(store, settings, advert("a", 1, "2026-03-01", description=" ".join([TEXT] * 3)))
    with store.reading() as connection:
        (row,) = connection.execute(select(SKETCH)).all()
        (key,) = connection.execute(select(SKETCH.c.posting_id)).scalars()
    assert (row.state, row.day, row.is_told) == ("done", date(2026, 3, 1), True)
    assert len(row.buckets) + len(store.load_sketches([key])[key]) < 600


@pytest.fixture
def published(store: Store, settings: Settings) -> Iterator[Any]:
    """Two portals with one cashier, closed on one of them; a driver posted twice on one portal."""
    driver = {"title": "Pengemudi", "company": "CV Antar Contoh", "description": None}
    process(
        store,
        settings,
        advert("a", 1, "2026-03-04", last_seen="2026-03-12", closed_at="2026-03-13"),
        advert("b", 1, "2026-03-01", last_seen="2026-03-20", description=TEXT[:110]),
        advert("a", 2, "2026-01-02", last_seen="2026-01-20", closed_at="2026-01-21", **driver),
        advert("a", 3, "2026-02-10", last_seen="2026-02-14", closed_at="2026-02-16", **driver),
    )
    pipeline.publish(store, settings)
    snapshot = open_snapshot(settings.snapshots)
    yield snapshot
    snapshot.close()


def moment(day: str) -> float:
    """Its midnight in Jakarta, in seconds since 1970."""
    return datetime.fromisoformat(f"{day}T00:00:00+07:00").timestamp()


def test_a_vacancy_is_what_all_its_postings_say(published: Any) -> None:
    frame = published.frame(
        """SELECT title, postings, array_to_string(portals, ',') AS portals,
        epoch(first_seen) AS first, epoch(last_seen) AS last, epoch(closed) AS closed,
        is_open, days_open, reposts, is_stale FROM vacancies ORDER BY title"""
    )
    rows = frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)
    kasir, pengemudi = rows
    seen = (moment("2026-03-01"), moment("2026-03-20"))
    assert kasir == ("Kasir", 2, "a,b", *seen, None, True, 19.0, 0, False)
    seen = (moment("2026-01-02"), moment("2026-02-14"))
    closed = moment("2026-02-16")
    assert pengemudi == ("Pengemudi", 2, "a", *seen, closed, False, 45.0, 1, False)


def test_the_posting_with_the_fullest_text_speaks(published: Any) -> None:
    frame = published.frame("SELECT description_characters AS n FROM vacancies WHERE title='Kasir'")
    assert frame["n"].item() == len(TEXT)


def test_what_portals_share_is_told(published: Any) -> None:
    rows = published.frame("FROM portal_overlap").itertuples(index=False, name=None)
    assert list(rows) == [("a", "a", 1, 2, 2, 0.5), ("a", "b", 1, 2, 1, 1.0)]


def test_the_sample_market_is_put_together_in_two_runs(tmp_path: Path, settings: Settings) -> None:
    """Floors a little below what the file command reaches with the same adverts at once."""
    until, truth, rows = date(2026, 10, 31), {}, []
    for one in sample_market(until, openings=800):
        row = write_row(one, until) | {"id": f"{one.portal}-{one.number}"}
        truth[f"{row['portal']}/{row['id']}"] = str(one.opening)
        rows.append(row)
    rows.sort(key=lambda row: str(row.get("posted")))
    store = Store(f"sqlite:///{tmp_path / 'market.sqlite'}")
    half = len(rows) // 2
    for part in (rows[:half], rows[half:]):
        process(store, settings, *part)
    score = score_groups(groups(store), truth)
    store.close()
    assert len(truth) > 1_000
    assert score.precision >= 0.98
    assert score.recall >= 0.88
