"""The operator's own data: uploads, Prakerja figures, trainings, official figures."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the four tables."""
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("source_note", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
    )
    _create_rows(
        "prakerja_figure",
        sa.Column("province", sa.String(2), nullable=False),
        sa.Column("regency", sa.String(4), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("sex", sa.String(16), nullable=False),
        sa.Column("age_group", sa.String(16), nullable=False),
        sa.Column("education", sa.String(32), nullable=False),
        sa.Column("training_category", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(32)),
        sa.Column("enrolled", sa.BigInteger()),
        sa.Column("recipients", sa.BigInteger()),
        sa.Column("completed", sa.BigInteger()),
        sa.Column("outcome_count", sa.BigInteger()),
        sa.Column("outcome_percent", sa.Double()),
        sa.Column("outcome_n", sa.BigInteger()),
    )
    _create_rows(
        "training",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("price_idr", sa.BigInteger()),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("place", sa.Text()),
        sa.Column("province", sa.String(2)),
        sa.Column("regency", sa.String(4)),
        sa.Column("skills", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("duration", sa.Text()),
        sa.Column("duration_hours", sa.Double()),
    )
    _create_rows(
        "official_figure",
        sa.Column("table_name", sa.String(64), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
    )


def _create_rows(name: str, *columns: sa.Column[object]) -> None:
    """A table of rows that each belong to an upload."""
    op.create_table(
        name,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=f"fk_{name}_upload_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_upload_id", name, ["upload_id"])
