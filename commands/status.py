"""`status`: what is stored and published, how fresh each portal is, what failed."""

import fcntl
import json
import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

import settings as configuration
from commands.opening import open_store, read_address
from data.database import read_revision
from data.errors import SinyalError
from data.snapshot import read_meta
from nlp.reading import READER
from terminal import first_line, iso, say_status

# Runs and rows shown by status; the store keeps all.
_RUNS_SHOWN: Final = 20


def status(
    as_json: Annotated[bool, typer.Option("--json", help="For programmes.")] = False,
) -> None:
    """What is stored and published, how fresh each portal is, what failed (exit code 1)."""
    settings = configuration.load()
    state: dict[str, Any] = {"snapshot": None, "snapshot_error": None}
    meta = None
    try:
        meta = read_meta(settings.snapshots)
    except (SinyalError, OSError) as error:
        state["snapshot_error"] = str(error)
    if meta is not None:
        state["snapshot"] = meta.model_dump()
    state |= _look_into_store()
    newest: dict[str, str] = {}
    for row in state["runs"]:
        newest.setdefault(row["kind"], row["state"])
    state["runs"] = state["runs"][:_RUNS_SHOWN]
    if as_json:
        sys.stdout.write(json.dumps(state, indent=2, default=iso) + "\n")
    else:
        say_status(state, meta)
    failed = set(newest.values()) & {"failed", _KILLED}
    raise typer.Exit(1 if failed or state["store_error"] or state["snapshot_error"] else 0)


_KILLED: Final = "running or killed"


def _look_into_store() -> dict[str, Any]:
    """What the store holds; a store that is not there yet is empty, and is not made."""
    found: dict[str, Any] = {"store_error": None, "portals": [], "runs": []}
    found |= {"unread": 0, "waiting": 0}
    try:
        address = read_address()
        file = Path(address.database or "") if address.get_backend_name() == "sqlite" else None
        if file is not None and not file.exists():
            return found
        from nlp.duplicates_stored import RULES_VERSION  # here, because it brings SciPy

        with open_store() as store, store.engine.connect() as connection:
            if read_revision(connection) is None:
                return found
            # Asked before and after: a run may begin or end while we look.
            is_written = _has_writer(connection, file)
            found["portals"] = [dict(row._mapping) for row in store.portals()]
            found["unread"] = store.count_unread(READER)
            found["waiting"] = store.count_waiting(READER, RULES_VERSION)
            found["runs"] = [dict(row._mapping) for row in store.last_runs()]
            is_written = is_written or _has_writer(connection, file)
    except DBAPIError as error:
        found["store_error"] = f"The store cannot be read: {first_line(error.orig)}"
    except (SinyalError, OSError) as error:
        found["store_error"] = str(error)
    for row in found["runs"]:
        if row["state"] == "running" and not is_written:
            row["state"] = _KILLED
    return found


def _has_writer(connection: Connection, file: Path | None) -> bool:
    """Whether a command holds the writer lock now (data/database.py takes it)."""
    if file is None:
        query = (
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return bool(connection.execute(text(query)).scalar_one())
    try:
        with Path(f"{file}.lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
