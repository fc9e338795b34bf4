"""The codes of events and sources, with label, colour and meaning.

Colours follow the Okabe-Ito palette (Okabe and Ito 2008, "Color Universal Design"), which stays
apart for colour-blind readers; each passes 3:1 against both map backgrounds with its outline.
"""

from dataclasses import dataclass

from sahel_map.i18n import noop
from sahel_map.vocabulary.terms import Term

__all__ = [
    "ACTORS",
    "CATEGORIES",
    "CONFIDENCE",
    "COUNTRIES",
    "DATE_PRECISION",
    "EVENT_TYPES",
    "GEO_PRECISION",
    "PLACE_KINDS",
    "Category",
    "EventType",
    "Precision",
    "colour_of",
]


@dataclass(frozen=True, slots=True)
class Category(Term):
    """A family of event types: what the map colours by."""

    colour: str = "#7f7f7f"


@dataclass(frozen=True, slots=True)
class EventType(Term):
    """A kind of event and the category that gives it its colour."""

    category: str = "other"


@dataclass(frozen=True, slots=True)
class Precision(Term):
    """How well a place is known; ``radius_km`` is the ground it may stand for."""

    radius_km: float | None = None


CATEGORIES: dict[str, Category] = {
    "assault": Category(noop("Assault on a position or town"), colour="#d55e00"),
    "road": Category(noop("Attack on the road"), colour="#e69f00"),
    "remote": Category(noop("Explosives and drones"), colour="#cc79a7"),
    "people": Category(noop("Abduction or killing"), colour="#7b5ea7"),
    "site": Category(noop("Raid on an industrial site"), colour="#9c6b1e"),
    "blockade": Category(noop("Blockade or agreement"), colour="#0072b2"),
    "state": Category(noop("State operation or withdrawal"), colour="#009e73"),
    "protest": Category(noop("Protest or riot"), colour="#56b4e9"),
    "other": Category(noop("Statement or other"), colour="#808890"),
}

EVENT_TYPES: dict[str, EventType] = {
    "armed_attack": EventType(
        noop("Armed attack"), noop("Gunmen attack a post, village or group of people."), "assault"
    ),
    "complex_attack": EventType(
        noop("Complex attack"),
        noop("Several means or several targets at once, such as car bombs and gunmen."),
        "assault",
    ),
    "capture_of_town": EventType(
        noop("Base or town overrun"),
        noop("Attackers take a base or town, if only for some hours."),
        "assault",
    ),
    "ambush": EventType(
        noop("Ambush"), noop("A patrol or column is attacked on the move."), "road"
    ),
    "convoy_attack": EventType(
        noop("Attack on a convoy"), noop("Tankers, lorries or an escorted convoy are hit."), "road"
    ),
    "checkpoint": EventType(
        noop("Illegal checkpoint"), noop("Travellers are stopped and checked by gunmen."), "road"
    ),
    "ied": EventType(noop("Explosive device"), noop("A mine or improvised bomb."), "remote"),
    "drone_strike": EventType(
        noop("Drone strike"), noop("An armed drone, by any party."), "remote"
    ),
    "industrial_attack": EventType(
        noop("Raid on an industrial site"), noop("A mine, factory or building site is hit."), "site"
    ),
    "abduction": EventType(noop("Abduction"), noop("People are taken and held."), "people"),
    "execution": EventType(
        noop("Killing of civilians or captives"),
        noop("People who are not fighting are killed, by any party."),
        "people",
    ),
    "blockade_declared": EventType(
        noop("Blockade declared or tightened"), noop("A road or town is closed."), "blockade"
    ),
    "blockade_lifted": EventType(
        noop("Blockade lifted"), noop("A road or town is opened again."), "blockade"
    ),
    "local_agreement": EventType(
        noop("Local agreement"), noop("A deal between a community and an armed group."), "blockade"
    ),
    "state_operation": EventType(
        noop("State operation"),
        noop("Operations, air strikes and escorts by state forces."),
        "state",
    ),
    "withdrawal": EventType(noop("Withdrawal"), noop("Forces leave a base or town."), "state"),
    # From here on kinds that only imported files tell apart: their codes name no attacker, or are
    # wider than ours.
    "armed_clash": EventType(
        noop("Armed clash"), noop("Armed parties fight; who began is not coded."), "assault"
    ),
    "air_strike": EventType(
        noop("Air or drone strike"), noop("From the air, crewed or not, by any party."), "remote"
    ),
    "shelling": EventType(
        noop("Shelling or missiles"), noop("Artillery, mortars, rockets, by any party."), "remote"
    ),
    "suicide_bombing": EventType(
        noop("Suicide bombing"), noop("Attackers die with their bomb."), "remote"
    ),
    "explosive": EventType(
        noop("Other explosive"), noop("Grenades and other explosive weapons."), "remote"
    ),
    "attack_on_civilians": EventType(
        noop("Attack on civilians"),
        noop("People who are not fighting are attacked, with or without deaths, by any party."),
        "people",
    ),
    "sexual_violence": EventType(
        noop("Sexual violence"), noop("Sexual violence by any armed party."), "people"
    ),
    "arrests": EventType(noop("Arrests"), noop("Arrests that bear on a conflict."), "state"),
    "agreement": EventType(
        noop("Agreement"), noop("A deal between parties, local or national."), "blockade"
    ),
    "looting": EventType(
        noop("Looting or destruction"), noop("Property is taken or destroyed."), "other"
    ),
    "protest": EventType(noop("Protest"), noop("People demonstrate."), "protest"),
    "riot": EventType(noop("Riot"), noop("A violent demonstration, or a mob."), "protest"),
    "statement": EventType(noop("Statement"), noop("An announcement, threat or claim."), "other"),
    "other": EventType(noop("Other"), noop("Events that fit no other type."), "other"),
}

ACTORS: dict[str, Term] = {
    "jnim": Term("JNIM", noop("Group for the Support of Islam and Muslims, al-Qaeda affiliate.")),
    "isgs": Term(noop("Islamic State in the Sahel"), noop("IS Sahel, formerly ISGS.")),
    "fla": Term("FLA", noop("Azawad Liberation Front and, before it, the CSP-DPA.")),
    "fama": Term(
        noop("Malian forces and government"), noop("The Malian armed forces (FAMa) and government.")
    ),
    "africa_corps": Term(
        "Africa Corps / Wagner", noop("Russian forces in Mali: Wagner, then Africa Corps.")
    ),
    "dozo": Term(noop("Dozo hunters"), noop("Hunters' groups such as Dan Na Ambassagou.")),
    "state_other": Term(noop("Other states' forces"), noop("Forces of other states.")),
    "civil": Term(
        noop("Political or community leaders"), noop("Parties, religious or community leaders.")
    ),
    "unidentified": Term(noop("Unidentified"), noop("The sources do not say who acted.")),
    "other": Term(noop("Others"), noop("Groups and people that this list does not name.")),
}

GEO_PRECISION: dict[str, Precision] = {
    "exact": Precision(noop("exact site"), noop("Geolocated to within about 1 km."), 1.0),
    "town": Precision(noop("town"), noop("In or right beside a named settlement."), 5.0),
    "near": Precision(noop("near a place"), noop("Within about 25 km of the point."), 25.0),
    "area": Precision(
        noop("area"), noop("Somewhere in a named area, up to about 50 km from the point."), 50.0
    ),
    "district": Precision(
        noop("district only"), noop("Only the district is known: listed, not drawn.")
    ),
    "region": Precision(noop("region only"), noop("Only the region is known: listed, not drawn.")),
    "country": Precision(
        noop("country only"), noop("Only the country is known: listed, not drawn.")
    ),
}
"""From most to least precise: the order is the meaning of "at least"."""

CONFIDENCE: dict[str, Term] = {
    "high": Term(noop("high"), noop("Independent sources agree on the core of the event.")),
    "medium": Term(noop("medium"), noop("One good source, or several that differ.")),
    "low": Term(noop("low"), noop("One party's claim, or thin sourcing.")),
    "unverified": Term(
        noop("unverified lead"),
        noop("Only compilers, public repositories or digests: off unless asked for."),
    ),
}
"""From most to least trusted."""

DATE_PRECISION: dict[str, Term] = {
    "day": Term(noop("day")),
    "range": Term(noop("between two days")),
    "week": Term(noop("week")),
    "month": Term(noop("month")),
    "quarter": Term(noop("quarter")),
    "year": Term(noop("year")),
}

PLACE_KINDS = ("settlement", "road", "area", "region", "country", "site")

COUNTRIES: dict[str, str] = {
    "MLI": "ML", "BFA": "BF", "NER": "NE", "MRT": "MR", "SEN": "SN", "GIN": "GN", "CIV": "CI",
    "DZA": "DZ", "BEN": "BJ", "TGO": "TG", "GHA": "GH", "NGA": "NG",
}  # fmt: skip
"""ISO 3166-1 alpha-3 to alpha-2, for the names that Babel knows in each language."""


def colour_of(event_type: str) -> str:
    """Return the colour of an event type's category as ``#rrggbb``."""
    kind = EVENT_TYPES.get(event_type, EVENT_TYPES["other"])
    return CATEGORIES[kind.category].colour
