"""From a portal's row to a RawPosting: JSON parsed, HTML made text, personal data removed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final, NamedTuple, TypeVar

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from data.import_row import RowError, posting_from_row
from data.posting import RawPosting
from scrapers.portal import Facts, ShapeError, Unreadable

Model = TypeVar("Model", bound=BaseModel)


class Shape(BaseModel):
    """The base of every portal's shapes: fields it does not name are kept, and reported."""

    model_config = ConfigDict(extra="allow")


class CamelShape(Shape):
    """The same for portals that write fieldNames so."""

    model_config = ConfigDict(extra="allow", alias_generator=to_camel)


# Times far ahead are judged when a posting is stored, not when an answer is read.
_LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)


def load_json(portal: str, body: bytes) -> Any:
    """The JSON of an answer; raises ShapeError where it is none."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        start = body[:60].decode("utf-8", "replace").strip()
        raise ShapeError(portal, "answer", f"not JSON ({error}); it begins {start!r}") from error


def check(portal: str, model: type[Model], value: object) -> Model:
    """The value in the shape of the model; raises ShapeError naming the first field at fault."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(map(str, first["loc"])) or "answer"
        raise ShapeError(portal, name, str(first["msg"])) from error


class Rows(NamedTuple):
    """What became of the rows of a list; in the order in which a Page takes it."""

    postings: tuple[RawPosting, ...]
    unreadable: tuple[Unreadable, ...]
    strange: frozenset[str]


def read_rows(
    facts: Facts,
    rows: Sequence[object],
    model: type[Model],
    read: Callable[[Model], RawPosting | None],
) -> Rows:
    """Every row in the shape of `model`, read; None leaves a row out, a bad one is reported."""
    postings, unreadable, strange = [], [], set[str]()
    for row in rows:
        try:
            checked = check(facts.name, model, row)
            strange.update(checked.model_extra or ())
            posting = read(checked)
        except ShapeError as error:
            unreadable.append(Unreadable(str(error), row))
            continue
        if posting is not None:
            postings.append(posting)
    return Rows(tuple(postings), tuple(unreadable), frozenset(strange.difference(facts.ignored)))


def join_texts(*parts: str | None) -> str | None:
    """Parts of a description one under the other, empty ones left out."""
    return "\n\n".join(part for part in parts if part) or None


def describe_pay(low: float | None, high: float | None, currency: str, period: str) -> str | None:
    """Pay told in numbers as the text that nlp reads; zero means not told.

    `period` is a word of ours: jam, hari, minggu, bulan, tahun, proyek, or "".
    """
    bounds = [f"{currency} {amount:,.0f}".replace(",", ".") for amount in (low, high) if amount]
    if not bounds:
        return None
    written = " - ".join(dict.fromkeys(bounds))
    return f"{written} per {period}" if period else written


def describe_place(*names: str | None, arrangement: str | None = None) -> str | None:
    """Place names from narrow to wide as one text, with how the work is done where it is told.

    `arrangement` is remote, hybrid or onsite; nlp reads it where portals write it: "Bali (Remote)".
    """
    place = ", ".join(dict.fromkeys(name for name in names if name))
    told = f"({arrangement.capitalize()})" if arrangement in ("remote", "hybrid") else ""
    return " ".join(filter(None, (place, told))) or None


def local_time(facts: Facts, text: str) -> str:
    """A time without a zone with the zone its portal means."""
    zone = timezone(timedelta(hours=facts.utc_offset_hours))
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()


def read_time(facts: Facts, field_name: str, told: str | None) -> str | None:
    """A time with its zone, None where none is told; raises ShapeError where it is no time."""
    if not told:
        return None
    try:
        return local_time(facts, told)
    except (ValueError, OverflowError) as error:
        raise ShapeError(facts.name, field_name, "no date or time in ISO form") from error


def read_epoch(facts: Facts, field_name: str, seconds: float | None) -> str | None:
    """A moment counted in seconds from 1970, in ISO form; None for none or 0; raises ShapeError."""
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise ShapeError(facts.name, field_name, "no seconds from 1970") from error


def make_posting(facts: Facts, row: Mapping[str, Any]) -> RawPosting:
    """The posting of a row under the names of `import`; raises ShapeError where it can be none."""
    if not row.get("id"):
        raise ShapeError(facts.name, "id", "empty")
    try:
        return posting_from_row(dict(row), facts.name, _LATEST, is_sample=False)
    except RowError as error:
        raise ShapeError(facts.name, "row", str(error)) from error


def add_detail(listed: RawPosting, found: RawPosting) -> RawPosting:
    """A posting of a list with what its own page says; what only the list tells stays."""
    other = {**_other(listed), **_other(found)}
    content = {**listed.content, **found.content} | ({"other": other} if other else {})
    return replace(
        found,
        content=content,
        url=listed.url or found.url,
        posted=listed.posted or found.posted,
        posted_text=listed.posted_text or found.posted_text,
        closed_at=found.closed_at or listed.closed_at,
    )


def _other(posting: RawPosting) -> dict[str, object]:
    other = posting.content.get("other")
    return dict(other) if isinstance(other, dict) else {}
