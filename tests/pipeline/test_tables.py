"""The tables of a snapshot: what was read comes out, wide and counted, as the dictionary says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import pipeline
from data import snapshot_dictionary
from data.importer import ColumnMap
from data.operator_publish import TABLES as OPERATOR_TABLES
from data.publish_tables import TABLES
from data.reference import tables as reference_tables
from data.snapshot import Snapshot, open_snapshot
from data.store import Store
from settings import Settings

DEMANDS = (
    "Kualifikasi:\n- Minimal S1\n- Menguasai Microsoft Excel dan AutoCAD\n- Pengalaman 2 tahun\n"
    "- Jujur\n- Wanita, usia maksimal 27 tahun\n- Wajib membayar biaya administrasi Rp 200.000\n"
    "Benefit:\n- BPJS"
)
ROWS: list[dict[str, Any]] = [
    {
        "id": "1",
        "title": "Staff Accounting Microsoft Excel",
        "company": "PT Rak Contoh",
        "location": "Kota Bandung, Jawa Barat",
        "salary": "Rp 5.000.000 - 6.000.000 per bulan",
        "description": DEMANDS,
        "posted": "2026-02-03",
    },
    {
        "id": "2",
        "title": "Drafter",
        "company": "PT Rak Contoh",
        "location": "Kota Bandung; Kota Cimahi",
        "salary": "Rp 900.000.000 per bulan",
        "description": "Kualifikasi:\n- Menguasai AutoCAD\n- Membuat gambar zigzag kerja",
        "posted": "2026-03-05",
    },
    {"id": "3", "title": "Kasir", "location": "Kota Surabaya", "posted": "2026-03-09"},
    {"id": "4", "title": "Barista", "company": "PT Kopi Contoh"},
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("published")
    settings = Settings(_env_file=None, state_dir=folder / "var")
    source = folder / "rows.jsonl"
    source.write_text("".join(f"{json.dumps(row)}\n" for row in ROWS))
    store = Store(f"sqlite:///{folder / 'store.sqlite'}")
    pipeline.import_postings(store, settings, source, ColumnMap(portal="contoh"))
    pipeline.process(store, settings)
    pipeline.publish(store, settings)
    store.close()
    opened = open_snapshot(settings.snapshots)
    yield opened
    opened.close()


def ask(snapshot: Snapshot, query: str) -> list[tuple[Any, ...]]:
    """The answer as tuples; what is empty is None."""
    frame = snapshot.frame(query)
    return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


def vacancy(snapshot: Snapshot, portal_id: str, columns: str) -> tuple[Any, ...]:
    query = f"SELECT {columns} FROM vacancies JOIN postings USING (vacancy_id)"
    (row,) = ask(snapshot, f"{query} WHERE portal_id = '{portal_id}'")
    return row


def test_a_vacancy_holds_what_its_advertisement_says(snapshot: Snapshot) -> None:
    told = "occupation[1], language, education_min, experience_min_years, sex, age_max, marital"
    assert vacancy(snapshot, "1", told)[1:] == ("id", "s1", 2, "female", 27, None)
    wages = "wage_min, wage_max, wage_currency, wage_period, wage_max_idr"
    assert vacancy(snapshot, "1", wages) == (5_000_000, 6_000_000, "IDR", "month", 6_000_000)
    lists = "list_aggregate(benefits, 'string_agg', ','), list_aggregate(risks, 'string_agg', ',')"
    assert vacancy(snapshot, "1", lists) == ("bpjs", "fee")
    assert vacancy(snapshot, "1", "description_characters") == (len(DEMANDS),)
    nothing = "education_min, benefits, risks, skills, description_characters, age_max, month"
    assert vacancy(snapshot, "4", nothing) == (None,) * 7


def test_vacancies_are_numbered_in_the_order_of_the_file(snapshot: Snapshot) -> None:
    assert ask(snapshot, "SELECT vacancy FROM vacancies") == [(1,), (2,), (3,), (4,)]
    # Jawa Barat, Jawa Timur, no place.
    west = {vacancy(snapshot, portal_id, "vacancy") for portal_id in ("1", "2")}
    assert west == {(1,), (2,)}
    assert vacancy(snapshot, "3", "vacancy") == (3,)
    assert vacancy(snapshot, "4", "vacancy") == (4,)


def test_only_pay_that_counts_is_told_beside_a_skill(snapshot: Snapshot) -> None:
    paid = [vacancy(snapshot, portal_id, "is_paid") for portal_id in ("1", "2", "3", "4")]
    # Rp900 million a month is not plausible; the last two tell nothing.
    assert paid == [(True,), (False,), (False,), (False,)]
    told = "DISTINCT p.portal_id, m.is_paid, m.wage_min_idr, m.wage_max_idr"
    of = "JOIN vacancies v USING (vacancy) JOIN postings p USING (vacancy_id)"
    for table in ("mentions", "mentions_by_skill"):
        pays = ask(snapshot, f"SELECT {told} FROM {table} m {of} ORDER BY ALL")
        assert pays == [("1", True, 5_000_000, 6_000_000), ("2", False, None, None)]


def test_fields_name_that_of_each_skill_that_can_be_taught(snapshot: Snapshot) -> None:
    # Excel and AutoCAD; honesty is soft.
    software = "Perangkat lunak bisnis"
    assert vacancy(snapshot, "1", "skills, fields") == (3, f"{software}|{software}")
    # AutoCAD and technical drawing.
    assert vacancy(snapshot, "2", "skills, fields") == (2, f"Konstruksi & properti|{software}")
    assert vacancy(snapshot, "3", "skills, fields") == (None, None)
    by_vacancy = """
        SELECT vacancy, string_agg("group", '|' ORDER BY "group") FROM mentions
        WHERE kind <> 'soft' GROUP BY vacancy ORDER BY vacancy"""
    stored = "SELECT vacancy, fields FROM vacancies WHERE fields IS NOT NULL ORDER BY vacancy"
    assert ask(snapshot, stored) == ask(snapshot, by_vacancy)


def test_all_places_are_kept_and_one_code_only_where_they_agree(snapshot: Snapshot) -> None:
    codes = "province, regency, len(locations), locations[2].regency"
    assert vacancy(snapshot, "2", codes) == ("32", None, 2, "3277")
    assert vacancy(snapshot, "1", codes) == ("32", "3273", 1, None)


def test_a_skill_told_twice_is_one_mention_with_all_to_narrow_by(snapshot: Snapshot) -> None:
    query = """
        SELECT skill, kind, province, regency, month, education_min, wage_min_idr
        FROM mentions WHERE skill IN ('microsoft-excel', 'autocad') ORDER BY skill, month"""
    assert ask(snapshot, query) == [
        ("autocad", "tool", "32", "3273", "2026-02", "s1", 5_000_000),
        # Pay that is not plausible is no pay here.
        ("autocad", "tool", "32", None, "2026-03", None, None),
        ("microsoft-excel", "tool", "32", "3273", "2026-02", "s1", 5_000_000),
    ]
    assert vacancy(snapshot, "2", "wage_min_idr, wage_flags") == (900_000_000, "implausible")
    same = "SELECT count(*) FROM (FROM mentions EXCEPT FROM mentions_by_skill)"
    assert ask(snapshot, same) == [(0,)]


def test_every_skill_of_the_taxonomy_has_its_names(snapshot: Snapshot) -> None:
    (reference,) = [r for r in reference_tables.rows("skills") if r["id"] == "autocad"]
    assert ask(snapshot, "FROM skills WHERE id = 'autocad'") == [
        tuple(reference[n] for n in ("id", "name_id", "name_en", "kind", "group", "subgroup"))
    ]
    assert ask(snapshot, "SELECT count(*) FROM skills") == [(len(reference_tables.rows("skills")),)]
    lost = 'SELECT count(*) FROM mentions m ANTI JOIN skills s ON s.id = m.skill AND s."group" = '
    assert ask(snapshot, f'{lost} m."group"') == [(0,)]


def test_a_reason_for_caution_comes_with_its_words(snapshot: Snapshot) -> None:
    (risk,) = ask(snapshot, "SELECT kind, text, field, regency FROM risks")
    assert (risk[0], risk[2:]) == ("fee", ("description", "3273"))
    assert "biaya administrasi" in risk[1].lower()


def test_counts_are_those_of_the_rows(snapshot: Snapshot) -> None:
    columns = "month, province, n, employers, n_described, n_wage"
    query = f"SELECT {columns} FROM vacancy_counts WHERE level = 'month+province'"
    assert ask(snapshot, f"{query} ORDER BY ALL") == [
        ("2026-02", "32", 1, 1, 1, 1),
        # A text no longer than a list's teaser is no description.
        ("2026-03", "32", 1, 1, 0, 1),
        ("2026-03", "35", 1, 0, 0, 0),
        (None, None, 1, 1, 0, 0),
    ]
    whole = f"SELECT {columns} FROM vacancy_counts WHERE level = 'all'"
    assert ask(snapshot, whole) == [(None, None, 4, 2, 1, 2)]
    skill = "SELECT level, month, n, employers FROM skill_counts WHERE skill = 'autocad'"
    levels = "level IN ('skill', 'month+skill', 'province+skill')"
    assert ask(snapshot, f"{skill} AND {levels} ORDER BY level, month") == [
        # The other one asks for it in a teaser only, and is in no base.
        ("month+skill", "2026-02", 1, 1),
        ("province+skill", None, 1, 1),
        ("skill", None, 1, 1),
    ]


@pytest.mark.parametrize("table", ["vacancy_counts", "skill_counts"])
def test_every_level_counts_every_row_once(snapshot: Snapshot, table: str) -> None:
    described = "(FROM vacancies WHERE description_characters IS NOT NULL)"
    rows = {
        "vacancy_counts": "vacancies",
        "skill_counts": f"mentions SEMI JOIN {described} USING (vacancy)",
    }[table]
    ((total,),) = ask(snapshot, f"SELECT count(*) FROM {rows}")
    sums = ask(snapshot, f"SELECT level, sum(n) FROM {table} GROUP BY level")
    assert len(sums) >= 6
    assert {n for _, n in sums} == {total}


def test_wordings_without_a_skill_are_kept_apart(snapshot: Snapshot) -> None:
    query = "SELECT count(*) FROM unlisted_mentions u ANTI JOIN vacancies v USING (vacancy)"
    assert ask(snapshot, query) == [(0,)]
    ((listed,),) = ask(snapshot, "SELECT sum(skills) FROM vacancies")
    assert ask(snapshot, "SELECT count(*) FROM mentions") == [(listed,)]


@pytest.mark.parametrize(
    ("table", "order"),
    [
        ("vacancies", "province, occupation, month, vacancy_id"),
        ("mentions", "province, occupation, month, vacancy, skill"),
        ("mentions_by_skill", "skill, month, province, vacancy"),
    ],
)
def test_rows_stand_in_the_order_that_questions_need(
    snapshot: Snapshot, table: str, order: str
) -> None:
    as_stored = ask(snapshot, f"SELECT {order} FROM {table}")
    assert as_stored == ask(snapshot, f"SELECT {order} FROM {table} ORDER BY {order}")


def test_the_dictionary_describes_every_table_and_column(snapshot: Snapshot) -> None:
    described = snapshot_dictionary.described()
    assert tuple(described) == TABLES == tuple(t for t in TABLES if t in snapshot.meta.tables)
    assert set(snapshot.meta.tables) - set(TABLES) <= OPERATOR_TABLES
    for name, table in described.items():
        stored = ask(snapshot, f"SELECT column_name, column_type FROM (DESCRIBE {name})")
        assert stored == [(column.name, column.type) for column in table.columns], name
        for column in table.columns:
            if not column.may_be_empty:
                empty = f'SELECT count(*) FROM {name} WHERE "{column.name}" IS NULL'
                assert ask(snapshot, empty) == [(0,)], (name, column.name)


def test_the_dictionary_is_up_to_date() -> None:
    stored = snapshot_dictionary.TARGET.read_text(encoding="utf-8")
    assert stored == snapshot_dictionary.write_dictionary(), (
        "run python -m data.snapshot_dictionary"
    )


def test_both_engines_give_the_same_files_with_all_that_was_read(
    tmp_path: Path, postgres_url: str, snapshot: Snapshot
) -> None:
    settings = Settings(_env_file=None, state_dir=tmp_path / "var")
    source = tmp_path / "rows.jsonl"
    source.write_text("".join(f"{json.dumps(row)}\n" for row in ROWS))
    store = Store(postgres_url)
    pipeline.import_postings(store, settings, source, ColumnMap(portal="contoh"))
    pipeline.process(store, settings)
    assert pipeline.publish(store, settings).tables == snapshot.meta.tables
    store.close()


def test_no_field_of_work_has_the_sign_that_parts_them() -> None:
    """What `vacancies.fields` joins must come apart again."""
    assert not [row for row in reference_tables.rows("skills") if "|" in row["group"]]
