"""Which provinces and regencies advertise, and what they are special in."""

from dataclasses import replace
from typing import Final

import pandas as pd

from analytics import statistics
from analytics.advertisements import OPEN
from analytics.filter import Filter
from analytics.growth import KINDS, growth_of_shares
from analytics.occupations import add_shares
from analytics.statistics_shrink import shrink_quotients, shrink_rates
from data.reference import areas
from data.snapshot import Snapshot

LEVELS: Final = ("province", "regency")
# New advertisements are those posted in so many days up to the newest sighting.
NEW_DAYS: Final = 28
# A view of the market as it is: vacancies of so many days, so that all seasons are in.
VIEW_DAYS: Final = 365
# The day of the newest sighting in Asia/Jakarta, whatever the time zone of the machine.
NEWEST: Final = "(DATE '1970-01-01' + ((epoch_ms(max(last_seen)) + 25200000) // 86400000)::INTEGER)"
# Of the last VIEW_DAYS, as a condition on a row `v` of vacancies.
IN_VIEW: Final = f"v.posted > (SELECT {NEWEST} FROM vacancies) - {VIEW_DAYS}"  # noqa: S608 - constants
# What a place has none of is worth telling where so many would be expected.
EXPECTED_AT_LEAST: Final = 5
# Rates are told for so many inhabitants.
PER: Final = 100_000


def rank_places(snapshot: Snapshot, where: Filter, level: str = "province") -> pd.DataFrame:
    """All provinces, or all regencies (of the province asked about), most openings first.

    `level` is "province" or "regency". Columns: place (BPS code), province, population (December
    2024, residents), n (vacancies), employers, n_open (that still stand), n_new (posted in the
    NEW_DAYS up to the newest sighting), share (of the vacancies with a known place, 0 to 1; missing
    below SHARE_AT_LEAST), interval_low, interval_high (Wilson, 95 %), per_100k (vacancies to
    100,000 inhabitants, drawn to the whole, or to the province, as far as a place has few),
    per_100k_low, per_100k_high (95 %), n_recent, n_before, growth, growth_low, growth_high,
    p_growth of `growth.growth_of_shares`. Places without any have n = 0. Vacancies that tell only a
    province are in no regency. It says where is advertised on portals, not where work is: many
    villages hire without.
    """
    of = _around(where, level)
    condition, parameters = of.condition()
    column = KINDS[_known(level)]
    counts = snapshot.frame(
        f"""
        SELECT {column} AS place, count(*) AS n, count(DISTINCT v.employer) AS employers,
            count(*) FILTER (WHERE {OPEN}) AS n_open,
            count(*) FILTER (
                WHERE v.posted > (SELECT {NEWEST} FROM vacancies) - {NEW_DAYS}
            ) AS n_new
        FROM vacancies v WHERE {column} IS NOT NULL AND {condition} GROUP BY 1
        """,  # noqa: S608 - the condition is Filter's own text, columns are constants
        parameters,
    )
    places = list_places(level, of.province)
    base = int(counts["n"].sum())
    found = places.merge(counts, on="place", how="left")
    numbers = ["n", "employers", "n_open", "n_new"]
    found[numbers] = found[numbers].fillna(0).astype(int)
    found = found.sort_values(["n", "place"], ascending=[False, True]).reset_index(drop=True)
    ranked = add_shares(found.assign(base=base)).drop(columns="base")
    few = ranked["n"] < statistics.SHARE_AT_LEAST
    ranked.loc[few, ["share", "interval_low", "interval_high"]] = float("nan")
    peopled = ranked[ranked["population"] > 0]
    within = peopled["province"].to_numpy(str) if level == "regency" else None
    rates = shrink_rates(peopled["n"].to_numpy(), peopled["population"].to_numpy() / PER, within)
    rates.index = peopled.index
    ranked["per_100k"] = rates["rate"]
    ranked["per_100k_low"] = rates["interval_low"]
    ranked["per_100k_high"] = rates["interval_high"]
    grown = growth_of_shares(snapshot, of, level).rename(columns={level: "place"})
    return ranked.merge(grown, on="place", how="left")


def _known(level: str) -> str:
    if level not in LEVELS:
        raise ValueError(f"{level!r} is no level of places: {', '.join(LEVELS)}")
    return level


def _around(where: Filter, level: str) -> Filter:
    """The filter over all places to compare: the nation, or for regencies the province."""
    province = where.province if level == "regency" else None
    return replace(where, regency=None, province=province)


def list_places(level: str, province: str | None = None) -> pd.DataFrame:
    """Columns: place (BPS code), province, population (residents in December 2024)."""
    if level == "province":
        rows = [(one.code, one.code, one.population) for one in areas.provinces().values()]
    else:
        rows = [
            (one.code, one.province, one.population)
            for one in areas.regencies().values()
            if province in (None, one.province)
        ]
    return pd.DataFrame(rows, columns=["place", "province", "population"])


def location_quotients(
    snapshot: Snapshot,
    where: Filter,
    level: str = "province",
    by: str = "sector",
    *,
    digits: int = 2,
    place: str | None = None,
    thing: str | None = None,
) -> pd.DataFrame:
    """How common each sector or occupation is in each place, to the country.

    `by` is "sector" (KBLI section) or "occupation" (KBJI, `digits` digits). `place` and `thing`
    narrow the answer to one place (its profile) or one sector or occupation (its map); all places
    are compared whatever the filter says of places. Columns: place (BPS code), thing (code), n
    (vacancies), n_place (of all things there), n_thing (of the thing everywhere), share (n/n_place,
    0 to 1; missing below SHARE_AT_LEAST of n_place), quotient (share to that of the country: 2 is
    twice as common; drawn to 1, for regencies to their province's, as far as it is uncertain),
    interval_low, interval_high (90 %), own_weight (0 to 1; below ½ say "perkiraan"), differs (the
    interval excludes 1: only then may a map colour the place). Most common first. Things with fewer
    than SHARE_AT_LEAST vacancies in the country are left out, and in the answer for one `place`
    those that it neither has nor would be expected to have EXPECTED_AT_LEAST times. Vacancies that
    do not tell the thing or the place count nowhere, so a place whose advertisements are vague
    looks like the rest.
    """
    of = replace(where, province=None, regency=None)
    condition, parameters = of.condition()
    told = KINDS[by]
    column = KINDS[_known(level)]
    if by == "occupation":
        parameters = {**parameters, "digits": digits}
    counts = snapshot.frame(
        f"""
        SELECT {column} AS place, {told} AS thing, count(*) AS n
        FROM vacancies v WHERE {column} IS NOT NULL AND {condition}
        GROUP BY ALL HAVING thing IS NOT NULL ORDER BY place, thing
        """,  # noqa: S608 - as above
        parameters,
    )
    totals = counts.groupby("place")["n"].sum()
    things = {str(code): int(n) for code, n in counts.groupby("thing")["n"].sum().items()}
    wanted = {code: n for code, n in things.items() if n >= statistics.SHARE_AT_LEAST}
    if thing is not None:
        wanted = {code: n for code, n in wanted.items() if code == thing}
    if place is not None:
        has = set(counts.loc[counts["place"] == place, "thing"])
        part = totals.get(place, 0) / max(totals.sum(), 1)
        wanted = {
            code: n for code, n in wanted.items() if code in has or n * part >= EXPECTED_AT_LEAST
        }
    within = totals.index.str[:2].to_numpy(str) if level == "regency" else None
    frames = [
        _quotients(counts[counts["thing"] == code], totals, within).assign(thing=code, n_thing=n)
        for code, n in wanted.items()
    ]
    if not frames:
        return pd.DataFrame(columns=list(_QUOTIENTS))
    found = pd.concat(frames, ignore_index=True)
    if place is not None:
        found = found[found["place"] == place]
    enough = found["n_place"].where(found["n_place"] >= statistics.SHARE_AT_LEAST)
    found = found.assign(share=(found["n"] / enough).astype(float))
    in_order = found.sort_values(["quotient", "place", "thing"], ascending=[False, True, True])
    return in_order[list(_QUOTIENTS)].reset_index(drop=True)


_QUOTIENTS: Final = (
    "place", "thing", "n", "n_place", "n_thing", "share", "quotient", "interval_low",
    "interval_high", "own_weight", "differs",
)  # fmt: skip


def _quotients(counts: pd.DataFrame, totals: "pd.Series[int]", within: object) -> pd.DataFrame:
    """The quotient of one thing in every place that advertises anything."""
    n = counts.set_index("place")["n"].reindex(totals.index, fill_value=0)
    found = shrink_quotients(n.to_numpy(), totals.to_numpy(), within)  # type: ignore[arg-type]
    return found.drop(columns="parent").assign(
        place=totals.index, n=n.to_numpy(), n_place=totals.to_numpy()
    )
