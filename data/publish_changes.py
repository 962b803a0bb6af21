"""Have the changes of the nation and the provinces worked out; they are a table of the snapshot.

Which shares changed takes a third of a second for a million vacancies, and every reader's first
page asks it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from data.snapshot import Snapshot

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Changes:
    """What works out the rows from the other tables of a snapshot, and by which method."""

    version: str  # stands in `versions` of the snapshot as "changes"
    list: Callable[[Snapshot], "pd.DataFrame"]


_TEXT: Final[pa.DataType] = pa.string()
_COUNT: Final[pa.DataType] = pa.int64()
_FIGURE: Final[pa.DataType] = pa.float64()
_SCHEMA: Final = pa.schema(
    {
        **dict.fromkeys(("province", "since"), _TEXT),
        "months": pa.int32(),
        **dict.fromkeys(("month", "month_before", "subject", "code", "direction"), _TEXT),
        **dict.fromkeys(("n", "n_before", "base", "base_before"), _COUNT),
        **dict.fromkeys(("value", "value_before", "change"), _FIGURE),
        **dict.fromkeys(("interval_low", "interval_high", "level"), _FIGURE),
        "test": _TEXT,
        **dict.fromkeys(("more_than", "chance"), _FIGURE),
        "is_clear": pa.bool_(),
    }
)


def write_changes(snapshot: Snapshot, changes: Changes) -> Path:
    """Write the table beside the others of the snapshot; its rows keep their order."""
    rows = changes.list(snapshot)
    table = pa.Table.from_pandas(rows[_SCHEMA.names], schema=_SCHEMA, preserve_index=False)
    target = snapshot.path / "changes.parquet"
    pq.write_table(table.replace_schema_metadata(), target, compression="zstd")
    return target
