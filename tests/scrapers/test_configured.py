"""What the operator sets reaches the portals that need it."""

import pytest

from data.errors import UserError
from scrapers.configured import configure
from scrapers.portal import Step, find_portal


def test_json_ld_becomes_a_portal_for_each_site_and_the_key_reaches_its_portal() -> None:
    chosen = [find_portal(name) for name in ("jsonld", "kalibrr", "tech_in_asia")]
    ready = configure(
        chosen, jsonld_sites=["https://a.example/s.xml", "https://b.example/"], tech_in_asia_key="k"
    )
    assert [portal.FACTS.name for portal in ready] == [
        "jsonld_a_example",
        "jsonld_b_example",
        "kalibrr",
        "tech_in_asia",
    ]
    assert ready[3].ask_page("https://x.example", Step()).headers["X-Algolia-API-Key"] == "k"


def test_without_sites_json_ld_is_left_out() -> None:
    assert configure([find_portal("jsonld"), find_portal("kalibrr")]) == [find_portal("kalibrr")]
    with pytest.raises(UserError, match="set JSONLD_SITES"):
        configure([find_portal("jsonld")])
