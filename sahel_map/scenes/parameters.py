"""The query parameters of a view: what each is when absent, and how its texts become a value."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sahel_map import vocabulary as v
from sahel_map.boundaries import LEVELS
from sahel_map.i18n import LANGUAGES, is_country
from sahel_map.maps.events import MODES
from sahel_map.maps.roads import ROAD_VIEWS
from sahel_map.rules import parse_day
from sahel_map.selection import DEFAULT_CONFIDENCE

__all__ = ["NOT_SHOWN", "PARAMS", "Param"]

_LONGEST: Final = 200
"""Characters of one URL value that are read; longer ones are nonsense or an attack."""


@dataclass(frozen=True, slots=True)
class Param:
    """A query parameter: what it is when absent, and how its texts become a value."""

    default: Any
    read: Callable[[list[str]], Any]
    many: bool = False

    def texts(self, value: Any) -> list[str]:  # noqa: ANN401
        """Return the value as it stands in the URL."""
        if self.many:
            return [str(item) for item in value]
        if isinstance(value, bool):
            return ["1" if value else "0"]
        return [value.isoformat() if isinstance(value, dt.date) else str(value)]


def _one_of(codes: Iterable[str], default: str | None) -> Param:
    allowed = set(codes)
    return Param(default, lambda texts: texts[-1] if texts[-1] in allowed else default)


def _some_of(codes: Iterable[str]) -> Param:
    allowed = set(codes)
    return Param(
        (), lambda texts: tuple(dict.fromkeys(t for t in texts if t in allowed)), many=True
    )


_PLACE: Final = re.compile(r"-?\d{1,2}\.\d{1,5},-?\d{1,3}\.\d{1,5},\d{1,2}(\.\d{1,2})?")
"""Latitude, longitude and zoom."""

_NUMBER: Final = re.compile(r"[1-9]\d{0,2}", re.ASCII)

_VERSION: Final = re.compile(r"[1-9]\d{0,8}", re.ASCII)

# Any name: a link may name what the loaded data lack, and the view then says so.
_NAMES: Final = Param((), lambda texts: tuple(t[:_LONGEST] for t in texts if t.strip()), many=True)
_NAME: Final = Param(None, lambda texts: texts[-1][:_LONGEST] or None)
_DAY: Final = Param(None, lambda texts: parse_day(texts[-1]))
_TEXT: Final = Param("", lambda texts: texts[-1][:_LONGEST])

PARAMS: Final[Mapping[str, Param]] = {
    "data": _TEXT,
    "version": Param(None, lambda texts: int(texts[-1]) if _VERSION.fullmatch(texts[-1]) else None),
    "beside": _TEXT,
    "lang": _one_of(LANGUAGES, None),
    "from": _DAY,
    "to": _DAY,
    "type": _some_of(v.EVENT_TYPES),
    "actor": _some_of(v.ACTORS),
    "country": Param(
        (), lambda texts: tuple(dict.fromkeys(t for t in texts if is_country(t))), many=True
    ),
    "region": _NAMES,
    "source": _NAMES,
    "known": _DAY,
    "without": _NAMES,
    "precision": _one_of(v.GEO_PRECISION, "country"),
    "confidence": _one_of(v.CONFIDENCE, DEFAULT_CONFIDENCE),
    "q": _TEXT,
    "show": _one_of(MODES, "points"),
    "per_area": Param(default=False, read=lambda texts: texts[-1] == "1"),
    "level": _one_of(("finest", *map(str, LEVELS)), "finest"),
    "span": _one_of(("30", "90"), "90"),
    "bars": _one_of(("month", "week"), "month"),
    "event": _NAME,
    "near": Param("", lambda texts: texts[-1] if _PLACE.fullmatch(texts[-1]) else ""),
    "hex": _one_of(("3", "4", "5"), "4"),
    "part": _one_of(("dossier", "contradictions", "sources", "known"), "dossier"),
    "topic": _some_of(v.CONTRADICTION_TOPICS),
    "kind": _some_of(v.CONTRADICTION_KINDS),
    "find": _TEXT,
    "contradiction": _NAME,
    "numbers": _one_of(v.INDICATOR_TOPICS, "violence"),
    "map": _one_of(ROAD_VIEWS, "roads"),
    "on": _DAY,
    "road": _NAME,
    "panel": _one_of(("roads", "road", "fuel", "sieges", "agreements"), "roads"),
    "item": _NAME,
    "buffer": _one_of(("1", "5", "10", "20"), "10"),
    "step": _one_of(("day", "week", "month"), "week"),
    "years": _one_of(("recent", "all"), "recent"),
    "by": _one_of(v.SLICINGS, "phase"),
    "own": _TEXT,
    "slice": _NAME,
    "against": _NAME,
    "group": _one_of(v.GROUPS, "jnim"),
    "southwest": _one_of(v.REGION_SETS, "southwest"),
    "areas": _one_of(v.AREAS, "hex3"),
    "weight": _one_of(v.WEIGHTS, "events"),
    "through": _one_of(("since", "slice"), "since"),
    "stage": _one_of(("one", "two"), "one"),
    "walk": Param(default=False, read=lambda texts: texts[-1] == "1"),
    "look": _one_of(("share", "regions", "arrivals", "questions"), "share"),
    "briefing": _TEXT,
    "at": Param(1, lambda texts: int(texts[-1]) if _NUMBER.fullmatch(texts[-1]) else 1),
    "notes": Param(default=False, read=lambda texts: texts[-1] == "1"),
    "suggest": _TEXT,
    "proposal": Param(0, lambda texts: int(texts[-1]) if _VERSION.fullmatch(texts[-1]) else 0),
}

NOT_SHOWN: Final = frozenset(
    {"data", "version", "beside", "lang", "walk", "briefing", "at", "notes", "suggest", "proposal"}
)
"""Parameters that say whose data, in which language and on what walk, not what is shown."""
