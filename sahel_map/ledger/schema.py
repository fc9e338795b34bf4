"""The tables of the ledger, for SQLite and PostgreSQL alike: what is known of datasets, not they.

``migrations/`` makes and changes them; a test holds both against each other. Days of creation are
UTC. What is large is kept compressed under its own digest, once however many versions share it.
"""

import datetime as dt
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

__all__ = [
    "AUDIT", "BLOBS", "COMMENTS", "DATASETS", "FILES", "METADATA", "PROPOSALS", "SAVED", "STEPS",
    "VERSIONS",
]  # fmt: skip


class _Utc(sa.TypeDecorator[dt.datetime]):
    """Moments with their zone; SQLite would lose it."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> Any:  # noqa: ANN401, ARG002
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> dt.datetime | None:  # noqa: ANN401, ARG002
        if value is None:
            return None
        moment: dt.datetime = value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value
        return moment.astimezone(dt.UTC)


def _now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)


_Json: Final = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_Number: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEY: Final = sa.String(64)
_WHO: Final = sa.String(500)

METADATA: Final = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _at() -> sa.Column[dt.datetime]:
    return sa.Column("at", _Utc, nullable=False, default=_now)


def _by() -> list[sa.Column[str]]:
    """Return who did it: the subject of a login, and the name that the team sees."""
    return [sa.Column("who", _WHO, nullable=False), sa.Column("who_name", _WHO, nullable=False)]


def _dataset(*, key: bool = False) -> sa.Column[str]:
    owner = sa.ForeignKey("dataset.key", ondelete="CASCADE")
    return sa.Column("dataset", _KEY, owner, primary_key=key, nullable=False)


DATASETS: Final = sa.Table(
    "dataset",
    METADATA,
    sa.Column("key", _KEY, primary_key=True, comment="empty for the data of this host"),
    sa.Column("about", _Json, nullable=False, comment="what dataset.json says of it now"),
    sa.Column("current", sa.Integer, nullable=False, default=0, comment="its newest version"),
    sa.Column("seen_at", _Utc, nullable=False, default=_now),
)

VERSIONS: Final = sa.Table(
    "version",
    METADATA,
    _dataset(key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    _at(),
    *_by(),
    sa.Column("act", sa.String(20), nullable=False, comment="a code of vocabulary.VERSION_ACTS"),
    sa.Column("note", sa.Text, nullable=False, default=""),
    sa.Column("digest", sa.String(64), nullable=False, comment="SHA-256 over its files"),
    sa.Column("about", _Json, nullable=False, comment="what dataset.json said then"),
    sa.Column("events", sa.Integer, nullable=False),
    sa.Column("added", sa.Integer, comment="records that the version before lacks"),
    sa.Column("changed", sa.Integer),
    sa.Column("removed", sa.Integer),
)

BLOBS: Final = sa.Table(
    "blob",
    METADATA,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False, comment="bytes before compression"),
    sa.Column("body", sa.LargeBinary, nullable=False, comment="zlib"),
)

FILES: Final = sa.Table(
    "version_file",
    METADATA,
    sa.Column("dataset", _KEY, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(200), primary_key=True, comment="path within the folder"),
    sa.Column("sha256", sa.String(64), sa.ForeignKey("blob.sha256"), nullable=False),
    sa.ForeignKeyConstraint(
        ["dataset", "number"], ["version.dataset", "version.number"], ondelete="CASCADE"
    ),
)

PROPOSALS: Final = sa.Table(
    "proposal",
    METADATA,
    sa.Column("id", _Number, primary_key=True, autoincrement=True),
    _dataset(),
    sa.Column("base", sa.Integer, nullable=False, comment="the version that the author saw"),
    sa.Column("table_name", sa.String(40), nullable=False, comment="such as events.csv"),
    sa.Column("record", sa.String(200), nullable=False, comment="the key of the row"),
    sa.Column("act", sa.String(10), nullable=False, comment="add, change or remove"),
    sa.Column("before", _Json, comment="the row as the author saw it"),
    sa.Column("after", _Json, comment="the row as it is to be"),
    sa.Column("source", sa.Text, nullable=False, comment="what it rests on"),
    sa.Column("note", sa.Text, nullable=False, default=""),
    sa.Column("state", sa.String(12), nullable=False, index=True),
    sa.Column("revision", sa.Integer, nullable=False, default=1, comment="grows by every step"),
    sa.Column("version", sa.Integer, comment="the version that it made"),
    _at(),
    *_by(),
    sa.Index(None, "dataset", "table_name", "record"),
)

STEPS: Final = sa.Table(
    "proposal_step",
    METADATA,
    sa.Column("id", _Number, primary_key=True, autoincrement=True),
    sa.Column(
        "proposal", _Number, sa.ForeignKey("proposal.id", ondelete="CASCADE"), nullable=False,
        index=True,
    ),
    _at(),
    *_by(),
    sa.Column("what", sa.String(12), nullable=False, comment="the state it led to"),
    sa.Column("comment", sa.Text, nullable=False, default=""),
)  # fmt: skip

COMMENTS: Final = sa.Table(
    "comment",
    METADATA,
    sa.Column("id", _Number, primary_key=True, autoincrement=True),
    _dataset(),
    sa.Column("event", sa.String(200), nullable=False),
    _at(),
    *_by(),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("gone_at", _Utc, comment="taken back by its author"),
    sa.Index(None, "dataset", "event"),
)

AUDIT: Final = sa.Table(
    "audit",
    METADATA,
    sa.Column("id", _Number, primary_key=True, autoincrement=True),
    sa.Column("at", _Utc, nullable=False, default=_now, index=True),
    *_by(),
    sa.Column("role", sa.String(10), nullable=False),
    sa.Column("act", sa.String(20), nullable=False, index=True),
    sa.Column("subject", sa.String(500), nullable=False, default="", comment="of what"),
    sa.Column("detail", _Json, nullable=False, default=dict),
)

SAVED: Final = sa.Table(
    "saved",
    METADATA,
    sa.Column("owner", sa.String(64), primary_key=True, comment="digest of a secret or subject"),
    sa.Column("kind", sa.String(12), primary_key=True, comment="draft, briefing or view"),
    sa.Column("name", sa.String(200), primary_key=True),
    _at(),
    sa.Column("who_name", _WHO, nullable=False, default=""),
    sa.Column("title", sa.String(500), nullable=False, default=""),
    sa.Column("body", _Json, nullable=False),
    sa.Column("shared", sa.Boolean, nullable=False, default=False, comment="with the team"),
)
