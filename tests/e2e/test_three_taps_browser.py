"""Five questions, each answered from Beranda on a phone in at most three taps (docs/three-taps.md).

A tap is one on a link, one choice in a select, or one text typed.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import browsing
from tests.e2e.asked_about import CASHIERS, market
from tests.e2e.reader import Reader
from tests.ui.market import publish

pytestmark = browsing.NEEDS_BROWSER


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("taps")
    publish(folder / "snapshots", market())
    with browsing.serve(folder) as served:
        yield served


@pytest.fixture
def reader(chromium: Browser, address: str) -> Iterator[Reader]:
    with browsing.visit(chromium, address, 390) as seen:
        yield Reader(seen)


def test_what_does_a_welder_earn_in_batam(reader: Reader) -> None:
    reader.follow("Berapa gajinya?")
    reader.type("Cari pekerjaan, boleh dengan tempatnya", "welder batam")
    # The middle of 6.0, 6.1 ... 9.9 million.
    expect(reader.page.locator("h1")).to_contain_text("di Kota Batam: gaji tengah Rp7,9 juta")
    reader.sees("Pekerja Pengelasan")


def test_which_skills_rise_in_jawa_timur(reader: Reader) -> None:
    reader.choose("Wilayah", "Jawa Timur")
    reader.follow("Keterampilan apa yang naik?")
    expect(reader.page.locator("h1")).to_contain_text("Microsoft Excel")
    reader.sees("Jawa Timur")


def test_is_there_work_for_an_smk_graduate_near_me(reader: Reader) -> None:
    reader.follow("SMK")
    reader.choose("Provinsi", "Jawa Barat")
    reader.choose("Kabupaten atau kota", "Kota Bandung")
    expect(reader.page.locator("h1")).to_contain_text(f"{CASHIERS} lowongan terbuka untuk Anda")
    reader.sees("Kota Bandung", "Kasir")


def test_what_should_a_training_centre_in_makassar_add(reader: Reader) -> None:
    reader.follow("Pelatihan apa yang perlu ditambah?")
    reader.choose("Provinsi", "Sulawesi Selatan")
    reader.choose("Kabupaten atau kota", "Kota Makassar")
    expect(reader.page.locator("h1")).to_contain_text("Python")
    reader.sees("Kota Makassar")


def test_did_prakerja_raise_incomes(reader: Reader) -> None:
    reader.follow("Apakah Prakerja berhasil?")
    answer = reader.page.get_by_role("listitem").filter(has_text="Apakah pendapatan naik?")
    # By how much, in which study: the answer itself, not that there is one somewhere.
    expect(answer).to_contain_text(re.compile(r"\d responden.* Rp\d.* per bulan"))
    reader.sees("Jawaban singkat")
