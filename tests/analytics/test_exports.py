"""Tables to take away: all of them in every format, with the same rows, marked and explained."""

import csv
import io
import itertools
import json
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics import exports, exports_formats, sectors
from analytics.exports_answers import ANSWERS
from analytics.exports_formats import FORMATS
from analytics.exports_package import LISTED, Resource, describe_package
from analytics.exports_registry import available, find_table, left_out, offered
from analytics.exports_rows import to_arrow
from analytics.filter import EVERYTHING
from data.errors import UserError
from data.operator_publish import TABLES as OPERATOR_TABLES
from data.snapshot import Snapshot, open_snapshot
from data.snapshot_dictionary import described
from settings import ROOT
from tests.ui.market import full_market, publish, spread, vacancy


def small_market() -> list[dict[str, object]]:
    """Twelve clerks in Jakarta with a skill, three tailors in Bali: too few to count."""
    days = spread("2026-10", 15)
    return [
        vacancy(
            i, title="=Kasir; \"toko\"", posted=day, sector="G" if i < 12 else "C",
            occupation="4110" if i < 12 else "7531", province="31" if i < 12 else "51",
            regency="3171" if i < 12 else "5171", description_characters=900,
            asks=("microsoft-excel",) if i < 12 else (),
            occupation_score=0.5, benefits=["bpjs", "thr"], warns=("fee",),
        )
        for i, day in enumerate(days)
    ]  # fmt: skip


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Snapshot]:
    """The small market, opened."""
    publish(tmp_path / "snapshots", small_market())
    snapshot = open_snapshot(tmp_path / "snapshots")
    yield snapshot
    snapshot.close()


def placed_market() -> list[dict[str, object]]:
    """The full market, a regency to each opening of Jakarta."""
    return [row | {"regency": "3171" if row["province"] == "31" else None} for row in full_market()]


def write(snapshot: Snapshot, name: str, form: str, folder: Path) -> bytes:
    path = folder / f"{name}.{form}"
    exports.write_export(snapshot, find_table(snapshot.meta, name), form, path)
    return path.read_bytes()


def read_csv(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


def test_every_table_of_a_snapshot_is_offered_or_held_back_for_a_reason() -> None:
    of_snapshot = {name for name, table in offered().items() if table.origin == "snapshot"}
    assert of_snapshot | set(left_out()) == set(described()) | OPERATOR_TABLES
    assert not of_snapshot & set(left_out())
    assert {name for name, table in offered().items() if table.origin == "answer"} == set(ANSWERS)


def test_every_column_is_explained_in_both_languages() -> None:
    for table in offered().values():
        assert table.columns[-1].name == "is_sample"
        for column in table.columns:
            assert column.meaning_id != column.meaning_en or column.meaning_id.startswith("tool")


def test_no_word_of_the_registry_is_left_over() -> None:
    told = tomllib.loads((ROOT / "analytics/exports.toml").read_text(encoding="utf-8"))
    used = {name for one in told["table"].values() for name in one.get("columns", ())}
    own = {name for one in told["table"].values() for name in one.get("column", ())}
    assert set(told["column"]) | own == used | {"is_sample"}
    published = {
        (table, column.name)
        for table, one in described().items()
        if table not in left_out()
        for column in one.columns
    }
    names = {name for _, name in published} | {".".join(pair) for pair in published}
    assert set(told["meaning_id"]) <= names
    assert set(told["unit"]) <= names


@pytest.mark.parametrize(
    "market", [placed_market(), small_market(), []], ids=["full", "few", "none"]
)
def test_every_table_can_be_written_from_any_market(tmp_path: Path, market: list[object]) -> None:
    publish(tmp_path / "snapshots", market)  # type: ignore[arg-type] - rows of the market
    snapshot = open_snapshot(tmp_path / "snapshots")
    for name, table in available(snapshot.meta).items():
        kept = {
            form: exports.keep_export(snapshot, table, form, tmp_path / "e") for form in FORMATS
        }
        written = [exports.read_written(path) for path in kept.values()]
        held = pq.read_table(kept["parquet"])
        assert {one.rows for one in written if one} == {held.num_rows}, name
        assert held.column_names == [column.name for column in table.columns]
        assert len(read_csv(kept["csv"].read_bytes())) == held.num_rows
    snapshot.close()


def test_csv_is_for_machines(small: Snapshot, tmp_path: Path) -> None:
    content = write(small, "vacancies", "csv", tmp_path)
    row = read_csv(content)[0]
    assert not content.startswith(b"\xef\xbb\xbf")
    assert row["title"] == '=Kasir; "toko"'
    assert row["occupation_score"] == "0.5"
    assert row["first_seen"] == "2026-11-20T03:00:00Z"
    assert json.loads(row["benefits"]) == ["bpjs", "thr"]
    assert row["wage_min"] == ""
    assert row["is_sample"] == "true"


def test_csv_for_excel_has_commas_in_numbers_and_no_formulas(
    small: Snapshot, tmp_path: Path
) -> None:
    content = write(small, "vacancies", "excel.csv", tmp_path)
    row = read_csv(content, ";")[0]
    assert content.startswith(b"\xef\xbb\xbf")
    assert row["title"] == '\'=Kasir; "toko"'
    assert row["occupation_score"] == "0,5"


def test_xlsx_has_data_dictionary_and_source_and_no_formulas(
    small: Snapshot, tmp_path: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(write(small, "vacancies", "xlsx", tmp_path))) as book:
        names = book.read("xl/workbook.xml").decode()
        data, words, about = (book.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2, 3))
    assert all(f'name="{name}"' in names for name in ("data", "kamus", "tentang"))
    assert "=Kasir; " in data
    assert "<f>" not in data
    assert "only this religion" in words
    assert "hanya agama ini" in words
    assert "SAMPLE DATA" in about
    assert "CC-BY-4.0" in about


def test_parquet_keeps_types_units_and_source(small: Snapshot, tmp_path: Path) -> None:
    write(small, "vacancies", "parquet", tmp_path)
    schema = pq.read_schema(tmp_path / "vacancies.parquet")
    assert pa.types.is_list(schema.field("benefits").type)
    assert schema.field("age_min").metadata[b"unit"] == b"years"
    assert schema.field("age_min").metadata[b"arti"] == b"usia paling muda, tahun"
    assert schema.metadata[b"data"] == b"sample"
    assert schema.metadata[b"snapshot"] == small.id.encode()


def test_real_data_are_not_called_a_sample(tmp_path: Path) -> None:
    publish(tmp_path / "snapshots", small_market(), is_sample=False)
    snapshot = open_snapshot(tmp_path / "snapshots")
    rows = read_csv(write(snapshot, "sectors", "csv", tmp_path))
    write(snapshot, "sectors", "parquet", tmp_path)
    snapshot.close()
    assert {row["is_sample"] for row in rows} == {"false"}
    assert pq.read_schema(tmp_path / "sectors.parquet").metadata[b"data"] == b"real"
    assert b"warning" not in pq.read_schema(tmp_path / "sectors.parquet").metadata


def test_no_warning_signs_of_single_vacancies_leave(small: Snapshot, tmp_path: Path) -> None:
    assert "risks" not in read_csv(write(small, "vacancies", "csv", tmp_path))[0]
    with pytest.raises(UserError, match="no table 'risks'"):
        find_table(small.meta, "risks")


def test_cells_of_fewer_than_ten_are_only_in_wider_ones(small: Snapshot, tmp_path: Path) -> None:
    rows = read_csv(write(small, "openings", "csv", tmp_path))
    assert {row["n"] for row in rows if row["level"] == "all"} == {"15"}
    assert [(row["province_name"], row["n"]) for row in rows if row["level"] == "province"] == [
        ("DKI Jakarta", "12")
    ]
    assert min(int(row["n"]) for row in rows) == 12


def test_an_answer_is_the_frame_of_analytics(small: Snapshot, tmp_path: Path) -> None:
    write(small, "sectors", "parquet", tmp_path)
    written = pq.read_table(tmp_path / "sectors.parquet").to_pandas()
    frame = sectors.rank_sectors(small, EVERYTHING)
    assert written["sector_id"].tolist()[0].startswith("Perdagangan")
    told = [
        "sector",
        "n",
        "employers",
        "n_open",
        "share",
        "interval_low",
        "interval_high",
        "growth",
    ]
    pd.testing.assert_frame_equal(written[told], frame[told], check_dtype=False, check_exact=True)


def test_the_share_of_a_skill_is_of_the_months_described_vacancies(
    small: Snapshot, tmp_path: Path
) -> None:
    rows = read_csv(write(small, "skills_by_month", "csv", tmp_path))
    told = [(row["month"], row["n"], row["base"], row["share"]) for row in rows]
    assert told == [("2026-10", "12", "15", "0.8")]


def test_values_that_would_be_cut_are_refused() -> None:
    frame = pd.DataFrame({"n": [1.0, None], "day": [pd.Timestamp("2026-10-05"), pd.NaT]})
    held = to_arrow(frame, ["n", "day"], [pa.int64(), pa.date32()])
    assert held.to_pylist() == [{"n": 1, "day": date(2026, 10, 5)}, {"n": None, "day": None}]
    with pytest.raises(pa.ArrowInvalid):
        to_arrow(pd.DataFrame({"n": [1.5]}), ["n"], [pa.int64()])


def test_rows_that_excel_cannot_hold_are_a_sentence_and_leave_no_file(
    small: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports_formats, "EXCEL_ROWS", 15)
    with pytest.raises(UserError, match="at most 14 rows"):
        write(small, "vacancies", "xlsx", tmp_path)
    assert not list(tmp_path.glob("*vacancies*"))


def test_a_file_is_kept_and_those_of_older_snapshots_go(tmp_path: Path) -> None:
    kept = []
    for _ in range(2):
        publish(tmp_path / "snapshots", small_market())
        snapshot = open_snapshot(tmp_path / "snapshots")
        table = find_table(snapshot.meta, "sectors")
        paths = [exports.keep_export(snapshot, table, "csv", tmp_path / "e") for _ in range(2)]
        snapshot.close()
        assert paths[0] == paths[1]
        kept.append(paths[0])
    assert not kept[0].exists()
    written = exports.read_written(kept[1])
    assert written is not None
    assert written.bytes == kept[1].stat().st_size
    first = kept[1].with_suffix(".parquet")
    assert exports.read_written(first) is not None  # what the CSV was made from


def test_a_kept_file_is_not_written_again(small: Snapshot, tmp_path: Path) -> None:
    table = find_table(small.meta, "sectors")
    path = exports.keep_export(small, table, "csv", tmp_path / "e")
    path.write_bytes(b"as it was")
    assert exports.keep_export(small, table, "csv", tmp_path / "e").read_bytes() == b"as it was"


def test_the_descriptor_names_every_field_size_and_licence(small: Snapshot, tmp_path: Path) -> None:
    path = exports.keep_export(small, offered()["sectors"], "csv", tmp_path)
    found = [
        Resource(table, form, f"{table.name}.{form}",
                 exports.read_written(path) if (table.name, form) == ("sectors", "csv") else None)
        for table, form in itertools.product(available(small.meta).values(), LISTED)
    ]  # fmt: skip
    told = describe_package(small.meta, found)
    resources = {one["name"]: one for one in told["resources"]}
    assert len(resources) == len(found)
    assert told["is_sample"]
    assert told["licenses"][0]["name"] == "CC-BY-4.0"
    sector = resources["sectors-csv"]
    assert sector["bytes"] == path.stat().st_size
    assert len(sector["hash"]) == len("sha256:") + 64
    assert sector["schema"]["fields"][2]["type"] == "integer"
    assert "bytes" not in resources["wages-csv"]
    kinds = {field["type"] for one in told["resources"] for field in one["schema"]["fields"]}
    assert kinds <= {"string", "integer", "number", "boolean", "date", "datetime", "array"}
