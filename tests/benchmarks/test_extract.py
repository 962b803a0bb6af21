"""The benchmark of reading measures what it says, on a few look-alike postings."""

import gzip
from pathlib import Path

import orjson
import pytest

from benchmarks import extract, extract_memory
from nlp.readers import READERS

LONG = "- Menjaga kebersihan gudang\n- Minimal SMA, usia maks. 30 tahun\n" * 15
ROWS = [
    {"id": str(i), "title": f"Admin Gudang {i}", "description": LONG + "x" * i} for i in range(12)
]


def _write(path: Path, rows: list[dict[str, str]]) -> Path:
    lines = b"\n".join(orjson.dumps(row) for row in rows)
    path.write_bytes(gzip.compress(lines) if path.suffix == ".gz" else lines)
    return path


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz"])
def test_postings_of_the_usual_length_are_chosen_the_same_each_time(tmp_path, name) -> None:
    short = [{"id": f"s{i}", "description": "pendek"} for i in range(20)]
    source = _write(tmp_path / name, [*short, *ROWS])
    chosen = extract.choose(source, 5)
    assert len({row["id"] for row in chosen}) == 5
    assert all(len(row["description"]) in extract.CHARACTERS for row in chosen)
    assert extract.choose(source, 5) == chosen


def test_where_none_has_the_usual_length_any_are_taken(tmp_path) -> None:
    source = _write(tmp_path / "rows.jsonl", [{"id": "1", "description": "pendek"}, {"id": "2"}])
    assert {row["id"] for row in extract.choose(source, 9)} == {"1", "2"}


def test_the_whole_and_every_reader_are_timed() -> None:
    seconds = extract.measure(ROWS)
    assert list(seconds) == ["whole", "lines", "signs", *READERS, "words and Doc"]
    assert all(taken > 0 for taken in seconds.values())
    assert seconds["whole"] > seconds["skills"] > seconds["seniority"]


def test_a_table_has_a_line_for_each_part() -> None:
    assert extract.table({"whole": 0.002, "skills": 0.0005}).splitlines()[2:] == [
        "| whole | 500 | 2,000 |",
        "| skills | 2,000 | 500 |",
    ]


def test_start_and_workers_are_measured_by_the_command_itself(tmp_path) -> None:
    assert 0.1 < extract.measure_start(ROWS[0], tmp_path, rounds=1) < 60
    walls = extract.measure_workers(ROWS, 30, tmp_path, rounds=1)
    assert all(wall > 0.1 for wall in walls)
    read = (tmp_path / "read.jsonl").read_bytes().splitlines()
    assert [orjson.loads(line)["id"] for line in read[:13]] == [*map(str, range(12)), "0"]
    assert len(read) == 30


def test_each_posting_for_the_memory_has_words_of_its_own() -> None:
    rows = [orjson.loads(line) for line in extract_memory.vary(ROWS[:2], 6)]
    assert len({row["title"] for row in rows}) == len({row["description"] for row in rows}) == 6
    assert rows[4]["title"].startswith(ROWS[0]["title"])
    again = [orjson.loads(line) for line in extract_memory.vary(ROWS[:2], 6)]
    assert again == rows


def test_memory_is_told_at_each_step() -> None:
    found = extract_memory.measure(ROWS, 40, steps=4)
    assert [memory.postings for memory in found] == [0, 10, 20, 30, 40]
    assert all(20 < memory.megabytes < 2_000 for memory in found)
    assert extract_memory.table(found[:1]).splitlines()[0] == "| postings | MB |"
