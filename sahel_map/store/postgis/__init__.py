"""Datasets in PostgreSQL with PostGIS, shared by as many hosts as look at them."""

from sahel_map.store.postgis.queries import SqlQueries
from sahel_map.store.postgis.store import PostgisStore

__all__ = ["PostgisStore", "SqlQueries"]
