"""The title normaliser: what goes, what stays, and that doing it twice changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.title import normalise_title
from tests.growth import grows_in_line

TITLES = [
    ("URGENT!! STAFF ADMINISTRASI (JAKARTA)", "Staff Administrasi"),
    ("Lowongan Kerja PPIC STAFF - Bandung", "PPIC Staff"),
    ("INFO LOKER KASIR TOKO", "Kasir Toko"),
    ("Dibutuhkan segera admin gudang", "Admin Gudang"),
    ("Dibutuhkan Secepatnya Kurir ( PRIA )", "Kurir"),
    ("Walk In Interview - Crew Toko", "Crew Toko"),
    ("Teknisi AC (Urgently Needed)", "Teknisi AC"),
    ("manajer toko - urgently needed", "Manajer Toko"),
    ("Sales Kanvas (m/f/d)", "Sales Kanvas"),
    ("Penjahit (Laki-laki/Perempuan)", "Penjahit"),
    ("Perawat (Penempatan Boyolali)", "Perawat"),
    ("Kasir - Area Jakarta Kelapa Gading", "Kasir"),
    ("Sales Cat - Branch Bekasi 5", "Sales Cat"),
    ("Sales Motor (Bekasi, Depok dan Bogor)", "Sales Motor"),
    ("Villa Manager - Bali-based", "Villa Manager"),
    ("Sales-Jakarta", "Sales"),
    ("Staff Pajak - Baja - Cikarang - WFO (ID: 696000)", "Staff Pajak - Baja"),
    ("Drafter - Pabrik -Karawang(A-119000)", "Drafter - Pabrik"),
    ("(JV2505001) Penagih - Medan", "Penagih"),
    ("[279] QA Engineer", "QA Engineer"),
    ("2025 - Surveyor Digital", "Surveyor Digital"),
    ("Bellboy25083881", "Bellboy"),
    ("Staff Legal Batch 3 Tahun 2025", "Staff Legal"),
    ("Trainee - batch viii", "Trainee"),
    ("Mekanik - PT Contoh Jaya Abadi", "Mekanik"),
    ("PT. Contoh Abadi Tbk | Operator Las", "Operator Las"),
    ("🔥 Barista 🔥", "Barista"),
    ("【Koki】（Bali）", "[Koki]"),
    ("HR &amp; GA Officer", "HR & GA Officer"),
    ("it support", "IT Support"),
    ("Spv Gudang", "SPV Gudang"),
    ("UI/UX DESIGNER", "UI/UX Designer"),
    ("f&b manager", "F&B Manager"),
    ("sql developer (node.js / c#)", "SQL Developer (Node.js/C#)"),
    (".net developer", ".NET Developer"),
    ("C++ Programmer", "C++ Programmer"),
    ("sr. kepala toko dan gudang", "Sr. Kepala Toko dan Gudang"),
    ("MAnager SALES Wilayah", "Manager Sales Wilayah"),
    ("  Staff   Admin  ,", "Staff Admin"),
]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_title_is_said_plainly(title, expected) -> None:
    assert normalise_title(title) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Data Annotator - Freelance",
        "Sales Executive (Mandarin Speaker)",
        "Operator Batching Plant",
        "Admin Loker Hotelier",
        "Full-Stack Developer",
        "Account Executive - Java",
        "Document Control Staff (ISO 9001)",
        "Consultant (Project Site - Mill Area)",
        "Engineer AUTO2000",
        "Sales TO",
        "Head of Sales",
        "iOS Developer",
    ],
)
def test_what_tells_of_the_job_stays(title) -> None:
    assert normalise_title(title) == title


@pytest.mark.parametrize(
    ("title", "expected"),
    [("(Jakarta)", "(Jakarta)"), ("URGENT", "Urgent"), ("🔥🔥", "🔥🔥"), ("2025", "2025"),
     ("--", "--"), ("JAKARTA - BANDUNG", "Jakarta - Bandung"), ("", ""), ("  ", "")],
)  # fmt: skip
def test_a_title_of_noise_alone_is_kept_and_only_blanks_are_empty(title, expected) -> None:
    assert normalise_title(title) == expected


@pytest.mark.parametrize(
    "piece",
    ["(", "()", "- ", "((a)) ", "[jakarta] ", "urgent ", "jakarta - ", "a-", "&amp;", "batch 1 "],
)
def test_a_description_in_the_title_column_is_cut_and_fast(piece: str) -> None:
    assert len(normalise_title(piece * 5_000)) <= 300
    assert grows_in_line(normalise_title, piece)


PIECES = st.lists(
    st.sampled_from(
        ["Staff", "ADMIN", "kasir", "it", "IT", "dan", "(Jakarta)", "(", ")", "[", "]",
         " - ", "-", " | ", "Bandung", "URGENT", "Loker", "PT Maju", "Batch 2", "(ID: 12345)",
         "25083881", "&amp;", "&", ";", "/", " ", ".net", "ß", "İ", "é", "🔥", "WFO", "2025",
         "pria", "_", "~", "'", "-based", "in", "C++"]
    ),
    max_size=10,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=40), PIECES.map(" ".join), PIECES.map("".join)))
def test_twice_is_once_and_nothing_becomes_empty(title) -> None:
    once = normalise_title(title)
    assert normalise_title(once) == once
    assert once or not any(c.isalnum() for c in title)
