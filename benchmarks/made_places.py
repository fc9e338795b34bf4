"""Invented villages around real towns, each within the region that its country's layer gives it."""

from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map.settings import STORAGE_CRS, data_dir

__all__ = ["COUNTRIES", "Country", "Places", "made_places"]


@dataclass(frozen=True)
class Country:
    """A country as ACLED writes it.

    Attributes:
        code: ISO 3166-1 alpha-3.
        iso: ISO 3166-1 numeric.
        name: In English.
        prefix: What its identifiers begin with.
        weight: Its share of the made events.
    """

    code: str
    iso: int
    name: str
    prefix: str
    weight: float


COUNTRIES: Final = (
    Country("MLI", 466, "Mali", "MLI", 0.30),
    Country("BFA", 854, "Burkina Faso", "BFO", 0.25),
    Country("NER", 562, "Niger", "NIR", 0.14),
    Country("NGA", 566, "Nigeria", "NIG", 0.21),
    Country("MRT", 478, "Mauritania", "MAA", 0.01),
    Country("SEN", 686, "Senegal", "SEN", 0.015),
    Country("GIN", 324, "Guinea", "GUI", 0.015),
    Country("CIV", 384, "Ivory Coast", "CDI", 0.015),
    Country("DZA", 12, "Algeria", "ALG", 0.015),
    Country("BEN", 204, "Benin", "BEN", 0.015),
    Country("TGO", 768, "Togo", "TOG", 0.005),
    Country("GHA", 288, "Ghana", "GHA", 0.01),
)

_COUNT: Final = 3000
_SPREAD: Final = 0.35
"""Standard deviation of the way from a town to its villages, in degrees."""

_TRIES: Final = 4
"""Points drawn for each place that is wanted: some fall abroad, or into water."""

_BEGINNINGS: Final = (
    "Ba", "Bo", "Da", "Di", "Do", "Fa", "Ga", "Gou", "Ka", "Ko", "Kou", "La", "Ma", "Ni", "Sa",
    "San", "Si", "Ta", "Ti", "Tou", "Wa", "Zo",
)  # fmt: skip
_MIDDLES: Final = (
    "ba", "bou", "da", "ga", "la", "lo", "ma", "mba", "na", "nga", "ra", "ri", "sso", "ta", "ti",
    "wo",
)  # fmt: skip
_ENDINGS: Final = (
    "bala", "bougou", "dji", "dougou", "do", "gou", "koro", "la", "ma", "na", "ngo", "ra", "ri",
    "so", "tou", "wel",
)  # fmt: skip


@dataclass(frozen=True)
class Places:
    """Made places, each array with one item a place.

    Attributes:
        country: Position in ``COUNTRIES``.
        name: Invented.
        admin1: The region of the bundled layer that holds the point.
        admin2: The unit of that layer, or the nearest town where its units are the regions.
        lat: Degrees, four decimals, as text.
        lon: Degrees, four decimals, as text.
    """

    country: npt.NDArray[Any]
    name: list[str]
    admin1: list[str]
    admin2: list[str]
    lat: list[str]
    lon: list[str]


def _towns() -> pd.DataFrame:
    listed = pd.read_csv(data_dir() / "places.csv")[["name", "country", "lat", "lon"]]
    layer = gpd.read_file(data_dir() / "geo" / "towns.geojson")
    drawn = pd.DataFrame(layer[["name", "country"]])
    drawn = drawn.assign(lat=layer.geometry.y, lon=layer.geometry.x)
    return pd.concat([listed.dropna(subset=["lat"]), drawn]).drop_duplicates(["name", "country"])


def _names(count: int, random: np.random.Generator) -> list[str]:
    beginnings, middles, endings = (np.array(parts) for parts in (_BEGINNINGS, _MIDDLES, _ENDINGS))
    every = np.arange(len(beginnings) * len(middles) * len(endings))
    chosen = random.choice(every, count, replace=False)
    rest, last = np.divmod(chosen, len(endings))
    first, middle = np.divmod(rest, len(middles))
    parts = zip(beginnings[first], middles[middle], endings[last], strict=True)
    return ["".join(part) for part in parts]


def _around(towns: pd.DataFrame, wanted: int, random: np.random.Generator) -> pd.DataFrame:
    """Return points around the towns of one country, more than are wanted."""
    drawn = towns.iloc[random.integers(0, len(towns), wanted * _TRIES)].reset_index(drop=True)
    drawn[["lat", "lon"]] += random.normal(0, _SPREAD, (len(drawn), 2))
    return drawn.round({"lat": 4, "lon": 4})


def made_places(random: np.random.Generator) -> Places:
    """Return some 3,000 places, so many in each country as its weight says."""
    layer = gpd.read_file(data_dir() / "geo" / "admin1.geojson")
    units = layer.rename(columns={"name": "unit", "country": "within"})
    towns = _towns()
    found = []
    for number, country in enumerate(COUNTRIES):
        wanted = round(_COUNT * country.weight)
        points = _around(towns[towns["country"] == country.code], wanted, random)
        frame = gpd.GeoDataFrame(
            points, geometry=gpd.points_from_xy(points["lon"], points["lat"], crs=STORAGE_CRS)
        )
        joined = frame.sjoin(units[["unit", "region", "within", "geometry"]], predicate="within")
        home = joined[joined["within"] == country.code].sort_index()
        found.append(home.drop_duplicates(["lat", "lon"]).head(wanted).assign(number=number))
    places = pd.concat(found, ignore_index=True)
    districts = places["unit"].where(places["unit"] != places["region"], places["name"])
    return Places(
        country=places["number"].to_numpy(np.int8),
        name=_names(len(places), random),
        admin1=places["region"].tolist(),
        admin2=districts.tolist(),
        lat=[f"{value:.4f}" for value in places["lat"]],
        lon=[f"{value:.4f}" for value in places["lon"]],
    )
