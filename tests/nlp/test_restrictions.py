"""Limits are read as they are stated; what is only preferred, or said of others, is none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.posting import Posting
from nlp.restrictions import read_restrictions
from tests.growth import grows_in_line

# Seconds for 20,000 characters; measured 0.04 at most, the machine may be busy.
PIECES = st.sampled_from(
    ["Usia", "maks", "max.", "35", "20 - 30", "tahun", "th", "Pria", "Wanita", "/", ",", ".", "\n",
     "belum menikah", "single", "Berpenampilan menarik", "tinggi badan", "160 cm", "Muslim", "İ",
     "umur", "diutamakan", "y.o", "•", "Kualifikasi:", "��", "\u0301"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("UmurMin.21 Tahun Max.40 Tahun. Aktif", {"age_min": 21, "age_max": 40}),
        ("Usia maksimal 24 tahun (wanita) dan 27 tahun (pria)", {"age_max": 27}),
        ("Pria/Wanita Umur max.26. Minimal SMA", {"age_max": 26}),
        ("Usia min 22-28 tahun", {"age_min": 22, "age_max": 28}),
        ("Usia minimal 21 tahun dan maksimal 33 tahun", {"age_min": 21, "age_max": 33}),
        ("Umur 20 tahun s/d 35 tahun", {"age_min": 20, "age_max": 35}),
        ("Berusia maks. 30th", {"age_max": 30}),
        ("Usia di atas 25 tahun", {"age_min": 25}),
        ("Usia 25 tahun ke atas", {"age_min": 25}),
        ("Usia 30 tahun ke bawah", {"age_max": 30}),
        ("Aged max. 28 yo", {"age_max": 28}),
        ("Male/Female, maximum 35 years old", {"age_max": 35}),
        ("- Pria/Wanita- Berpengalaman- SMA/SMK- 18 - 31 Tahun- Terbuka",
         {"age_min": 18, "age_max": 31}),
        ("Persyaratan: 1-3 tahun pengalaman, Minimal SMA/SMK, 20-30 tahun, Perempuan saja",
         {"age_min": 20, "age_max": 30, "sex": "female"}),
        ("bidang kuliner.Max 35 tahunMemiliki SIM C", {"age_max": 35}),
        ("Pria Max.35 Th", {"age_max": 35, "sex": "male"}),
    ],
)  # fmt: skip
def test_ages_are_read_in_every_wording(text, limits) -> None:
    assert read_restrictions(Posting(description=text)) == limits


@pytest.mark.parametrize(
    "text",
    [
        "Pengalaman 15-20 tahun di bidang konstruksi",
        "Berpengalaman maksimal 25 tahun",
        "Perusahaan kami telah berdiri 35 tahun",
        "Mengajar anak usia 15-17 tahun",
        "Diutamakan usia maksimal 30 tahun",
        "Usia di bawah 30 tahun diutamakan",
        "Tidak ada batasan usia",
        "Memantau umur piutang 30 hari",
        "We do not discriminate on the basis of age, sex, religion or marital status",
        "Gaji 30 juta setahun",
        "Pria/Wanita",
        "Laki - laki / Perempuan",
        "Male or Female",
        "Diutamakan wanita",
        "Wanita lebih disukai",
        "Menjual sepatu wanita dan tas wanita",
        "Berpenampilan rapi, bersih dan profesional",
        "Menata produk agar berpenampilan menarik di toko, penampilan produk menarik",
        "Membuat konten yang menarik",
        "Pria / Wanita, menikah / belum menikah",
        "Membaca single line diagram",
        "Pengalaman dengan single sign-on",
        "Menjahit busana muslim",
        "Mengajar agama Islam",
        "Tinggi 300 cm",
    ],
)
def test_what_limits_nobody_is_no_limit(text) -> None:
    assert read_restrictions(Posting(description=text)) == {}


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("Kualifikasi:\n1. Wanita\n2. Lulusan SMA", {"sex": "female"}),
        ("Jenis kelamin: Laki-laki", {"sex": "male"}),
        ("Female only", {"sex": "female"}),
        ("Wanita, belum menikah", {"sex": "female", "marital": "single"}),
        ("Pria (lajang). Minimal SMK", {"sex": "male", "marital": "single"}),
        ("Pria/Wanita, single, maks. 27 tahun", {"marital": "single", "age_max": 27}),
        ("Sudah menikah", {"marital": "married"}),
        ("Berpenampilan rapi dan menarik", {"appearance": True}),
        ("Good looking", {"appearance": True}),
        ("Tinggi dan berat badan proporsional", {"appearance": True}),
        ("Tinggi badan minimal 165 cm", {"height": 165}),
        ("Pria tinggi min 168 cm, wanita tinggi min 158 cm", {"height": 158}),
        ("TB 1,60", {"height": 160}),
        ("Muslimah", {"sex": "female", "religion": "islam"}),
        ("Pria/Wanita Muslim", {"religion": "islam"}),
        ("Beragama Kristen", {"religion": "kristen"}),
    ],
)
def test_other_limits_are_read(text, limits) -> None:
    assert read_restrictions(Posting(description=text)) == limits


@pytest.mark.parametrize(
    ("title", "limits"),
    [
        ("Admin Gudang (Wanita)", {"sex": "female"}),
        ("Female Housekeeping", {"sex": "female"}),
        ("Sales (Pria/Wanita)", {}),
        ("Staf Perlindungan Hak Perempuan", {}),
        ("Penjahit Baju Pria", {}),
        ("Kasir (diutamakan wanita)", {}),
    ],
)
def test_titles_may_limit_sex(title, limits) -> None:
    assert read_restrictions(Posting(title=title)) == limits


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=30), st.text(max_size=60))
def test_any_text_is_read_without_error(pieces, noise) -> None:
    text = " ".join(pieces) + noise
    told = read_restrictions(Posting(title=noise, description=text))
    assert told.keys() <= {
        "age_min", "age_max", "height", "sex", "appearance", "marital", "religion"
    }  # fmt: skip
    if "age_min" in told and "age_max" in told:
        assert told["age_min"] <= told["age_max"]


@pytest.mark.parametrize("unit", ["usia ", "35 ", "max. ", "pria, ", "a ", "tinggi ", "("])
def test_long_texts_stay_cheap(unit) -> None:
    assert grows_in_line(lambda text: read_restrictions(Posting(description=text)), unit)
