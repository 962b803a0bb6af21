"""How Alembic runs migrations: on the connection handed over, inside its transaction.

`data.database.migrate` opens that transaction with BEGIN IMMEDIATE, so that a killed migration
leaves nothing behind (without it, three of eight needed repair by hand: PLATFORM.md §3).
"""

from alembic import context

from data.operator_models import Upload

context.configure(
    connection=context.config.attributes["connection"],
    # Shared by all models; the import brought in those of the operator's data, too.
    target_metadata=Upload.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
