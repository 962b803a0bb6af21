"""Write the card of a trained model: what file it describes and how well that does."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.files import write_whole


def write_card(
    card: Path, what: str, content: bytes, tables: Mapping[str, Mapping[str, Any]], seconds: float
) -> None:
    """Write the card beside its model; `what` says in words what it reads and how it is made."""
    lines = [
        f"# The model that reads {what}.",
        f'sha256 = "{hashlib.sha256(content).hexdigest()}"',
        f"bytes = {len(content)}",
        f"trained = {datetime.now(UTC).date()}",
        f"cpu_seconds = {seconds:.0f}",
    ]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *(f"{key} = {value}" for key, value in table.items())]
    write_whole(card, "\n".join((*lines, "")).encode())
