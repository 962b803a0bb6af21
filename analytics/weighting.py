"""Shares of vacancies weighted to where people work: raw and weighted beside each other."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics import statistics
from analytics.filter import EVERYTHING, Filter
from analytics.growth import KINDS
from analytics.statistics_weights import Raking, kish_n, rake
from data.reference import areas, classifications, official
from data.snapshot import Snapshot

# Weighted shares of fewer effective vacancies are not shown (METHODS §3.2).
EFFECTIVE_AT_LEAST: Final = 10
_KINDS: Final = {**KINDS, "skill": "m.skill"}
_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Margin:
    """The official total of each category of a margin (persons), its period and how it is known.

    basis: "published", or "estimated" from other published figures.
    """

    totals: Mapping[str, float]
    period: str
    basis: str


def list_employed(snapshot: Snapshot) -> dict[str, dict[str, float]]:
    """The part of the employed in each sector by period: {"2025-08": {"A": 28.15}}, in percent.

    Sectors as BPS groups sections ("M,N"). Sakernas; figures that the operator has loaded count
    as well. Between two full tables BPS tells three sectors of seventeen.
    """
    by_period: dict[str, dict[str, float]] = {}
    for figure in official.figures("employed_share_by_sector"):
        by_period.setdefault(figure.period, {})[figure.by["kbli_section"]] = figure.value
    for row in _loaded(snapshot, "employed_share_by_sector"):
        section = json.loads(str(row["breakdown"]))["kbli_section"]
        by_period.setdefault(str(row["period"]), {})[section] = float(row["value"])
    return by_period


def employed_by_sector(snapshot: Snapshot) -> Margin:
    """The employed by sector (`list_employed`), of the newest period that has them all.

    A period with a few of them is not taken: the rest would have to be guessed.
    """
    by_period = list_employed(snapshot)
    groups = set(_sector_groups().values())
    newest = max(period for period, shares in by_period.items() if groups <= set(shares))
    return Margin(by_period[newest], newest, "published")


def _loaded(snapshot: Snapshot, figure: str) -> list[dict[str, Any]]:
    """Rows of the operator's official figures of that name."""
    if "official" not in snapshot.meta.tables:
        return []
    rows = snapshot.frame(
        "SELECT area, period, breakdown, value FROM official WHERE figure = $figure",
        {"figure": figure},
    )
    return [{str(k): v for k, v in row.items()} for row in rows.to_dict("records")]


def _sector_groups() -> dict[str, str]:
    """Section → the group that Sakernas reports it in, as "M,N"."""
    return {code: one.sakernas for code, one in classifications.sectors().items() if one.level == 1}


def employed_by_province() -> Margin:
    """The employed of each province, persons, estimated.

    Residents × participation × (1 − unemployment), each the newest of BPS: employment by province
    is published for three of them only. It supposes that the same part of residents is of working
    age everywhere; provinces made since 2022 have their parent's participation and unemployment
    where they have none of their own. A province without any is not in it.
    """
    found: dict[str, float] = {}
    periods: list[str] = []
    for code, province in areas.provinces().items():
        of = [code, *([province.split_from] if province.split_from else [])]
        part = _first("labour_indicators", of, indicator="tpak_percent")
        rate = _first("unemployment", of)
        if part is None or rate is None or province.population is None:
            continue
        found[code] = province.population * part.value / 100 * (1 - rate.value / 100)
        periods += [part.period, rate.period]
    return Margin(found, f"{min(periods)}/{max(periods)}", "estimated")


def _first(name: str, codes: list[str], **by: str) -> official.Figure | None:
    found = (official.latest(name, code, **by) for code in codes)
    return next((figure for figure in found if figure is not None), None)


@dataclass(frozen=True, slots=True)
class Weighting:
    """Weights of vacancies by province and sector group, and what they could not do.

    cells: province, sector (group; both missing where not told), n (vacancies), weight (mean 1).
    margins: margin ("province", "sector"), category, n, target, share_raw, share_weighted, basis,
    period, error (share_weighted/target − 1). unseen: margin, category, share (of the employed
    there): people work there but nothing is advertised; it stays empty, so weighted figures speak
    for the rest only. unseen_cells: province, sector, share_most (the cell's part of the employed
    is at most the smaller of its margins'; no table by province and sector is published). n,
    n_effective (Kish), error (the largest of the margins), is_reached (within 1 %).
    """

    cells: pd.DataFrame
    margins: pd.DataFrame
    unseen: pd.DataFrame
    unseen_cells: pd.DataFrame
    n: int
    n_effective: float
    error: float
    is_reached: bool


def weigh_vacancies(snapshot: Snapshot, where: Filter = EVERYTHING) -> Weighting | None:
    """Weights that give the vacancies of the country the provinces and sectors of the employed.

    Raking on two margins, province and sector, trimmed to 0.2–5 times the median
    (`statistics_weights.rake`). The place and subject of the filter do not count: weights are of
    the whole market, in the period and on the portals asked about. None where nothing tells a
    province and a sector. It is employment, not hiring: Sakernas' new hires are not published, so
    sectors where people seldom change jobs weigh too much. A vacancy of a sector that hardly
    advertises stands for jobs that are never advertised: weighting cannot make it speak for them.
    """
    of = Filter(period_from=where.period_from, period_to=where.period_to, portal=where.portal)
    condition, parameters = of.condition()
    counts = snapshot.frame(
        f"""
        SELECT v.province, v.sector AS section, count(*) AS n
        FROM vacancies v WHERE {condition} GROUP BY ALL ORDER BY ALL
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        parameters,
    )
    margins = {"province": employed_by_province(), "sector": employed_by_sector(snapshot)}
    counts["sector"] = counts["section"].map(_sector_groups())
    counts["province"] = counts["province"].where(
        counts["province"].isin(list(margins["province"].totals))
    )
    cells = counts.groupby(["province", "sector"], dropna=False)["n"].sum().reset_index()
    if cells[["province", "sector"]].dropna().empty:
        return None
    targets = {name: margin.totals for name, margin in margins.items()}
    raked = rake(cells, targets, counts=cells["n"].to_numpy(float))
    cells["weight"] = raked.weights
    return Weighting(
        cells=cells,
        margins=_describe(raked, margins),
        unseen=raked.unseen,
        unseen_cells=_unseen_cells(cells, raked, margins),
        n=int(cells["n"].sum()),
        n_effective=raked.n_effective,
        error=raked.error,
        is_reached=raked.is_reached,
    )


def _describe(raked: Raking, margins: Mapping[str, Margin]) -> pd.DataFrame:
    told = raked.margins
    return told.assign(
        basis=[margins[name].basis for name in told["margin"]],
        period=[margins[name].period for name in told["margin"]],
        error=told["share_weighted"] / told["target"] - 1,
    )


def _unseen_cells(
    cells: pd.DataFrame, raked: Raking, margins: Mapping[str, Margin]
) -> pd.DataFrame:
    """Cells of a province and a sector that both advertise, but not together."""
    seen = set(zip(cells["province"], cells["sector"], strict=True))
    hidden = {(row["margin"], row["category"]) for row in raked.unseen.to_dict("records")}
    shares = {
        name: {code: total / sum(margin.totals.values()) for code, total in margin.totals.items()}
        for name, margin in margins.items()
    }
    rows = [
        (province, sector, min(of_province, of_sector))
        for province, of_province in shares["province"].items()
        for sector, of_sector in shares["sector"].items()
        if (province, sector) not in seen
        and ("province", province) not in hidden
        and ("sector", sector) not in hidden
    ]
    found = pd.DataFrame(rows, columns=["province", "sector", "share_most"])
    return found.sort_values("share_most", ascending=False, ignore_index=True)


def weigh_shares(
    snapshot: Snapshot, where: Filter, kind: str, digits: int = 4, limit: int | None = None
) -> pd.DataFrame:
    """The share of each `kind` in the vacancies asked about, raw and weighted, most first.

    `kind` is "occupation" (KBJI, `digits` digits), "sector" (section), "province", "regency" or
    "skill". Columns: the kind's name, n, base (vacancies that tell the kind; of skills, that have a
    description), share, interval_low, interval_high (raw, Wilson, 95 %), share_weighted,
    weighted_low, weighted_high (Wilson on n_effective), n_effective (Kish, of the base), differs
    (one of the shares lies outside the other's interval: where advertisements come from matters).
    Only with SHARE_AT_LEAST vacancies; the weighted columns are missing below EFFECTIVE_AT_LEAST
    effective ones. `n_effective` counts what unequal weights cost on the whole, not for each kind.
    The raw share is of advertisements, the weighted one of a market whose
    advertisements were spread over provinces and sectors as work is.
    """
    weighting = weigh_vacancies(snapshot, where)
    condition, parameters = where.condition()
    if kind == "occupation":
        parameters = {**parameters, "digits": digits}
    told = "v.description_characters IS NOT NULL" if kind == "skill" else f"{_KINDS[kind]} NOTNULL"
    joined = "JOIN mentions m USING (vacancy)" if kind == "skill" else ""
    rows, base = (
        snapshot.frame(
            f"""
            SELECT {column} AS kind, v.province, v.sector AS section, count(*) AS n
            FROM vacancies v {more} WHERE {told} AND {condition} GROUP BY ALL
            """,  # noqa: S608 - as above, kinds are constants
            parameters,
        )
        for column, more in ((_KINDS[kind], joined), ("NULL", ""))
    )
    columns = [
        kind, "n", "base", "share", "interval_low", "interval_high", "share_weighted",
        "weighted_low", "weighted_high", "n_effective", "differs",
    ]  # fmt: skip
    total = int(base["n"].sum())
    if weighting is None or total < statistics.SHARE_AT_LEAST:
        return pd.DataFrame(columns=columns)
    rows["weight"], base["weight"] = _weights(rows, weighting), _weights(base, weighting)
    n_effective = kish_n(base["weight"].to_numpy(float), base["n"].to_numpy(float))
    whole = float((base["weight"] * base["n"]).sum())
    rows["weighted"] = rows["weight"] * rows["n"]
    found = rows.groupby("kind")[["n", "weighted"]].sum()
    found = found[found["n"] >= statistics.SHARE_AT_LEAST].sort_values("n", ascending=False)
    told_rows = [
        _share_row(int(n), total, weighted / whole, n_effective)
        for n, weighted in zip(found["n"], found["weighted"], strict=True)
    ]
    shares = pd.DataFrame(told_rows, columns=columns[1:], index=found.index).rename_axis(kind)
    return shares.reset_index().head(limit) if limit else shares.reset_index()


def _weights(rows: pd.DataFrame, weighting: Weighting) -> "pd.Series[float]":
    """The weight of each row's cell."""
    known = weighting.margins.loc[weighting.margins["margin"] == "province", "category"]
    keys = pd.DataFrame(
        {
            "province": rows["province"].where(rows["province"].isin(known)),
            "sector": rows["section"].map(_sector_groups()),
        }
    )
    by_cell = {
        _cell(province, sector): weight
        for province, sector, weight in weighting.cells[["province", "sector", "weight"]].to_numpy()
    }
    return pd.Series(
        [by_cell[_cell(p, s)] for p, s in zip(keys["province"], keys["sector"], strict=True)],
        index=rows.index,
        dtype=float,
    )


def _cell(province: object, sector: object) -> tuple[str, str]:
    return tuple("" if pd.isna(part) else str(part) for part in (province, sector))  # type: ignore[return-value,call-overload]


def _share_row(n: int, base: int, weighted: float, n_effective: float) -> dict[str, object]:
    share = n / base
    # Weights are added up in another order above and below: the share of all may miss 1 by a hair.
    weighted = min(round(weighted, _DIGITS), 1.0)
    raw = statistics.share_interval(n, base)
    row: dict[str, object] = {
        "n": n, "base": base, "share": share, "n_effective": n_effective,
        "share_weighted": np.nan, "weighted_low": np.nan, "weighted_high": np.nan,
        "differs": False,
    }  # fmt: skip
    if raw is not None:
        row |= {"interval_low": raw.low, "interval_high": raw.high}
    if n_effective >= EFFECTIVE_AT_LEAST:
        interval = statistics.share_interval(weighted * n_effective, n_effective)
        if raw is not None and interval is not None:
            row |= {
                "share_weighted": weighted,
                "weighted_low": interval.low,
                "weighted_high": interval.high,
                "differs": not raw.holds(weighted) or not interval.holds(share),
            }
    return row
