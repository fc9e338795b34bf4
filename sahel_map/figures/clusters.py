"""Clusters: events close together on the map as one ring with their number."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from sahel_map.figures.events import draw_ring
from sahel_map.figures.extent import Extent
from sahel_map.figures.sheet import Round, Sheet

__all__ = ["Cluster", "clusters_of", "draw_clusters"]

_REACH: Final = 46.0
"""Pixels within which events join, at every zoom."""

_DEEPEST: Final = 12
"""The zoom at which the web map begins to join them."""

_ONE: Final = 10.0


@dataclass
class Cluster:
    """Events that are drawn as one.

    Attributes:
        anchor: The point of its first event, which later ones are compared with.
        members: The numbers of its events.
    """

    anchor: tuple[float, float]
    members: list[int] = field(default_factory=list)


def clusters_of(points: Sequence[tuple[float, float]], zoom: float) -> list[Cluster]:
    """Join points level by level, from the closest view to that of a zoom.

    On each level a cluster joins the nearest one before it whose first event is within reach: the
    greedy way of the web map's library, which needs no more than one pass a level.

    Args:
        points: (x, y) in pixels of the zoom.
        zoom: That zoom.
    """
    found: dict[tuple[float, float], Cluster] = {}
    for number, (x, y) in enumerate(points):
        found.setdefault((x, y), Cluster((x, y))).members.append(number)
    clusters = list(found.values())
    for level in range(_DEEPEST, math.floor(zoom) - 1, -1):
        reach = _REACH / 2 ** (level - zoom)
        kept: list[Cluster] = []
        anchors = np.empty((len(clusters), 2))
        for cluster in clusters:
            away = np.hypot(*(anchors[: len(kept)] - cluster.anchor).T)
            nearest = int(away.argmin()) if kept else -1
            if nearest >= 0 and away[nearest] < reach:
                kept[nearest].members.extend(cluster.members)
            else:
                anchors[len(kept)] = cluster.anchor
                kept.append(Cluster(cluster.anchor, list(cluster.members)))
        clusters = kept
    return clusters


def draw_clusters(sheet: Sheet, extent: Extent, view: Mapping[str, Any]) -> list[Round]:
    """Draw events as clusters and return what must not be hidden."""
    events = view["events"]
    spots = extent.points([(event["lat"], event["lon"]) for event in events])
    drawn = []
    for cluster in clusters_of([(float(x), float(y)) for x, y in spots], extent.zoom):
        members = [events[number] for number in cluster.members]
        x, y = spots[cluster.members].mean(axis=0)
        size = _ONE if len(members) == 1 else 12 + 2.5 * math.log2(len(members))
        drawn.append(draw_ring(sheet, (float(x), float(y)), size, members, view["colours"]))
    return drawn
