"""Events are found by their names: an index for each dataset, in PostgreSQL alone."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the index for the datasets that are there; others are made with it."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for part in op.get_bind().scalars(sa.text("SELECT part FROM event_part")).all():
        table = f"event_{part:d}"
        op.create_index(f"{table}_event_id", table, ["event_id"], if_not_exists=True)
