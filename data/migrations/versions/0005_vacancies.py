"""Duplicates: the sketch of each posting, and what became of vacancies.

The next `process` sketches every posting that was read, and puts all of them together.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "sketch",
        sa.Column("posting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("read_key", sa.LargeBinary(16), nullable=False),
        sa.Column("reader", sa.String(32), nullable=False),
        sa.Column("rules", sa.String(32), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("day", sa.Date()),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column("buckets", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name="fk_sketch_posting_id"),
        sa.PrimaryKeyConstraint("posting_id", name="pk_sketch"),
    )
    op.create_index("ix_sketch_day", "sketch", ["day", "posting_id"])
    op.create_index("ix_sketch_state", "sketch", ["state"])
    op.create_table(
        "sketch_body",
        sa.Column("posting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name="fk_sketch_body_posting_id"),
        sa.PrimaryKeyConstraint("posting_id", name="pk_sketch_body"),
    )
    op.create_table(
        "vacancy_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("vacancy_id", sa.String(32), nullable=False),
        sa.Column("other_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_vacancy_change"),
    )
