"""ACLED, from the files of 2016 to those of today, dyadic and monadic: one row a day of activity.

The order of the parties says who acted only where civilians are attacked; elsewhere both are
named. A number of deaths is the lowest report, so it bounds them from below only.
"""

import re
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.importers.acled_codes import COLUMNS, Kinds, headings_of, read_kinds
from sahel_map.importers.actors import are_civilians, groups_of
from sahel_map.importers.blocks import Block
from sahel_map.importers.canonical import canonical_frame
from sahel_map.importers.countries import country_codes
from sahel_map.importers.deaths import read_deaths
from sahel_map.importers.identifiers import addresses
from sahel_map.importers.intervals import DayColumn, whole_period
from sahel_map.importers.notes import Notes
from sahel_map.importers.rows import Fault, Telling, columns_of, empty, keep, tidy
from sahel_map.importers.terms import Terms
from sahel_map.importers.values import days, each, numbers
from sahel_map.importers.whereabouts import told_points
from sahel_map.rules import split_list

__all__ = ["CODE", "LICENCE", "NEEDED", "convert", "fits"]

CODE: Final = "acled"
LICENCE: Final = "restricted"

Array = npt.NDArray[Any]

NEEDED: Final = ("event_id_cnty", "event_date", "event_type", "actor1")

_MISSING: Final = ("NULL", "NA", "NaN")
"""What databases and R write for nothing."""

_DATE_PRECISION: Final = {"1": "day", "2": "week", "3": "month"}
_GEO_PRECISION: Final = {"1": "town", "2": "near", "3": "region"}

_FIRST_DAY: Final = np.datetime64("1900-01-01")
"""Before it lie only slips and the days that spreadsheets count from."""

_ONE_DAY: Final = np.timedelta64(1, "D")
_HALF_WEEK: Final = np.timedelta64(3, "D")


def fits(header: list[str]) -> bool:
    """Return whether a table has the headings by which ACLED is known."""
    return headings_of(header).keys() >= set(NEEDED)


def convert(block: Block, notes: Notes, terms: Terms) -> pd.DataFrame:
    """Return the events of a block of ACLED; see ``terms.Format.convert``."""
    present = headings_of([str(heading) for heading in block.text])
    came = columns_of(block.text, [present.get(name, name) for name in COLUMNS])
    came.columns = pd.Index(COLUMNS)
    filled = came.mask(came.isin(_MISSING), "")
    keys = tidy(filled[["event_id_cnty", "event_date"]], Telling(block.rows, Notes()))
    written = keys["event_date"]
    date = DayColumn("event_date", written, days(written, order=terms.day_order))
    sound = keep(block, notes, _faults(came, keys, date, terms))
    rows = block.rows[sound]
    telling = Telling(rows, notes)
    given = tidy(filled[sound].reset_index(drop=True), telling)
    kinds = _kinds(given, telling)
    country = _country(given, telling)
    date_precision, geo_precision = _precisions(given, telling)
    vague = (date_precision == "month") | (geo_precision == "region")
    return canonical_frame(
        rows,
        event_id="acled-" + addresses(given["event_id_cnty"]),
        raw_id=given["event_id_cnty"],
        stamp=_stamps(given["timestamp"]),
        **_when(given, date.kept(sound), date_precision, telling),
        **_where(given, country, geo_precision, telling),
        event_type=kinds.code,
        coded_as=kinds.coded_as,
        **_parties(given, kinds, country, telling, monadic="actor2" not in present),
        **_deaths(given["fatalities"], telling),
        title=_titles(given, kinds.words),
        summary=given["notes"],
        confidence=np.where(vague, "low", "medium"),
        source_names=each(given["source"], lambda names: _distinct(names, ";")),
        flags=telling.flags,
    )


def _faults(came: pd.DataFrame, keys: pd.DataFrame, date: DayColumn, terms: Terms) -> list[Fault]:
    written = came["event_date"]
    unread = date.days.unread | (date.days.day < _FIRST_DAY)
    latest = np.datetime64(terms.today, "D") + _ONE_DAY
    return [
        Fault("no_id", "event_id_cnty", empty(keys["event_id_cnty"]), came["event_id_cnty"]),
        Fault("no_date", "event_date", empty(keys["event_date"]), written),
        Fault("bad_date", "event_date", unread, written),
        Fault("future", "event_date", date.days.day > latest, written),
    ]


def _country(given: pd.DataFrame, telling: Telling) -> Array:
    name = given["country"]
    iso = given["iso"].where(given["iso"] != "", given["iso3"])
    country, differs, by_code = country_codes(name, iso=iso, gleditsch_ward=given["gwno"])
    telling.flag("unknown_country", country == "", name)
    telling.flag("country_by_code", by_code, name + ", " + iso.where(iso != "", given["gwno"]))
    telling.flag("country_differs", differs, name + ", " + iso)
    return country


def _stamps(texts: pd.Series) -> pd.Series:
    whole = texts.str.fullmatch(r"[0-9]{1,11}(?:\.0+)?")
    return pd.to_numeric(texts.where(whole, "0")).astype("int64")


def _precisions(given: pd.DataFrame, telling: Telling) -> tuple[Array, Array]:
    """Return codes of ``vocabulary.DATE_PRECISION`` and of ``vocabulary.GEO_PRECISION``."""
    time, geo = given["time_precision"], given["geo_precision"]
    date_codes = each(time, lambda text: _DATE_PRECISION.get(_digit(text), ""))
    geo_codes = each(geo, lambda text: _GEO_PRECISION.get(_digit(text), ""))
    unknown = (date_codes == "") | (geo_codes == "")
    telling.flag("unknown_precision", unknown, "time " + time + ", geo " + geo)
    date_codes[date_codes == ""] = "month"
    geo_codes[geo_codes == ""] = "region"
    return date_codes, geo_codes


def _digit(text: str) -> str:
    return re.sub(r"\.0+$", "", text)  # R and spreadsheets write 1.0


def _when(
    given: pd.DataFrame, date: DayColumn, precision: Array, telling: Telling
) -> dict[str, Array]:
    date.tell(telling)
    day = date.days.day
    year = numbers(given["year"]).number
    differs = ~np.isnan(year) & (year != day.astype("datetime64[Y]").astype(np.int64) + 1970)
    telling.flag("year_differs", differs, given["year"] + ", " + given["event_date"])
    first, last = whole_period(day, precision)
    week = precision == "week"  # the day that is given is the middle of it
    return {
        "date_start": np.where(week, day - _HALF_WEEK, first),
        "date_end": np.where(week, day + _HALF_WEEK, last),
        "date_precision": precision,
    }


def _where(
    given: pd.DataFrame, country: Array, geo_precision: Array, telling: Telling
) -> dict[str, Any]:
    points = told_points(given[["latitude", "longitude"]], country, telling)
    widest = np.where(empty(given["admin1"]), "country", "region")
    return {
        "place": given["location"],
        "admin1_stated": given["admin1"],
        "admin2_stated": given["admin2"],
        "country": country,
        "lat": points.lat,
        "lon": points.lon,
        "geo_precision": np.where(np.isnan(points.lat), widest, geo_precision),
    }


def _kinds(given: pd.DataFrame, telling: Telling) -> Kinds:
    stated = given["interaction"].where(given["interaction"] != "", given["actor1"])
    rioters = stated.str.contains(r"^\d?5|rioter", case=False, regex=True).to_numpy(bool)
    kinds = read_kinds(given["event_type"], given["sub_event_type"], rioters)
    for column, spelling in kinds.respelled.items():
        telling.repaired("code", column, ~empty(spelling), given[column], spelling)
    telling.flag("unknown_type", kinds.unknown, kinds.coded_as)
    return kinds


def _parties(
    given: pd.DataFrame, kinds: Kinds, country: Array, telling: Telling, *, monadic: bool
) -> dict[str, Any]:
    first, second = given["actor1"], given["actor2"]
    side1 = _joined(first, given["assoc_actor_1"])
    side2 = _joined(second, given["assoc_actor_2"])
    civil1, civil2 = are_civilians(first), are_civilians(second)
    known = kinds.targeted & ~empty(first) & (not monadic)
    # An export that names an event once for each party turns the two round.
    turned = known & civil1 & ~civil2 & ~empty(second)
    acting, target = side1.where(~turned, side2), side2.where(~turned, side1)
    # Beside civilians stand those they are counted among, such as pupils: no party either.
    fighting = _joined(side1.where(~civil1, ""), side2.where(~civil2, ""))
    named = acting.where(known, fighting)
    groups, ambiguous = groups_of(named, country=country)
    telling.flag("ambiguous_actor", ambiguous, named)
    # In a monadic export another row names the party that acted on these civilians.
    alone = (groups == "") & ~(civil1 & monadic)
    return {
        "actor": each(acting.where(known, _joined(side1, side2)), _distinct),
        "target": each(target.where(known, ""), _distinct),
        "acted_known": known,
        "actor_groups": np.where(alone, "other", groups),
    }


def _joined(left: pd.Series, right: pd.Series, separator: str = "; ") -> pd.Series:
    """Return two texts as one, with the separator where there are two."""
    both = left + separator + right
    return both.where(right != "", left).where(left != "", right)


def _distinct(names: str, separator: str = "; ") -> str:
    return separator.join(dict.fromkeys(split_list(names)))


def _deaths(texts: pd.Series, telling: Telling) -> dict[str, Any]:
    nothing = pd.Series("", index=texts.index, dtype="str")
    deaths = read_deaths(texts, nothing, nothing)
    telling.flag("no_deaths", deaths.missing, texts)
    respelled = numbers(texts).respelled & ~deaths.missing
    telling.repaired("number", "fatalities", respelled, texts, deaths.low)
    return {
        "fatalities_low": deaths.low,
        "fatalities_high": deaths.high,
        "fatalities_open": ~deaths.missing,
    }


def _titles(given: pd.DataFrame, words: pd.Series) -> pd.Series:
    parties = _joined(given["actor1"], given["actor2"], " – ")
    title = _joined(words, parties, ": ")
    return title.where(title != "", given["event_id_cnty"])
