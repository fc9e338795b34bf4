"""What is known of datasets beside their events: versions, suggestions, comments, the audit log.

The same tables in a SQLite file and in PostgreSQL. Every function takes a connection, so that what
belongs together is done in one transaction.
"""

from sahel_map.ledger.engine import Ledger, open_ledger
from sahel_map.ledger.migrating import head, migrate, revision

__all__ = ["Ledger", "head", "migrate", "open_ledger", "revision"]
