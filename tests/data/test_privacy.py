"""Personal data is found and taken out, and nothing else of a text changes."""

import gzip
import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import DataError
from data.privacy import MARKS, find_personal, remove_personal, remove_personal_fields
from tests.growth import grows_in_line

EXAMPLES = Path(__file__).with_name("examples") / "personal.tsv"
POSTINGS = Path(__file__).parents[3] / "shared" / "postings" / "postings.jsonl.gz"
SPAN = re.compile(r"\{(\w+)\|([^}]*)\}")

Span = tuple[str, int, int]


def read_examples() -> list[tuple[str, str, list[Span]]]:
    """The lines of the table: what is expected, the plain text, its marked spans."""
    examples = []
    for line in EXAMPLES.read_text(encoding="utf-8").splitlines()[2:]:
        expect, marked = line.split("\t")
        marked, text, spans, at = marked.replace("\\n", "\n"), "", [], 0
        for match in SPAN.finditer(marked):
            text += marked[at : match.start()]
            spans.append((match[1], len(text), len(text) + len(match[2])))
            text, at = text + match[2], match.end()
        examples.append((expect, text + marked[at:], spans))
    return examples


LINES = read_examples()
KEPT = [text for expect, text, _ in LINES if expect == "keep"]


def test_table_is_large_and_has_enough_lines_that_must_stay() -> None:
    assert len(LINES) >= 500
    assert len(KEPT) >= 150
    assert all(spans for expect, _, spans in LINES if expect == "remove")


@pytest.mark.parametrize("text", KEPT)
def test_line_without_personal_data_stays_as_it_is(text: str) -> None:
    assert remove_personal(text) == text


def test_recall_and_precision_reach_their_targets() -> None:
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wrong, reported = [], 0
    for _, text, spans in LINES:
        got = [(span.kind, span.start, span.end) for span in find_personal(text)]
        reported += len(got)
        wrong += [text[start:end] for kind, start, end in got if (kind, start, end) not in spans]
        for span in spans:
            wanted[span[0]] += 1
            found[span[0]] += span in got
    for kind, target in {"phone": 0.99, "chat": 0.99, "email": 0.99, "name": 0.95}.items():
        assert found[kind] / wanted[kind] >= target, kind
    assert 1 - len(wrong) / reported >= 0.98, wrong


@pytest.mark.parametrize(
    ("text", "cleared"),
    [
        ("Hub 08123456789\n1. Sehat", "Hub [telepon]\n1. Sehat"),
        ("08123456789 10 orang", "[telepon] 10 orang"),
        ("(0812 3456 7890)", "([telepon])"),
        ("0️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣", "[telepon]️⃣"),
        ("Phone. 62-31-5550100, Fax. 62-31-5550101", "Phone. [telepon], Fax. [telepon]"),
        ("WA081234567890", "WA[chat]"),
        ("hrd (at) gmail dot com", "[email gmail.com]"),
        ("HRD@GMAIL.COM", "[email gmail.com]"),
        ("nama[at]yahoo.co.id", "[email yahoo.co.id]"),
        ("hrd@gmail", "[email gmail.com]"),
        ("hrd@gmail.comDengan subjek", "[email gmail.com]Dengan subjek"),
        ("hrd@ptmaju.co.id.Kirim segera", "[email].Kirim segera"),
        ("hrd/@maju.id (hapus garis miring)", "[email] (hapus garis miring)"),
        ("Kirim ke rina@maju.id.", "Kirim ke [email]."),
        ("https://wa.me/6281234567890?text=halo.", "[chat]."),
        ("Hubungi Ibu Sari HRD PT Maju", "Hubungi Ibu [nama] HRD PT Maju"),
        ("CP: H. Ahmad Dahlan, S.E.", "CP: [nama], S.E."),
        ("[telepon] (Ibu Dwi)", "[telepon] (Ibu [nama])"),
        ("Hubungi Rina/Dewi di kantor", "Hubungi [nama]/[nama] di kantor"),
        ("SMA/SMK\n- Telepon 081234567890", "SMA/SMK\n- Telepon [telepon]"),
        ("Rina\n- Telepon 081234567890", "[nama]\n- Telepon [telepon]"),
        ("", ""),
    ],
)
def test_odd_form_is_cleared(text: str, cleared: str) -> None:
    assert remove_personal(text) == cleared
    assert remove_personal(cleared) == cleared


def test_number_of_an_impossible_birth_date_is_no_nik() -> None:
    assert remove_personal("No. 3273019913900001") == "No. 3273019913900001"


PIECES = st.sampled_from(
    [
        *("0812", "3456", "7890", "62", "+62", "(021)", "555-", "-", "/", ".", ",", ":", "(", ")"),
        *(
            "\n",
            "@",
            "gmail",
            ".com",
            "at",
            "dot",
            "Rina",
            "Ibu",
            "ibu",
            "Bpk.",
            "Hub.",
            "CP",
            "a.n.",
        ),
        *(
            "WA",
            "[telepon]",
            "[nama]",
            "[email gmail.com]",
            "PT",
            "HRD",
            "Rp",
            "5.000.000",
            "08.00",
        ),
        *(
            "wa.me/",
            "\ue000",
            "０",
            "nol",
            "delapan",
            "satu",
            "DM",
            "IG",
            "@rina",
            "Telegram",
            "u.p.",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(PIECES, max_size=14).map(" ".join),
        st.lists(PIECES, max_size=14).map("".join),
    )
)
def test_removal_never_raises_and_is_idempotent(text: str) -> None:
    once = remove_personal(text)
    assert remove_personal(once) == once


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_found_spans_are_ordered_and_inside_the_text(text: str) -> None:
    end = 0
    for span in find_personal(text):
        assert end <= span.start < span.end <= len(text)
        assert span.kind in MARKS
        end = span.end


def test_every_text_inside_a_record_is_cleared_and_keys_stay() -> None:
    record = {
        "kontak 081234567890": {"hp": ["081234567890", 5, None, True]},
        "title": "Admin",
        "pay": 4_500_000,
    }
    assert remove_personal_fields(record) == {
        "kontak 081234567890": {"hp": ["[telepon]", 5, None, True]},
        "title": "Admin",
        "pay": 4_500_000,
    }


def test_record_nested_too_deep_is_refused() -> None:
    value: object = "x"
    for _ in range(2000):
        value = [value]
    with pytest.raises(DataError, match="nested deeper"):
        remove_personal_fields({"a": value})


@pytest.mark.parametrize(
    "unit",
    [
        *("0", "8", "a", "A", " ", "\n", ".", "-", "@", "(", "[", "é", "０", "\ue000"),
        *("0 ", "08", "0812", "62-", "+", "+1 ", "a@", "a.", "a@a.", "hub ", "Hub. Rina ", "CP:"),
        *(
            "Rina ",
            "Ibu ",
            "wa.me/",
            "[telepon]",
            "a.n. ",
            "at ",
            "gmail dot ",
            "nol delapan ",
            "DM ",
        ),
        *("081234567890 ", "rina@gmail.com ", "Telegram: ", "1.000.000 ", "08.00-17.00 ", "0812\n"),
    ],
)
def test_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    assert grows_in_line(find_personal, unit)


@pytest.mark.real
@pytest.mark.skipif(not POSTINGS.exists(), reason="the real postings (../shared) are not here")
def test_no_number_or_mailbox_is_left_in_real_postings() -> None:
    with gzip.open(POSTINGS, "rt", encoding="utf-8") as lines:
        texts = [row["description"] for row in map(json.loads, lines) if row["description"]]
    mailbox = re.compile(r"[\w.]+@[\w-]+\.[a-z]{2,}")
    mobile = re.compile(r"(?<![\w.,/-])(?:\+?62|0)8[1-9]\d{7,10}(?![\w/])")
    left = []
    for text in random.Random(7).sample(texts, 5000):
        cleared = remove_personal(text)
        assert remove_personal(cleared) == cleared
        left += mailbox.findall(cleared) + mobile.findall(cleared)
    assert left == []
