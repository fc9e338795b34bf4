"""What the tables of loaded events share, in PostgreSQL alone; a dataset's own are made with it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _extension(name: str) -> None:
    """Make an extension where it is not there and this user may."""
    if op.get_bind().execute(
        sa.text("SELECT count(*) FROM pg_extension WHERE extname = :name"), {"name": name}
    ).scalar_one():  # fmt: skip
        return
    with op.get_bind().begin_nested() as attempt:
        try:
            op.execute(f"CREATE EXTENSION {name}")
        except sa.exc.DBAPIError:
            attempt.rollback()


def upgrade() -> None:
    """Make the tables."""
    if op.get_bind().dialect.name != "postgresql":
        return
    _extension("postgis")
    # Without it words are looked for all the same, only not as fast.
    _extension("pg_trgm")
    op.create_table(
        "event_part",
        sa.Column("part", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("dataset", sa.String(64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False, comment="ids that were given"),
        sa.Column("coded", sa.String(64), nullable=False, comment="by which layers and vocabulary"),
        sa.Column("coded_since", sa.Integer(), nullable=False, comment="first version coded so"),
        sa.ForeignKeyConstraint(
            ["dataset"], ["dataset.key"], name="fk_event_part_dataset", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("part", name="pk_event_part"),
        sa.UniqueConstraint("dataset", name="uq_event_part_dataset"),
    )
    op.create_table(
        "event_value",
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False, comment="a column of code tables"),
        sa.Column("code", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["part"], ["event_part.part"], name="fk_event_value_part", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("part", "kind", "code", name="pk_event_value"),
    )


def downgrade() -> None:
    """Take the tables away, with every loaded dataset."""
    bind = op.get_bind()
    if bind.dialect.name != "postgresql":
        return
    for (part,) in bind.execute(sa.text("SELECT part FROM event_part")).all():
        for end in ("_find", "_code", ""):
            op.drop_table(f"event_{part}{end}")
    op.drop_table("event_value")
    op.drop_table("event_part")
