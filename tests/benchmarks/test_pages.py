"""The comparison of pages runs whole on a small market, and counts what a person can count."""

import math
from pathlib import Path

import pytest

from benchmarks import pages, pages_browser, pages_sites
from tests.ui.market import full_market, publish


def test_outlines_become_closed_rings_in_degrees() -> None:
    # From 0.2° east and 0.1° south of the corner: 0.3° east, then 0.4° south.
    (ring,) = pages_sites.rings("M20 10l30 0 0 40z")
    west, north = pages_sites.WEST, pages_sites.NORTH
    corners = [(0.2, 0.1), (0.5, 0.1), (0.5, 0.5), (0.2, 0.1)]
    assert ring == [(round(west + x, 2), round(north - y, 2)) for x, y in corners]


def test_a_row_says_whether_its_target_is_met() -> None:
    row = pages.Row("first visit, KB", (1234.5, math.nan, 2), 1, "≤ 800", is_met=False)
    assert pages._write(row) == "| first visit, KB | 1,234.5 | – | 2.0 | ≤ 800 | **no** |"
    plain = pages.Row("start", (1, 2, 3), 0)
    assert pages._write(plain) == "| start | 1 | 2 | 3 |  |  |"


@pytest.mark.browser
@pytest.mark.timeout(600)
@pytest.mark.skipif(
    not Path(pages_browser.CHROMIUM).exists(), reason=f"{pages_browser.CHROMIUM} is missing"
)
def test_everything_is_measured_beside_an_empty_page_and_the_usual_way(tmp_path: Path) -> None:
    market = full_market()
    for number, row in enumerate(market):
        # The city of each of these provinces, so that there is a map to draw.
        row["regency"] = f"{row['province']}71" if row["province"] in ("31", "32", "35") else None
        row["sector"] = "GC"[number % 2]
    publish(tmp_path / "snapshots", market)
    (tmp_path / "sites").mkdir()
    amount = pages.Amount(
        loads=1, rounds=1, choices=2, clicks=1, sessions=2, seconds=1.0, runs=3, megabits=50.0
    )
    said: list[str] = []
    told, *lines = pages.report(tmp_path / "snapshots", tmp_path / "sites", amount, said.append)
    assert told.startswith("1,898 vacancies, ")
    rows = {row.split(" | ")[0].removeprefix("| "): row.split(" | ") for row in lines[2:-1]}
    ours, empty, usual = [
        float(name.replace(",", "")) for name in rows["a change of the filter, KB"][1:4]
    ]
    assert 0 < empty < ours < 1000
    assert usual > empty
    assert rows["parts of Plotly in it"][1:3] == ["0", "0"]
    assert int(rows["parts of Plotly in it"][3]) > 0
    assert rows["other hosts asked, first page"][1] == rows["other hosts asked, map"][1] == "0"
    assert all(len(row) == 6 for row in rows.values())
    assert len(rows) >= 18
