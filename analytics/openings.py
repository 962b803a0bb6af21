"""Which open jobs accept a person, and which one thing, or two, would open more of them."""

from typing import Final

import numpy as np
import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.occupations import wider
from analytics.openings_counting import (
    EXTRA_STEPS,
    count_pairs,
    count_singles,
    find_cells,
    find_rows,
)
from analytics.openings_market import KINDS, Bools, Ints, Market, choose_rows, open_market
from analytics.openings_needs import (
    LOOSE,
    STRICT,
    USUAL,
    Person,
    Rule,
    find_needs,
    next_level,
)
from data.snapshot import Snapshot

# A step that opens fewer is not ranked (DESIGN §5: a rank needs ten).
STEP_AT_LEAST: Final = statistics.SHARE_AT_LEAST

STEP_COLUMNS: Final = (
    "step", "value", "gain", "interval_low", "interval_high", "n", "employers", "n_here", "place",
)  # fmt: skip
PAIR_COLUMNS: Final = (
    "step", "value", "step_2", "value_2", "gain", "interval_low", "interval_high", "n_together",
    "n", "n_here", "place",
)  # fmt: skip


def count_openings(
    snapshot: Snapshot, where: Filter, person: Person, rule: Rule = USUAL
) -> pd.DataFrame:
    """How many of the open vacancies accept a person, in one row.

    A vacancy accepts whom its schooling, years of experience, age and sex do not shut out and who
    meets its skills by the `rule` (`Rule`): what it does not ask, it accepts. Columns: n_here (open
    vacancies asked about), n (those that accept), share (0 to 1; missing below SHARE_AT_LEAST of
    n_here), interval_low, interval_high (Wilson, 95 %), employers (different ones among n),
    n_described (of n, those whose text was read; of the others only a portal's list, which names
    few demands, so they may ask more), n_strict, n_loose (accepting by STRICT and LOOSE: an
    advertisement seldom says which skills are a must, the truth lies between), posted_from,
    posted_to (first and last day of posting among n_here). Demands that the readers miss count as
    not asked (openings_reading), so n is rather too high.
    """
    market, chosen = open_market(snapshot), _choose(snapshot, where)
    accepts = chosen & (find_needs(market, person, rule).total == 0)
    here, n = int(chosen.sum()), int(accepts.sum())
    interval = statistics.share_interval(n, here) if here >= statistics.SHARE_AT_LEAST else None
    row: dict[str, object] = {
        "n_here": here,
        "n": n,
        "share": n / here if interval else np.nan,
        "interval_low": interval.low if interval else np.nan,
        "interval_high": interval.high if interval else np.nan,
        "employers": _count_employers(market, accepts),
        "n_described": int((accepts & market.is_described).sum()),
    }
    days = market.posted[chosen & (market.posted >= 0)]
    for name, edge in (("posted_from", "min"), ("posted_to", "max")):
        told = getattr(days, edge)() if len(days) else None
        row[name] = pd.NaT if told is None else pd.Timestamp(told, unit="D")
    for name, other in (("n_strict", STRICT), ("n_loose", LOOSE)):
        row[name] = int((chosen & (find_needs(market, person, other).total == 0)).sum())
    return pd.DataFrame([row])


def rank_steps(
    snapshot: Snapshot,
    where: Filter,
    person: Person,
    rule: Rule = USUAL,
    limit: int = 20,
    lifted: bool = False,
) -> pd.DataFrame:
    """What one more thing would open, by exact recount, most first.

    Columns: step ("tool", "language", "license", "hard": a skill; "education": one more rung of
    schooling; "experience": one more year; "lift": a demand no employer made, only if `lifted`),
    value (id of the skill, level, years, or the demand), gain (vacancies open with it that are
    not without), interval_low, interval_high (of the gain, in vacancies: Wilson, 95 %, as the
    share of n_here in as many like advertisements), n (vacancies then open), employers (different
    ones behind the gain), n_here (open vacancies looked at), place ("regency", "province" or
    "nation": the narrowest in which any step reaches STEP_AT_LEAST; smaller gains are left out).
    It counts who asks, not who would be hired, nor what the step costs.
    """
    market = open_market(snapshot)
    needs = find_needs(market, person, rule)
    for place, wide in wider(where):  # noqa: B007 - the place where it stops is the answer
        chosen = _choose(snapshot, wide)
        cells = find_cells(market, needs, person, chosen)
        gains = count_singles(market, needs, cells)
        steps = _best(market, gains, limit, lifted)
        if len(steps):
            break
    else:
        return pd.DataFrame(columns=list(STEP_COLUMNS))
    accepted = int((chosen & (needs.total == 0)).sum())
    here = int(chosen.sum())
    rows = []
    for number in steps:
        gain = int(gains[number])
        opened = np.zeros(market.n, dtype=bool)
        opened[find_rows(needs, cells, int(number))] = True
        rows.append(
            _name_step(market, person, int(number))
            | _interval(gain, here)
            | {"n": accepted + gain, "employers": _count_employers(market, opened)}
            | {"n_here": here, "place": place}
        )
    return pd.DataFrame(rows, columns=list(STEP_COLUMNS))


def rank_pairs(
    snapshot: Snapshot,
    where: Filter,
    person: Person,
    rule: Rule = USUAL,
    limit: int = 10,
    lifted: bool = False,
) -> pd.DataFrame:
    """What two things at once would open, most first: those that open more than each for itself.

    Columns: step, value, step_2, value_2, gain, interval_low, interval_high, n, n_here, place as in
    `rank_steps`; n_together (vacancies in the gain that need both). Pairs whose n_together is
    below STEP_AT_LEAST are left out: what they open is told by the two steps alone.
    """
    market = open_market(snapshot)
    needs = find_needs(market, person, rule)
    for place, wide in wider(where):  # noqa: B007 - the place where it stops is the answer
        chosen = _choose(snapshot, wide)
        cells = find_cells(market, needs, person, chosen)
        gains = count_singles(market, needs, cells)
        first, second, both, together = count_pairs(needs, cells)
        total = gains[first] + gains[second] - both + together
        fits = together >= STEP_AT_LEAST
        if not lifted:
            fits &= _is_own(market, first) & _is_own(market, second)
        if fits.any():
            break
    else:
        return pd.DataFrame(columns=list(PAIR_COLUMNS))
    accepted, here = int((chosen & (needs.total == 0)).sum()), int(chosen.sum())
    order = np.lexsort([second, first, -together, -total, ~fits])[: min(limit, int(fits.sum()))]
    rows = []
    for i in order:
        other = _name_step(market, person, int(second[i]))
        rows.append(
            _name_step(market, person, int(first[i]))
            | {"step_2": other["step"], "value_2": other["value"]}
            | _interval(int(total[i]), here)
            | {"n_together": int(together[i]), "n": accepted + int(total[i])}
            | {"n_here": here, "place": place}
        )
    return pd.DataFrame(rows, columns=list(PAIR_COLUMNS))


def _choose(snapshot: Snapshot, where: Filter) -> Bools:
    """The rows asked about; schooling and experience are the person's, not the filter's."""
    if where.education is not None or where.experience is not None:
        raise ValueError("Schooling and experience belong to the person, not to the filter.")
    return choose_rows(snapshot, open_market(snapshot), where)


def _is_own(market: Market, steps: Ints) -> Bools:
    """Which steps a person can take; the others are up to employers."""
    return np.asarray(steps < len(market.skills) + 2)


def _best(market: Market, gains: Ints, limit: int, lifted: bool) -> Ints:
    """The steps that open most, only those that open enough."""
    steps = np.flatnonzero(gains >= STEP_AT_LEAST)
    if not lifted:
        steps = steps[_is_own(market, steps)]
    return steps[np.lexsort([steps, -gains[steps]])][:limit]


def _name_step(market: Market, person: Person, number: int) -> dict[str, object]:
    """A step in words of the frame."""
    if number < len(market.skills):
        kind = KINDS[market.kinds[number]]
        return {"step": kind, "value": str(market.skills[number])}
    step, value = EXTRA_STEPS[number - len(market.skills)]
    if step == "education" and person.education is not None:
        value = str(next_level(person.education))
    elif step == "experience" and person.experience is not None:
        value = f"{person.experience + 1:g}"
    return {"step": step, "value": value}


def _interval(gain: int, here: int) -> dict[str, object]:
    interval = statistics.share_interval(gain, here)
    bounds = (np.nan, np.nan) if interval is None else (interval.low * here, interval.high * here)
    return {"gain": gain, "interval_low": bounds[0], "interval_high": bounds[1]}


def _count_employers(market: Market, chosen: Bools) -> int:
    employers = np.unique(market.employer[chosen])
    return int((employers >= 0).sum())
