"""What the analytics say of the sample market, subject by subject, beside what is true of it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from analytics import (
    growth,
    index,
    occupations,
    regions_tightness,
    skills,
    statistics,
    supervision,
    supervision_circulars,
    supervision_pay,
)
from analytics.filter import EVERYTHING, Filter
from analytics.wages_minimum import add_minimum
from analytics.wages_percentiles import measure_groups
from benchmarks.truth_market import (
    Market,
    expect_occupations,
    expect_skills,
    opening_of,
    read_market,
    true_index,
)
from data.snapshot import Snapshot, SnapshotMeta, open_snapshot
from data.times import JAKARTA
from nlp.evaluate import MARKET_HEADING
from nlp.pair_scores import score_b_cubed, score_groups

# METHODS 3.3: what is said to rise is said so from this chance on.
_CLEAR_FROM: Final = 0.9
# Weeks at each side of the outage whose mean errors are compared, and those a look may miss.
_SIDE_DAYS: Final = 28
_EDGE_DAYS: Final = 10
# Below so many drawn openings the true median of a cell is not known well enough.
_DRAWN_AT_LEAST: Final = 300
_FIRST_DAYS: Final = 240  # the collection begins with what stands; the index is told later


@dataclass(frozen=True)
class Row:
    """One comparison: value is what was measured, n how many cases, target what was asked for."""

    subject: str
    measure: str
    value: float
    n: int
    target: str
    is_met: bool | None


def compare_all(snapshot: Snapshot, market: Market) -> pd.DataFrame:
    """Every subject; columns are the fields of Row."""
    rows = [row for ask in SUBJECTS for row in ask(snapshot, market)]
    return pd.DataFrame([asdict(row) for row in rows])


def _at_most(subject: str, measure: str, value: float, n: int, limit: float) -> Row:
    return Row(subject, measure, value, n, f"≤ {limit:g}", bool(value <= limit))


def _at_least(subject: str, measure: str, value: float, n: int, limit: float) -> Row:
    return Row(subject, measure, value, n, f"≥ {limit:g}", bool(value >= limit))


def _told(subject: str, measure: str, value: float, n: int) -> Row:
    return Row(subject, measure, value, n, "", None)


def compare_index(snapshot: Snapshot, market: Market) -> Iterator[Row]:
    """Error of the index by day outside the outage, and its jump over the outage."""
    truth, period = market.truth, market.period
    base = (period.first + timedelta(days=_FIRST_DAYS)).replace(day=1)
    days = index.index_by_day(snapshot, EVERYTHING, base=base).set_index("day").loc[str(base) :]
    true = true_index(market.placements, period, base)
    first = truth.outage.start.date() - timedelta(days=_EDGE_DAYS)
    last = truth.outage.end.date() + timedelta(days=_EDGE_DAYS)
    inside = pd.Series(days.index, index=days.index).between(str(first), str(last))
    for name in ("stock", "new"):
        off = (days[f"{name}_index"] / true[name] - 1).dropna()
        outside = off[~inside.reindex(off.index)]
        before = off[: str(first)].iloc[-_SIDE_DAYS:].mean()
        after = off[str(last) :].iloc[:_SIDE_DAYS].mean()
        yield _at_most("index", f"{name}: mean error by day", outside.abs().mean(), len(off), 0.03)
        usual = float(outside.abs().quantile(0.95))
        yield _told("index", f"{name}: error of 95 % of the days", usual, len(outside))
        yield _at_most("index", f"{name}: jump at the outage", abs(after - before),
                       2 * _SIDE_DAYS, 0.01)  # fmt: skip


def compare_risers(snapshot: Snapshot, market: Market) -> Iterator[Row]:
    """How many of those said to rise by more than a fifth truly do, and how many are found."""
    occupations_true = expect_occupations(market.period)
    skills_true = expect_skills(occupations_true)
    grown = skills.rank_skills(snapshot, EVERYTHING).set_index("skill")
    yield from _risers("rising skills", grown, skills_true)
    found = occupations.rank_occupations(snapshot, EVERYTHING).set_index("occupation")
    yield from _risers("rising occupations", found, occupations_true)


def _risers(subject: str, ranked: pd.DataFrame, shares: pd.DataFrame) -> Iterator[Row]:
    """`ranked` is indexed by what rises; `shares` are the true ones by month, newest last."""
    found = ranked.dropna(subset=["p_growth"])
    months = int(found["months"].iloc[0])
    # The newest month is not whole yet, so windows end with the one before.
    recent, before = shares.iloc[-1 - months : -1], shares.iloc[-1 - 2 * months : -1 - months]
    true = (recent.mean() / before.mean() - 1).reindex(found.index)
    flagged = found.index[found["p_growth"] >= _CLEAR_FROM]
    rising = true.index[true > growth.GROWTH_MORE_THAN]
    right = float((true[flagged] > 0).mean()) if len(flagged) else float("nan")
    beyond = float((true[flagged] > growth.GROWTH_MORE_THAN).mean()) if len(flagged) else right
    shown = found.index[found["growth_low"] > 0]
    up = float((true[shown] > 0).mean()) if len(shown) else float("nan")
    windows = f"windows of {months} months"
    for measure, value, n in (
        (f"shown as clearly up that truly rise, {windows}", up, len(shown)),
        ("flagged (chance of +20 % at least 0.9) that truly rise", right, len(flagged)),
    ):
        yield Row(subject, measure, value, n, "≥ 0.9", bool(value >= 0.9) if n else None)
    yield _told(subject, "flagged that rise by more than a fifth", beyond, len(flagged))
    caught = float(rising.isin(flagged).mean()) if len(rising) else float("nan")
    yield _told(subject, "flagged of those that rise by more than a fifth", caught, len(rising))
    known = found[true.notna()]
    inside = true[known.index].between(known["growth_low"], known["growth_high"])
    yield _told(subject, "true growth inside the 90 % interval", float(inside.mean()), len(known))


def compare_wages(snapshot: Snapshot, market: Market) -> Iterator[Row]:
    """Whether the interval of a median holds the true one: the median of many drawn openings."""
    stated = statistics.LEVEL
    for name, by, columns in (
        ("occupation", EVERYTHING, ["occupation"]),
        ("occupation × province", None, ["occupation", "province"]),
    ):
        true = market.drawn.groupby(columns)["pay_idr"].agg(["median", "size"])
        medians = true.loc[true["size"] >= _DRAWN_AT_LEAST, "median"].rename("true")
        cells = _medians(snapshot) if by is None else _national(snapshot)
        cells = cells.join(medians, how="inner").dropna(subset=["interval_low"])
        inside = cells["true"].between(cells["interval_low"], cells["interval_high"])
        middle = np.sqrt(cells["pay_idr"] * cells["pay_high_idr"])
        rate, n = float(inside.mean()), len(cells)
        yield Row("wages", f"{name}: true median inside the 95 % interval", rate, n,
                  f"{stated:g} ± 0.04", bool(abs(rate - stated) <= 0.04))  # fmt: skip
        error = float((middle / cells["true"] - 1).abs().median())
        yield _told("wages", f"{name}: median error of the median", error, n)


def _national(snapshot: Snapshot) -> pd.DataFrame:
    groups = measure_groups(snapshot, EVERYTHING, "occupation")
    return groups.rename(columns={"group": "occupation"}).set_index("occupation")


def _medians(snapshot: Snapshot) -> pd.DataFrame:
    """The medians of every occupation by province that may be shown."""
    found = []
    for code in _national(snapshot).query("reason.isna()").index:
        groups = measure_groups(snapshot, Filter(occupation=code), "province")
        found.append(groups.assign(occupation=code))
    cells = pd.concat(found, ignore_index=True).rename(columns={"group": "province"})
    return cells.set_index(["occupation", "province"])


def compare_vacancies(snapshot: Snapshot, _: Market) -> Iterator[Row]:
    """How well adverts of one opening are put together, of those that were seen."""
    found = snapshot.frame("SELECT portal, portal_id, vacancy_id FROM postings")
    names, groups = {}, {}
    for portal, portal_id, vacancy in found.itertuples(index=False):
        names[f"{portal}/{portal_id}"] = str(opening_of(portal, portal_id))
        groups[f"{portal}/{portal_id}"] = vacancy
    pairs, b_cubed = score_groups(groups, names), score_b_cubed(groups, names)
    yield _at_least("duplicates", "precision of pairs", pairs.precision, len(names), 0.99)
    yield _at_least("duplicates", "recall of pairs", pairs.recall, len(names), 0.95)
    yield _at_least("duplicates", "B³ F1", b_cubed.f1, len(names), 0.97)


def compare_shares(snapshot: Snapshot, market: Market) -> Iterator[Row]:
    """Occupations: how far the shares are from the true ones, which reading errors shift."""
    ranked = occupations.rank_occupations(snapshot, EVERYTHING).set_index("occupation")
    true = market.drawn["occupation"].value_counts(normalize=True)
    ranked = ranked.dropna(subset=["share"]).join(true.rename("true"), how="left")
    ranked["true"] = ranked["true"].fillna(0.0)
    inside = ranked["true"].between(ranked["interval_low"], ranked["interval_high"])
    yield _told("occupations", "true share inside the 95 % interval", float(inside.mean()),
                len(ranked))  # fmt: skip
    order = float(stats.spearmanr(ranked["share"], ranked["true"]).statistic)
    yield _told("occupations", "rank correlation with the true shares", order, len(ranked))


def compare_tightness(snapshot: Snapshot, market: Market) -> Iterator[Row]:
    """Whether provinces stand in the true order of vacancies a seeker."""
    tight = regions_tightness.measure_tightness(snapshot, EVERYTHING)
    seekers = tight[tight["cause"] == "seekers"].set_index("place")
    estimated = pd.Series(regions_tightness.estimate_seekers())
    true = (market.drawn["province"].value_counts() / estimated).dropna()
    both = seekers[["value", "interval_low", "interval_high"]].join(true.rename("true")).dropna()
    order = stats.spearmanr(both["value"], both["true"]).statistic
    yield _at_least("tightness", "rank correlation with true vacancies a seeker", float(order),
                    len(both), 0.9)  # fmt: skip
    whole = market.drawn["province"].isin(estimated.index).sum() / estimated.sum()
    inside = (both["true"] / whole).between(both["interval_low"], both["interval_high"])
    yield _told("tightness", "true value inside the 95 % interval", float(inside.mean()),
                len(both))  # fmt: skip


def compare_limits(snapshot: Snapshot, market: Market) -> Iterator[Row]:
    """Limits before and after the circular: the measured share less the true one, in points."""
    found = supervision_circulars.measure_circulars(snapshot, EVERYTHING)
    by_kind = {str(row["demand"]): row for row in found.to_dict("records")}
    day = pd.Timestamp(market.truth.circular.day)
    year = pd.Timedelta(days=supervision.WINDOW_DAYS)
    posted = market.drawn["posted"]
    sides = {
        "before": (posted >= day - year) & (posted < day),
        "after": (posted >= day) & (posted < day + year),
    }
    held, errors, changes = [], [], []
    for kind in ("age", "sex", "looks", "marital"):
        row, true = by_kind[kind], {}
        for side, chosen in sides.items():
            true[side] = float(market.drawn.loc[chosen, kind].mean())
            held.append(row[f"{side}_low"] <= true[side] <= row[f"{side}_high"])
            off = float(row[f"share_{side}"] - true[side])
            errors.append(abs(off))
            name = f"{kind} {side}: measured − true {true[side]:.3f}"
            yield _told("limits", name, off, int(row[f"n_{side}"]))
        change = true["after"] - true["before"]
        changes.append(row["difference_low"] <= change <= row["difference_high"])
    yield _at_most("limits", "largest error of a share", max(errors), len(errors), 0.02)
    yield _told("limits", "true share inside the 95 % interval", float(np.mean(held)), len(held))
    yield _at_least("limits", "true change at the circular inside the 95 % interval",
                    float(np.mean(changes)), len(changes), 0.75)  # fmt: skip


def compare_minimum(snapshot: Snapshot, market: Market) -> Iterator[Row]:
    """The share of full-time offers below the minimum wage that is published for their area."""
    row = supervision_pay.measure_shortfall(snapshot, EVERYTHING).iloc[0]
    full = add_minimum(market.drawn[market.drawn["is_full_time"]])
    true = float((full["high_idr"] < full["minimum_idr"]).mean())
    yield _at_most("minimum wage", f"share below, measured − true {true:.4f}",
                   abs(float(row["share"] - true)), int(row["n"]), 0.01)  # fmt: skip
    inside = bool(row["share_low"] <= true <= row["share_high"])
    yield Row("minimum wage", "true share inside the 95 % interval", float(inside), int(row["n"]),
              "yes", inside)  # fmt: skip


Ask = Callable[[Snapshot, Market], Iterator[Row]]
SUBJECTS: Final[tuple[Ask, ...]] = (
    compare_index,
    compare_vacancies,
    compare_shares,
    compare_risers,
    compare_wages,
    compare_tightness,
    compare_limits,
    compare_minimum,
)


def report(state: Path) -> list[str]:
    """The comparison of what was published under `state`, as lines of Markdown."""
    market = read_market(state / "sample")
    with closing(open_snapshot(state / "snapshots")) as snapshot:
        return write_page(compare_all(snapshot, market), snapshot.meta, market)


_VERDICTS: Final = {None: "", True: "met", False: "**missed**"}
_ABOUT: Final = (
    "Reading errors, duplicates, an outage and weeks in which nobody looked are all in it.",
    "The truth is what the market's rules say: shares and growth exactly, pay and limits by the",
    "openings drawn; duplicates and the index are those of the market's own openings. Rows without",
    "a target have none in issue 8.",
)


def write_page(table: pd.DataFrame, meta: SnapshotMeta, market: Market) -> list[str]:
    """The part of docs/accuracy.md from MARKET_HEADING on."""
    judged = table["is_met"].notna()
    missed = table[judged & ~table["is_met"].fillna(value=True).astype(bool)]
    return [
        MARKET_HEADING,
        "",
        f"Written by `python -m benchmarks truth` on {datetime.now(JAKARTA):%Y-%m-%d}.",
        f"The sample market ({len(market.truth.openings):,} openings) went through `run --sample`:",
        f"{meta.postings:,} postings, {meta.vacancies:,} vacancies; the rules drew",
        f"{len(market.drawn):,} more openings.",
        *_ABOUT,
        "",
        "| subject | measure | value | n | target | |",
        "|---|---|--:|--:|---|---|",
        *(
            f"| {row['subject']} | {row['measure']} | {_write(row['value'])} | {row['n']:,} | "
            f"{row['target']} | {_VERDICTS[row['is_met']]} |"
            for row in table.to_dict("records")
        ),
        "",
        f"{int(judged.sum()) - len(missed)} of {int(judged.sum())} targets are met.",
        "",
    ]


def _write(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:.3f}"
