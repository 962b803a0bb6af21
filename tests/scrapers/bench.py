"""A small market, look-alike portals that serve it on loopback, and runs against them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from data.sample_advert import Advert
from data.store import Store
from data.writer import Writer
from scrapers.collect import Outcome, Task
from scrapers.gather import Network, collect_all, stopped_clock
from scrapers.portal import Facts, Reader, find_portal
from scrapers.replay import NOW_HEADER

START = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def make_advert(number: int, portal: str = "kalibrr", **changes: Any) -> Advert:
    """A look-alike advert: number n is posted n hours before START and stays for 30 days."""
    plain = Advert(
        portal=portal,
        number=number,
        opening=number,
        title=f"Staf Gudang {number}",
        company="PT Contoh Gudang Jaya",
        industry="Logistik",
        category="Gudang",
        province_code="32",
        province="Jawa Barat",
        regency_code="3216",
        regency="Kabupaten Bekasi",
        district="Cikarang",
        pay_low_idr=5_500_000,
        pay_high_idr=6_000_000,
        pay_text="Rp 5,5 - 6 juta",
        is_pay_hidden=False,
        description="Menata barang di gudang\n- Stock opname tiap bulan\n- Memakai Excel",
        language="id",
        employment_type="full_time",
        arrangement="onsite",
        education_min="sma",
        experience_min_years=1,
        skills=("Stock Opname",),
        posted=START - timedelta(hours=number),
        bumped=(),
        closes=None,
        gone=START + 30 * DAY,
    )
    return replace(plain, **changes)


class Shifted:
    """A portal with some of its facts changed, as an operator or a test may want them."""

    def __init__(self, portal: Reader, facts: Facts) -> None:
        self._portal, self.FACTS = portal, facts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._portal, name)


def portal_with(name: str, **changes: Any) -> Reader:
    """A portal that expects little, so that small markets are enough for it."""
    portal = find_portal(name)
    facts = portal.FACTS
    expect = facts.expect.model_copy(update={"postings": 1})
    told = {"expect": expect, **changes}
    return Shifted(portal, facts.model_copy(update=told))  # type: ignore[return-value]


@dataclass
class Bench:
    """Look-alikes of a market, a store, and runs of collectors between the two."""

    addresses: Mapping[str, str]
    store: Store
    folder: Path

    def run(
        self, now: datetime = START, portals: Sequence[Reader] = (), **options: Any
    ) -> list[Outcome]:
        """One run of the portals at a moment."""
        with self.store.writing() as writer:
            return asyncio.run(self._run(writer, now, portals, options))

    async def _run(
        self, writer: Writer, now: datetime, portals: Sequence[Reader], options: dict[str, Any]
    ) -> list[Outcome]:
        network = Network(look_alikes=self.addresses)
        tasks = [
            Task(
                portal,
                network.api(portal),
                self.folder / "dead",
                is_sample=True,
                clock=stopped_clock(now),
                **options,
            )
            for portal in portals or [portal_with("kalibrr")]
        ]
        headers = {NOW_HEADER: now.isoformat()}
        async with network.open() as client:
            return await collect_all(tasks, client, network, writer, headers)
