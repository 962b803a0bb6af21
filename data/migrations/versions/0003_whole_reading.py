"""All that nlp reads out of a posting: occupation, sector, skills, demands, restrictions, risk.

What was read before is read again by the next `process`; the mentions, which got another key, are
made anew by it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Widen `reading`; make `mention` anew."""
    for column in (
        sa.Column("language", sa.String(8)),
        sa.Column("occupation", sa.String(4)),
        sa.Column("occupation_score", sa.Double()),
        sa.Column("seniority", sa.String(16)),
        sa.Column("sector", sa.String(1)),
        sa.Column("sector_score", sa.Double()),
        sa.Column("locations", sa.JSON()),
        sa.Column("remote", sa.String(8)),
        sa.Column("wage_min", sa.BigInteger()),
        sa.Column("wage_max", sa.BigInteger()),
        sa.Column("wage_currency", sa.String(3)),
        sa.Column("wage_period", sa.String(8)),
        sa.Column("education_min", sa.String(8)),
        sa.Column("experience_min_years", sa.Double()),
        sa.Column("restrictions", sa.JSON()),
        sa.Column("benefits", sa.JSON()),
        sa.Column("description_characters", sa.Integer()),
    ):
        op.add_column("reading", column)
    op.drop_column("reading", "is_remote")
    op.drop_table("mention")
    op.create_table(
        "mention",
        sa.Column("posting_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("n", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("field", sa.String(32), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("kind", sa.String(16)),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name="fk_mention_posting_id"),
        sa.PrimaryKeyConstraint("posting_id", "n", name="pk_mention"),
        sqlite_with_rowid=False,
    )
