"""Where the south-west is: a definition's names, found in the boundary layer that is loaded."""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.boundaries import RegionNames, fold

__all__ = ["Southwest", "southwest"]


@dataclass(frozen=True, slots=True)
class Southwest:
    """A definition of the south-west in one layer.

    Attributes:
        code: One of ``vocabulary.REGION_SETS``.
        units: Identifiers of its units.
        names: Their names and the definition's own, folded: events that state a region alone.
        missing: Names that were looked for in vain.
        carved: Whether the layer has regions of 2023, so that definitions can differ by them.
    """

    code: str
    units: frozenset[str]
    names: frozenset[str]
    missing: tuple[str, ...]
    carved: bool

    def inside(self, events: pd.DataFrame) -> pd.Series:
        """Return which located events lie in it, as booleans on their index."""
        # Few regions, many events: each name is folded once.
        codes, names = pd.factorize(events["admin1"])
        by_name = [fold(str(name)) in self.names for name in names]
        named = pd.Series(by_name, dtype=bool).reindex(codes, fill_value=False).to_numpy()
        return events["admin1_id"].isin(self.units) | named


def southwest(admin1: gpd.GeoDataFrame, code: str = "southwest", country: str = "MLI") -> Southwest:
    """Find a definition of the south-west in a boundary layer.

    Args:
        admin1: Units indexed by ``admin1_id``, as ``boundaries.read_admin1`` gives.
        code: One of ``vocabulary.REGION_SETS``.
        country: The country whose regions they are.
    """
    chosen = v.REGION_SETS[code]
    names = RegionNames(admin1)
    every = {name for terms in v.REGION_SETS.values() for name in terms.carved}
    found = {name: names.units(name, country) for name in (*chosen.regions, *chosen.carved)}
    units = frozenset(unit for ids in found.values() for unit in ids)
    own = {*chosen.regions, *chosen.carved, *admin1["name"].reindex(sorted(units))}
    return Southwest(
        code,
        units,
        frozenset(fold(name) for name in own),
        tuple(name for name in chosen.regions if not found[name]),
        any(names.units(name, country) for name in every),
    )
