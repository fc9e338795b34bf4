"""The expansion, slice by slice: every measure of it over one set of attacks."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.measures.arrivals import areas_of, arrivals
from sahel_map.measures.attacks import Attacks, attacks_in, attributed, only_ones
from sahel_map.measures.centres import centres, distances
from sahel_map.measures.changes import changes
from sahel_map.measures.exposure import exposure
from sahel_map.measures.left_out import Part, counts_in
from sahel_map.measures.sensitivity import bands
from sahel_map.measures.shares import share_of, wilson
from sahel_map.measures.slices import OUTSIDE, Slice, covered_days, intervals_in, straddling
from sahel_map.measures.sourcing import voices
from sahel_map.measures.southwest import Southwest, southwest
from sahel_map.measures.status import RoadDays
from sahel_map.store import Dataset
from sahel_map.wording import published_text

__all__ = ["COUNTRY", "Expansion", "Terms", "districts_of", "expansion", "shares_by_actor"]

Array = npt.NDArray[Any]

COUNTRY = "MLI"
"""The country whose spread is measured."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the reader chose: the attacks, the south-west, the areas, the weights.

    ``group`` is one of ``vocabulary.GROUPS``, or any of ``vocabulary.ACTORS``; the others are
    codes of the vocabularies that bear their names.
    """

    group: str = "jnim"
    region_set: str = "southwest"
    areas: str = "hex3"
    weight: str = "events"
    floor: str = "low"


@dataclass(frozen=True, eq=False)
class Expansion:
    """The measures of all slices. Rows named ``at`` count the slices from 0.

    Attributes:
        terms: What was chosen.
        slices: The slices.
        southwest: The definition, as the boundary layer has it.
        units: The regions of the country in that layer; the whole layer where it has none.
        districts: The districts of the country, None where no layer has any.
        table: A row a slice: ``slice_id``, ``days`` (with data), ``attacks``, ``inside`` (in the
            south-west), ``share``, ``share_low`` and ``share_high`` (Wilson), ``straddling``,
            ``new_areas``, ``new_regions``; then the columns of ``centres`` and ``distances``.
        bands: What ``sensitivity.bands`` returns.
        changes: What ``changes.changes`` returns, for the regions of the country.
        district_changes: The same for its districts, where they are the chosen kind of area.
        areas: What ``arrivals.arrivals`` returns for the chosen kind of area.
        regions: The same for regions, which the reading names.
        exposure: What ``exposure.exposure`` returns, or None without roads.
        attacks: The attacks that count.
        at: The slice of each attack, ``slices.OUTSIDE`` or ``slices.LOOSE``.
        inside: Whether each attack lies in the south-west.
        cited: The publisher and the date of each source.
        extent: First and last day with any event in the data; leads only where they count.
        leads_hidden: Attacks that only compilers carry and that do not count.
    """

    terms: Terms
    slices: tuple[Slice, ...]
    southwest: Southwest
    units: gpd.GeoDataFrame
    districts: gpd.GeoDataFrame | None
    table: pd.DataFrame
    bands: pd.DataFrame
    changes: pd.DataFrame
    district_changes: pd.DataFrame | None
    areas: pd.DataFrame
    regions: pd.DataFrame
    exposure: pd.DataFrame | None
    attacks: Attacks
    at: Array
    inside: Array
    cited: pd.DataFrame
    extent: tuple[dt.date, dt.date] | None
    leads_hidden: int

    def in_no_district(self, at: int | None = None) -> int:
        """Return how many attacks, of a slice or of all, lie in no district that is known."""
        if "admin2_id" not in self.attacks.frame:
            return 0
        lost = (self.attacks.frame["admin2_id"] == "").to_numpy()
        return int((lost if at is None else lost & (self.at == at)).sum())

    def number(self, slice_id: str | None) -> int:
        """Return the number of a slice; the last with an attack for one that is not here."""
        names = [cut.slice_id for cut in self.slices]
        if slice_id in names:
            return names.index(slice_id)
        filled = np.flatnonzero(self.table["attacks"].to_numpy() > 0)
        return int(filled[-1]) if len(filled) else max(len(names) - 1, 0)

    def band(self, figure: str, at: int) -> Any:  # noqa: ANN401  (a row of the bands)
        """Return the band of a figure in a slice, its documents by publisher and date."""
        mine = (self.bands["figure"] == figure) & (self.bands["at"] == at)
        band = self.bands[mine].iloc[0].copy()
        for end in ("low", "high"):
            if band[f"{end}_variant"] == "source":
                band[f"{end}_detail"] = self._called(band[f"{end}_detail"])
        band["emptied"] = self._called(band["emptied"])
        return band

    def _called(self, name: str) -> str:
        """Return what a source is called; a publisher's name stays as it is."""
        if name not in self.cited.index:
            return name
        source: Any = self.cited.loc[name]
        published = published_text(source["published"])
        return ", ".join(filter(None, [source["publisher"], published]))


def _table(part: Part, slices: tuple[Slice, ...], extent: Any) -> pd.DataFrame:  # noqa: ANN401
    inside, whole = counts_in(part, len(slices))
    low, high = wilson(inside, whole)
    table = pd.DataFrame(
        {
            "slice_id": [cut.slice_id for cut in slices],
            "days": covered_days(slices, extent),
            "attacks": whole,
            "inside": inside,
            "share": share_of(inside, whole),
            "share_low": low,
            "share_high": high,
            "straddling": straddling(part.attacks.start, part.attacks.end, slices),
        }
    )
    far = distances(part.attacks, part.at, len(slices))
    middle = centres(part.attacks, part.at, len(slices))
    return pd.concat([table, middle, far], axis=1)


def _new(reached: pd.DataFrame, size: int) -> Array:
    at = reached["at"].to_numpy()
    return np.bincount(at[at >= 0], minlength=size)


def districts_of(data: Dataset) -> gpd.GeoDataFrame | None:
    """Return the districts of the country, None where no layer of districts has any."""
    layer = data.finer.get(2)
    if layer is None:
        return None
    mine = layer[layer["country"] == COUNTRY]
    return mine if len(mine) else None


def _definitions(admin1: gpd.GeoDataFrame, chosen: str) -> list[Southwest]:
    """Return the other definitions that this layer can tell from the chosen one."""
    found = [southwest(admin1, code) for code in v.REGION_SETS if code != chosen]
    return [other for other in found if other.carved or other.code != "new-borders"]


def expansion(
    data: Dataset,
    slices: tuple[Slice, ...],
    terms: Terms | None = None,
    *,
    roads: RoadDays | None = None,
) -> Expansion:
    """Measure the expansion in each slice.

    Args:
        data: The data.
        slices: The slices, in the order of their days, without overlaps.
        terms: What to measure; by default attacks attributed to JNIM.
        roads: The statuses of the roads, for how exposed the gateways were.
    """
    terms = terms or Terms()
    codes = list(v.CONFIDENCE)
    extent = data.limits if terms.floor == codes[-1] else data.days
    every = attacks_in(data.events, group=terms.group, country=COUNTRY, weight=terms.weight)
    grades = every.frame["confidence"].to_numpy()
    counts = np.isin(grades, codes[: codes.index(terms.floor) + 1])
    where = southwest(data.admin1, terms.region_set)
    whole = Part(
        every,
        intervals_in(every.start, every.end, slices),
        where.inside(every.frame).to_numpy(),
        areas_of(every, terms.areas),
    )
    part = whole.only(counts)
    reached = arrivals(part.attacks, part.areas, slices)
    regions = arrivals(part.attacks, areas_of(part.attacks, "region"), slices)
    table = _table(part, slices, extent)
    table["new_areas"] = _new(reached, len(slices))
    table["new_regions"] = _new(regions, len(slices))
    sources = every.frame["source_ids"]
    usable = pd.Series({name: [name] for name in data.sources.index}, dtype=object)
    sensitivity = bands(
        whole,
        slices,
        floor=terms.floor,
        definitions={
            other.code: other.inside(every.frame).to_numpy()
            for other in _definitions(data.admin1, terms.region_set)
        },
        sources={
            "source": only_ones(sources, usable),
            "publisher": only_ones(sources, voices(data)),
        },
    )
    country = data.admin1[data.admin1["country"] == COUNTRY]
    days = table["days"].to_numpy()
    districts = districts_of(data)
    finer = None
    if districts is not None and terms.areas == "district":
        finer = changes(part.attacks, part.at, days, districts, level=2)
    return Expansion(
        terms=terms,
        slices=slices,
        southwest=where,
        units=country if len(country) else data.admin1,
        districts=districts,
        table=table,
        bands=sensitivity,
        changes=changes(part.attacks, part.at, days, country),
        district_changes=finer,
        areas=reached,
        regions=regions,
        exposure=None if roads is None else exposure(roads, data.roads, slices),
        attacks=part.attacks,
        at=part.at,
        inside=part.inside,
        cited=data.sources[["publisher", "published"]],
        extent=extent,
        leads_hidden=0 if terms.floor == codes[-1] else int((grades == codes[-1]).sum()),
    )


def shares_by_actor(
    data: Dataset, slices: tuple[Slice, ...], terms: Terms | None = None
) -> pd.DataFrame:
    """Return the share in the south-west of each actor's attacks in each slice.

    Returns:
        A row an actor (of ``vocabulary.ACTORS``, without those that have no attack) and slice:
        ``actor``, ``at``, ``attacks``, ``inside``, ``share``, ``share_low`` and ``share_high``.
        An attack attributed to two actors counts for both.
    """
    terms = terms or Terms()
    codes = list(v.CONFIDENCE)
    mine = attacks_in(data.events, group="all", country=COUNTRY)
    mine = mine.only(
        mine.frame["confidence"].isin(codes[: codes.index(terms.floor) + 1]).to_numpy()
    )
    at = intervals_in(mine.start, mine.end, slices)
    inside = southwest(data.admin1, terms.region_set).inside(mine.frame).to_numpy()
    nothing = pd.Series("", index=mine.frame.index)
    tables = []
    for actor in v.ACTORS:
        own = attributed(mine.frame, actor)
        here, whole = counts_in(
            Part(mine, np.where(own, at, OUTSIDE), inside, nothing), len(slices)
        )
        low, high = wilson(here, whole)
        table = pd.DataFrame(
            {
                "actor": actor,
                "at": np.arange(len(slices)),
                "attacks": whole,
                "inside": here,
                "share": share_of(here, whole),
                "share_low": low,
                "share_high": high,
            }
        )
        if whole.any():
            tables.append(table)
    columns = ["actor", "at", "attacks", "inside", "share", "share_low", "share_high"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)
