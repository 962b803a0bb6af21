"""Data: the page, its files by address, and the numbers under the figures of another page."""

import asyncio
import io
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pandas as pd
import pyarrow.parquet as pq
import pytest
from starlette.applications import Starlette

from analytics import overview
from analytics.exports_registry import offered
from analytics.filter import EVERYTHING
from data.snapshot import open_snapshot
from tests.pages.test_beranda import words
from tests.pages.visiting import Visit, open_site
from tests.ui.market import Row, full_market, publish, spread, vacancy
from ui import downloads, parts
from ui.downloads_figure import Figure, write_csv
from ui.texts import text

PAGE = "data"


def market() -> list[Row]:
    """Twelve openings of one sector in Denpasar."""
    where = {"sector": "G", "province": "51", "regency": "5171"}
    return [vacancy(i, posted=day, **where) for i, day in enumerate(spread("2026-10", 12))]


def finish() -> None:
    """Wait until the tables that a visit began to prepare are written."""
    for thread in threading.enumerate():
        if thread.name == "exports":
            thread.join()


@pytest.fixture(autouse=True)
def nothing_goes_on() -> Iterator[None]:
    """No thread outlives its test."""
    yield
    finish()


class Client:
    """Somebody who asks for files by their addresses."""

    def get(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        """The answer of the routes."""

        async def ask() -> httpx.Response:
            routes = httpx.ASGITransport(app=Starlette(routes=downloads.ROUTES))
            async with httpx.AsyncClient(transport=routes, base_url="http://contoh") as client:
                return await client.request(method, path, headers=headers)

        return asyncio.run(ask())


@pytest.fixture
def client(folder: Path) -> Client:
    """A client of the folder's settings."""
    del folder
    return Client()


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_table_is_listed_with_links_to_its_files(
    folder: Path, visit: Visit, language: str
) -> None:
    publish(folder, market())
    page = visit(lang=language)
    titles = [one.value for one in page.subheader]
    assert sorted(titles) == sorted(table.title[language] for table in offered().values())
    links = "".join(one.proto.body for one in page.get("html"))
    query = "" if language == "id" else "?lang=en"
    for name in offered():
        for form in ("csv", "excel.csv", "xlsx", "parquet"):
            assert f'href="/unduh/{name}.{form}{query}"' in links
    assert text(language, "mark.sample") in words(page)  # type: ignore[arg-type] - one of two
    assert "nan" not in words(page).lower().split()


def test_rows_and_size_show_once_a_table_was_prepared(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    caption = text("id", "data.uncounted", columns=19, name="**sectors**")
    assert caption in [one.value for one in visit().caption]
    finish()
    told = next(one.value for one in visit().caption if "**sectors**" in one.value)
    assert told.startswith("1 baris, 19 kolom, ")


def test_the_table_chosen_is_explained_and_cited(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(tabel="wages")
    dictionary = page.get("html")[-1].proto.body
    assert "pay_high_idr" in dictionary
    assert "IDR/month" in dictionary
    assert "DATA CONTOH" in page.code[0].value
    assert "/unduh/wages.parquet" in page.code[1].value


def test_nonsense_in_the_address_leaves_it(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    assert "tabel" not in visit(tabel="<script>").query_params


def test_without_a_snapshot_the_page_says_what_to_do(folder: Path, visit: Visit) -> None:
    del folder
    assert visit().title[0].value == text("id", "state.none_title")


def test_a_file_comes_with_its_name_and_tag(folder: Path, client: Client) -> None:
    meta = publish(folder, market())
    answer = client.get("/unduh/sectors.csv")
    assert answer.status_code == 200
    assert answer.text.splitlines()[0].startswith('"sector","sector_id","n"')
    name = f"sinyal-kerja-sectors-{meta.id}-contoh.csv"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["cache-control"] == "public, no-cache"
    tag = {"If-None-Match": answer.headers["etag"]}
    assert client.get("/unduh/sectors.csv", **tag).status_code == 304
    publish(folder, market())
    assert client.get("/unduh/sectors.csv", **tag).status_code == 200


def test_the_head_of_a_file_tells_its_size(folder: Path, client: Client) -> None:
    publish(folder, market())
    answer = client.get("/unduh/sectors.parquet", "HEAD")
    assert answer.content == b""
    whole = client.get("/unduh/sectors.parquet")
    assert int(answer.headers["content-length"]) == len(whole.content)
    assert pq.read_table(io.BytesIO(whole.content)).num_rows == 1


def test_a_part_of_a_file_can_be_asked_for(folder: Path, client: Client) -> None:
    publish(folder, market())
    answer = client.get("/unduh/sectors.parquet", Range="bytes=0-3")
    assert (answer.status_code, answer.content) == (206, b"PAR1")


@pytest.mark.parametrize(
    "name", ["none.csv", "risks.csv", "sectors.exe", "sectors", "sectors.csv.json", "%00"]
)
def test_what_is_not_offered_is_a_sentence(folder: Path, client: Client, name: str) -> None:
    publish(folder, market())
    answer = client.get(f"/unduh/{name}")
    assert answer.status_code == 404
    assert answer.text.startswith("Tidak ada tabel dengan alamat ini. Yang ada: vacancies, ")
    assert client.get(f"/unduh/{name}?lang=en").text.startswith("There is no table")


@pytest.mark.parametrize("name", ["..%2Fsnapshots%2FCURRENT", "../app.py"])
def test_no_address_reaches_another_file(folder: Path, client: Client, name: str) -> None:
    publish(folder, market())
    assert client.get(f"/unduh/{name}").status_code == 404


def test_without_data_it_is_unavailable(folder: Path, client: Client) -> None:
    answer = client.get("/unduh/sectors.csv")
    assert answer.status_code == 503
    assert answer.text.strip() == text("id", "data.no_snapshot")
    assert client.get("/unduh/datapackage.json?lang=en").status_code == 503
    folder.mkdir()
    (folder / "CURRENT").write_text("../../etc")
    broken = client.get("/unduh/sectors.csv")
    assert (broken.status_code, broken.text.strip()) == (503, text("id", "data.broken"))


def test_a_table_too_large_for_xlsx_says_what_to_take(
    folder: Path, client: Client, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(folder, market())
    monkeypatch.setattr(downloads, "EXCEL_CELLS", 100)
    answer = client.get("/unduh/vacancies.xlsx")
    assert (answer.status_code, answer.text.strip()) == (404, text("id", "data.too_large"))
    links = "".join(one.proto.body for one in visit().get("html"))
    assert "/unduh/vacancies.xlsx" not in links
    assert "/unduh/sectors.xlsx" in links


def test_a_full_disk_is_a_sentence(
    folder: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    publish(folder, market())
    monkeypatch.setattr(downloads.exports, "keep_export", fail)
    answer = client.get("/unduh/sectors.csv")
    assert answer.status_code == 503
    assert "No space left on device" in answer.text


def test_the_descriptor_lists_every_table(folder: Path, client: Client) -> None:
    publish(folder, market())
    client.get("/unduh/sectors.csv")
    told = client.get("/unduh/datapackage.json").json()
    found = {one["path"]: one for one in told["resources"]}
    assert set(found) == {f"{name}.{form}" for name in offered() for form in ("csv", "parquet")}
    assert {path for path, one in found.items() if "hash" in one} == {
        "sectors.csv", "sectors.parquet",
    }  # fmt: skip


def test_the_csv_under_a_figure_is_the_frame_of_analytics(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures: list[Figure] = []
    monkeypatch.setattr(parts, "show_downloads", figures.append)
    publish(folder, full_market())
    open_site("beranda", tmp_path / "home")()
    snapshot = open_snapshot(folder)
    frame = overview.rank_titles(snapshot, EVERYTHING)
    snapshot.close()
    (figure,) = (one for one in figures if one.title == text("id", "titles.title"))
    found = pd.read_csv(io.BytesIO(write_csv(figure.rows, is_sample=figure.is_sample)))
    assert found["is_sample"].all()
    for key in ("title", "n", "share", "employers"):
        assert found[text("id", f"table.{key}")].tolist() == frame[key].tolist()
