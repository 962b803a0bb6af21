"""The questions answered again from what another way counts; statistics are those of analytics.

Only reading and counting differ between the ways. Where a function of analytics tells more than is
worked out here (the tables of reference it looks up, intervals of a series), ours does it as well.
"""

import calendar
import math
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analytics import statistics
from analytics.advert_check import rules
from analytics.filter import EVERYTHING, Filter
from analytics.growth import GROWTH_MORE_THAN, WINDOWS
from analytics.occupations import SKILL_AT_LEAST, add_shares, wider
from analytics.overview import EDGE_DAYS
from analytics.regions import PER, list_places
from analytics.skills import HOT_FROM
from analytics.statistics_growth import growth_posterior
from analytics.statistics_shrink import shrink_rates, shrink_shares
from analytics.supervision import WINDOW_DAYS, circulars
from analytics.topics import OCCUPATIONS
from benchmarks.queries_others_ways import DEMANDS, Way
from data.reference import areas

_LEAST = statistics.SHARE_AT_LEAST
_EPOCH = pd.Timestamp("1970-01-01")


def count_vacancies(way: Way, where: Filter) -> pd.DataFrame:
    found = way.totals(where)
    return found.assign(n_undated=found["n"] - found["n_dated"])


def count_by_month(way: Way, where: Filter, last: int = 24) -> pd.DataFrame:
    counts = way.covered().merge(way.months(where), on="month", how="left").fillna({"n": 0})
    counts = counts.sort_values("month")
    span = pd.period_range(counts["month"].iloc[0], counts["month"].iloc[-1], freq="M")
    names = pd.Index(span.strftime("%Y-%m"), name="month")
    return counts.set_index("month").reindex(names).reset_index().tail(last).reset_index(drop=True)


def _find_complete(way: Way, last: int) -> pd.DataFrame:
    """The last months of the whole snapshot and whether they are complete."""
    months = count_by_month(way, EVERYTHING, last)
    lengths = np.array([calendar.monthrange(int(m[:4]), int(m[5:]))[1] for m in months["month"]])
    first, until = months["first_day"].to_numpy(float), months["last_day"].to_numpy(float)
    complete = (first <= EDGE_DAYS) & (until > lengths - EDGE_DAYS)
    complete[-1] &= until[-1] == lengths[-1]
    return months.assign(is_complete=complete)


def _find_window(way: Way, half: int) -> list[str]:
    months = _find_complete(way, 2 * half + 2)
    complete = months.index[months["is_complete"]]
    if complete.empty:
        return []
    span = months.loc[: complete[-1]].tail(2 * half)
    is_whole = len(span) == 2 * half and bool(span["is_complete"].all())
    return [str(month) for month in span["month"]] if is_whole else []


def _add_growth(counts: pd.DataFrame, before: int, recent: int) -> pd.DataFrame:
    posterior = growth_posterior(
        counts["n_before"].to_numpy(float), counts["n_recent"].to_numpy(float), before, recent,
        GROWTH_MORE_THAN,
    )  # fmt: skip
    posterior = posterior[["growth", "p_growth", "interval_low", "interval_high"]]
    named = posterior.rename(columns={"interval_low": "growth_low", "interval_high": "growth_high"})
    return pd.concat([counts.reset_index(drop=True), named], axis=1)


def _grow(way: Way, where: Filter, kind: str, digits: int = 0) -> pd.DataFrame:
    """Growth of each kind's share, as `growth.growth_of_shares` tells it."""
    for half in WINDOWS:
        months = _find_window(way, half)
        if not months:
            continue
        counts = way.windows(where, kind, digits, months).sort_values("key")
        before, recent = int(counts["n_before"].sum()), int(counts["n_recent"].sum())
        if min(before, recent) >= statistics.CHANGE_AT_LEAST:
            return _add_growth(counts, before, recent)
    return pd.DataFrame({"key": pd.Series(dtype=object)})


def _grow_named(way: Way, where: Filter, table: str) -> pd.DataFrame:
    """Growth of what a table names, as `skills_growth.compare_windows` tells it."""
    for half in WINDOWS:
        months = _find_window(way, half)
        counts = way.named_windows(where, table, months, _LEAST) if months else pd.DataFrame()
        if len(counts):
            counts = counts.sort_values("key")
            before, recent = (int(counts[f"base_{side}"].iloc[0]) for side in ("before", "recent"))
            if min(before, recent) >= statistics.CHANGE_AT_LEAST:
                return _add_growth(counts, before, recent)
    return pd.DataFrame({"key": pd.Series(dtype=object)})


def share_portals(way: Way, where: Filter) -> pd.DataFrame:
    found = way.portals(where).sort_values(["n", "portal"], ascending=[False, True])
    return found.assign(share=found["n"] / found["base"]).drop(columns="base")


def rank_titles(way: Way, where: Filter) -> pd.DataFrame:
    found = way.titles(where, _LEAST, 10).sort_values(["n", "title"], ascending=[False, True])
    return add_shares(found.reset_index(drop=True)).drop(columns="base")


def _rank(way: Way, where: Filter, kind: str, digits: int, *, more: bool) -> pd.DataFrame:
    counts = way.groups(where, kind, digits, more=more)
    counts = counts.sort_values(["n", "key"], ascending=[False, True]).reset_index(drop=True)
    ranked = add_shares(counts.assign(base=counts["n"].sum())).drop(columns="base")
    grown = ranked.merge(_grow(way, where, kind, digits), on="key", how="left")
    return grown[grown["n"] >= _LEAST].rename(columns={"key": kind})


def rank_provinces(way: Way, where: Filter) -> pd.DataFrame:
    counts = way.groups(where, "province", 0, more=False).set_index("key")["n"]
    total = int(counts.sum())
    counts = counts.reindex(list(areas.provinces()), fill_value=0)
    found = counts.rename_axis("province").reset_index()
    found = found.sort_values(["n", "province"], ascending=[False, True]).reset_index(drop=True)
    shares = add_shares(found.assign(base=total)).drop(columns="base")
    few = shares["n"] < _LEAST
    shares.loc[few, ["share", "interval_low", "interval_high"]] = math.nan
    return shares


def rank_occupations(way: Way, where: Filter) -> pd.DataFrame:
    return _rank(way, where, "occupation", 4, more=False)


def rank_sectors(way: Way, where: Filter) -> pd.DataFrame:
    return _rank(way, where, "sector", 0, more=True).drop(columns="n_new")


def rank_regencies(way: Way, where: Filter) -> pd.DataFrame:
    of = Filter(province=where.province, occupation=where.occupation)
    counts = way.groups(of, "regency", 0, more=True).drop(columns="n_wage")
    counts = counts.rename(columns={"key": "place"})
    found = list_places("regency", where.province).merge(counts, on="place", how="left")
    numbers = ["n", "employers", "n_open", "n_new"]
    found[numbers] = found[numbers].fillna(0).astype(int)
    found = found.sort_values(["n", "place"], ascending=[False, True]).reset_index(drop=True)
    ranked = add_shares(found.assign(base=int(counts["n"].sum()))).drop(columns="base")
    few = ranked["n"] < _LEAST
    ranked.loc[few, ["share", "interval_low", "interval_high"]] = math.nan
    people = ranked["population"].to_numpy(float) / PER
    rates = shrink_rates(ranked["n"].to_numpy(), people, ranked["province"].to_numpy(str))
    ranked["per_100k"] = rates["rate"]
    ranked["per_100k_low"] = rates["interval_low"]
    ranked["per_100k_high"] = rates["interval_high"]
    grown = _grow(way, of, "regency").rename(columns={"key": "place"})
    return ranked.merge(grown, on="place", how="left")


def rank_skills(way: Way, where: Filter) -> pd.DataFrame:
    counts = way.skills(where, _LEAST)
    counts = counts.sort_values(["n", "skill"], ascending=[False, True]).reset_index(drop=True)
    everywhere = counts if where == EVERYTHING else way.skills(EVERYTHING, _LEAST)
    wide = add_shares(everywhere.reset_index(drop=True)).set_index("skill")
    grown = _grow_named(way, where, "mentions").rename(columns={"key": "skill"})
    ranked = add_shares(counts).merge(grown, on="skill", how="left")
    ranked["share_all"] = ranked["skill"].map(wide["share"])
    ranked["is_hot"] = ranked["skill"].map(wide["interval_low"]) >= HOT_FROM
    return ranked.merge(way.names(), on="skill")


def occupation_skills(way: Way, where: Filter) -> pd.DataFrame:
    """In the narrowest place with enough descriptions, beside all described vacancies."""
    counts, place = pd.DataFrame(), ""
    for place, wide in wider(where):  # noqa: B007 - the place where it stops is the answer
        counts = way.skills(wide, SKILL_AT_LEAST)
        if len(counts) and counts["base"].iloc[0] >= _LEAST:
            break
    counts = counts.sort_values(["n", "skill"], ascending=[False, True]).reset_index(drop=True)
    found = add_shares(counts).merge(way.names().drop(columns="group"), on="skill")
    everywhere = way.skills(EVERYTHING, 1).set_index("skill")
    of_all = (everywhere["n"] / everywhere["base"]).clip(upper=1)
    found["share_all"] = found["skill"].map(of_all)
    found["lift"] = found["share"] / found["share_all"]
    return found.assign(place=place).head(30)


def find_neighbours(way: Way, where: Filter, skill: str) -> pd.DataFrame:
    counts = way.neighbours(where, skill, _LEAST).sort_values("skill").reset_index(drop=True)
    found = add_shares(counts).merge(way.names(), on="skill")
    found["share_all"] = found["n_skill"] / found["described"]
    found["lift"] = found["share"] / found["share_all"]
    found["lift_low"] = found["interval_low"] / found["share_all"]
    found["n_more"] = found["n_skill"] - found["n"]
    above = found[found["lift_low"] > 1].copy()
    above["order"] = above["share"] * np.log(above["lift_low"])
    above = above.sort_values(["order", "skill"], ascending=[False, True])
    return above.drop(columns=["order", "described", "group"]).head(30)


def share_by_occupation(way: Way, where: Filter, skill: str) -> pd.DataFrame:
    counts = way.parts(where, skill, "occupation").rename(columns={"key": "value"})
    counts = counts.sort_values(["n", "base", "value"], ascending=[False, False, True])
    counts = counts.reset_index(drop=True)
    shares = shrink_shares(counts["n"].to_numpy(), counts["base"].to_numpy())
    shares = shares[["share", "interval_low", "interval_high"]]
    asked, total = int(counts["n"].sum()), int(counts["base"].sum())
    found = pd.concat([counts, shares], axis=1)
    found = found.assign(weight=found["n"] / max(asked, 1), share_all=asked / max(total, 1))
    return found[found["base"] >= _LEAST]


def share_of(n: int, base: int) -> dict[str, float]:
    """The share of n in base and its interval, missing where base is small."""
    interval = statistics.share_interval(n, base) if base >= _LEAST else None
    if interval is None:
        return dict.fromkeys(("share", "interval_low", "interval_high"), math.nan)
    return {"share": n / base, "interval_low": interval.low, "interval_high": interval.high}


def share_demands_by_month(way: Way, where: Filter) -> pd.DataFrame:
    months = _find_complete(way, 36)
    counts = way.demands(where, "month", date(1, 1, 1), date(9999, 1, 1)).set_index("key")
    told = months.loc[months["n"].notna(), "month"].tolist()
    counts = counts.reindex(told, fill_value=0)
    rows = [
        {"demand": demand, "month": month, "found": int(found), "n": int(n)}
        | share_of(int(found), int(n))
        for demand in DEMANDS
        for month, found, n in zip(told, counts[demand], counts["n"], strict=True)
    ]
    return pd.DataFrame(rows)


def compare_sectors(way: Way, where: Filter, newest: date) -> pd.DataFrame:
    """The demand of an age, by sector, in the last year and in the year before the circular."""
    day, year = circulars()["limits"].day, timedelta(days=WINDOW_DAYS)
    now = _limit(way.demands(where, "sector", newest - year, newest + timedelta(days=1)))
    before = _limit(way.demands(where, "sector", day - year, day)).rename(
        columns={"found": "found_before", "n": "n_before", "share": "share_before",
                 "interval_low": "before_low", "interval_high": "before_high"}
    )  # fmt: skip
    found = now[now["n"] >= _LEAST].merge(before, on="group", how="left")
    found = found.fillna({"found_before": 0, "n_before": 0})
    return found.sort_values(["share", "group"], ascending=[False, True])


def _limit(counts: pd.DataFrame) -> pd.DataFrame:
    counts = counts.sort_values("key").reset_index(drop=True)
    shares = shrink_shares(counts["age"].to_numpy(), counts["n"].to_numpy())
    told = pd.DataFrame({"group": counts["key"], "found": counts["age"], "n": counts["n"]})
    return told.join(shares[["share", "interval_low", "interval_high"]])


def share_signs(way: Way, where: Filter) -> pd.DataFrame:
    kinds = [kind for kind, told in rules()["sign"].items() if told["side"] == "danger"]
    return add_shares(way.signs(where, kinds))


def count_spans(way: Way, where: Filter, first: date, last: date) -> pd.DataFrame:
    """How many stand and how many begin on each of these days."""
    days = pd.date_range(first, last, freq="D")
    found = way.stock(where)
    at = found["day"].to_numpy(int) - (days[0] - _EPOCH).days
    inside = (at >= 0) & (at < len(days))
    steps, new = np.zeros(len(days) + 1), np.zeros(len(days))
    np.add.at(steps, at.clip(0, len(days)), found["step"].to_numpy(float))
    np.add.at(new, at[inside], found["new"].to_numpy(float)[inside])
    return pd.DataFrame({"day": days, "n_stock": np.cumsum(steps)[:-1], "n_new": new})


def list_advertisements(way: Way, where: Filter) -> pd.DataFrame:
    return way.advertisements(where, 10)


def rank_topics(way: Way, where: Filter) -> pd.DataFrame:
    counts = way.topics(where)
    counts = counts[
        (counts["n"] >= _LEAST) & (counts["employers"] >= statistics.EMPLOYERS_AT_LEAST)
    ].sort_values(["n", "topic"], ascending=[False, True])
    jobs = way.topic_jobs(where, OCCUPATIONS).groupby("topic")["occupation"].agg(list)
    grown = _grow_named(way, where, "vacancy_topics").rename(columns={"key": "topic"})
    ranked = add_shares(counts.reset_index(drop=True)).merge(grown, on="topic", how="left")
    told = pd.Series([jobs.get(topic, []) for topic in ranked["topic"]], dtype=object)
    return ranked.assign(occupations=told)


def list_overlap(way: Way, where: Filter) -> pd.DataFrame:
    del where
    found = way.overlap()
    found = found[found["smaller"] >= _LEAST].reset_index(drop=True)
    found["share"] = found["n"] / found["smaller"]
    return found.sort_values(["share", "portal", "other"], ascending=[False, True, True])
