"""The sample market: look-alike adverts of 36 months whose truth is known, made from a seed."""

import gzip
import heapq
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BufferedWriter, RawIOBase
from itertools import islice
from pathlib import Path
from typing import IO, Final, cast

import orjson

from data.files import sync_file, sync_folder
from data.sample_advert import Advert, write_advert
from data.sample_adverts import word_advert, word_adverts
from data.sample_calendar import DAY, Period, draw_moments
from data.sample_draw import seeded
from data.sample_listings import Listing, Placement, place_opening
from data.sample_openings import Opening, draw_opening
from data.sample_rows import write_row
from data.sample_truth import find_outage, tell_truth, truth_path, write_head

WESTERN_TIME: Final = timedelta(hours=7)  # WIB; "yesterday" is Jakarta's
OPENINGS: Final = 30_000
MONTHS: Final = 36
SEED: Final = 17
_COMPRESSION: Final = 4  # half the time of 9 for a tenth more bytes
_BUFFER: Final = 1 << 18  # bytes; lines are short, and each write to gzip costs


@dataclass(frozen=True, slots=True)
class MarketCounts:
    """What was written: openings, and adverts by portal and by kind."""

    openings: int
    adverts: int
    by_portal: dict[str, int]
    copies: int  # on another portal than the first
    reposts: int
    scams: int  # openings


def find_yesterday() -> date:
    """The last full day in Jakarta."""
    return (datetime.now(UTC) + WESTERN_TIME).date() - DAY


def sample_market(
    until: date | None = None, *, openings: int = OPENINGS, months: int = MONTHS, seed: int = SEED
) -> Iterator[Advert]:
    """The adverts of the market by date of posting; the same ones for the same arguments."""
    period = Period(until or find_yesterday(), months)
    return order_adverts(place_openings(period, openings, seed), seed)


def place_openings(period: Period, openings: int, seed: int) -> Iterator[Placement]:
    """The openings of the market with their listings, by date of posting."""
    last = end_of(period.until)
    for number, moment in enumerate(draw_moments(period, openings, seed), 1):
        opening = draw_opening(number, moment, period, openings, seed)
        yield place_opening(opening, last, seed)


def end_of(day: date) -> datetime:
    """The last second of the day in Jakarta."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return midnight + DAY - WESTERN_TIME - timedelta(seconds=1)


def order_adverts(placements: Iterable[Placement], seed: int) -> Iterator[Advert]:
    """The adverts by date of posting; only those of later copies and reposts wait in memory."""
    waiting: list[tuple[datetime, int, Listing, Opening]] = []
    for placement in placements:
        for listing in placement.listings:
            heapq.heappush(waiting, (listing.posted, listing.number, listing, placement.opening))
        while waiting and waiting[0][0] < placement.opening.posted:
            _, _, listing, opening = heapq.heappop(waiting)
            yield word_advert(opening, listing, seed)
    while waiting:
        _, _, listing, opening = heapq.heappop(waiting)
        yield word_advert(opening, listing, seed)


def write_market(
    path: Path,
    *,
    until: date | None = None,
    openings: int = OPENINGS,
    months: int = MONTHS,
    seed: int = SEED,
) -> MarketCounts:
    """Write the market (gzipped JSON Lines, a head first) and its truth beside it.

    The same bytes for the same arguments; each file whole or not at all, the market last.
    """
    period = Period(until or find_yesterday(), months)
    outage = find_outage(period)
    head = {
        "from": period.first,
        "until": period.until,
        "seed": seed,
        "openings": openings,
        "outages": {outage.portal: [outage.start, outage.end]},
    }
    counts: Counter[str] = Counter()
    portals: Counter[str] = Counter()
    with (
        written_whole(path) as market,
        written_whole(truth_path(path, period.until)) as truth,
    ):
        market.write(orjson.dumps(head) + b"\n")
        truth.write(write_head(period, openings, seed))
        placements = _tell(place_openings(period, openings, seed), truth.write, counts)
        for advert in order_adverts(placements, seed):
            market.write(write_advert(advert))
            portals[advert.portal] += 1
        truth.write(b"\n]}\n")
    return MarketCounts(
        openings=counts["openings"],
        adverts=portals.total(),
        by_portal=dict(sorted(portals.items())),
        copies=counts["copies"],
        reposts=counts["reposts"],
        scams=counts["scams"],
    )


def _tell(
    placements: Iterable[Placement], write: Callable[[bytes], object], counts: Counter[str]
) -> Iterator[Placement]:
    """The placements, each one's truth written and counted on the way."""
    for placement in placements:
        write((b",\n" if counts["openings"] else b"") + orjson.dumps(tell_truth(placement)))
        counts["openings"] += 1
        counts["scams"] += bool(placement.opening.scam)
        reposts = sum(listing.is_repost for listing in placement.listings)
        counts["reposts"] += reposts
        counts["copies"] += len(placement.listings) - 1 - reposts
        yield placement


def sample_postings(
    n: int = 3000, until: date | None = None, months: int = MONTHS, seed: int = SEED
) -> Iterator[dict[str, object]]:
    """Rows of an import from a market of about that size, the same ones for the same arguments."""
    last = until or find_yesterday()
    period = Period(last, months)
    numbered = list(enumerate(draw_moments(period, n, seed), 1))
    # Mixed, so that any n of the market's adverts cover the whole period.
    seeded(seed, "rows").shuffle(numbered)
    placements = (
        place_opening(draw_opening(number, moment, period, n, seed), end_of(last), seed)
        for number, moment in numbered
    )
    rows = (
        write_row(advert, last)
        for placement in placements
        for advert in word_adverts(placement, seed)
    )
    return islice(rows, n)


def write_sample(
    path: Path, n: int = 3000, until: date | None = None, months: int = MONTHS, seed: int = SEED
) -> int:
    """Write the rows as JSON Lines, gzipped for a name in .gz; whole or not at all."""
    with written_whole(path) as file:
        rows = sample_postings(n, until, months, seed)
        return sum(1 for row in rows if file.write(orjson.dumps(row) + b"\n"))


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, gzipped for a name in .gz, that takes its place when it is finished."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with aside.open("wb") as file:
            if path.suffix == ".gz":
                # No name and no time in the header: equal content is equal bytes.
                packed = gzip.GzipFile("", "wb", _COMPRESSION, file, mtime=0)
                with packed, BufferedWriter(cast("RawIOBase", packed), _BUFFER) as buffer:
                    yield buffer
            else:
                yield file
        sync_file(aside)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(path.parent)
