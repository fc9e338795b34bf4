"""Where scenes find data and measures: those that a server keeps, or made for the occasion."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import numpy.typing as npt

from sahel_map.basis import Basis, Narrowed
from sahel_map.measures.expansion import Expansion, Terms, expansion
from sahel_map.measures.road_days import road_days
from sahel_map.measures.roadside import DEFAULT_BUFFER_KM
from sahel_map.measures.slicing import Cutting, slices_of
from sahel_map.measures.status import RoadDays
from sahel_map.outcome import Outcome
from sahel_map.scenes.choices import basis_in
from sahel_map.scenes.scene import Scene
from sahel_map.selection import Selection
from sahel_map.store import Dataset
from sahel_map.tiles.hexagons import Hexagons

__all__ = ["Ground", "Vantage"]


@dataclass(frozen=True)
class Ground:
    """A dataset with what is measured in it, each on a basis.

    Attributes:
        narrowed: The dataset as some of its sources alone give it.
        outcome: What a selection selects.
        statuses: The status of every road on every day, for a buffer in kilometres.
        spread: The measures of the expansion, and what is wrong with the slices.
        hexagons: The hexagons of all events, of an H3 resolution, and which events are selected.
    """

    narrowed: Callable[[Basis], Narrowed]
    outcome: Callable[[Selection, Basis], Outcome]
    statuses: Callable[[Basis, float], RoadDays]
    spread: Callable[[Basis, Cutting, Terms], tuple[Expansion, list[str]]]
    hexagons: Callable[[Selection, Basis, int], tuple[Hexagons, npt.NDArray[Any]]]

    @classmethod
    def of(cls, data: Dataset) -> Self:
        """Return a dataset with measures that are made when asked for, each once."""
        narrowed = cache(lambda basis: basis.narrow(data))

        @cache
        def outcome(selection: Selection, basis: Basis) -> Outcome:
            return selection.outcome(narrowed(basis).data.events)

        @cache
        def statuses(basis: Basis, buffer_km: float) -> RoadDays:
            found = narrowed(basis).data
            return road_days(found.verified(), found.roads, buffer_km=buffer_km)

        @cache
        def spread(basis: Basis, cutting: Cutting, terms: Terms) -> tuple[Expansion, list[str]]:
            found = narrowed(basis).data
            slices, problems = slices_of(found, cutting)
            bare = found.roads.corridors.empty
            roads = None if bare else statuses(basis, DEFAULT_BUFFER_KM)
            return expansion(found, slices, terms, roads=roads), problems

        @cache
        def cells(basis: Basis, resolution: int) -> Hexagons:
            return Hexagons.of(narrowed(basis).data.events, resolution)

        def hexagons(
            selection: Selection, basis: Basis, resolution: int
        ) -> tuple[Hexagons, npt.NDArray[Any]]:
            return cells(basis, resolution), outcome(selection, basis).mask

        return cls(narrowed, outcome, statuses, spread, hexagons)


@dataclass(frozen=True)
class Vantage:
    """A scene with the data it is looked at in.

    Attributes:
        scene: The view.
        ground: Where data and measures are found.
        basis: The sources that count.
        data: The data as these sources alone give them.
    """

    scene: Scene
    ground: Ground
    basis: Basis
    data: Dataset

    @classmethod
    def of(cls, scene: Scene, ground: Ground) -> Self:
        """Return from where a scene is looked at."""
        basis = basis_in(scene.get, ground.narrowed(Basis()).data)
        return cls(scene, ground, basis, ground.narrowed(basis).data)

    def outcome(self) -> Outcome:
        """Return what the selection of the scene selects."""
        return self.ground.outcome(self.scene.selection, self.basis)
