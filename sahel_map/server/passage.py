"""What each path of the server asks of a person: one table, and nothing is open that it lacks."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from sahel_map.briefing import MOST_BYTES
from sahel_map.people import Act, Person, may
from sahel_map.settings import ROOT

__all__ = ["RULES", "Rule", "page_names", "rule_of", "stands"]


class Rule(StrEnum):
    """What a path asks of who calls it."""

    open = "open"
    page = "page"
    see = "see"
    upload = "upload"
    audit = "audit"
    shut = "shut"


RULES: Final[tuple[tuple[str, Rule], ...]] = (
    ("assets/lib", Rule.open),
    ("assets/app", Rule.open),
    ("assets/page", Rule.open),
    ("static", Rule.open),
    ("favicon.png", Rule.open),
    ("manifest.json", Rule.open),
    ("healthz", Rule.open),
    ("readyz", Rule.open),
    ("metrics", Rule.open),
    ("auth/login", Rule.open),
    ("auth/logout", Rule.open),
    ("oauth2callback", Rule.open),
    ("_stcore/health", Rule.open),
    ("_stcore/host-config", Rule.open),
    ("_stcore/stream", Rule.open),
    ("_stcore/upload_file", Rule.upload),
    ("_stcore/metrics", Rule.audit),
    ("_stcore/agent", Rule.shut),
    ("app/static", Rule.shut),
    ("assets", Rule.see),
    ("media", Rule.see),
    ("component", Rule.see),
    ("_stcore", Rule.see),
)
"""Beginning of a path to its rule, the first that fits; what fits none is ``see``.

The pages themselves hold no data, and who may not come in meets a wall there; their WebSocket
draws that wall. ``/metrics`` asks for its own token.
"""

_STANDING: Final = frozenset({("healthz",), ("readyz",), ("metrics",)})
"""What is asked without the prefix, too, by the system that runs the server."""

_LOOKED_FOR: Final = frozenset({("_stcore", "health"), ("_stcore", "host-config")})
"""What Streamlit's script looks for under the path of a page first; it is not there."""


@lru_cache(maxsize=1)
def page_names() -> frozenset[str]:
    """Return the pages by the names of their files, as they stand in addresses."""
    return frozenset(path.stem for path in (ROOT / "pages").glob("*.py"))


def _parts(path: str) -> tuple[str, ...] | None:
    """Return the parts of a path, None where it could be read in more than one way."""
    if not path.startswith("/") or not path.isprintable() or set(path) & set("\\%"):
        return None
    trimmed = path[1:-1] if path.endswith("/") and len(path) > 1 else path[1:]
    parts = tuple(trimmed.split("/")) if trimmed else ()
    return None if set(parts) & {"", ".", ".."} else parts


def rule_of(path: str, prefix: str = "") -> Rule:
    """Return what a path asks for.

    Args:
        path: The path of a request, decoded, as routes see it.
        prefix: The path that the app is served under; empty, or with a slash before it.
    """
    below = _parts(path)
    if below is None:
        return Rule.shut
    base = tuple(prefix.strip("/").split("/")) if prefix.strip("/") else ()
    if below[: len(base)] != base:
        return Rule.open if below in _STANDING else Rule.see
    parts = below[len(base) :]
    if not parts or (len(parts) == 1 and parts[0] in page_names()):
        return Rule.page
    if parts[0] in page_names() and parts[1:] in _LOOKED_FOR:
        return Rule.open
    for beginning, rule in RULES:
        start = tuple(beginning.split("/"))
        if parts[: len(start)] == start:
            return rule
    return Rule.see


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request, as far as rules look at it: its method, and how long its body says it is."""

    method: str
    length: int | None


def _may_upload(person: Person, asked: _Asked) -> bool:
    if may(person, Act.load):
        return True
    # Whoever sees pages may open a briefing of their own, which is small; nothing else.
    small = asked.method != "PUT" or (asked.length is not None and asked.length <= 2 * MOST_BYTES)
    return may(person, Act.see) and small


_HOLDS: Final[dict[Rule, Callable[[Person, _Asked], bool]]] = {
    Rule.open: lambda _person, _asked: True,
    Rule.page: lambda _person, asked: asked.method in {"GET", "HEAD"},
    Rule.see: lambda person, _asked: may(person, Act.see),
    Rule.upload: _may_upload,
    Rule.audit: lambda person, _asked: may(person, Act.audit),
    Rule.shut: lambda _person, _asked: False,
}


def stands(rule: Rule, person: Person, method: str = "GET", length: int | None = None) -> bool:
    """Return whether a person may call what has a rule.

    Args:
        rule: The rule of the path.
        person: Who calls.
        method: How, in capitals; ``GET`` for a WebSocket.
        length: How many bytes the request says that it brings; None where it does not say.
    """
    return _HOLDS[rule](person, _Asked(method, length))
