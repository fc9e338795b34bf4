"""Make units of rows: one to each code, with an id, a name, other names and an area."""

from collections import Counter
from collections.abc import Collection
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from sahel_map.boundary_import.columns import Columns
from sahel_map.boundary_import.names import place_key
from sahel_map.boundary_import.remarks import Remark, counted
from sahel_map.boundary_import.shapes import area_km2, rounded
from sahel_map.boundary_import.texts import SENTINELS, garbled, split_names, texts, untidy
from sahel_map.errors import BoundaryError
from sahel_map.i18n import gettext
from sahel_map.settings import STORAGE_CRS

__all__ = ["UNIT_COLUMNS", "make_units"]

UNIT_COLUMNS: Final = ("unit_id", "name", "name_fr", "others", "stated", "area_km2")
"""``others`` are lists of names, ``stated`` what the file says of the unit above, surest first."""


def _blank(values: pd.Series) -> pd.Series:
    """Return texts without sentinels."""
    return values.mask(values.str.lower().isin(SENTINELS), "")


def _codes(rows: pd.DataFrame, columns: Columns) -> tuple[pd.Series, list[Remark]]:
    if not columns.code:
        return pd.Series("", index=rows.index, dtype=object), []
    came = texts(rows[columns.code])
    codes = _blank(came)
    signs = sorted(set(came[came != codes]))
    return codes, counted("sentinel", int((came != codes).sum()), signs)


def _check_codes(codes: pd.Series, names: pd.Series, columns: Columns, file: str) -> None:
    """Raise when the codes are of a coarser level than the names."""
    keys = names.map(place_key)[~names.map(garbled) & (codes != "") & (names != "")]
    per_code = keys.groupby(codes[keys.index]).nunique()
    if (per_code > 1).sum() * 2 > len(per_code):
        message = gettext(
            "{file}: the {codes} codes of {code} stand for {names} names of {name}: the codes are"
            " of a level above. Name the right column with --code, or other names with --name."
        )
        raise BoundaryError(
            message.format(file=file, codes=len(per_code), code=columns.code,
                           names=keys.nunique(), name=columns.name)
        )  # fmt: skip


def _check_names(keys: pd.Series, columns: Columns, file: str) -> None:
    """Raise when names repeat and neither a code nor a unit above tells them apart."""
    again = keys[keys.duplicated() & (keys != "")]
    if len(again) and not columns.parents:
        message = gettext(
            "{file}: some names stand in several rows ({names}), and no code says whether they are"
            " one unit. Name a column with --code, or that of the unit above with --parent."
        )
        raise BoundaryError(message.format(file=file, names=", ".join(sorted(set(again))[:8])))


def _groups(
    codes: pd.Series, names: pd.Series, stated: pd.Series, columns: Columns, file: str
) -> pd.Series:
    """Return what rows of one unit have in common: the code, else name and unit above."""
    _check_codes(codes, names, columns, file)
    nameless = codes == ""
    _check_names(names[nameless].map(place_key), columns, file)
    made = [
        f"c\x1f{code}" if code
        else f"n\x1f{place_key(name)}\x1f{'|'.join(above)}" if name
        else f"r\x1f{row}"
        for row, (code, name, above) in enumerate(zip(codes, names, stated, strict=True))
    ]  # fmt: skip
    return pd.Series(made, index=codes.index)


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in place_key(name)).split())


def _ids(
    table: pd.DataFrame, country: str, taken: Collection[str]
) -> tuple[list[str], list[Remark]]:
    """Return an id for each unit, none of which another country has."""
    ids: list[str] = []
    used = set(taken)
    made = prefixed = 0
    for number, (code, name) in enumerate(zip(table["code"], table["name"], strict=True), 1):
        unit_id = code
        if not code:
            made += 1
            unit_id = f"{country}-{_slug(name) or number}"
        elif code in taken:
            prefixed += 1
            unit_id = f"{country}-{code}"
        plain, again = unit_id, 1
        while unit_id in used:
            again += 1
            unit_id = f"{plain}-{again}"
        used.add(unit_id)
        ids.append(unit_id)
    return ids, counted("made_ids", made) + counted("prefixed", prefixed)


def _first(values: pd.Series) -> Any:  # noqa: ANN401  (a text or a tuple)
    return next((value for value in values if value), values.iloc[0])


def _named(table: pd.DataFrame, level: int) -> tuple[pd.Series, list[Remark]]:
    nameless = table["name"] == ""
    numbers = [f"{level}.{number}" for number in range(1, len(table) + 1)]
    made = table["code"].where(table["code"] != "", pd.Series(numbers, index=table.index))
    return table["name"].where(~nameless, made), counted("no_name", int(nameless.sum()))


def _other_names(rows: pd.DataFrame, columns: Columns) -> list[list[str]]:
    wanted = [name for name in (columns.french, *columns.others) if name]
    lists: list[list[str]] = [[] for _ in range(len(rows))]
    for column in wanted:
        for place, value in enumerate(_blank(texts(rows[column]))):
            lists[place] += split_names(value)
    return lists


def make_units(
    rows: gpd.GeoDataFrame, columns: Columns, country: str, *, taken: Collection[str], file: str
) -> tuple[gpd.GeoDataFrame, list[Remark]]:
    """Return the units that rows make up, in the order they came.

    Args:
        rows: Valid areas in degrees with the values of the file.
        columns: What stands in which column.
        country: ISO 3166-1 alpha-3.
        taken: Ids of units of other countries on the same level.
        file: The file's name, for messages.

    Returns:
        ``UNIT_COLUMNS``, on a plain index, areas in degrees; and what was repaired.

    Raises:
        BoundaryError: Codes and names do not say which rows are one unit.
    """
    codes, remarks = _codes(rows, columns)
    names = _blank(texts(rows[columns.name]))
    remarks += counted("spaces", untidy(rows[columns.name]))
    above = [_blank(texts(rows[column])) for column in columns.parents]
    stated = pd.Series(list(zip(*above, strict=True)) if above else [()] * len(rows), rows.index)
    french = _blank(texts(rows[columns.french])) if columns.french else names
    plain = pd.DataFrame(
        {"code": codes, "name": names, "name_fr": french, "others": _other_names(rows, columns),
         "stated": stated, "group": _groups(codes, names, stated, columns, file)},
        index=rows.index,
    )  # fmt: skip
    shapes = rows.geometry.to_numpy()
    # The largest part of a unit gives it its name.
    plain["size"] = shapely.area(shapes)
    plain["position"] = range(len(plain))
    order = {group: place for place, group in enumerate(dict.fromkeys(plain["group"]))}
    records: list[dict[str, Any]] = []
    areas: list[Any] = []
    for _group, part in sorted(plain.groupby("group"), key=lambda item: order[item[0]]):
        ranked = part.sort_values("size", ascending=False, kind="stable")
        name = _first(ranked["name"])
        others = Counter(n for names in ranked["others"] for n in names)
        others.update(n for n in ranked["name"] if n)
        records.append({"code": _first(ranked["code"]), "name": name,
                        "name_fr": _first(ranked["name_fr"]), "others": list(others),
                        "stated": _first(ranked["stated"])})  # fmt: skip
        parts = shapes[part["position"].to_numpy()]
        areas.append(parts[0] if len(parts) == 1 else shapely.union_all(parts))
    table = pd.DataFrame(records)
    remarks += [] if len(table) == len(rows) else [
        Remark("joined", len(rows), (str(len(table)),))
    ]  # fmt: skip
    table["name"], said = _named(table, columns.level)
    ids, ids_said = _ids(table, country, taken)
    whole = gpd.GeoSeries(areas, crs=STORAGE_CRS)
    fine, rounding_said = rounded(whole)
    lost = [name for name in table["name"] if garbled(name)]
    remarks += said + ids_said + rounding_said + counted("garbled", len(lost), lost)
    table["name_fr"] = table["name_fr"].where(table["name_fr"] != "", table["name"])
    table = table.assign(unit_id=ids, area_km2=area_km2(whole))
    return gpd.GeoDataFrame(table[list(UNIT_COLUMNS)], geometry=fine, crs=STORAGE_CRS), remarks
