"""Events are counted by the spot where they lie: a column for each dataset, in PostgreSQL alone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the column for the datasets that are there, whose events are read until the next import.

    Their spots are numbered then: how they were coded so far is no longer how they would be.
    """
    if op.get_bind().dialect.name != "postgresql":
        return
    for part in op.get_bind().scalars(sa.text("SELECT part FROM event_part")).all():
        for table in (f"event_{part:d}_code", f"event_{part:d}_find"):
            spot = sa.Column("spot", sa.Integer, nullable=False, server_default="0")
            op.add_column(table, spot)
