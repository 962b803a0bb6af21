"""Scores of `extract`: counted by hand on look-alikes, and as score.py counts the real ones."""

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import cli
from data.errors import DataError, UserError
from nlp import evaluate
from nlp.evaluate import Scored, estimate, evaluate_file, show_row, write_page
from nlp.extract_file import extract_file
from nlp.scoring import tally_reading
from tests.conftest import SHARED

TEXT = "Menguasai Excel lanjutan, jahit tangan dan bahasa Jepang. Jahit tangan rapi."
POSTING = {"id": "contoh:1", "title": "Penjahit", "description": TEXT}
LABELS: dict[str, Any] = {
    "language": "id",
    "occupation": "7531",
    "occupation_also": ["7533"],
    "seniority": None,
    "sector": None,
    "sector_also": [],
    "locations": [],
    "remote": None,
    "wage": None,
    "education_min": None,
    "experience_min_years": None,
    "employment_type": None,
    "skills": [],
    "restrictions": {},
    "benefits": [],
}
WAGE = {"min": 3_000_000, "max": 4_000_000, "period": "month"}
BANDUNG = {"province": "32", "regency": "3273"}
CIMAHI = {"province": "32", "regency": "3277"}


def tally(found: dict[str, Any], **labels: Any) -> dict[str, tuple[int, int]]:
    return tally_reading(POSTING, LABELS | labels, found)


def skill(text: str, kind: str = "hard", at: int | None = None) -> dict[str, Any]:
    start = TEXT.index(text) if at is None else at
    return {
        "field": "description",
        "text": text,
        "type": kind,
        "start": start,
        "end": start + len(text),
    }


def skills(told: list[str], read: list[str]) -> dict[str, tuple[int, int]]:
    found = {"skills": [skill(text) for text in read]}
    return tally(found, skills=[skill(text) for text in told])


@pytest.mark.parametrize(
    ("told", "read", "exact", "half"),
    [
        ([], [], 0, 0),
        (["Excel"], [], 0, 0),
        (["Excel"], ["Excel"], 1, 1),
        (["jahit tangan"], ["Jahit tangan"], 1, 1),  # letter case aside
        (["Excel lanjutan"], ["lanjutan"], 0, 1),  # 8 of 14 characters
        (["Excel lanjutan"], ["Excel"], 0, 0),  # 5 of 14
        (["Excel lanjutan"], ["Excel lanjutan", "lanjutan"], 1, 1),  # found once
        (["Excel lanjutan", "lanjutan"], ["Excel lanjutan"], 1, 1),  # counts once
        (["Excel lanjutan", "lanjutan"], ["lanjutan", "Excel lanjutan"], 2, 2),
        (["tangan rapi"], ["jahit tangan"], 0, 0),
        (["Jahit tangan rapi"], ["jahit tangan"], 0, 1),  # 12 of 17, at the second place
    ],
)
def test_skills_match_exactly_or_by_half(told, read, exact, half) -> None:
    counted = skills(told, read)
    assert counted["skills exact recall"] == (exact, len(told))
    assert counted["skills exact precision"] == (exact, len(read))
    assert counted["skills half recall"] == (half, len(told))
    assert counted["skills half precision"] == (half, len(read))


def test_a_skill_in_another_field_is_another_skill() -> None:
    elsewhere = skill("Excel") | {"field": "title"}
    counted = tally({"skills": [elsewhere]}, skills=[skill("Excel")])
    assert counted["skills half recall"] == (0, 1)


def test_a_skill_read_twice_counts_once() -> None:
    assert skills(["Excel"], ["Excel", "Excel"])["skills exact precision"] == (1, 1)


def test_skills_are_counted_by_the_kind_of_the_label() -> None:
    told = [skill("Excel", "tool"), skill("bahasa Jepang", "language"), skill("rapi", "soft")]
    counted = tally({"skills": [skill("Excel"), skill("Jepang")]}, skills=told)
    assert counted["skills half recall: tool"] == (1, 1)
    assert counted["skills half recall: language"] == (0, 1)  # 6 of 13 characters
    assert counted["skills half recall: soft"] == (0, 1)
    assert "skills half recall: hard" not in counted


@pytest.mark.parametrize(
    ("told", "read", "right", "recall", "precision"),
    [
        (None, None, 1, None, None),
        (WAGE, None, 0, (0, 1), None),
        (None, WAGE, 0, None, (0, 1)),
        (WAGE, WAGE, 1, (1, 1), (1, 1)),
        (WAGE, WAGE | {"max": 5_000_000}, 0, (0, 1), (0, 1)),
        (WAGE, WAGE | {"period": "day"}, 0, (0, 1), (0, 1)),
        (WAGE | {"period": None}, WAGE, 1, (1, 1), (1, 1)),  # the label does not know the period
    ],
)
def test_a_wage_is_right_with_both_ends_and_the_period(told, read, right, recall, precision):
    counted = tally({"wage": read}, wage=told)
    assert counted["wage"] == (right, 1)
    assert counted.get("wage recall") == recall
    assert counted.get("wage precision") == precision


@pytest.mark.parametrize(
    ("told", "read", "right", "hits"),
    [
        ([], [], 1, 0),
        ([BANDUNG, CIMAHI], [CIMAHI, BANDUNG], 1, 2),
        ([BANDUNG, CIMAHI], [BANDUNG], 0, 1),
        ([BANDUNG], [{"province": "32", "regency": None}], 0, 0),
        ([{"province": None, "regency": None}], [], 1, 0),  # a place without a province is none
    ],
)
def test_locations_are_compared_as_sets(told, read, right, hits) -> None:
    counted = tally({"locations": read}, locations=told)
    assert counted["locations exact set"] == (right, 1)
    assert counted["location recall"] == (hits, len([p for p in told if p["province"]]))
    assert counted["location precision"] == (hits, len(read))


@pytest.mark.parametrize(
    ("told", "read", "recall", "precision"),
    [
        ({}, {}, (0, 0), (0, 0)),
        ({}, {"sex": None, "single": False}, (0, 0), (0, 0)),  # nothing is stated
        ({"age_max": 30}, {"age_max": 30, "sex": "female"}, (1, 1), (1, 2)),
        ({"age_max": 30, "sex": "male"}, {"age_max": 35}, (0, 2), (0, 1)),
        ({"age_max": 30}, None, (0, 1), (0, 0)),
    ],
)
def test_restrictions_agree_by_name_and_value(told, read, recall, precision) -> None:
    counted = tally({"restrictions": read}, restrictions=told)
    assert counted["restrictions recall"] == recall
    assert counted["restrictions precision"] == precision


@pytest.mark.parametrize(
    ("code", "right"),
    [(None, [0, 0, 0, 0]), ("7533", [1, 1, 1, 1]), ("7539", [1, 1, 1, 0]), ("75", [1, 1, 0, 0])],
)
def test_an_occupation_is_right_digit_by_digit(code, right) -> None:
    counted = tally({"occupation": code and {"code": code}})
    assert [counted[f"occupation {n} digits"] for n in (1, 2, 3, 4)] == [(hit, 1) for hit in right]


def test_a_sector_counts_as_told_or_as_kept_null() -> None:
    told = {"sector": "C", "sector_also": ["G"]}
    assert tally({"sector": {"code": "G"}}, **told)["sector (where told)"] == (1, 1)
    assert tally({"sector": None}, **told)["sector (where told)"] == (0, 1)
    assert tally({"sector": None})["sector null kept"] == (1, 1)
    assert tally({"sector": {"code": "C"}})["sector null kept"] == (0, 1)


def test_a_plain_field_has_recall_where_told_and_precision_where_read() -> None:
    counted = tally({"remote": True, "seniority": "staff"}, seniority="manager")
    assert counted["remote"] == counted["remote precision"] == (0, 1)
    assert "remote recall" not in counted
    assert counted["seniority recall"] == counted["seniority precision"] == (0, 1)
    assert counted["education_min"] == (1, 1)
    assert "education_min precision" not in counted


def test_benefits_are_counted_each() -> None:
    counted = tally({"benefits": ["meal", "bonus"]}, benefits=["bonus", "thr", "insurance"])
    assert counted["benefits recall"] == (1, 3)
    assert counted["benefits precision"] == (1, 2)


def test_a_rate_joins_all_postings_and_an_f1_both_rates() -> None:
    table = estimate(
        [
            {"benefits recall": (1, 4), "benefits precision": (1, 1)},
            {"benefits recall": (1, 4), "benefits precision": (1, 3)},
        ]
    )
    assert (table["benefits recall"].value, table["benefits recall"].n) == (0.25, 8)
    assert (table["benefits precision"].value, table["benefits precision"].n) == (0.5, 4)
    assert (table["benefits F1"].value, table["benefits F1"].n) == (0.3333, None)
    assert table["wage F1"].value == 0  # nobody spoke of a wage
    assert list(table) == sorted(table)


def test_a_measure_without_cases_has_no_interval() -> None:
    row = estimate([{"benefits recall": (0, 0), "benefits precision": (0, 1)}])["benefits recall"]
    assert math.isnan(row.value)
    assert show_row("benefits recall", row) == "benefits recall                    nan"


def test_the_interval_holds_the_value_and_is_the_same_each_time() -> None:
    tallies = [{"wage": (int(i % 4 > 0), 1)} for i in range(40)]
    row = estimate(tallies)["wage"]
    assert row.low is not None
    assert row.high is not None
    assert 0.5 < row.low < row.value == 0.75 < row.high < 1
    assert estimate(tallies)["wage"] == row


def make_gold(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


KASIR = {
    "posting": {
        "id": "contoh:kasir",
        "title": "Kasir Toko",
        "description": "Gaji Rp 3.000.000 per bulan. Pendidikan minimal SMA sederajat.",
    },
    "labels": LABELS
    | {
        "occupation": "5230",
        "education_min": "sma",
        "wage": {"min": 3_000_000, "max": 3_000_000, "period": "month"},
    },
}


def test_a_file_is_read_and_scored(tmp_path: Path) -> None:
    wrong = KASIR["labels"] | {"wage": WAGE}
    gold = make_gold(tmp_path / "g.jsonl", KASIR, {**KASIR, "labels": wrong})
    rows = {line[:34].strip(): line[35:] for line in evaluate_file(gold).splitlines()}
    assert rows["wage"] == "0.500  [0.000, 1.000]  n=2"
    assert rows["wage F1"] == "0.500  [0.000, 1.000]  n=None"
    assert rows["occupation 4 digits"] == "1.000  [1.000, 1.000]  n=2"


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        "{}",
        '{"posting": {"id": "a:1"}, "labels": {}}',
        '{"posting": [], "labels": {}}',
        '{"posting": {"id": 7}, "labels": {"language": "id"}}',
    ],
)
def test_a_line_that_is_not_labelled_is_named(tmp_path: Path, line: str) -> None:
    gold = make_gold(tmp_path / "g.jsonl", KASIR)
    gold.write_text(f"{gold.read_text()}\n{line}\n")
    with pytest.raises(DataError, match=r"Line 3 of .*g\.jsonl is no labelled posting: "):
        evaluate_file(gold)


def test_a_file_without_labels_is_told_before_the_models_load(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(evaluate, "build", lambda: pytest.fail("the models were loaded"))
    gold = make_gold(tmp_path / "g.jsonl", POSTING)
    with pytest.raises(DataError, match=r"Line 1 of .*: it has no 'posting'\. Each line must be"):
        evaluate_file(gold)


def test_no_file_and_an_empty_one_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        evaluate_file(tmp_path / "none.jsonl")
    with pytest.raises(UserError, match="There is no labelled posting"):
        evaluate_file(make_gold(tmp_path / "empty.jsonl"))


def test_the_page_says_what_is_met_and_missed_and_leaves_few_cases_out() -> None:
    scored = [Scored("satu", "id", {"wage": (1, 1), "language": (i % 2, 1)}) for i in range(10)]
    scored += [Scored("dua", "en", {"wage": (1, 1), "language": (1, 1)}) for _ in range(9)]
    page = list(write_page("g.jsonl", scored, estimate([one.tally for one in scored])))
    assert any(
        line.startswith("| wage | 1.000 | 1.000 – 1.000 | 19 | 0.98 | met |") for line in page
    )
    assert any(line.startswith("| language | 0.737 |") and "missed" in line for line in page)
    assert any(line.startswith("- language: 0.223 below 0.96") for line in page)
    assert "1 of 2 targets of issue 5 are met." in page
    assert "| measure | dua | satu |" in page
    assert "| measure | en | id |" in page
    assert page.count("| language | – | 0.500 (10) |") == 2


def test_the_command_prints_the_table_and_writes_the_page(tmp_path, monkeypatch) -> None:
    page = tmp_path / "docs" / "accuracy.md"
    monkeypatch.setattr(evaluate, "PAGE", page)
    gold = make_gold(tmp_path / "g.jsonl", KASIR)
    plain = CliRunner().invoke(cli.app, ["evaluate", str(gold)])
    assert plain.exit_code == 0
    assert plain.stdout == f"{evaluate_file(gold)}\n"
    assert not page.exists()
    assert CliRunner().invoke(cli.app, ["evaluate", str(gold), "--write"]).exit_code == 0
    written = page.read_text(encoding="utf-8")
    assert "evaluate g.jsonl --write" in written
    assert "Kasir" not in written
    assert "occupation.toml" in written
    market = f"{evaluate.MARKET_HEADING}\n\nMeasured by another command.\n"
    page.write_text(written + market, encoding="utf-8")
    assert CliRunner().invoke(cli.app, ["evaluate", str(gold), "--write"]).exit_code == 0
    assert page.read_text(encoding="utf-8") == f"{written}\n{market}"


GOLD = SHARED / "gold"


@pytest.mark.real
@pytest.mark.skipif(not GOLD.exists(), reason=f"no labelled postings at {GOLD}")
@pytest.mark.parametrize("size", [1, 7, 280])
def test_the_table_is_that_of_score_py_to_the_last_byte(tmp_path: Path, size: int) -> None:
    lines = (GOLD / "dev.jsonl").read_text(encoding="utf-8").splitlines()[-size:]
    rows = [json.loads(line) for line in lines]
    gold = make_gold(tmp_path / "gold.jsonl", *rows)
    postings = make_gold(tmp_path / "in.jsonl", *(row["posting"] for row in rows))
    extract_file(postings, tmp_path / "read.jsonl", workers=1)
    words = [sys.executable, str(GOLD / "score.py"), str(tmp_path / "read.jsonl"), str(gold)]
    theirs = subprocess.run(words, check=True, capture_output=True, text=True)
    assert len(rows) == size
    assert f"{evaluate_file(gold)}\n" == theirs.stdout
