"""The figures of Wilayah on tightness: the five causes of a place, the provinces side by side."""

from collections.abc import Hashable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.filter import Filter
from analytics.regions_tightness import CAUSES, CAUSES_AT_LEAST
from ui import format as formats
from ui import gaji, parts, state
from ui.cells import Interval, Told, column, intervals
from ui.format import Language
from ui.texts import t
from ui.wilayah import name_around, name_code, place_code, write_times
from ui.wilayah_chart import Side, draw_sides
from ui.wording import written

_SIDES: Final = 6


def show_causes(tight: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """Why people are harder or easier to find here than in the places it is compared with."""
    rows = tight[tight["place"] == place_code(where)]
    place, first = gaji.name_area(where), rows.iloc[0]
    title = t("wilayah.causes_title")
    if rows["z"].isna().all():
        parts.show_nothing(title, " ".join([t("wilayah.causes_none", place=place),
                                            *_write_reasons(rows)]))  # fmt: skip
        return
    sides = [
        Side(t(f"wilayah_cause.{row['cause']}"), write_cause(row),
             None if pd.isna(row["z"]) else float(row["z"]))
        for row in rows.to_dict("records")
    ]  # fmt: skip
    table = rows.assign(
        wilayah_cause=[t(f"wilayah_cause.{cause}") for cause in rows["cause"]],
        wilayah_value=column(rows, [_tell(row) for row in rows.to_dict("records")]),
        interval=column(rows, [_tell_interval(row) for row in rows.to_dict("records")]),
        wilayah_z=rows["z"],
    )[["wilayah_cause", "wilayah_value", "interval", "n", "wilayah_z"]]
    widest = rows.sort_values("z", key=abs, na_position="first").iloc[-1]
    parts.show_figure(
        title,
        _summarise(first, tight, where),
        draw_sides(sides, t("wilayah.slacker"), t("wilayah.tighter")),
        t("wilayah.causes_alt", place=place, cause=t(f"wilayah_cause.{widest['cause']}"),
          value=write_cause(widest.to_dict()), z=write_z(widest["z"])),
        parts.with_n(source, int(rows["n"].max())),
        [*_write_reasons(rows), t("wilayah.causes_note"), t("wilayah.causes_warning")],
        parts.Table(table, {"wilayah_value": str, "n": written(formats.number),
                            "wilayah_z": write_z}, behind="coefficient"),
    )  # fmt: skip


def _summarise(first: pd.Series, tight: pd.DataFrame, where: Filter) -> str:
    """The mean of the causes in a sentence."""
    place = gaji.name_area(where)
    if pd.isna(first["tightness"]):
        return t("wilayah.causes_few", n=first["causes"], at_least=CAUSES_AT_LEAST)
    low, high = first["tightness_low"], first["tightness_high"]
    key = "tighter" if low > 0 else "slacker" if high < 0 else "unclear"
    return t(
        f"wilayah_tight.{key}",
        place=place,
        around=name_around(where, "regency" if where.regency else "province"),
        rank=int(first["rank"]),
        of=int(tight.loc[tight["rank"].notna(), "place"].nunique()),
        mean=write_z(first["tightness"]),
        low=write_z(low),
        high=write_z(high),
    )


def _write_reasons(rows: pd.DataFrame) -> list[str]:
    """Why causes are missing, each reason once."""
    missing = rows[rows["reason"].notna()]
    return [
        t(f"wilayah_missing.{reason}",
          causes=", ".join(t(f"wilayah_cause.{cause}") for cause in of["cause"]))
        for reason, of in missing.groupby("reason", sort=False)
    ]  # fmt: skip


def write_z(z: float) -> str:
    """Standard deviations with their sign."""
    if pd.isna(z):
        return formats.NOTHING
    words = formats.number(z, state.language(), 1)
    return f"+{words}" if words[0] not in "-0" or (words[0] == "0" and len(words) > 1) else words


def write_cause(row: Mapping[Hashable, Any]) -> str:
    """The value of a cause in its own unit."""
    return _write_figure(str(row["cause"]), float(row["value"]))


def _tell(row: Mapping[Hashable, Any]) -> Told:
    return Told(row["value"], write_cause(row))


def _tell_interval(row: Mapping[Hashable, Any]) -> Interval:
    """Both bounds of a cause in its own unit."""
    cause = str(row["cause"])
    return Interval(
        row["interval_low"], row["interval_high"], lambda x, _language: _write_figure(cause, x)
    )


def _write_bound(z: float, _language: Language) -> str:
    return write_z(z)


def _write_figure(cause: str, value: float) -> str:
    language = state.language()
    if pd.isna(value):
        return formats.NOTHING
    if cause == "seekers":
        return write_times(value)
    if cause == "duration":
        return t("wilayah.days", days=value)
    if cause == "reposts":
        return formats.percent(value, language)
    if cause == "pay":
        # The figure is a change of logarithms.
        return formats.change(float(np.expm1(value)), language)
    words = formats.number(value, language, 1)
    return t("wilayah.years", years=f"+{words}" if value > 0 and words != "0" else words)


def show_tightness(tight: pd.DataFrame, source: parts.Source) -> None:
    """The tightest and the slackest provinces."""
    title = t("wilayah.tight_title")
    means = tight.drop_duplicates("place")
    told = means[means["tightness"].notna()].sort_values("tightness", ascending=False)
    if told.empty:
        why = t("wilayah.tight_none", at_least=CAUSES_AT_LEAST, all=len(CAUSES))
        parts.show_nothing(title, " ".join([why, *_write_reasons(tight.drop_duplicates("cause"))]))
        return
    shown = told if len(told) <= 2 * _SIDES else pd.concat([told.head(_SIDES), told.tail(_SIDES)])
    sides = [
        Side(name_code(row["place"]), write_z(row["tightness"]), row["tightness"],
             (row["tightness_low"], row["tightness_high"]),
             is_clear=row["tightness_low"] > 0 or row["tightness_high"] < 0)
        for row in shown.to_dict("records")
    ]  # fmt: skip
    table = told.assign(
        wilayah_place=[name_code(code) for code in told["place"]],
        wilayah_tightness=told["tightness"],
        interval=intervals(told, "tightness_low", "tightness_high", _write_bound),
        wilayah_causes=told["causes"],
    )
    clear = int(((told["tightness_low"] > 0) | (told["tightness_high"] < 0)).sum())
    parts.show_figure(
        title,
        t("wilayah.tight_subtitle", n=len(told), clear=clear),
        draw_sides(sides, t("wilayah.slacker"), t("wilayah.tighter")),
        t("wilayah.tight_alt", first=sides[0].label, z=sides[0].value, last=sides[-1].label,
          z_last=sides[-1].value),
        parts.with_n(source, int(tight.groupby("cause")["n"].sum().max())),
        [t("wilayah.tight_note"), t("wilayah.causes_warning")],
        parts.Table(
            table[["wilayah_place", "wilayah_tightness", "interval", "wilayah_causes"]],
            {"wilayah_tightness": write_z, "wilayah_causes": written(formats.number)},
            behind="coefficient",
        ),
        t("wilayah.rank_table", n=len(told)),
    )  # fmt: skip
