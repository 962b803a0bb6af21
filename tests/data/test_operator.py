"""The operator's own data comes in whole or not at all, and every fault is told by line."""

import csv
import gzip
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy import text as sql

import cli
import pipeline
import settings as configuration
from data import operator_load, operator_official
from data.database import migrate, open_writer
from data.errors import SinyalError, UserError
from data.importer import ColumnMap
from data.operator_cells import Reader
from data.operator_checks import RULES, find_faults
from data.operator_file import read_file
from data.operator_numbers import find_decimal_mark, read_number
from data.operator_schema import Unacceptable, content, fold_header, tables
from data.operator_store import KINDS, UPLOAD
from data.publish_tables import TABLES
from data.reference import areas, official, schema
from data.snapshot import open_snapshot
from data.store import Store
from data.writer import Writer
from settings import Settings
from tests.conftest import ROOT

NOTE = "PMO Prakerja, surat 12 Maret 2026"
PRAKERJA = [
    {"regency": "3204", "period": "2023", "sex": "female", "recipients": 1200, "completed": 900},
    {"regency": "3273", "period": "2023-08", "outcome": "employed", "outcome_percent": 45.3,
     "outcome_n": 1000},
]  # fmt: skip
TRAINING = {
    "title": "Merawat Mesin Jahit", "provider": "LPK Contoh", "platform": "Belajar Contoh",
    "price_idr": 750000, "mode": "offline", "place": "Kota Bandung", "skills": "servis mesin",
    "url": "https://contoh.example/1", "duration": "3 hari", "duration_hours": 24.5,
}  # fmt: skip


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    """The rows in the format that the ending of the file names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        names = dict.fromkeys(name for row in rows for name in row)
        columns = {name: [row.get(name) for row in rows] for name in names}
        pq.write_table(pa.table(columns), path)
    elif ".jsonl" in path.name:
        text = "".join(f"{json.dumps(row)}\n" for row in rows)
        path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    else:
        with path.open("w", newline="") as file:
            names = list(dict.fromkeys(name for row in rows for name in row))
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)
    return path


def stored(store: Store, kind: str) -> list[dict[str, Any]]:
    table = KINDS[kind]
    with store.reading() as connection:
        rows = [dict(row) for row in connection.execute(select(table)).mappings()]
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def load(store: Store, settings: Settings, path: Path, kind: str = "prakerja", **more: Any) -> Any:
    return pipeline.load_operator_data(store, settings, path, kind, more.pop("note", NOTE), **more)


def refused(text: str, path: Path, kind: str = "prakerja", table: str = "") -> list[str]:
    """The sentences of a CSV that must be refused, without a store."""
    path.write_text(text)
    described = operator_load.describe(kind, table)
    with pytest.raises(Unacceptable) as caught:
        # The writer is never asked for anything where there are faults.
        operator_load.load_file(None, path, described, NOTE, path.with_suffix(".rejects"))  # type: ignore[arg-type]
    return [fault.sentence for fault in caught.value.faults]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.jsonl.gz", "a.parquet"])
def test_the_same_rows_come_in_from_every_format(
    store: Store, settings: Settings, tmp_path: Path, name: str
) -> None:
    counts = load(store, settings, write(tmp_path / name, PRAKERJA))
    assert counts == {"rows": 2, "new": 2, "replaced": 0}
    counted, asked = sorted(stored(store, "prakerja_figure"), key=lambda row: row["period"])
    assert (counted["province"], counted["regency"], counted["sex"]) == ("32", "3204", "female")
    assert (counted["recipients"], counted["completed"], counted["enrolled"]) == (1200, 900, None)
    assert (counted["age_group"], counted["education"], counted["outcome"]) == ("all", "all", None)
    assert (asked["outcome"], asked["outcome_percent"], asked["outcome_n"]) == (
        "employed", 45.3, 1000,
    )  # fmt: skip


def test_indonesian_headers_words_and_numbers_are_read(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "kiriman.csv"
    path.write_text(
        "No;Provinsi;Kabupaten/Kota;Tahun;Jenis Kelamin;Usia;Pendidikan;"
        "Penerima;Hasil;Jumlah;Persen;N\n"
        "1;JAWA BARAT;KAB. BANDUNG;2023;P;18–25 tahun;SMA/SMK;1.234;;;;\n"
        "2;Jawa Barat;;2023;L;60 tahun ke atas;S1;2.000.000;;;;\n"
        "3;;;2023;;;;;Bekerja;453;45,3 %;1.000\n"
    )
    assert load(store, settings, path)["rows"] == 3
    rows = {(r["province"], r["regency"]): r for r in stored(store, "prakerja_figure")}
    first, second, third = rows["32", "3204"], rows["32", ""], rows["", ""]
    assert (first["sex"], first["age_group"], first["education"], first["recipients"]) == (
        "female", "18-25", "senior_secondary", 1234,
    )  # fmt: skip
    assert (second["age_group"], second["recipients"]) == ("60+", 2_000_000)
    assert (third["outcome"], third["outcome_count"], third["outcome_percent"]) == (
        "employed", 453, 45.3,
    )  # fmt: skip


def fault_cases() -> list[tuple[str, str]]:
    lines = (ROOT / "tests/data/examples/operator_faults.tsv").read_text().splitlines()
    cases = [tuple(line.split("\t")) for line in lines if not line.startswith("#")]
    return [(text.replace("\\n", "\n"), sentence) for text, sentence in cases]


@pytest.mark.parametrize(("text", "sentence"), fault_cases())
def test_every_fault_of_a_prakerja_file_is_a_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    told = refused(text, tmp_path / "a.csv")
    assert any(sentence in fault for fault in told), told


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": " "}, "column title is empty: it must be filled in."),
        ({"mode": "kadang-kadang"}, "it must be one of online, self_paced, hybrid, offline."),
        ({"price_idr": "murah"}, "price_idr is 'murah': it must be a whole number from 0 to"),
        ({"place": "Bandung"}, "column place is 'Bandung': it must name one regency or province"),
        ({"place": "Jakarta, Surabaya"}, "and a row for each place"),
        ({"url": "www.contoh.example"}, "it must be an address (https://…)"),
        ({"url": "https://wa.me/6281234567890"}, "no chat or mail link"),
        ({"title": "x" * 301}, "it must have at most 300 characters."),
        ({"duration_hours": "1.234"}, "it may mean thousands or decimals"),
    ],
)  # fmt: skip
def test_every_fault_of_a_training_is_a_sentence(
    tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    path = write(tmp_path / "a.csv", [TRAINING | change])
    told = refused(path.read_text(), path, "trainings")
    assert any(sentence in fault for fault in told), told


def test_a_training_finds_its_place_and_loses_personal_data(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    rows = [
        TRAINING | {"place": "Cikarang, Bekasi", "skills": "Daftar ke WA 0812-3456-7890"},
        TRAINING | {"mode": "daring", "place": None, "price_idr": "gratis"},
        TRAINING | {"place": "Jawa Timur", "price_idr": "Rp 1.500.000"},
        TRAINING | {"place": "3171"},
    ]
    assert load(store, settings, write(tmp_path / "a.jsonl", rows), "trainings")["new"] == 4
    found = {row["place"]: row for row in stored(store, "training")}
    assert (found["Cikarang, Bekasi"]["province"], found["Cikarang, Bekasi"]["regency"]) == (
        "32", "3216",
    )  # fmt: skip
    assert "3456" not in found["Cikarang, Bekasi"]["skills"]
    assert (found[None]["mode"], found[None]["price_idr"], found[None]["regency"]) == (
        "online", 0, None,
    )  # fmt: skip
    assert (found["Jawa Timur"]["regency"], found["Jawa Timur"]["price_idr"]) == (None, 1_500_000)
    assert (found["3171"]["province"], found["3171"]["duration_hours"]) == ("31", 24.5)


def test_every_regency_is_found_by_its_name_and_a_shared_name_never() -> None:
    column = next(c for c in tables()["prakerja"].columns if c.name == "regency")
    reader = Reader(None, date(2026, 3, 1))
    names = Counter(regency.short_name for regency in areas.regencies().values())
    kinds = {(r.short_name, r.kind) for r in areas.regencies().values()}
    both = {name for name in names if (name, "kota") in kinds and (name, "kabupaten") in kinds}
    assert len(both) >= 20
    for code, regency in areas.regencies().items():
        assert reader.read(column, regency.name_id) == code
        assert reader.read(column, regency.name_id.upper()) == code
    for name in both:
        assert not isinstance(reader.read(column, name), str), name


def test_a_bad_file_changes_nothing_and_all_its_faults_are_written(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    load(store, settings, write(tmp_path / "a.csv", PRAKERJA))
    before = stored(store, "prakerja_figure")
    bad = [{"period": "2023", "regency": "3204", "recipients": 5}]
    bad += [{"period": "2022", "regency": "3204", "recipients": f"hubungi 0812345678{n:02}"}
            for n in range(60)]  # fmt: skip
    with pytest.raises(Unacceptable, match=r"b\.csv has 119 faults; nothing of it was taken in"):
        load(store, settings, write(tmp_path / "b.csv", bad))
    assert stored(store, "prakerja_figure") == before
    (rejects,) = settings.rejects.iterdir()
    faults = [json.loads(line) for line in rejects.read_text().splitlines()]
    assert len(faults) == 119  # 60 numbers, 59 equal keys
    assert (faults[0]["line"], faults[0]["column"]) == (3, "recipients")
    assert "0812345678" not in rejects.read_text()
    run = store.last_runs()[0]
    assert (run.kind, run.subject, run.state) == ("load-prakerja", "b.csv", "failed")
    load(store, settings, write(tmp_path / "b.csv", bad[:1]))
    assert not rejects.exists()


def test_twice_is_once_and_a_later_delivery_replaces_equal_keys(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.csv", PRAKERJA)
    load(store, settings, path)
    assert load(store, settings, path) == {"rows": 2, "new": 0, "replaced": 2}
    later = [PRAKERJA[0] | {"recipients": 1300, "sex": "P"}, PRAKERJA[0] | {"sex": "L"}]
    counts = load(store, settings, write(tmp_path / "b.csv", later), note="PMO, April 2026")
    assert counts == {"rows": 2, "new": 1, "replaced": 1}
    rows = {(row["sex"], row["period"]): row for row in stored(store, "prakerja_figure")}
    assert len(rows) == 3
    assert (rows["female", "2023"]["recipients"], rows["female", "2023"]["upload_id"]) == (1300, 3)
    assert rows["all", "2023-08"]["upload_id"] == 2
    with store.reading() as connection:
        uploads = list(connection.execute(select(UPLOAD).order_by(UPLOAD.c.id)))
    assert [upload.id for upload in uploads] == [1, 2, 3]
    assert uploads[0].sha256 == uploads[1].sha256 != uploads[2].sha256
    assert (uploads[2].source_note, uploads[2].file_name, uploads[2].rows) == (
        "PMO, April 2026", "b.csv", 2,
    )  # fmt: skip


def test_a_failure_in_the_middle_of_writing_leaves_nothing(
    store: Store, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"period": "2023", "regency": code, "recipients": 5} for code in areas.regencies()]
    path = write(tmp_path / "a.csv", rows)
    monkeypatch.setattr("data.operator_store.BATCH", 100)
    upsert, calls = Writer.upsert, []

    def fail_at_third(writer: Writer, table: Any, batch: list[dict[str, Any]]) -> None:
        calls.append(len(batch))
        if len(calls) == 3:
            raise OSError("disk full")
        upsert(writer, table, batch)

    monkeypatch.setattr(Writer, "upsert", fail_at_third)
    with pytest.raises(OSError, match="disk full"):
        load(store, settings, path)
    assert stored(store, "prakerja_figure") == []
    with store.reading() as connection:
        assert connection.execute(select(UPLOAD)).all() == []
    monkeypatch.setattr(Writer, "upsert", upsert)
    assert load(store, settings, path)["new"] == 514


def test_a_store_of_the_first_schema_takes_the_new_tables_and_keeps_its_postings(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    with open_writer(store.engine, 1) as connection:
        migrate(connection, "0001")
        with connection.begin():
            connection.execute(sql("INSERT INTO payload VALUES (:key, :key)"), {"key": bytes(16)})
            connection.execute(
                sql("""INSERT INTO posting (id, portal, portal_id, hash, read_key, is_sample)
                VALUES (7, 'contoh', 'a', :key, :key, false)"""),
                {"key": bytes(16)},
            )
    assert load(store, settings, write(tmp_path / "a.csv", PRAKERJA))["new"] == 2
    assert store.count_postings(is_sample=False) == 1


def test_titles_that_differ_in_case_only_are_one_training(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    load(store, settings, write(tmp_path / "a.csv", [TRAINING]), "trainings")
    again = TRAINING | {"title": "MERAWAT  mesin-jahit", "price_idr": 1}
    counts = load(store, settings, write(tmp_path / "b.csv", [again]), "trainings")
    assert counts["replaced"] == 1


@pytest.mark.parametrize(
    "note", ["", "  ", "PMO", "surat dari PMO", "2026", "2026 12 2026", "x" * 600]
)
def test_a_source_note_must_tell_who_and_when(note: str) -> None:
    with pytest.raises(UserError, match="who delivered the file and when"):
        operator_load.check_note(note)


def test_a_source_note_keeps_no_phone_number() -> None:
    assert "0812" not in operator_load.check_note("PMO, 12 Maret 2026, WA 0812-3456-7890")


def test_the_examples_of_the_guide_come_in(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    guide = (ROOT / "docs" / "operator-data.md").read_text()
    examples_there = re.findall(r"```csv\n(.*?)```", guide, re.DOTALL)
    kinds = [("prakerja", ""), ("trainings", ""), ("official", "wage_province")]
    assert len(examples_there) == len(kinds)
    for text, (kind, table) in zip(examples_there, kinds, strict=True):
        path = tmp_path / f"{kind}.csv"
        path.write_text(text)
        rows = text.strip().count("\n")
        assert load(store, settings, path, kind, table=table)["new"] == rows
    assert f"At most {content()['most_rows']:,} rows" in guide


def test_a_file_with_too_many_rows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(content(), "most_rows", 1)
    with pytest.raises(UserError, match="more than 1 rows; load it in parts"):
        read_file(write(tmp_path / "a.csv", PRAKERJA), tables()["prakerja"], date(2026, 3, 1))


OFFICIAL = {"bps_province_code": "32", "period": "2026-08", "mean_net_wage_idr": 3_900_000,
            "precision": "exact"}  # fmt: skip


def test_a_new_official_period_comes_in_and_reads_as_a_figure(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "upah.csv"
    path.write_text(
        "provinsi;periode;upah;precision\nJawa Barat;2026-08;3.912.345;exact\n"
        "Indonesia;2026-08;3.500.000;rounded_10k\n"
    )
    counts = load(store, settings, path, "official", table="wage_province")
    assert counts["new"] == 2
    figures = [
        figure
        for row in stored(store, "official_figure")
        for _, figure in operator_official.figures_in(row["table_name"], row["cells"])
    ]
    assert {(f.area, f.period, f.value, f.by["precision"]) for f in figures} == {
        ("32", "2026-08", 3_912_345, "exact"), ("", "2026-08", 3_500_000, "rounded_10k"),
    }  # fmt: skip


def test_a_shipped_period_is_refused_unless_it_is_to_be_replaced(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.csv", [OFFICIAL | {"period": "2026-02"}])
    with pytest.raises(Unacceptable) as caught:
        load(store, settings, path, "official", table="wage_province")
    assert "this period is in the table that comes with the programme; add --replace" in (
        caught.value.faults[0].sentence
    )
    counts = load(store, settings, path, "official", table="wage_province", replace=True)
    assert counts["new"] == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"period": "2026"}, "it must be a month (2024-08)."),
        ({"mean_net_wage_idr": -1}, "it must be a whole number of 0 or more."),
        ({"mean_net_wage_idr": None}, "it must be filled in."),
        ({"precision": "kira-kira"}, "it must be one of exact, rounded_10k."),
        ({"bps_province_code": "10"}, "no province has this BPS code"),
        ({"source_id": "kabar burung"}, "column source_id is 'kabar burung': it must be one of"),
    ],
)
def test_every_fault_of_an_official_row_is_a_sentence(
    tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    path = write(tmp_path / "a.csv", [OFFICIAL | change])
    told = refused(path.read_text(), path, "official", "wage_province")
    assert any(sentence in fault for fault in told), told


@pytest.mark.parametrize("name", operator_official.names())
def test_every_official_table_takes_its_own_rows_back(name: str, tmp_path: Path) -> None:
    """What is shipped passes the checks of a delivery, and gives the same figures."""
    rows = [dict(row) for row in official.tables.rows(name)]
    path = write(tmp_path / f"{name}.csv", rows)
    described = operator_load.describe("official", name, replace=True)
    delivery = read_file(path, described, date(2026, 12, 1))
    faults = delivery.faults + find_faults(described, delivery)
    if "source_id" in schema.described()[name].key:  # one figure from two sources
        faults = [fault for fault in faults if "it has the same" not in fault.sentence]
    assert [fault.sentence for fault in faults] == []
    again = Counter(
        (figure, f.area, f.period, f.value, f.unit, json.dumps(f.by))
        for row in delivery.rows
        for figure, f in operator_official.figures_in(
            name, operator_load._row_to_store(described, row)["cells"]
        )
    )
    shipped = Counter(
        (figure, f.area, f.period, f.value, f.unit, json.dumps(f.by))
        for figure in operator_official.figures_of(name)
        for f in official.figures(figure)
    )
    assert again == shipped


def test_an_unknown_official_table_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="there are tpt_province"):
        operator_load.describe("official", "sources")


def take_all_in(store: Store, settings: Settings, folder: Path, order: int) -> dict[str, Any]:
    """Postings and all three kinds, in that order of rows; the tables of the snapshot."""
    posting = {"id": "1", "title": "Operator Jahit", "location": "Cimahi", "posted": "2026-01-31"}
    pipeline.import_postings(
        store, settings, write(folder / "p.jsonl", [posting]), ColumnMap(portal="contoh")
    )
    pipeline.process(store, settings)
    trainings = [TRAINING, TRAINING | {"title": "étika"}, TRAINING | {"title": "Zumba"},
                 TRAINING | {"title": "abon"}]  # fmt: skip
    load(store, settings, write(folder / "a.csv", PRAKERJA[::order]))
    load(store, settings, write(folder / "t.jsonl", trainings[::order]), "trainings")
    official_rows = [OFFICIAL, OFFICIAL | {"bps_province_code": "11"}][::order]
    load(store, settings, write(folder / "o.csv", official_rows), "official", table="wage_province")
    return dict(pipeline.publish(store, settings).tables)


def test_what_was_loaded_is_in_the_snapshot(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    tables_there = take_all_in(store, settings, tmp_path, 1)
    assert {name: tables_there[name].rows for name in ("prakerja", "trainings", "official")} == {
        "prakerja": 2, "trainings": 4, "official": 2,
    }  # fmt: skip
    snapshot = open_snapshot(settings.snapshots)
    prakerja = snapshot.frame("SELECT * FROM prakerja ORDER BY period")
    assert prakerja["recipients"].tolist()[0] == 1200
    assert set(prakerja["source"]) == {NOTE}
    figures = snapshot.frame("SELECT figure, area, value, breakdown FROM official ORDER BY area")
    assert figures.to_dict("list") == {
        "figure": ["wage", "wage"], "area": ["11", "32"], "value": [3_900_000.0] * 2,
        "breakdown": ['{"precision":"exact"}'] * 2,
    }  # fmt: skip
    snapshot.close()


def test_both_engines_and_any_order_of_rows_give_the_same_files(
    tmp_path: Path, settings: Settings, postgres_url: str
) -> None:
    found = []
    for order, url in ((1, f"sqlite:///{tmp_path / 's.sqlite'}"), (-1, postgres_url)):
        store = Store(url)
        here = settings.model_copy(update={"state_dir": tmp_path / str(order)})
        found.append(take_all_in(store, here, tmp_path / str(order), order))
        store.close()
    assert found[0] == found[1]


def test_without_loaded_data_the_snapshot_has_no_such_tables(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    posting = {"id": "1", "title": "Operator Jahit", "posted": "2026-01-31"}
    path = write(tmp_path / "p.jsonl", [posting])
    pipeline.import_postings(store, settings, path, ColumnMap(portal="contoh"))
    pipeline.process(store, settings)
    assert set(pipeline.publish(store, settings).tables) == set(TABLES)


@pytest.mark.parametrize(
    ("text", "mark", "is_whole", "number"),
    [
        ("1.234,5", None, False, 1234.5),
        ("1,234.5", None, False, 1234.5),
        ("1.234.567", None, True, 1234567),
        ("1.234", None, True, 1234),
        ("1.234", None, False, None),
        ("1.234", ",", False, 1234),
        ("1.234", ".", False, 1.234),
        ("12.000", ".", True, 12),
        ("0.123", None, False, 0.123),
        ("0,5", ".", False, 0.5),
        ("Rp 1.500.000", None, True, 1500000),
        ("45,3 %", None, False, 45.3),
        ("-3,2", None, False, -3.2),
        ("1.23.456", None, False, None),
        ("1,2,3", None, False, None),
        ("1e3", None, False, 1000.0),
        ("1e99", None, False, 1e99),
        ("٣", None, True, None),
        ("", None, True, None),
        (",", None, False, None),
        ("0x10", None, True, None),
        ("inf", None, False, None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_are_written(
    text: str, mark: str | None, is_whole: bool, number: float | None
) -> None:
    assert read_number(text, mark, is_whole=is_whole) == number


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1.234", "5,5"], ","),
        (["1.234", "5.5"], "."),
        (["1.234.567"], ","),
        (["1,234,567"], "."),
        (["1.234"], None),
        (["5,5", "5.5"], None),
        (["x", ""], None),
    ],
)
def test_the_file_tells_its_decimal_mark(texts: list[str], mark: str | None) -> None:
    assert find_decimal_mark(texts) == mark


def test_no_header_or_spelling_of_a_table_stands_for_two_things() -> None:
    for table in tables().values():
        headers = [(fold_header(h), c.name) for c in table.columns for h in (c.name, *c.headers)]
        assert len(dict(headers)) == len(set(headers)), table.name
        assert {rule.kind for rule in table.rules} <= set(RULES)
    for table in content()["tables"].values():
        for column in table["columns"].values():
            spelled = [(fold_header(w), v) for v, words in column.get("spellings", {}).items()
                       for w in (v, *words)]  # fmt: skip
            assert len(dict(spelled)) == len(set(spelled))


def test_every_described_column_is_stored_and_every_stored_one_described() -> None:
    own = {"id", "upload_id"}
    for table in tables().values():
        described = {column.name for column in table.columns}
        stored_columns = {column.name for column in KINDS[table.stored_in].c} - own
        assert stored_columns - {"province", "regency"} == described - {"province", "regency"}


def test_pandera_is_imported_by_nothing_but_a_load() -> None:
    code = (
        "import sys, cli, pipeline, data.snapshot, data.store, data.publish\n"
        "import data.reference.dictionary\n"
        "sys.exit('pandera' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def run_command(
    words: list[str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> int | str | None:
    monkeypatch.setattr(configuration, "load", lambda: settings)
    monkeypatch.setattr(sys, "argv", ["cli", *words])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return caught.value.code


def test_the_command_shows_fifty_faults_and_one_error(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    rows = [{"period": "2023", "regency": f"[/x{n}]", "recipients": 5} for n in range(60)]
    path = write(tmp_path / "a.csv", rows)
    words = ["load-prakerja", str(path), "--source", NOTE]
    assert run_command(words, settings, monkeypatch) == 1
    told = capfd.readouterr().err
    assert told.count("column regency is '[/x") == 50
    assert "Error: a.csv has 60 faults" in told
    good = write(tmp_path / "b.csv", PRAKERJA)
    assert run_command(["load-prakerja", str(good), "--source", NOTE], settings, monkeypatch) == 0
    assert "Loaded b.csv: 2 rows, 2 new, 0 replaced" in capfd.readouterr().out


def test_the_command_asks_for_the_source(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.csv", PRAKERJA)
    assert run_command(["load-prakerja", str(path)], settings, monkeypatch) == 2
    assert run_command(["load-prakerja", str(path), "--source", " "], settings, monkeypatch) == 2


@pytest.mark.parametrize("ending", ["xlsx", "csv.gz", "parquet"])
def test_a_file_that_is_not_what_its_ending_says_is_refused(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    whole = gzip.compress(b"period,recipients\n" + b"2023,5\n" * 500)
    path.write_bytes(whole[:20] + b"\xff" * 8 + whole[28:])
    with pytest.raises(SinyalError):
        read_file(path, tables()["prakerja"], date(2026, 3, 1))


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["3204", "2023", "Kota Bandung", "1.234,5", "employed", "-", "all", "5"]),
)
LINES = st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=5)
AS_CSV = LINES.map(
    lambda lines: "\n".join(";".join(line) for line in lines).encode("utf-8", "surrogateescape")
)
WITH_HEADER = AS_CSV.map(lambda rest: b"regency;period;recipients;outcome;outcome_n;place\n" + rest)


def test_any_bytes_as_csv_are_taken_or_refused_with_a_sentence(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    seen: Counter[str] = Counter()

    with store.writing() as writer:

        @examples(max_examples=200, deadline=None)
        @given(
            content=st.one_of(st.binary(max_size=300), AS_CSV, WITH_HEADER),
            kind=st.sampled_from(["prakerja", "trainings"]),
        )
        @example(content=b"period,recipients\n2023,5\n", kind="prakerja")
        @example(content=b"\xff\xfe,period\n1,2\n", kind="prakerja")
        @example(content=b"period,recipients\n2023,\xff\n", kind="prakerja")
        @example(content=b'"period\n2023\n', kind="prakerja")
        def load_it(content: bytes, kind: str) -> None:
            path.write_bytes(content)
            described = operator_load.describe(kind)
            try:
                operator_load.load_file(writer, path, described, NOTE, tmp_path / "r.jsonl")
                seen["taken"] += 1
            except Unacceptable as error:
                seen["refused" if error.faults else "refused without a fault"] += 1
            except SinyalError:
                seen["damaged"] += 1

        load_it()
    assert seen["taken"] >= 1
    assert seen["refused"] >= 100
    assert not seen["refused without a fault"]
