"""Layers that were added: list them, take them away, keep the levels below in step."""

from pathlib import Path
from typing import Any

from sahel_map.boundaries import LEVELS, level_file, level_key
from sahel_map.boundary_import.folder import REPLACED, Folder, digest, read_folder, write_folder
from sahel_map.boundary_import.origins import forget_layer, is_added, records_of
from sahel_map.boundary_import.parents import find_parents
from sahel_map.boundary_import.remarks import Remark, counted
from sahel_map.errors import BoundaryError
from sahel_map.i18n import gettext

__all__ = ["layers_of", "regroup_below", "remove_level"]


def regroup_below(folder: Folder, level: int, country: str) -> list[Remark]:
    """Give the units of the level below to the units that now stand above them, by area."""
    if level + 1 not in LEVELS or level_file(level + 1) not in folder.features:
        return []
    below = folder.units(level + 1, country)
    if below.empty:
        return []
    found = find_parents(below, folder.units(level, country), [()] * len(below))
    parents = dict(zip(below.index, found.ids, strict=True))
    key = level_key(level + 1)
    changed = 0
    for feature in folder.features[level_file(level + 1)]:
        properties = feature["properties"]
        if properties["country"] == country and properties["parent_id"] != parents[properties[key]]:
            properties["parent_id"] = parents[properties[key]]
            folder.touched.add(level_file(level + 1))
            changed += 1
    return counted("parents_anew", changed)


def layers_of(data: Path) -> list[dict[str, Any]]:
    """Return what each level of a data folder has of each country, and where it comes from.

    Raises:
        BoundaryError: The folder or one of its layers is missing or broken.
    """
    folder = read_folder(data / "geo")
    rows = []
    for level in LEVELS:
        name = level_file(level)
        entry = folder.manifest["files"].get(name, {})
        base = entry.get("before", entry)
        added = {record["country"]: record for record in records_of(folder, level)}
        countries = [f["properties"]["country"] for f in folder.features.get(name, [])]
        path = folder.path / name
        sound = not path.is_file() or digest(path.read_bytes()) == entry.get("sha256")
        for country in sorted(set(countries)):
            about = added.get(country, base)
            rows.append(
                {
                    "level": level,
                    "country": country,
                    "units": countries.count(country),
                    "added": country in added,
                    "source": about.get("source"),
                    "vintage": about.get("vintage"),
                    "licence": about.get("licence"),
                    "file": added[country]["file"] if country in added else None,
                    "as_recorded": sound,
                }
            )
    return rows


def remove_level(data: Path, level: int, country: str) -> tuple[int, list[Remark], list[str]]:
    """Take an added layer away; on the first level, the units that it replaced stand again.

    Returns:
        How many units of the country the level now has, what is said, the files that changed.

    Raises:
        BoundaryError: No layer of that country was added on that level.
    """
    folder = read_folder(data / "geo")
    if not is_added(folder, level, country):
        added = ", ".join(f"{n}: {r['country']}" for n in LEVELS for r in records_of(folder, n))
        message = gettext(
            "No layer of level {level} was added for {country} to {path}. Added there: {added}."
        )
        raise BoundaryError(
            message.format(level=level, country=country, path=folder.path, added=added or "-")
        )
    stood = folder.replace(REPLACED, country, []) if level == 1 else []
    folder.replace(level_file(level), country, stood)
    forget_layer(folder, level, country)
    remarks = regroup_below(folder, level, country)
    return len(stood), remarks, write_folder(folder)
