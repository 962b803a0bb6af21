"""Shares as readers see them: round steps of an axis, a line over months, share and count."""

import re

import pandas as pd
import pytest

from ui import shares
from ui.wording import write_columns, write_count, write_share


@pytest.mark.parametrize(
    ("highest", "labels"),
    [
        (0.3, ["0%", "10%", "20%", "30%"]),
        (0.31, ["0%", "20%", "40%"]),
        (0.0032, ["0%", "0,2%", "0,4%"]),
        (0.0, ["0%", "<0,1%"]),
    ],
)
def test_an_axis_of_shares_has_round_steps_up_to_the_highest(
    highest: float, labels: list[str]
) -> None:
    assert [label for _, label in shares.list_ticks(highest)] == labels


def test_a_month_without_a_share_is_a_gap_in_the_line() -> None:
    months = pd.DataFrame(
        {"month": ["2026-01", "2026-02", "2026-03", "2026-04"],
         "share": [0.1, float("nan"), 0.2, 0.3]}
    )  # fmt: skip
    drawing = shares.draw_months(months, [True, True, True, False])
    assert re.findall(r">(\d+%)<", drawing)[:4] == ["0%", "10%", "20%", "30%"]
    assert drawing.count("<circle") == 3
    # One stretch alone: to the last month, which is not complete.
    assert re.findall(r'class="(line[^"]*)"', drawing) == ["line dashed"]


def test_a_mark_says_what_is_drawn_first() -> None:
    assert write_count(1_200, 0.25) == "1.200 · 25%"
    assert write_share(0.25, 1_200) == "25% · 1.200"


def test_columns_are_written_as_counts_or_shares() -> None:
    write = write_columns(["n"], ["share"])
    assert (write["n"](1_200), write["share"](0.25)) == ("1.200", "25%")
