"""Check a delivery against its table with pandera; each fault names line, column and value.

Only what takes a delivery in imports this module, and only when it does: pandera is heavy.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from data.operator_cells import Unreadable, kind_of_number
from data.operator_file import KEY, Delivery
from data.operator_schema import Column, Fault, Rule, Table
from data.reference import areas

_EMPTY: Final = "not_nullable"
# Rows given to pandera at a time: what it notes of each failure is large.
_AT_ONCE: Final = 10_000

Frame = pd.DataFrame


def _numbers(frame: Frame, *names: str) -> Iterator[Any]:
    """Columns as floats; what is empty or cannot be read is NaN and compares as false."""
    for name in names:
        yield pd.to_numeric(frame[name], errors="coerce").astype("float64")


def _filled(frame: Frame, names: Sequence[str]) -> Any:
    """Which cells hold anything that is told, be it readable or not."""
    return frame[list(names)].apply(lambda column: column.notna() & (column != ""))


def _is_inside(frame: Frame, rule: Rule) -> Any:
    return pd.Series(
        [
            _lies_in(inner, outer)
            for inner, outer in frame[list(rule.columns)].itertuples(index=False)
        ],
        index=frame.index,
    )


def _lies_in(regency: object, province: object) -> bool:
    known = areas.regencies().get(regency) if isinstance(regency, str) else None
    return (
        known is None or province in ("", None, known.province) or isinstance(province, Unreadable)
    )


def _is_not_above(frame: Frame, rule: Rule) -> Any:
    left, right = _numbers(frame, *rule.columns)
    return ~(left > right)


def _is_any_filled(frame: Frame, rule: Rule) -> Any:
    return _filled(frame, rule.columns).any(axis="columns")


def _is_any_filled_if(frame: Frame, rule: Rule) -> Any:
    filled = _filled(frame, rule.columns)
    return ~filled.iloc[:, 0] | filled.iloc[:, 1:].any(axis="columns")


def _is_none_filled_if(frame: Frame, rule: Rule) -> Any:
    filled = _filled(frame, rule.columns)
    return ~filled.iloc[:, 0] | ~filled.iloc[:, 1:].any(axis="columns")


def _is_share_of(frame: Frame, rule: Rule) -> Any:
    share, part, whole = _numbers(frame, *rule.columns)
    return ~((share - 100 * part / whole).abs() > rule.tolerance)


def _is_not_all_fractions(frame: Frame, rule: Rule) -> Any:
    """False on the first figure where all are 1 or less and at least one is a true fraction."""
    (share,) = _numbers(frame, *rule.columns)
    told = share.dropna()
    is_right = pd.Series(True, index=frame.index)
    if (told.between(0, 1, inclusive="neither")).any() and (told <= 1).all():
        is_right[told.index[0]] = False
    return is_right


RULES: Final[Mapping[str, Callable[[Frame, Rule], Any]]] = {
    "inside": _is_inside,
    "not_above": _is_not_above,
    "any_filled": _is_any_filled,
    "if_filled_any": _is_any_filled_if,
    "if_filled_none": _is_none_filled_if,
    "share_of": _is_share_of,
    "not_all_fractions": _is_not_all_fractions,
}


def build_schema(table: Table) -> pa.DataFrameSchema:
    """The pandera schema of a delivery: its columns, one key a row, the rules between columns.

    Rules are columns of their own (see `_build_frame`): pandera tells a failed check of a whole
    frame once for every column, so that 100,000 bad rows took twice the time.
    """
    columns = {column.name: _build_column(column) for column in table.columns}
    kept = {
        name: pa.Column(bool, pa.Check(lambda is_kept: is_kept)) for name in (KEY, *_rules(table))
    }
    return pa.DataFrameSchema(columns | kept, strict=True)


def _rules(table: Table) -> dict[str, Rule]:
    """The rules of the table, by the column of the frame that tells whether a row keeps them."""
    return {f"_rule{number}": rule for number, rule in enumerate(table.rules)}


def _build_frame(table: Table, rows: Sequence[Mapping[str, Any]]) -> Frame:
    """The rows, and for each whether it is the first with its key and which rules it keeps."""
    names = [column.name for column in table.columns]
    frame = Frame({name: pd.Series([row[name] for row in rows], dtype=object) for name in names})
    kept = {name: RULES[rule.kind](frame, rule) for name, rule in _rules(table).items()}
    return frame.assign(**{KEY: ~pd.Series([row[KEY] for row in rows]).duplicated()}, **kept)


def _build_column(column: Column) -> pa.Column:
    checks = [pa.Check(_is_readable, element_wise=True, error="unreadable")]

    def add(is_allowed: Callable[[Any], bool], allowed: str) -> None:
        checks.append(
            pa.Check(
                lambda cell: isinstance(cell, Unreadable) or is_allowed(cell),
                element_wise=True,
                error=allowed,
            )
        )

    least, most, longest = column.least, column.most, column.longest
    if least is not None and column.type in ("whole", "number"):
        add(lambda cell: cell >= least, f"it must be {kind_of_number(column)}")
    if most is not None:
        add(lambda cell: cell <= most, f"it must be {kind_of_number(column)}")
    if least is not None and column.type in ("period", "year"):
        add(lambda cell: int(cell[:4]) >= least, f"it must not be before {least:.0f}")
    if longest is not None:
        add(lambda cell: _length(cell) <= longest, f"it must have at most {longest:,} characters")
    if column.refused:
        add(lambda cell: cell not in column.refused, column.why_refused)
    return pa.Column(checks=checks, nullable=not column.is_required)


def _length(cell: object) -> int:
    return len(cell) if isinstance(cell, str) else 0


def _is_readable(cell: object) -> bool:
    return not isinstance(cell, Unreadable)


def find_faults(table: Table, delivery: Delivery) -> list[Fault]:
    """What is wrong with the rows of a delivery, by line and column."""
    first_lines: dict[object, int] = {}
    for row, line in zip(delivery.rows, delivery.lines, strict=True):
        first_lines.setdefault(row[KEY], line)
    found: dict[tuple[int, str, str], Fault] = {}
    for failed, check, position in _find_failures(table, delivery):
        row = delivery.rows[position]
        column, allowed = _explain(table, failed, check, row, first_lines)
        found[position, column or "", allowed] = Fault(
            line=delivery.lines[position],
            column=column,
            value=delivery.raw[position].get(column or "", ""),
            allowed=allowed,
            header=delivery.headers.get(column or ""),
        )
    return [found[key] for key in sorted(found)]


def _find_failures(table: Table, delivery: Delivery) -> Iterator[tuple[str, str, int]]:
    """The failed checks: column of the frame, what the check says, position of the row."""
    frame, wanted = _build_frame(table, delivery.rows), build_schema(table)
    for start in range(0, len(frame), _AT_ONCE):
        try:
            wanted.validate(frame.iloc[start : start + _AT_ONCE], lazy=True)
        except SchemaErrors as errors:
            failures = errors.failure_cases[["column", "check", "index"]]
            for column, check, index in failures.itertuples(index=False):
                yield str(column), str(check), int(index)


def _explain(
    table: Table,
    failed: str,
    check: str,
    row: Mapping[str, Any],
    first_lines: Mapping[object, int],
) -> tuple[str | None, str]:
    """The column that a failed check is about, None for the row, and what would be allowed."""
    if failed == KEY:
        return None, f"it has the same {', '.join(table.key)} as line {first_lines[row[KEY]]}"
    rule = _rules(table).get(failed)
    if rule is not None:
        return None if rule.kind == "any_filled" else rule.columns[0], rule.allowed
    if check == _EMPTY:
        return failed, "it must be filled in"
    value = row[failed]
    return failed, value.allowed if isinstance(value, Unreadable) else check
