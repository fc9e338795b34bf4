"""The codes of the expansion: what is sliced, where the south-west is, how counts change.

The colours of the areas run from dark (reached early) to bright (reached late), after viridis,
whose steps keep their order for readers who do not see colour; the south-west's own colour and
those of the change classes follow the Okabe-Ito palette.
"""

from dataclasses import dataclass
from typing import Final

from sahel_map.i18n import noop
from sahel_map.vocabulary.terms import Term

__all__ = [
    "AREAS",
    "CHANGES",
    "COMPASS",
    "FIGURES",
    "GROUPS",
    "REGION_SETS",
    "SLICINGS",
    "SOUTHWEST_COLOUR",
    "SPREAD_MEASURES",
    "VARIANTS",
    "VIOLENT",
    "WEIGHTS",
    "Change",
    "RegionSet",
]

VIOLENT: Final = ("assault", "road", "remote", "people", "site")
"""The categories of events that a count of attacks covers."""

SOUTHWEST_COLOUR: Final = "#d55e00"

SPREAD_MEASURES: Final = (
    "kayes_attacks_growth", "kayes_attacks_growth_year", "west_attacks", "access_incidents",
    "access_incidents_share",
)  # fmt: skip
"""Measures of indicators.csv that speak of the spread and are no share of violence."""

SLICINGS: Final[dict[str, Term]] = {
    "phase": Term(noop("Phases"), noop("Named phases, each with its sources.")),
    "year": Term(noop("Years"), noop("Calendar years.")),
    "half": Term(noop("Half-years"), noop("January to June and July to December.")),
    "quarter": Term(noop("Quarters"), noop("Calendar quarters.")),
    "month": Term(noop("Months"), noop("Calendar months.")),
    "own": Term(noop("Own days"), noop("Slices of your own: the days on which each begins.")),
}

GROUPS: Final[dict[str, Term]] = {
    "jnim": Term(
        noop("Attributed to JNIM"),
        noop("Attacks in Mali that JNIM claimed or that sources attribute to it."),
    ),
    "all": Term(
        noop("All attacks"), noop("Attacks in Mali by anybody, state forces and unknown included.")
    ),
}


@dataclass(frozen=True, slots=True)
class RegionSet(Term):
    """A definition of the south-west.

    ``regions`` are the names of regions before 2023; ``carved`` the regions that were carved out
    of them in 2023 and count where a layer has them.
    """

    regions: tuple[str, ...] = ()
    carved: tuple[str, ...] = ()


_CARVED = ("Nioro", "Kita", "Nara", "Dioïla", "Bougouni", "Koutiala")

REGION_SETS: Final[dict[str, RegionSet]] = {
    "southwest": RegionSet(
        noop("Kayes, Koulikoro, Sikasso, Bamako"),
        noop("The three regions of the south-west, as they were before 2023, and the capital."),
        ("Kayes", "Koulikoro", "Sikasso", "Bamako"),
        _CARVED,
    ),
    "with-segou": RegionSet(
        noop("Kayes, Koulikoro, Sikasso, Bamako and Ségou"),
        noop("Also Ségou, which lies between the centre and the south-west."),
        ("Kayes", "Koulikoro", "Sikasso", "Bamako", "Ségou"),
        (*_CARVED, "San"),
    ),
    "new-borders": RegionSet(
        noop("Kayes, Koulikoro, Sikasso, Bamako in the borders of 2023"),
        noop(
            "Only what is still called Kayes, Koulikoro, Sikasso or Bamako since the regions were"
            " divided in 2023; needs a layer of the newer regions."
        ),
        ("Kayes", "Koulikoro", "Sikasso", "Bamako"),
    ),
}
"""Mali's 19 regions of 2023: Loi n° 2023-006 du 13 mars 2023."""

AREAS: Final[dict[str, Term]] = {
    "region": Term(noop("Regions"), noop("Units of the boundary layer.")),
    "district": Term(noop("Districts"), noop("Units of a finer layer, where one is loaded.")),
    "hex3": Term(noop("Hexagons"), noop("Cells of H3, resolution 3, some 12,000 km² each.")),
    "hex4": Term(noop("Small hexagons"), noop("Cells of H3, resolution 4, some 1,800 km² each.")),
}

WEIGHTS: Final[dict[str, Term]] = {
    "events": Term(noop("each attack alike"), noop("Every placed attack weighs the same.")),
    "deaths": Term(
        noop("by deaths"),
        noop("An attack weighs its lowest number of deaths; without a number it is left out."),
    ),
}


@dataclass(frozen=True, slots=True)
class Change(Term):
    """A class of change against the slice before, its mark and its colour."""

    mark: str = ""
    colour: str = "#808890"


CHANGES: Final[dict[str, Change]] = {
    "large_rise": Change(
        noop("large rise"), noop("More than 25 percent above the slice before."), "▲▲", "#d55e00"
    ),
    "rise": Change(noop("rise"), noop("10 to 25 percent above it."), "▲", "#e69f00"),
    "limited": Change(
        noop("limited change"), noop("Less than 10 percent above to 25 percent below it."), "=",
        "#808890",
    ),
    "fall": Change(noop("fall"), noop("More than 25 percent below it."), "▼", "#0072b2"),
    "few": Change(
        noop("too few to say"),
        noop("At most 5 attacks, and at most 2 in as many days of the slice before."),
        "·",
        "#808890",
    ),
    "first": Change(noop("nothing to compare with"), noop("The first slice."), "", "#808890"),
    "no_data": Change(
        noop("no data"), noop("This slice or the one before lies outside the data."), "–", "#808890"
    ),
}  # fmt: skip

FIGURES: Final[dict[str, Term]] = {
    "share": Term(noop("share in the south-west")),
    "new_areas": Term(noop("areas reached for the first time")),
    "median_km": Term(noop("median distance to Bamako")),
    "nearest_km": Term(noop("nearest attack to Bamako")),
    "centre_km": Term(noop("distance of the mean centre to Bamako")),
}
"""The headline figures, each of which is recomputed with other choices."""

VARIANTS: Final[dict[str, Term]] = {
    "precise": Term(noop("only attacks placed in a town or better")),
    "confidence": Term(noop("confidence {detail} or better")),
    "leads": Term(noop("with unverified leads")),
    "definition": Term(noop("south-west taken as {detail}")),
    "source": Term(noop("without the document “{detail}”")),
    "publisher": Term(noop("without everything from {detail}")),
}
"""The other choices; ``{detail}`` is which."""

COMPASS: Final = (
    noop("north"), noop("north-east"), noop("east"), noop("south-east"),
    noop("south"), noop("south-west"), noop("west"), noop("north-west"),
)  # fmt: skip
