"""The whole reading of a posting, and each component alone."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlp
from nlp.extract import extract
from nlp.pipeline import READERS, read
from nlp.posting import Posting
from tests.conftest import REAL_POSTINGS, ROOT

POSTING = {
    "id": "contoh:1",
    "title": "Staff Accounting (Surabaya)",
    "company": "PT Contoh Buku Besar",
    "location": "Surabaya, Jawa Timur",
    "salary": "Rp 5.000.000 - Rp 6.000.000 per bulan",
    "description": (
        "Tanggung Jawab:\n- Membuat laporan keuangan bulanan\n- Rekonsiliasi bank\n"
        "Kualifikasi:\n- Minimal S1 Akuntansi\n- Pengalaman minimal 2 tahun\n"
        "- Menguasai Microsoft Excel dan Accurate\n- Usia maksimal 30 tahun\n- Teliti dan jujur\n"
        "Benefit:\n- BPJS Kesehatan\n- THR"
    ),
    "employment_type": "Full time",
}
PIPELINE = nlp.build()
# Made-up postings read a run; `EXTRACT_CASES=10000 pytest tests/nlp/test_pipeline.py` reads more.
CASES = int(os.environ.get("EXTRACT_CASES", "150"))
# What readers look for, so that chance reaches into them.
PIECES = (
    *("Kualifikasi:", "Tanggung jawab:\n", "Benefit", "About us", "\n", "\n- ", "•", "; ", " "),
    *("Gaji", "Rp", "5.000.000", "4,5 juta", "UMR", "IDR 12-", "per bulan", "/hari", "99999999"),
    *("Usia maksimal", "30", "tahun", "min.", "S1", "SMA/SMK", "D3", "pria", "wanita", "menikah"),
    *("pengalaman", "fresh graduate", "2-3", "years", "Jakarta", "Kab. Bekasi", "remote", "WFH"),
    *("Microsoft Excel", "C++", "Bahasa Inggris", "SIM A", "teliti", "TeamMaintain", "laporan"),
    *("BPJS", "THR", "ijazah ditahan", "deposit", "WhatsApp", "İ", "ﬁ", "‍", "😀", "\x00"),
)  # fmt: skip
ADVERT = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=40).map(
    "".join
)


def test_a_posting_is_read_whole() -> None:
    row = extract(PIPELINE, POSTING)
    assert list(row)[:2] == ["id", "language"]
    assert (row["id"], row["language"], row["education_min"]) == ("contoh:1", "id", "s1")
    assert row["occupation"]["code"] in ("2411", "3313", "4311")
    assert row["locations"] == [{"province": "35", "regency": "3578"}]
    assert (row["wage"]["min"], row["wage"]["max"], row["wage"]["period"]) == (
        5_000_000,
        6_000_000,
        "month",
    )
    assert (row["experience_min_years"], row["employment_type"]) == (2, "full_time")
    assert row["restrictions"] == {"age_max": 30}
    assert row["benefits"] == ["bpjs", "thr"]
    skills = {skill["text"].lower(): skill for skill in row["skills"]}
    assert {"rekonsiliasi bank", "microsoft excel", "teliti", "jujur"} <= set(skills)
    assert skills["microsoft excel"]["id"] == "microsoft-excel"
    assert skills["microsoft excel"]["kind"] == "tool"


def test_what_is_not_stated_is_null() -> None:
    row = extract(PIPELINE, {"id": "1", "title": "Kasir"})
    told = {name: value for name, value in row.items() if value not in (None, [], {})}
    assert set(told) <= {"id", "language", "occupation", "seniority"}


@pytest.mark.parametrize("name", READERS)
def test_each_component_works_alone(name: str) -> None:
    alone = nlp.build(name)
    assert alone.pipe_names == [name]
    doc = read(alone, Posting.of(POSTING))
    assert doc.text == f"{POSTING['title']}\n{POSTING['description']}"
    assert doc._.has(name)


@settings(max_examples=CASES, deadline=None)
@given(
    st.fixed_dictionaries(
        {"id": st.text()},
        optional={
            name: st.one_of(st.none(), ADVERT)
            for name in (
                *("title", "company", "location", "salary", "description", "industry"),
                *("education", "experience", "employment_type"),
            )
        },
    )
)
def test_any_text_is_read_and_spans_lie_in_it(posting: dict[str, Any]) -> None:
    row = extract(PIPELINE, posting)
    json.dumps(row, allow_nan=False)
    wage = row["wage"]
    if wage and wage["monthly_min"] is not None and wage["monthly_max"] is not None:
        assert 0 < wage["monthly_min"] <= wage["monthly_max"]
    assert all(mention["text"] for mention in row["risk"])
    for skill in row["skills"]:
        assert skill["text"] == posting[skill["field"]][skill["start"] : skill["end"]]


@pytest.mark.parametrize(
    "description",
    [
        "",
        "•" * 5_000,
        "a" * 200_000,
        "<ul><li>Excel</li></ul>" * 500,
        "😀\u200d🔥 Excel 😀",
        "\u0130" * 99,
    ],
)
def test_odd_descriptions_are_read(description: str) -> None:
    row = extract(PIPELINE, {"id": "1", "title": "Admin", "description": description})
    for skill in row["skills"]:
        if skill["field"] == "description":
            assert skill["text"] == description[skill["start"] : skill["end"]]


def test_the_employer_and_the_benefits_give_no_skills() -> None:
    text = (
        "PT Contoh adalah perusahaan yang bergerak di bidang Digital Marketing.\n"
        "Kualifikasi:\n- Menguasai Microsoft Word\nBenefit:\n- Pelatihan Public Speaking"
    )
    row = extract(PIPELINE, {"id": "1", "title": "Sekretaris", "description": text})
    assert [s["text"] for s in row["skills"] if s["field"] == "description"] == ["Microsoft Word"]


def test_extract_keeps_the_order_with_any_number_of_workers(tmp_path: Path) -> None:
    lines = [json.dumps({**POSTING, "id": str(i)}) for i in range(1_200)]
    lines[7] = "\n{bukan json"  # after a blank line, so the ninth of the file
    lines[3] = json.dumps({"id": "3" * 50, "judul": "Kasir"})
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(lines))
    results = []
    for workers in (1, 2):
        target = tmp_path / f"out{workers}.jsonl"
        words = ["extract", str(source), str(target), "--workers", str(workers)]
        command = [sys.executable, "-m", "cli", *words]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        assert done.stdout == "Extracted in.jsonl: 1,198 read, 2 failed\n"
        results.append(target.read_text())
    assert results[0] == results[1]
    rows = [json.loads(line) for line in results[0].splitlines()]
    assert [row["id"] for row in rows[:9]] == ["0", "1", "2", "3" * 50, "4", "5", "6", None, "8"]
    assert rows[7]["error"].startswith("line 9 is not JSON")
    assert rows[3]["error"].startswith("line 4 has none of the fields that are read: title, comp")
    assert len(rows) == 1_200


@pytest.mark.real
@pytest.mark.skipif(not REAL_POSTINGS.exists(), reason="../shared/postings is not here")
def test_real_postings_are_read_without_error() -> None:
    from nlp.training.labels import read_postings

    for n, posting in enumerate(read_postings(REAL_POSTINGS)):
        if n % 97 == 0:
            row = extract(PIPELINE, posting)
            for skill in row["skills"]:
                assert skill["text"] == posting[skill["field"]][skill["start"] : skill["end"]]


def test_a_line_that_begins_with_o_keeps_its_letter() -> None:
    from nlp.sections import split_lines

    text = "o operator mesin\noffice\n- o membaca gambar"
    assert [text[a:b] for a, b in split_lines(text)] == [
        "operator mesin",
        "office",
        "membaca gambar",
    ]
