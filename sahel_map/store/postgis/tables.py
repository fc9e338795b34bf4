"""The tables of loaded events: two that all datasets share, and three of each dataset's own.

A dataset's own tables are loaded, indexed and dropped as a whole, and a question about one dataset
never reads rows of another. ``event_7`` holds what an import has written, column by column;
``event_7_code`` what is filtered and counted, as small numbers, so that a million rows are read in
a moment; ``event_7_find`` the same with the words and the points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import pyarrow as pa
import sqlalchemy as sa
from geoalchemy2 import Geometry
from sqlalchemy.dialects.postgresql import DOUBLE_PRECISION

from sahel_map.importers.canonical import COLUMNS
from sahel_map.ledger.schema import DATASETS
from sahel_map.ledger.schema import METADATA as LEDGER

__all__ = ["CODED", "FOREVER", "METADATA", "NEVER", "NOWHERE", "NUMBERS", "PARTS", "VALUES",
           "Tables", "ranks", "tables_of"]  # fmt: skip

METADATA: Final = sa.MetaData(naming_convention=LEDGER.naming_convention)

PARTS: Final = sa.Table(
    "event_part",
    METADATA,
    sa.Column("part", sa.Integer, sa.Identity(), primary_key=True),
    sa.Column(
        "dataset",
        sa.String(64),
        sa.ForeignKey(DATASETS.c.key, ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    sa.Column("rows", sa.Integer, nullable=False, default=0, comment="ids that were given"),
    sa.Column("coded", sa.String(64), nullable=False, comment="by which layers and vocabulary"),
    sa.Column("coded_since", sa.Integer, nullable=False, comment="first version coded so"),
)
"""Which dataset has the tables of which number."""

VALUES: Final = sa.Table(
    "event_value",
    METADATA,
    sa.Column(
        "part",
        sa.Integer,
        sa.ForeignKey("event_part.part", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("kind", sa.String(20), primary_key=True, comment="a column of code tables"),
    sa.Column("code", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("value", sa.Text, nullable=False),
)
"""What the codes of a dataset stand for."""

FOREVER: Final = 2**31 - 1
"""In ``until`` of a row that the newest version has."""

NEVER: Final = -(2**31)
"""The month or week of an event that fits none."""

NOWHERE: Final = -1
"""The place of an event that has no point."""

CODED: Final = ("kind", "country", "region", "groups", "sources", "spot")
"""Columns whose values are numbered for each dataset, by ``VALUES``."""

NUMBERS: Final[dict[str, str]] = {
    "id": "i4",
    "since": "i4",
    "until": "i4",
    "first": "i4",
    "last": "i4",
    "month": "i4",
    "week": "i4",
    "place": "i8",
    **dict.fromkeys(CODED, "i4"),
    "precision": "i2",
    "confidence": "i2",
    "category": "i2",
}
"""Columns of code tables, with their kind of whole number.

``id`` numbers the rows of a dataset and is never given again; ``since`` is the version in which a
row appeared, ``until`` the one that lacks it. ``first``, ``last``, ``month`` and ``week`` count
from 1970; ``place`` is the place on the Z-order curve of ``zorder``; ``precision``, ``confidence``
and ``category`` are places in the vocabulary.
"""

_WHOLE: Final[dict[str, type[sa.types.TypeEngine[Any]]]] = {
    "i2": sa.SmallInteger,
    "i4": sa.Integer,
    "i8": sa.BigInteger,
}

_KINDS: Final[dict[pa.DataType, sa.types.TypeEngine[Any]]] = {
    pa.string(): sa.Text(),
    pa.int64(): sa.BigInteger(),
    pa.date32(): sa.Date(),
    pa.float64(): DOUBLE_PRECISION(),
    pa.bool_(): sa.Boolean(),
}


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one dataset.

    Attributes:
        events: Every column of an imported event, with ``position``, which orders those of a
            version as their file does.
        codes: What is filtered and counted.
        finds: The same, with ``search_text`` and ``point``.
        indexes: Made when the rows are in: one by one would take several times as long.
        words: The index of the words, which PostgreSQL may lack the extension for.
    """

    events: sa.Table
    codes: sa.Table
    finds: sa.Table
    indexes: Sequence[sa.Index]
    words: sa.Index

    @property
    def every(self) -> tuple[sa.Table, sa.Table, sa.Table]:
        """The three tables."""
        return self.events, self.codes, self.finds


def _numbers() -> list[sa.Column[int]]:
    return [sa.Column(name, _WHOLE[kind], nullable=False) for name, kind in NUMBERS.items()]


@lru_cache(maxsize=1024)
def tables_of(part: int) -> Tables:
    """Return the tables of the dataset of a number in ``PARTS``."""
    metadata = sa.MetaData()
    name = f"event_{part:d}"
    events = sa.Table(
        name,
        metadata,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("since", sa.Integer, nullable=False),
        sa.Column("until", sa.Integer),
        sa.Column("position", sa.BigInteger, nullable=False),
        *(sa.Column(column, _KINDS[kind]) for column, kind in COLUMNS.items()),
    )
    codes = sa.Table(f"{name}_code", metadata, *_numbers())
    finds = sa.Table(
        f"{name}_find",
        metadata,
        *_numbers(),
        sa.Column("search_text", sa.Text, nullable=False),
        sa.Column("point", Geometry("POINT", srid=4326, spatial_index=False)),
    )
    indexes = [
        sa.Index(f"{name}_position", events.c.position),
        sa.Index(f"{name}_event_id", events.c.event_id),
        *(sa.Index(f"{table.name}_id", table.c.id, unique=True) for table in (events, codes)),
        sa.Index(f"{name}_find_id", finds.c.id, unique=True),
        sa.Index(f"{name}_code_place", codes.c.place),
        sa.Index(f"{name}_find_point", finds.c.point, postgresql_using="gist"),
    ]
    words = sa.Index(
        f"{name}_find_words",
        finds.c.search_text,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    return Tables(events, codes, finds, indexes, words)


def ranks(terms: Sequence[str] | dict[str, Any]) -> dict[str, int]:
    """Return the place of each code in its vocabulary."""
    return {code: place for place, code in enumerate(terms)}
