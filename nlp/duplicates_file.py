"""Group a file of postings, one JSON object a line: the vacancy of each, a line each."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from data.errors import UserError
from data.files import sync_file
from nlp.duplicate_sketch import Sketch, sketch
from nlp.duplicates import find_vacancies
from nlp.wage import read_wage

_SEEN = ("first_seen", "scraped", "last_seen")


def sketch_row(fields: Mapping[str, Any]) -> Sketch:
    """The sketch of a row under our names; fields that are missing or no text count as not told."""
    told = {name: value for name, value in fields.items() if isinstance(value, str)}
    wage = read_wage(told.get("salary"))
    seen = (day for name in _SEEN if (day := _read_day(told.get(name))))
    return sketch(
        key=str(fields["id"]),
        portal=told.get("portal", ""),
        title=told.get("title"),
        company=told.get("company"),
        location=told.get("location"),
        description=told.get("description"),
        posted=_read_day(told.get("posted")),
        pay=(wage.monthly_min, wage.monthly_max) if wage else (None, None),
        seen=next(seen, None),
    )


def _read_day(text: str | None) -> date | None:
    """The day that an ISO date or instant begins with; None where there is none."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def dedup_file(
    source: Path, target: Path, progress: Callable[[int], None] = lambda _: None
) -> dict[str, int]:
    """Write the vacancy of every line, in the same order; the target appears when it is whole.

    A line with an id that came before is the same posting; one that is none says what is wrong.
    Returns the counts postings, vacancies and failed. Raises UserError where the source is missing.
    """
    if not source.is_file():
        raise UserError(f"There is no file {source}.")
    ids: list[str] = []
    faults: dict[int, str] = {}
    sketches: dict[str, Sketch] = {}
    with source.open("rb") as lines:
        for row in _read_lines(lines):
            if isinstance(row, str):
                faults[len(ids)] = row
                ids.append("")
            else:
                ids.append(str(row["id"]))
                if ids[-1] not in sketches:
                    sketches[ids[-1]] = sketch_row(row)
            progress(lines.tell())
    vacancies = find_vacancies(sketches.values())
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
