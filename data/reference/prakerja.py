"""Kartu Prakerja: who received it, where and when, and what evaluations found."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from data.reference import tables

_EFFECT: Final = "effect_"
_RELATIVE: Final = "_relative"


@dataclass(frozen=True, slots=True)
class Recipients:
    """Recipients of an area in a period ("2020", "2021-H1", "2023-06"); area "" is Indonesia."""

    area: str
    level: str
    period: str
    recipients: int
    precision: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One finding on the programme's effect.

    `effect` is in `unit` (percentage_points or idr a month); `relative_pct` is the published
    effect in percent of the control group. `control_mean` is derived from the two, not published.
    The interval is None: no paper was open to us and the press does not print it.
    """

    study: str
    design: str
    outcome: str
    effect: float
    unit: str
    relative_pct: float | None
    control_mean: float | None
    interval_low: float | None
    interval_high: float | None
    n: int | None
    period: str
    source: str
    note: str


@lru_cache(maxsize=1)
def recipients() -> tuple[Recipients, ...]:
    """All published counts by area; regencies and years without one have no row."""
    return tuple(
        Recipients(
            area=row["bps_code"],
            level=row["level"],
            period=row["period"],
            recipients=int(row["recipients"]),
            precision=row["precision"],
            source=row["source_id"],
            note=row["note"],
        )
        for row in tables.rows("prakerja_recipients_area")
    )


def recipients_of(area: str, period: str) -> Recipients | None:
    """The count of one area and period, None where nothing was published."""
    found = (row for row in recipients() if (row.area, row.period) == (area, period))
    return next(found, None)


@lru_cache(maxsize=1)
def evaluations() -> tuple[Evaluation, ...]:
    """The findings of studies that estimate an effect, one for each outcome."""
    rows = [row for row in tables.rows("prakerja_outcomes") if row["indicator"].startswith(_EFFECT)]
    studies = {row["study"]: row for row in tables.rows("prakerja_studies")}
    relative = {
        (row["study"], row["indicator"].removesuffix(_RELATIVE)): float(row["value"])
        for row in rows
        if row["indicator"].endswith(_RELATIVE)
    }
    return tuple(
        _evaluation(row, relative.get((row["study"], row["indicator"])), studies[row["study"]])
        for row in rows
        if not row["indicator"].endswith(_RELATIVE)
    )


def _evaluation(row: tables.Row, relative_pct: float | None, study: tables.Row) -> Evaluation:
    effect = float(row["value"])
    return Evaluation(
        study=row["study"],
        design=study["design"],
        outcome=row["indicator"].removeprefix(_EFFECT),
        effect=effect,
        unit=row["unit"],
        relative_pct=relative_pct,
        control_mean=effect / relative_pct * 100 if relative_pct else None,
        interval_low=None,
        interval_high=None,
        n=tables.whole(study["n"]),
        period=row["reference_period"],
        source=row["source_id"],
        note=row["note"],
    )
