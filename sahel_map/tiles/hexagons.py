"""Events counted in the hexagons of H3 (Uber, https://h3geo.org)."""

from dataclasses import dataclass
from typing import Any, Final, Self

import h3
import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext
from sahel_map.tiles.address import TileError

__all__ = ["RESOLUTIONS", "Hexagons"]

Array = npt.NDArray[Any]

RESOLUTIONS: Final = (3, 4, 5)
"""Cells of some 12,400, 1,770 and 250 km2."""

_PLACED: Final = tuple(v.GEO_PRECISION)[: list(v.GEO_PRECISION).index("near") + 1]
"""Precisions of events that lie in their cell or, at worst, in a neighbour."""


@dataclass(frozen=True, eq=False)
class Hexagons:
    """The cell of every event, or of every spot, found once and shared between threads.

    Attributes:
        cells: The cells that hold an event, by ``cell``: ``area_km2``, and ``lat`` and ``lon`` of
            the centre in degrees (EPSG:4326).
        code: The cell of each event or spot, as a number into ``cells``, or -1.
    """

    cells: pd.DataFrame
    code: Array

    @classmethod
    def of(cls, events: pd.DataFrame, resolution: int) -> Self:
        """Return the hexagons of events.

        Args:
            events: Events, or spots of several each, with ``lat`` and ``lon`` in degrees and
                ``geo_precision``. Those known less well than within 25 km are in no cell.
            resolution: One of ``RESOLUTIONS``.

        Raises:
            TileError: Events are not counted at that resolution.
        """
        if resolution not in RESOLUTIONS:
            msg = gettext("Hexagons have a resolution of {allowed}, not {value}.")
            raise TileError(msg.format(allowed="3, 4, 5", value=resolution))
        lat, lon = (events[name].to_numpy(float, na_value=np.nan) for name in ("lat", "lon"))
        known = events["geo_precision"].isin(_PLACED).to_numpy(bool)
        placed = np.flatnonzero(known & ~np.isnan(lat) & ~np.isnan(lon))
        # One complex number is one place: a sort of them is far faster than one of pairs.
        places, which = np.unique(lon[placed] + 1j * lat[placed], return_inverse=True)
        found = [h3.latlng_to_cell(place.imag, place.real, resolution) for place in places.tolist()]
        number, names = pd.factorize(np.array(found, dtype=object), sort=True)
        code = np.full(len(events), -1, np.int32)
        code[placed] = number[which]
        centres = np.array([h3.cell_to_latlng(cell) for cell in names], float).reshape(-1, 2)
        cells = pd.DataFrame(
            {
                "area_km2": np.array([h3.cell_area(cell, "km^2") for cell in names], float),
                "lat": centres[:, 0],
                "lon": centres[:, 1],
            },
            index=pd.Index(names, name="cell", dtype=str),
        )
        return cls(cells, code)

    def counts(self, selected: Array) -> pd.DataFrame:
        """Return the cells that hold a selected event.

        Args:
            selected: Whether each event is selected, or how many events of each spot are, in the
                order of the frame.

        Returns:
            ``cell``, ``events``, ``per_10000_km2``, and ``lat`` and ``lon`` of the centre.
        """
        inside = (self.code >= 0) & (selected > 0)
        many = selected[inside].astype(float)
        number = np.bincount(self.code[inside], many, minlength=len(self.cells)).astype(np.int64)
        held = number > 0
        cells = self.cells[held]
        return pd.DataFrame(
            {
                "cell": cells.index,
                "events": number[held],
                "per_10000_km2": number[held] / cells["area_km2"].to_numpy() * 10_000,
                "lat": cells["lat"].to_numpy(),
                "lon": cells["lon"].to_numpy(),
            }
        )

    def left_out(self, selected: Array) -> int:
        """Return how many selected events are in no cell: they are known only for a wider area."""
        return int(selected[self.code < 0].sum())

    @staticmethod
    def outline(cell: str) -> list[list[float]]:
        """Return the corners of a cell as latitude and longitude, degrees."""
        return [[lat, lon] for lat, lon in h3.cell_to_boundary(cell)]
