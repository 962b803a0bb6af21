"""The readers on the real postings: floors are the measured rates less a small margin."""

import gzip
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from nlp.posted import read_posted
from nlp.title import normalise_title
from nlp.wage import read_wage
from settings import ROOT

POSTINGS = ROOT.parent / "shared" / "postings" / "postings.jsonl.gz"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not POSTINGS.exists(), reason=f"no real postings at {POSTINGS}"),
]


@pytest.fixture(scope="module")
def postings() -> list[dict[str, Any]]:
    return _load(POSTINGS)


def _load(path: Path) -> list[dict[str, Any]]:
    fields = ("salary", "posted_text", "posted", "scraped", "title")
    with gzip.open(path) as lines:
        return [{field: row.get(field) for field in fields} for row in map(orjson.loads, lines)]


def test_wages_with_digits_are_read_and_none_is_made_up(postings) -> None:
    texts = [row["salary"] for row in postings if row["salary"]]
    told = [text for text in texts if any(c.isdigit() for c in text)]
    wages = [wage for text in told if (wage := read_wage(text))]
    assert len(told) > 15_000
    # Measured 15,921 of 15,921, 2026-11.
    assert len(wages) / len(told) >= 0.999
    assert sum(read_wage(text) is not None for text in texts) == len(wages)
    # Measured 85 (0.5 %): placeholders such as "Rp100rb", a yearly wage, typing slips.
    assert sum("implausible" in wage.flags for wage in wages) / len(wages) < 0.008
    assert not any("inverted" in wage.flags for wage in wages)


def test_wages_read_the_whole_column(postings) -> None:
    texts = {row["salary"] for row in postings if row["salary"]}
    partly = [text for text in texts if (wage := read_wage(text)) and wage.text != text.strip()]
    assert len(partly) <= 5, partly[:20]


def test_date_wordings_are_read_but_for_bounds_and_broken_ones(postings) -> None:
    rows = [row for row in postings if row["posted_text"] and row["scraped"]]
    told = [row for row in rows if "+" not in row["posted_text"]]
    days = [read_posted(r["posted_text"], date.fromisoformat(r["scraped"][:10])) for r in told]
    assert len(told) > 13_000
    # Measured 13,510 of 13,652 (99.0 %); the rest are broken stamps such as "582024-03-13".
    assert sum(day is not None for day in days) / len(told) >= 0.985


def test_iso_days_are_read_back(postings) -> None:
    days = [row["posted"] for row in postings if row["posted"]]
    assert len(days) > 40_000
    assert all(str(read_posted(day, None)) == day for day in days)


def test_titles_keep_a_text_and_settle_at_once(postings) -> None:
    titles = list({row["title"] for row in postings if row["title"]})
    plain = [normalise_title(title) for title in titles]
    assert len(titles) > 50_000
    assert all(plain)
    assert all(normalise_title(title) == title for title in plain)
    # Measured 53,152 -> 46,715 (49,991 if only capitals are ignored).
    assert len(set(plain)) / len(titles) < 0.90
