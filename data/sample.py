"""Look-alike Indonesian job postings: what the product and its tests run on before real data."""

import gzip
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from typing import IO, Final, cast

import orjson

from data.files import sync_file, sync_folder
from data.sample_market import (
    DAY,
    Opening,
    Table,
    draw_opening,
    read_phrases,
    seeded,
    weigh_days,
)
from data.sample_wording import write_company, write_pay, write_place, write_text, write_title
from data.text import fold

WESTERN_TIME: Final = timedelta(hours=7)  # WIB; "yesterday" is Jakarta's


def find_yesterday() -> date:
    """The last full day in Jakarta."""
    return (datetime.now(UTC) + WESTERN_TIME).date() - DAY


def sample_openings(until: date, months: int, seed: int) -> Iterator[Opening]:
    """The openings of the sample market, without end."""
    days = weigh_days(until, months)
    for number in count(1):
        yield draw_opening(number, days, seed)


def sample_postings(
    n: int = 3000, until: date | None = None, months: int = 24, seed: int = 17
) -> Iterator[dict[str, object]]:
    """Postings shaped like the rows of an import, the same ones for the same arguments."""
    last = until or find_yesterday()
    postings = (
        word_posting(opening, portal, last, seed)
        for opening in sample_openings(last, months, seed)
        for portal in opening.portals
    )
    return islice(postings, n)


def word_posting(opening: Opening, portal: Table, last: date, seed: int) -> dict[str, object]:
    """The posting that this portal makes of the opening."""
    rng = seeded(seed, opening.number, portal["name"])
    occupation, missing = opening.occupation, read_phrases()["missing"]
    lag = 0 if portal is opening.portals[0] else rng.randint(0, 3)
    posted = min(opening.posted + DAY * lag, last)
    identifier = f"contoh-{portal['letter']}-{opening.number:06d}"
    slug = fold(opening.title).replace(" ", "-")
    form = portal["experience"][1 if opening.years else 0]
    skills: list[str] = occupation["skills"]
    has_skills = rng.random() < portal["skills"]

    def unless_missing(field: str, value: str) -> str | None:
        return None if rng.random() < missing[field] else value

    return {
        "id": identifier,
        "portal": portal["name"],
        "url": f"https://{portal['host']}/lowongan/{slug}-{opening.number}",
        "title": write_title(opening, rng),
        "company": write_company(opening, portal),
        "location": write_place(opening, portal, rng),
        "salary": write_pay(opening, portal, rng),
        "description": write_text(opening, portal, rng),
        "industry": unless_missing(
            "industry", read_phrases()["sectors"][occupation["sector"]][portal["industry"]]
        ),
        "employment_type": unless_missing("employment_type", portal["employment"][opening.term]),
        "experience": unless_missing(
            "experience", form.format(years=opening.years, more=opening.years + 2)
        ),
        "education": unless_missing("education", portal["education"][occupation["school"]]),
        "posted": posted.isoformat(),
        "scraped": min(posted + DAY * rng.randint(1, 9), last).isoformat(),
        "skills": rng.sample(skills, rng.randint(2, len(skills))) if has_skills else None,
    }


def write_sample(
    path: Path, n: int = 3000, until: date | None = None, months: int = 24, seed: int = 17
) -> int:
    """Write the postings as JSON Lines, gzipped for a name in .gz; whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with aside.open("wb") as file:
            if path.suffix == ".gz":
                # No name and no time in the header: equal postings are equal bytes.
                with gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
                    written = write_lines(cast("IO[bytes]", packed), n, until, months, seed)
            else:
                written = write_lines(file, n, until, months, seed)
        sync_file(aside)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(path.parent)
    return written


def write_lines(file: IO[bytes], n: int, until: date | None, months: int, seed: int) -> int:
    """Write one posting a line and count them."""
    lines = (orjson.dumps(posting) + b"\n" for posting in sample_postings(n, until, months, seed))
    return sum(1 for line in lines if file.write(line))
