"""Reference tables are whole: described, well-formed, sourced, not dated in the future."""

import csv
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.errors import DataError
from data.reference import official, schema, tables
from tests.conftest import SHARED

TABLES = schema.described()
REFERENCE = SHARED / "reference"
# Calendars look ahead by their nature.
LOOKS_AHEAD = {"holidays", "lebaran"}
TODAY = datetime.now(tz=UTC).date()


def data_files() -> set[str]:
    return {
        path.name
        for path in tables.FOLDER.iterdir()
        if path.is_file() and path.suffix != ".py" and not path.name.startswith(".")
    }


def test_every_file_is_described_and_every_description_has_its_file() -> None:
    described = {tables.path_of(name).name for name in TABLES} | set(schema.other_files())
    assert described == data_files()


@pytest.mark.parametrize("name", TABLES)
def test_table_keeps_to_its_description(name: str) -> None:
    rows = tables.rows(name)
    assert rows
    assert list(schema.find_faults(TABLES[name], rows)) == []


@pytest.mark.parametrize("name", [name for name in TABLES if "sources" not in name])
def test_every_row_has_a_known_source(name: str) -> None:
    table = TABLES[name]
    known = official.sources()
    assert bool(table.sources) != bool(table.source_columns)
    assert set(table.sources) <= set(known)
    for row in tables.rows(name):
        told = [row[column] for column in table.source_columns if row[column]]
        assert table.sources or told, f"{name} has a row without a source: {row}"


@pytest.mark.parametrize("name", [name for name in TABLES if name not in LOOKS_AHEAD])
def test_nothing_is_dated_in_the_future(name: str) -> None:
    dated = [c.name for c in TABLES[name].columns if c.type in ("date", "period", "year")]
    for row in tables.rows(name):
        for column in dated:
            newest = max(re.findall(r"\d{4}(?:-\d\d(?:-\d\d)?)?", row[column]), default="")
            assert newest <= TODAY.isoformat()


def test_no_file_is_too_large_for_the_repository() -> None:
    sizes = [(tables.FOLDER / name).stat().st_size for name in data_files()]
    assert max(sizes) <= 3_000_000
    assert sum(sizes) <= 15_000_000


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"year": "twenty"}, "year is 'twenty', not year"),
        ({"bps_code": ""}, "bps_code is empty"),
        ({"umk_idr": "Rp 5 juta"}, "umk_idr is 'Rp 5 juta', not number"),
        ({"source_id": "hearsay"}, "source_id is 'hearsay', not source"),
    ],
)
def test_faulty_cell_is_found_with_its_line(change: dict[str, str], fault: str) -> None:
    rows = [dict(row) for row in tables.rows("minimum_wage_regency")[:3]]
    rows[1] |= change
    (found,) = schema.find_faults(TABLES["minimum_wage_regency"], rows)
    assert "line 3" in found
    assert fault in found


def test_double_key_and_strange_header_are_found() -> None:
    table, rows = TABLES["lebaran"], tables.rows("lebaran")
    assert "same key" in next(schema.find_faults(table, [rows[0], rows[0]]))
    renamed = [{"tahun": "2026"}]
    assert "the columns are ['tahun']" in next(schema.find_faults(table, renamed))


def test_unknown_table_is_refused_in_a_sentence() -> None:
    with pytest.raises(DataError, match="No reference table 'umr'"):
        tables.rows("umr")


@pytest.mark.real
@pytest.mark.skipif(not REFERENCE.exists(), reason="../shared/reference is not here")
def test_every_collected_file_is_carried_or_left_out_with_a_reason() -> None:
    carried = {name.removesuffix(".gz") for name in data_files()}
    assert {path.name for path in REFERENCE.iterdir()} == (
        {name for name in carried if (REFERENCE / name).exists()} | set(schema.left_out())
    )


@pytest.mark.real
@pytest.mark.skipif(not REFERENCE.exists(), reason="../shared/reference is not here")
@pytest.mark.parametrize("path", sorted(REFERENCE.glob("*.csv")), ids=lambda path: path.stem)
def test_no_collected_row_was_lost(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        collected = sum(1 for _ in csv.DictReader(file))
    assert len(tables.rows(path.stem)) >= collected
