"""Take a file of the operator's own data in: all of it, or nothing and a sentence for each fault.

Imported only by the step that loads: the checks bring pandera with them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace as replaced
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson

from data import operator_official
from data.errors import UserError
from data.files import sha256, write_whole
from data.operator_checks import find_faults
from data.operator_file import KEY, read_file, split_place
from data.operator_schema import Fault, Table, Unacceptable, tables
from data.operator_store import KINDS, save_upload
from data.privacy import remove_personal
from data.text import clean
from data.times import JAKARTA
from data.writer import Writer

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]{2}")
_SHORTEST_NOTE: Final = 10
_LONGEST_NOTE: Final = 500


def check_note(note: str) -> str:
    """The source note as it is kept, without personal data.

    Raises UserError where it does not tell who delivered the file and when.
    """
    told = remove_personal(clean(note))
    is_telling = _YEAR.search(told) and _WORD.search(told)
    if not is_telling or not _SHORTEST_NOTE <= len(told) <= _LONGEST_NOTE:
        raise UserError(
            "The source note must tell who delivered the file and when, in "
            f"{_SHORTEST_NOTE} to {_LONGEST_NOTE} characters with a year, for example: "
            "--source 'PMO Prakerja, surat 12 Maret 2026'"
        )
    return told


def describe(kind: str, table: str = "", *, replace: bool = False) -> Table:
    """The table of a kind: prakerja, trainings, or official with the name of its table."""
    return (
        operator_official.describe(table, replace=replace) if kind == "official" else tables()[kind]
    )


def load_file(
    writer: Writer,
    path: Path,
    table: Table,
    note: str,
    rejects: Path,
    *,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, int]:
    """Take the file in, in one transaction; returns the counts rows, new, replaced.

    Raises Unacceptable, with all faults and nothing stored, where a row or header is not right;
    the faults are then in the file `rejects`, too.
    """
    told = check_note(note)
    delivery = read_file(path, table, datetime.now(JAKARTA).date(), progress)
    faults = list(delivery.faults)
    if delivery.rows:
        faults += find_faults(table, delivery)
    if faults:
        faults.sort(key=lambda fault: fault.line or 0)
        _write_rejects(rejects, faults)
        raise Unacceptable(
            f"{path.name} has {len(faults):,} {'fault' if len(faults) == 1 else 'faults'}; nothing "
            f"of it was taken in. All of them: {rejects}. What is expected: "
            "docs/operator-data.md.",
            tuple(faults),
        )
    rejects.unlink(missing_ok=True)  # of an earlier try that was put right
    rows = [_row_to_store(table, row) for row in delivery.rows]
    facts = {"file_name": path.name, "sha256": sha256(path), "source_note": told}
    return {"rows": len(rows), **save_upload(writer, table.stored_in, facts, rows)}


def _row_to_store(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row as its table of the store holds it."""
    values = split_place(row)
    if table.stored_in != "official_figure":
        kept = {name: values[name] for name in values if name in KINDS[table.stored_in].c}
        return {"id": values[KEY], **kept}
    cells = {
        name: str(value)
        for name, value in values.items()
        if name != KEY and value not in (None, "")
    }
    period = str(values[operator_official.period_column(table.name)])
    return {"id": values[KEY], "table_name": table.name, "period": period, "cells": cells}


def _write_rejects(path: Path, faults: Sequence[Fault]) -> None:
    """All faults as JSON Lines, personal data removed."""
    content = bytearray()
    for fault in faults:
        told = replaced(fault, value=remove_personal(fault.value))
        row = {
            "line": told.line,
            "column": told.column,
            "header": told.header,
            "value": told.value,
            "allowed": told.allowed,
            "reason": told.sentence,
        }
        content += orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
    write_whole(path, bytes(content))
