"""Parties as sources name them, to the groups that the dashboard tells apart."""

import re
from functools import lru_cache
from typing import Any, Final

import numpy.typing as npt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.boundaries import fold
from sahel_map.importers.values import each
from sahel_map.rules import split_list

__all__ = ["are_civilians", "groups_of"]

Array = npt.NDArray[Any]

_PATTERNS: Final = {
    "jnim": (
        r"\bjnim\b|\bgsim\b|support (?:of|to|for) islam\b|soutien a l'islam"
        r"|nus[rs]?at al[- ]islam|\bkatiba (?:macina|serma|gourma)\b|\bansar (?:al-?|ed)?dine\b"
        r"|macina liberation front|front de liberation du macina"
    ),
    "isgs": (
        r"\bisgs\b|\beigs\b|\bissp\b|greater sahara|grand sahara"
        r"|\b(?:is|islamic state|etat islamique)\b[ (]*(?:in the |au |dans le )?sahel\b"
    ),
    "fla": (
        r"\b(?:fla|csp|cma|mnla|hcua)\b|azawad liberation front|liberation de l'azawad"
        r"|coordination (?:of|des) (?:the )?mo\w+ (?:of |de )(?:the |l')?azawad"
        r"|liberation of (?:the )?azawad|unity of (?:the )?azawad"
    ),
    "fama": (
        r"\bfama\b|\bmalian (?:armed|army|military|soldier|forces|government|gendarme|police"
        r"|national guard|air force|state)|\barmees? maliennes?\b|\b(?:gouvernement|etat) malien\b"
    ),
    "africa_corps": r"\bwagner\b|\bafrica corps\b",
    "dozo": r"\bdozos?\b|\bdonsos?\b|\bdan\w* (?:na\w* )?amb?assagou\b",
    "state_other": (
        r"\bvdp\b|volunteers? for (?:the )?defen[cs]e of (?:the )?homeland"
        r"|volontaires pour la defense de la patrie"
        r"|\b(?:barkhane|serval|takuba|minusma|afisma|g5|g-5|mnjtf|ecowas|cedeao|united nations"
        r"|african union|multinational joint task force)\b"
    ),
    "unidentified": r"^unidentified\b|^unknown\b|^non identifie",
}  # fmt: skip
_GROUPS: Final = {code: re.compile(pattern) for code, pattern in _PATTERNS.items()}

# "Armed Forces of" alone is part of the names of rebels too: it counts at the beginning only.
_STATE: Final = re.compile(
    r"(?:\b(?:military|police) forces|\bgovernment|^(?:armed|security|defen[cs]e) forces)"
    r" of (?:the )?(\w+)"
)
_CIVILIANS: Final = re.compile(
    r"(?:unarmed )?(?:civilians\b|civilian(?: \(.*)?$)|civils\b|populations? civiles?\b"
)
_BARE_IS: Final = {"is", "isis", "islamic state", "etat islamique", "ei", "daesh"}
_SAHEL: Final = {"", "MLI", "BFA", "NER", "BEN", "TGO", "GHA", "CIV", "MRT", "SEN", "GIN", "DZA"}


def groups_of(names: pd.Series, *, country: Array | None = None) -> tuple[Array, Array]:
    """Return which groups of ``vocabulary.ACTORS`` take part, as ``;`` lists in its order.

    Names are known by whole words, blind to case and accents. Civilians are no group: an event
    of civilians alone, like an empty text, has none. A party that no other code fits is "other".

    Args:
        names: One or more names a row, separated by ``;``; a dyad ("Government of Mali - JNIM")
            counts as two.
        country: ISO 3166-1 alpha-3 codes of the events. Where it is given, a bare "IS" is the
            group of the Sahel only there: one source writes all branches alike.

    Returns:
        The lists; where a name says "and/or", so that the source leaves open which it was.
    """
    found = each(names, lambda text: _groups_in(text, in_sahel=True))
    if country is not None:
        away = ~pd.Series(country).isin(_SAHEL).to_numpy(bool)
        found[away] = each(names[away], lambda text: _groups_in(text, in_sahel=False))
    either = names.str.contains(r"\b(?:and/or|et/ou)\b", case=False, regex=True).to_numpy(bool)
    return found, either


def are_civilians(names: pd.Series) -> Array:
    """Return where a text names civilians as the only party."""
    return each(names, _is_civilians).astype(bool)


@lru_cache(maxsize=65_536)
def _is_civilians(names: str) -> bool:
    items = split_list(names)
    return bool(items) and all(_CIVILIANS.match(fold(item)) for item in items)


@lru_cache(maxsize=131_072)
def _groups_in(names: str, *, in_sahel: bool) -> str:
    found: set[str] = set()
    for name in split_list(names):
        found |= _groups_of_one(name, in_sahel=in_sahel)
    return ";".join(code for code in v.ACTORS if code in found)


@lru_cache(maxsize=65_536)
def _groups_of_one(name: str, *, in_sahel: bool) -> frozenset[str]:
    # A faction is joined to its group as a dyad's sides are to each other.
    text = re.sub(r"\s+-\s+(?=greater sahara|lake chad|sahel\b)", " ", fold(name))
    parts = [part.strip() for part in re.split(r"\s+-\s+|\band/or\b|\bet/ou\b", text)]
    found: set[str] = set()
    for part in filter(None, parts):
        found |= _groups_of_part(part, in_sahel=in_sahel)
    return frozenset(found)


def _groups_of_part(part: str, *, in_sahel: bool) -> set[str]:
    codes = {code for code, pattern in _GROUPS.items() if pattern.search(part)}
    codes |= {"fama" if state[1] == "mali" else "state_other" for state in _STATE.finditer(part)}
    if "africa_corps" in codes:
        codes.discard("state_other")  # "Military Forces of Russia (2000-) Africa Corps"
    if part in _BARE_IS and in_sahel:
        codes.add("isgs")
    if not codes and not _CIVILIANS.match(part):
        codes.add("other")
    return codes
