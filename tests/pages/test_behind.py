"""Every mark of every page leads to its advertisements, or the table says why there are none."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from analytics.behind import Behind, behind, in_months, in_windows
from analytics.behind_lists import Asked, list_behind
from analytics.filter import Filter
from analytics.openings_needs import Person
from data.snapshot import Snapshot, open_snapshot
from settings import ROOT
from tests.analytics.test_topics import market as themes
from tests.e2e.asked_about import market
from tests.pages.behind_marks import read_tables
from tests.pages.pasting import WELDER, paste
from tests.pages.visiting import open_site
from tests.ui.market import publish, spread, vacancy
from ui import behind as addresses
from ui.texts import text

# Beside those of the address alone, one view of each kind that a page has.
VISITS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("beranda", {}), ("beranda", {"prov": "35"}),
    ("pekerjaan", {}), ("pekerjaan", {"kbji": "4110"}), ("keterampilan", {}),
    ("keterampilan", {"skill": "microsoft-excel"}),
    ("keterampilan", {"skill": "microsoft-excel", "dengan": "sql"}), ("gaji", {}),
    ("gaji", {"kbji": "7212", "prov": "21"}), ("wilayah", {}), ("wilayah", {"prov": "35"}),
    ("sektor", {}), ("sektor", {"sektor": "G"}), ("kesenjangan", {}),
    ("prakerja", {}), ("pengawasan", {}), ("karier", {"didik": "smk"}),
    ("metodologi", {"bagian": "semua"}),
)  # fmt: skip
# What its tables say of themselves; each is explained in docs/advertisements-behind.md.
REASONS = {"coefficient", "official", "course", "study", "beneath", "labelled", "grade"}
PASTED = ("cek_lowongan", "klinik_iklan")
Go = Callable[[str, Mapping[str, str]], AppTest]


@pytest.fixture
def opened(folder: Path) -> Iterator[Snapshot]:
    """The market of the five questions, and advertisements that set limits and pay too little."""
    rows = market()
    for i, row in enumerate(rows):
        row["age_max"] = 30 if i % 5 == 0 else None
    rows += [
        vacancy(5_000 + i, posted=day, province="35", occupation="4110", sector="G",
                description_characters=200, wage_min_idr=1_000_000 + i, wage_max_idr=1_500_000,
                wage_currency="IDR", portals=("jobstreet", "glints"))
        for i, day in enumerate(spread("2026-10", 20))
    ]  # fmt: skip
    # Known from a portal's list alone: the title asks for a skill, a text was never read.
    rows += [
        vacancy(6_000 + i, title="Admin Excel", posted=day, province="35", occupation="4110",
                sector="G", asks=("microsoft-excel", "sql"))
        for i, day in enumerate(spread("2026-10", 12))
    ]  # fmt: skip
    publish(folder, rows)
    with closing(open_snapshot(folder)) as snapshot:
        yield snapshot


@pytest.fixture
def visit(tmp_path: Path) -> Go:
    """Visits of any page, as a reader of a link gets it."""
    sites = cache(lambda page: open_site(page, tmp_path / f"site-{page}"))
    return lambda page, query: sites(page)(**query)


def count(snapshot: Snapshot, asked: Asked) -> int:
    listed = list_behind(snapshot, asked, 1)
    return int(listed["n"].iloc[0]) if len(listed) else 0


@pytest.mark.parametrize(("page", "query"), VISITS)
def test_every_mark_leads_to_as_many_advertisements_as_it_counts(
    opened: Snapshot, visit: Go, page: str, query: Mapping[str, str]
) -> None:
    shown = visit(page, query)
    tables = read_tables(shown)
    assert tables
    faults = [fault for table in tables for fault in table.faults()]
    assert faults == []
    assert {table.behind for table in tables} - {""} <= REASONS
    # No picture of a figure is without its table.
    assert len(shown.get("imgs")) <= len(tables)
    told = [one for table in tables for one in table.counted()]
    for asked, n in told:
        assert count(opened, addresses.read(asked)) == n, asked


@pytest.mark.parametrize("query", [{}, {"topik": "drone"}])
def test_every_mark_of_a_theme_leads_on(folder: Path, visit: Go, query: Mapping[str, str]) -> None:
    rows, topics = themes()
    publish(folder, rows, topics=topics)
    tables = read_tables(visit("topik", query))
    with closing(open_snapshot(folder)) as snapshot:
        for table in tables:
            assert table.faults() == []
            for asked, n in table.counted():
                assert count(snapshot, addresses.read(asked)) == n, asked
    assert tables


@pytest.mark.parametrize("page", PASTED)
def test_the_figures_beside_a_pasted_advertisement_lead_on(
    opened: Snapshot, visit: Go, page: str
) -> None:
    name = "cek-lowongan" if page == "cek_lowongan" else "klinik-iklan"
    tables = read_tables(paste(visit(page, {}), name, WELDER))
    assert tables
    assert [fault for table in tables for fault in table.faults()] == []


def test_pages_visited_are_all_there_are() -> None:
    pages = {path.stem for path in (ROOT / "pages").glob("[a-z]*.py")}
    # Cek silabus is tried where its text is sent, Data has no figure, Iklan is the list itself.
    assert pages - {page for page, _ in VISITS} - set(PASTED) - {"topik"} == {
        "cek_silabus", "data", "iklan",
    }  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [
        Behind(),
        behind(Filter(province="32", regency="3273", occupation="4110", sector="G", portal="x")),
        Behind(skills=("sql", "python"), topic="t1", title="Staf & Kasir", is_paid=True),
        Behind(asks="1_2", demand="age", asked="education:smk", is_described=True, is_open=True),
        Behind(wording="gtaw", field="Perkantoran", group="sales", also="glints"),
        in_months(Filter(), "2026-02"),
        in_windows(Filter(), "2025-11", "2026-10", is_described=True),
        replace(in_months(Filter(), "2026-02"), matched=("2026-01", "2026-03")),
    ],
)
def test_an_address_says_what_the_filter_said(asked: Behind) -> None:
    assert addresses.read(addresses.write(asked)).where == asked


def test_a_person_in_an_address_is_read_back() -> None:
    query = {"terima": "1", "didik": "smk", "tahun": "2", "usia": "30", "jk": "p", "bisa": "sql"}
    asked = addresses.read({**query, "langkah": "tool:python,education:s1", "halang": "age"})
    assert asked.person == Person("smk", 2.0, 30, "female", ("sql",))
    assert asked.steps == (("tool", "python"), ("education", "s1"))
    assert asked.wall == "age"


def test_nonsense_in_an_address_asks_for_everything() -> None:
    nonsense = dict.fromkeys(
        ("prov", "kbji", "dari", "tetap", "tuntutan", "minta", "langkah", "upah_minimum"), "<b>"
    )
    assert addresses.read(nonsense) == Asked(Behind())


def test_offers_are_told_apart_by_the_minimum_wage(folder: Path) -> None:
    # Jakarta's minimum wage of 2026 lies above Rp1 million and below Rp9 million.
    pay = {"wage_currency": "IDR", "posted": date(2026, 10, 1), "province": "31"}
    low = [vacancy(i, wage_min_idr=900_000, wage_max_idr=1_000_000, **pay) for i in range(3)]
    wide = [vacancy(10 + i, wage_min_idr=900_000, wage_max_idr=9_000_000, **pay) for i in range(2)]
    high = [vacancy(20, wage_min_idr=9_000_000, wage_max_idr=9_000_000, **pay)]
    publish(folder, [*low, *wide, *high])
    with closing(open_snapshot(folder)) as snapshot:
        counts = [count(snapshot, Asked(Behind(), one)) for one in ("below", "perhaps", "above")]
    assert counts == [3, 2, 1]


@pytest.mark.parametrize(
    "odd",
    [
        {"golongan": "pelaut"},
        {"tetap": "uraian:2026-01,"},
        {"terima": "1", "langkah": "education:d4"},
        {"terima": "1", "langkah": f"experience:{'9' * 400}"},
        {"dari": "2026-10-01"},
        {"halaman": "9" * 5_000},
        {"halaman": "999"},
    ],
)
def test_what_an_address_cannot_ask_is_not_listed_either(
    opened: Snapshot, visit: Go, odd: Mapping[str, str]
) -> None:
    known = {key: value for key, value in odd.items() if key == "terima"}
    asked, without = visit("iklan", odd), visit("iklan", known)
    assert [one.value for one in asked.title] == [one.value for one in without.title]
    assert [one.value for one in asked.markdown] == [one.value for one in without.markdown]


def test_the_list_for_a_person_says_who_that_is_and_leads_back(opened: Snapshot, visit: Go) -> None:
    person = {"didik": "smk", "tahun": "2", "usia": "30", "jk": "p", "bisa": "sql"}
    page = visit("iklan", {"terima": "1", "lang": "en", **person})
    said = "\n".join(one.value for one in page.markdown)
    assert "SMK \\(vocational\\), 2 years of experience, aged 30, female, SQL" in said
    back = next(one.proto for one in page.get("page_link") if one.proto.page == "karier")
    assert dict(parse_qsl(back.query_string)) == {"lang": "en", **person}


@pytest.mark.parametrize(("code", "leads"), [("4110", True), ("41", False)])
def test_a_group_of_occupations_has_no_page_to_go_on_to(
    opened: Snapshot, visit: Go, code: str, *, leads: bool
) -> None:
    page = visit("iklan", {"kbji": code})
    assert page.title[0].value == text("id", "iklan.title", n=512)
    labels = [one.proto.label for one in page.get("page_link")]
    assert any(text("id", "iklan.next_job") in label for label in labels) is leads


def test_an_address_that_narrows_nothing_lists_all(opened: Snapshot, visit: Go) -> None:
    n = int(list_behind(opened, Asked(Behind()), 1)["n"].iloc[0])
    assert visit("iklan", {}).title[0].value == text("id", "iklan.all_title", n=n)


def test_the_list_names_what_it_is_of_and_goes_on_by_pages(opened: Snapshot, visit: Go) -> None:
    query = {"kbji": "7212", "prov": "21"}
    first = visit("iklan", query)
    assert first.title[0].value == text("id", "iklan.title", n=40)
    said = "\n".join(one.value for one in first.markdown)
    assert "provinsi: Kepulauan Riau" in said
    assert said.count("**Welder**") == 20
    second = visit("iklan", {**query, "halaman": "2"})
    assert "Nomor 21 sampai 40 dari 40" in "\n".join(one.value for one in second.markdown)
    nothing = visit("iklan", {"kbji": "7212", "prov": "11"})
    assert nothing.title[0].value == text("id", "iklan.none_title")
