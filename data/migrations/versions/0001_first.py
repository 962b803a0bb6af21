"""The first schema: postings with versions, readings, mentions, vacancies, runs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "payload",
        sa.Column("hash", sa.LargeBinary(16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_payload"),
    )
    op.create_table(
        "posting",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("portal", sa.String(64), nullable=False),
        sa.Column("portal_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("posted", sa.Date()),
        sa.Column("posted_text", sa.Text()),
        sa.Column("posted_text_seen", sa.BigInteger()),
        sa.Column("first_seen", sa.BigInteger()),
        sa.Column("last_seen", sa.BigInteger()),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("hash", sa.LargeBinary(16), nullable=False),
        sa.Column("read_key", sa.LargeBinary(16), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["hash"], ["payload.hash"], name="fk_posting_hash"),
        sa.PrimaryKeyConstraint("id", name="pk_posting"),
        sa.UniqueConstraint("portal", "portal_id", name="uq_posting_portal"),
    )
    op.create_table(
        "posting_version",
        sa.Column("posting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(16), nullable=False),
        sa.Column("first_seen", sa.BigInteger()),
        sa.Column("last_seen", sa.BigInteger()),
        sa.ForeignKeyConstraint(["hash"], ["payload.hash"], name="fk_posting_version_hash"),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["posting.id"], name="fk_posting_version_posting_id"
        ),
        sa.PrimaryKeyConstraint("posting_id", "hash", name="pk_posting_version"),
    )
    op.create_table(
        "vacancy",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("lead_posting_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_posting_id"], ["posting.id"], name="fk_vacancy_lead_posting_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_vacancy"),
    )
    op.create_table(
        "reading",
        sa.Column("posting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("read_key", sa.LargeBinary(16), nullable=False),
        sa.Column("reader", sa.String(32), nullable=False),
        sa.Column("vacancy_id", sa.String(32), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("company", sa.Text()),
        sa.Column("province", sa.String(2)),
        sa.Column("regency", sa.String(4)),
        sa.Column("is_remote", sa.Boolean(), nullable=False),
        sa.Column("posted", sa.Date()),
        sa.Column("wage_min_idr", sa.BigInteger()),
        sa.Column("wage_max_idr", sa.BigInteger()),
        sa.Column("wage_flags", sa.Text()),
        sa.Column("employment_type", sa.Text()),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name="fk_reading_posting_id"),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name="fk_reading_vacancy_id"),
        sa.PrimaryKeyConstraint("posting_id", name="pk_reading"),
    )
    op.create_index("ix_reading_vacancy_id", "reading", ["vacancy_id"])
    op.create_table(
        "mention",
        sa.Column("posting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("field", sa.String(32), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name="fk_mention_posting_id"),
        sa.PrimaryKeyConstraint("posting_id", "what", "field", "start", name="pk_mention"),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.Text()),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.create_index("ix_run_kind_started_at", "run", ["kind", "started_at"])
