"""The expansion as plain tables and records: what the command line prints and files hold."""

from typing import Any

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.expansion_reading import reading
from sahel_map.expansion_wording import area_name, area_slice, slice_name, variant_text
from sahel_map.exports import plain_records
from sahel_map.measures.expansion import Expansion
from sahel_map.store import Dataset

__all__ = [
    "arrival_table", "band_table", "change_table", "slice_records", "slice_table",
    "terms_record",
]  # fmt: skip

_KM = ("centre_km", "moved_km", "nearest_km", "median_km", "major_km", "minor_km")
_SHARES = ("share", "share_low", "share_high")


def slice_table(found: Expansion) -> pd.DataFrame:
    """Return one flat row a slice: days, counts, share, interval, band, centre, distances."""
    table = found.table.drop(columns=["x", "y"])
    table.insert(1, "name", [slice_name(cut) for cut in found.slices])
    table.insert(2, "first", [cut.first.isoformat() for cut in found.slices])
    table.insert(3, "last", [cut.last.isoformat() for cut in found.slices])
    share = [found.band("share", at) for at in range(len(found.slices))]
    for end in ("low", "high"):
        table[f"share_band_{end}"] = pd.Series([band[end] for band in share], dtype=float).round(4)
        table[f"share_band_{end}_choice"] = [
            variant_text(band[f"{end}_variant"], str(band[f"{end}_detail"]))
            if band.variants
            else ""
            for band in share
        ]
    table[list(_SHARES)] = table[list(_SHARES)].round(4)
    table[list(_KM)] = table[list(_KM)].round(1)
    table[["lon", "lat"]] = table[["lon", "lat"]].round(4)
    table[["bearing", "angle", "area_km2"]] = table[["bearing", "angle", "area_km2"]].round()
    table = table.rename(columns={"lon": "centre_lon", "lat": "centre_lat"})
    if found.exposure is None:
        return table
    roads = found.exposure.drop(columns=["days", "gateways"]).round(3)
    return table.join(roads.add_prefix("gateways_"))


def arrival_table(found: Expansion, data: Dataset, *, kind: str) -> pd.DataFrame:
    """Return the areas in the order in which they were first reached, with what made it.

    Args:
        found: The measures.
        data: The data, for names and sources.
        kind: ``region`` for the regions, anything else for the chosen kind of area.
    """
    reached = found.regions if kind == "region" else found.areas
    named = "region" if kind == "region" else found.terms.areas
    rows: list[dict[str, Any]] = []
    area: Any
    for number, area in enumerate(reached.itertuples(), start=1):
        events = data.events.loc[list(area.event_ids)]
        rows.append(
            {
                "order": number,
                "area_id": area.area_id,
                "name": area_name(area.area_id, named, data),
                "earliest": area.earliest.strftime("%Y-%m-%d"),
                "latest": area.latest.strftime("%Y-%m-%d"),
                "slice": area_slice(area.at, found, before=area.before),
                "event_ids": ";".join(area.event_ids),
                "places": ";".join(events["place"]),
                "source_ids": ";".join(dict.fromkeys(";".join(events["source_ids"]).split(";"))),
            }
        )
    columns = [
        "order", "area_id", "name", "earliest", "latest", "slice", "event_ids", "places",
        "source_ids",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def change_table(found: Expansion, data: Dataset, *, level: int = 1) -> pd.DataFrame:
    """Return one flat row a unit and slice: counts, density, rate, change and its class.

    Args:
        found: The measures.
        data: The data, for names.
        level: 1 for regions; 2 for districts, where these are the chosen kind of area.
    """
    after = 0
    if level == 2 and found.district_changes is not None:  # noqa: PLR2004
        layer = data.finer[2]
        table = found.district_changes.copy()
        parent = table["admin2_id"].map(layer["parent_id"])
        table.insert(1, "district", table["admin2_id"].map(layer["name"]))
        table.insert(2, "admin1_id", parent)
        after = 2
    else:
        table = found.changes.copy()
    table.insert(after + 1, "region", table["admin1_id"].map(data.admin1["name"]))
    table.insert(after + 2, "slice_id", [found.slices[at].slice_id for at in table["at"]])
    table["per_10000_km2"] = table["per_10000_km2"].round(3)
    table[["rate", "change"]] = table[["rate", "change"]].round(3)
    return table.drop(columns="at")


def band_table(found: Expansion) -> pd.DataFrame:
    """Return one flat row a headline figure and slice: its band and the choices at its ends."""
    table = found.bands.copy()
    table.insert(1, "slice_id", [found.slices[at].slice_id for at in table["at"]])
    table[["low", "high"]] = table[["low", "high"]].astype(float).round(4)
    return table.drop(columns="at")


def slice_records(found: Expansion, data: Dataset) -> list[dict[str, Any]]:
    """Return everything that is measured of each slice, as nested plain values."""
    flat = plain_records(slice_table(found))
    bands = band_table(found)
    change = change_table(found, data)
    finer = None
    # Counts of restricted events by region and by district would tell small ones by subtraction.
    if found.district_changes is not None and not data.restricted:
        finer = change_table(found, data, level=2)
    arrived = {
        kind: arrival_table(found, data, kind=kind).assign(
            at=(found.regions if kind == "region" else found.areas)["at"]
        )
        for kind in ("region", "area")
    }
    records = []
    for at, (cut, row) in enumerate(zip(found.slices, flat, strict=True)):
        mine = bands[bands["slice_id"] == cut.slice_id].drop(columns="slice_id")
        record: dict[str, Any] = {
            **row,
            "source_ids": cut.source_ids,
            "bands": {band.pop("figure"): band for band in plain_records(mine)},
            "first_reached": {
                kind: plain_records(table[table["at"] == at].drop(columns=["at", "order", "slice"]))
                for kind, table in arrived.items()
            },
            "regions": plain_records(
                change[change["slice_id"] == cut.slice_id].drop(columns="slice_id")
            ),
            "reading": reading(found, at, data),
        }
        if finer is not None:
            mine = finer[finer["slice_id"] == cut.slice_id].drop(columns="slice_id")
            record["districts"] = plain_records(mine)
        if found.exposure is not None:
            record["gateways"] = plain_records(found.exposure.iloc[[at]].round(3))[0]
        records.append(record)
    return records


def terms_record(found: Expansion) -> dict[str, Any]:
    """Return what the measures rest on: the reader's choices, in codes and in words."""
    terms, where = found.terms, found.southwest
    group = {**v.ACTORS, **v.GROUPS}
    return {
        "group": terms.group,
        "group_name": v.label(group, terms.group),
        "region_set": terms.region_set,
        "region_set_name": v.label(v.REGION_SETS, terms.region_set),
        "units": sorted(where.units),
        "names_not_in_the_layer": list(where.missing),
        "areas": terms.areas,
        "weight": terms.weight,
        "confidence": terms.floor,
        "leads_hidden": found.leads_hidden,
    }
