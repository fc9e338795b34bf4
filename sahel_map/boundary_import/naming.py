"""Names of units: which are known from the layer before, and which spellings go on working."""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from sahel_map.boundaries import level_file
from sahel_map.boundary_import.folder import REPLACED, Folder
from sahel_map.boundary_import.names import Matching, match_names, names_of, place_key
from sahel_map.boundary_import.remarks import Remark, counted

__all__ = ["Naming", "name_units"]


@dataclass(frozen=True)
class Naming:
    """What names units go by; lists follow the units' order.

    Attributes:
        known: The level whose names were known, such as ``admin1``.
        matching: Which units have known names.
        alt_names: ``;`` lists: the file's other names, and those that the unit was known by.
        french: Names in French, from the file or from the unit of that name before.
        regions: The region that a unit of the first level belongs to, else its own name.
        remarks: Which known names no unit has now.
    """

    known: str
    matching: Matching
    alt_names: list[str]
    french: list[str]
    regions: list[str]
    remarks: tuple[Remark, ...]


def _known_units(folder: Folder, level: int, country: str) -> tuple[int, gpd.GeoDataFrame]:
    """Return the units whose names are known: of the level, else of the one above."""
    before = folder.units(level, country)
    if level == 1:
        stood = folder.units(1, country, file=REPLACED)
        stood = stood[~stood.index.isin(before.index)]
        return 1, gpd.GeoDataFrame(pd.concat([before, stood])) if len(stood) else before
    return (level, before) if len(before) else _known_units(folder, level - 1, country)


def _alt_names(
    own: dict[str, list[str]], known: dict[str, list[str]], matching: Matching
) -> list[str]:
    first = {place_key(names[0]): unit_id for unit_id, names in own.items()}
    lists = []
    for unit_id, names in own.items():
        carried = [n for k in matching.matched.get(unit_id, ()) for n in known[k]]
        # A name that is another unit's own would mean both.
        free = [n for n in carried if first.get(place_key(n), unit_id) == unit_id]
        wanted = dict.fromkeys(n.replace(";", ",") for n in (*names[1:], *free))
        lists.append(";".join(name for name in wanted if name != names[0]))
    return lists


def _french(units: gpd.GeoDataFrame, before: dict[str, str], matching: Matching) -> list[str]:
    names = []
    for unit in units.to_dict("records"):
        meant = matching.matched.get(unit["unit_id"], ())
        known = before.get(meant[0]) if len(meant) == 1 else None
        own = unit["name_fr"] if unit["name_fr"] != unit["name"] else None
        names.append(str(own or known or unit["name"]))
    return names


def name_units(units: gpd.GeoDataFrame, folder: Folder, level: int, country: str) -> Naming:
    """Return the names of new units, with those that the folder's layers knew them by.

    Args:
        units: As ``units.make_units`` returns them.
        folder: The layers as they stand.
        level: Of the units.
        country: ISO 3166-1 alpha-3.
    """
    at, before = _known_units(folder, level, country)
    ids = [str(unit_id) for unit_id in before.index]
    known = dict(zip(ids, names_of(before, regions=False), strict=True))
    wide = dict(zip(ids, names_of(before, regions=True), strict=True))
    records = zip(units["unit_id"], units["name"], units["name_fr"], units["others"], strict=True)
    own = {str(i): list(dict.fromkeys([n, f, *others])) for i, n, f, others in records}
    same = match_names(own, known)
    meant = {k for found in same.matched.values() for k in found}
    lost = [known[k][0] for k in ids if k not in meant and known[k]] if at == level else []
    french = dict(zip(ids, before["name_fr"], strict=True)) if "name_fr" in before else {}
    stated = [next((s for s in reversed(told) if s), "") for told in units["stated"]]
    return Naming(
        known=level_file(at).removesuffix(".geojson"),
        matching=match_names(own, wide),
        alt_names=_alt_names(own, known, same),
        french=_french(units, french, same),
        regions=[s or n for s, n in zip(stated, units["name"], strict=True)],
        remarks=tuple(counted("names_lost", len(lost), lost)),
    )
