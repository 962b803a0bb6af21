"""The server visits its own pages at the start, again after each snapshot, and then leaves."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

import settings
from tests.ui.market import publish, vacancy
from ui import server_warm
from ui.server_site import site_pages


class Dashboard:
    """Stands for the application: notes which pages run, and ends each run unless it is stuck."""

    def __init__(self, stuck: str | None = None) -> None:
        self.seen: list[str] = []
        self.left = 0
        self._stuck = stuck

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "websocket"
        assert (await receive())["type"] == "websocket.connect"
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            asked = BackMsg.FromString(message["bytes"]).rerun_script
            self.seen.append(asked.page_name)
            assert asked.context_info.url.endswith(f"/{asked.page_name}")
            if asked.page_name != self._stuck:
                await send(answer(session_event=None))
                await send(answer(session_event="end"))
        self.left += 1


def answer(session_event: str | None) -> dict[str, Any]:
    message = ForwardMsg()
    if session_event == "end":
        message.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    else:
        message.delta.new_element.text.body = "x"
    return {"type": "websocket.send", "bytes": message.SerializeToString()}


def test_pages_are_seen_one_after_another_and_the_session_ends() -> None:
    dashboard = Dashboard()
    assert asyncio.run(server_warm.visit(dashboard, ["", "gaji", "data"])) >= 0
    assert (dashboard.seen, dashboard.left) == (["", "gaji", "data"], 1)


def test_a_page_that_does_not_end_is_left_and_the_next_are_seen(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(server_warm, "_PAGE_SECONDS", 0.05)
    dashboard = Dashboard(stuck="gaji")
    asyncio.run(server_warm.visit(dashboard, ["", "gaji", "data"]))
    # Each in a session of its own from there on.
    assert (dashboard.seen, dashboard.left) == (["", "gaji", "data"], 2)
    assert "/gaji was not warmed up" in caplog.text


def test_a_new_snapshot_is_visited_and_an_old_one_not_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SNAPSHOT_DIR", str(tmp_path))
    monkeypatch.setattr(server_warm, "_POLL_SECONDS", 0.01)
    settings.load.cache_clear()
    dashboard, pages = Dashboard(), [page for page in site_pages() if page != "data"]

    async def live() -> None:
        async with server_warm.lifespan(dashboard):
            await until(lambda: dashboard.left == 1)
            await asyncio.sleep(0.1)
            assert dashboard.seen == pages
            publish(tmp_path, [vacancy(1)])
            await until(lambda: dashboard.left == 2)
            assert dashboard.seen == [*pages, *pages]

    try:
        asyncio.run(live())
    finally:
        settings.load.cache_clear()


async def until(is_so: Any) -> None:
    async with asyncio.timeout(20):
        while not is_so():
            await asyncio.sleep(0.01)


def test_a_session_that_fails_is_told_and_harms_nobody(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("refused")

    asyncio.run(server_warm.visit(broken, ["", "gaji"]))
    assert "refused" in caplog.text
