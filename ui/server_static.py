"""Streamlit's own scripts and style sheets, compressed once as well as brotli can and kept on disk.

Compressing hard takes 9 CPU seconds for Plotly's chunk: a file asked for the first time goes out
compressed lightly, by the middleware around this one, while a patient thread does the rest.
"""

import logging
import os
import queue
import re
import threading
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import brotli  # type: ignore[import-untyped]
from starlette.datastructures import Headers
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import settings
from data.files import write_whole
from ui.server_first_view import STATIC

_LOGGER: Final = logging.getLogger(__name__)
_TYPES: Final = {".js": "text/javascript", ".css": "text/css"}
# A smaller one fits the first packets either way.
_SMALLEST: Final = 1_000
_NICE: Final = 15
# For what has another address once its content changes.
_FOREVER: Final = "public, immutable, max-age=31536000"
_OURS: Final = "/app/static/"
# Streamlit's own has 4,000 icons and 375 KB, half of what a phone loads first; what ours holds
# stands in icons.txt beside it. Browsers keep it under Streamlit's name until the next release.
_ALL_ICONS: Final = re.compile(r"/static/media/MaterialSymbols-Rounded\.[\w-]+\.woff2")
ICONS: Final = settings.ROOT / "static" / "fonts" / "icons.woff2"


def folder() -> Path:
    """Where the compressed files are kept; their names change with their content."""
    return settings.load().state_dir / "cache" / "static"


@cache
def compressible() -> Mapping[str, Path]:
    """The files worth compressing, by their address."""
    return {
        f"/{file.relative_to(STATIC).as_posix()}": file
        for file in sorted((STATIC / "static").rglob("*"))
        if file.suffix in _TYPES and file.stat().st_size >= _SMALLEST
    }


class Compressed:
    """The compressed files of one folder, and the thread that makes those still missing."""

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._wanted: queue.SimpleQueue[Path] = queue.SimpleQueue()
        self._asked: set[Path] = set()
        self._ready: set[Path] = set()
        self._worker: threading.Thread | None = None

    def find(self, file: Path) -> Path | None:
        """The compressed file; None, and it will be made, where there is none yet."""
        path = self._kept / f"{file.name}.br"
        if path in self._ready or path.exists():
            self._ready.add(path)
            return path
        self.want([file])
        return None

    def want(self, files: Iterable[Path]) -> None:
        """Have these made, each once, in this order."""
        for file in files:
            if file not in self._asked:
                self._asked.add(file)
                self._wanted.put(file)
        if self._worker is None:
            self._worker = threading.Thread(target=self._work, name="brotli", daemon=True)
            self._worker.start()

    def _work(self) -> None:
        # Of this thread alone (Linux): visitors come first.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        while True:
            file = self._wanted.get()
            path = self._kept / f"{file.name}.br"
            try:
                if not path.exists():
                    write_whole(path, brotli.compress(file.read_bytes(), quality=11))
            except OSError as error:
                _LOGGER.warning(
                    "Compressed files cannot be kept in %s (%s); each visitor's are made anew.",
                    self._kept,
                    error.strerror,
                )
                return


@cache
def compressed() -> Compressed:
    """Those of the settings' folder."""
    return Compressed(folder())


class StaticFiles:
    """ASGI middleware: Streamlit's scripts and styles as compressed files, its icons as ours."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on; our own static files that carry a version may be kept for ever."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        if _ALL_ICONS.fullmatch(scope["path"]):
            headers = {"Cache-Control": _FOREVER}
            await FileResponse(ICONS, media_type="font/woff2", headers=headers)(
                scope, receive, send
            )
            return
        file = compressible().get(scope["path"])
        if file is not None and _takes_brotli(Headers(scope=scope)):
            path = compressed().find(file)
            if path is not None:
                headers = {
                    "Content-Encoding": "br",
                    "Vary": "Accept-Encoding",
                    "Cache-Control": _FOREVER,
                }
                kind = _TYPES[file.suffix]
                await FileResponse(path, media_type=kind, headers=headers)(scope, receive, send)
                return
        is_versioned = scope["path"].startswith(_OURS) and b"v=" in scope["query_string"]
        await self._app(scope, receive, _keep_forever(send) if is_versioned else send)


def _takes_brotli(headers: Headers) -> bool:
    told = ",".join(headers.getlist("accept-encoding")).replace(" ", "").lower()
    return "br" in told.split(",")


def _keep_forever(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            told = (b"cache-control", _FOREVER.encode())
            message = {**message, "headers": [*message["headers"], told]}
        await send(message)

    return sent
