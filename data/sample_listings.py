"""Where and when openings of the sample market are advertised: copies, renewals, reposts, ends."""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Final

from data.sample_calendar import DAY
from data.sample_draw import Table, Weighted, read_table, seeded
from data.sample_openings import Opening

NUMBERS_AN_OPENING: Final = 8  # numbers set aside for the adverts of an opening


@dataclass(frozen=True, slots=True)
class Listing:
    """One advert of an opening before it is worded; `text` names the wording it shares."""

    portal: Table
    number: int
    text: int
    is_repost: bool
    posted: datetime
    bumped: tuple[datetime, ...]
    closes: datetime | None
    gone: datetime

    @property
    def is_first(self) -> bool:
        """Whether this is the first advert of the opening."""
        return self.number % NUMBERS_AN_OPENING == 0

    @property
    def is_reworded(self) -> bool:
        """Whether the text is another one than that of the first advert."""
        return self.text % NUMBERS_AN_OPENING != 0


@dataclass(frozen=True, slots=True)
class Placement:
    """An opening, its listings and the moment it was filled or withdrawn."""

    opening: Opening
    listings: tuple[Listing, ...]
    ends: datetime


@lru_cache(maxsize=8)
def weigh_portals(kind: str) -> Weighted[Table]:
    """The portals by how much of this kind of work they show."""
    portals = read_table("portals")["portal"]
    return Weighted(portals, [portal["kinds"][kind] for portal in portals])


def draw_portals(rng: Random, kind: str) -> list[Table]:
    """The portal that shows an opening first, and for some one or two more."""
    portals = [weigh_portals(kind).draw(rng)]
    for chance in read_table("market")["lifetimes"]["other_portal"]:
        if rng.random() >= chance:
            break
        other = weigh_portals(kind).draw(rng)
        if other not in portals:
            portals.append(other)
    return portals


def draw_lifetime(rng: Random) -> timedelta:
    """How long an opening stays open."""
    rules = read_table("market")["lifetimes"]
    days = rules["median_days"] * math.exp(rng.gauss(0, rules["sigma"]))
    return timedelta(days=min(max(days, rules["shortest"]), rules["longest"]))


def at_work(rng: Random, day: datetime) -> datetime:
    """A moment in the working hours of that day."""
    rules = read_table("market")["calendar"]
    seconds = rng.randrange(rules["first_hour"] * 3600, rules["last_hour"] * 3600)
    return day.replace(hour=0, minute=0, second=0) + timedelta(seconds=seconds)


def list_advert(
    rng: Random, portal: Table, number: int, text: int, posted: datetime, ends: datetime
) -> Listing:
    """The dates of one advert: renewals, closing date, when the portal takes it off."""
    expires = posted + DAY * portal["expires"]
    gone = expires
    if ends < expires and rng.random() < portal["clears"]:
        gone = min(expires, ends + DAY * rng.uniform(0, 3))
    bumped: list[datetime] = []
    if rng.random() < portal["bumps"]:
        moment = at_work(rng, posted + DAY * portal["bump_days"])
        while moment < min(gone, ends):
            bumped.append(moment)
            moment = at_work(rng, moment + DAY * portal["bump_days"])
    closes = expires if rng.random() < portal["closes"] else None
    gone = gone.replace(microsecond=0)
    return Listing(portal, number, text, False, posted, tuple(bumped), closes, gone)


def list_repost(rng: Random, listing: Listing, number: int) -> tuple[Listing, datetime]:
    """The same advert again, some weeks after it ended, and when the opening ends then."""
    rules = read_table("market")["lifetimes"]
    posted = at_work(rng, listing.gone + DAY * rng.randint(*rules["repost_after"]))
    ends = posted + draw_lifetime(rng)
    again = list_advert(rng, listing.portal, number, listing.text, posted, ends)
    text = listing.text if rng.random() < 0.6 else number
    return replace(again, text=text, is_repost=True), ends


def place_opening(opening: Opening, last: datetime, seed: int) -> Placement:
    """The adverts of an opening up to the last moment."""
    rng = seeded(seed, opening.number, "listings")
    rules, texts = read_table("market")["lifetimes"], read_table("market")["texts"]
    ends = opening.posted + draw_lifetime(rng)
    base = opening.number * NUMBERS_AN_OPENING
    listings: list[Listing] = []
    for position, portal in enumerate(draw_portals(rng, opening.occupation["kind"])):
        posted, text = opening.posted, base
        if position:
            posted = at_work(rng, posted + DAY * rng.randint(0, rules["lag_days"]))
            posted = max(posted, opening.posted + timedelta(minutes=rng.randint(20, 300)))
            if posted >= ends:
                break
            text = base if rng.random() < texts["same_text"] else base + position
        listings.append(list_advert(rng, portal, base + position, text, posted, ends))
    first = listings[0]
    if ends > first.gone and rng.random() < rules["repost"]:
        again, later = list_repost(rng, first, base + len(listings))
        if again.posted <= last:
            listings.append(again)
            ends = max(ends, later)
    kept = tuple(listing for listing in listings if listing.posted <= last)
    return Placement(opening, kept, ends.replace(microsecond=0))
