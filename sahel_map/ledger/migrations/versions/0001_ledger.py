"""The tables of the ledger."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def _text(name: str, length: int | None = None, comment: str | None = None) -> sa.Column[str]:
    kind = sa.String(length) if length else sa.Text()
    return sa.Column(name, kind, nullable=False, comment=comment)


def _moment() -> sa.Column[object]:
    return sa.Column("at", _MOMENT, nullable=False)


def _id() -> sa.Column[int]:
    return sa.Column("id", _NUMBER, autoincrement=True, nullable=False)


def _of_dataset(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["dataset"], ["dataset.key"], name=f"fk_{table}_dataset", ondelete="CASCADE"
    )


def _datasets() -> None:
    op.create_table(
        "dataset",
        _text("key", 64, "empty for the data of this host"),
        sa.Column("about", _JSON, nullable=False, comment="what dataset.json says of it now"),
        sa.Column("current", sa.Integer(), nullable=False, comment="its newest version"),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_dataset"),
    )
    op.create_table(
        "version",
        _text("dataset", 64),
        sa.Column("number", sa.Integer(), nullable=False),
        _moment(),
        _text("who", 500),
        _text("who_name", 500),
        _text("act", 20, "a code of vocabulary.VERSION_ACTS"),
        _text("note"),
        _text("digest", 64, "SHA-256 over its files"),
        sa.Column("about", _JSON, nullable=False, comment="what dataset.json said then"),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), comment="records that the version before lacks"),
        sa.Column("changed", sa.Integer()),
        sa.Column("removed", sa.Integer()),
        _of_dataset("version"),
        sa.PrimaryKeyConstraint("dataset", "number", name="pk_version"),
    )
    op.create_table(
        "blob",
        _text("sha256", 64),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="bytes before compression"),
        sa.Column("body", sa.LargeBinary(), nullable=False, comment="zlib"),
        sa.PrimaryKeyConstraint("sha256", name="pk_blob"),
    )
    op.create_table(
        "version_file",
        _text("dataset", 64),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("name", 200, "path within the folder"),
        _text("sha256", 64),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name="fk_version_file_sha256"),
        sa.ForeignKeyConstraint(
            ["dataset", "number"],
            ["version.dataset", "version.number"],
            name="fk_version_file_dataset_number",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dataset", "number", "name", name="pk_version_file"),
    )


def _proposals() -> None:
    op.create_table(
        "proposal",
        _id(),
        _text("dataset", 64),
        sa.Column("base", sa.Integer(), nullable=False, comment="the version that the author saw"),
        _text("table_name", 40, "such as events.csv"),
        _text("record", 200, "the key of the row"),
        _text("act", 10, "add, change or remove"),
        sa.Column("before", _JSON, comment="the row as the author saw it"),
        sa.Column("after", _JSON, comment="the row as it is to be"),
        _text("source", comment="what it rests on"),
        _text("note"),
        _text("state", 12),
        sa.Column("revision", sa.Integer(), nullable=False, comment="grows by every step"),
        sa.Column("version", sa.Integer(), comment="the version that it made"),
        _moment(),
        _text("who", 500),
        _text("who_name", 500),
        _of_dataset("proposal"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
    )
    op.create_index("ix_proposal_state", "proposal", ["state"])
    op.create_index(
        "ix_proposal_dataset_table_name_record", "proposal", ["dataset", "table_name", "record"]
    )
    op.create_table(
        "proposal_step",
        _id(),
        sa.Column("proposal", _NUMBER, nullable=False),
        _moment(),
        _text("who", 500),
        _text("who_name", 500),
        _text("what", 12, "the state it led to"),
        _text("comment"),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposal.id"], name="fk_proposal_step_proposal", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proposal_step"),
    )
    op.create_index("ix_proposal_step_proposal", "proposal_step", ["proposal"])


def _around() -> None:
    op.create_table(
        "comment",
        _id(),
        _text("dataset", 64),
        _text("event", 200),
        _moment(),
        _text("who", 500),
        _text("who_name", 500),
        _text("text"),
        sa.Column("gone_at", _MOMENT, comment="taken back by its author"),
        _of_dataset("comment"),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
    )
    op.create_index("ix_comment_dataset_event", "comment", ["dataset", "event"])
    op.create_table(
        "audit",
        _id(),
        _moment(),
        _text("who", 500),
        _text("who_name", 500),
        _text("role", 10),
        _text("act", 20),
        _text("subject", 500, "of what"),
        sa.Column("detail", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_act", "audit", ["act"])
    op.create_table(
        "saved",
        _text("owner", 64, "digest of a secret or subject"),
        _text("kind", 12, "draft, briefing or view"),
        _text("name", 200),
        _moment(),
        _text("who_name", 500),
        _text("title", 500),
        sa.Column("body", _JSON, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False, comment="with the team"),
        sa.PrimaryKeyConstraint("owner", "kind", "name", name="pk_saved"),
    )


def upgrade() -> None:
    """Make the tables."""
    _datasets()
    _proposals()
    _around()


def downgrade() -> None:
    """Take the tables away, with all that they hold."""
    for table in ("saved", "audit", "comment", "proposal_step", "proposal", "version_file",
                  "blob", "version", "dataset"):  # fmt: skip
        op.drop_table(table)
