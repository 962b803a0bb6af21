"""Reading the employer's sector: what must stay untold first, then each way it is told."""

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.posting import Posting
from nlp.sector import read_sector
from settings import ROOT
from tests.growth import grows_in_line

DEV = ROOT.parent / "shared" / "gold" / "dev.jsonl"


@pytest.mark.parametrize(
    "posting",
    [
        Posting(),
        Posting(title="Staff Administrasi", company="PT Maju Bersama Sentosa"),
        Posting(company="Pengiklan Anonim", industry="Akuntansi > Pelaporan Finansial"),
        Posting(title="Sopir", description="Memiliki SIM A dan jujur. Bersedia lembur."),
        Posting(title="HRD", industry="Administrasi & Dukungan Perkantoran > Asisten"),
    ],
)
def test_what_is_not_told_stays_untold(posting: Posting) -> None:
    assert read_sector(posting) is None


@pytest.mark.parametrize(
    ("posting", "code"),
    [
        (Posting(title="Staff IT", company="Bank Contoh Sejahtera Tbk"), "K"),
        (Posting(title="Programmer", company="RS Contoh Kasih"), "Q"),
        (Posting(title="Akuntan", company="Hotel Contoh Indah"), "I"),
        (Posting(title="Admin", company="PT Contoh Multifinance"), "K"),
        (Posting(title="Admin", company="CV Contoh Garment"), "C"),
        (Posting(title="Analis", company="Dinas Contoh Kabupaten Anu"), "O"),
        (Posting(title="Barista"), "I"),
        (Posting(title="Guru Kelas"), "P"),
        (Posting(title="Admin", industry="Logistics and Supply Chain > Admin"), "H"),
        (
            Posting(title="Admin", description="Kami bergerak di bidang konstruksi gedung."),
            "F",
        ),
        (
            Posting(title="Admin", description="Perusahaan distributor alat tulis mencari admin."),
            "G",
        ),
        (Posting(title="Admin", company="PT Contoh Outsourcing"), "N"),
    ],
)
def test_company_branch_and_text_tell_the_sector(posting: Posting, code: str) -> None:
    found = read_sector(posting)
    assert found is not None
    assert found.code == code
    assert 0 < found.score < 1


def test_an_agency_that_names_its_clients_branch_gets_that_branch() -> None:
    told = "Untuk klien kami, perusahaan yang bergerak di bidang perbankan (bank swasta)."
    found = read_sector(Posting(company="PT Contoh Recruitment", title="Teller", description=told))
    assert found is not None
    assert found.code == "K"


def test_more_evidence_means_a_higher_score() -> None:
    weak = read_sector(Posting(title="Barista"))
    strong = read_sector(Posting(title="Barista", company="Contoh Coffee Resto Hotel"))
    assert weak is not None
    assert strong is not None
    assert strong.score > weak.score


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.text(max_size=60), st.text(max_size=400))
def test_any_text_is_read_without_failing(company: str, industry: str, description: str) -> None:
    found = read_sector(Posting(company=company, industry=industry, description=description))
    assert found is None or (found.code in "ABCDEFGHIJKLMNOPQRSTU" and 0 <= found.score <= 1)


def test_a_megabyte_of_description_is_read_in_a_moment() -> None:
    def read(text: str) -> object:
        return read_sector(Posting(description=text))

    assert grows_in_line(read, "perusahaan bergerak di bidang ", length=1_000_000, most=2)


@pytest.mark.real
@pytest.mark.skipif(not DEV.exists(), reason=f"no labelled postings at {DEV}")
def test_dev_postings_are_read_as_well_as_measured() -> None:
    told = right = untold = kept = 0
    for row in map(orjson.loads, DEV.read_bytes().splitlines()):
        found, labels = read_sector(Posting.of(row["posting"])), row["labels"]
        if labels["sector"] is None:
            untold += 1
            kept += found is None
        else:
            told += 1
            accepted = {labels["sector"], *labels["sector_also"]}
            right += found is not None and found.code in accepted
    assert right / told >= 0.80
    assert kept / untold >= 0.50
