"""ACLED's columns and kinds of event, of this year's files and of older ones, as ours."""

import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.boundaries import fold

__all__ = ["COLUMNS", "Kinds", "headings_of", "read_kinds"]

Array = npt.NDArray[Any]

COLUMNS: Final = {
    "event_id_cnty": ("event_id_c",), "event_date": (), "year": (),
    "time_precision": ("time_preci",), "event_type": (), "sub_event_type": ("sub_event_",),
    "actor1": ("actor_1", "actor"), "assoc_actor_1": ("ally_actor_1", "assoc_acto", "ally_actor"),
    "actor2": ("actor_2",), "assoc_actor_2": ("ally_actor_2", "assoc_ac_1", "ally_act_1"),
    "interaction": ("interactio",), "iso": (), "iso3": (), "gwno": (), "country": (),
    "admin1": (), "admin2": (), "location": (), "latitude": (), "longitude": (),
    "geo_precision": ("geo_precis",), "source": (), "notes": (), "fatalities": (),
    "timestamp": (),
}  # fmt: skip
"""What is read, and how it is headed elsewhere: in files until 2016, in monadic ones, and in
shapefiles, which cut headings to ten characters."""

_TYPES: Final = {
    "Battles": "armed_clash",
    "Government regains territory": "state_operation",
    "Non-state actor overtakes territory": "capture_of_town",
    "Armed clash": "armed_clash",
    "Protests": "protest",
    "Excessive force against protesters": "protest",
    "Protest with intervention": "protest",
    "Peaceful protest": "protest",
    "Riots": "riot",
    "Violent demonstration": "riot",
    "Mob violence": "riot",
    "Explosions/Remote violence": "explosive",
    "Chemical weapon": "explosive",
    "Air/drone strike": "air_strike",
    "Suicide bomb": "suicide_bombing",
    "Shelling/artillery/missile attack": "shelling",
    "Remote explosive/landmine/IED": "ied",
    "Grenade": "explosive",
    "Violence against civilians": "attack_on_civilians",
    "Sexual violence": "sexual_violence",
    "Attack": "attack_on_civilians",
    "Abduction/forced disappearance": "abduction",
    "Strategic developments": "other",
    "Agreement": "agreement",
    "Arrests": "arrests",
    "Change to group/activity": "other",
    "Disrupted weapons use": "state_operation",
    "Headquarters or base established": "other",
    "Looting/property destruction": "looting",
    "Non-violent transfer of territory": "withdrawal",
    "Other": "other",
    # Files from before 2019 have no sub-types.
    "Battle-No change of territory": "armed_clash",
    "Battle-Government regains territory": "state_operation",
    "Battle-Non-state actor overtakes territory": "capture_of_town",
    "Remote violence": "explosive",
    "Riots/Protests": "protest",
    "Strategic development": "other",
}
"""ACLED's event types and sub-types, as it spells them, to codes of ``vocabulary.EVENT_TYPES``."""

_AND: Final = "\n"  # stands in no cleaned text
_AGAINST_CIVILIANS: Final = frozenset({"attack_on_civilians", "sexual_violence", "abduction"})


def headings_of(header: list[str]) -> dict[str, str]:
    """Return under which heading a table has each of ``COLUMNS``, of those it has."""
    found: dict[str, str] = {}
    for heading in header:
        found.setdefault(re.sub(r"[\s-]+", "_", heading.strip().casefold()), heading)
    present = {}
    for column, others in COLUMNS.items():
        names = [name for name in (column, *others) if name in found]
        if names:
            present[column] = found[names[0]]
    return present


def _key(words: str) -> str:
    """Return words without case, spacing, signs and plural, for comparing them."""
    return "".join(re.sub(r"e?s?$", "", word) for word in re.findall(r"[^\W_]+", fold(words)))


_BY_KEY: Final = {_key(spelling): spelling for spelling in reversed(_TYPES)}


@dataclass(frozen=True, slots=True)
class Kinds:
    """What kind of event each row is.

    Attributes:
        code: Codes of ``vocabulary.EVENT_TYPES``.
        coded_as: The same in ACLED's words, "event type: sub-type".
        words: The sub-type, or where there is none the event type, in ACLED's words.
        targeted: Where the second party is by definition the target of the first.
        unknown: Where neither type nor sub-type is known.
        respelled: By column, ACLED's own spelling of what was read in another, "" elsewhere.
    """

    code: Array
    coded_as: pd.Series
    words: pd.Series
    targeted: Array
    unknown: Array
    respelled: dict[str, pd.Series]


def read_kinds(event_type: pd.Series, sub_event_type: pd.Series, rioters: Array) -> Kinds:
    """Return the kinds of events, blind to case, spacing and plural.

    Args:
        event_type: ACLED's event types, of any year.
        sub_event_type: ACLED's sub-types, empty in older files. Where one is unknown, the event
            type decides.
        rioters: Where rioters take part, for files that know "Riots/Protests" only.
    """
    pairs, distinct = pd.factorize(event_type + _AND + sub_event_type)
    kinds = [_kind(*pair.split(_AND)) for pair in distinct]
    columns = ("code", "mixed", "coded_as", "words", "targeted", "event_type", "sub_event_type")
    read = pd.DataFrame(kinds, columns=list(columns)).take(pairs).reset_index(drop=True)
    code = np.where(read["mixed"] & rioters, "riot", read["code"])
    return Kinds(
        code=np.where(code == "", "other", code),
        coded_as=read["coded_as"],
        words=read["words"],
        targeted=read["targeted"].to_numpy(bool),
        unknown=code == "",
        respelled={column: read[column] for column in ("event_type", "sub_event_type")},
    )


def _kind(event_type: str, sub_event_type: str) -> tuple[str, bool, str, str, bool, str, str]:
    event, sub = _known(event_type), _known(sub_event_type)
    code = _TYPES.get(sub) or _TYPES.get(event, "")
    targeted = event == "Violence against civilians" or (
        event_type == "" and code in _AGAINST_CIVILIANS
    )
    return (
        code,
        event == "Riots/Protests" and sub == "",
        ": ".join(filter(None, (event_type, sub_event_type))),
        sub_event_type or event_type,
        targeted,
        "" if event == event_type else event,
        "" if sub == sub_event_type else sub,
    )


def _known(text: str) -> str:
    """Return ACLED's own spelling of an event type or sub-type, "" where it has none such."""
    return text if text in _TYPES else _BY_KEY.get(_key(text), "")
