"""Town labels of data/geo/, from GeoNames and scripts/geo/towns.csv."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import shapely
from geo_common import REGION, as_points, read_table, stop

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

METRES_AROUND_MALI = "+proj=aeqd +lat_0=17 +lon_0=-4 +datum=WGS84 +units=m"


class TownRule(NamedTuple):
    """Which neighbouring towns get a label; distances in metres."""

    people: int
    rank: int
    apart: float
    from_mali: float


TOWN_RULES = (
    TownRule(people=100_000, rank=2, apart=100_000, from_mali=np.inf),
    TownRule(people=20_000, rank=3, apart=45_000, from_mali=150_000),
)


def build_towns(path: Path, countries: pd.DataFrame, admin0: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the towns of towns.csv, then the neighbours' larger ones, thinned."""
    cities = read_cities(path, countries)
    towns = listed_towns(cities)
    mali = admin0[admin0["role"] == "focus"].to_crs(METRES_AROUND_MALI).union_all()
    neighbours = admin0.loc[admin0["role"] == "neighbour", "country"]
    listed = cities["geonames_id"].isin(towns["geonames_id"])
    others = as_points(cities[cities["country"].isin(neighbours) & ~listed])
    others = others[others.intersects(REGION)]
    from_mali = others.to_crs(METRES_AROUND_MALI).distance(mali)
    for rule in TOWN_RULES:
        large = (others["population"] >= rule.people) & (from_mali <= rule.from_mali)
        added = thin(others[large].assign(rank=rule.rank), towns, rule.apart)
        towns = as_points(pd.concat([pd.DataFrame(towns), pd.DataFrame(added)], ignore_index=True))
    known = towns["population"].where(towns["population"] > 0)
    return towns.assign(population=known.astype("Int64"))


def listed_towns(cities: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the towns of towns.csv, which gives the place of those that GeoNames' list lacks."""
    towns = read_table("towns")
    for column in ("geonames_id", "rank", "lat", "lon"):
        towns[column] = pd.to_numeric(towns[column])
    place = towns[["geonames_id"]].merge(cities, on="geonames_id", how="left")
    towns = towns.assign(population=place["population"]).fillna(place[["lat", "lon"]])
    nowhere = towns.loc[towns["lat"].isna() | towns["lon"].isna(), "name"].tolist()
    if nowhere:
        stop(f"GeoNames' list lacks {', '.join(nowhere)}: give their lat and lon in towns.csv.")
    return as_points(towns)


def read_cities(path: Path, countries: pd.DataFrame) -> pd.DataFrame:
    """Read the GeoNames places of the listed countries, the largest first."""
    cities = pd.DataFrame(list(json.loads(path.read_text(encoding="utf-8")).values()))
    listed = pd.Series(countries.index, index=countries["iso_a2"])
    names = cities["name"]
    plain = names.map(unaccented)
    return (
        cities.rename(columns={"geonameid": "geonames_id", "latitude": "lat", "longitude": "lon"})
        .assign(country=cities["countrycode"].map(listed), name_fr=names)
        .assign(alt_names=plain.where(plain != names, ""))
        .dropna(subset=["country"])
        .sort_values(["population", "geonames_id"], ascending=[False, True])
    )


def thin(candidates: gpd.GeoDataFrame, towns: gpd.GeoDataFrame, apart: float) -> gpd.GeoDataFrame:
    """Keep the candidates, in their order, that lie `apart` metres from every town kept so far."""
    kept = list(towns.to_crs(METRES_AROUND_MALI).geometry)
    chosen = []
    for point in candidates.to_crs(METRES_AROUND_MALI).geometry:
        far = bool(shapely.distance(point, kept).min() >= apart)
        chosen.append(far)
        if far:
            kept.append(point)
    return candidates[chosen]


def unaccented(name: str) -> str:
    """Strip the accents from a name."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
