"""Group a file of postings, one JSON object a line: the vacancy of each, a line each."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from data.files import check_source, check_target, sync_file
from nlp.duplicate_sketch import Sketch, sketch
from nlp.duplicates import find_vacancies
from nlp.duplicates_numbers import date_number, find_number
from nlp.wage import read_wage

_SEEN = ("first_seen", "scraped", "last_seen")


def sketch_row(fields: Mapping[str, Any]) -> Sketch:
    """The sketch of a row under our names; fields that are missing or no text count as not told.

    A row without any day has about that on which its portal gave it its number, where that tells.
    """
    told = {name: value for name, value in fields.items() if isinstance(value, str)}
    wage = read_wage(told.get("salary"))
    key, portal = str(fields["id"]), told.get("portal", "")
    seen = next((day for name in _SEEN if (day := _read_day(told.get(name)))), None)
    number = find_number(key, portal)
    return sketch(
        key=key,
        portal=portal,
        title=told.get("title"),
        company=told.get("company"),
        location=told.get("location"),
        description=told.get("description"),
        posted=_read_day(told.get("posted")),
        pay=(wage.monthly_min, wage.monthly_max) if wage else (None, None),
        seen=seen or (date_number(portal, number) if number else None),
        education=told.get("education"),
    )


def _read_day(text: str | None) -> date | None:
    """The day that an ISO date or instant begins with; None where there is none."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


class _Gathered:
    """The sketches of the rows of a file: those of one number at one portal are one posting."""

    def __init__(self) -> None:
        self._leads: dict[str, str] = {}
        self._numbered: dict[tuple[str, str], str] = {}
        self._sketches: dict[str, Sketch] = {}
        self._undated: dict[str, str] = {}
        self._latest: dict[str, date] = {}

    def add(self, row: Mapping[str, Any]) -> None:
        """Add a row; one with an id that came before is the same posting."""
        if (key := str(row["id"])) in self._leads:
            return
        one = sketch_row(row)
        number = find_number(key, one.portal)
        lead = self._numbered.setdefault((one.portal, number), key) if number else key
        self._leads[key] = lead
        self._sketches[lead] = replace(_put_together(self._sketches.get(lead), one), key=lead)
        if isinstance(source := row.get("source"), str):
            self._note_day(lead, source, one.posted)

    def _note_day(self, lead: str, source: str, day: date | None) -> None:
        if day is None:
            self._undated[lead] = source
        else:
            self._latest[source] = max(day, self._latest.get(source, day))

    def find_vacancies(self) -> dict[str, str]:
        """The vacancy of each row by its id.

        One without a day was seen when the newest of its collection (`source`) was, at the latest.
        """
        for lead, source in self._undated.items():
            one = self._sketches[lead]
            self._sketches[lead] = replace(one, posted=one.posted or self._latest.get(source))
        found = find_vacancies(self._sketches.values())
        return {key: found[lead] for key, lead in self._leads.items()}


def _put_together(before: Sketch | None, one: Sketch) -> Sketch:
    """Two rows of one posting: the fuller text, and the earliest day, one that is told first."""
    if before is None:
        return one
    fuller = one if len(before.shingles) < len(one.shingles) else before
    dated = min(before, one, key=lambda row: (not row.is_told, row.posted or date.max))
    return replace(fuller, posted=dated.posted, is_told=dated.is_told)


def group_rows(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The vacancy of each row under our names, by its id as text."""
    gathered = _Gathered()
    for row in rows:
        gathered.add(row)
    return gathered.find_vacancies()


def dedup_file(
    source: Path, target: Path, progress: Callable[[int], None] = lambda _: None
) -> dict[str, int]:
    """Write the vacancy of every line, in the same order; the target appears when it is whole.

    A line with an id that came before is the same posting; one that is none says what is wrong.
    Returns the counts postings, vacancies and failed. Raises UserError where the source cannot be
    read, or the target not be written or the same file.
    """
    check_source(source)
    check_target(target, source)
    ids: list[str] = []
    faults: dict[int, str] = {}
    gathered = _Gathered()
    with source.open("rb") as lines:
        for row in _read_lines(lines):
            if isinstance(row, str):
                faults[len(ids)] = row
                ids.append("")
            else:
                ids.append(str(row["id"]))
                gathered.add(row)
            progress(lines.tell())
    vacancies = gathered.find_vacancies()
    aside = target.with_name(f".{target.name}.aside")
    with aside.open("wb") as out:
        for at, key in enumerate(ids):
            told = {"id": None, "error": faults[at]} if at in faults else None
            line = told or {"id": key, "vacancy": vacancies[key]}
            out.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
    sync_file(aside)
    aside.replace(target)
    found = len(set(vacancies.values()))
    return {"postings": len(ids) - len(faults), "vacancies": found, "failed": len(faults)}


def _read_lines(lines: Iterator[bytes]) -> Iterator[dict[str, Any] | str]:
    """The row of each line that is not blank, or what is wrong with it."""
    while line := next(lines, b""):
        if line.isspace():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            yield f"not JSON: {error.msg}"
            continue
        if not isinstance(row, dict):
            yield "not a JSON object"
        elif not isinstance(row.get("id"), str | int) or row["id"] == "":
            yield "no id"
        else:
            yield row
