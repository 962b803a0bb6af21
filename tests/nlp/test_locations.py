"""Work places: the column, unless title or text state another plainly."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.locations import read_locations
from nlp.posting import Posting
from tests.growth import grows_in_line


def _codes(posting: Posting) -> list[str | None]:
    return [
        p.get("regency") or p.get("province") or p.get("country") for p in read_locations(posting)
    ]


TEXTS = [
    ("Penempatan: Surabaya", "Jakarta Raya", ["3578"]),
    ("Penempatan di Kosambi, Kabupaten Tangerang", "Banten", ["3603"]),
    ("Bersedia ditempatkan di Tangerang SelatanDeskripsi pekerjaan", "Tangerang", ["3674"]),
    ("Lokasi kerja : Bekasi, Bogor", "Bekasi", ["3275", "3271"]),
    ("Placement:\n- Depok\n- Bekasi\n\nSyarat", "Bekasi", ["3276", "3275"]),
    ("Bersedia ditempatkan di seluruh cabang", "Sleman", ["3404"]),
    ("Bersedia ditempatkan di tambang", "Jawa Barat", ["32"]),
    ("Penempatan Jawa Timur", "Surabaya", ["3578"]),
    ("This position is based in Bangkok, Thailand", "Bali", ["TH"]),
    ("PT Contoh adalah perusahaan yang bergerak di bidang jasa. Lokasi: Medan", "Bogor", ["3271"]),
    ("Kirim lamaran", "", []),
    ("Kami berlokasi di Semarang", "", ["3374"]),
    ("Kami berlokasi di Semarang", "Surabaya", ["3578"]),
]
TITLES = [
    ("Kasir (Surabaya)", "Sidoarjo", ["3578"]),
    ("Sales - Area Bekasi", "Jakarta Raya", ["3275"]),
    ("Operator gas surabaya", "Wates", ["3578"]),
    ("Sales (Jabodetabek)", "Tangerang", ["31", "32", "36"]),
    ("Admin (Cirebon)", "Kabupaten Cirebon", ["3209"]),
    ("Koki Masakan Padang", "Bandung", ["3273"]),
    ("Staf tambang batubara", "Jakarta Selatan", ["3171"]),
    ("Guru (Matematika)", "Bandung", ["3273"]),
]


@pytest.mark.parametrize(("text", "column", "codes"), TEXTS)
def test_text_that_states_the_place_wins(text: str, column: str, codes: list[str]) -> None:
    assert sorted(map(str, _codes(Posting(description=text, location=column)))) == sorted(codes)


@pytest.mark.parametrize(("title", "column", "codes"), TITLES)
def test_title_that_names_a_place_wins(title: str, column: str, codes: list[str]) -> None:
    assert sorted(map(str, _codes(Posting(title=title, location=column)))) == sorted(codes)


def test_province_and_regency_are_told_as_codes() -> None:
    # The capital has the province's name, which alone tells no more than the province.
    assert read_locations(Posting(location="Jambi")) == [{"province": "15", "regency": None}]
    assert read_locations(Posting(location="Sleman")) == [{"province": "34", "regency": "3404"}]


@pytest.mark.parametrize("piece", ["penempatan ", "penempatan di Bogor ", "lokasi: ", "Jakarta, "])
def test_long_hostile_text_is_read_quickly(piece: str) -> None:
    def read(text: str) -> object:
        return read_locations(Posting(title=piece * 9, description=text))

    assert grows_in_line(read, piece)


@settings(max_examples=200, deadline=None)
@given(st.text(), st.text(), st.text())
def test_any_text_is_read(title: str, column: str, text: str) -> None:
    for place in read_locations(Posting(title=title, location=column, description=text)):
        assert place.get("province") or place.get("country")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Penempatan",
                "di",
                "Jakarta",
                "(",
                "Bogor",
                ",",
                "-",
                "/",
                "dan",
                "Kab.",
                "Kota",
                "\n",
                ":",
            ]
        )
    )
)
def test_any_order_of_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    assert isinstance(read_locations(Posting(title=text, description=text)), list)
