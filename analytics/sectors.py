"""Which sectors advertise, how they grow, and what one of them asks, pays and where it is."""

from dataclasses import replace

import pandas as pd

from analytics import occupations, statistics
from analytics.advertisements import OPEN
from analytics.filter import Filter
from analytics.growth import growth_of_shares
from analytics.occupations import add_shares, add_wage
from analytics.statistics_shrink import shrink_quotients
from analytics.wages_filter import PAID
from analytics.weighting import list_employed
from data.snapshot import Snapshot


def rank_sectors(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Sectors by openings, most first, only those with at least SHARE_AT_LEAST.

    Columns: sector (KBLI 2020 section, A to U), n (vacancies), employers, n_open (that still
    stand), n_wage (that state pay in rupiah), share (of the vacancies with a known sector, 0 to 1),
    interval_low, interval_high (Wilson, 95 %), share_employed (of all employed people in the
    country, 0 to 1, missing where none is published), employed_period ("2025-08": the newest that
    `weighting.list_employed` has of the sector; weights need all of one period instead), n_recent,
    n_before, growth, growth_low, growth_high, p_growth of `growth.growth_of_shares`. The sector is
    the employer's, read from its name and words: agencies may hide the real one. Advertisements
    reach office and city work best, so a small share beside a large share_employed says that the
    sector hires by other ways, not that it does not hire.
    """
    of = replace(where, sector=None)
    condition, parameters = of.condition()
    counts = snapshot.frame(
        f"""
        SELECT v.sector, count(*) AS n, count(DISTINCT v.employer) AS employers,
            count(*) FILTER (WHERE {OPEN}) AS n_open,
            count(*) FILTER (WHERE {PAID.format(v="v")}) AS n_wage, sum(count(*)) OVER () AS base
        FROM vacancies v WHERE v.sector IS NOT NULL AND {condition}
        GROUP BY v.sector ORDER BY n DESC, v.sector
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        parameters,
    )
    ranked = add_shares(counts).drop(columns="base")
    newest: dict[str, tuple[str, float]] = {}
    for period, shares in sorted(list_employed(snapshot).items()):
        newest |= {sector: (period, share / 100) for sector, share in shares.items()}
    employed = [newest.get(sector, (None, None)) for sector in ranked["sector"]]
    ranked["share_employed"] = pd.Series([share for _, share in employed], dtype=float)
    ranked["employed_period"] = pd.Series([period for period, _ in employed], dtype=object)
    grown = ranked.merge(growth_of_shares(snapshot, of, "sector"), on="sector", how="left")
    return grown[grown["n"] >= statistics.SHARE_AT_LEAST].reset_index(drop=True)


def sector_profile(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Demand and pay of the sector asked about, in one row.

    Columns: n (vacancies), employers, n_open, n_described, base (vacancies with a known sector, all
    else as asked), share (n in base, 0 to 1; missing below SHARE_AT_LEAST of base), interval_low,
    interval_high (Wilson, 95 %), n_wage (vacancies with a usable wage), median_idr, wage_low,
    wage_high (rupiah a month, 95 %), quartile_low_idr, quartile_high_idr, wage_place (the narrowest
    of "regency", "province", "nation" with enough wages for a median, else the nation). What the
    sector pays for one occupation is the same with both in the filter; a median over all of its
    occupations moves with their mix as well as with pay.
    """
    condition, parameters = where.condition()
    around, more = replace(where, sector=None).condition()
    counted = snapshot.frame(
        f"""
        SELECT count(*) AS n, count(DISTINCT v.employer) AS employers,
            count(*) FILTER (WHERE {OPEN}) AS n_open,
            count(v.description_characters) AS n_described,
            (SELECT count(v.sector) FROM vacancies v WHERE {around}) AS base
        FROM vacancies v WHERE v.sector IS NOT NULL AND {condition}
        """,  # noqa: S608 - as above
        {**parameters, **more},
    )
    return add_wage(add_shares(counted), snapshot, where)


def sector_occupations(
    snapshot: Snapshot, where: Filter, digits: int = 4, limit: int = 15
) -> pd.DataFrame:
    """The occupations that the sector asked about advertises most, most first.

    Columns: occupation (KBJI 2014, `digits` digits), n (vacancies), employers, base (vacancies of
    the sector told to so many digits), share (0 to 1), interval_low, interval_high (Wilson, 95 %),
    quotient (its share here to that in all sectors asked about, drawn to 1 as far as it is
    uncertain: 2 is twice as common), quotient_low, quotient_high (90 %), differs (the interval
    excludes 1). Only those with at least SHARE_AT_LEAST. It says what is advertised, not who works
    there.
    """
    condition, parameters = replace(where, sector=None).condition()
    counts = snapshot.frame(
        f"""
        SELECT left(v.occupation, $digits) AS occupation, v.sector, count(*) AS n,
            count(DISTINCT v.employer) AS employers
        FROM vacancies v
        WHERE v.occupation_digits >= $digits AND v.sector IS NOT NULL AND {condition}
        GROUP BY ALL ORDER BY n DESC, occupation
        """,  # noqa: S608 - as above
        {**parameters, "digits": digits},
    )
    totals = counts.groupby("sector")["n"].sum()
    own = counts[(counts["sector"] == where.sector) & (counts["n"] >= statistics.SHARE_AT_LEAST)]
    own = own.drop(columns="sector").head(limit).reset_index(drop=True)
    shares = add_shares(own.assign(base=int(totals.get(where.sector, 0))))
    quotients = [
        _quotient(counts[counts["occupation"] == occupation], totals, where.sector)
        for occupation in own["occupation"]
    ]
    columns = ["quotient", "quotient_low", "quotient_high", "differs"]
    return pd.concat([shares, pd.DataFrame(quotients, columns=columns)], axis=1)


def _quotient(
    counts: pd.DataFrame, totals: "pd.Series[int]", sector: str | None
) -> tuple[float, float, float, bool]:
    """The sector's quotient of one thing, fitted with those of the other sectors."""
    by_sector = counts.set_index("sector")["n"].reindex(totals.index, fill_value=0)
    found = shrink_quotients(by_sector.to_numpy(), totals.to_numpy())
    row = found.set_index(totals.index).to_dict("index")[str(sector)]
    return row["quotient"], row["interval_low"], row["interval_high"], bool(row["differs"])


def sector_skills(snapshot: Snapshot, where: Filter, limit: int = 30) -> pd.DataFrame:
    """The skills that the sector asked about names, by share.

    Columns: those of `occupations.occupation_skills` (share of the sector's vacancies with a
    description, lift against all). The mix of occupations decides most of it: with an occupation in
    the filter as well, the sector's own wishes show.
    """
    return occupations.occupation_skills(snapshot, where, limit)


def sector_places(snapshot: Snapshot, where: Filter, level: str = "province") -> pd.DataFrame:
    """Where the sector asked about advertises, most first, only places with an opening.

    `level` is "province" or "regency". Columns: place (BPS code), n (vacancies), employers, n_place
    (vacancies of all known sectors there), share (of the sector's vacancies with a known place, 0
    to 1; missing below SHARE_AT_LEAST of them), interval_low, interval_high (Wilson, 95 %),
    quotient (how common the sector is there to the country, drawn to 1 as far as it is uncertain),
    quotient_low, quotient_high (90 %), differs (the interval excludes 1: only then colour a map).
    """
    column = {"province": "v.province", "regency": "v.regency"}[level]
    condition, parameters = replace(where, sector=None).condition()
    counts = snapshot.frame(
        f"""
        SELECT {column} AS place, count(*) FILTER (WHERE v.sector = $of) AS n,
            count(DISTINCT v.employer) FILTER (WHERE v.sector = $of) AS employers,
            count(*) AS n_place
        FROM vacancies v
        WHERE {column} IS NOT NULL AND v.sector IS NOT NULL AND {condition}
        GROUP BY 1 ORDER BY n DESC, place
        """,  # noqa: S608 - as above; columns are constants
        {**parameters, "of": where.sector},
    )
    found = shrink_quotients(counts["n"].to_numpy(), counts["n_place"].to_numpy())
    shares = add_shares(counts.assign(base=int(counts["n"].sum()))).drop(columns="base")
    placed = shares.assign(
        quotient=found["quotient"],
        quotient_low=found["interval_low"],
        quotient_high=found["interval_high"],
        differs=found["differs"],
    )
    return placed[placed["n"] > 0].reset_index(drop=True)
