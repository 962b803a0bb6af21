"""Look-alike pairs for every rule of what is one opening and what is not."""

from datetime import date
from typing import Any

import pytest

from nlp.duplicate_sketch import Sketch, find_places, name_employers, sketch
from nlp.duplicates_judge import (
    Employers,
    Titles,
    compare_employers,
    compare_titles,
    find_conflict,
    judge,
    measure_gap,
)

TEXT = (
    "Melayani pelanggan di kasir, menghitung uang masuk dan keluar setiap pergantian jam kerja, "
    "mencatat penjualan harian pada sistem, menjaga kebersihan meja kasir, menata barang promosi "
    "di rak depan, dan melaporkan selisih kepada kepala toko sebelum pulang setiap malam hari. "
    "Pendidikan minimal SMA atau SMK, teliti, jujur, ramah, dan bersedia bekerja pada akhir pekan."
)
ANEW = (
    "Kami mencari rekan yang gesit untuk bagian pembayaran. Kamu akan menerima uang dari pembeli, "
    "memindai belanjaan, membungkus pesanan, menjawab pertanyaan tentang harga, serta menutup "
    "laporan harian. Syaratnya lulusan sekolah menengah, sehat, suka bertemu banyak orang, dan "
    "siap masuk secara bergiliran termasuk hari libur nasional. Tersedia makan siang dan bonus."
)
SHORT = "Mencatat uang masuk dan menyapa setiap pembeli di pintu."


def make(key: str = "a", **told: Any) -> Sketch:
    fields: dict[str, Any] = {
        "portal": "contoh",
        "title": "Kasir Toko",
        "company": "PT Benang Contoh",
        "location": "Cimahi, Jawa Barat",
        "description": TEXT,
        "posted": date(2026, 3, 1),
        **told,
    }
    return sketch(key, **fields)


def is_same(first: dict[str, Any], second: dict[str, Any]) -> bool:
    a, b = make("a", **first), make("b", **second)
    assert judge(a, b) == judge(b, a)
    return judge(a, b).is_same


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({}, {}, id="word for word"),
        pytest.param({}, {"portal": "lain", "company": "BENANG CONTOH, PT. Tbk"}, id="crosspost"),
        pytest.param({}, {"posted": date(2026, 5, 20)}, id="repost of the same text"),
        pytest.param({}, {"description": TEXT[:230] + "..."}, id="teaser of the text"),
        pytest.param({}, {"title": "URGENT!! Kasir Toko (Cimahi)"}, id="place and urgency"),
        pytest.param({}, {"title": "Kassir Toko"}, id="misspelt title"),
        pytest.param(
            {"title": "Admin Gudang"}, {"title": "Warehouse Administration"}, id="English"
        ),
        pytest.param(
            {"title": "Staf Penelitian dan Pengembangan"},
            {"title": "Research & Development Staff"},
            id="English of two words",
        ),
        pytest.param({}, {"company": "PT Benang Contoh (Tokoku)"}, id="brand in brackets"),
        pytest.param({"description": None}, {"portal": "lain"}, id="no text on one portal"),
        pytest.param({}, {"portal": "lain", "description": ANEW}, id="worded anew elsewhere"),
        pytest.param(
            {}, {"description": ANEW, "posted": date(2026, 4, 10)}, id="worded anew, posted again"
        ),
        pytest.param(
            {"description": SHORT},
            {"description": ANEW[40:100], "posted": date(2026, 3, 20)},
            id="short, worded anew, posted again",
        ),
        pytest.param({"description": SHORT}, {}, id="a teaser worded anew beside the text"),
        pytest.param({}, {"portal": "lain", "company": "Dirahasiakan"}, id="employer hidden"),
        pytest.param(
            {},
            {"company": "Dirahasiakan", "posted": date(2026, 5, 10)},
            id="posted again without its employer",
        ),
        pytest.param(
            {"company": "Benang Contoh"},
            {"portal": "lain", "company": "Benang Contoh Merapi", "posted": date(2026, 7, 20)},
            id="same text under a longer name, in half a year",
        ),
        pytest.param(
            {"location": "Jawa Barat"}, {"portal": "lain", "description": ANEW}, id="coarser place"
        ),
        pytest.param(
            {"location": "Jakarta", "description": None, "title": "Java Developer"},
            {"location": "Jakarta", "description": None, "title": "Java", "portal": "lain"},
            id="coarse place, one title calls the person a developer",
        ),
        pytest.param(
            {"location": "Jawa Barat", "title": "Kasir Toko (Cimahi)"},
            {"portal": "lain", "description": ANEW},
            id="place only in the title",
        ),
        pytest.param(
            {}, {"portal": "lain", "company": "Gerai Kita"}, id="brand for firm, same text"
        ),
        pytest.param({"location": "Bandung"}, {"location": "Kab. Bandung"}, id="kota or kabupaten"),
        pytest.param(
            {"portal": "maganghub", "title": "Magang Kasir"},
            {"portal": "maganghub", "title": "Kasir"},
            id="every posting of a programme is an internship",
        ),
        pytest.param(
            {"portal": "maganghub", "education": "Program studi: Akuntansi, Manajemen"},
            {"portal": "maganghub", "education": "Diploma; Program studi: manajemen, Pajak"},
            id="a programme's fields of study overlap",
        ),
        pytest.param(
            {"portal": "maganghub", "education": "Program studi: Akuntansi"},
            {"portal": "maganghub", "education": "Sarjana"},
            id="a programme's field of study is not told",
        ),
    ],
)
def test_one_opening(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert is_same(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({}, {"location": "Garut, Jawa Barat"}, id="other regency"),
        pytest.param({}, {"location": "Bali"}, id="other province"),
        pytest.param({}, {"title": "Senior Kasir Toko"}, id="other level"),
        pytest.param({}, {"title": "Kasir Toko (Magang)"}, id="internship"),
        pytest.param(
            {"title": "Kasir - Cabang Pasar Antri"},
            {"title": "Kasir - Cabang Cihanjuang"},
            id="other outlet, unknown places",
        ),
        pytest.param(
            {"title": "Kasir (Garut)"}, {"title": "Kasir (Subang)"}, id="other outlet, regencies"
        ),
        pytest.param(
            {"title": "Kasir (ID: 40123)"}, {"title": "Kasir (ID: 40177)"}, id="other requisition"
        ),
        pytest.param({"title": "Kasir Batch 1"}, {"title": "Kasir Batch 2"}, id="other batch"),
        pytest.param(
            {"portal": "maganghub", "company": "Rutan Contoh Kota"},
            {"portal": "maganghub", "company": "Rutan Perempuan Contoh Kota"},
            id="two bodies of one programme",
        ),
        pytest.param(
            {"portal": "maganghub", "education": "Sarjana; Program studi: Seni Musik"},
            {"portal": "maganghub", "education": "Sarjana; Program studi: Seni Tari, Seni Rupa"},
            id="a programme's openings for other fields of study",
        ),
        pytest.param(
            {"company": None, "title": "Kasir - Cabang Cimahi"},
            {"company": None, "title": "Kasir - Cabang Pasar Antri"},
            id="hidden employer, other outlet",
        ),
        pytest.param(
            {"description": TEXT[:200]},
            {"description": TEXT[:200], "title": "Kasir Toko Emas"},
            id="teasers of one employer under a title that says more",
        ),
        pytest.param({}, {"title": "Penjaga Gudang"}, id="other job with the same text"),
        pytest.param(
            {"title": "Konsultan SAP SD"},
            {"title": "Konsultan SAP FI"},
            id="one short word differs",
        ),
        pytest.param({}, {"posted": date(2026, 9, 1)}, id="same text, half a year later"),
        pytest.param({}, {"description": ANEW}, id="two texts at once on one portal"),
        pytest.param(
            {"description": SHORT},
            {"description": ANEW[40:100]},
            id="two short texts at once on one portal",
        ),
        pytest.param(
            {"portal": "maganghub", "description": SHORT},
            {"portal": "maganghub"},
            id="two texts of a programme, which has no teasers",
        ),
        pytest.param(
            {"description": None, "posted": date(2025, 12, 1)},
            {"description": None},
            id="without text, three months later",
        ),
        pytest.param(
            {"description": None, "pay": (3e6, 4e6)},
            {"description": None, "pay": (7e6, 9e6)},
            id="without text, other pay",
        ),
        pytest.param(
            {"description": None, "posted": None}, {"portal": "lain"}, id="title and no day to tell"
        ),
        pytest.param(
            {"location": None}, {"portal": "lain", "description": ANEW}, id="no place, other text"
        ),
        pytest.param(
            {"location": "Jakarta"},
            {"location": "Jakarta", "description": ANEW, "posted": date(2026, 4, 10)},
            id="coarse place, other text on one portal",
        ),
        pytest.param(
            {"location": "Jakarta", "description": None, "title": "Java Developer"},
            {
                "location": "Jakarta",
                "description": None,
                "title": "Java Bank Developer",
                "portal": "lain",
            },
            id="coarse place, one title says more of the work",
        ),
        pytest.param({}, {"company": "CV Lain Sekali", "description": ANEW}, id="other employer"),
        pytest.param(
            {"description": None}, {"company": None, "description": None}, id="hidden, without text"
        ),
        pytest.param(
            {"posted": None, "description": TEXT[:140]},
            {"posted": None, "description": ANEW},
            id="undated, nothing shared by the texts",
        ),
    ],
)
def test_two_openings(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert not is_same(first, second)


def test_conflicts_are_named() -> None:
    assert find_conflict(make(), make(location="Garut")) == "other_place"
    assert find_conflict(make(), make(title="Supervisor Kasir")) == "other_level"
    assert find_conflict(make(), make()) is None


def test_employers() -> None:
    def compare(a: str, b: str) -> Employers:
        return compare_employers(name_employers(a), name_employers(b))

    assert compare("PT Sinar Contoh Persada", "SINAR CONTOH PERSADA, PT.") == Employers.SAME
    assert compare("Kirimku (PT Angkut Contoh)", "PT Angkut Contoh") == Employers.SAME
    assert compare("PT Prawatiya Contoh", "PT Prawathiya Contoh") == Employers.SAME
    assert compare("Finansia Contoh", "PT KB Finansia Contoh") == Employers.ALIAS
    assert compare("Lapas Perempuan Kelas IIA Contoh", "Lapas Kelas IIB Contoh") == Employers.OTHER
    assert compare("Bank Contoh", "Bank Teladan") == Employers.OTHER
    assert compare("Perusahaan Dirahasiakan", "Bank Teladan") == Employers.HIDDEN


def test_words_of_the_employer_and_place_are_left_out_of_the_title() -> None:
    def read(title: str, company: str, location: str) -> tuple[str, ...]:
        return make(title=title, company=company, location=location).title

    assert read("Sales Logistik", "PT Contoh Logistics", "Cimahi") == ("penjualan",)
    admin = read("Admin Sales", "PT Contoh", "Kota Adm. Jakarta Utara")
    assert admin == ("administrasi", "penjualan")


def test_a_place_in_brackets_is_no_name() -> None:
    assert name_employers("PT Contoh Jaya (Jakarta)") == (("contoh", "jaya"),)


def test_titles() -> None:
    def compare(a: str, b: str) -> Titles:
        return compare_titles(make(title=a).title, make(title=b).title)

    assert compare("Fullstack Developer", "Full Stack Developer") == Titles.SAME
    assert compare("Business Analyst", "Analyst Business") == Titles.SAME
    assert compare("Penjahit", "Penjahit Jaket") == Titles.WITHIN
    assert compare("L1 Database", "L2 Database") == Titles.OTHER
    assert compare("Recritment Staff", "Staf Rekrutmen") == Titles.SAME
    assert compare("Qualitative Research", "Quantitative Research") == Titles.OTHER
    assert compare("Qualitative Research", "Qualitatve Research") == Titles.SAME


def test_a_shared_name_is_both_kota_and_kabupaten() -> None:
    assert find_places("Bandung")[0] == {"3204", "3273"}
    assert find_places("Kota Bandung")[0] == {"3273"}


def test_a_posting_without_date_was_posted_some_time_before_it_was_seen() -> None:
    told = make(posted=date(2026, 1, 1))
    assert measure_gap(told, make(posted=None, seen=date(2026, 2, 10))) == 0
    assert measure_gap(told, make(posted=None, seen=date(2026, 12, 1))) == 274
    assert measure_gap(told, make(posted=None)) is None
