"""Files that are either whole or not there: written aside, flushed to disk, renamed.

And whether a file that a person names can be read, or written, at all.
"""

import hashlib
import os
from pathlib import Path

from data.errors import UserError


def check_source(path: Path) -> int:
    """The size in bytes of a file that is to be read; UserError says why it cannot be."""
    if path.is_dir():
        raise UserError(f"{path} is a folder. Name a file in it: {path / 'FILE'}")
    if not path.exists():
        raise UserError(
            f"There is no file {path}. Check how it is written; where it does not begin with /, "
            f"it counts from {Path.cwd()}."
        )
    if not path.is_file():
        raise UserError(f"{path} is not a plain file. Save what it holds as a file first.")
    if not os.access(path, os.R_OK):
        raise UserError(f"This user may not read {path}. Give the right to: chmod +r {path}")
    return path.stat().st_size


def check_target(target: Path, source: Path) -> None:
    """Raise UserError where what is read out of the source cannot be written there."""
    if target.is_dir():
        raise UserError(f"{target} is a folder. Name the file to write: {target / source.name}")
    if not target.parent.is_dir():
        raise UserError(
            f"There is no folder {target.parent} to write {target.name} into. "
            f"Make it: mkdir -p {target.parent}"
        )
    if target.exists() and target.samefile(source):
        raise UserError(
            f"{target} is the file that is read; it would be overwritten. Name another to write."
        )


def sync_folder(folder: Path) -> None:
    """Make the names inside the folder survive a power loss."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make the content of the file survive a power loss."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def write_whole(path: Path, content: bytes) -> None:
    """Replace the file in one step; a reader sees the old content or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_bytes(content)
    sync_file(aside)
    aside.replace(path)
    sync_folder(path.parent)


def sha256(path: Path) -> str:
    """The checksum of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
