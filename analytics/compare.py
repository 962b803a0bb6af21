"""Two places, occupations, sectors, skills or periods beside each other: do they differ?"""

import math
import re
from collections.abc import Mapping
from dataclasses import fields
from statistics import NormalDist
from typing import Final

import pandas as pd

from analytics import overview, statistics
from analytics.filter import Filter
from analytics.growth import growth_of_shares
from analytics.skills_filter import AskingFor
from analytics.skills_growth import measure_growth
from analytics.statistics import Interval
from analytics.wages import measure_wage
from data.snapshot import Snapshot

MEASURES: Final = ("vacancies", "share", "pay", "growth")
# What a vacancy is about, and where or when it is: a share of the first within the second.
_SUBJECTS: Final = ("occupation", "sector", "skill")
_PLACES: Final = ("province", "regency")
_PERIODS: Final = ("period_from", "period_to")
_TOLD: Final = {
    "occupation": "v.occupation_digits >= {digits}",
    "sector": "v.sector IS NOT NULL",
    "skill": "v.description_characters IS NOT NULL",
    "province": "v.province IS NOT NULL",
    "regency": "v.regency IS NOT NULL",
}
# Growth is of shares by its posterior, whose intervals hold so much (METHODS 3.3).
_GROWTH_LEVEL: Final = 0.9
_COLUMNS: Final = (
    "measure", "first", "first_low", "first_high", "n_first", "base_first", "second", "second_low",
    "second_high", "n_second", "base_second", "ratio", "ratio_low", "ratio_high", "level",
    "differs", "reason",
)  # fmt: skip


def compare(snapshot: Snapshot, first: Filter, second: Filter) -> pd.DataFrame:
    """Two parts of the market beside each other, one row a measure (of MEASURES).

    Either may be any Filter or AskingFor; what both have in common holds for both. Columns:
    measure, first, first_low, first_high, n_first, base_first, and the same of second, ratio
    (second/first: 1.2 is 20 % more; of growth, of 1 + growth), ratio_low, ratio_high, level (of all
    intervals: 0.95, growth 0.9), differs (the interval of the ratio excludes 1: else the difference
    may be noise), reason (why the measure or its ratio is missing). Measures:
    - vacancies: how many (n = base), in periods of two lengths a day; no interval of either.
    - share: n/base, 0 to 1. Where the filters name an occupation, sector or skill: its part in the
      vacancies that tell one (for skills, that have a description), all else as asked. Else the
      part of a place in the vacancies that tell one.
    - pay: median in rupiah a month, n vacancies with a usable wage of base.
    - growth: of the share on the windows of `growth.growth_of_shares` (`skills_growth` for skills),
      n is the newer window's and base the older's; only between two places of a level, two sectors,
      occupations (as many digits each) or skills.
    Reasons: "few" (too few vacancies for the measure), "portals" (a portal that matters was read in
    one of the periods only), "same" (both ask for the same), "kind" (the measure tells nothing of
    what differs). Vacancies that are in both, as of a province and its regency, are allowed for in
    vacancies and shares; in pay they make the interval wider than it need be. Four measures are
    four chances of a false difference, each of one in twenty.
    """
    if first == second:
        return _frame([_row(measure, reason="same") for measure in MEASURES])
    both = _count_both(snapshot, first, second, "true")
    rows = [
        _compare_vacancies(snapshot, first, second, both),
        _compare_shares(snapshot, first, second),
        _compare_pay(snapshot, first, second),
        _compare_growth(snapshot, first, second),
    ]
    return _frame(rows)


def _frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    figures = [name for name in _COLUMNS if name not in ("measure", "differs", "reason")]
    return frame.astype(dict.fromkeys(figures, float))


def _row(measure: str, **told: object) -> dict[str, object]:
    level = _GROWTH_LEVEL if measure == "growth" else statistics.LEVEL
    return {"measure": measure, "level": level, "differs": False, "reason": None} | told


def _ratio(value: float, interval: Interval) -> dict[str, object]:
    differs = interval.low > 1 or interval.high < 1
    return {
        "ratio": value, "ratio_low": interval.low, "ratio_high": interval.high, "differs": differs
    }  # fmt: skip


def _named(where: Filter, prefix: str) -> tuple[str, Mapping[str, object]]:
    """The condition with its values under names of its own, so that two stand in one query."""
    condition, parameters = where.condition()
    renamed = re.sub(r"\$(\w+)", rf"${prefix}_\1", condition)
    return renamed, {f"{prefix}_{name}": value for name, value in parameters.items()}


def _count_both(
    snapshot: Snapshot, first: Filter, second: Filter, told: str
) -> tuple[int, int, int]:
    """How many vacancies each side has, and how many are in both."""
    one, some = _named(first, "first")
    two, more = _named(second, "second")
    row = snapshot.frame(
        f"""
        SELECT count(*) FILTER (WHERE {one}) AS n_first,
            count(*) FILTER (WHERE {two}) AS n_second,
            count(*) FILTER (WHERE ({one}) AND ({two})) AS n_both
        FROM vacancies v WHERE {told}
        """,  # noqa: S608 - the conditions are Filter's own text, values are parameters
        {**some, **more},
    ).iloc[0]
    return int(row["n_first"]), int(row["n_second"]), int(row["n_both"])


def compare_counts(first: int, second: int, both: int = 0) -> Interval | None:
    """The 95 % interval of second/first for two counts, `both` of which are the same vacancies.

    The logarithm of the ratio has variance (first + second − 2·both)/(first·second): 1/first +
    1/second for separate counts (Poisson), McNemar's for overlapping ones. None for an empty side.
    Source: Agresti, Categorical Data Analysis (3rd ed. 2013), §11.1 (matched pairs, ratio).
    """
    if first <= 0 or second <= 0:
        return None
    spread = math.sqrt((first + second - 2 * both) / (first * second))
    reach = math.exp(_z(statistics.LEVEL) * spread)
    ratio = second / first
    return Interval(ratio / reach, ratio * reach)


def compare_estimates(
    first: float, first_interval: Interval, second: float, second_interval: Interval
) -> Interval:
    """The interval of second/first of two independent positive estimates, at their own level.

    From their intervals alone, on logarithms: the distances to the far bounds add up as squares.
    Source: Zou & Donner (2008), Statistics in Medicine 27:1693–1702 (MOVER).
    """
    one, low_1, high_1 = (math.log(v) for v in (first, first_interval.low, first_interval.high))
    two, low_2, high_2 = (math.log(v) for v in (second, second_interval.low, second_interval.high))
    down = math.hypot(two - low_2, high_1 - one)
    up = math.hypot(high_2 - two, one - low_1)
    return Interval(math.exp(two - one - down), math.exp(two - one + up))


def _z(level: float) -> float:
    return NormalDist().inv_cdf(0.5 + level / 2)


def _compare_vacancies(
    snapshot: Snapshot, first: Filter, second: Filter, both: tuple[int, int, int]
) -> dict[str, object]:
    n_first, n_second, n_both = both
    row = _row(
        "vacancies", n_first=n_first, n_second=n_second, base_first=n_first, base_second=n_second
    )
    if min(n_first, n_second) < statistics.CHANGE_AT_LEAST:
        return row | {"first": n_first, "second": n_second, "reason": "few"}
    days_first, days_second = _days(snapshot, first), _days(snapshot, second)
    is_period = any(_differ(first, second, name) for name in _PERIODS)
    if is_period and not _same_portals(snapshot, first, second):
        return row | {"first": n_first, "second": n_second, "reason": "portals"}
    per_first, per_second = 1.0, 1.0
    if is_period and days_first != days_second:
        per_first, per_second = 1 / days_first, 1 / days_second
    interval = compare_counts(n_first, n_second, n_both)
    if interval is None:
        return row | {"reason": "few"}
    scale = per_second / per_first
    return row | {
        "first": n_first * per_first,
        "second": n_second * per_second,
        **_ratio(n_second / n_first * scale, Interval(interval.low * scale, interval.high * scale)),
    }


def _differ(first: Filter, second: Filter, name: str) -> bool:
    return bool(getattr(first, name, None) != getattr(second, name, None))


def _days(snapshot: Snapshot, where: Filter) -> int:
    """How many days the period has; open ends are those of the snapshot."""
    start = where.period_from or snapshot.meta.posted_from
    end = where.period_to or snapshot.meta.posted_to
    return max((end - start).days + 1, 1) if start is not None and end is not None else 1


def _same_portals(snapshot: Snapshot, first: Filter, second: Filter) -> bool:
    """Whether every portal that matters to one side is in the other, too."""
    shares = [
        overview.share_portals(snapshot, where).set_index("portal")["share"]
        for where in (first, second)
    ]
    beside = pd.concat(shares, axis=1).fillna(0)
    matters = (beside >= overview.PORTAL_MATTERS).any(axis=1)
    return bool((beside[matters] > 0).all(axis=None))


def _without(where: Filter, names: tuple[str, ...]) -> Filter:
    """The filter without the named fields; without a skill it is a plain Filter again."""
    kept = {f.name: getattr(where, f.name) for f in fields(Filter) if f.name not in names}
    if isinstance(where, AskingFor) and "skill" not in names:
        return AskingFor(**kept, skill=where.skill)
    return Filter(**kept)


def _compare_shares(snapshot: Snapshot, first: Filter, second: Filter) -> dict[str, object]:
    asked = [
        name
        for name in (*_SUBJECTS, *_PLACES)
        if getattr(first, name, None) or getattr(second, name, None)
    ]
    subjects = tuple(name for name in asked if name in _SUBJECTS)
    parts = subjects or tuple(asked)
    if not parts:
        return _row("share", reason="kind")
    # A vacancy told to fewer digits than are asked for says neither yes nor no.
    digits = max(len(where.occupation or "") for where in (first, second))
    told = " AND ".join(_TOLD[name].format(digits=digits) for name in parts)
    bases = (_without(first, parts), _without(second, parts))
    n_first, n_second, n_both = _count_both(snapshot, first, second, told)
    base_first, base_second, _ = _count_both(snapshot, *bases, told)
    row = _row(
        "share", n_first=n_first, n_second=n_second, base_first=base_first, base_second=base_second
    )
    if min(base_first, base_second) < statistics.SHARE_AT_LEAST:
        return row | {"reason": "few"}
    for side, n, base in (("first", n_first, base_first), ("second", n_second, base_second)):
        interval = statistics.share_interval(n, base)
        if interval is not None:
            row |= {side: n / base, f"{side}_low": interval.low, f"{side}_high": interval.high}
    if min(n_first, n_second) < statistics.SHARE_AT_LEAST:
        return row | {"reason": "few"}
    if bases[0] == bases[1]:
        ratio = compare_counts(n_first, n_second, n_both)
    else:
        ratio = compare_estimates(*_side(row, "first"), *_side(row, "second"))
    if ratio is None:
        return row | {"reason": "few"}
    return row | _ratio(n_second / base_second / (n_first / base_first), ratio)


def _side(row: Mapping[str, object], side: str) -> tuple[float, Interval]:
    value, low, high = (float(row[f"{side}{end}"]) for end in ("", "_low", "_high"))  # type: ignore[arg-type]
    return value, Interval(low, high)


def _compare_pay(snapshot: Snapshot, first: Filter, second: Filter) -> dict[str, object]:
    row = _row("pay")
    for side, where in (("first", first), ("second", second)):
        wage = measure_wage(snapshot, where).iloc[0]
        row |= {
            side: wage["median_idr"],
            f"{side}_low": wage["interval_low"],
            f"{side}_high": wage["interval_high"],
            f"n_{side}": wage["n"],
            f"base_{side}": wage["n_all"],
        }
    bounds = [row[f"{side}{end}"] for side in ("first", "second") for end in ("_low", "_high")]
    if pd.Series(bounds, dtype=float).isna().any():
        return row | {"reason": "few"}
    one, two = _side(row, "first"), _side(row, "second")
    return row | _ratio(two[0] / one[0], compare_estimates(*one, *two))


def _compare_growth(snapshot: Snapshot, first: Filter, second: Filter) -> dict[str, object]:
    names = {f.name for f in fields(Filter)} | {"skill"}
    differing = [name for name in names if _differ(first, second, name)]
    # Regencies of two provinces differ in both.
    kind = "regency" if set(differing) == set(_PLACES) else differing[0]
    codes = [str(getattr(where, kind, None) or "") for where in (first, second)]
    if (len(differing) > 1 and kind != "regency") or not all(codes):
        return _row("growth", reason="kind")
    shared = _without(first, (kind, *(_PLACES if kind in _PLACES else ())))
    if kind == "skill":
        grown = measure_growth(snapshot, shared)
    elif kind in (*_SUBJECTS, *_PLACES):
        digits = len(codes[0])
        if len(codes[1]) != digits:
            return _row("growth", reason="kind")
        grown = growth_of_shares(snapshot, shared, kind, digits)
    else:
        return _row("growth", reason="kind")
    found = grown.set_index(kind).reindex(codes)
    row = _row("growth")
    for side, told in zip(("first", "second"), found.to_dict("records"), strict=True):
        row |= {
            side: told["growth"],
            f"{side}_low": told["growth_low"],
            f"{side}_high": told["growth_high"],
            f"n_{side}": told["n_recent"],
            f"base_{side}": told["n_before"],
        }
    if found["growth"].isna().any():
        return row | {"reason": "few"}
    (one, low), (two, high) = _side(row, "first"), _side(row, "second")
    ratio = compare_estimates(1 + one, _raised(low), 1 + two, _raised(high))
    return row | _ratio((1 + two) / (1 + one), ratio)


def _raised(growth: Interval) -> Interval:
    return Interval(1 + growth.low, 1 + growth.high)
