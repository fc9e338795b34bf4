"""The revisions, one after the other: ``0001_ledger.py``, ``0002_…`` and so on.

A revision for PostgreSQL alone begins each of its functions with
``if op.get_bind().dialect.name != "postgresql": return``.
"""
