"""UCDP GED, annual and candidate files: events with their span, their sides and three estimates.

Which side acted is coded only where civilians are attacked; elsewhere the order of the sides says
nothing, and both are named as parties.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sahel_map.importers.actors import groups_of
from sahel_map.importers.blocks import Block
from sahel_map.importers.canonical import canonical_frame
from sahel_map.importers.countries import country_codes
from sahel_map.importers.deaths import read_deaths
from sahel_map.importers.identifiers import addresses
from sahel_map.importers.intervals import DayColumn, day_faults, told_interval
from sahel_map.importers.notes import Notes
from sahel_map.importers.rows import Fault, Telling, columns_of, keep, tidy
from sahel_map.importers.terms import Terms
from sahel_map.importers.values import days, each, numbers
from sahel_map.importers.whereabouts import listed, told_points, unit_name
from sahel_map.rules import split_list

__all__ = ["CODE", "LICENCE", "NEEDED", "convert", "fits"]

CODE: Final = "ucdp"
LICENCE: Final = "open"

Array = npt.NDArray[Any]

NEEDED: Final = ("id", "type_of_violence", "date_start", "best")

_USED: Final = (
    "id", "relid", "year", "code_status", "type_of_violence", "conflict_name", "dyad_name",
    "side_a", "side_b", "source_office", "source_headline", "where_prec", "where_coordinates",
    "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "country",
    "country_id", "event_clarity", "date_prec", "date_start", "date_end", "best", "high", "low",
)  # fmt: skip

_MISSING: Final = ("NULL", "NA", "NaN")
"""What databases and R write for nothing."""

_VIOLENCE: Final = {
    "1": ("armed_clash", "State-based conflict"),
    "2": ("armed_clash", "Non-state conflict"),
    "3": ("attack_on_civilians", "One-sided violence"),
}
_DATE_PRECISION: Final = {"1": "day", "2": "range", "3": "week", "4": "month", "5": "year"}
_GEO_PRECISION: Final = {
    "1": "town", "2": "near", "3": "district", "4": "region", "5": "region", "6": "country",
    "7": "country",
}  # fmt: skip

_MIDNIGHT: Final = r"[ T]00:00(:00(\.0+)?)?$"
_PROVISIONAL: Final = r"\bXXX\d+"
_DEGREES: Final = r"-?[0-9]{1,3}(?:\.[0-9]+)?"
_POINT: Final = rf"(?i)point\s*\(\s*(?P<lon>{_DEGREES})\s+(?P<lat>{_DEGREES})\s*\)"
_FAR_APART: Final = 0.01
_CLEAR: Final = "clear"


def fits(header: list[str]) -> bool:
    """Return whether a table has the headings by which GED is known."""
    return {heading.strip().casefold() for heading in header} >= set(NEEDED)


def convert(block: Block, notes: Notes, terms: Terms) -> pd.DataFrame:
    """Return the events of a block of GED; see ``terms.Format.convert``."""
    came = columns_of(block.text, _USED)
    came = came.mask(came.isin(_MISSING), "")
    cleaned = tidy(came[["id", "date_start", "date_end"]], Telling(block.rows, Notes()))
    no_id = Fault("no_id", "id", (cleaned["id"] == "").to_numpy(bool), came["id"])
    start, end = (_days(cleaned, name, terms) for name in ("date_start", "date_end"))
    sound = keep(block, notes, [no_id, *day_faults(start, end, terms.today)])
    rows = block.rows[sound]
    telling = Telling(rows, notes)
    given = tidy(came[sound].reset_index(drop=True), telling)
    ids = _whole(given["id"])
    number = given["country_id"]
    country, _, by_code = country_codes(given["country"], gleditsch_ward=number)
    telling.flag("country_by_code", by_code, given["country"] + ", " + number)
    return canonical_frame(
        rows,
        event_id="ged-" + addresses(ids),
        raw_id=given["relid"].where(given["relid"] != "", ids),
        **_when(given, start.kept(sound), end.kept(sound), telling),
        **_where(given, country, telling),
        **_what(given, country, telling),
        **_deaths(given, telling),
        summary=given["source_headline"].where(
            given["source_headline"] != "", given["where_description"]
        ),
        confidence=_confidence(given, telling),
        source_names=each(given["source_office"], _offices),
        flags=telling.flags,
    )


def _whole(texts: pd.Series) -> pd.Series:
    """Return whole numbers as R writes them ("12345.0", "1e+05") as digits alone."""
    plain = texts.str.replace(r"\.0+$", "", regex=True)
    odd = plain.str.contains(r"^[0-9]+(?:\.[0-9]+)?e\+?[0-9]+$", case=False, regex=True)
    if odd.any():
        number = numbers(plain[odd]).number
        digits = pd.Series(number).map("{:.0f}".format).to_numpy()
        plain[odd] = np.where(number == np.floor(number), digits, plain[odd])
    return plain


def _days(given: pd.DataFrame, heading: str, terms: Terms) -> DayColumn:
    # Midnight is how GED itself writes a day, so it is no other spelling.
    bare = given[heading].str.replace(_MIDNIGHT, "", regex=True)
    return DayColumn(heading, given[heading], days(bare, order=terms.day_order))


def _when(
    given: pd.DataFrame, start: DayColumn, end: DayColumn, telling: Telling
) -> dict[str, Array]:
    written = _whole(given["date_prec"])
    stated = written.map(_DATE_PRECISION).fillna(written)
    interval = told_interval(start, end, stated, telling)
    year = numbers(given["year"]).number
    outside = (year < _year(interval["date_start"])) | (year > _year(interval["date_end"]))
    telling.flag("year_differs", outside, given["year"])
    return interval


def _year(day: Array) -> Array:
    return day.astype("datetime64[Y]").astype(np.int64) + 1970


def _where(given: pd.DataFrame, country: Array, telling: Telling) -> dict[str, Any]:
    telling.flag("unknown_country", country == "", given["country"])
    points = told_points(given[["latitude", "longitude"]], country, telling)
    second = _points_of(given["geom_wkt"])
    apart = np.fmax(abs(second["lat"] - points.lat), abs(second["lon"] - points.lon))
    telling.flag("geometry_differs", apart > _FAR_APART, given["geom_wkt"])
    stated = _whole(given["where_prec"]).map(_GEO_PRECISION)
    telling.flag("unknown_precision", stated.isna().to_numpy(bool), given["where_prec"])
    precision = stated.fillna("region").to_numpy(object)
    return {
        "place": given["where_coordinates"],
        "admin1_stated": each(given["adm_1"], unit_name),
        "admin2_stated": given["adm_2"],
        "country": country,
        "lat": points.lat,
        "lon": points.lon,
        "geo_precision": listed(precision, points.lat, given["adm_1"]),
    }


def _points_of(texts: pd.Series) -> dict[str, Array]:
    """Return the coordinates of points in WKT, not a number where there is none."""
    # pandas extracts row by row in Python; Arrow does not.
    found = pc.extract_regex(pa.array(texts, type=pa.string()), _POINT)
    return {
        name: pc.struct_field(found, name).cast(pa.float64()).to_numpy(zero_copy_only=False)
        for name in ("lat", "lon")
    }


def _what(given: pd.DataFrame, country: Array, telling: Telling) -> dict[str, Any]:
    written = _whole(given["type_of_violence"])
    kinds = written.map({code: kind for code, (kind, _words) in _VIOLENCE.items()})
    words = written.map({code: words for code, (_kind, words) in _VIOLENCE.items()})
    unknown = kinds.isna()
    telling.flag("unknown_type", unknown.to_numpy(bool), written)
    words = words.fillna(written)
    side_a, side_b = given["side_a"], given["side_b"]
    one_sided = written == "3"
    both = side_a.str.cat(side_b, sep="; ").str.replace(r"^; |; $", "", regex=True)
    dyad = given["dyad_name"]
    actor = side_a.where(one_sided, both)
    actor = actor.where(actor != "", dyad)
    # "Civilians" is no group that acts: only the side that does is read.
    groups, ambiguous = groups_of(actor, country=country)
    telling.flag("ambiguous_actor", ambiguous, actor)
    named = dyad + "\n" + given["conflict_name"] + "\n" + both
    provisional = named.str.contains(_PROVISIONAL, regex=True).to_numpy(bool)
    telling.flag("provisional", provisional, dyad.where(dyad != "", both))
    parties = dyad.where(dyad != "", both)
    title = parties.where(parties != "", words).str.cat(given["where_coordinates"], sep=", ")
    title = title.str.replace(r"^, |, $", "", regex=True)
    return {
        "event_type": kinds.fillna("other"),
        "coded_as": words,
        "actor": actor,
        "target": side_b.where(one_sided, ""),
        "acted_known": (one_sided & (side_a != "")).to_numpy(bool),
        "actor_groups": groups,
        "title": title.where(title != "", "GED " + given["id"]),
    }


def _deaths(given: pd.DataFrame, telling: Telling) -> dict[str, Any]:
    deaths = read_deaths(given["low"], given["best"], given["high"])
    written = (given["low"] + " / " + given["best"] + " / " + given["high"]).replace(" /  / ", "")
    telling.flag("no_deaths", deaths.best.isna().to_numpy(bool) | deaths.unread, written)
    telling.flag("estimates", deaths.disordered, written)
    return {
        "fatalities_low": deaths.low,
        "fatalities_best": deaths.best,
        "fatalities_high": deaths.high,
    }


def _confidence(given: pd.DataFrame, telling: Telling) -> Array:
    unclear = (_whole(given["event_clarity"]) == "2").to_numpy(bool)
    telling.flag("unclear", unclear, given["event_clarity"])
    status = given["code_status"].str.casefold()
    unsettled = (~status.isin(["", _CLEAR])).to_numpy(bool)
    return np.where(unclear | unsettled, "low", "medium")


def _offices(text: str) -> str:
    offices = (office.strip(' "') for office in split_list(text))
    return ";".join(dict.fromkeys(office for office in offices if office)) or "UCDP"
