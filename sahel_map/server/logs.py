"""The log: what is written, how, and what never is.

Never queries, tokens, cookies or e-mail addresses: an address of a request is shortened to what
tells of the program, not of its readers.
"""

import logging
import re
import sys
from contextvars import ContextVar
from typing import Final

from pythonjsonlogger.json import JsonFormatter

from sahel_map.settings import configured

__all__ = ["REQUEST", "set_up", "shortened"]

REQUEST: Final[ContextVar[str]] = ContextVar("request", default="")
"""The id of the request that is answered, in every line that is logged meanwhile."""

_TEXT: Final = "%(asctime)s %(levelname)s %(name)s [%(request)s] %(message)s"
_JSON: Final = "%(asctime)s %(levelname)s %(name)s %(request)s %(message)s"
_NAMES: Final = {"asctime": "time", "levelname": "level", "name": "logger"}

_OWN_HANDLERS: Final = ("streamlit", "uvicorn", "websockets")
"""Packages whose loggers write by themselves, each in a way of its own."""

_UNSPEAKABLE: Final = re.compile(r"[^/\s]*@[^/\s]*|[A-Za-z0-9_.~+=-]{16,}")
_LONGEST: Final = 120


class _OfRequest(logging.Filter):
    """Puts the id of the request into every record that is logged meanwhile."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        record.__dict__["request"] = REQUEST.get() or "-"
        return True


def shortened(path: str) -> str:
    """Return a path as it may be logged: without keys, ids of sessions and signs of control."""
    plain = "".join(sign if sign.isprintable() else "?" for sign in path[: 4 * _LONGEST])
    return _UNSPEAKABLE.sub("…", plain)[:_LONGEST]


def set_up() -> None:
    """Write all logs to the error stream in the way that the settings ask for."""
    settings = configured()
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_OfRequest())
    handler.setLevel(settings.log_level)
    if settings.log_format == "json":
        handler.setFormatter(JsonFormatter(_JSON, rename_fields=_NAMES, timestamp=False))
    else:
        handler.setFormatter(logging.Formatter(_TEXT))
    root = logging.getLogger()
    root.handlers = [handler]
    # What others say below a warning can hold addresses with their queries.
    root.setLevel(logging.WARNING)
    logging.getLogger("sahel_map").setLevel(settings.log_level)
    for name, logger in list(logging.Logger.manager.loggerDict.items()):
        if isinstance(logger, logging.Logger) and name.partition(".")[0] in _OWN_HANDLERS:
            logger.handlers = []
            logger.propagate = True
    # Both write whole addresses.
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
