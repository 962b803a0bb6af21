"""Check a delivery against its table with pandera; each fault names line, column and value.

Only what takes a delivery in imports this module, and only when it does: pandera is heavy.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from data.operator_cells import Unreadable, kind_of_number
from data.operator_schema import Column, Fault, Rule, Table

# The column of the frame that holds the key of each row.
KEY: Final = "_key"
_EMPTY: Final = "not_nullable"

Frame = pd.DataFrame
Truth = "pd.Series[bool]"


def _numbers(frame: Frame, *names: str) -> Iterator[Any]:
    """Columns as floats; what is empty or cannot be read is NaN and compares as false."""
    for name in names:
        yield pd.to_numeric(frame[name], errors="coerce").astype("float64")


def _filled(frame: Frame, names: Sequence[str]) -> Any:
    """Which cells hold anything that is told, be it readable or not."""
    return frame[list(names)].apply(lambda column: column.notna() & (column != ""))


def _is_inside(frame: Frame, rule: Rule) -> Any:
    return pd.Series(
        [_lies_in(inner, outer) for inner, outer in frame[list(rule.columns)].itertuples(index=False)],
        index=frame.index,
    )


def _lies_in(regency: object, province: object) -> bool:
    from data.reference import areas

    known = areas.regencies().get(regency) if isinstance(regency, str) else None
    return known is None or province in ("", None, known.province) or isinstance(
        province, Unreadable
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
    """The pandera schema of a delivery: its columns and the rules between them."""
    columns = {column.name: _build_column(column) for column in table.columns}
    same_key = pa.Check(
        lambda frame: ~frame[KEY].duplicated(), name=KEY, error=KEY, ignore_na=False
    )
    rules = [
        pa.Check(
            RULES[rule.kind], rule=rule, name=str(number), error=str(number), ignore_na=False
        )
        for number, rule in enumerate(table.rules)
    ]
    return pa.DataFrameSchema(columns | {KEY: pa.Column()}, checks=[same_key, *rules], strict=True)


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


def find_faults(
    table: Table, rows: Sequence[Mapping[str, Any]], lines: Sequence[int], raw: Sequence[Mapping[str, str]]
) -> list[Fault]:
    """What is wrong with the rows, by line and column.

    `rows` are the values with their KEY, `lines` where each stands, `raw` the cells as delivered.
    """
    names = [*(column.name for column in table.columns), KEY]
    frame = Frame(
        {name: pd.Series([row[name] for row in rows], dtype=object) for name in names}
    )
    try:
        build_schema(table).validate(frame, lazy=True)
    except SchemaErrors as errors:
        failures = errors.failure_cases
    else:
        return []
    first_lines: dict[object, int] = {}
    for row, line in zip(rows, lines, strict=True):
        first_lines.setdefault(row[KEY], line)
    found: dict[tuple[int, str | None, str], Fault] = {}
    told = failures[["schema_context", "column", "check", "index"]].itertuples(index=False)
    for context, column, check, index in told:
        position = int(index)
        row, cells = rows[position], raw[position]
        if context == "Column":
            allowed = _say_allowed(str(column), check, row)
            fault = Fault(lines[position], column, cells.get(column, ""), allowed)
        elif check == KEY:
            allowed = f"it has the same {', '.join(table.key)} as line {first_lines[row[KEY]]}"
            fault = Fault(lines[position], None, "", allowed)
        else:
            rule = table.rules[int(check)]
            name = None if rule.kind == "any_filled" else rule.columns[0]
            fault = Fault(lines[position], name, cells.get(name or "", ""), rule.allowed)
        found[position, fault.column, fault.allowed] = fault
    ordered = sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or "", item[0][2]))
    return [fault for _, fault in ordered]


def _say_allowed(column: str, check: str, row: Mapping[str, Any]) -> str:
    """What would be allowed in a cell that a check refused."""
    if check == _EMPTY:
        return "it must be filled in"
    value = row[column]
    return value.allowed if isinstance(value, Unreadable) else check
