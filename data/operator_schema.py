"""What each table of the operator's own data holds and allows, read from operator.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from data.errors import DataError
from data.text import fold

_FILE: Final = Path(__file__).with_name("operator.toml")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a delivery; `refused` values are known words that must not come again."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    headers: tuple[str, ...] = ()
    is_required: bool = False
    allowed: tuple[str, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)
    least: float | None = None
    most: float | None = None
    longest: int | None = None
    # Of a period: 4 where years are meant, 7 where months are; empty means either.
    lengths: tuple[int, ...] = ()
    when_empty: str | None = None
    refused: frozenset[str] = frozenset()
    why_refused: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What columns of one row must be to each other; `kind` is a key of operator_checks.RULES."""

    kind: str
    columns: tuple[str, ...]
    allowed: str
    tolerance: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `stored_in` names the table of the store, `published_as` that of the snapshot."""

    name: str
    what: str
    command: str
    stored_in: str
    published_as: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()

    @property
    def by_header(self) -> dict[str, str]:
        """Our column name for every header that is understood, folded for comparison."""
        headers = {
            fold_header(header): column.name for column in self.columns for header in column.headers
        }
        return headers | {fold_header(column.name): column.name for column in self.columns}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a delivery; `line` is None for the file, `column` for the row as a whole.

    `header` is what the delivery calls the column.
    """

    line: int | None
    column: str | None
    value: str
    allowed: str
    header: str | None = None

    @property
    def sentence(self) -> str:
        """What is wrong, where, and what is allowed."""
        where = "The file" if self.line is None else f"Line {self.line}"
        if self.column is None:
            return f"{where}: {self.allowed}."
        shown = repr(self.value) if self.value else "empty"
        is_same = self.header is None or fold_header(self.header) == fold_header(self.column)
        column = self.column if is_same else f"{self.header} ({self.column})"
        return f"{where}, column {column} is {shown}: {self.allowed}."


class Unacceptable(DataError):
    """A delivered file with faults; nothing of it was taken in."""

    def __init__(self, message: str, faults: tuple[Fault, ...]) -> None:
        super().__init__(message)
        self.faults = faults


def fold_header(header: str) -> str:
    """A header as it is compared; "#" and the like, which fold to nothing, stay as they are."""
    return fold(header) or header.strip()


@lru_cache(maxsize=1)
def content() -> dict[str, Any]:
    """The whole of operator.toml."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def tables() -> dict[str, Table]:
    """The tables that operator.toml describes in full, by name."""
    return {name: _table(name, told) for name, told in content()["tables"].items()}


def _table(name: str, told: Mapping[str, Any]) -> Table:
    return Table(
        name=name,
        what=told["what"],
        command=told["command"],
        stored_in=told["stored_in"],
        published_as=told["published_as"],
        key=tuple(told["key"]),
        columns=tuple(_column(column, spec) for column, spec in told["columns"].items()),
        rules=tuple(
            Rule(rule["kind"], tuple(rule["columns"]), rule["allowed"], rule.get("tolerance", 0.0))
            for rule in told.get("rules", ())
        ),
    )


def _column(name: str, spec: Mapping[str, Any]) -> Column:
    allowed = tuple(spec.get("allowed", ()))
    return Column(
        name=name,
        type=spec["type"],
        meaning=spec["meaning"],
        unit=spec.get("unit", ""),
        headers=tuple(spec.get("headers", ())),
        is_required=spec.get("required", False),
        allowed=allowed,
        spellings=fold_spellings(allowed, spec.get("spellings", {})),
        least=spec.get("least"),
        most=spec.get("most"),
        longest=spec.get("longest"),
        when_empty=spec.get("when_empty"),
    )


def fold_spellings(allowed: tuple[str, ...], spellings: Mapping[str, list[str]]) -> dict[str, str]:
    """Which allowed value each spelling stands for, folded for comparison."""
    folded = {
        fold_header(spelling): value for value, words in spellings.items() for spelling in words
    }
    return folded | {fold_header(value): value for value in allowed}
