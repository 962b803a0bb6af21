"""What is known of Kartu Prakerja's effect: every finding on one scale, and payback in months."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analytics.statistics import Estimate, Interval, share_interval
from data.reference import prakerja, tables
from data.snapshot import Snapshot

# A design's grade: A by lot, B with a comparison over time, C with a matched comparison, D none.
GRADES: Final[Mapping[str, str]] = {
    "randomised": "A",
    "difference_in_differences": "B",
    "regression_discontinuity": "B",
    "matching": "C",
    "before_after": "D",
    "descriptive": "D",
    "opinion_of_recipients": "D",
    "not_noted": "D",
}
_BEFORE: Final = "_before"
_AFTER: Final = "_after"
_COLUMNS: Final = (
    "study", "outcome", "effect", "unit", "compared_with", "base", "base_is_derived",
    "relative_pct", "interval_low", "interval_high", "n", "n_unit", "period", "design", "grade",
    "what_it_cannot_say", "source", "note",
)  # fmt: skip


def list_evidence() -> pd.DataFrame:
    """Findings that compare something, on one scale; the best design first (METHODS 3.13).

    Columns: study, outcome, effect (in `unit`: percentage_points, or idr a month), compared_with
    ("control": those without the programme; "before": recipients or the population earlier, which
    is no effect of the programme), base (the control mean, or the figure before), base_is_derived
    (from the effect and its percentage, not published), relative_pct (effect in percent of base:
    the one scale), interval_low, interval_high (of relative_pct; missing where not published, as in
    all of the press reports so far: then nobody can tell from here whether chance explains it),
    n, n_unit, period, design, grade (of GRADES), what_it_cannot_say, source, note. Of study,
    design and figures only what could be read is told; unlike designs are never averaged.
    """
    studies = {row["study"]: row for row in tables.rows("prakerja_studies")}
    rows = [_from_control(one) for one in prakerja.evaluations()] + _before_after()
    for row in rows:
        study = studies[str(row["study"])]
        row |= {
            "n": tables.number(study["n"]),
            "n_unit": study["n_unit"],
            "design": study["design"],
            "grade": GRADES[study["design"]],
            "what_it_cannot_say": study["what_it_cannot_say"],
        }
    found = pd.DataFrame(rows, columns=list(_COLUMNS))
    numbers = ["base", "relative_pct", "interval_low", "interval_high", "n"]
    found[numbers] = found[numbers].astype(float)
    return found.sort_values(
        ["grade", "study", "relative_pct"], ascending=[True, True, False], ignore_index=True
    )


def _from_control(one: prakerja.Evaluation) -> dict[str, object]:
    low, high = (
        bound / one.control_mean * 100 if bound is not None and one.control_mean else None
        for bound in (one.interval_low, one.interval_high)
    )
    return {
        "study": one.study,
        "outcome": one.outcome,
        "effect": one.effect,
        "unit": one.unit,
        "compared_with": "control",
        "base": one.control_mean,
        "base_is_derived": True,
        "relative_pct": one.relative_pct,
        "interval_low": low,
        "interval_high": high,
        "period": one.period,
        "source": one.source,
        "note": one.note,
    }


def _before_after() -> list[dict[str, object]]:
    """Pairs of figures "…_before" and "…_after" of one study."""
    told = {
        (row["study"], row["reference_period"], row["indicator"]): row
        for row in tables.rows("prakerja_outcomes")
    }
    rows: list[dict[str, object]] = []
    for (study, period, indicator), row in told.items():
        after = told.get((study, period, indicator.removesuffix(_BEFORE) + _AFTER))
        if not indicator.endswith(_BEFORE) or after is None:
            continue
        base, value = float(row["value"]), float(after["value"])
        rows.append(
            {
                "study": study,
                "outcome": indicator.removesuffix(_BEFORE),
                "effect": value - base,
                "unit": "percentage_points",
                "compared_with": "before",
                "base": base,
                "base_is_derived": False,
                "relative_pct": (value / base - 1) * 100,
                "interval_low": None,
                "interval_high": None,
                "period": period,
                "source": row["source_id"],
                "note": row["note"],
            }
        )
    return rows


def list_statements() -> pd.DataFrame:
    """Figures without any comparison: what recipients said, and press wordings of studies.

    Columns: study, indicator, value, unit ("percent" of those asked, or "idr"), period, n, n_unit,
    design, grade, what_it_cannot_say, source, note. They have no place on a scale of effects.
    """
    studies = {row["study"]: row for row in tables.rows("prakerja_studies")}
    rows = [
        {
            "study": row["study"],
            "indicator": row["indicator"],
            "value": float(row["value"]),
            "unit": row["unit"],
            "period": row["reference_period"],
            "n": tables.number(studies[row["study"]]["n"]),
            "n_unit": studies[row["study"]]["n_unit"],
            "design": studies[row["study"]]["design"],
            "grade": GRADES[studies[row["study"]]["design"]],
            "what_it_cannot_say": studies[row["study"]]["what_it_cannot_say"],
            "source": row["source_id"],
            "note": row["note"],
        }
        for row in tables.rows("prakerja_outcomes")
        if not row["indicator"].startswith("effect_")
        and not row["indicator"].endswith((_BEFORE, _AFTER))
    ]
    return pd.DataFrame(rows)


def list_outcomes(snapshot: Snapshot) -> pd.DataFrame:
    """The outcomes that the operator delivered, newest period first; no rows where none were.

    Columns: period, province, regency, sex, age_group, education, training_category, outcome, n
    (persons asked), share (with the outcome, 0 to 1), interval_low, interval_high (Wilson, 95 %, as
    if the persons were drawn at random), source. What became of recipients, not what the programme
    did to them: nobody without it is beside them.
    """
    dimensions = [
        "period", "province", "regency", "sex", "age_group", "education", "training_category",
        "outcome",
    ]  # fmt: skip
    columns = [*dimensions, "n", "share", "interval_low", "interval_high", "source"]
    if "prakerja" not in snapshot.meta.tables:
        return pd.DataFrame(columns=columns)
    found = snapshot.frame(
        f"""
        SELECT {", ".join(dimensions)}, outcome_n AS n,
            coalesce(outcome_count::DOUBLE / nullif(outcome_n, 0), outcome_percent / 100) AS share,
            source
        FROM prakerja WHERE outcome IS NOT NULL AND outcome <> ''
        ORDER BY period DESC, province, regency, outcome
        """  # noqa: S608 - names of the list above
    )
    intervals = [
        share_interval(share * n, n) if n > 0 and pd.notna(share) else None
        for share, n in zip(found["share"], found["n"], strict=True)
    ]
    return found.assign(
        interval_low=pd.Series([one.low if one else None for one in intervals], dtype=float),
        interval_high=pd.Series([one.high if one else None for one in intervals], dtype=float),
    )[columns]


@dataclass(frozen=True, slots=True)
class Payback:
    """Months until a cost is earned back: middle, and the least and most that are likely.

    is_proven is False where the gain's interval reaches 0 or no interval is known: then say
    "tidak terbukti", and `most` is infinite, or missing (NaN) where no interval is known.
    """

    months: float
    least: float
    most: float
    is_proven: bool


def count_payback(
    cost_idr: float, gain: Estimate, chance: float = 1.0, subsidy_idr: float = 0.0
) -> Payback:
    """Months in which a gain in monthly pay brings back what a training costs (METHODS idea 3).

    (cost − subsidy)/(gain × chance); cost is fee, travel and pay forgone in rupiah, `gain` rupiah a
    month with its interval (NaN bounds: none known), `chance` that of getting work at that level, 0
    to 1. It supposes that the gain lasts and begins at once, and discounts nothing.
    """
    if not 0 < chance <= 1:
        raise ValueError(f"{chance} is no chance above 0 and up to 1.")
    left = max(cost_idr - subsidy_idr, 0.0)

    def months(gained: float) -> float:
        if math.isnan(gained):
            return math.nan
        return left / (gained * chance) if gained > 0 else math.inf

    interval = gain.interval
    return Payback(
        months(gain.value), months(interval.high), months(interval.low), interval.low > 0
    )


def programme_payback() -> pd.DataFrame:
    """Months until the income gain that the lottery study found equals what a recipient cost.

    One row: cost_idr (all aid of the scheme of that time, a head), gain_idr (a month), months, and
    low, high (missing: the gain's interval was not published), is_proven (False for that reason),
    study, years, source. Cash to recipients is in the cost, though it is no cost to the country,
    and pandemic cash may itself be what raised income.
    """
    gains = [one for one in prakerja.evaluations() if one.outcome == "monthly_income"]
    totals = [
        row
        for row in tables.rows("prakerja_benefits")
        if row["component"] == "total" and row["scheme"] == "semi_social_assistance"
    ]
    rows = []
    for one in gains:
        known = one.interval_low is not None and one.interval_high is not None
        interval = Interval(
            one.interval_low if one.interval_low is not None else math.nan,
            one.interval_high if one.interval_high is not None else math.nan,
        )
        for total in totals:
            cost = float(total["total_idr"])
            found = count_payback(cost, Estimate(one.effect, interval, one.n or 0))
            rows.append(
                {
                    "cost_idr": cost,
                    "gain_idr": one.effect,
                    "months": found.months,
                    "low": found.least,
                    "high": found.most,
                    "is_proven": known and found.is_proven,
                    "study": one.study,
                    "years": total["years"],
                    "source": f"{one.source}; {total['source_id']}",
                }
            )
    return pd.DataFrame(rows)
