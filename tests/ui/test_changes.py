"""Findings become sentences a reader can check, for every subject and direction."""

from typing import Any

import pytest

from analytics.changes import ASKED, SUBJECTS
from ui.changes import write_change, write_evidence

SKILLS = {"honesty": "Kejujuran"}
ROW: dict[str, Any] = {
    "since": "year", "subject": "skill", "code": "honesty", "direction": "up", "n": 60,
    "n_before": 30, "base": 400, "base_before": 500, "value": 0.15, "value_before": 0.06,
    "change": 1.2, "interval_low": 0.5, "interval_high": 2.1, "level": 0.9, "test": "posterior",
    "more_than": 0.2, "chance": 0.97,
}  # fmt: skip
CODES = {"province": "31", "sector": "G", "occupation": "5223", "skill": "honesty"}


def test_a_sentence_and_its_evidence_are_written_out() -> None:
    assert write_change(ROW, SKILLS) == (
        "Keterampilan Kejujuran lebih sering diminta: dulu di 6% iklan, kini 15%."
    )
    assert write_evidence(ROW) == (
        "n = 60 dari 400; sebelumnya 30 dari 500. Bagiannya berubah sekitar +120%"
        " (selang 90%: +50% sampai +210%); peluang berubah lebih dari 20%: 97%."
    )


def test_pay_and_total_tell_both_figures() -> None:
    pay = ROW | {"subject": "pay", "code": None, "value": 6_000_000, "value_before": 5_000_000}
    pay |= {"change": 0.2, "test": "interval", "level": 0.95, "interval_low": 0.1}
    assert write_change(pay, SKILLS) == (
        "Gaji tengah di iklan naik 20%: dari Rp5 juta menjadi Rp6 juta per bulan."
    )
    assert "Selang 95%" in write_evidence(pay)
    total = ROW | {"subject": "total", "code": None, "direction": "down", "change": -0.5}
    assert write_change(total, SKILLS) == "Lowongan baru turun 50%: dari 30 menjadi 60."


@pytest.mark.parametrize("direction", ["up", "down"])
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_has_a_sentence(subject: str, direction: str) -> None:
    codes = ASKED if subject == "asked" else [CODES.get(subject)]
    for code in codes:
        sentence = write_change(
            ROW | {"subject": subject, "code": code, "direction": direction}, SKILLS
        )
        assert sentence.endswith(".")
        assert "{" not in sentence
