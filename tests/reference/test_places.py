"""Places are found as advertisements write them: odd texts first, and never more than is told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import reference
from data.reference import places
from data.reference.place_words import key

JAKARTA, WEST_JAVA, BANTEN = ("31", None), ("32", None), ("36", None)


def areas(text: str) -> list[tuple[str | None, str | None]]:
    return [(place.province, place.regency) for place in places.find(text).places]


@pytest.mark.parametrize("text", ["", " ", ",,;", "123", "????", "Kab Kab", "Kota", "Rahasia"])
def test_text_without_a_place_gives_none(text: str) -> None:
    found = places.find(text)
    assert found.places == ()
    assert (found.certainty, found.country, found.remote) == (0.0, None, False)


@pytest.mark.parametrize("text", ["Indonesia", "Seluruh Indonesia", "Nasional", "Pulau Jawa"])
def test_the_whole_country_or_a_large_island_is_no_place(text: str) -> None:
    found = places.find(text)
    assert found.places == ()
    assert found.country == "ID"


@pytest.mark.parametrize(
    ("text", "regency"),
    [
        # a bare name that a kota and a kabupaten share is the kota
        ("Bandung", "3273"),
        ("bekasi", "3275"),
        ("Pasuruan", "3575"),
        ("Malang Jawa Timur", "3573"),
        ("Bandung dan sekitarnya", "3273"),
        # a qualifier tells which
        ("Kab. Bandung", "3204"),
        ("Bandung Kabupaten", "3204"),
        ("Bogor (Kab)", "3201"),
        ("Tangerang District", "3603"),
        ("Bogor Regency", "3201"),
        ("Pekanbaru City", "1471"),
        ("Kecamatan Tangerang", "3671"),
        ("KOTA ADM. JAKARTA TIMUR, DKI JAKARTA", "3172"),
        ("Kab. Administrasi Kepulauan Seribu", "3101"),
        # so does a kecamatan of the kabupaten
        ("Tigaraksa, Tangerang, Banten", "3603"),
        ("Cipondoh, Tangerang, Banten", "3671"),
        ("Sukorejo, Blitar, Jawa Timur", "3572"),
        ("Kemang, Bogor", "3201"),
        # areas, estates, abbreviations, English
        ("SCBD", "3171"),
        ("Jaksel", "3171"),
        ("Cikarang", "3216"),
        ("Cikarang, Bekasi", "3216"),
        ("Kawasan Industri MM2100, Cikarang Barat", "3216"),
        ("South Jakarta", "3171"),
        ("North Jakarta, Jakarta, Indonesia (On-site)", "3175"),
        ("South Tambun", "3216"),
        ("North Central Timor Regency", "5305"),
        ("OKU Timur", "1609"),
        # spelling of one name
        ("Gunung Kidul", "3403"),
        ("BandarLampung", "1871"),
        ("Ilir Barat Dua, Palembang, Sumatera Selatan", "1671"),
        ("Kemantren Gondokusuman, Yogyakarta, DI Yogyakarta", "3471"),
        # names that are elsewhere, too
        ("Kuningan, Jakarta Selatan", "3171"),
        ("Kuningan, Jawa Barat", "3208"),
        ("Bitung, Tangerang", "3603"),
        ("Karanganyar, Kab. Demak, Jawa Tengah", "3321"),
        ("Sungailiat, Bangka", "1901"),
        ("Depok, Sleman", "3404"),
        ("Depok, DI Yogyakarta", "3404"),
        ("Tamansari, Boyolali, Jawa Tengah", "3309"),
        ("Kampung Melayu, Jakarta Timur", "3172"),
        # old divisions
        ("Serpong, Tangerang, Banten", "3674"),
        ("Batu, Malang, Jawa Timur", "3579"),
        ("KOTA SORONG, PAPUA BARAT", "9271"),
        # a builder of malls in five towns is none of them
        ("Pakuwon Mall Bekasi", "3275"),
        # the wide area may stand first
        ("Indonesia - Jawa Timur - Surabaya", "3578"),
        # one place told twice, or with lost line breaks
        ("Surakarta / Solo", "3372"),
        ("Kota SurabayaAkuntansi DasarKota Surabaya", "3578"),
        ("Jl. Pagar Alam No. 9, Kota Bandar Lampung, Lampung 35132", "1871"),
    ],
)
def test_one_regency_is_found(text: str, regency: str) -> None:
    assert areas(text) == [(regency[:2], regency)]


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("Jakarta Raya", "31"),
        ("DKI-Jakarta", "31"),
        ("Jakarta, Jakarta, Indonesia", "31"),
        ("West Java", "32"),
        ("Jabar", "32"),
        ("Kaltim", "64"),
        ("Prov. Jawa Tengah", "33"),
        ("NANGGROE ACEH DARUSSALAM (NAD)", "11"),
        ("Pulau Lombok", "52"),
    ],
)
def test_province_alone_tells_no_regency(text: str, province: str) -> None:
    assert areas(text) == [(province, None)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Jabodetabek", [JAKARTA, WEST_JAVA, BANTEN]),
        ("Greater Jakarta", [JAKARTA, WEST_JAVA, BANTEN]),
        ("Jakarta, Bandung, Surabaya", [JAKARTA, ("32", "3273"), ("35", "3578")]),
        ("Sleman,Surabaya,Jakarta Barat", [("34", "3404"), ("35", "3578"), ("31", "3174")]),
        ("Medan atau Pekanbaru", [("12", "1275"), ("14", "1471")]),
        ("Bekasi/Cikarang", [("32", "3275"), ("32", "3216")]),
        ("Jaksel & Jakpus", [("31", "3171"), ("31", "3173")]),
        ("Bandung,Jawa Timur,Jakarta Raya", [("32", "3273"), ("35", None), JAKARTA]),
        (
            "Bali,Jawa Barat,Yogyakarta,Jakarta Raya",
            [("51", None), WEST_JAVA, ("34", None), JAKARTA],
        ),
        ("Kantor (Jakarta Selatan) - Pabrik (Tangerang)", [("31", "3171"), ("36", "3671")]),
        ("Provinsi: Jawa Barat Kota/Kabupaten: Bekasi", [("32", "3275")]),
    ],
)
def test_several_places_are_told_apart(
    text: str, wanted: list[tuple[str | None, str | None]]
) -> None:
    assert areas(text) == wanted


@pytest.mark.parametrize(
    ("text", "regency"),
    [("Surbaya", "3578"), ("Kab. Pahuwato", "7503"), ("Padang Sidempuan", "1277")],
)
def test_misspelt_name_is_found(text: str, regency: str) -> None:
    assert areas(text) == [(regency[:2], regency)]


def test_misspelling_is_less_sure_than_the_right_name() -> None:
    assert places.find("Surbaya").certainty < places.find("Surabaya").certainty == 1.0


def test_shared_name_is_less_sure_than_a_qualified_one() -> None:
    assert 0.5 < places.find("Bandung").certainty < places.find("Kota Bandung").certainty


def test_name_of_many_kecamatan_tells_no_more_than_they_share() -> None:
    assert areas("Larangan") == []  # Kota Tangerang, Brebes, Pamekasan
    assert areas("Bojong") == [("33", None)]


@pytest.mark.parametrize(
    ("text", "mode", "remote"),
    [
        ("Jakarta Raya(Jarak jauh)", "remote", True),
        ("Indonesia (Remote)", "remote", True),
        ("WFH", "remote", True),
        ("Bandung, West Java, Indonesia (Hybrid)", "hybrid", False),
        ("Jakarta Raya(Hibrid)", "hybrid", False),
        ("Surabaya, East Java, Indonesia (On-site)", "onsite", False),
        ("Surabaya", None, False),
    ],
)
def test_way_of_working_beside_the_place(text: str, mode: str | None, remote: bool) -> None:
    found = places.find(text)
    assert (found.mode, found.remote) == (mode, remote)


@pytest.mark.parametrize(
    ("text", "country"),
    [("Singapura", "SG"), ("Petaling Jaya", "MY"), ("Tokyo, Jepang", "JP"), ("Vietnam", "VN")],
)
def test_place_abroad_is_a_country_and_no_place(text: str, country: str) -> None:
    found = places.find(text)
    assert found.places == ()
    assert found.country == country


def test_place_at_home_beside_one_abroad_stays() -> None:
    assert areas("Singapore / Jakarta") == [JAKARTA]
    assert places.find("Singapore / Jakarta").country == "ID"


def test_district_is_told_by_its_code() -> None:
    (place,) = places.find("Taman, Sidoarjo, Jawa Timur").places
    assert place.district is not None
    assert reference.districts()[place.district].name == "Taman"


@pytest.mark.parametrize("code", reference.regencies())
def test_every_official_name_with_its_province_finds_its_regency(code: str) -> None:
    regency = reference.regency(code)
    kind = "Kota" if regency.kind == "kota" else "Kab."
    province = reference.province(regency.province)
    text = f"{kind} {regency.short_name}, {province.name_id}"
    assert areas(text) == [(regency.province, code)]
    assert areas(text.upper()) == [(regency.province, code)]
    assert areas(regency.name_id) == [(regency.province, code)]


@pytest.mark.parametrize("code", reference.provinces())
def test_every_province_is_found_in_both_languages(code: str) -> None:
    province = reference.province(code)
    assert areas(f"Provinsi {province.name_id}") == [(code, None)]
    assert areas(province.name_en) == [(code, None)]


def test_district_with_regency_and_province_is_found_in_its_regency() -> None:
    missed = []
    for district in reference.districts().values():
        if "/" in district.name:  # "Konda/Kondaga": the bar parts places
            continue
        regency = reference.regency(district.regency)
        kind = "Kota" if regency.kind == "kota" else "Kab."
        text = f"{district.name}, {kind} {regency.short_name}, {reference.name(district.province)}"
        if areas(text) != [(district.province, district.regency)]:
            missed.append(text)
    assert missed == []


@settings(max_examples=200)
@given(st.text(max_size=600))
def test_any_text_gives_known_areas_and_a_certainty(text: str) -> None:
    found = places.find(text)
    assert 0.0 <= found.certainty <= 1.0
    for place in found.places:
        assert place.province in reference.provinces()
        if place.regency:
            assert reference.regency(place.regency).province == place.province
        if place.district:
            assert reference.districts()[place.district].regency == place.regency


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(["Kota", "Kab.", "Bandung", ",", ";", "Jawa", "Barat", "dan", "(", "-"])
    )
)
def test_words_of_places_in_any_order_never_repeat_a_place(words: list[str]) -> None:
    found = areas(" ".join(words))
    assert len(found) == len(set(found))


@settings(max_examples=100)
@given(st.sampled_from(sorted(reference.regencies())), st.integers(0, 1))
def test_case_spaces_and_hyphens_do_not_matter(code: str, style: int) -> None:
    name = reference.regency(code).name_id
    other = name.upper().replace(" ", "-") if style else f"  {name.lower()} "
    assert areas(other) == areas(name)
    assert key(other) == key(name)
