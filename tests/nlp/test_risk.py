"""Warnings are few and hard: asked money, kept papers, penalties; denials do not count."""

import gzip
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.posting import Posting
from nlp.risk import read_risk
from settings import ROOT
from tests.growth import grows_in_line

POSTINGS = Path(ROOT).parent / "shared" / "postings" / "postings.jsonl.gz"
# Seconds for 20,000 characters; measured 0.04 at most, the machine may be busy.
PIECES = st.sampled_from(
    ["membayar", "biaya pendaftaran", "ijazah asli", "ditahan", "wajib", "deposit", "denda",
     "jika", "resign", "tidak", "hubungi", "[chat]", "[email gmail.com]", "penempatan", "Kamboja",
     "\n", "İ", "PT", "uang jaminan", "tugas", "like dan subscribe"]
)  # fmt: skip


def _kinds(text: str, **fields: str) -> list[str]:
    return [risk.kind for risk in read_risk(Posting(description=text, **fields))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Bersedia membayar biaya pendaftaran Rp 100.000", "fee"),
        ("Biaya pelatihan ditanggung peserta", "fee"),
        ("Wajib deposit Rp 250 ribu sebelum mulai", "deposit"),
        ("Wajib menyerahkan uang jaminan", "deposit"),
        ("Ijazah asli ditahan selama kontrak", "diploma_kept"),
        ("Bersedia menjaminkan ijazah terakhir", "diploma_kept"),
        ("Dikenakan penalti apabila resign sebelum kontrak habis", "penalty"),
        ("Denda 3 juta jika mengundurkan diri", "penalty"),
        ("Tugasnya hanya like dan subscribe video", "task_scam"),
        ("Penempatan di Kamboja, gaji besar", "overseas"),
        ("Admin situs judi", "gambling"),
        ("Kirim CV ke lowongan.cepat@gmail.com", "free_mail"),
        ("Kirim lamaran ke [email gmail.com]", "free_mail"),
        ("Minat? Daftar lewat [chat]", "chat_only"),
    ],
)
def test_each_warning_is_found(text, kind) -> None:
    assert _kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Proses rekrutmen tidak dipungut biaya pendaftaran apapun",
        "Hati-hati penipuan yang meminta membayar biaya administrasi",
        "Beware of scams that ask you to pay a registration fee",
        "Tidak ada penahanan ijazah",
        "Melampirkan fotokopi ijazah dan KTP",
        "Menawarkan deposito dan wajib mencapai target deposit nasabah",
        "Melayani pelanggan yang membayar deposit",
        "Menagih denda keterlambatan konsumen",
        "Menghitung denda pajak karyawan",
        "Membuat konten untuk like, share dan subscribe",
        "Ekspor ke Filipina",
        "Penempatan di Filipina dengan visa kerja dan kontrak kerja resmi",
        "PT Maju Jaya. Kirim CV ke lowongan@gmail.com",
        "Kirim CV ke hrd@majujaya.co.id atau maju@gmail.com",
        "Membalas chat pelanggan lewat WhatsApp",
        "",
    ],
)
def test_denials_and_duties_are_no_warnings(text) -> None:
    assert _kinds(text) == []


def test_a_named_company_may_use_a_free_mailbox() -> None:
    assert _kinds("Kirim CV ke toko.kue@gmail.com", company="Toko Kue Enak") == []


def test_pay_out_of_proportion_needs_a_vague_job() -> None:
    vague = Posting(title="Admin Olshop Freelance", salary="Rp 25.000.000 per bulan", company="X")
    assert [risk.kind for risk in read_risk(vague)] == ["pay"]
    usual = Posting(title="Admin Olshop", salary="Rp 3.000.000 per bulan", company="X")
    trained = Posting(title="Direktur Keuangan", salary="Rp 60.000.000 per bulan", company="X")
    assert read_risk(usual) == read_risk(trained) == []


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=25), st.text(max_size=60))
def test_evidence_is_a_verbatim_span(pieces, noise) -> None:
    posting = Posting(title=noise, description=" ".join(pieces) + noise, salary=noise)
    for risk in read_risk(posting):
        assert getattr(posting, risk.field)[risk.start : risk.end] == risk.text
        assert risk.text
        assert risk.reason_id
        assert risk.reason_en


@pytest.mark.parametrize("unit", ["bayar ", "denda ", "wa ", "a", "@", "daftar "])
def test_long_texts_stay_cheap(unit) -> None:
    def read(text: str) -> object:
        return read_risk(Posting(description=text + " wa " + "deposit like pinalti"))

    assert grows_in_line(read, unit)


@pytest.mark.real
@pytest.mark.skipif(not POSTINGS.exists(), reason=f"no real postings at {POSTINGS}")
def test_warnings_are_rare_on_real_postings() -> None:
    with gzip.open(POSTINGS) as rows:
        postings = [Posting.of(orjson.loads(row)) for row in rows]
    warned = sum(bool(read_risk(posting)) for posting in postings)
    # Measured 12 of 98,785 (0.012 %), 7 of them plain warnings, 2026-11.
    assert 0 < warned / len(postings) < 0.001
