"""Since when each posting has the content it has now, also where one came back.

Versions tell when each content was seen first and last. Of a content that was there before and
after another, the last sighting is the only one known to lie after the other.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_FIRST = """
    UPDATE posting SET changed_at = (
        SELECT coalesce(v.first_seen, v.last_seen) FROM posting_version v
        WHERE v.posting_id = posting.id AND v.hash = posting.hash
    )
"""
_RETURNED = """
    UPDATE posting SET changed_at = (
        SELECT max(v.last_seen) FROM posting_version v WHERE v.posting_id = posting.id
    )
    WHERE changed_at < (
        SELECT max(other.last_seen) FROM posting_version other
        WHERE other.posting_id = posting.id AND other.hash <> posting.hash
    )
"""


def upgrade() -> None:
    """Add the column and fill it from the versions."""
    op.add_column("posting", sa.Column("changed_at", sa.BigInteger()))
    op.execute(_FIRST)
    op.execute(_RETURNED)
