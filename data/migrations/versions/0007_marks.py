"""What rules out most pairs of postings before their sketches are loaded.

Filled when postings are sketched again, which new rules make `process` do.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column, empty in the sketches there are."""
    empty = sa.text("x''" if op.get_bind().dialect.name == "sqlite" else "''")
    column = sa.Column("mark", sa.LargeBinary(), nullable=False, server_default=empty)
    op.add_column("sketch", column)
