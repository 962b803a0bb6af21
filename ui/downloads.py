"""What can be taken away by address: /unduh/<table>.<format> and /unduh/datapackage.json.

A file is written once for a snapshot, under STATE_DIR/exports, and streamed from there. Which file
an address means is looked up, never built from it.
"""

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cache, partial
from pathlib import Path
from typing import Final

import orjson
from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

import settings
from analytics import exports
from analytics.exports_formats import FORMATS
from analytics.exports_package import LISTED, Resource, describe_package
from analytics.exports_registry import Table, available, offered
from data.errors import DataError, UserError
from data.snapshot import SnapshotMeta, open_snapshot, read_meta
from ui import state
from ui.format import Language
from ui.texts import text

PREFIX: Final = "/unduh/"
DESCRIPTOR: Final = "datapackage.json"
# XLSX is written in Python at about 150,000 cells a second, and pages wait meanwhile.
EXCEL_CELLS: Final = 2_000_000
_EXCEL: Final = "xlsx"
_HTTP_NOT_MODIFIED: Final = 304
_HTTP_NOT_FOUND: Final = 404
_HTTP_UNAVAILABLE: Final = 503

# One file at a time: answers hold memory, and XLSX holds the interpreter.
_locks: Final[defaultdict[str, asyncio.Lock]] = defaultdict(asyncio.Lock)
_LOGGER: Final = logging.getLogger(__name__)
_begun: Final[set[Path]] = set()
_begun_lock: Final = threading.Lock()


def folder() -> Path:
    """Where the files are kept."""
    return settings.load().state_dir / "exports"


def formats_of(meta: SnapshotMeta, table: Table) -> list[str]:
    """The formats in which a table may be taken away here."""
    rows = meta.tables[table.name].rows if table.origin == "snapshot" else 0
    small = rows * len(table.columns) <= EXCEL_CELLS
    return [form for form in FORMATS if small or form != _EXCEL]


def address(table: Table, form: str) -> str:
    """The stable address of a table in a format, from the root of the site."""
    return f"{PREFIX}{table.name}.{form}"


@cache
def _files() -> Mapping[str, tuple[str, str]]:
    """Every file there may be, by the end of its address: the name of its table, its format."""
    return {f"{name}.{form}": (name, form) for name in offered() for form in FORMATS}


def prepare(meta: SnapshotMeta) -> None:
    """Begin to work out all tables of the snapshot served, in the background, once."""
    target = folder() / f"{meta.id}-{exports.version()}"
    with _begun_lock:
        if target in _begun:
            return
        _begun.add(target)
    threading.Thread(
        target=_write_all, args=(folder(), target), name="exports", daemon=True
    ).start()


def _write_all(target: Path, begun: Path) -> None:
    try:
        with closing(open_snapshot(settings.load().snapshots)) as snapshot:
            for table in available(snapshot.meta).values():
                exports.keep_export(snapshot, table, exports.FIRST, target)
    except (DataError, OSError) as error:
        # The snapshot was taken away, or the disk is full: the next visitor begins anew.
        _LOGGER.warning("Exports of %s stopped: %s", begun.name, error)
        with _begun_lock:
            _begun.discard(begun)


def _write(table: Table, form: str) -> tuple[SnapshotMeta, Path]:
    """The file of the snapshot served now, written where it is not there yet, and whose it is."""
    with closing(open_snapshot(settings.load().snapshots)) as snapshot:
        return snapshot.meta, exports.keep_export(snapshot, table, form, folder())


async def download(request: Request) -> Response:
    """A file, or a sentence why there is none."""
    name = request.path_params["name"]
    language: Language = "en" if request.query_params.get(state.LANGUAGE_KEY) == "en" else "id"
    t = partial(text, language)
    if name != DESCRIPTOR and name not in _files():
        return _no_table(t, offered())
    try:
        meta = await to_thread.run_sync(read_meta, settings.load().snapshots)
        if meta is None:
            return _say(_HTTP_UNAVAILABLE, t("data.no_snapshot"))
        headers = _headers(meta, name)
        if name == DESCRIPTOR:
            body = await to_thread.run_sync(_describe, meta)
            return Response(body, media_type="application/json",
                            headers={"Cache-Control": "public, no-cache"})  # fmt: skip
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=_HTTP_NOT_MODIFIED, headers=headers)
        of, form = _files()[name]
        table = available(meta).get(of)
        if table is None:
            return _no_table(t, available(meta))
        if form not in formats_of(meta, table):
            return _say(_HTTP_NOT_FOUND, t("data.too_large"))
        async with _locks[name]:
            # A newer snapshot may have come while this waited: the answer says which one it is.
            served, path = await to_thread.run_sync(_write, table, form, limiter=_limiter())
    except UserError:
        return _say(_HTTP_NOT_FOUND, t("data.too_large"))
    except DataError:
        return _say(_HTTP_UNAVAILABLE, t("data.broken"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _say(_HTTP_UNAVAILABLE, t("data.no_room", reason=reason))
    return FileResponse(
        path,
        media_type=FORMATS[form].media_type,
        filename=file_name(served, table.name, form),
        headers=_headers(served, name),
    )


def _headers(meta: SnapshotMeta, name: str) -> dict[str, str]:
    tag = f'W/"{meta.id}-{exports.version()}-{name}"'
    return {"ETag": tag, "Cache-Control": "public, no-cache"}


@cache
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(1)


def _no_table(t: Callable[..., str], tables: Mapping[str, Table]) -> Response:
    return _say(_HTTP_NOT_FOUND, t("data.no_table", tables=", ".join(tables)))


def _say(code: int, words: str) -> Response:
    return PlainTextResponse(f"{words}\n", code, headers={"Cache-Control": "no-store"})


def _describe(meta: SnapshotMeta) -> bytes:
    """The Data Package of all tables; sizes and checksums of the files that were made already."""
    found = [
        Resource(
            table,
            form,
            f"{table.name}.{form}",
            exports.read_written(exports.locate(folder(), meta.id, table, form)),
        )
        for table in available(meta).values()
        for form in LISTED
    ]
    return orjson.dumps(describe_package(meta, found), option=orjson.OPT_INDENT_2)


def file_name(meta: SnapshotMeta, what: str, form: str) -> str:
    """The name a file is saved under: whose, what, of which snapshot, and whether it is sample."""
    mark = "-contoh" if meta.is_sample else ""
    return f"sinyal-kerja-{what}-{meta.id}{mark}.{form}"


ROUTES: Final = [Route(f"{PREFIX}{{name}}", download, methods=["GET", "HEAD"])]
