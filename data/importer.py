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
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import orjson

from data.errors import DataError, UserError
from data.files import check_source, sync_file
from data.import_row import (
    NO_PORTAL,
    NO_TEXT,
    PORTAL_NAME,
    RowError,
    is_empty,
    posting_from_row,
)
from data.posting import TEXT_FIELDS, RawPosting
from data.privacy import remove_personal, remove_personal_fields
from data.rows import NOT_UTF8, BadRow, has_fixed_columns, read_rows
from data.text import clean
from data.times import jakarta_day
from data.writer import BATCH, Writer

__all__ = ["PORTAL_NAME", "ColumnMap", "NothingTaken", "import_file"]

_OUR_NAMES: Final = (
    *("id", "portal", "url", "posted", "posted_text", "scraped"),
    *("first_seen", "last_seen", "closed_at", "skills"),
    *TEXT_FIELDS,
)
# Of a rejected row so much is kept that a person can mend it.
_REJECT_CHARACTERS: Final = 20_000
# So many columns are named, each cut: a file without a header shows its first row for one.
_NAMES_SHOWN, _NAME_CHARACTERS = 30, 40

# Called for a row with a fault: its line, why, and what it says.
Reject = Callable[[int, str, object], None]
# The day that a wording tells on a page seen on a day, or None (nlp/posted.py, a layer above).
ReadDay = Callable[[str | None, date | None], date | None]


class NothingTaken(DataError):
    """A file of which no row came in; `counts` are those of `import_file`."""

    def __init__(self, message: str, counts: Mapping[str, int]) -> None:
        super().__init__(message)
        self.counts = counts


@dataclass(frozen=True)
class ColumnMap:
    """Which of their columns is which of our fields."""

    portal: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    ignore: frozenset[str] = frozenset()

    @staticmethod
    def load(path: Path) -> "ColumnMap":
        """Read the map, refusing what is not understood."""
        check_source(path)
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UserError(
                f"The column map {path} is not TOML: {error}. docs/import.md shows one to copy."
            ) from error
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
                f"It has: {_tell_names(names)}. Nothing was taken in."
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
    read_day: ReadDay | None = None,
) -> None:
    """Take the file in, batch by batch; safe to interrupt and to repeat.

    `counts` (new, changed, unchanged, rejected) grows with every batch that is stored; where rows
    come in without the day of posting they tell, for `read_day` cannot read it, also undated.
    Raises NothingTaken, with what to do about it, where no row came in.
    """
    for name in ("new", "changed", "unchanged", "rejected"):
        counts[name] += 0
    batch: list[RawPosting] = []
    reasons: Counter[str] = Counter()
    foreign: Mapping[Any, object] = {}

    def save() -> None:
        if batch:
            counts.update(writer.save_postings(batch))
            batch.clear()

    def warn(line: int, told: object, posting: RawPosting) -> None:
        if read_day and (fault := _find_date_fault(posting, told, read_day)):
            counts["undated"] += 1
            note(line, f"taken in without its day of posting: {fault}", {"posted": told})

    def reject(line: int, reason: str, told: object) -> None:
        nonlocal foreign
        if reason == NO_TEXT and not foreign and isinstance(told, Mapping):
            foreign = told
        counts["rejected"] += 1
        reasons[reason] += 1
        note(line, reason, told)

    with _reject_file(rejects) as note:
        try:
            for line, told, posting in _read_postings(
                path, columns, reject, progress, is_sample=is_sample
            ):
                warn(line, told, posting)
                batch.append(posting)
                if len(batch) == BATCH:
                    save()
        except UserError:
            save()  # the file is damaged further on; what came before is good
            raise
        save()
    if counts["rejected"] == counts.total():
        raise NothingTaken(_explain(path, reasons, foreign, rejects), dict(counts))


def _explain(
    path: Path, reasons: Counter[str], foreign: Mapping[Any, object], rejects: Path
) -> str:
    """Why nothing of the file came in, and what to do; `foreign` is a row with no text of ours."""
    if not reasons:
        return f"{path} holds no rows: look whether it is the right file."
    ((reason, _),) = reasons.most_common(1)
    what = f"Nothing of {path} was taken in: every row was rejected, most for: {reason}."
    if reason == NOT_UTF8:
        return f"{what} Save the file as UTF-8 (Excel: CSV UTF-8) and repeat the command."
    if reason == NO_PORTAL:
        return f"{what} For example: --portal jobstreet"
    if reason == NO_TEXT:
        return (
            f"{what} The columns found are {_tell_names(foreign)}. Name the title, the description "
            "and the others with --map MAP.toml; docs/import.md shows one."
        )
    return f"{what} Mend the rows; all reasons: {rejects}"


def _tell_names(names: Iterable[Any]) -> str:
    """The columns of a file as a sentence lists them, without personal data."""
    told = [remove_personal(clean(str(name)))[:_NAME_CHARACTERS] for name in names]
    rest = len(told) - _NAMES_SHOWN
    return ", ".join(told[:_NAMES_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _read_postings(
    path: Path,
    columns: ColumnMap,
    reject: Reject,
    progress: Callable[[int], None],
    *,
    is_sample: bool,
) -> Iterator[tuple[int, object, RawPosting]]:
    """Each posting with its line and the day of posting as it is told there."""
    now = datetime.now(UTC)
    is_checked = not has_fixed_columns(path)
    for row in read_rows(path, progress):
        if isinstance(row, BadRow):
            reject(row.line, row.reason, row.text)
            continue
        if not is_checked:
            columns.check(row.values)
            is_checked = True
        values = columns.rename(row.values)
        told = values.get("posted")
        try:
            posting = posting_from_row(values, columns.portal, now, is_sample=is_sample)
        except RowError as error:
            reject(row.line, str(error), row.values)
            continue
        yield row.line, told, posting


def _find_date_fault(posting: RawPosting, told: object, read_day: ReadDay) -> str | None:
    """Why no day of posting came of what the row tells of it; None where one did, or none is told.

    The wording "30+ hari yang lalu" is a bound and no day: it counts, too.
    """
    if posting.posted is not None or (is_empty(told) and posting.posted_text is None):
        return None
    if posting.posted_text is None:
        return "posted lies in the future, or is not text"
    moment = posting.posted_text_seen
    if read_day(posting.posted_text, jakarta_day(moment) if moment else None) is not None:
        return None
    where = "" if moment else "; without scraped, a wording like '3 hari yang lalu' tells none"
    return f"posted is no day from 2000 on that can be read{where}"


@contextmanager
def _reject_file(path: Path) -> Iterator[Reject]:
    """Write rows with faults as JSON Lines, personal data removed; no faults, no file."""
    path.unlink(missing_ok=True)
    file = None

    def note(line: int, reason: str, told: object) -> None:
        nonlocal file
        if file is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("wb")
        row = {"line": line, "reason": reason, "row": _without_persons(told)}
        file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))

    try:
        yield note
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
