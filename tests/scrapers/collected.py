"""What collectors stored, by the portal's own ids; markets that show every quirk of a portal."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from data.models import POSTING
from data.sample_advert import Advert
from data.store import Store
from tests.scrapers.bench import DAY, START, make_advert

NEW = 99


def make_market(portal: str) -> list[Advert]:
    """60 adverts at START and one of number NEW two hours later.

    Every 4th hides its pay, every 7th tells none, every 5th is remote, every 6th hybrid, every
    8th was renewed, every 9th tells when it closes.
    """
    adverts = [
        make_advert(
            number,
            portal=portal,
            is_pay_hidden=number % 4 == 0,
            pay_low_idr=None if number % 7 == 0 else 5_500_000,
            pay_high_idr=None if number % 7 == 0 else 6_000_000,
            arrangement="remote" if number % 5 == 0 else "hybrid" if number % 6 == 0 else "onsite",
            employment_type=("full_time", "contract", "internship")[number % 3],
            bumped=(START - timedelta(minutes=number),) if number % 8 == 0 else (),
            closes=START + 20 * DAY if number % 9 == 0 else None,
        )
        for number in range(1, 61)
    ]
    return [*adverts, make_advert(NEW, portal=portal, posted=START + timedelta(hours=2))]


def tells_pay(number: int) -> bool:
    """Whether the advert of this number in `make_market` tells its pay."""
    return number % 4 != 0 and number % 7 != 0


def stored(store: Store) -> dict[str, tuple[Any, Mapping[str, Any]]]:
    """The row and the content of every stored posting by the portal's id."""
    with store.reading() as connection:
        rows = {row.id: row for row in connection.execute(select(POSTING))}
    with store.writing() as writer:
        contents = {one.key: one.content for one in writer.load_unread("none", -1, 1_000)}
    return {row.portal_id: (row, contents[key]) for key, row in rows.items()}
