"""How visible the labour market of a place is in advertisements: a grade A to E with reasons."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.filter import EVERYTHING, Filter
from analytics.growth import KINDS
from analytics.index_counts import find_reporting
from analytics.index_series import USUAL_AT_LEAST
from analytics.regions import IN_VIEW, LEVELS, list_places
from data.reference import areas, official
from data.snapshot import Snapshot

# The least vacancies for a grade before weaknesses. By METHODS 3.4 the quotient of a skill of 3 %
# that is as common as elsewhere shows as 0.7 to 1.3 with 1,000 vacancies, 0.4 to 1.6 with 300,
# 0.3 to 2 with 100; below 30 the house shows no change.
GRADES: Final[Mapping[str, int]] = {"A": 1_000, "B": 300, "C": 100, "D": 30, "E": 0}
# Each weakness takes one grade off.
THIN_BELOW: Final = 0.25  # vacancies to residents, against the country's
INFORMAL_ABOVE: Final = 0.7  # of the employed; informal work is hardly advertised
PORTALS_AT_LEAST: Final = 3
LARGEST_ABOVE: Final = 0.25  # of the vacancies with an employer, from a single one
OUTAGE_DAYS: Final = 28


def grade_visibility(snapshot: Snapshot, where: Filter, level: str = "province") -> pd.DataFrame:
    """The grade of each province, or of each regency (of the province asked about).

    Only the place counts of the filter: the grade is of the market, not of a question. Columns:
    place (BPS code), grade ("A" is best, "E" worst), n (vacancies posted in the 365 days up to the
    newest sighting), employers, portals (that had one of them), largest_share (part of the largest
    employer in those that name one, 0 to 1), per_1000 (vacancies to 1,000 residents), thinness
    (that rate to the country's: 1 is the same), informal (part of the employed in informal work, 0
    to 1, BPS, of the province; the newest published, parents' for provinces made since 2022),
    informal_period ("2022-08"), reported (part of the place's vacancies that come from portals that
    reported in the last OUTAGE_DAYS, 0 to 1), reasons (list of what took grades off: "few", "thin",
    "informal", "portals", "one_employer", "outage"). It cannot say what share of jobs is
    advertised: no count of all openings exists, and the employed by occupation are not published by
    place.
    """
    if level not in LEVELS:
        raise ValueError(f"{level!r} is no level of places: {', '.join(LEVELS)}")
    province = where.province if level == "regency" else None
    of = replace(EVERYTHING, province=province)
    found = list_places(level).merge(_count(snapshot, level), on="place", how="left")
    found = found.merge(_count_shown(snapshot, level), on="place", how="left")
    numbers = ["n", "employers", "portals"]
    found[numbers] = found[numbers].fillna(0).astype(int)
    found["per_1000"] = 1_000 * found["n"] / found["population"]
    country = 1_000 * found["n"].sum() / found["population"].sum()
    found["thinness"] = found["per_1000"] / country if country > 0 else float("nan")
    informal = {code: _informal(code) for code in found["province"].unique()}
    figures = [informal[code] for code in found["province"]]
    found["informal"] = pd.Series([f.value / 100 if f else None for f in figures], dtype=float)
    found["informal_period"] = pd.Series([f.period if f else None for f in figures], dtype=object)
    if of.province is not None:
        found = found[found["province"] == of.province].reset_index(drop=True)
    found["reasons"] = [_weaknesses(row) for row in found.to_dict("records")]
    found["grade"] = [
        _grade(int(n), len(reasons) - ("few" in reasons))
        for n, reasons in zip(found["n"], found["reasons"], strict=True)
    ]
    return found[list(_COLUMNS)]


_COLUMNS: Final = (
    "place", "grade", "n", "employers", "portals", "largest_share", "per_1000", "thinness",
    "informal", "informal_period", "reported", "reasons",
)  # fmt: skip


def visibility_of(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """The row of `grade_visibility` of the regency or province asked about, with level.

    Columns: those, and level ("regency" or "province"). No row where the filter names no place.
    """
    level = "regency" if where.regency is not None else "province"
    code = where.regency or where.province
    if code is None:
        return pd.DataFrame(columns=[*_COLUMNS, "level"])
    found = grade_visibility(snapshot, Filter(province=code[:2]), level)
    return found[found["place"] == code].assign(level=level).reset_index(drop=True)


def _grade(n: int, weaknesses: int) -> str:
    """The grade of so many vacancies, less one for each weakness."""
    names = list(GRADES)
    first = next(place for place, name in enumerate(names) if n >= GRADES[name])
    return names[min(first + weaknesses, len(names) - 1)]


def _weaknesses(row: Mapping[Hashable, Any]) -> list[str]:
    """What takes grades off, in the order of the columns; a figure that is missing takes none."""
    value = {name: float(row[name]) for name in _JUDGED}
    tests = {
        "few": value["n"] < GRADES["A"],
        "thin": value["thinness"] < THIN_BELOW,
        "informal": value["informal"] > INFORMAL_ABOVE,
        "portals": value["portals"] < PORTALS_AT_LEAST,
        "one_employer": value["largest_share"] > LARGEST_ABOVE,
        "outage": value["reported"] < USUAL_AT_LEAST,
    }
    return [reason for reason, is_weak in tests.items() if is_weak]


_JUDGED: Final = ("n", "thinness", "informal", "portals", "largest_share", "reported")


def _count(snapshot: Snapshot, level: str) -> pd.DataFrame:
    """Columns: place, n, employers, largest_share."""
    return snapshot.frame(
        f"""
        WITH named AS (
            SELECT {KINDS[level]} AS place, v.employer, count(*) AS n
            FROM vacancies v WHERE {IN_VIEW} GROUP BY ALL
        )
        SELECT place, sum(n) AS n, count(employer) AS employers,
            max(n) FILTER (WHERE employer IS NOT NULL)
                / sum(n) FILTER (WHERE employer IS NOT NULL) AS largest_share
        FROM named WHERE place IS NOT NULL GROUP BY place
        """  # noqa: S608 - constants of this house
    )


def _count_shown(snapshot: Snapshot, level: str) -> pd.DataFrame:
    """Columns: place, portals, reported (missing where no portal was ever looked at)."""
    shown = snapshot.frame(
        f"""
        SELECT {KINDS[level]} AS place, v.portal, count(*) AS n
        FROM spells v WHERE {IN_VIEW} GROUP BY ALL HAVING place IS NOT NULL
        """  # noqa: S608 - constants of this house
    )
    part = find_reporting(snapshot, OUTAGE_DAYS)
    shown["told"] = shown["n"] * shown["portal"].map(part).astype(float).fillna(0.0)
    by_place = shown.groupby("place")
    sums = by_place[["told", "n"]].sum()
    reported = sums["told"] / sums["n"] if part else np.nan
    return pd.DataFrame({"portals": by_place.size(), "reported": reported}).reset_index()


def _informal(province: str) -> official.Figure | None:
    """The newest informal share of a province, or of the one it was part of."""
    parent = areas.provinces()[province].split_from
    return official.latest(
        "labour_indicators", province, indicator="informal_share_percent"
    ) or official.latest(
        "labour_indicators", parent or province, indicator="informal_share_percent"
    )
