"""Async tests run on asyncio, through the plugin that comes with anyio; look-alike portals."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from data.sample_advert import Advert
from data.store import Store
from scrapers.replay import Market, Replay
from tests.scrapers.bench import Bench


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The one loop that the collectors run on."""
    return "asyncio"


@pytest.fixture
def bench(store: Store, tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    """Starts look-alikes of a market: bench(adverts, trouble=0.1, outages={…})."""
    running: list[tuple[Replay, threading.Thread]] = []

    def start(adverts: Sequence[Advert], trouble: float = 0.0, **told: Any) -> Bench:
        replay = Replay(Market(adverts, **told), trouble)
        thread = threading.Thread(target=replay.run, daemon=True)
        thread.start()
        running.append((replay, thread))
        return Bench(replay.addresses, store, tmp_path)

    yield start
    for replay, thread in running:
        replay.stop()
        thread.join(10)
