"""Which column of another table may be which of ours: what to ask, and a first guess."""

import re
from typing import Final

import pandas as pd

from sahel_map.boundaries import fold
from sahel_map.i18n import noop
from sahel_map.importers.values import DAY_ORDERS, days, numbers
from sahel_map.vocabulary import Term

__all__ = ["mappable", "required", "suggest"]

_MAPPABLE: Final[dict[str, Term]] = {
    "date_start": Term(noop("Date"), noop("The day, or the first day it can have been.")),
    "date_end": Term(noop("Last day"), noop("The last day it can have been.")),
    "date_precision": Term(noop("Precision of the date"), noop("Day, week, month, year.")),
    "lat": Term(noop("Latitude"), noop("Degrees north, WGS 84.")),
    "lon": Term(noop("Longitude"), noop("Degrees east, WGS 84; west is negative.")),
    "geo_precision": Term(noop("Precision of the place"), noop("Exact, town, near, region.")),
    "place": Term(noop("Place"), noop("The name of the place.")),
    "admin1_stated": Term(noop("Region"), noop("The first-level unit, as the table names it.")),
    "admin2_stated": Term(noop("District"), noop("The second-level unit, as it is named.")),
    "country": Term(noop("Country"), noop("A name or a code of ISO 3166.")),
    "event_type": Term(noop("Kind of event"), noop("Each value can be given one of our types.")),
    "actor": Term(noop("Who acted"), noop("The group that attacked, blocked or announced.")),
    "target": Term(noop("Target"), noop("Who or what was hit.")),
    "fatalities_best": Term(noop("Deaths"), noop("One number, or the best estimate.")),
    "fatalities_low": Term(noop("Deaths, lowest"), noop("The lowest estimate.")),
    "fatalities_high": Term(noop("Deaths, highest"), noop("The highest estimate.")),
    "title": Term(noop("Title"), noop("A few words; else kind and place are used.")),
    "summary": Term(noop("Description"), noop("What happened.")),
    "source_names": Term(noop("Source"), noop("Who reports it; several with semicolons.")),
    "confidence": Term(noop("Confidence"), noop("High, medium, low; low where it is not said.")),
    "event_id": Term(
        noop("Identifier"), noop("Stays when a row is edited; else made of its text.")
    ),
}

_NAMES: Final[dict[str, str]] = {
    "date_start": """
        datestart startdate date eventdate dateevent incidentdate dateofincident dateofevent day
        jour datedebut debut dateevenement datedelevenement dateincident datedelincident
        datedesfaits start""",
    "date_end": "dateend enddate datefin datedefin fin end lastday dernierjour",
    "date_precision": """
        dateprecision timeprecision precisiondate precisiondeladate precisiontemporelle""",
    "lat": "latitude lat y ycoord coordy gpslat gpslatitude latitudey",
    "lon": "longitude lon lng long x xcoord coordx gpslon gpslng gpslongitude longitudex",
    "geo_precision": """
        geoprecision locationprecision placeprecision precisiongeo precisionlieu precisiondulieu
        precisiongeographique whereprec precision""",
    "place": """
        place placename location locality localite lieu nomdulieu town village city ville site
        commune""",
    "admin1_stated": "admin1stated admin1 adm1 admin1name adm1name region regions province state",
    "admin2_stated": "admin2 adm2 admin2name adm2name cercle district departement prefecture",
    "country": "country pays countryname nomdupays iso3 countrycode codepays iso",
    "event_type": """
        eventtype type typeofevent typeevenement typedevenement incidenttype typeofincident
        typeincident typedincident subeventtype category categorie nature""",
    "actor": """
        actor acteur actors acteurs actor1 acteur1 group groupe groupearme armedgroup perpetrator
        perpetrators auteur auteurs""",
    "target": "target cible targets cibles victim victims victime victimes actor2 acteur2",
    "fatalities_low": """
        fatalitieslow deathslow lowdeaths low mindeaths deathsmin fatalitiesmin mortsmin
        mortsminimum tuesmin""",
    "fatalities_high": """
        fatalitieshigh deathshigh highdeaths high maxdeaths deathsmax fatalitiesmax mortsmax
        mortsmaximum tuesmax""",
    "fatalities_best": """
        fatalities fatalitiesbest deaths morts tues killed dead deces nombredemorts nbmorts
        numberkilled numberofdeaths deathtoll toll bilan best""",
    "title": "title titre headline event evenement incident name nom intitule",
    "summary": """
        summary resume description notes note details detail comments comment commentaire
        commentaires narrative text texte remarks remarques""",
    "source_names": """
        source sources sourceids sourcename sourcenames sourceurl url link lien""",
    "confidence": "confidence confiance reliability fiabilite",
    "event_id": "eventid id identifiant identifier ref reference uid uuid code numero",
}
"""What such columns are called, in English and French, without case, accents and separators."""

_SHORTEST_WORD: Final = 3
"""Shorter names ("x", "id") only count as the whole heading."""


def mappable() -> dict[str, Term]:
    """Return what a column of another table can be, with words for the person who assigns it."""
    return dict(_MAPPABLE)


def required() -> tuple[str, ...]:
    """Return what must be assigned."""
    return ("date_start",)


def suggest(header: list[str], sample: pd.DataFrame) -> dict[str, str]:
    """Return a first guess which column is which, from headings and values.

    Headings that are a known name count before those that have one among their words; a date is
    also found by its values alone. A person looks at the guess before it is used.

    Args:
        header: The headings of the table.
        sample: Some of its rows as text, one column a heading, in the header's order.

    Returns:
        Canonical column to heading, each heading once.
    """
    guess = _Guess(header, sample)
    for column, names in _NAMES.items():
        for name in names.split():
            guess.take(column, [h for h, words in guess.words.items() if "".join(words) == name])
    for column, names in _NAMES.items():
        known = {name for name in names.split() if len(name) >= _SHORTEST_WORD}
        guess.take(column, [h for h, words in guess.words.items() if known & set(words)])
    filled = [h for h, column in guess.columns.items() if column.str.strip().ne("").any()]
    guess.take("date_start", filled)
    return {column: guess.found[column] for column in _MAPPABLE if column in guess.found}


class _Guess:
    """Headings with their words and values, and those that have been given to a column."""

    def __init__(self, header: list[str], sample: pd.DataFrame) -> None:
        self.columns: dict[str, pd.Series] = {}
        for place, heading in enumerate(header):
            if heading.strip():
                self.columns.setdefault(heading, sample.iloc[:, place])
        self.words = {
            heading: [word for word in re.split(r"[\W_]+", fold(heading)) if word]
            for heading in self.columns
        }
        self.found: dict[str, str] = {}

    def take(self, column: str, headings: list[str]) -> None:
        """Give a column that has none yet the first free heading whose values can be it."""
        if column in self.found:
            return
        free = (heading for heading in headings if heading not in self.found.values())
        heading = next((one for one in free if _holds(column, self.columns[one])), None)
        if heading is not None:
            self.found[column] = heading


def _holds(column: str, values: pd.Series) -> bool:
    """Return whether most of the values that are there can be what a column needs."""
    filled = values[values.str.strip() != ""].reset_index(drop=True)
    if filled.empty:
        return True
    if column in {"date_start", "date_end"}:
        return any(2 * int(days(filled, order=o).unread.sum()) < len(filled) for o in DAY_ORDERS)
    limit = {"lat": 90, "lon": 180}.get(column)
    if limit is None and not column.startswith("fatalities_"):
        return True
    number = numbers(filled).number
    good = number >= 0 if limit is None else abs(number) <= limit
    return 2 * int(good.sum()) > len(filled)
