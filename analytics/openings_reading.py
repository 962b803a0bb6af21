"""How many of the skills that advertisements ask for the readers find, as measured."""

from typing import Final

import pandas as pd

from analytics.accuracy import read_measures

_RECALL: Final = "skills half recall: "


def read_recall() -> pd.DataFrame:
    """Share of labelled skill mentions that are found, by kind (`accuracy.read_measures`).

    Columns: kind (as in the snapshot's skills), recall (0 to 1), interval_low, interval_high
    (95 %), n (labelled mentions).
    """
    rows = [
        (one.name.removeprefix(_RECALL), one.value, one.low, one.high, one.n)
        for one in read_measures().rows
        if one.name.startswith(_RECALL)
    ]
    return pd.DataFrame(rows, columns=["kind", "recall", "interval_low", "interval_high", "n"])
