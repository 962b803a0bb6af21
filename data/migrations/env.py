"""How Alembic runs migrations: on the connection handed over, inside its transaction.

`data.database.migrate` opens that transaction with BEGIN IMMEDIATE, so that a killed migration
leaves nothing behind (without it, three of eight needed repair by hand: PLATFORM.md §3).
"""

from alembic import context

import data.collect_models  # noqa: F401 - its tables
from data.operator_models import Upload

context.configure(
    connection=context.config.attributes["connection"],
    # Shared by all models; the imports brought in those of all parts.
    target_metadata=Upload.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
