"""The ten questions answered in plain pandas, from tables of openings (questions_rows).

Written without analytics, to check it: the rules are those that docs and docstrings tell.
"""

import tomllib
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd
from scipy import optimize, stats

from benchmarks.questions_rows import Rows, read_table
from settings import ROOT

Figures = Mapping[str, float]
Table = pd.DataFrame
CIRCULAR: Final = pd.Timestamp("2025-05-28")
_YEAR: Final = pd.Timedelta(days=365)
_AT_LEAST: Final = 10
_EMPLOYERS_AT_LEAST: Final = 3
_OPEN_DAYS: Final = pd.Timedelta(days=60)
_NOT_FULL_TIME: Final = ("part_time", "internship", "freelance", "daily")
_YEARS: Final = {"sd": 6, "smp": 9, "sma": 12, "smk": 12, "d1": 13, "d2": 14, "d3": 15, "d4": 16,
                 "s1": 16, "s2": 18, "s3": 21}  # fmt: skip
WAITER, BALI = "5131", "51"
ACCOUNTANT, JAKARTA = "2411", "31"
PROGRAMMER: Final = "2512"
BEKASI: Final = ("3275", "3216")
SMK_YEARS, EXPERIENCE = _YEARS["smk"], 1.0


def is_paid(table: Table) -> "pd.Series[bool]":
    """Pay in rupiah that says what time it is for, in order, and is not implausible."""
    low, high = table["wage_min_idr"].astype(float), table["wage_max_idr"].astype(float)
    flags = table["wage_flags"].fillna("").astype(str)
    is_told = high.fillna(low).gt(0) & table["wage_period"].notna() & ~low.gt(high)
    return is_told & ~flags.str.contains("implausible")


def count_months(table: Table, rows: Rows) -> Figures:
    """Openings by month of posting, and by month and province ("2025-09 32")."""
    del rows
    dated = table[table["month"].notna()]
    both = dated.groupby(["month", "province"]).size()
    figures = {str(month): float(n) for month, n in dated.groupby("month").size().items()}
    figures |= {" ".join(key): float(n) for key, n in both.items()}  # type: ignore[arg-type]
    return {"dated": float(len(dated)), **figures}


def share_stated(table: Table, rows: Rows) -> Figures:
    """Openings whose advertisement states pay that can be told by the month."""
    del rows
    flags = table["wage_flags"].fillna("").astype(str)
    is_rupiah = table["wage_currency"].eq("IDR") & ~flags.str.contains("implausible")
    n, base = int(is_paid(table).sum()), len(table)
    return {"n": float(n), "base": float(base), **_share(n, base),
            "n_no_period": float((is_rupiah & table["wage_period"].isna()).sum())}  # fmt: skip


def _share(n: int, base: int) -> Figures:
    bounds = stats.binomtest(n, base).proportion_ci(method="wilson")
    return {"share": n / base, "interval_low": bounds.low, "interval_high": bounds.high}


def rank_skills(table: Table, rows: Rows) -> Figures:
    """In how many described openings of waiters in Bali each skill is asked for."""
    is_asked = is_occupation(table, WAITER) & table["province"].eq(BALI)
    asked = table.index[is_asked & table["description_characters"].notna()]
    named = rows.mentions[rows.mentions["vacancy_id"].isin(asked)]
    counts = named.groupby("skill")["vacancy_id"].nunique()
    found = {str(skill): float(n) for skill, n in counts[counts >= 3].items()}
    return {"base": float(len(asked)), **found}


def is_occupation(table: Table, occupation: str) -> "pd.Series[bool]":
    return table["occupation"].fillna("").astype(str).str.startswith(occupation)


def median_pay(table: Table, rows: Rows) -> Figures:
    """The median of what accountants are offered in Jakarta: every step of a range alike."""
    del rows
    paid = table[is_paid(table) & is_occupation(table, ACCOUNTANT) & table["province"].eq(JAKARTA)]
    low = np.log(paid["wage_min_idr"].to_numpy(float))
    high = np.log(paid["wage_max_idr"].to_numpy(float))
    n = len(paid)
    figures = {"n": float(n), "employers": float(paid["employer"].nunique())}

    def below(amount: float) -> float:
        """The mean over openings of the part of the range below an amount (logarithm)."""
        part = (amount - low) / np.maximum(high - low, 1e-7)
        return float(np.clip(part, 0, 1).mean())

    def find(share: float) -> float:
        bounds = (float(low.min()) - 1, float(high.max()) + 1)
        return float(np.exp(optimize.brentq(lambda x: below(x) - share, *bounds, xtol=1e-12)))

    # The l-th smallest bounds the median from below where fewer than l lie below it in 2.5 %.
    rank = int(stats.binom.ppf(0.025, n, 0.5))
    ends = {"interval_low": (rank - 0.5) / n, "interval_high": (n + 0.5 - rank) / n}
    return figures | {"median": find(0.5)} | {name: find(share) for name, share in ends.items()}


def rank_regencies(table: Table, rows: Rows) -> Figures:
    """Openings of each regency, and to 100,000 residents ("3171 rate")."""
    del rows
    known = read_table("regencies").set_index("bps_code")["population_dec_2024"].astype(float)
    counts = table["regency"].value_counts().reindex(known.index, fill_value=0)
    figures = {str(code): float(n) for code, n in counts.items()}
    rates = counts / known * 100_000
    return {"n": float(counts.sum()), **figures, **{f"{c} rate": r for c, r in rates.items()}}


def count_doubles(table: Table, rows: Rows) -> Figures:
    """Openings that two portals both show, or one more than once ("glints × jobstreet")."""
    return _doubles(rows.published, table)


def count_doubles_raw(table: Table, rows: Rows) -> Figures:
    """The same from the portals that the raw rows name."""
    return _doubles(rows.postings, table)


def _doubles(postings: Table, table: Table) -> Figures:
    shown = postings.groupby(["vacancy_id", "portal"]).size().unstack(fill_value=0)
    sizes = (shown > 0).sum()
    figures = {"n": float(len(table))}
    for at, one in enumerate(shown.columns):
        for other in shown.columns[at:]:
            both = (shown[one] > 1) if one == other else (shown[one] > 0) & (shown[other] > 0)
            if both.any() and min(sizes[one], sizes[other]) >= _AT_LEAST:
                figures[f"{one} × {other}"] = float(both.sum())
    return figures


def limit_ages(table: Table, rows: Rows) -> Figures:
    """Described openings with an age limit, in the year before the circular and from it on."""
    del rows
    day = pd.to_datetime(table["posted"])
    asked = table["description_characters"].notna()
    limited = table["age_min"].notna() | table["age_max"].notna()
    figures: dict[str, float] = {}
    for side, start in (("before", CIRCULAR - _YEAR), ("after", CIRCULAR)):
        inside = asked & (day >= start) & (day < start + _YEAR)
        found, n = int((inside & limited).sum()), int(inside.sum())
        figures |= {f"found_{side}": float(found), f"n_{side}": float(n)}
        figures[f"share_{side}"] = found / n if n else float("nan")
    return figures


def fall_short(table: Table, rows: Rows) -> Figures:
    """Full-time offers below the minimum wage of their area and year: how many, how far."""
    del rows
    is_part = table["employment_type"].isin(_NOT_FULL_TIME) | table["wage_period"].eq("hour")
    paid = table[is_paid(table) & ~is_part & table["posted"].notna()]
    year = pd.to_datetime(paid["posted"]).dt.year.astype(str)
    own = read_table("minimum_wage_regency")
    own = own[own["basis"].isin(["umk_listed", "umk_computed"])]
    regency = own.set_index(["bps_code", "year"])["umk_idr"].astype(float)
    province = read_table("minimum_wage_province").dropna(subset=["ump_idr"])
    wide = province.set_index(["bps_province_code", "year"])["ump_idr"].astype(float).round()
    parents = read_table("provinces").set_index("bps_code")["parent_before_split"].dropna()
    umk = _look_up(regency.round(), paid["regency"], year)
    ump = _look_up(wide, paid["province"], year)
    # Provinces split off in 2022 had the wage of the former one until 2023.
    former = _look_up(wide, paid["province"].map(parents), year).where(year < "2024")
    line = umk.fillna(ump).fillna(former)
    held = line.notna()
    offered = paid["wage_max_idr"].astype(float).fillna(np.inf)[held]
    short = ((line[held] - offered) / line[held]).clip(lower=0)
    figures = {"n": float(held.sum()), "n_umk": float(umk.notna().sum()),
               "n_below": float((short > 0).sum())}  # fmt: skip
    if held.sum() < _AT_LEAST or paid.loc[held, "employer"].nunique() < _EMPLOYERS_AT_LEAST:
        return figures
    return figures | {"share": float((short > 0).mean()), "gap": float(short.mean())}


def _look_up(
    wages: "pd.Series[float]", area: "pd.Series[str]", year: "pd.Series[str]"
) -> "pd.Series[float]":
    keys = pd.MultiIndex.from_arrays([area.fillna(""), year])
    return pd.Series(wages.reindex(keys).to_numpy(float), index=area.index)


def ask_education(table: Table, rows: Rows) -> Figures:
    """The least schooling that described openings of programmers accept."""
    del rows
    asked = table[is_occupation(table, PROGRAMMER) & table["description_characters"].notna()]
    counts = asked["education_min"].fillna("unstated").value_counts()
    return {"base": float(len(asked)), **{str(level): float(n) for level, n in counts.items()}}


def reach_openings(table: Table, rows: Rows) -> Figures:
    """Open openings of Bekasi (kota, kabupaten) that accept SMK and a year of experience.

    Of tools and languages half must be held, rounded up, and every licence: who names none holds
    what goes without saying, and what a licence brings counts as held.
    """
    told = tomllib.loads((ROOT / "analytics/openings.toml").read_text(encoding="utf-8"))
    held = set(told["held"]["skills"])
    newest = table["last_seen"].max()
    stands = table["closed"].isna() | (table["closed"] > newest)
    around = table[stands & (table["last_seen"] >= newest - _OPEN_DAYS)]
    around = around[around["regency"].isin(BEKASI)]
    asked = rows.mentions[rows.mentions["vacancy_id"].isin(around.index)]
    asked = asked[["vacancy_id", "skill"]].drop_duplicates()
    kind = asked["skill"].map(rows.skills.set_index("id")["kind"])
    counted = asked[kind.isin(["tool", "language"])]
    known = counted["skill"].isin(held)
    # One of one, one of two, two of three.
    needed = (counted.groupby("vacancy_id").size() + 1) // 2
    lacking = needed - counted[known].groupby("vacancy_id").size().reindex(needed.index).fillna(0)
    licences = asked.loc[kind.eq("license") & ~asked["skill"].isin(held), "vacancy_id"]
    fits = around["education_min"].map(_YEARS).fillna(0).le(SMK_YEARS)
    fits &= around["experience_min_years"].fillna(0).le(EXPERIENCE)
    fits &= ~around.index.isin(lacking.index[lacking > 0]) & ~around.index.isin(licences)
    figures: dict[str, float] = {}
    for regency in BEKASI:
        here = around["regency"].eq(regency)
        figures |= {f"{regency} here": float(here.sum()), f"{regency}": float((here & fits).sum())}
    return figures


Count = Callable[[Table, Rows], Figures]
