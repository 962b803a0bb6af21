"""A syllabus against markets counted by hand: reading, coverage, fallback, rare, neighbours."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from analytics import syllabus
from analytics.filter import Filter
from analytics.occupations import occupation_skills
from analytics.statistics import share_interval
from analytics.syllabus_occupations import rank_covered
from analytics.syllabus_reading import read_syllabus
from data.reference.tables import rows as reference_rows
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, vacancy

Open = Callable[[Sequence[Row]], Snapshot]
KIND = {row["id"]: row["kind"] for row in reference_rows("skills")}
EXCEL, WORD, POWERPOINT, OFFICE = (
    "microsoft-excel", "microsoft-word", "microsoft-powerpoint", "microsoft-office",
)  # fmt: skip
ADMIN = Filter(occupation="4110")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_market(rows: Sequence[Row]) -> Snapshot:
            publish(tmp_path, rows)
            return stack.enter_context(closing(open_snapshot(tmp_path)))

        yield open_market


def ads(first: int, n: int, *asks: str, **facts: object) -> list[Row]:
    """n described advertisements of office clerks that all ask the same."""
    told = {"occupation": "4110", "description_characters": 100} | facts
    return [vacancy(first + i, asks=list(asks), **told) for i in range(n)]


def test_each_line_is_read_by_itself_and_says_where() -> None:
    read = read_syllabus("1. Microsoft Excel\n2. Menjahit\n3. Excel lanjutan\n4. Salam pembuka")
    assert read.found == {EXCEL: (0, 2), "sewing": (1,)}
    assert read.unread == (3,)
    # "data" at the end of one item and "entry" at the start of the next are no data entry.
    assert "data-entry" not in read_syllabus("- kumpulan data\n- entry").found
    assert "data-entry" in read_syllabus("- kumpulan data entry").found


def test_a_sentence_broken_by_the_page_is_put_together() -> None:
    long = "Peserta mampu mengerjakan laporan keuangan bulanan dengan aplikasi Microsoft"
    assert len(long) > 60
    assert read_syllabus(f"{long}\nexcel secara mandiri").lines == (f"{long} excel secara mandiri",)
    assert read_syllabus("microsoft word\nmicrosoft excel").found == {WORD: (0,), EXCEL: (1,)}


def test_method_test_entry_and_books_are_not_read() -> None:
    read = read_syllabus(
        "Materi: menjahit\nMetode: ceramah\n5. Evaluasi : ujian Excel\nSyarat peserta\n"
        "- bisa Microsoft Word\nTextbook: Python for Data Analysis\n- Excel"
    )
    assert set(read.found) == {"sewing", EXCEL}
    assert read.silent == (1, 2, 3, 4, 5)
    # Only a heading silences: a sentence that begins like one is read.
    assert set(read_syllabus("Evaluasi kinerja dengan Excel").found) >= {EXCEL}


def test_words_about_the_syllabus_itself_are_no_skill() -> None:
    assert read_syllabus("Silabus pelatihan\nCapaian pembelajaran\nUji kompetensi").found == {}


def test_addresses_are_no_skill() -> None:
    text = "Video: https://example.com/excel-python, www.sql.example, guru@excel.example, menjahit"
    assert set(read_syllabus(text).found) == {"sewing"}


def test_cells_of_a_pasted_table_are_read_apart_and_quoted() -> None:
    read = read_syllabus("Minggu 1\tPengenalan data\tEntry nilai\tMicrosoft Excel, Python")
    assert set(read.found) == {EXCEL, "python"}
    assert read.quote("python") == "Python"
    assert read.quote(EXCEL) == "Microsoft Excel"


@pytest.mark.parametrize("text", ["", "   \n\t\n", "zzzz qqq xxx", "Δοκιμή 測試 🙂", "|||||\n---"])
def test_nonsense_names_nothing(text: str) -> None:
    assert read_syllabus(text).found == {}


def test_the_table_of_what_is_brought_names_skills_of_the_taxonomy() -> None:
    told = syllabus._tables()
    named = {skill for table in told.values() for pair in table.items() for skill in pair[1]}
    named |= {skill for table in told.values() for skill in table}
    assert {skill for skill in named if KIND.get(skill, "soft") == "soft"} == set()


def test_the_parts_bring_the_whole_and_the_whole_its_parts() -> None:
    assert OFFICE in syllabus.bring({WORD, EXCEL, POWERPOINT})
    assert OFFICE not in syllabus.bring({WORD, EXCEL})
    assert {WORD, EXCEL, POWERPOINT} <= syllabus.bring({OFFICE})
    assert "computer-programming" in syllabus.bring({"python"})
    assert "python" not in syllabus.bring({"computer-programming"})
    # As for those who look for work: SIM B1 stands for SIM A.
    assert "sim-a" in syllabus.bring({"sim-b1"})


def market() -> list[Row]:
    """30 demands: 10 ads of Excel alone, 10 of Excel and filing, 5 soft alone, 5 undescribed."""
    return [
        *ads(0, 10, EXCEL),
        *ads(20, 10, EXCEL, "filing", "honesty"),
        *ads(40, 5, "honesty"),
        *ads(60, 5, "filing", description_characters=None),
    ]


def test_coverage_is_the_share_of_demands_and_of_advertisements(opened: Open) -> None:
    row = syllabus.measure_coverage(opened(market()), ADMIN, {EXCEL, "honesty"}).iloc[0]
    assert (row["n"], row["n_described"]) == (20, 25)
    assert (row["n_asked"], row["n_covered"], row["coverage"]) == (30, 20, pytest.approx(2 / 3))
    assert (row["n_half"], row["n_all"], row["share_all"]) == (20, 10, 0.5)
    assert row["interval_low"] < 2 / 3 < row["interval_high"]
    assert row["place"] == "nation"


def test_nothing_taught_covers_nothing_and_everything_all(opened: Open) -> None:
    snapshot = opened(market())
    nothing = syllabus.measure_coverage(snapshot, ADMIN, ()).iloc[0]
    assert (nothing["coverage"], nothing["n_half"], nothing["interval_low"]) == (0, 0, 0)
    assert nothing["interval_high"] == pytest.approx(share_interval(0, 20).high)  # type: ignore[union-attr]
    whole = syllabus.measure_coverage(snapshot, ADMIN, {EXCEL, "filing"}).iloc[0]
    assert (whole["coverage"], whole["n_all"], whole["interval_high"]) == (1, 20, 1)


def test_the_yardstick_is_what_as_many_skills_could_cover(opened: Open) -> None:
    snapshot = opened([*ads(0, 10, EXCEL), *ads(20, 6, "sewing", "sql"), *ads(40, 1, "filing")])
    # Indonesian, which all bring, counts as one more skill; 23 demands in all.
    one, two = (
        syllabus.measure_coverage(snapshot, ADMIN, taught).iloc[0]
        for taught in ({"filing"}, {"filing", "sql"})
    )
    assert (one["n_asked"], one["n_covered"]) == (23, 1)
    assert one["best"] == pytest.approx(16 / 23)
    assert two["best"] == pytest.approx(22 / 23)


def test_a_half_is_rounded_up(opened: Open) -> None:
    snapshot = opened(ads(0, 10, EXCEL, "filing", "data-entry"))
    one = syllabus.measure_coverage(snapshot, ADMIN, {EXCEL}).iloc[0]
    two = syllabus.measure_coverage(snapshot, ADMIN, {EXCEL, "filing"}).iloc[0]
    assert (one["n_half"], two["n_half"]) == (0, 10)


def test_few_advertisements_fall_back_to_the_province_and_the_nation(opened: Open) -> None:
    snapshot = opened(
        [
            *ads(0, 9, EXCEL, province="32", regency="3273"),
            *ads(20, 1, "filing", province="32", regency="3204"),
            *ads(40, 20, "filing", province="31"),
        ]
    )
    places = {
        code: syllabus.measure_coverage(
            snapshot, Filter(occupation="4110", province=code[:2], regency=code), {EXCEL}
        ).iloc[0]
        for code in ("3273", "5171")
    }
    assert (places["3273"]["place"], places["3273"]["coverage"]) == ("province", 0.9)
    assert (places["5171"]["place"], places["5171"]["coverage"]) == ("nation", 0.3)


def test_too_few_in_the_nation_tell_no_share(opened: Open) -> None:
    row = syllabus.measure_coverage(opened(ads(0, 9, EXCEL)), ADMIN, {EXCEL}).iloc[0]
    assert (row["n"], row["place"]) == (9, "nation")
    assert row[["coverage", "interval_low", "share_half", "share_all"]].isna().all()


def test_an_occupation_is_needed(opened: Open) -> None:
    with pytest.raises(ValueError, match="one occupation"):
        syllabus.measure_coverage(opened(market()), Filter(), {EXCEL})


def test_what_is_missing_is_ranked_with_what_it_alone_would_complete(opened: Open) -> None:
    snapshot = opened([*market(), *ads(80, 4, "filing", "data-entry")])
    asked = occupation_skills(snapshot, ADMIN, syllabus.ALL_SKILLS)
    marked = syllabus.mark_taught(asked, snapshot, ADMIN, {EXCEL}).set_index("skill")
    assert list(marked.index) == [EXCEL, "filing", "data-entry"]
    assert marked["is_taught"].tolist() == [True, False, False]
    # Ten lack filing alone; the last four lack both.
    assert marked["n_only"].tolist() == [0, 10, 0]


def test_rare_is_what_surely_few_ask_and_where_it_is_wanted(opened: Open) -> None:
    snapshot = opened(
        [
            *ads(0, 120, EXCEL),
            *ads(200, 3, EXCEL, "filing"),
            *ads(300, 12, "python", occupation="2512"),
        ]
    )
    told = syllabus.count_taught(snapshot, ADMIN, {EXCEL, "python", "filing", "honesty"})
    assert told["skill"].tolist() == ["python", "filing", EXCEL]
    row = told.iloc[0]
    assert (row["n"], row["base"], row["is_rare"]) == (0, 123, True)
    assert (row["n_everywhere"], row["occupation"], row["n_occupation"]) == (12, "2512", 12)
    # 3 of 123 may be 7 %.
    assert told["is_rare"].tolist() == [True, False, False]


def test_with_few_advertisements_nothing_is_called_rare(opened: Open) -> None:
    told = syllabus.count_taught(opened(ads(0, 30, EXCEL)), ADMIN, {"python"})
    assert (told["n"].iloc[0], told["is_rare"].iloc[0]) == (0, False)


def test_near_are_occupations_by_their_typical_skills(opened: Open) -> None:
    snapshot = opened(
        [
            *ads(0, 20, EXCEL, "filing", "data-entry", province="32"),
            *ads(40, 20, EXCEL, "python", "sql", occupation="2512", province="31"),
            *ads(80, 9, "filing", "data-entry", occupation="4132"),
        ]
    )
    near = rank_covered(snapshot, Filter(province="32"), {"filing", "data-entry"})
    # Nine advertisements are too few; programmers share nothing typical.
    assert near["occupation"].tolist() == ["4110"]
    row = near.iloc[0]
    # Excel, asked for by all with twenty advertisements, is hardly typical of any.
    assert row["coverage"] > 0.8
    assert (row["n"], row["n_here"], row["n_open"]) == (20, 20, 20)
    assert set(row["covered"]) == {"filing", "data-entry"}
    assert row["interval_low"] <= row["coverage"] <= row["interval_high"]
    elsewhere = rank_covered(snapshot, Filter(province="31"), {"filing", "data-entry"}).iloc[0]
    assert (elsewhere["n_here"], elsewhere["n_open"]) == (0, 0)


def test_one_skill_in_common_leads_nowhere_unless_it_is_the_only_one(opened: Open) -> None:
    snapshot = opened([*ads(0, 20, "filing"), *ads(40, 20, "python", "sql", occupation="2512")])
    assert rank_covered(snapshot, Filter(), {"filing", "python"}).empty
    assert rank_covered(snapshot, Filter(), {"filing"})["occupation"].tolist() == ["4110"]
    assert rank_covered(snapshot, Filter(), ()).empty


def test_the_interval_of_coverage_holds_the_truth(opened: Open) -> None:
    """200 markets of 60 ads in which those that ask for much ask for little that is taught."""
    chance = random.Random(5)
    # Ads of two kinds, one in two: Excel alone, which is taught, or four skills that are not.
    truth = 1 / (1 + 4)
    held = 0
    for _ in range(200):
        k, h = zip(*((1, 1) if chance.random() < 0.5 else (4, 0) for _ in range(60)), strict=True)
        row = {
            "n": 60.0, "k": sum(k), "h": sum(h), "kk": sum(x * x for x in k),
            "hh": sum(x * x for x in h), "hk": sum(x * y for x, y in zip(h, k, strict=True)),
        }  # fmt: skip
        held += syllabus._ratio_interval(row).holds(truth)  # type: ignore[arg-type]
    assert 184 <= held <= 198
