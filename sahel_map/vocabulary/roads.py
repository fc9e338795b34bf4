"""The codes of the roads: statuses, blockades, agreements and fuel.

Status colours follow the Okabe-Ito palette, darkened where it would fade on a light map; dash
patterns and line widths carry the same difference for readers who do not see colour.
"""

from dataclasses import dataclass
from typing import Final

from sahel_map.i18n import noop
from sahel_map.vocabulary.terms import Term

__all__ = [
    "AGREEMENT_KINDS",
    "ALIGNMENT",
    "ARRIVALS",
    "COUNT_SCOPES",
    "CUTTING",
    "DESTINATIONS",
    "FUEL_KINDS",
    "PASSAGES",
    "ROAD_MODES",
    "ROAD_WEIGHTS",
    "SHARES_OF",
    "SPELL_KINDS",
    "SPELL_PRECISION",
    "SPELL_STATUSES",
    "STATE_TYPES",
    "STATUSES",
    "TIED_WEIGHTS",
    "RoadStatus",
]


@dataclass(frozen=True, slots=True)
class RoadStatus(Term):
    """A road's state on a day and how it is drawn; ``dash`` is an SVG dash pattern."""

    colour: str = "#808890"
    dash: str = ""
    weight: float = 3.0


STATUSES: Final[dict[str, RoadStatus]] = {
    "closed": RoadStatus(
        noop("Closed"),
        noop(
            "A blockade is enforced and there was an attack within 14 days, or a source says that"
            " nothing passes."
        ),
        "#d55e00", "", 5.5,
    ),
    "escort_only": RoadStatus(
        noop("Escort only"),
        noop("A blockade is enforced or partly eased, or a source says that only convoys pass."),
        "#c98500", "13 5", 4.5,
    ),
    "contested": RoadStatus(
        noop("Contested"),
        noop(
            "No blockade of this road itself, but attacks within 30 days, a tenth of it under"
            " threat within 90, or a ban or siege that touches it."
        ),
        "#9065ab", "6 5", 4.0,
    ),
    "open": RoadStatus(
        noop("Open"),
        noop("None of these, and events were recorded in its countries within 30 days."),
        "#2f86c1", "", 2.6,
    ),
    "no_data": RoadStatus(
        noop("No data"),
        noop("No event recorded in its countries within 30 days, or the last word is out of date."),
        "#808890", "2 4", 3.0,
    ),
}  # fmt: skip
"""From gravest to unknown; where roads share a stretch, the gravest is drawn."""

SPELL_KINDS: Final[dict[str, Term]] = {
    "town_siege": Term(noop("Siege of a town")),
    "corridor_checkpoint": Term(noop("Roadblocks and ambushes on a road")),
    "transport_ban": Term(noop("Ban on transport")),
    "fuel_blockade": Term(noop("Ban on fuel")),
    "river_blockade": Term(noop("Ban on river traffic")),
}

CUTTING: Final = ("corridor_checkpoint", "transport_ban", "river_blockade")
"""Kinds of spell that are about the road or river itself."""

SPELL_STATUSES: Final[dict[str, Term]] = {
    "declared": Term(noop("declared"), noop("Announced, not shown to be carried out.")),
    "enforced": Term(noop("enforced"), noop("Carried out.")),
    "partially_eased": Term(noop("partly eased"), noop("Carried out, with convoys let through.")),
    "lifted": Term(noop("lifted"), noop("Enforced until its end.")),
    "disputed": Term(noop("disputed"), noop("Sources differ on whether it was carried out.")),
}

PASSAGES: Final[dict[str, Term]] = {
    "": Term(noop("not stated")),
    "none": Term(noop("nothing passes")),
    "convoys": Term(noop("only convoys pass")),
}
"""What a source says passes on the roads that a spell names."""

SPELL_PRECISION: Final[dict[str, Term]] = {
    "day": Term(noop("day")),
    "week": Term(noop("week")),
    "month": Term(noop("month")),
    "quarter": Term(noop("quarter")),
    "year": Term(noop("year")),
    "unknown": Term(noop("not known")),
}

AGREEMENT_KINDS: Final[dict[str, Term]] = {
    "local_agreement": Term(noop("Local agreement")),
    "ceasefire": Term(noop("Ceasefire")),
    "siege_lifted": Term(noop("Siege lifted")),
    "truce": Term(noop("Truce")),
    "prisoner_release": Term(noop("Release of prisoners")),
    "other": Term(noop("Talks, demands and other")),
}

FUEL_KINDS: Final[dict[str, Term]] = {
    "tanker_attack": Term(noop("Attack on tankers")),
    "convoy_arrived": Term(noop("Convoy arrived")),
    "count": Term(noop("Count so far")),
    "declaration": Term(noop("Blockade declared")),
    "roadblock": Term(noop("Roadblock")),
    "abduction": Term(noop("Abduction")),
    "casualties": Term(noop("Casualties")),
    "shortage": Term(noop("Shortage")),
    "transport": Term(noop("Transport halted or resumed")),
    "strike": Term(noop("Strike")),
    "truce": Term(noop("Reported truce")),
    "truce_end": Term(noop("End of the reported truce")),
    "jnim_threat": Term(noop("Threat by JNIM")),
    "jnim_concession": Term(noop("Concession by JNIM")),
    "army_operation": Term(noop("Army operation")),
    "government_measure": Term(noop("Government measure")),
    "school_closure": Term(noop("Schools shut")),
    "school_reopening": Term(noop("Schools open again")),
    "embassy": Term(noop("Embassy advice")),
    "context": Term(noop("Context")),
}

ARRIVALS: Final = "convoy_arrived"
"""The kind of milestone that is a delivery."""

DESTINATIONS: Final[dict[str, Term]] = {
    "": Term(noop("not stated")),
    "bamako": Term("Bamako"),
    "mali": Term(noop("whole country")),
    "segou": Term("Ségou"),
    "mopti": Term("Mopti"),
    "gao": Term("Gao"),
}
"""Where a convoy was bound: only those for Bamako count in its weekly flow."""

COUNT_SCOPES: Final[dict[str, Term]] = {
    "": Term(noop("no count")),
    "event": Term(noop("this event")),
    "week": Term(noop("total of a week"), noop("In place of single convoys, never added.")),
    "cumulative": Term(noop("count so far"), noop("Drawn as a dot, never added.")),
}

ROAD_MODES: Final[dict[str, Term]] = {
    "road": Term(noop("road")),
    "river": Term(noop("river")),
    "rail": Term(noop("railway")),
}

SHARES_OF: Final[dict[str, Term]] = {
    "trade": Term(noop("of trade")),
    "imports": Term(noop("of imports")),
    "overland_imports": Term(noop("of imports by land")),
    "freight": Term(noop("of freight")),
    "exports": Term(noop("of exports")),
    "petroleum": Term(noop("of petroleum")),
}

ALIGNMENT: Final[dict[str, Term]] = {
    "high": Term(noop("high"), noop("Towns that the road is known to join.")),
    "medium": Term(noop("medium"), noop("Likely, or placed to the arc-minute.")),
    "low": Term(noop("low"), noop("The course between the towns is a guess.")),
}
"""How well the line of a leg follows the road."""

ROAD_WEIGHTS: Final[dict[str, int]] = {"convoy_attack": 3, "checkpoint": 2, "ied": 2, "ambush": 1}
"""Event types that are attacks on a road when they lie near it, with their weight in the
intensity of a segment. The weights are editorial: they say what stops traffic most."""

TIED_WEIGHTS: Final[dict[str, int]] = {
    "abduction": 2, "armed_attack": 1, "complex_attack": 1, "capture_of_town": 1, "execution": 1,
}  # fmt: skip
"""Event types that are attacks on a road only where their sources name it: a raid on a village or
an abduction from a house beside a road is neither."""

STATE_TYPES: Final = ("drone_strike", "air_strike", "state_operation")
"""Event types near a road that are shown apart and never counted as attacks."""
