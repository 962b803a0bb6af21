"""Themes of made-up vacancies that are plain to see, and new titles."""

import random
from collections.abc import Sequence

import pandas as pd
import pytest

from nlp.posting import Posting
from nlp.topics import Topics, draw_sample, find_topics
from nlp.topics_match import liken, name_themes
from nlp.topics_names import label_themes, translate
from nlp.topics_text import list_terms, take_duties
from nlp.topics_titles import find_new_titles, grew, make_key

# What each kind of work says of itself, in both languages.
THEMES = {
    "barista": (
        ["Barista", "Senior Barista"],
        "barista kopi espresso latte minuman mesin restoran seduh",
        "barista coffee espresso latte drink machine restaurant brewing",
    ),
    "perawat": (
        ["Perawat", "Kepala Perawat"],
        "perawat pasien obat klinik terapi luka dokter keperawatan",
        "nurse patient medicine clinic therapy wound doctor nursing",
    ),
    "kurir": (
        ["Kurir", "Kurir (Magang)"],
        "kurir paket motor barang rute pengiriman kendaraan transportasi",
        "courier parcel motorcycle goods route delivery vehicle transport",
    ),
    "pajak": (
        ["Staf Pajak", "Tax Officer"],
        "pajak faktur spt pph ppn coretax perpajakan restitusi",
        "tax invoice spt pph ppn coretax taxation refund",
    ),
}
ROBOTS = (
    ["Operator Drone", "Senior Operator Drone"],
    "drone terbang baterai peta sensor kebun semprot rotor landasan pilot",
    "",
)


def market(seed: int, themes: Sequence[str] = tuple(THEMES), n: int = 130) -> pd.DataFrame:
    """n vacancies of each theme, each with six of its words, one in five of them in English."""
    chance = random.Random(seed)
    rows = []
    for theme in themes:
        titles, indonesian, english = {**THEMES, "drone": ROBOTS}[theme]
        for number in range(n):
            is_english = bool(english) and number % 5 == 0
            words = chance.sample((english if is_english else indonesian).split(), 6)
            rows.append(
                {
                    "vacancy_id": f"{theme}-{seed}-{number}",
                    "title": chance.choice(titles),
                    "duties": f"Bertanggung jawab atas {', '.join(words)}",
                    "language": "en" if is_english else "id",
                    "month": f"2026-{1 + number % 6:02}",
                }
            )
    chance.shuffle(rows)
    return pd.DataFrame(rows)


def topic_of_theme(found: Topics) -> dict[str, str]:
    """The topic in which most vacancies of each theme are."""
    told = found.vacancies.assign(theme=found.vacancies["vacancy_id"].str.split("-").str[0])
    return {theme: rows["topic"].mode()[0] for theme, rows in told.groupby("theme")}


@pytest.fixture(scope="module")
def found() -> Topics:
    return find_topics(market(1))


def test_each_theme_is_found_once_in_both_languages(found: Topics) -> None:
    themes = topic_of_theme(found)
    assert sorted(themes) == sorted(THEMES)
    assert len(set(themes.values())) == len(THEMES) == len(found.topics)
    told = found.vacancies
    right = told["topic"] == told["vacancy_id"].str.split("-").str[0].map(themes)
    assert right.mean() >= 0.95
    assert found.topics["n"].sum() == told["topic"].notna().sum()


def test_a_theme_is_named_in_both_languages_by_its_own_words(found: Topics) -> None:
    topic = found.topics.set_index("id").loc[topic_of_theme(found)["pajak"]]
    assert "pajak" in topic["label_id"].lower()
    assert "tax" in topic["label_en"].lower()
    assert "pajak" in topic["terms"]
    assert list(topic["weights"]) == sorted(topic["weights"], reverse=True)
    for labels in (found.topics["label_id"], found.topics["label_en"]):
        assert labels.is_unique
        assert not labels.str.contains("bertanggung|jawab", case=False).any()


def test_examples_are_of_the_theme_and_have_different_titles(found: Topics) -> None:
    title = market(1).set_index("vacancy_id")["title"]
    for theme, topic in topic_of_theme(found).items():
        examples = found.topics.set_index("id").loc[topic, "examples"]
        assert [one.split("-")[0] for one in examples] == [theme] * len(examples)
        assert len({title[one] for one in examples}) == len(examples) > 0


def test_probabilities_are_chances_and_nought_without_a_theme(found: Topics) -> None:
    assert found.vacancies["probability"].between(0, 1).all()
    rows = pd.concat([market(1), market(1).head(1).assign(vacancy_id="x", title="", duties="")])
    last = find_topics(rows).vacancies.iloc[-1]
    assert pd.isna(last["topic"])
    assert last["probability"] == 0


def test_the_same_rows_and_seed_give_the_same_in_any_order(found: Topics) -> None:
    again = find_topics(market(1).sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(again.topics, found.topics)
    order = found.vacancies["vacancy_id"]
    assert list(again.vacancies.set_index("vacancy_id").loc[order, "topic"]) == list(
        found.vacancies["topic"]
    )


def test_themes_that_stay_keep_their_ids_and_a_new_one_gets_its_own(found: Topics) -> None:
    old = topic_of_theme(found)
    rows = market(2, ("perawat", "kurir", "pajak", "drone"))
    later = find_topics(rows, previous=found.topics)
    new = topic_of_theme(later)
    for theme in ("perawat", "kurir", "pajak"):
        assert new[theme] == old[theme]
    assert new["drone"] not in set(old.values())
    assert "drone" in new["drone"]
    likeness = later.topics.set_index("id")["likeness"]
    assert pd.isna(likeness[new["drone"]])
    assert likeness[new["pajak"]] > 0.35


def test_too_few_texts_have_no_theme() -> None:
    little = find_topics(market(1).head(8))
    assert little.topics.empty
    assert little.vacancies["topic"].isna().all()
    assert len(little.vacancies) == 8


def test_a_template_used_by_one_firm_many_times_counts_once() -> None:
    rows = market(1)
    copies = rows.head(1).loc[[rows.index[0]] * 50]
    copies = copies.assign(vacancy_id=[f"copy-{i}" for i in range(50)])
    both = pd.concat([rows.tail(20), copies], ignore_index=True)
    documents = [" ".join(list_terms(t, d)) for t, d in zip(both.title, both.duties, strict=True)]
    assert len(draw_sample(both, documents)) == len(set(documents)) <= 21


@pytest.mark.parametrize(
    ("title", "duties", "terms"),
    [
        ("Staf Pajak", "", ["pajak"] * 3),
        ("", "Menyusun laporan pajak", ["pajak"]),
        (
            "",
            "faktur pajak. Kas kecil",
            ["faktur", "pajak", "faktur_pajak", "kas", "kecil", "kas_kecil"],
        ),
        ("", "Front-End", ["frontend"]),
        ("", "pph 21", ["pph"]),
    ],
)
def test_terms_are_telling_words_and_pairs(title: str, duties: str, terms: list[str]) -> None:
    assert list_terms(title, duties) == terms


def test_duties_are_taken_and_demands_left() -> None:
    text = "Tanggung Jawab:\nMenyeduh kopi\nKualifikasi:\nUsia maksimal 25 tahun"
    assert take_duties(Posting(description=text)) == "Menyeduh kopi"
    assert take_duties(Posting(description="Menyeduh kopi")) == "Menyeduh kopi"


@pytest.mark.parametrize(
    ("term", "indonesian", "english"),
    [
        ("gudang", "gudang", "warehouse"),
        ("admin gudang", "admin gudang", "warehouse admin"),
        ("warehouse", "gudang", "warehouse"),
        ("seo", "SEO", "SEO"),
        ("wondr", "wondr", "wondr"),
    ],
)
def test_terms_are_said_in_both_languages(term: str, indonesian: str, english: str) -> None:
    said = translate(term, "id"), translate(term, "en")
    if term == "seo":
        assert all("SEO" in one for one in said)
    else:
        assert said == (indonesian, english)


def test_what_cannot_be_said_in_english_is_said_last() -> None:
    terms = {"wondr": 5.0, "gudang": 4.0, "packing": 3.0, "kurir": 2.0}
    indonesian, english = label_themes([terms], {"packing"})
    assert indonesian == ["Gudang, pengemasan, kurir"]
    assert english == ["Warehouse, packing, courier"]


def test_what_hardly_tells_a_theme_is_no_name_of_it() -> None:
    left = {f"wondr{letter}": 9.0 - number for number, letter in enumerate("abcdef")}
    (indonesian,), _ = label_themes([{**left, "gudang": 1.0}], set())
    assert indonesian == "Wondra, wondrb, wondrc"


def test_a_word_whose_pair_is_taken_stands_alone() -> None:
    terms = {"sales engineer": 5.0, "devops": 3.0, "devops engineer": 4.0}
    (_,), (english,) = label_themes([terms], {"sales engineer", "devops"})
    assert english == "Sales engineer, DevOps"


def test_two_themes_never_have_one_name() -> None:
    first = {"gudang": 4.0, "kurir": 3.0, "kasir": 2.0}
    _, english = label_themes([first, {**first, "guru": 1.0}], set())
    assert english == ["Warehouse, courier, cashier", "Warehouse, courier, cashier, teacher"]


def test_likeness_is_the_cosine_of_the_weights() -> None:
    assert liken({"a": 3, "b": 4}, {"a": 3, "b": 4}) == pytest.approx(1)
    assert liken({"a": 3, "b": 4}, {"a": 1}) == pytest.approx(0.6)
    assert liken({"a": 1}, {"b": 1}) == 0


def test_an_old_id_goes_to_the_theme_that_is_most_alike() -> None:
    old = {"kopi": {"kopi": 1.0, "susu": 1.0}}
    themes = [{"kopi": 1.0, "teh": 1.0}, {"kopi": 1.0, "susu": 0.9}, {"kopi": 0.5, "las": 9.0}]
    named = [id_ for id_, _ in name_themes(themes, old)]
    assert named == ["kopi-teh", "kopi", "kopi-las"]
    # An id that is taken gets a number.
    assert [id_ for id_, _ in name_themes([{"las": 1.0}, {"las": 1.0}], {})] == ["las", "las-2"]


def titles(*groups: tuple[str, float | None, str, int, int, Sequence[str]]) -> pd.DataFrame:
    """Vacancies: title, score, month, how many, of how many employers, on which portals."""
    rows = []
    for title, score, month, many, employers, portals in groups:
        rows += [
            {
                "vacancy_id": f"{title}-{month}-{number}",
                "title": title,
                "occupation_score": score,
                "month": month,
                "employer": number % employers,
                "portals": [portals[number % len(portals)]],
            }
            for number in range(many)
        ]
    return pd.DataFrame(rows)


BOTH = ("a", "b")
CALM = (("Kasir", 0.9, "2026-01", 100, 9, BOTH), ("Kasir", 0.9, "2026-02", 100, 9, BOTH))


def test_a_title_that_fits_no_occupation_and_grows_is_new() -> None:
    rows = titles(*CALM, ("Pelatih AI", 0.2, "2026-02", 6, 3, BOTH))
    (row,) = find_new_titles(rows).to_dict("records")
    assert (row["key"], row["title"]) == ("pelatih ai", "Pelatih AI")
    assert (row["n"], row["n_before"], row["employers"], row["portals"]) == (6, 0, 3, 2)
    assert row["first_month"] == "2026-02"
    assert row["probability"] > 0.95


@pytest.mark.parametrize(
    "group",
    [
        ("Pelatih AI", 0.8, "2026-02", 6, 3, BOTH),  # fits an occupation
        ("Pelatih AI", 0.2, "2026-02", 6, 2, BOTH),  # two employers
        ("Pelatih AI", 0.2, "2026-02", 6, 3, ("a",)),  # one portal
        ("Pelatih AI", 0.2, "2026-01", 6, 3, BOTH),  # was there before and is no more
        ("Pelatih AI", 0.2, "2026-02", 6, 3, ("b", "c")),  # one of the portals is itself new
    ],
)
def test_other_titles_are_not(group: tuple[str, float, str, int, int, Sequence[str]]) -> None:
    assert find_new_titles(titles(*CALM, group)).empty


def test_a_title_without_an_occupation_fits_none() -> None:
    rows = titles(*CALM, ("Pelatih AI", None, "2026-02", 6, 3, BOTH))
    assert find_new_titles(rows)["occupation_score"].tolist() == [0]


def test_one_month_alone_compares_nothing() -> None:
    assert find_new_titles(titles(("Pelatih AI", 0.2, "2026-02", 9, 3, BOTH))).empty


def test_growth_is_judged_by_counts_and_totals() -> None:
    assert grew(10, 10, 100, 100) < 0.5
    assert grew(60, 10, 100, 100) > 0.99
    assert grew(20, 10, 200, 100) == pytest.approx(grew(20, 10, 400, 200))
    assert grew(20, 10, 200, 100) < 0.5


def test_rank_and_numbers_make_no_new_title() -> None:
    assert make_key("Senior Pelatih AI 2") == make_key("Magang Pelatih AI") == "pelatih ai"
