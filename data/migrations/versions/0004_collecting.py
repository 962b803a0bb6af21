"""Collecting: what each portal listed when last looked at, and how far its sweep came."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "listed",
        sa.Column("posting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("portal", sa.String(64), nullable=False),
        sa.Column("list_hash", sa.LargeBinary(16), nullable=False),
        sa.Column("has_detail", sa.Boolean(), nullable=False),
        sa.Column("sweep", sa.Integer(), nullable=False),
        sa.Column("missing_since", sa.BigInteger()),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name="fk_listed_posting_id"),
        sa.PrimaryKeyConstraint("posting_id", name="pk_listed"),
    )
    op.create_index("ix_listed_portal", "listed", ["portal"])
    op.create_table(
        "checkpoint",
        sa.Column("portal", sa.String(64), nullable=False),
        sa.Column("position", sa.JSON()),
        sa.Column("sweeps", sa.Integer(), nullable=False),
        sa.Column("last_full", sa.BigInteger()),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("portal", name="pk_checkpoint"),
    )
