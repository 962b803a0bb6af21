"""Cells that are words in a table and numbers in a file."""

import pandas as pd

from ui import format as formats
from ui.cells import Interval, Told, intervals, spread


def test_an_interval_is_one_cell_to_read_and_two_numbers_to_take_away() -> None:
    frame = pd.DataFrame({"low": [0.1, float("nan")], "high": [0.25, float("nan")]})
    table = frame.assign(name=["A", "B"], interval=intervals(frame, "low", "high", formats.percent))
    assert [str(cell) for cell in table["interval"]] == ["10% – 25%", formats.NOTHING]
    file = spread(table[["name", "interval"]], {"name": "Nama", "interval": "Selang 95%"})
    assert list(file.columns) == ["Nama", "Selang 95%, batas bawah", "Selang 95%, batas atas"]
    assert file.iloc[0].tolist() == ["A", 0.1, 0.25]
    assert file.dtypes.iloc[1:].tolist() == [float, float]


def test_a_figure_worded_otherwise_keeps_its_number() -> None:
    rows = pd.DataFrame({"pay": [Interval(4e6, 5e6, formats.rupiah, "Rp4–5 juta")],
                         "value": [Told(2.3, "2,3 kali")]})  # fmt: skip
    assert [str(cell) for cell in rows.iloc[0]] == ["Rp4–5 juta", "2,3 kali"]
    file = spread(rows, {"pay": "Gaji", "value": "Nilai"})
    assert file.iloc[0].tolist() == [4e6, 5e6, 2.3]
