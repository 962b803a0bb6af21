"""How many of the skills that advertisements ask for the readers find, as measured."""

import re
from functools import lru_cache

import pandas as pd

from settings import ROOT

# | skills half recall: tool | 0.850 | 0.807 – 0.888 | 653 | 0.92 | **missed** |
_ROW = re.compile(
    r"^\| skills half recall: (\w+) \| ([\d.]+) \| ([\d.]+) – ([\d.]+) \| (\d+) \|", re.MULTILINE
)


@lru_cache(maxsize=1)
def read_recall() -> pd.DataFrame:
    """Share of labelled skill mentions that are found, by kind, from docs/accuracy.md.

    Columns: kind (as in the snapshot's skills), recall (0 to 1), interval_low, interval_high
    (95 %), n (labelled mentions). That file is written by `python -m cli evaluate --write`.
    """
    text = (ROOT / "docs/accuracy.md").read_text(encoding="utf-8")
    rows = [
        (kind, float(recall), float(low), float(high), int(n))
        for kind, recall, low, high, n in _ROW.findall(text)
    ]
    return pd.DataFrame(rows, columns=["kind", "recall", "interval_low", "interval_high", "n"])
