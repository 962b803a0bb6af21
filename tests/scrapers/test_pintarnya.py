"""Pintarnya: a list without a total; codes of unknown meaning stay numbers."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from data.store import Store
from scrapers.pintarnya import ask_page, parse_listing
from scrapers.portal import Step
from tests.scrapers.bench import DAY, START, Bench, portal_with
from tests.scrapers.collected import NEW, make_market, stored, tells_pay


def read(**told: object) -> dict[str, Any]:
    page = parse_listing(
        orjson.dumps({"data": {"list": [{"id": 1, "slug": "a", "title": "Kurir"} | told]}})
    )
    assert page.unreadable == ()
    return dict(page.postings[0].content)


@pytest.mark.parametrize(
    ("low", "high", "pay"),
    [
        (2_500_000, 3_000_000, "Rp 2.500.000 - Rp 3.000.000"),
        (2_500_000, 0, "Rp 2.500.000"),
        (0, 0, None),
        (None, None, None),
    ],
)
def test_zero_is_no_pay(low: int | None, high: int | None, pay: str | None) -> None:
    assert read(min_salary=low, max_salary=high).get("salary") == pay


@pytest.mark.parametrize("code", [3, "3", "sma"])
def test_code_of_education_is_kept_and_never_read_as_a_level(code: object) -> None:
    content = read(education_level=code)
    assert "education" not in content
    assert content["other"] == {"education_level_code": code}


def test_experience_in_words_is_told_a_bare_number_is_a_code() -> None:
    assert read(experience="1-3 tahun")["experience"] == "1-3 tahun"
    assert read(experience=2) == {"title": "Kurir", "other": {"experience_code": 2}}


def test_pages_count_from_one() -> None:
    assert ask_page("https://x.example", Step()).params["page"] == "1"


@pytest.mark.parametrize("count", [40, 60])
def test_market_is_collected_whole_and_then_only_what_is_new(
    bench: Callable[..., Bench], store: Store, count: int
) -> None:
    adverts = [
        advert
        for advert in make_market("pintarnya")
        if advert.number <= count or advert.number == NEW
    ]
    market, portal = bench(adverts), portal_with("pintarnya")
    first = market.run(portals=[portal])[0]
    assert (first.faults, first.notes) == ([], [])
    # The last page is full: only an empty one after it tells that it was the last.
    assert (first.counts["new"], first.counts["pages"]) == (count, count // 20 + 1)
    second = market.run(START + DAY, portals=[portal])[0]
    assert (second.faults, second.counts["new"], second.counts["changed"]) == ([], 1, 0)
    assert second.counts["pages"] == 2
    found = {int(name): told for name, told in stored(store).items()}
    assert all(("salary" in content) == tells_pay(n) for n, (_, content) in found.items())
    row, content = found[36]
    assert content["location"] == "Kabupaten Bekasi, Jawa Barat"
    assert row.closed_at == START + 20 * DAY
