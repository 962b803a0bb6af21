"""Official statistics of BPS by name: unemployment, employment, wages, prices, poverty."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from data.errors import UserError
from data.reference import tables

INDONESIA = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure; a place or period without one has no Figure.

    `area` is a BPS code, "" is Indonesia. `period` is a month "2025-08" or a year "2025".
    `by` holds what the row is told apart by (sector, sex, …); `source` is an id of `sources`.
    """

    area: str
    period: str
    value: float
    unit: str
    by: dict[str, str]
    source: str


@lru_cache(maxsize=1)
def _definitions() -> dict[str, dict[str, Any]]:
    return tomllib.loads(tables.read_text(tables.FOLDER / "figures.toml"))


def names() -> tuple[str, ...]:
    """The names of all figures."""
    return tuple(_definitions())


def table_of(name: str) -> str:
    """The table that the figure is read from."""
    return str(_definitions()[name]["table"])


@lru_cache(maxsize=64)
def _all_figures(name: str) -> tuple[Figure, ...]:
    try:
        definition = _definitions()[name]
    except KeyError:
        known = ", ".join(names())
        raise UserError(f"No official figure is called {name!r}; there are {known}.") from None
    return tuple(_read(definition, tables.rows(definition["table"])))


def read_figures(name: str, rows: Iterable[tables.Row]) -> Iterator[Figure]:
    """The figures of that name in rows of its table that came from elsewhere."""
    yield from _read(_definitions()[name], rows)


def columns_of(name: str) -> dict[str, Any]:
    """Which columns of its table a figure is read from: value, period, area, unit_column, by."""
    return {
        part: told
        for part, told in _definitions()[name].items()
        if part in ("value", "period", "area", "unit_column", "by")
    }


def _read(definition: dict[str, Any], rows: Iterable[tables.Row]) -> Iterator[Figure]:
    for row in rows:
        value = tables.number(row[definition["value"]])
        if value is None:
            continue
        unit_column = definition.get("unit_column")
        source = definition.get("source") or row[definition.get("source_column", "source_id")]
        yield Figure(
            area=row[definition["area"]] if "area" in definition else INDONESIA,
            period=row[definition["period"]],
            value=value,
            unit=row[unit_column] if unit_column else definition["unit"],
            by={column: row[column] for column in definition["by"]},
            source=source,
        )


def figures(
    name: str, area: str | None = None, period: str | None = None, **by: str
) -> tuple[Figure, ...]:
    """The figures of that name, all or those of an area, a period and columns of `by`.

    >>> figures("unemployment", area="31", period="2025-08")[0].unit
    'percent of the labour force'
    """
    return tuple(
        figure
        for figure in _all_figures(name)
        if (area is None or figure.area == area)
        and (period is None or figure.period == period)
        and all(figure.by.get(column) == wanted for column, wanted in by.items())
    )


def latest(name: str, area: str = INDONESIA, **by: str) -> Figure | None:
    """The newest figure of an area, None where there is none; `by` must single out one row."""
    found = figures(name, area, **by)
    newest = max((figure.period for figure in found), default=None)
    of_newest = [figure for figure in found if figure.period == newest]
    if len(of_newest) > 1:
        columns = ", ".join(of_newest[0].by)
        raise UserError(f"{name!r} has {len(of_newest)} figures for {newest}: choose by {columns}.")
    return of_newest[0] if of_newest else None


def unemployment(area: str = INDONESIA) -> tuple[Figure, ...]:
    """The open unemployment rate (TPT) of a province or Indonesia, Feb 2005 to Aug 2025.

    Papua and Papua Barat before 2024 are the old, larger provinces (`province_scheme`).
    """
    return figures("unemployment", area)


def mean_wage(area: str = INDONESIA) -> tuple[Figure, ...]:
    """The mean net monthly pay of employees: neither a median nor advertised pay."""
    return figures("wage", area)


@lru_cache(maxsize=1)
def sources() -> dict[str, tables.Row]:
    """What each source id stands for: title, url_or_place, source_date or date, licence."""
    found = {row["source_id"]: row for row in tables.rows("prakerja_sources")}
    return found | {row["source_id"]: row for row in tables.rows("sources")}
