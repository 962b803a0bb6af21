"""Old postings come in from any file: nothing good is lost, nothing bad gets in, twice is once."""

import gzip
import json
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from sqlalchemy import select

from data.errors import UserError
from data.importer import ColumnMap, NothingTaken, import_file
from data.models import PAYLOAD, POSTING, VERSION
from data.store import Store
from nlp.posted import read_posted

ROWS: list[dict[str, Any]] = [
    {
        "id": "1",
        "portal": "contoh",
        "title": "Perawat Klinik",
        "company": "Klinik Sehat Contoh",
        "location": "Kota Kupang, NTT",
        "salary": "Rp 2.500.000 - 3.000.000",
        "description": "Merawat pasien.\nHub. 0812-3456-7890",
        "posted": "2026-02-11",
        "scraped": "2026-02-14",
        "views": 17,
    },
    {"id": "2", "portal": "contoh", "title": "Welder 6G", "location": "Batam"},
]


def write_json(path: Path, rows: list[Any]) -> Path:
    content = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def take_in(store: Store, path: Path, columns: ColumnMap | None = None) -> dict[str, int]:
    counts: Counter[str] = Counter()
    with store.writing() as writer:
        import_file(writer, path, columns or ColumnMap(), path.parent / "rejects.jsonl", counts)
    return dict(counts)


@pytest.mark.parametrize(
    ("posted", "scraped", "reason"),
    [
        ("2026-02-11", None, None),
        ("11 Februari 2026", None, None),
        ("3 hari yang lalu", "2026-02-14", None),
        ("", None, None),
        (None, None, None),
        ("31/02/2026", "2026-02-28", "can be read"),
        ("0001-01-01", None, "from 2000 on"),
        ("segera", None, "can be read"),
        ("3 hari yang lalu", None, "without scraped"),
        ("2099-01-01", None, "in the future"),
        (45_000, None, "not text"),
    ],
)
def test_a_row_whose_day_of_posting_is_none_comes_in_and_is_told(
    store: Store, tmp_path: Path, posted: object, scraped: str | None, reason: str | None
) -> None:
    counts: Counter[str] = Counter()
    told_of = {"posted": posted, "scraped": scraped}
    path = write_json(tmp_path / "old.jsonl", [ROWS[1], ROWS[0] | told_of])
    rejects = tmp_path / "rejects.jsonl"
    with store.writing() as writer:
        import_file(writer, path, ColumnMap(), rejects, counts, read_day=read_posted)
    assert (counts["new"], counts["rejected"], counts["undated"]) == (2, 0, int(bool(reason)))
    if reason is None:
        assert not rejects.exists()
    else:
        (told,) = map(json.loads, rejects.read_text().splitlines())
        assert (told["line"], told["row"]) == (2, {"posted": str(posted)})
        assert reason in told["reason"]


def contents(store: Store) -> list[dict[str, Any]]:
    query = (
        select(PAYLOAD.c.body)
        .join(POSTING, POSTING.c.hash == PAYLOAD.c.hash)
        .order_by(POSTING.c.portal_id)
    )
    with store.reading() as connection:
        bodies = connection.execute(query).scalars()
        return [orjson.loads(zstandard.decompress(body)) for body in bodies]


def postings(store: Store) -> list[dict[str, Any]]:
    with store.reading() as connection:
        query = select(POSTING).order_by(POSTING.c.portal_id)
        return [dict(row) for row in connection.execute(query).mappings()]


def rejects(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (path.parent / "rejects.jsonl").read_text().splitlines()]


def write_csv(path: Path, rows: list[dict[str, Any]], delimiter: str = ",") -> Path:
    names = list(rows[0])
    lines = [delimiter.join(names)]
    lines += [
        delimiter.join('"' + str(row.get(name) or "").replace('"', '""') + '"' for name in names)
        for row in rows
    ]
    content = ("\ufeff" + "\r\n".join(lines)).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def write_parquet(path: Path, rows: list[dict[str, Any]]) -> Path:
    names = list(rows[0])
    pq.write_table(pa.table({name: [row.get(name) for row in rows] for name in names}), path)
    return path


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.jsonl", write_json),
        ("a.jsonl.gz", write_json),
        ("a.csv", write_csv),
        ("a.csv.gz", write_csv),
        ("a.parquet", write_parquet),
    ],
)
def test_every_format_gives_the_same_postings(
    store: Store, tmp_path: Path, name: str, write: Any
) -> None:
    counts = take_in(store, write(tmp_path / name, ROWS))
    assert counts == {"new": 2, "changed": 0, "unchanged": 0, "rejected": 0}
    first, second = postings(store)
    assert first["posted"] == date(2026, 2, 11)
    assert first["last_seen"] == datetime(2026, 2, 13, 17, tzinfo=UTC)  # midnight in Jakarta
    assert (second["posted"], second["last_seen"]) == (None, None)
    text = contents(store)[0]
    assert text["title"] == "Perawat Klinik"
    assert "0812" not in text["description"]
    assert text["description"].startswith("Merawat pasien.\n")
    assert str(text["other"]["views"]) == "17"


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_seen_in_the_header(
    store: Store, tmp_path: Path, delimiter: str
) -> None:
    assert take_in(store, write_csv(tmp_path / "a.csv", ROWS, delimiter))["new"] == 2


def test_the_same_file_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = write_json(tmp_path / "a.jsonl", ROWS)
    take_in(store, path)
    before = postings(store)
    assert take_in(store, path) == {"new": 0, "changed": 0, "unchanged": 2, "rejected": 0}
    assert postings(store) == before


def test_bad_rows_are_told_with_line_and_reason_and_good_ones_come_in(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    good = [json.dumps(row).encode() for row in ROWS]
    bad = {
        2: (b'{"id": "3", "title": ', "not JSON"),
        3: (b'["a list"]', "not a JSON object"),
        4: (b'{"id": "4", "portal": "contoh"}', "neither a title nor a description"),
        5: (b'{"id": "5", "title": "Kasir"}', "no portal name"),
        6: (b'{"id": "6", "portal": "Con toh!", "title": "Kasir"}', "portal's name must be short"),
        7: (b'{"id": "7", "portal": "x", "title": "A", "scraped": "kemarin"}', "not an ISO date"),
        8: (b'{"id": "8", "portal": "x", "title": "A", "scraped": "2099-01-01"}', "future"),
        9: (b'{"id": "9", "portal": "x", "title": {"a": 1}}', "title is dict, not text"),
        10: (b'{"id": "10", "portal": "x", "title": "\xff\xfe"}', "not JSON"),
        11: (b'{"id": "12", "portal": "x", "title": "A", "first_seen": "0001-01-01"}', "2000"),
        12: (
            (
                b'{"id": "13", "portal": "x", "title": "A", "first_seen": "2026-02-02", '
                b'"last_seen": "2026-02-01"}'
            ),
            "first_seen is later",
        ),
        13: (
            b'{"id": "14", "portal": "x", "title": "A", "a": ' + b"[" * 60 + b"]" * 60 + b"}",
            "nested",
        ),
        14: (b'{"id": "11", "portal": "x", "title": "hub 081234567890", "n": NaN}', "not JSON"),
    }
    path.write_bytes(b"\n".join([good[0], *(line for line, _ in bad.values()), good[1]]))
    counts = take_in(store, path)
    assert (counts["new"], counts["rejected"]) == (2, len(bad))
    told = rejects(path)
    assert [row["line"] for row in told] == list(bad)
    for row, (_, reason) in zip(told, bad.values(), strict=True):
        assert reason in row["reason"]
    assert "081234567890" not in (tmp_path / "rejects.jsonl").read_text()


def test_bad_csv_rows_are_refused_one_by_one(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        b"id,portal,title\n"
        b"1,contoh,Kasir\n"
        b"2,contoh\n"
        b"3,contoh,Sopir,lebih\n"
        b"4,contoh,Caf\xe9\n"
        b"\n"
        b'5,contoh,"Juru\nMasak"\n'
        b"6,contoh,Koki\n"
    )
    counts = take_in(store, path)
    assert (counts["new"], counts["rejected"]) == (3, 3)
    assert [row["line"] for row in rejects(path)] == [3, 4, 5]
    assert [c["title"] for c in contents(store)] == ["Kasir", "Juru\nMasak", "Koki"]


def test_a_stray_quotation_mark_costs_only_its_own_line(store: Store, tmp_path: Path) -> None:
    lines = [
        "id,portal,title",
        '1,x,"Sopir,kurang kutip',
        *(f"{i},x,Kerja {i}" for i in range(2, 2_000)),
    ]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines))
    counts = take_in(store, path)
    assert (counts["new"], counts["rejected"]) == (1_998, 1)
    assert "not closed" in rejects(path)[0]["reason"]
    path.write_text("\n".join([*lines[:5], '5,x,"b', 'c",d', *lines[6:9]]))
    assert take_in(store, path)["rejected"] == 3


def test_placeholder_dates_are_no_dates(store: Store, tmp_path: Path) -> None:
    told = ["0001-01-01", "1970-01-01", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+14:00"]
    rows = [
        {"id": str(i), "portal": "x", "title": "A", "posted": day} for i, day in enumerate(told)
    ]
    take_in(store, write_json(tmp_path / "a.jsonl", rows))
    assert {row["posted"] for row in postings(store)} == {None}


def test_odd_values_of_other_columns_come_in_as_json(store: Store, tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": ["1"],
            "portal": ["x"],
            "title": ["Kasir"],
            "fee": pa.array([Decimal("1.50")]),
            "when": pa.array([datetime(2026, 1, 1, tzinfo=UTC)]),
            "raw": pa.array([b"abc"]),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    assert take_in(store, tmp_path / "a.parquet")["new"] == 1
    assert contents(store)[0]["other"]["raw"] == "abc"


def test_persons_do_not_come_in_through_side_doors(store: Store, tmp_path: Path) -> None:
    rows = [
        {
            "portal": "x",
            "title": "Kasir",
            "url": "https://wa.me/6281234567890",
            "posted_text": "hubungi Ibu Sari 0812-3456-7890",
            "phone": 6281234567890,
            "contact_name": "Rina Wijaya",
            "nested": {"Telepon HR": "Budi", "n": [81234567890]},
        },
        {"id": "hrd.rina@gmail.com", "portal": "x", "title": "Sopir"},
    ]
    take_in(store, write_json(tmp_path / "a.jsonl", rows))
    kept = repr(postings(store)) + repr(contents(store))
    for person in ("81234567890", "3456-7890", "Rina", "rina", "Budi", "wa.me"):
        assert person not in kept
    bad = [
        {
            "id": "1",
            "portal": "kirim ke 0812-3456-7890",
            "title": "A",
            "hp": "0812",
            "b": "CP:\nIbu Sari",
        }
    ]
    with pytest.raises(NothingTaken):
        take_in(store, write_json(tmp_path / "b.jsonl", bad))
    told = (tmp_path / "rejects.jsonl").read_text()
    assert "3456" not in told
    assert "Sari" not in told


def test_a_long_id_is_known_by_its_hash(store: Store, tmp_path: Path) -> None:
    rows = [
        {"portal": "x", "title": "A", "url": f"https://x.example/{'a' * 9_000}{i}"} for i in (1, 2)
    ]
    take_in(store, write_json(tmp_path / "a.jsonl", rows))
    assert sorted(len(row["portal_id"]) for row in postings(store)) == [37, 37]


def test_fractions_of_a_second_change_nothing_the_second_time(store: Store, tmp_path: Path) -> None:
    path = write_json(tmp_path / "a.jsonl", [{**ROWS[0], "scraped": "2026-02-14T10:00:00.7"}])
    take_in(store, path)
    assert take_in(store, path)["unchanged"] == 1


def test_no_rejects_no_file(store: Store, tmp_path: Path) -> None:
    path = write_json(tmp_path / "a.jsonl", [{"id": "1"}])
    with pytest.raises(NothingTaken):
        take_in(store, path)
    assert rejects(path)
    take_in(store, write_json(path, ROWS))
    assert not (tmp_path / "rejects.jsonl").exists()


@pytest.mark.parametrize(
    ("header", "sentence"),
    [(b"id,title,title", "twice"), (b"id,cat\xe9gorie", "not UTF-8")],
)
def test_a_header_that_cannot_be_told_apart_is_refused(
    store: Store, tmp_path: Path, header: bytes, sentence: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(header + b"\n1,A,B\n")
    with pytest.raises(UserError, match=sentence):
        take_in(store, path)


def test_a_mapped_column_that_the_file_lacks_is_told_before_anything_comes_in(
    store: Store, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "a.csv", ROWS)
    with pytest.raises(UserError, match="Gajih"):
        take_in(store, path, ColumnMap(columns={"salary": "Gajih"}))
    assert postings(store) == []


def test_their_column_with_a_name_of_ours_is_kept_beside(store: Store, tmp_path: Path) -> None:
    row = {"id": "1", "portal": "x", "title": "Nomor 7", "Posisi": "Kasir"}
    path = write_json(tmp_path / "a.jsonl", [row])
    take_in(store, path, ColumnMap(columns={"title": "Posisi"}))
    assert contents(store) == [{"title": "Kasir", "other": {"their_title": "Nomor 7"}}]


def test_a_line_without_end_is_refused_without_filling_memory(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.rows.MAX_ROW_BYTES", 1_000)
    path = tmp_path / "a.jsonl"
    long_row = {"id": "9", "portal": "contoh", "title": "x" * 5_000}
    write_json(path, [ROWS[0], long_row, ROWS[1]])
    counts = take_in(store, path)
    assert (counts["new"], counts["rejected"]) == (2, 1)
    assert rejects(path)[0]["line"] == 2


def test_a_column_map_names_their_columns(store: Store, tmp_path: Path) -> None:
    columns = tmp_path / "map.toml"
    columns.write_text(
        'portal = "jobs"\nignore = ["views"]\n[columns]\nid = "No"\ntitle = "Nama Pekerjaan"\n'
        'salary = "Gaji"\nposted = "Tanggal"\n'
    )
    row = {
        "No": 7,
        "Nama Pekerjaan": "Barista",
        "Gaji": 12500000.0,
        "Tanggal": "22 Mei",
        "views": 1,
    }
    take_in(store, write_json(tmp_path / "a.jsonl", [row]), ColumnMap.load(columns))
    (posting,) = postings(store)
    assert (posting["portal"], posting["portal_id"]) == ("jobs", "7")
    assert (posting["posted"], posting["posted_text"]) == (None, "22 Mei")
    assert contents(store) == [{"title": "Barista", "salary": "12500000"}]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("columns = [", "is not TOML"),
        ("[colums]\nid = 'x'", "unknown entries"),
        ("[columns]\ngaji = 'x'", "no fields of ours"),
        ("ignore = 'views'", "takes a list"),
        ("portal = 5", "portal must be short"),
        ("[columns]\ntitle = ['a', 'b']", "takes lines like"),
    ],
)
def test_a_wrong_map_is_refused_with_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text)
    with pytest.raises(UserError, match=sentence):
        ColumnMap.load(path)


def test_rows_without_an_id_are_known_by_their_content(store: Store, tmp_path: Path) -> None:
    rows = [{"portal": "x", "title": "Kasir"}, {"portal": "x", "title": "Kasir"}]
    rows.append({"portal": "x", "title": "Kasir", "company": "Toko Contoh"})
    assert take_in(store, write_json(tmp_path / "a.jsonl", rows))["new"] == 2
    with_url = [{"portal": "x", "title": "Kasir", "url": "https://x.example/1"}]
    take_in(store, write_json(tmp_path / "b.jsonl", with_url))
    assert "https://x.example/1" in {row["portal_id"] for row in postings(store)}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://wa.me/6281234567890", "lowongan"])
def test_links_that_are_no_page_or_a_person_are_not_kept(
    store: Store, tmp_path: Path, url: str
) -> None:
    take_in(store, write_json(tmp_path / "a.jsonl", [{**ROWS[0], "url": url}]))
    assert postings(store)[0]["url"] is None


def test_text_that_databases_refuse_comes_in_cleaned(store: Store, tmp_path: Path) -> None:
    row = {"id": "1", "portal": "x", "title": "Ka\u0000sir", "description": "Cafe\u0301\r\nb"}
    take_in(store, write_json(tmp_path / "a.jsonl", [row]))
    assert contents(store) == [{"title": "Kasir", "description": "Caf\u00e9\nb"}]


def test_a_cut_off_gzip_keeps_what_came_before(store: Store, tmp_path: Path) -> None:
    rows = [{"id": str(i), "portal": "x", "title": f"Kerja {i}"} for i in range(20_000)]
    path = write_json(tmp_path / "a.jsonl.gz", rows)
    path.write_bytes(path.read_bytes()[:-5_000])
    with pytest.raises(UserError, match="cut off"):
        take_in(store, path)
    assert 1_000 <= len(postings(store)) < 20_000
    assert take_in(store, write_json(path, rows))["rejected"] == 0
    assert len(postings(store)) == 20_000


@pytest.mark.parametrize("name", ["a.xlsx", "nowhere.jsonl"])
def test_other_files_are_refused_with_a_sentence(store: Store, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.xlsx").write_text("x")
    with pytest.raises(UserError, match=name.replace(".", r"\.")):
        take_in(store, tmp_path / name)


def test_a_damaged_parquet_is_refused_with_a_sentence(store: Store, tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "a.parquet", ROWS)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(UserError, match="not a readable Parquet file"):
        take_in(store, path)


def test_versions_follow_what_changed_between_two_files(store: Store, tmp_path: Path) -> None:
    take_in(store, write_json(tmp_path / "a.jsonl", [ROWS[0]]))
    later = {**ROWS[0], "salary": "Rp 3.200.000", "scraped": "2026-03-14"}
    assert take_in(store, write_json(tmp_path / "b.jsonl", [later]))["changed"] == 1
    with store.reading() as connection:
        assert len(connection.execute(select(VERSION)).all()) == 2
