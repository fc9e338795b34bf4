"""Any other table, whose reader has said which column is which and which value means what."""

import json
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any, Final

import numpy.typing as npt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.boundaries import fold
from sahel_map.errors import DataError
from sahel_map.i18n import LANGUAGES, gettext, in_language
from sahel_map.importers.actors import groups_of
from sahel_map.importers.blocks import Block
from sahel_map.importers.canonical import canonical_frame
from sahel_map.importers.countries import country_codes
from sahel_map.importers.deaths import read_deaths
from sahel_map.importers.identifiers import addresses, digests
from sahel_map.importers.intervals import DayColumn, day_faults, told_interval
from sahel_map.importers.notes import Notes
from sahel_map.importers.rows import Fault, Telling, columns_of, empty, keep, tidy
from sahel_map.importers.suggestions import mappable, required, suggest
from sahel_map.importers.terms import Terms
from sahel_map.importers.values import days, each
from sahel_map.importers.whereabouts import listed, told_points
from sahel_map.rules import split_list

__all__ = [
    "CODE", "CODED", "LICENCE", "check_terms", "convert", "fits", "mappable", "required", "suggest",
]  # fmt: skip

CODE: Final = "mapped"
LICENCE: Final = "own"

Array = npt.NDArray[Any]

CODED: Final[dict[str, Mapping[str, v.Term]]] = {
    "event_type": v.EVENT_TYPES,
    "geo_precision": v.GEO_PRECISION,
    "date_precision": v.DATE_PRECISION,
    "confidence": v.CONFIDENCE,
}
"""Columns whose values are ours: a value is given one of these codes, or is one."""

_CONSTANT: Final = "="
_UNKNOWN: Final = "?"
_TITLE_LENGTH: Final = 80


def fits(header: list[str]) -> bool:
    """Return whether a table has columns at all: which is which is for its reader to say."""
    return any(header)


def check_terms(terms: Terms, header: list[str]) -> None:
    """Check that what the reader has assigned is there.

    Args:
        terms: Its ``mapping`` gives canonical columns a heading, or "=" and a value for all rows.
        header: The headings of the table.

    Raises:
        DataError: A column that cannot be assigned, a heading that the table does not have, a
            code that is none, or no date.
    """
    known = mappable()
    headings = {heading.casefold() for heading in header}
    lacking = [name for name in required() if not terms.mapping.get(name)]
    if lacking:
        raise DataError(
            gettext("Say which column holds the date: nothing is assigned to {columns}.").format(
                columns=", ".join(lacking)
            )
        )
    for column, heading in terms.mapping.items():
        if column not in known:
            message = gettext("{column} cannot be assigned; these can: {columns}")
            raise DataError(message.format(column=column, columns=", ".join(known)))
        if not heading.startswith(_CONSTANT) and heading.casefold() not in headings | {""}:
            message = gettext("The table has no column {heading} for {column}; it has: {columns}")
            names = ", ".join(name for name in header if name)
            raise DataError(message.format(heading=heading, column=column, columns=names))
    for column, codes in terms.codes.items():
        _check_codes(column, codes)


def _check_codes(column: str, codes: Mapping[str, str]) -> None:
    allowed = CODED.get(column)
    strange = [code for code in codes.values() if allowed is not None and code not in allowed]
    if allowed is not None and strange:
        message = gettext("{value} is no code of {column}; the codes are: {codes}")
        raise DataError(message.format(value=strange[0], column=column, codes=", ".join(allowed)))


def convert(block: Block, notes: Notes, terms: Terms) -> pd.DataFrame:
    """Return the events of a block of any table; see ``terms.Format.convert``.

    Raises:
        DataError: What the reader has assigned is not there; see ``check_terms``.
    """
    check_terms(terms, [str(heading) for heading in block.text.columns])
    came = _assigned(block.text, terms.mapping)
    named = bool(terms.mapping.get("event_id"))
    cleaned = tidy(came[["event_id", "date_start", "date_end"]], Telling(block.rows, Notes()))
    no_id = empty(cleaned["event_id"]) & named
    start, end = _days(cleaned, terms)
    faults = [Fault("no_id", _heading("event_id", terms), no_id, came["event_id"])]
    sound = keep(block, notes, [*faults, *day_faults(start, end, terms.today)])
    rows = block.rows[sound]
    telling = Telling(rows, notes)
    given = tidy(came[sound].reset_index(drop=True), telling)
    ids = given["event_id"] if named else "row-" + digests(block.text[sound].reset_index(drop=True))
    coded = {column: _codes(given, column, terms, telling) for column in CODED}
    kinds = coded["event_type"]
    telling.flag("unknown_type", (kinds == _UNKNOWN).to_numpy(bool), given["event_type"])
    country = _countries(given, terms, telling)
    groups, ambiguous = groups_of(given["actor"], country=country)
    telling.flag("ambiguous_actor", ambiguous, given["actor"])
    return canonical_frame(
        rows,
        event_id=addresses(ids),
        raw_id=ids if named else "",
        **told_interval(start.kept(sound), end.kept(sound), coded["date_precision"], telling),
        **_where(given, coded["geo_precision"], country, telling),
        **_deaths(given, terms, telling),
        title=_titles(given),
        event_type=kinds.replace({"": "other", _UNKNOWN: "other"}),
        coded_as=given["event_type"],
        actor=given["actor"],
        target=given["target"],
        acted_known=(given["actor"] != "").to_numpy(bool),
        actor_groups=groups,
        summary=given["summary"],
        confidence=coded["confidence"].replace({"": "low", _UNKNOWN: "low"}),
        source_names=each(given["source_names"], _sources),
        flags=telling.flags,
    )


def _heading(column: str, terms: Terms) -> str:
    """Return what a rejection names: the table's own heading."""
    heading = terms.mapping.get(column, "")
    return column if heading.startswith(_CONSTANT) else heading or column


def _assigned(text: pd.DataFrame, mapping: Mapping[str, str]) -> pd.DataFrame:
    """Return all mappable columns of a table, "" throughout where nothing is assigned."""
    nothing = pd.Series("", index=text.index, dtype="str")
    found = {}
    for column in mappable():
        heading = mapping.get(column, "")
        if heading.startswith(_CONSTANT):
            found[column] = nothing + heading.removeprefix(_CONSTANT)
        else:
            found[column] = columns_of(text, [heading])[heading] if heading else nothing
    return pd.DataFrame(found, index=text.index)


def _days(given: pd.DataFrame, terms: Terms) -> tuple[DayColumn, DayColumn]:
    start, end = (
        DayColumn(_heading(name, terms), given[name], days(given[name], order=terms.day_order))
        for name in ("date_start", "date_end")
    )
    return start, end


@cache
def _spellings(column: str) -> dict[str, str]:
    """Return what each code of a column may be written as: itself, or its label."""
    terms = CODED[column]
    labels = {
        fold(in_language(language, term.label)): code
        for language in LANGUAGES
        for code, term in terms.items()
    }
    return labels | {fold(code): code for code in terms}


def _codes(given: pd.DataFrame, column: str, terms: Terms, telling: Telling) -> pd.Series:
    """Return our code of each value: the one it was given, or the one it is a spelling of.

    Where there is no value the code is "", where it is none of ours ``_UNKNOWN``.
    """
    told = {fold(value): code for value, code in terms.codes.get(column, {}).items()}
    known = {"": ""} | _spellings(column) | told
    written = given[column]
    found = each(written, lambda text: known.get(fold(text), _UNKNOWN))
    codes = pd.Series(found, index=written.index, dtype="str")
    as_told = each(written, lambda text: fold(text) in told).astype(bool)
    respelled = ((codes != written) & (codes != _UNKNOWN)).to_numpy(bool) & ~as_told
    telling.repaired("code", column, respelled, written, codes)
    return codes


def _countries(given: pd.DataFrame, terms: Terms, telling: Telling) -> Array:
    told = {fold(value): code for value, code in terms.codes.get("country", {}).items()}
    names = pd.Series(each(given["country"], lambda text: told.get(fold(text), text)), dtype="str")
    codes, _, _ = country_codes(names)
    telling.flag("unknown_country", codes == "", given["country"])
    return codes


def _where(
    given: pd.DataFrame, stated: pd.Series, country: Array, telling: Telling
) -> dict[str, Any]:
    points = told_points(given[["lat", "lon"]], country, telling)
    unknown = (stated == _UNKNOWN).to_numpy(bool)
    telling.flag("unknown_precision", unknown, given["geo_precision"])
    precision = stated.mask(unknown, "region").mask(stated == "", "town").to_numpy(object)
    return {
        "place": given["place"],
        "admin1_stated": given["admin1_stated"],
        "admin2_stated": given["admin2_stated"],
        "country": country,
        "lat": points.lat,
        "lon": points.lon,
        "geo_precision": listed(precision, points.lat, given["admin1_stated"]),
    }


def _deaths(given: pd.DataFrame, terms: Terms, telling: Telling) -> dict[str, pd.Series]:
    low, best, high = (given[f"fatalities_{name}"] for name in ("low", "best", "high"))
    deaths = read_deaths(low, best, high)
    written = (low + " / " + best + " / " + high).replace(" /  / ", "")
    asked = any(terms.mapping.get(str(column.name)) for column in (low, best, high))
    telling.flag("no_deaths", (deaths.missing & asked) | deaths.unread, written)
    telling.flag("estimates", deaths.disordered, written)
    return {
        "fatalities_low": deaths.low,
        "fatalities_best": deaths.best,
        "fatalities_high": deaths.high,
    }


def _titles(given: pd.DataFrame) -> pd.Series:
    """Return a title for each event: its own, else kind and place, else what is said of it."""
    kind_and_place = given["event_type"].str.cat(given["place"], sep=", ")
    title = given["title"]
    for other in (
        kind_and_place.str.replace(r"^, |, $", "", regex=True),
        given["summary"].str.slice(0, _TITLE_LENGTH),
        given["date_start"],
    ):
        title = title.where(title != "", other)
    return title


def _sources(text: str) -> str:
    """Return sources as a ``;`` list; a list of JSON, as some tables hold, is one of them too."""
    items: list[Any] = split_list(text)
    if text.startswith("["):
        with suppress(ValueError, RecursionError):
            items = json.loads(text)
    names = (
        item.get("title") or item.get("path") if isinstance(item, dict) else item for item in items
    )
    return ";".join(name.strip() for name in names if isinstance(name, str) and name.strip())
