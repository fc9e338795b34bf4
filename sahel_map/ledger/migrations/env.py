"""What Alembic runs: the revisions, on the connection and in the transaction that it is given."""

from alembic import context

from sahel_map.ledger.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite rolls tables back as well, once its transaction has begun in so many words.
    transactional_ddl=True,
)
context.run_migrations()
