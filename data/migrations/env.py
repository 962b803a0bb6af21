"""How Alembic runs migrations: on the connection handed over, inside its transaction.

`data.database.migrate` opens that transaction with BEGIN IMMEDIATE, so that a killed migration
leaves nothing behind (without it, three of eight needed repair by hand: PLATFORM.md §3).
"""

from alembic import context

from data.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
