"""Where one pay stands against the market: how many advertisements surely and perhaps pay less."""

from dataclasses import asdict

import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.wages_percentiles import find_market
from data.snapshot import Snapshot


def place_pay(snapshot: Snapshot, where: Filter, amount: float) -> pd.DataFrame:
    """How many of 100 advertisements pay less than `amount` (rupiah a month), in one row.

    An advertisement surely pays less where the most it offers is below the amount, perhaps where
    the least it offers is; an open bound may be anything. Columns: amount_idr, share_surely,
    share_perhaps (surely or perhaps; 0 to 1), interval_low, interval_high (95 %: Wilson's lower
    bound of the first and upper bound of the second, so both the ranges and the small number are
    in it), n, employers, top_share, reason (why nothing may be said: "few", "employers",
    "dominant", else None, and then the shares are missing), place (the narrowest that may be
    shown: "regency", "province" or "nation"). Advertised pay is not what people in the job earn.
    """
    pays, told, place = find_market(snapshot, where)
    row: dict[str, object] = {"amount_idr": amount, **asdict(told), "place": place}
    row |= dict.fromkeys(("share_surely", "share_perhaps", "interval_low", "interval_high"))
    n = told.n
    surely = int(pays.loc[pays["high_idr"] < amount, "n"].sum())
    perhaps = int(pays.loc[pays["low_idr"].fillna(0) < amount, "n"].sum())
    low, high = statistics.share_interval(surely, n), statistics.share_interval(perhaps, n)
    if told.reason is None and low and high:
        row |= {
            "share_surely": surely / n,
            "share_perhaps": perhaps / n,
            "interval_low": low.low,
            "interval_high": high.high,
        }
    return pd.DataFrame([row])
