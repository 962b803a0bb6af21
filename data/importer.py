"""Take old postings in from a file: a row becomes a RawPosting, a bad row a line of the rejects.

Which of their columns is which of our fields is told by a TOML map:

    portal = "jobstreet"            # for rows that carry none
    ignore = ["views"]              # columns not worth keeping
    [columns]                       # our field = their column
    id = "job_id"
    title = "Job Title"
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

import orjson

from data.errors import UserError
from data.files import sync_file
from data.posting import TEXT_FIELDS, RawPosting
from data.privacy import remove_personal, remove_personal_fields
from data.rows import BadRow, GoodRow, read_rows
from data.store import BATCH, Writer
from data.text import clean

# Times without a zone are taken as western Indonesian time, where most portals sit.
JAKARTA: Final = timezone(timedelta(hours=7), "WIB")
_META_FIELDS: Final = (
    "id",
    "portal",
    "url",
    "posted",
    "posted_text",
    "scraped",
    "first_seen",
    "last_seen",
    "closed_at",
)
_PORTAL = re.compile(r"[a-z0-9][a-z0-9_+.-]{0,63}")


class RowError(ValueError):
    """A row that cannot become a posting; the text says why."""


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
        columns = told.get("columns", {})
        if strange := set(columns) - {*_META_FIELDS, *TEXT_FIELDS, "skills"}:
            known = ", ".join((*_META_FIELDS, *TEXT_FIELDS, "skills"))
            raise UserError(f"{path}: no fields of ours: {sorted(strange)}. Ours are: {known}.")
        return ColumnMap(told.get("portal"), columns, frozenset(told.get("ignore", ())))

    def rename(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row under our names; their columns that are not mapped keep their own."""
        if not self.columns and not self.ignore:
            return dict(row)
        taken = set(self.columns.values()) | self.ignore
        renamed = {name: value for name, value in row.items() if name not in taken}
        for ours, theirs in self.columns.items():
            if theirs in row:
                renamed[ours] = row[theirs]
        return renamed


def import_file(
    writer: Writer,
    path: Path,
    columns: ColumnMap,
    rejects: Path,
    *,
    is_sample: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, int]:
    """Take the file in, batch by batch; safe to interrupt and to repeat.

    Returns the counts new, changed, unchanged, rejected.
    """
    counts: Counter[str] = Counter(new=0, changed=0, unchanged=0, rejected=0)
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
    return dict(counts)


def _read_postings(
    path: Path,
    columns: ColumnMap,
    reject: Callable[[int, str, str], None],
    progress: Callable[[int], None],
    *,
    is_sample: bool,
) -> Iterator[RawPosting]:
    now = datetime.now(UTC)
    for row in read_rows(path, progress):
        if isinstance(row, BadRow):
            reject(row.line, row.reason, row.text)
            continue
        try:
            posting = posting_from_row(row, columns, now, is_sample=is_sample)
        except RowError as error:
            reject(row.line, str(error), str(dict(row.values))[:500])
        else:
            yield posting


@contextmanager
def _reject_file(path: Path, counts: Counter[str]) -> Iterator[Callable[[int, str, str], None]]:
    """Write rejects as JSON Lines, personal data removed; no rejects, no file."""
    file = None

    def reject(line: int, reason: str, text: str) -> None:
        nonlocal file
        counts["rejected"] += 1
        if file is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("wb")
        row = {"line": line, "reason": reason, "text": remove_personal(clean(text))}
        file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))

    try:
        yield reject
    finally:
        if file is not None:
            file.close()
            sync_file(path)


def posting_from_row(
    row: GoodRow, columns: ColumnMap, now: datetime, *, is_sample: bool
) -> RawPosting:
    """The posting a row describes, personal data removed.

    Raises RowError where the row says too little or the impossible.
    """
    values = columns.rename(row.values)
    meta = {name: _text(values.pop(name, None), name) for name in ("id", "portal", "url")}
    posted, posted_text = _posted(values.pop("posted", None), now.date())
    told_text = _text(values.pop("posted_text", None), "posted_text")
    scraped = _instant(values.pop("scraped", None), "scraped", now)
    first_seen = _instant(values.pop("first_seen", None), "first_seen", now)
    last_seen = _instant(values.pop("last_seen", None), "last_seen", now)
    closed_at = _instant(values.pop("closed_at", None), "closed_at", None)
    content = _content(values)
    if "title" not in content and "description" not in content:
        raise RowError("neither a title nor a description")
    portal = (meta["portal"] or columns.portal or "").lower()
    if not _PORTAL.fullmatch(portal):
        raise RowError(
            f"no portal name ({portal!r}); give --portal or a column portal"
            if portal == ""
            else f"not a portal name: {portal!r}"
        )
    url = meta["url"]
    if url is not None and (
        not url.startswith(("http://", "https://")) or remove_personal(url) != url
    ):
        url = None
    posting = RawPosting(
        portal=portal,
        portal_id=meta["id"] or meta["url"] or "",
        content=content,
        url=url,
        posted=posted,
        posted_text=told_text or posted_text,
        first_seen=first_seen or scraped,
        last_seen=last_seen or scraped or first_seen,
        closed_at=closed_at,
        is_sample=is_sample,
    )
    if not posting.portal_id:
        # Without an id of the portal's own, equal contents are the same posting.
        object.__setattr__(posting, "portal_id", f"content:{posting.hash.hex()}")
    return posting


def _content(values: Mapping[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name in TEXT_FIELDS:
        text = _text(values.get(name), name)
        if text is not None:
            content[name] = text
    if skills := values.get("skills"):
        content["skills"] = skills
    other = {
        name: value
        for name, value in values.items()
        if name not in TEXT_FIELDS and name != "skills" and not _is_empty(value)
    }
    if other:
        content["other"] = other
    return remove_personal_fields(content)


def _is_empty(value: object) -> bool:
    return value is None or value in ("", [], {}) or (isinstance(value, float) and value != value)


def _text(value: object, name: str) -> str | None:
    """A field as clean text; numbers are written out, empty is None."""
    if isinstance(value, str):
        return clean(value) or None
    if _is_empty(value):
        return None
    if isinstance(value, bool | dict | list):
        raise RowError(f"{name} is {type(value).__name__}, not text")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value)) or None


def _posted(value: object, today: date) -> tuple[date | None, str | None]:
    """The date of posting, or the wording of it where it is not an ISO date of the past."""
    moment = _parse_instant(value)
    if moment is not None and moment.astimezone(JAKARTA).date() <= today + timedelta(days=1):
        return moment.astimezone(JAKARTA).date(), None
    return None, _text(value, "posted") if not isinstance(value, date) else str(value)


def _instant(value: object, name: str, now: datetime | None) -> datetime | None:
    """A moment of sighting; a date alone is its midnight in Jakarta."""
    if _is_empty(value):
        return None
    moment = _parse_instant(value)
    if moment is None:
        raise RowError(f"{name} is not an ISO date or time: {str(value)[:40]!r}")
    if now is not None and moment > now:
        raise RowError(f"{name} lies in the future: {str(value)[:40]!r}")
    return moment


def _parse_instant(value: object) -> datetime | None:
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day, tzinfo=JAKARTA)
    elif isinstance(value, str) and value:
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    else:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=JAKARTA)
