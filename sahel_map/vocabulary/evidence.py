"""The codes of the evidence: sources, claims, published numbers and contradictions.

Colours of claimants follow the Okabe-Ito palette, as those of events do.
"""

from dataclasses import dataclass

from sahel_map.i18n import noop
from sahel_map.vocabulary.terms import Term

__all__ = [
    "CLAIMANT_KINDS",
    "CONTRADICTION_KINDS",
    "CONTRADICTION_TOPICS",
    "DEATHS",
    "INDICATOR_TOPICS",
    "MEASURES",
    "QUALIFIERS",
    "SCOPES",
    "SOURCE_KINDS",
    "SOURCE_LICENCES",
    "TEXTUAL",
    "UNITS",
    "Measure",
    "Unit",
    "Voice",
]


@dataclass(frozen=True, slots=True)
class Measure(Term):
    """What a claim counts; ``family`` is deaths, people, things, money or text (no number)."""

    family: str = "people"


@dataclass(frozen=True, slots=True)
class Voice(Term):
    """A kind of claimant and its colour."""

    colour: str = "#808890"


SOURCE_KINDS: dict[str, Term] = {
    "news": Term(noop("news")),
    "agency": Term(noop("news agency")),
    "ngo": Term(noop("non-governmental organisation")),
    "un": Term(noop("United Nations")),
    "government": Term(noop("government")),
    "analysis": Term(noop("analysis")),
    "blog": Term(noop("blog")),
    "wiki": Term(noop("wiki")),
    "dataset": Term(noop("dataset")),
    "repository": Term(noop("public repository")),
    "video": Term(noop("video")),
    "social": Term(noop("social media")),
}

SOURCE_LICENCES = ("copyright", "cc-by-sa-4.0", "cc-by-4.0", "public-domain", "unknown")


@dataclass(frozen=True, slots=True)
class Unit(Term):
    """A number with its unit; ``one`` is the wording for a single one, where it differs."""

    one: str = ""


MEASURES: dict[str, Measure] = {
    "soldiers_killed": Measure(
        noop("Soldiers killed"),
        noop("State forces: army, gendarmes, police, customs, forest guards."),
        "deaths",
    ),
    "foreign_forces_killed": Measure(
        noop("Foreign fighters of the state side killed"),
        noop("Russian forces in Mali, and soldiers of other states."),
        "deaths",
    ),
    "militia_killed": Measure(
        noop("Self-defence fighters killed"),
        noop("Volunteers, dozo hunters and allied armed groups."),
        "deaths",
    ),
    "civilians_killed": Measure(noop("Civilians killed"), "", "deaths"),
    "people_killed": Measure(
        noop("People killed"),
        noop("Victims that the source takes together or does not tell apart; not the attackers."),
        "deaths",
    ),
    "militants_killed": Measure(
        noop("Militants killed"), noop("Members of armed groups, by whomever."), "deaths"
    ),
    "people_wounded": Measure(noop("People wounded")),
    "people_missing": Measure(noop("People missing")),
    "people_abducted": Measure(noop("People abducted")),
    "people_captured": Measure(noop("Soldiers captured")),
    "people_arrested": Measure(noop("People arrested")),
    "people_freed": Measure(noop("People freed")),
    "tankers_destroyed": Measure(noop("Tankers destroyed"), "", "things"),
    "tankers_in_convoy": Measure(noop("Tankers in the convoy"), "", "things"),
    "vehicles_destroyed": Measure(noop("Vehicles destroyed"), "", "things"),
    "places_attacked": Measure(noop("Places attacked"), "", "things"),
    "ransom_eur_million": Measure(noop("Ransom, million euros"), "", "money"),
    "ransom_usd_million": Measure(noop("Ransom, million US dollars"), "", "money"),
    "responsibility": Measure(noop("Who did it"), "", "text"),
    "outcome": Measure(noop("How it ended"), "", "text"),
    "date": Measure(noop("When"), "", "text"),
    "place": Measure(noop("Where"), "", "text"),
    "account": Measure(noop("What happened"), "", "text"),
}

DEATHS = tuple(code for code, measure in MEASURES.items() if measure.family == "deaths")
"""The measures a headline toll may count."""

TEXTUAL = tuple(code for code, measure in MEASURES.items() if measure.family == "text")
"""The measures that carry words instead of a number."""

SCOPES: dict[str, Term] = {
    "event": Term(noop("this event"), noop("About this event and no other.")),
    "part": Term(noop("part of it"), noop("About one village, day or group of victims only.")),
    "several": Term(
        noop("several together"), noop("About several places or events; never split among them.")
    ),
    "cumulative": Term(noop("running total"), noop("A sum over a period; never added to events.")),
}

CLAIMANT_KINDS: dict[str, Voice] = {
    "authorities": Voice(noop("Malian authorities"), "", "#009e73"),
    "russian": Voice(noop("Russian forces and media"), "", "#66a61e"),
    "other_state": Voice(noop("Other states"), "", "#9c6b1e"),
    "jnim": Voice("JNIM", "", "#d55e00"),
    "isgs": Voice(noop("Islamic State in the Sahel"), "", "#a6423a"),
    "fla": Voice("CSP-DPA, FLA", "", "#e69f00"),
    "local": Voice(noop("Residents and local voices"), "", "#0072b2"),
    "press": Voice(noop("Press"), "", "#56a0d3"),
    "research": Voice(noop("Researchers, NGOs and UN"), "", "#7b5ea7"),
    "compiler": Voice(noop("Compilers"), noop("Wikis, public repositories, digests."), "#808890"),
}

CONTRADICTION_TOPICS: dict[str, Term] = {
    "tolls": Term(noop("Tolls")),
    "dates": Term(noop("Dates")),
    "places": Term(noop("Places")),
    "control": Term(noop("Control")),
    "money": Term(noop("Money")),
    "groups": Term(noop("Groups")),
    "counts": Term(noop("Other counts")),
}

CONTRADICTION_KINDS: dict[str, Term] = {
    "dispute": Term(noop("open dispute"), noop("Accounts differ and are not settled here.")),
    "definition": Term(
        noop("different question"), noop("The numbers count different things or different times.")
    ),
    "error": Term(noop("error in a document"), noop("The evidence shows one document wrong.")),
}

INDICATOR_TOPICS: dict[str, Term] = {
    "violence": Term(noop("Violence")),
    "territory": Term(noop("Sieges and agreements")),
    "economy": Term(noop("Fuel, trade and money")),
    "forces": Term(noop("Forces")),
    "distances": Term(noop("Distances")),
}

QUALIFIERS: dict[str, Term] = {
    "": Term(""),
    "exactly": Term("{n}"),
    "between": Term("{n}"),
    "about": Term(noop("about {n}")),
    "nearly": Term(noop("nearly {n}")),
    "at_least": Term(noop("at least {n}")),
    "over": Term(noop("over {n}")),
    "up_to": Term(noop("up to {n}")),
}
"""How a source hedges a number."""

UNITS: dict[str, Unit] = {
    "percent": Unit(noop("{n}%")),
    "attacks": Unit(noop("{n} attacks"), one=noop("{n} attack")),
    "incidents": Unit(noop("{n} incidents"), one=noop("{n} incident")),
    "deaths": Unit(noop("{n} deaths"), one=noop("{n} death")),
    "people": Unit(noop("{n} people"), one=noop("{n} person")),
    "soldiers": Unit(noop("{n} soldiers"), one=noop("{n} soldier")),
    "fighters": Unit(noop("{n} fighters"), one=noop("{n} fighter")),
    "towns": Unit(noop("{n} towns"), one=noop("{n} town")),
    "villages": Unit(noop("{n} villages"), one=noop("{n} village")),
    "countries": Unit(noop("{n} countries"), one=noop("{n} country")),
    "roads": Unit(noop("{n} roads"), one=noop("{n} road")),
    "agreements": Unit(noop("{n} agreements"), one=noop("{n} agreement")),
    "sieges": Unit(noop("{n} sieges"), one=noop("{n} siege")),
    "groups": Unit(noop("{n} groups"), one=noop("{n} group")),
    "tankers": Unit(noop("{n} tankers"), one=noop("{n} tanker")),
    "vehicles": Unit(noop("{n} vehicles"), one=noop("{n} vehicle")),
    "sites": Unit(noop("{n} sites"), one=noop("{n} site")),
    "aircraft": Unit(noop("{n} aircraft")),
    "releases": Unit(noop("{n} releases"), one=noop("{n} release")),
    "hours": Unit(noop("{n} hours"), one=noop("{n} hour")),
    "days": Unit(noop("{n} days"), one=noop("{n} day")),
    "litres": Unit(noop("{n} litres"), one=noop("{n} litre")),
    "tonnes": Unit(noop("{n} tonnes"), one=noop("{n} tonne")),
    "rank": Unit(noop("rank {n}")),
    "kilometres": Unit(noop("{n} km")),
    "miles": Unit(noop("{n} miles"), one=noop("{n} mile")),
    "square_miles": Unit(noop("{n} square miles for each fighter")),
    "people_per_fighter": Unit(noop("{n} people for each fighter")),
    "soldiers_per_fighter": Unit(noop("{n} soldiers for each fighter")),
    "eur_million": Unit(noop("{n} million euros")),
    "usd_million": Unit(noop("{n} million US dollars")),
    "xof_billion": Unit(noop("{n} billion CFA francs")),
    "times": Unit(noop("{n} times")),
}
"""A number with its unit."""
