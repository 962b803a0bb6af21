"""Benefits are what the employer gives, never what a worker must bring or administer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.benefits import read_benefits
from nlp.posting import Posting
from tests.growth import grows_in_line

# Seconds for 20,000 characters; measured 0.04 at most, the machine may be busy.
ORDER = [
    "bpjs", "thr", "meal", "transport", "housing", "overtime_pay", "bonus", "commission",
    "insurance", "laptop", "training", "leave",
]  # fmt: skip
PIECES = st.sampled_from(
    ["Benefit:", "Insentif :", "BPJS", "THR", "uang makan", "transport", "mess", "lembur", "bonus",
     "komisi", "asuransi", "laptop", "pelatihan", "cuti", "\n", ",", "•", "memiliki", "İ",
     "menghitung"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "benefits"),
    [
        ("Tunjangan :\nUang Makan, Uang Transport\n\nInsentif :\nUang lembur",
         ["meal", "transport", "overtime_pay"]),
        ("Insentif :\nSesuai target", ["bonus"]),
        ("Waktu Bekerja :\nSenin - Jumat\n\nInsentif :\nKomisi penjualan", ["commission"]),
        ("Benefit:Gaji PokokTunjanganBPJSJenjang Karir", ["bpjs"]),
        ("sesuai SOPIncentive :- Bonus 1 bulan gaji - Uang Makan - Uang Bensin",
         ["meal", "transport", "bonus"]),
        ("Fasilitas:\n- Mess\n- Laptop\n- Asuransi kesehatan\n- Cuti tahunan\n- Pelatihan",
         ["housing", "insurance", "laptop", "training", "leave"]),
        ("Kualifikasi:\nLulusan SMA\nDisediakan mess karyawan", ["housing"]),
        ("Syarat:\nJujur\nTHR (setelah 1 tahun)", ["thr"]),
        ("We provide you with meals.\nBenefits:\nHealth insurance\nAnnual leave",
         ["insurance", "leave"]),
        ("Gaji pokok + bonus + komisi", ["bonus", "commission"]),
        ("akan diberikan pelatihan", ["training"]),
    ],
)  # fmt: skip
def test_what_is_given_is_read(text, benefits) -> None:
    assert read_benefits(Posting(description=text)) == benefits


@pytest.mark.parametrize(
    "text",
    [
        "Memiliki laptop sendiri",
        "Benefit:\nWajib membawa laptop sendiri",
        "Menghitung lembur, bonus dan komisi karyawan",
        "Mengurus BPJS Ketenagakerjaan dan BPJS Kesehatan",
        "Tanggung jawab:\nMengelola payroll, BPJS, PPh 21",
        "Target bonus calculation for the sales team",
        "Bersedia lembur",
        "Bersedia kerja lembur bila dibutuhkan",
        "Provide training to the sales team",
        "Mengelola cuti dan absensi",
        "Diutamakan lulusan tata boga, menyiapkan makanan",
        "Benefits\nWe provide reasonable accommodation to people with special needs",
        "Bonus points if you have used Docker",
        "",
    ],
)
def test_work_and_demands_are_no_benefits(text) -> None:
    assert read_benefits(Posting(description=text)) == []


def test_a_title_can_offer_a_commission() -> None:
    assert read_benefits(Posting(title="Sales (Basic + Commission)")) == ["commission"]
    assert read_benefits(Posting(title="Admin (Maternity Leave Replacement)")) == []


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=30), st.text(max_size=60))
def test_any_text_is_read_in_the_one_order(pieces, noise) -> None:
    text = " ".join(pieces) + noise
    told = read_benefits(Posting(title=noise, description=text))
    assert told == [name for name in ORDER if name in told]


@pytest.mark.parametrize("unit", ["bonus ", "insentif: ", "uang makan, ", "training\n", "bpjs"])
def test_long_texts_stay_cheap(unit) -> None:
    assert grows_in_line(lambda text: read_benefits(Posting(description=text)), unit)
