"""Answers that could not be read: kept without personal data, readable again with `parse`."""

from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Final

import orjson

from data.errors import DataError
from data.files import write_whole
from data.privacy import is_personal_column, remove_personal, remove_personal_fields
from data.text import clean

# A portal that answers nothing but nonsense must not fill the disk.
_MOST: Final = 200


def keep(folder: Path, portal: str, kind: str, body: bytes, reason: str, now: datetime) -> Path:
    """Write an answer and why it could not be read; equal answers are kept once.

    `kind` is listing or detail. Returns where it lies: <folder>/<portal>/<kind>-<hash>.json|html.
    """
    text, suffix = _without_persons(body)
    name = f"{kind}-{blake2b(body, digest_size=6).hexdigest()}"
    place = folder / portal
    place.mkdir(parents=True, exist_ok=True)
    letters = sorted(place.glob("*.reason.txt"), key=lambda file: file.stat().st_mtime)
    for old in letters[: max(0, len(letters) - _MOST + 1)]:
        for file in place.glob(f"{old.name.removesuffix('.reason.txt')}.*"):
            file.unlink(missing_ok=True)
    path = place / f"{name}{suffix}"
    write_whole(path, text.encode())
    write_whole(place / f"{name}.reason.txt", f"{now.isoformat()} {reason}\n".encode())
    return path


def _without_persons(body: bytes) -> tuple[str, str]:
    """The answer with personal data marked; JSON stays JSON."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        return remove_personal(clean(body.decode("utf-8", "replace"))), ".html"
    try:
        told = remove_personal_fields({"": _blank(value)})[""]
    except DataError as error:
        return orjson.dumps({"not kept": str(error)}).decode(), ".json"
    return orjson.dumps(told, option=orjson.OPT_INDENT_2).decode(), ".json"


def _blank(value: object) -> object:
    """The value with what stands in columns of persons taken out; the columns stay."""
    if isinstance(value, dict):
        return {
            key: ("[dihapus]" if is_personal_column(key) and item is not None else _blank(item))
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_blank(item) for item in value]
    return value
