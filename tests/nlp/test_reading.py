"""What of a posting goes into the store: what `extract` says, and the spans it rests on."""

import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlp
from nlp.extract import extract
from nlp.reading import Mention, PostingReading, read_posting
from tests.conftest import ROOT

POSTING = {
    "title": "ADMIN GUDANG (Gresik)",
    "company": "PT Contoh Rak Besi",
    "location": "Gresik, Jawa Timur",
    "salary": "Rp 150.000 - 175.000 per hari",
    "description": (
        "Kualifikasi:\n- Pendidikan minimal SMA\n- Pengalaman minimal 1 tahun\n"
        "- Usia maksimal 30 tahun, belum menikah\n- Menguasai Microsoft Excel\n- Teliti\n"
        "- Bersedia ijazah asli ditahan selama kontrak\nBenefit:\n- BPJS\n- Makan siang"
    ),
    "employment_type": "Kontrak",
}


def read(content: dict[str, Any], **told: Any) -> PostingReading:
    return read_posting(content, **{"posted_text": None, "seen": None, **told})


def spans(reading: PostingReading, what: str) -> list[Mention]:
    return [mention for mention in reading.mentions if mention.what == what]


def test_everything_an_advertisement_says_is_read() -> None:
    found = read(POSTING, posted_text="3 hari yang lalu", seen=date(2026, 3, 10))
    assert (found.title, found.company, found.posted) == (
        "Admin Gudang",
        "PT Contoh Rak Besi",
        date(2026, 3, 7),
    )
    assert (found.province, found.regency) == ("35", "3525")
    assert found.locations == [{"province": "35", "regency": "3525"}]
    assert (found.wage_min, found.wage_max, found.wage_currency, found.wage_period) == (
        150_000,
        175_000,
        "IDR",
        "day",
    )
    assert found.wage_min_idr is not None
    assert found.wage_min_idr > 2_000_000
    assert (found.education_min, found.experience_min_years) == ("sma", 1)
    assert (found.employment_type, found.language, found.seniority) == ("contract", "id", "staff")
    assert found.restrictions == {"age_max": 30, "marital": "single"}
    assert found.benefits == ["bpjs", "meal"]
    assert found.description_characters == len(POSTING["description"])
    skills = {mention.value: mention.kind for mention in spans(found, "skill")}
    assert skills["microsoft-excel"] == "tool"
    assert [mention.value for mention in spans(found, "risk")] == ["diploma_kept"]
    assert [mention.text for mention in spans(found, "wage")] == ["Rp 150.000 - 175.000 per hari"]
    assert [mention.value for mention in spans(found, "place")] == ["3525"]


def test_it_is_what_extract_says() -> None:
    row = extract(nlp.build(), {"id": "1", **POSTING})
    found = read(POSTING)
    for name in ("language", "seniority", "remote", "education_min", "employment_type"):
        assert getattr(found, name) == row[name], name
    assert (found.occupation, found.occupation_score) == (
        row["occupation"]["code"],
        row["occupation"]["score"],
    )
    assert found.sector == (row["sector"] and row["sector"]["code"])
    assert (found.locations, found.restrictions) == (row["locations"], row["restrictions"])
    assert (found.benefits, found.wage_max_idr) == (row["benefits"], row["wage"]["monthly_max"])
    assert [(s.value, s.text, s.start, s.kind) for s in spans(found, "skill")] == [
        (s["id"], s["text"], s["start"], s["kind"]) for s in row["skills"]
    ]
    assert [(r.value, r.text) for r in spans(found, "risk")] == [
        (r["kind"], r["text"]) for r in row["risk"]
    ]


def test_what_is_not_stated_is_none() -> None:
    found = read({})
    assert found.mentions == ()
    assert all(
        getattr(found, name) is None for name in PostingReading.__slots__ if name != "mentions"
    )


@pytest.mark.parametrize(
    ("location", "province", "regency", "places"),
    [
        ("Kota Bandung, Jawa Barat", "32", "3273", 1),
        ("Kota Bandung; Kota Cimahi", "32", None, 2),
        ("Kota Bandung; Kota Surabaya", None, None, 2),
        ("Jawa Barat", "32", None, 1),
        ("Singapura", None, None, 1),
    ],
)
def test_a_vacancy_has_a_place_of_its_own_only_where_one_is_told(
    location: str, province: str | None, regency: str | None, places: int
) -> None:
    found = read({"title": "Kasir", "location": location})
    assert (found.province, found.regency) == (province, regency)
    assert len(found.locations or []) == places


def test_a_figure_too_large_for_the_store_is_no_pay_but_its_words_are_kept() -> None:
    found = read({"title": "Kasir", "salary": "Rp 999.999.999.999 miliar"})
    assert (found.wage_min, found.wage_max, found.wage_max_idr) == (None, None, None)
    assert found.wage_flags == "implausible"
    assert len(spans(found, "wage")) == 1


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(("title", "company", "location", "salary", "description", "industry")),
        st.one_of(st.text(max_size=200), st.sampled_from(list(POSTING.values())), st.none()),
    )
)
def test_any_content_is_read_and_its_spans_lie_in_it(content: dict[str, Any]) -> None:
    found = read(content)
    for mention in found.mentions:
        assert mention.text == content[mention.field][mention.start : mention.end]


def test_asking_for_the_reader_does_not_wait_for_the_readers() -> None:
    code = "import sys, nlp.reading; sys.exit('nlp.readers' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
