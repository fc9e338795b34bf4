"""The attacks that the expansion is measured from, as arrays."""

from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import Transformer

from sahel_map import vocabulary as v
from sahel_map.geodesy import CENTRE_CRS, GEOD
from sahel_map.rules import split_list
from sahel_map.settings import STORAGE_CRS

__all__ = [
    "BAMAKO",
    "NOBODY",
    "PLACED",
    "Attacks",
    "attacks_in",
    "attributed",
    "only_ones",
    "to_bamako_km",
]

Array = npt.NDArray[Any]

BAMAKO: Final = (-7.97522, 12.60915)
"""Longitude and latitude from which distances to Bamako are taken (GeoNames 2460596)."""

PLACED: Final = ("exact", "town", "near")
"""Precisions that place an attack: distances, centres and hexagons rest on these alone."""

NOBODY: Final = -1
"""The group of an event that would stay without any single member of it."""

_COLUMNS: Final = (
    "date_start", "date_end", "lat", "lon", "geo_precision", "confidence", "source_ids",
    "actor_groups", "fatalities_low", "admin1_id", "admin1", "admin2_id",
)  # fmt: skip
"""What is measured; the words of an event stay in the dataset."""

_to_plane = Transformer.from_crs(STORAGE_CRS, CENTRE_CRS, always_xy=True)


@dataclass(frozen=True, eq=False)
class Attacks:
    """Attacks in date order, one a row; all arrays have the same length.

    Attributes:
        frame: What is measured of the events, indexed by ``event_id``.
        start: First days, ``datetime64[D]``.
        end: Last days.
        placed: Whether the place is known well enough to measure from.
        x: Metres east in ``geodesy.CENTRE_CRS``; not a number where not placed.
        y: Metres north.
        bamako_km: Geodesic distance to Bamako, kilometres.
        weight: What each counts in a mean centre.
    """

    frame: pd.DataFrame
    start: Array
    end: Array
    placed: Array
    x: Array
    y: Array
    bamako_km: Array
    weight: Array

    def __len__(self) -> int:
        return len(self.frame)

    def only(self, mask: Array) -> Self:
        """Return those for which a mask is true."""
        arrays = ("start", "end", "placed", "x", "y", "bamako_km", "weight")
        chosen = {name: getattr(self, name)[mask] for name in arrays}
        return replace(self, frame=self.frame[mask], **chosen)


def to_bamako_km(lon: Array, lat: Array) -> Array:
    """Return geodesic distances to Bamako on the WGS 84 ellipsoid, kilometres."""
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    far = np.full(lon.shape, np.nan)
    known = np.isfinite(lon) & np.isfinite(lat)
    size = int(known.sum())
    if size:
        ends = np.full(size, BAMAKO[0]), np.full(size, BAMAKO[1])
        far[known] = GEOD.inv(lon[known], lat[known], *ends)[2] / 1000
    return far


def attributed(events: pd.DataFrame, code: str) -> Array:
    """Return which events are attributed to an actor, alone or with others."""
    codes, groups = pd.factorize(events["actor_groups"])
    named = np.array([code in group for group in groups], dtype=bool)
    return named[codes] if len(named) else np.zeros(len(events), dtype=bool)


def attacks_in(
    events: pd.DataFrame, *, group: str = "jnim", country: str = "MLI", weight: str = "events"
) -> Attacks:
    """Return the attacks in a country, unverified leads among them.

    Args:
        events: Located events as ``store.Dataset.events`` holds them.
        group: ``all``, or the code of the actor to which an attack must be attributed.
        country: ISO 3166-1 alpha-3.
        weight: One of ``vocabulary.WEIGHTS``.
    """
    mask = (events["country"] == country) & events["category"].isin(v.VIOLENT)
    if group != "all":
        mask &= attributed(events, group)
    columns = [name for name in _COLUMNS if name in events]
    frame = pd.DataFrame(events)[columns][mask]
    frame = frame.sort_values(["date_end", "date_start"], kind="stable")
    placed = (frame["lat"].notna() & frame["geo_precision"].isin(PLACED)).to_numpy()
    lon, lat = (frame[name].to_numpy(float, na_value=np.nan) for name in ("lon", "lat"))
    lon, lat = np.where(placed, lon, np.nan), np.where(placed, lat, np.nan)
    x, y = _to_plane.transform(lon, lat)
    if weight == "deaths":
        weights = frame["fatalities_low"].astype("Float64").fillna(0).to_numpy(float)
    else:
        weights = np.ones(len(frame))
    return Attacks(
        frame,
        frame["date_start"].to_numpy().astype("datetime64[D]"),
        frame["date_end"].to_numpy().astype("datetime64[D]"),
        placed,
        np.where(placed, x, np.nan),
        np.where(placed, y, np.nan),
        to_bamako_km(lon, lat),
        weights,
    )


def only_ones(source_ids: pd.Series, voices: pd.Series | None = None) -> tuple[Array, list[str]]:
    """Return on which single source each event rests.

    Args:
        source_ids: ``;`` lists of sources.
        voices: Source to whose reporting it is, as lists, to ask on which single voice an event
            rests instead.

    Returns:
        For each event a number into the names that follow, or ``NOBODY`` where it rests on two or
        more; and the names.
    """
    lists, texts = pd.factorize(source_ids)
    named = {} if voices is None else voices.to_dict()
    single = []
    for text in texts:
        cited = set(split_list(str(text)))
        if voices is not None:
            # A source whose own row is broken has no voice.
            cited = {one for name in cited for one in named.get(name, ())}
        single.append(next(iter(cited)) if len(cited) == 1 else None)
    codes, names = pd.factorize(np.array(single, dtype=object), use_na_sentinel=True)
    return (codes[lists] if len(codes) else np.full(len(source_ids), NOBODY)), list(names)
