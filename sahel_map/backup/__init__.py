"""A whole store in one file, and back: every table, and the files of every version.

Written while the dashboard serves, out of one moment; restored into an empty store alone, as a
whole or not at all.
"""

from sahel_map.backup.archive import Manifest, check
from sahel_map.backup.restoring import restore
from sahel_map.backup.writing import backup, checksum

__all__ = ["Manifest", "backup", "check", "checksum", "restore"]
