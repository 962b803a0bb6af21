"""`dedup`: a vacancy a line, in the order of the lines, whatever the lines are."""

from collections.abc import Mapping
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from cli import app
from data.errors import UserError
from nlp.duplicates_file import dedup_file, group_rows, sketch_row


def _row(key: object, **told: object) -> bytes:
    row = {
        "id": key,
        "portal": "contoh",
        "title": "Kasir Toko",
        "company": "PT Benang Contoh",
        "location": "Cimahi",
        "posted": "2026-03-01",
        **told,
    }
    return orjson.dumps(row) + b"\n"


def test_lines_in_order_with_faults_told(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        _row("b", posted="2026-03-05"),
        b"{broken\n",
        b"\n",
        _row("a"),
        _row("c", location="Garut"),
        b"[1]\n",
        _row(None),
        _row("a", title="Kasir"),
        _row(7, portal="lain", title=["no text"], description=5),
    ]
    source.write_bytes(b"".join(lines))
    assert dedup_file(source, target) == {"postings": 5, "vacancies": 3, "failed": 3}
    out = [orjson.loads(line) for line in target.read_bytes().splitlines()]
    assert [line.get("vacancy") for line in out] == ["a", None, "a", "c", None, None, "a", "7"]
    assert [line["id"] for line in out] == ["b", None, "a", "c", None, None, "a", "7"]
    assert out[1]["error"].startswith("not JSON")
    assert (out[4]["error"], out[5]["error"]) == ("not a JSON object", "no id")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_dates_and_pay_of_a_row() -> None:
    one = sketch_row({"id": "a", "scraped": "2026-03-02T10:00:00Z", "salary": "Rp 3 - 4 juta"})
    assert (str(one.posted), one.is_told, one.pay) == ("2026-03-02", False, (3e6, 4e6))
    assert sketch_row({"id": "a", "posted": "yesterday"}).posted is None


def test_a_row_without_a_day_has_that_of_its_number() -> None:
    told = {"portal": "jobstreet", "posted": None}
    one = sketch_row({"id": "jobstreet:kumpulan:74410449", **told})
    assert (str(one.posted), one.is_told) == ("2024-03-18", False)


def _rows(*told: Mapping[str, object]) -> list[dict[str, object]]:
    return [orjson.loads(_row(f"k{at}", **one)) for at, one in enumerate(told)]


def test_one_number_at_one_portal_is_one_posting_whatever_else_is_told() -> None:
    first = {"id": "contoh:satu:1234567", "company": "Gerai Kita", "posted": "2025-01-05"}
    again = {"id": "contoh:dua:1234567", "location": None, "title": "Kasir"}
    other = {"id": "contoh:dua:1234568", "location": None, "title": "Kasir", "company": None}
    found = group_rows(_rows(first, again, other))
    assert found["contoh:satu:1234567"] == found["contoh:dua:1234567"]
    assert found["contoh:dua:1234568"] == "contoh:dua:1234568"


def test_internships_for_other_fields_of_study_are_other_openings() -> None:
    told = {"portal": "maganghub", "company": "Dinas Contoh", "title": "Pengelola Arsip"}
    dance, letters, dance_again = group_rows(
        _rows(
            {**told, "education": "Sarjana; Program studi: Seni Tari"},
            {**told, "education": "Sarjana; Program studi: Sastra"},
            {**told, "education": "Sarjana; Program studi: Seni Tari, Seni Musik"},
        )
    ).values()
    assert dance == dance_again
    assert letters != dance


def test_a_fuller_row_without_a_day_keeps_the_day_of_the_other() -> None:
    text = " ".join(f"{one}{other}" for one in "abcdefgh" for other in ("toko", "kas", "rak"))
    dated = {"id": "contoh:satu:1234567", "posted": "2025-01-05"}
    fuller = {"id": "contoh:dua:1234567", "posted": None, "description": text}
    # The same text on another portal, two years later: another opening.
    later = {"id": "lain:satu:1", "portal": "lain", "posted": "2027-01-05", "description": text}
    for rows in ((dated, fuller, later), (fuller, dated, later)):
        found = group_rows(_rows(*rows))
        assert found["contoh:satu:1234567"] == found["contoh:dua:1234567"]
        assert found["contoh:dua:1234567"] != found["lain:satu:1"]


def test_a_row_without_a_day_was_seen_when_the_newest_of_its_collection_was() -> None:
    told = {"portal": "lain", "posted": "2026-03-05"}
    bare = {"posted": None, "source": "kumpulan"}
    newest = {"title": "Barista", "company": "CV Teladan", "source": "kumpulan"}
    near = group_rows(_rows(told, bare, {**newest, "posted": "2026-03-20"}))
    assert near["k0"] == near["k1"]
    far = group_rows(_rows(told, bare, {**newest, "posted": "2027-03-20"}))
    assert far["k0"] != far["k1"]


def test_a_missing_file_is_told_and_the_source_is_kept(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        dedup_file(tmp_path / "none.jsonl", tmp_path / "out.jsonl")
    source = tmp_path / "in.jsonl"
    source.write_bytes(_row("a"))
    with pytest.raises(UserError, match="would be overwritten"):
        dedup_file(source, source)


def test_the_command(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(_row("a") + _row("b"))
    answer = CliRunner().invoke(app, ["dedup", str(source), str(target)])
    assert answer.exit_code == 0, answer.output
    assert "2 postings, 1 vacancies" in answer.output
    assert len(target.read_bytes().splitlines()) == 2
