"""Analytics and plain pandas answer ten questions alike, on a market that a person can count."""

import ast
import gzip
import os
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from benchmarks import questions, questions_rows
from benchmarks.questions import QUESTIONS, Answer
from benchmarks.questions_reasons import FAULT, OTHER, UNEXPLAINED
from data.errors import NoSnapshot
from data.snapshot import open_snapshot
from settings import ROOT, load
from tests.conftest import REAL_POSTINGS
from tests.ui.market import publish, vacancy

Row = dict[str, Any]
MONTHS, STATED, SKILLS, MEDIAN, RATES, DOUBLES, AGES, SHORT, SCHOOLING, REACH = range(10)
JUNE = date(2025, 6, 2)
UNQUOTED = "Juru Ketik Rahasia"


def _pay(low: int, high: int | None = None, period: str | None = "month") -> Row:
    high = high or low
    return {
        "wage_min": low, "wage_max": high, "wage_currency": "IDR", "wage_period": period,
        "wage_min_idr": low, "wage_max_idr": high,
    }  # fmt: skip


def _accountants() -> list[tuple[Row, Row]]:
    """Eleven in Jakarta, 5 to 15 million; the median is the sixth, 10 million."""
    return [
        (
            {"occupation": "2411", "province": "31", "regency": "3171", "posted": JUNE,
             "employment_type": "full_time", **_pay(million * 1_000_000)},
            {"location": "Jakarta Selatan", "salary": f"Rp {million}.000.000 per month"},
        )
        for million in range(5, 16)
    ]  # fmt: skip


def _waiters() -> list[tuple[Row, Row]]:
    """Ten in Bali on Glints, one also on JobStreet; all ask for English, three for teamwork.

    Two of the five before the circular limit age, and one of the five from its day on.
    """
    days = [date(2025, 5, 27)] * 5 + [date(2025, 5, 28)] * 5
    found = []
    for number, day in enumerate(days):
        is_limited = number in (0, 1, 9)
        asks = ("english", "teamwork") if number < 3 else ("english",)
        published = {
            "occupation": "5131", "province": "51", "regency": "5103", "posted": day,
            "asks": asks, "description_characters": 60,
            "age_max": 30 if is_limited else None,
            "portals": ("glints", "jobstreet") if number == 4 else ("glints",),
            "postings": 2 if number == 4 else 1,
        }  # fmt: skip
        text = "Usia maksimal 30 tahun" if is_limited else "Pengalaman 2 tahun"
        found.append((published, {"location": "Kab. Badung, Bali", "description": text}))
    return found


def _bekasi() -> list[tuple[Row, Row]]:
    """Seven programmers' openings, undated: SMK with a year of experience is accepted by three.

    Indonesian goes without saying, so that of the two languages of the last one half is held.
    """
    asked: list[Row] = [
        {"education_min": "smk", "experience_min_years": 1.0},
        {},
        {"education_min": "s1"},
        {"education_min": "smk", "experience_min_years": 3.0},
        {"asks": ("microsoft-excel",)},
        {"asks": ("driving-licence",)},
        {"asks": ("indonesian-language", "english")},
    ]
    whole = {"occupation": "2512", "province": "32", "regency": "3275"}
    return [
        ({**whole, "description_characters": 40, **one},
         {"location": "Kota Bekasi", "description": "teks"})
        for one in asked
    ]  # fmt: skip


def _without_time() -> list[tuple[Row, Row]]:
    """One that tells an amount without what time it is for."""
    return [({"province": "34", **_pay(3_000_000, 4_000_000, None)},
             {"location": "DI Yogyakarta", "salary": "IDR 3.000.000 - 4.000.000"})]  # fmt: skip


def _market() -> list[tuple[Row, Row]]:
    return [*_accountants(), *_waiters(), *_bekasi(), *_without_time()]


def _ask(folder: Path, market: list[tuple[Row, Row]], changed: Row | None = None) -> list[Answer]:
    """The answers; `changed` are facts of the first raw row that differ from what is published."""
    defaults = {"occupation": None, "province": None, "posted": None}
    published = [
        vacancy(n, **{**defaults, "title": UNQUOTED, **facts})
        for n, (facts, _) in enumerate(market)
    ]
    raw = []
    for row, (_, told) in zip(published, market, strict=True):
        day = row["posted"].isoformat() if row["posted"] else None
        raw += [
            {"id": f"{portal}-{row['vacancy_id']}", "portal": portal, "title": UNQUOTED,
             "posted": day, **told}
            for portal in row["portals"]
        ]  # fmt: skip
    raw[0] |= changed or {}
    publish(folder / "snapshots", published)
    file = folder / "postings.jsonl.gz"
    file.write_bytes(gzip.compress(b"\n".join(orjson.dumps(row) for row in raw)))
    found, _ = questions.answer_all(file, folder / "snapshots")
    return found


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> list[Answer]:
    return _ask(tmp_path_factory.mktemp("market"), _market())


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_both_answers_are_the_same(answers, number) -> None:
    one = answers[number]
    assert not one.unlike, one.counted
    assert not one.unlike_raw, one.raw
    assert not one.why
    assert one.is_settled


def test_the_answers_are_those_a_person_counts(answers) -> None:
    told = [one.asked for one in answers]
    assert told[MONTHS] == {
        "dated": 21, "2025-05": 10, "2025-06": 11, "2025-05 51": 10, "2025-06 31": 11,
    }  # fmt: skip
    assert (told[STATED]["n"], told[STATED]["base"], told[STATED]["n_no_period"]) == (11, 29, 1)
    assert told[SKILLS] == {"base": 10, "english": 10, "teamwork": 3}
    assert told[MEDIAN]["median"] == pytest.approx(10_000_000, rel=1e-6)
    assert told[MEDIAN]["interval_low"] == pytest.approx(6_000_000, rel=1e-6)
    assert told[MEDIAN]["interval_high"] == pytest.approx(14_000_000, rel=1e-6)
    assert (told[RATES]["3171"], told[RATES]["5103"], told[RATES]["3275"]) == (11, 10, 7)
    assert told[DOUBLES] == {"n": 29, "glints × jobstreet": 1}
    assert [told[AGES][f"{name}_before"] for name in ("found", "n", "share")] == [2, 5, 0.4]
    assert [told[AGES][f"{name}_after"] for name in ("found", "n", "share")] == [1, 5, 0.2]
    # The minimum wage of Jakarta in 2025 is Rp5,396,761.
    assert (told[SHORT]["n"], told[SHORT]["n_below"]) == (11, 1)
    assert told[SCHOOLING] == {"base": 7, "unstated": 4, "smk": 2, "s1": 1}
    assert told[REACH] == {"3275 here": 7, "3275": 3, "3216 here": 0, "3216": 0}


@pytest.mark.parametrize(
    ("changed", "number"),
    [
        ({"posted": "2025-07-01"}, MONTHS),
        ({"location": "Kab. Sleman"}, MONTHS),
        ({"salary": "Rp 16.000.000 per month"}, MEDIAN),
        ({"salary": "Rp 6.000.000 per month"}, SHORT),
        ({"salary": None, "description": "gaji nego"}, STATED),
    ],
)
def test_a_raw_row_that_says_otherwise_is_seen(tmp_path, changed, number) -> None:
    one = _ask(tmp_path, _market(), changed)[number]
    assert one.unlike_raw
    assert not one.unlike


def test_an_unread_raw_row_leaves_the_difference_unexplained(tmp_path) -> None:
    found = _ask(tmp_path, _market(), {"location": "Kab. Sleman"})
    assert found[MONTHS].why == {UNEXPLAINED: 1}
    assert not found[MONTHS].is_settled


def test_a_place_that_was_not_read_is_told_as_a_fault(tmp_path) -> None:
    market = _market()
    market[0][0].update(province=None, regency=None, locations=None)
    found = _ask(tmp_path, market)
    assert found[MONTHS].why == {FAULT: 1}
    assert not found[MONTHS].is_settled


def test_pay_of_the_other_advertisement_of_an_opening_is_explained(tmp_path) -> None:
    market = _market()
    market[0][0].update(portals=("jobstreet", "loker_id"), postings=2)
    found = _ask(tmp_path, market, {"salary": None, "description": "lebih panjang"})
    assert found[STATED].why == {OTHER: 1}
    assert found[STATED].is_settled


@pytest.mark.parametrize("name", ["questions_rows", "questions_counted", "questions_reasons"])
def test_the_second_answer_imports_nothing_of_the_first(name) -> None:
    tree = ast.parse((ROOT / "benchmarks" / f"{name}.py").read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    assert not {str(module).split(".")[0] for module in imported} & {"analytics", "nlp", "data"}


def test_figures_that_only_one_side_has_differ() -> None:
    assert questions.compare({"a": 1, "b": 2}, {"a": 1, "c": 2}) == ["b", "c"]
    assert questions.compare({"a": 1.0}, {"a": 1.0 + 1e-9}) == []
    assert questions.compare({"x": 200, "x rate": 4}, {"x": 200, "x rate": 5}, " rate") == [
        "x rate"
    ]
    assert questions.compare({"x": 5, "x rate": 4}, {"x": 5, "x rate": 5}, " rate") == []


def test_the_page_gets_figures_only(tmp_path) -> None:
    _ask(tmp_path, _market())
    lines = questions.report(tmp_path / "postings.jsonl.gz", tmp_path / "snapshots")
    assert sum(line.startswith("| ") for line in lines) == len(QUESTIONS) + 1
    assert UNQUOTED not in "\n".join(lines)
    page = tmp_path / "questions.md"
    page.write_text("# Asked\n\nBy hand.\n", encoding="utf-8")
    questions.replace_part(page, lines)
    questions.replace_part(page, lines)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Asked\n\nBy hand.\n\n## Both answers\n")
    assert text.count("## Both answers") == 1


@pytest.mark.parametrize(
    ("text", "low", "high", "period"),
    [
        ("Rp\xa05.000.000 – Rp\xa05.500.000 per month", 5e6, 5.5e6, "month"),
        ("IDR3.000.000/Bulan", 3e6, 3e6, "month"),
        ("Rp3,5jt-Rp5jt", 3.5e6, 5e6, None),
        ("Rp 6.000.000,00", 6e6, 6e6, None),
        ("Rp 100.000 – Rp 150.000 per hour", 17.3e6, 25.95e6, "hour"),
        ("SGD100/Month", None, None, "month"),
        ("Gaji Dirahasiakan", None, None, None),
        (None, None, None, None),
    ],
)
def test_the_second_reader_reads_pay(text, low, high, period) -> None:
    found = questions_rows.read_pay(text)
    assert (found["wage_min_idr"], found["wage_max_idr"]) == (low, high)
    assert found["wage_period"] == period


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Usia maksimal 35 tahun", 35),
        ("umur 18-30", 30),
        ("- Pria/Wanita- SMA/SMK- 20 - 43 Tahun- foto", 43),
        ("Maks. 28 th", 28),
        ("pengalaman 3 - 5 tahun", None),
        ("Perusahaan berdiri 25 tahun", None),
        ("maksimal 20 tahun pengalaman", None),
    ],
)
def test_the_second_reader_reads_ages(text, age) -> None:
    found = questions_rows.read_age(text)
    assert found == age if age else found != found


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("KAB. JEPARA, JAWA TENGAH", "33"),
        ("South Jakarta", "31"),
        ("Taman, Sidoarjo, Jawa Timur", "35"),
        ("Jakarta Selatan(Hibrid)", "31"),
        ("Kapanewon Depok, Kab. Sleman", None),
        ("Bandung; Surabaya", None),
        (None, None),
    ],
)
def test_the_second_reader_reads_provinces(text, province) -> None:
    assert questions_rows.read_province(text) == province


def _real_snapshots() -> Path:
    """The folder of a snapshot of the real postings: REAL_SNAPSHOTS, else that of the settings."""
    told = os.environ.get("REAL_SNAPSHOTS")
    return Path(told) if told else load().snapshots


@pytest.mark.real
def test_the_real_postings_give_the_same_answers() -> None:
    folder = _real_snapshots()
    if not REAL_POSTINGS.exists():
        pytest.skip(f"no real postings at {REAL_POSTINGS}")
    try:
        with closing(open_snapshot(folder)) as snapshot:
            meta = snapshot.meta
    except NoSnapshot:
        pytest.skip(f"no snapshot in {folder}: import, process and publish {REAL_POSTINGS}")
    if meta.is_sample:
        pytest.skip(f"the snapshot in {folder} is of sample postings, not of {REAL_POSTINGS}")
    found, _ = questions.answer_all(REAL_POSTINGS, folder)
    for one in found:
        n = one.asked[one.question.n]
        assert n > 0, one.question.text
        assert not one.unlike, (one.question.text, one.unlike[:5])
        left = sum(one.why.get(reason, 0) for reason in (UNEXPLAINED, FAULT))
        assert left <= 0.002 * n, (one.question.text, one.why)
