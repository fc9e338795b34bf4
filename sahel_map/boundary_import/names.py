"""Which names mean the same unit: blind to accents, case, hyphens and words such as region."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pandas as pd

from sahel_map.boundaries import fold
from sahel_map.boundary_import.texts import garbled
from sahel_map.rules import split_list

__all__ = ["Matching", "match_names", "names_of", "place_key"]

_KIND_WORDS: Final = frozenset(
    {
        "region", "regions", "cercle", "province", "district", "commune", "departement",
        "department", "prefecture", "state", "wilaya",
    }
)  # fmt: skip
_LINKS: Final = frozenset({"de", "du", "des", "d", "of", "la", "le"})


@lru_cache(maxsize=65_536)
def place_key(name: str) -> str:
    """Return what a name is compared by: "Région de Ségou" and "SEGOU" give the same.

    A name that is nothing but such words is compared as it stands.
    """
    plain = re.sub(r"[-_‐‑–/().,]", " ", fold(name)).replace("d'", "d ")
    words = plain.replace("'", "").split()
    kept: list[str] = []
    after_kind = False
    for word in words:
        if word in _KIND_WORDS:
            after_kind = True
        elif not (after_kind and word in _LINKS):
            kept.append(word)
            after_kind = False
    return " ".join(kept or words)


def names_of(units: pd.DataFrame, *, regions: bool = False) -> list[list[str]]:
    """Return every name of each unit of a layer, its own first, each once.

    With ``regions``, the names of the regions that units belong to are among them.
    """
    wanted = ("name", "name_fr", *(("region", "region_fr") if regions else ()))
    columns = [name for name in wanted if name in units.columns]
    own = units[[*columns, "alt_names"]].fillna("").to_dict("records")
    return [
        list(dict.fromkeys(n for n in (*(u[c] for c in columns), *split_list(u["alt_names"])) if n))
        for u in own
    ]


@dataclass(frozen=True)
class Matching:
    """Which units of a layer have names that are known.

    Attributes:
        matched: The ids of the known units that each unit's name means, for those that mean any.
        unmatched: The other units, in their order.
    """

    matched: dict[str, tuple[str, ...]]
    unmatched: tuple[str, ...]


def _pattern(key: str) -> re.Pattern[str]:
    return re.compile("".join("." if c == "?" else re.escape(c) for c in key))


def match_names(units: Mapping[str, Iterable[str]], known: Mapping[str, Iterable[str]]) -> Matching:
    """Return which known units the names of units mean.

    A name with lost letters ("Bal?") means a known one when it fits the names of one unit only.

    Args:
        units: The names of each unit, by its id.
        known: The names of each known unit, by its id.
    """
    by_key: dict[str, dict[str, None]] = {}
    for known_id, names in known.items():
        for name in names:
            if name:
                by_key.setdefault(place_key(name), {})[known_id] = None
    matched: dict[str, tuple[str, ...]] = {}
    for unit_id, names in units.items():
        found: dict[str, None] = {}
        for name in names:
            key = place_key(name)
            found |= by_key.get(key, {})
            if key not in by_key and "?" in name and garbled(name):
                pattern = _pattern(key)
                fitting = {k: None for other, ids in by_key.items() for k in ids
                           if pattern.fullmatch(other)}  # fmt: skip
                found |= fitting if len(fitting) == 1 else {}
        if found:
            matched[unit_id] = tuple(found)
    return Matching(matched, tuple(unit for unit in units if unit not in matched))
