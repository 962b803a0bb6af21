"""Take old postings in from a file: a row becomes a RawPosting, a bad row a line of the rejects.

Which of their columns is which of our fields is told by a TOML map:

    portal = "jobstreet"            # for rows that carry none
    ignore = ["views"]              # columns not worth keeping
    [columns]                       # our field = their column
    id = "job_id"
    title = "Job Title"
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson

from data.errors import UserError
from data.files import sync_file
from data.import_row import PORTAL_NAME, RowError, posting_from_row
from data.posting import TEXT_FIELDS, RawPosting
from data.privacy import remove_personal, remove_personal_fields
from data.rows import BadRow, GoodRow, has_fixed_columns, read_rows
from data.text import clean
from data.writer import BATCH, Writer

__all__ = ["PORTAL_NAME", "ColumnMap", "import_file"]

_OUR_NAMES: Final = (
    *("id", "portal", "url", "posted", "posted_text", "scraped"),
    *("first_seen", "last_seen", "closed_at", "skills"),
    *TEXT_FIELDS,
)
# Of a rejected row so much is kept that a person can mend it.
_REJECT_CHARACTERS: Final = 20_000

# Called for a rejected row: its line, why, and what it says.
Reject = Callable[[int, str, object], None]


@dataclass(frozen=True)
class ColumnMap:
    """Which of their columns is which of our fields."""

    portal: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    ignore: frozenset[str] = frozenset()

    @staticmethod
    def load(path: Path) -> "ColumnMap":
        """Read the map, refusing what is not understood."""
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UserError(f"The column map {path} cannot be read: {error}") from error
        if unknown := set(told) - {"portal", "columns", "ignore"}:
            raise UserError(f"{path}: unknown entries {sorted(unknown)}; see docs/import.md.")
        portal, columns = told.get("portal"), told.get("columns", {})
        ignore = told.get("ignore", [])
        if not isinstance(columns, dict) or not all(isinstance(c, str) for c in columns.values()):
            raise UserError(f'{path}: [columns] takes lines like title = "Job Title".')
        if not isinstance(ignore, list) or not all(isinstance(name, str) for name in ignore):
            raise UserError(f'{path}: ignore takes a list of names, like ["views"].')
        if portal is not None and not (isinstance(portal, str) and PORTAL_NAME.fullmatch(portal)):
            raise UserError(f"{path}: portal must be short, of small letters, digits and _+.-")
        if strange := set(columns) - set(_OUR_NAMES):
            known = ", ".join(_OUR_NAMES)
            raise UserError(f"{path}: no fields of ours: {sorted(strange)}. Ours are: {known}.")
        return ColumnMap(portal, columns, frozenset(ignore))

    def check(self, names: Mapping[str, Any]) -> None:
        """Raise UserError where the file lacks a column that the map names."""
        if lacking := sorted(set(self.columns.values()) - set(names)):
            raise UserError(
                f"The map names columns that the file does not have: {lacking}. "
                f"It has: {sorted(names)}. Nothing was taken in."
            )

    def rename(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row under our names; their columns that are not mapped keep their own."""
        if not self.columns and not self.ignore:
            return dict(row)
        taken = set(self.columns.values()) | self.ignore
        renamed = {
            # A column of theirs with a name of ours, whose place another one takes.
            (f"their_{name}" if name in self.columns else name): value
            for name, value in row.items()
            if name not in taken
        }
        for ours, theirs in self.columns.items():
            if theirs in row:
                renamed[ours] = row[theirs]
        return renamed


def import_file(
    writer: Writer,
    path: Path,
    columns: ColumnMap,
    rejects: Path,
    counts: Counter[str],
    *,
    is_sample: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> None:
    """Take the file in, batch by batch; safe to interrupt and to repeat.

    `counts` (new, changed, unchanged, rejected) grows with every batch that is stored.
    """
    for name in ("new", "changed", "unchanged", "rejected"):
        counts[name] += 0
    batch: list[RawPosting] = []

    def save() -> None:
        if batch:
            counts.update(writer.save_postings(batch))
            batch.clear()

    with _reject_file(rejects, counts) as reject:
        try:
            for posting in _read_postings(path, columns, reject, progress, is_sample=is_sample):
                batch.append(posting)
                if len(batch) == BATCH:
                    save()
        except UserError:
            save()  # the file is damaged further on; what came before is good
            raise
        save()


def _read_postings(
    path: Path,
    columns: ColumnMap,
    reject: Reject,
    progress: Callable[[int], None],
    *,
    is_sample: bool,
) -> Iterator[RawPosting]:
    now = datetime.now(UTC)
    is_checked = not has_fixed_columns(path)
    for row in read_rows(path, progress):
        if isinstance(row, BadRow):
            reject(row.line, row.reason, row.text)
            continue
        if not is_checked:
            columns.check(row.values)
            is_checked = True
        posting = _read_posting(row, columns, now, reject, is_sample=is_sample)
        if posting is not None:
            yield posting


def _read_posting(
    row: GoodRow, columns: ColumnMap, now: datetime, reject: Reject, *, is_sample: bool
) -> RawPosting | None:
    try:
        values = columns.rename(row.values)
        return posting_from_row(values, columns.portal, now, is_sample=is_sample)
    except RowError as error:
        reject(row.line, str(error), row.values)
        return None


@contextmanager
def _reject_file(path: Path, counts: Counter[str]) -> Iterator[Reject]:
    """Write rejects as JSON Lines, personal data removed; no rejects, no file."""
    path.unlink(missing_ok=True)
    file = None

    def reject(line: int, reason: str, told: object) -> None:
        nonlocal file
        counts["rejected"] += 1
        if file is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("wb")
        row = {"line": line, "reason": reason, "row": _without_persons(told)}
        file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))

    try:
        yield reject
    finally:
        if file is not None:
            file.close()
            sync_file(path)


def _without_persons(told: object) -> object:
    """A rejected row as it may be kept: cleaned value by value, cut to a length."""
    if isinstance(told, Mapping):
        texts = {
            clean(str(name))[:100]: clean(str(value))[:_REJECT_CHARACTERS]
            for name, value in told.items()
            if value not in (None, "")
        }
        return remove_personal_fields(texts)
    # Raw JSON writes a line end as two signs, behind which no name would be seen.
    return remove_personal(clean(str(told)[:_REJECT_CHARACTERS]).replace("\\n", "\n"))
