"""Rows for every table of a store, in whatever writing systems and signs people use."""

import datetime as dt

import sqlalchemy as sa

from sahel_map.ledger import schema
from sahel_map.ledger.versions import keep_files

NOW = dt.datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=dt.UTC)
WHO = {"who": "https://id.example|1", "who_name": "aminata@example.org"}
HOSTILE = "'; DROP TABLE audit; --\t\\N\n\"<b>Ténénkou ߒߞߏ"
WIDE = """
CREATE TABLE unit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE,
  folded text GENERATED ALWAYS AS (lower(name)) STORED);
CREATE TABLE a_row (dataset varchar(64) NOT NULL, event text NOT NULL, since int NOT NULL,
  until int, unit bigint REFERENCES unit(id), at timestamptz, share double precision,
  point geometry(Point, 4326), codes text[], PRIMARY KEY (dataset, event, since))
  PARTITION BY HASH (dataset);
CREATE TABLE a_row_0 PARTITION OF a_row FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE a_row_1 PARTITION OF a_row FOR VALUES WITH (MODULUS 2, REMAINDER 1);
"""
"""Tables such as those of events: with parts, points, a number of their own, a computed column."""


def fill(connection: sa.Connection, *, dataset: str = "") -> None:
    """Put a row or two into every table of a ledger."""
    put = connection.execute
    said = {"title": HOSTILE, "n": 1.5, "list": [1, None, True]}
    put(schema.DATASETS.insert().values(key=dataset, about=said, current=2))
    for number in (1, 2):
        put(
            schema.VERSIONS.insert().values(
                dataset=dataset, number=number, at=NOW, act="base", digest="0" * 64, about=said,
                events=number, added=None if number == 1 else 0, **WHO,
            )
        )  # fmt: skip
        keep_files(
            connection, dataset, number, [("events.csv", b"\0\xff" * 500), ("x", b"%d" % number)]
        )
    proposal = {
        "dataset": dataset, "base": 1, "table_name": "events.csv", "record": HOSTILE, "act": "add",
        "source": "news", "state": "open", **WHO,
    }  # fmt: skip
    put(schema.PROPOSALS.insert().values(id=7, after={"title": HOSTILE}, **proposal))
    put(schema.PROPOSALS.insert().values(id=9, before=None, **proposal))
    put(schema.STEPS.insert().values(proposal=7, what="open", comment=HOSTILE, **WHO))
    put(schema.COMMENTS.insert().values(dataset=dataset, event="e", text=HOSTILE, **WHO))
    put(schema.AUDIT.insert().values(role="admin", act="share", detail={"b": 2, "a": "é"}, **WHO))
    put(schema.SAVED.insert().values(owner="o", kind="view", name="n", body=[1, {"z": None}]))


def fill_wide(connection: sa.Connection) -> None:
    """Make tables beside the ledger, with rows."""
    make_wide(connection)
    connection.execute(sa.text("INSERT INTO unit (name) VALUES ('Kayes'), (:h)"), {"h": HOSTILE})
    for event, dataset in enumerate(["b" * 20, "a" * 20, "Z" * 20, "é" * 20]):
        connection.execute(
            sa.text(
                "INSERT INTO a_row VALUES (:d, :e, 1, NULL, 1, :at, 0.1, 'SRID=4326;POINT(-4 15)',"
                " ARRAY['x', :h])"
            ),
            {"d": dataset, "e": f"e{event}", "at": NOW, "h": HOSTILE},
        )


def make_wide(connection: sa.Connection) -> None:
    """Make empty tables beside the ledger."""
    connection.exec_driver_sql(WIDE)
