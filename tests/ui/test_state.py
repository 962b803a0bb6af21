"""What sessions share: answers and parts of pages are made once, and nobody changes another's."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import settings
from analytics.filter import EVERYTHING, Filter
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import full_market, publish, vacancy
from ui import server_warm, state
from ui.server import app
from ui.server_visit import is_end, read_answer, write_visit

BANTEN = Filter(province="36")
_CHOICES = """
import streamlit as st
from ui import state
state.choose_language()
province = state.choice("prov", ("", "a", "b"), "")
state.choice("kab", ("", f"{province}1"), "")
st.markdown("noted: " + " ".join(state.dropped()))
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of snapshots that the pages read."""
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    settings.load.cache_clear()
    yield tmp_path / "snapshots"
    state._open.clear()
    state._keep.clear()
    settings.load.cache_clear()


@pytest.fixture
def snapshot(folder: Path) -> Iterator[Snapshot]:
    publish(folder, [vacancy(1)])
    opened = open_snapshot(folder)
    yield opened
    opened.close()


def test_an_answer_is_worked_out_once_and_each_caller_has_its_own(snapshot: Snapshot) -> None:
    asked = []

    def count(_snapshot: Snapshot, where: Filter, *more: object) -> pd.DataFrame:
        asked.append((where.province, *more))
        return pd.DataFrame({"place": ["31", "36"], "n": [5, 3]})

    first = state.ask(count, snapshot, EVERYTHING)
    first["share"] = 0.5
    first.loc[0, "n"] = 99
    second = state.ask(count, snapshot, EVERYTHING)
    assert second.to_dict("list") == {"place": ["31", "36"], "n": [5, 3]}
    assert state.ask(count, snapshot, BANTEN) is not state.ask(count, snapshot, BANTEN)
    state.ask(count, snapshot, BANTEN, "a")
    assert asked == [(None,), ("36",), ("36", "a")]


def test_a_part_is_made_once_a_language_and_a_place(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(_snapshot: Snapshot, where: Filter) -> tuple[str, str | None]:
        return state.language(), where.province

    made = state.make(write, snapshot, BANTEN)
    assert made == ("id", "36")
    assert state.make(write, snapshot, BANTEN) is made
    monkeypatch.setattr(state, "language", lambda: "en")
    assert state.make(write, snapshot, BANTEN) == ("en", "36")
    assert state.make(write, snapshot, EVERYTHING) == ("en", None)


def test_what_cannot_be_a_key_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(TypeError, match="unhashable"):
        state.ask(pd.DataFrame, snapshot, EVERYTHING, pd.DataFrame({"n": [1]}))


class Reader:
    """A session at Beranda by the application's own interface: all it is sent in a run."""

    def __init__(self) -> None:
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._inbox.put_nowait({"type": "websocket.connect"})
        self._ended = asyncio.Event()
        self._said: list[str] = []
        self._task = asyncio.ensure_future(app(server_warm._scope(), self._inbox.get, self._take))

    async def _take(self, message: Any) -> None:
        if message["type"] != "websocket.send":
            return
        answer = read_answer(message["bytes"])
        if answer.WhichOneof("type") == "delta":
            element = answer.delta.new_element
            # Keys of pictures and widgets belong to a session, words do not.
            for kind in ("markdown", "heading", "metric", "html"):
                if element.WhichOneof("type") == kind:
                    self._said.append(str(getattr(element, kind)))
            assert element.WhichOneof("type") != "exception", element
        elif is_end(answer):
            self._ended.set()

    async def see(self, query: Mapping[str, str]) -> list[str]:
        """The words of the page at this address."""
        self._said = []
        self._ended.clear()
        content = write_visit("", query, {}, "http://127.0.0.1")
        self._inbox.put_nowait({"type": "websocket.receive", "bytes": content})
        await asyncio.wait_for(self._ended.wait(), 60)
        return self._said

    async def leave(self) -> None:
        self._inbox.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait({self._task})


def test_fifty_sessions_at_once_see_what_each_asked_for_also_over_a_new_snapshot(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def leave_cold(_app: object) -> None:
        await asyncio.Event().wait()

    async def live() -> None:
        publish(folder, full_market())
        addresses = [{"lang": lang, "prov": prov} for lang in ("id", "en") for prov in ("", "32")]
        asked = [addresses[number % 4] for number in range(50)]
        application = app._build_starlette_app()
        async with application.router.lifespan_context(application):
            readers = [Reader() for _ in asked]
            together = await asyncio.gather(
                *(one.see(query) for one, query in zip(readers, asked, strict=True))
            )
            state._keep.clear()
            alone = [await readers[0].see(query) for query in addresses]
            assert len({str(words) for words in alone}) == 4
            for number, words in enumerate(together):
                assert words == alone[number % 4]
            publish(folder, [vacancy(i) for i in range(33)])
            after = await asyncio.gather(
                *(one.see(query) for one, query in zip(readers, asked, strict=True))
            )
            for number, words in enumerate(after):
                assert words == after[number % 4]
                assert words != alone[number % 4]
            assert any("33" in word for word in after[0])
            for one in readers:
                await one.leave()

    monkeypatch.setattr(server_warm, "keep_warm", leave_cold)
    asyncio.run(live())


def test_what_an_address_asks_for_in_vain_is_noted_but_not_what_a_choice_took_along() -> None:
    page = AppTest.from_string(_CHOICES)

    def noted(**query: str) -> str:
        page.query_params.clear()
        for key, value in query.items():
            page.query_params[key] = value
        return str(page.run().markdown[0].value).removeprefix("noted:").strip()

    assert noted(prov="a", kab="z9") == "kab"
    assert noted(prov="a", kab="a1") == ""
    # Another province is chosen: its regency of before went along.
    assert noted(prov="b", kab="a1") == ""
    assert noted(prov="c", kab="b2") == "prov kab"
