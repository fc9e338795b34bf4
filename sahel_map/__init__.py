"""Sahel Map: an interactive, offline conflict dashboard for Mali and the Sahel."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("sahel-map")
except PackageNotFoundError:  # running from a checkout that was never installed
    __version__ = "0+unknown"
