"""Of which country the rows of a layer are."""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import geopandas as gpd
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.boundaries import fold
from sahel_map.boundary_import.remarks import Remark, counted
from sahel_map.boundary_import.texts import SENTINELS, texts
from sahel_map.errors import BoundaryError
from sahel_map.i18n import gettext
from sahel_map.settings import ROOT

__all__ = ["check_country", "rows_of_country"]

_COLUMNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"shapegroup", r"gid_0", r"adm(?:in)?_?0_?(?:a3|p?code?)", r"iso_?3|iso_?a3|iso3166_?3",
        r"iso_?2|iso_?a2|iso", r"iso_3166_2", r"adm(?:in)?_?0_?(?:na(?:me?)?)?_?(?:en|fr)?",
        r"name_0", r"country|admin|pays",
    )
)  # fmt: skip
"""Columns that name the country, the surest first."""

_CODES: Final = re.compile(
    r"gid_\d|adm(?:in)?_?\d_?p?code?|iso_3166_2|adm1_code|shapeiso", re.IGNORECASE
)
"""Columns of codes that begin with the country's."""

_PREFIX: Final = re.compile(r"([A-Z]{3})(?=[.\-_ ]|\d|$)|([A-Z]{2})(?=[.\-_ ]|\d|$)")


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """Return the country of every code and name, folded."""
    path = ROOT / "data" / "geo" / "admin0.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    known = {}
    for properties in (feature["properties"] for feature in features):
        code = properties["country"]
        for name in (code, properties["name"], properties["name_fr"], v.COUNTRIES.get(code, "")):
            if name:
                known[fold(name)] = code
    return known


def _country(value: str) -> str:
    """Return the country that a value names, the value itself where it is not known."""
    if not value or value.lower() in SENTINELS:
        return ""
    # OCHA writes "Niger (le)".
    found = _known().get(fold(value.partition("(")[0]))
    prefix = _PREFIX.match(value)
    if found is None and prefix:
        found = _known().get(fold(prefix[1] or prefix[2]))
    return found or value


def _column(rows: pd.DataFrame, patterns: Iterable[re.Pattern[str]]) -> tuple[str, pd.Series]:
    """Return the first column that names countries, with the country of each row."""
    for pattern in patterns:
        for column in (str(name) for name in rows.columns if pattern.fullmatch(str(name))):
            countries = texts(rows[column]).map(_country)
            if countries.isin(_known().values()).any():
                return column, countries
    return "", pd.Series("", index=rows.index)


def check_country(code: str) -> str:
    """Return a country's code in capitals.

    Raises:
        BoundaryError: Events of that country are not known here.
    """
    if code.upper() not in v.COUNTRIES:
        message = gettext("--country {value!r} is not one of {allowed}.")
        raise BoundaryError(message.format(value=code, allowed=", ".join(v.COUNTRIES)))
    return code.upper()


def rows_of_country(
    rows: gpd.GeoDataFrame, wanted: str | None, file: str
) -> tuple[gpd.GeoDataFrame, str, list[Remark]]:
    """Return the rows of one country, and which it is.

    Raises:
        BoundaryError: The file names no country or several and none is asked for, or not the one
            that is.
    """
    column, countries = _column(rows.drop(columns=rows.geometry.name), _COLUMNS)
    if not column:
        column, countries = _column(rows.drop(columns=rows.geometry.name), [_CODES])
    named = sorted(set(countries) - {""})
    listed = ", ".join(named[:20]) + (" …" if len(named) > 20 else "")  # noqa: PLR2004
    if wanted is None and len(named) == 1 and named[0] in v.COUNTRIES:
        return rows, named[0], [Remark("country", 0, (f"{named[0]} ({column})",))]
    allowed = ", ".join(v.COUNTRIES)
    if wanted is None and not named:
        message = gettext("{file} does not say of which country it is. Name it with --country: one"
                          " of {allowed}.")  # fmt: skip
        raise BoundaryError(message.format(file=file, allowed=allowed))
    if wanted is None:
        message = gettext("{file} has units of {countries} (column {column}). Name one with"
                          " --country: one of {allowed}.")  # fmt: skip
        raise BoundaryError(
            message.format(file=file, countries=listed, column=column, allowed=allowed)
        )
    if not named:
        return rows, wanted, []
    # A row that names no country is of the only one there is, and of none where there are several.
    mine = countries.isin([wanted, ""] if named == [wanted] else [wanted])
    if not mine.any():
        message = gettext("{file} has no unit of {country}, but of {countries} (column {column}).")
        raise BoundaryError(
            message.format(file=file, country=wanted, countries=listed, column=column)
        )
    return rows[mine], wanted, counted("other_countries", int((~mine).sum()))
