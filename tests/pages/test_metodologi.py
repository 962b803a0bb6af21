"""Metodologi: every section opens, its numbers are those of the programme, misses are told."""

import re
from pathlib import Path

import pytest

from analytics import statistics
from analytics.accuracy import read_measures
from data.errors import DataError
from settings import ROOT
from tests.pages.test_beranda import words
from tests.pages.visiting import Visit
from tests.ui.market import full_market, publish, spread, vacancy
from ui import metodologi
from ui.metodologi_accuracy import count_fields, name_measure
from ui.texts import load, text

PAGE = "metodologi"
TABLE = """# How well postings are read

Written by `python -m cli evaluate dev.jsonl --write` on 2026-11-29; do not edit by hand.
20 labelled postings; the measures are those of `gold/score.py` (issue 5).

| measure | value | 95 % interval | n | target | |
|---|---|---|---|---|---|
| occupation 4 digits | 0.846 | 0.804 – 0.886 | 20 | 0.78 | met |
| sector (where told) | 0.700 | 0.600 – 0.800 | 15 | 0.80 | **missed** |
| wage recall | 0.990 | 0.966 – 1.000 | 9 |  |  |
"""


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_way_in_tells_targets_met_and_missed(folder: Path, visit: Visit, language: str) -> None:
    publish(folder, full_market())
    page = visit(lang=language)
    aimed = [one for one in read_measures().rows if one.target is not None]
    met = sum(one.is_met for one in aimed)
    finding = text(language, "metodologi.finding", met=met, targets=len(aimed))  # type: ignore[arg-type] - one of two
    assert page.title[0].value == finding
    said = words(page)
    missed = text(language, "metodologi.missed")  # type: ignore[arg-type] - as above
    assert said.count(f">{missed}<") == len(aimed) - met
    assert "nan" not in said.lower().split()


@pytest.mark.parametrize("section", ["gaji", "cakupan", "terlihat", "akurasi"])
def test_a_section_opens_by_its_address(folder: Path, visit: Visit, section: str) -> None:
    publish(folder, full_market())
    page = visit(bagian=section)
    assert page.title[0].value == text("id", f"metodologi_title.{section}")
    assert page.selectbox[0].value == section
    assert "nan" not in words(page).lower().split()


@pytest.mark.parametrize("language", ["id", "en"])
def test_all_sections_stand_on_one_page(folder: Path, visit: Visit, language: str) -> None:
    publish(folder, full_market())
    page = visit(bagian="semua", lang=language)
    headings = [header.value for header in page.header]
    for section in metodologi.SECTIONS:
        assert text(language, f"metodologi_title.{section}") in headings  # type: ignore[arg-type] - one of two
    assert "nan" not in words(page).lower().split()


def test_the_rules_for_small_figures_are_the_real_constants(
    folder: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(folder, full_market())
    monkeypatch.setattr(statistics, "SHARE_AT_LEAST", 17)
    assert "mulai 17 lowongan" in words(visit(bagian="sel_kecil"))


def test_portals_that_are_off_tell_why(folder: Path, visit: Visit) -> None:
    publish(folder, full_market())
    said = words(visit(bagian="cakupan"))
    assert text("id", "portal_off.jobstreet") in said
    # JobStreet is off, but the market holds its postings.
    assert text("id", "metodologi.off_held") in said


def test_a_revision_is_shown_by_table_and_cause(folder: Path, visit: Visit) -> None:
    old = [vacancy(n, posted=day) for n, day in enumerate(spread("2026-10", 12))]
    publish(folder, old)
    publish(folder, [*old[1:], vacancy(99, posted=spread("2026-10", 1)[0])])
    said = words(visit(bagian="revisi"))
    row = re.search(r">Lowongan</th>(.*?)</tr>", said)
    assert row is not None
    # 12 rows before and after: one new, one withdrawn, none read otherwise.
    assert re.findall(r">([^<>]+)</td>", row[1]) == ["12", "12", "1", "1", "0", "0"]


def test_without_an_older_snapshot_there_is_no_revision(folder: Path, visit: Visit) -> None:
    publish(folder, full_market())
    assert text("id", "metodologi.revision_none", kept=3) in words(visit(bagian="revisi"))


def test_sample_and_real_snapshots_are_not_compared(folder: Path, visit: Visit) -> None:
    first = publish(folder, full_market())
    publish(folder, full_market(), is_sample=False)
    said = words(visit(bagian="revisi"))
    assert text("id", "metodologi.revision_sample", previous=first.id) in said


def test_only_real_snapshots_have_a_line_to_quote(folder: Path, visit: Visit) -> None:
    publish(folder, full_market())
    assert not visit(bagian="sitasi").code
    real = publish(folder, full_market(), is_sample=False)
    assert real.id in visit(bagian="sitasi").code[0].value


def test_nonsense_in_the_address_leaves_it(folder: Path, visit: Visit) -> None:
    publish(folder, full_market())
    assert "bagian" not in visit(bagian="<script>").query_params


def test_the_table_of_accuracy_is_read_as_it_is_written(tmp_path: Path) -> None:
    page = tmp_path / "accuracy.md"
    page.write_text(TABLE, encoding="utf-8")
    measures = read_measures(page)
    assert measures.postings == 20
    assert [(one.name, one.value, one.n, one.is_met) for one in measures.rows] == [
        ("occupation 4 digits", 0.846, 20, True),
        ("sector (where told)", 0.7, 15, False),
        ("wage recall", 0.99, 9, False),
    ]
    page.write_text("nothing here", encoding="utf-8")
    with pytest.raises(DataError, match="no table of accuracy"):
        read_measures(tmp_path / ".." / tmp_path.name / "accuracy.md")


def test_every_row_of_the_real_table_is_read_and_has_words() -> None:
    table = (ROOT / "docs/accuracy.md").read_text(encoding="utf-8").split("## ")[0]
    assert len(read_measures().rows) == table.count("\n| ") - 1  # less its head
    assert all(name_measure(one.name) != one.name for one in read_measures().rows)


def test_fields_count_what_is_said_and_read() -> None:
    counts = count_fields().set_index("field")
    kinds = counts[["right", "missed", "wrong"]].sum(axis=1)
    assert kinds.tolist() == counts["told"].tolist()
    few = counts["told"] < 10
    assert counts.loc[few, "share_right"].isna().all()
    assert counts.loc[~few, "share_right"].notna().all()


def test_files_named_beside_a_section_exist() -> None:
    named = [*(files for _, files in metodologi.SUBJECTS.values()), *metodologi.SHARED.values()]
    assert [file for files in named for file in files if not (ROOT / file).exists()] == []


@pytest.mark.parametrize("table", ["title", "body", "cannot", "source"])
def test_every_section_has_its_words(table: str) -> None:
    keys = {key.split(".")[1] for key in load("id") if key.startswith(f"metodologi_{table}.")}
    assert keys == set(metodologi.SECTIONS)
