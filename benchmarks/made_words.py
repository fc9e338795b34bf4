"""What made ACLED rows are made of: kinds of events with their shares, parties, sentences."""

from dataclasses import dataclass
from typing import Final

__all__ = [
    "ASSOCIATES", "DETAILS", "KINDS", "PARTIES", "SCALES", "SOURCES", "TAGS", "Kind", "Party",
]  # fmt: skip


@dataclass(frozen=True)
class Party:
    """A party as ACLED names it; ``{c}`` stands for the country, ``inter`` is its kind."""

    name: str
    inter: str


@dataclass(frozen=True)
class Kind:
    """A sub-event type.

    Attributes:
        disorder: ``disorder_type``.
        event: ``event_type``.
        sub: ``sub_event_type``.
        share: Its weight among all events.
        first: Which of ``PARTIES`` can be ``actor1``, as letters.
        second: The same of ``actor2``; empty where there is none.
        deadly: The share of events with deaths.
    """

    disorder: str
    event: str
    sub: str
    share: float
    first: str
    second: str
    deadly: float


_STATE, _REBEL, _MILITIA = "State forces", "Rebel group", "Political militia"

PARTIES: Final[dict[str, tuple[Party, ...]]] = {
    "S": (
        Party("Military Forces of {c} (1997-2012)", _STATE),
        Party("Military Forces of {c} (2012-2021)", _STATE),
        Party("Military Forces of {c} (2021-)", _STATE),
        Party("Police Forces of {c} (2021-)", _STATE),
    ),
    "R": (
        Party("JNIM: Group for Support of Islam and Muslims", _REBEL),
        Party("Katiba Macina", _REBEL),
        Party("Katiba Gourma", _REBEL),
        Party("Islamic State (West Africa) - Greater Sahara Faction", _REBEL),
        Party("Islamic State (Sahel)", _REBEL),
        Party("Islamic State and/or JNIM", _REBEL),
    ),
    "M": (
        Party("Unidentified Armed Group ({c})", _MILITIA),
        Party("VDP: Volunteer for Defense of Homeland", _MILITIA),
    ),
    "W": (Party("Wagner Group", "External/Other forces"),),
    "P": (Party("Protesters ({c})", "Protesters"),),
    "Z": (Party("Rioters ({c})", "Rioters"),),
    "C": (Party("Civilians ({c})", "Civilians"),),
}

_VIOLENCE: Final = "Political violence"
_BOTH: Final = "Political violence; Demonstrations"
_STRATEGIC: Final = "Strategic developments"
_REMOTE: Final = "Explosions/Remote violence"
_CIVILIANS: Final = "Violence against civilians"

KINDS: Final = (
    Kind(_VIOLENCE, "Battles", "Armed clash", 0.215, "SSW", "RRM", 0.6),
    Kind(_VIOLENCE, "Battles", "Government regains territory", 0.006, "S", "R", 0.4),
    Kind(_VIOLENCE, "Battles", "Non-state actor overtakes territory", 0.010, "R", "S", 0.5),
    Kind(_BOTH, "Protests", "Excessive force against protesters", 0.004, "S", "P", 0.5),
    Kind("Demonstrations", "Protests", "Protest with intervention", 0.020, "P", "S", 0.0),
    Kind("Demonstrations", "Protests", "Peaceful protest", 0.150, "P", "", 0.0),
    Kind(_BOTH, "Riots", "Violent demonstration", 0.035, "Z", "S", 0.1),
    Kind(_VIOLENCE, "Riots", "Mob violence", 0.040, "Z", "C", 0.2),
    Kind(_VIOLENCE, _REMOTE, "Chemical weapon", 0.0005, "S", "R", 0.2),
    Kind(_VIOLENCE, _REMOTE, "Air/drone strike", 0.050, "SW", "R", 0.6),
    Kind(_VIOLENCE, _REMOTE, "Suicide bomb", 0.004, "R", "SC", 0.9),
    Kind(_VIOLENCE, _REMOTE, "Shelling/artillery/missile attack", 0.022, "RS", "SC", 0.3),
    Kind(_VIOLENCE, _REMOTE, "Remote explosive/landmine/IED", 0.060, "R", "SMC", 0.5),
    Kind(_VIOLENCE, _REMOTE, "Grenade", 0.002, "M", "C", 0.4),
    Kind(_VIOLENCE, _CIVILIANS, "Sexual violence", 0.006, "MR", "C", 0.1),
    Kind(_VIOLENCE, _CIVILIANS, "Attack", 0.175, "RMSW", "C", 0.7),
    Kind(_VIOLENCE, _CIVILIANS, "Abduction/forced disappearance", 0.085, "RMS", "C", 0.0),
    Kind(_STRATEGIC, _STRATEGIC, "Agreement", 0.003, "R", "S", 0.0),
    Kind(_STRATEGIC, _STRATEGIC, "Arrests", 0.016, "S", "R", 0.0),
    Kind(_STRATEGIC, _STRATEGIC, "Change to group/activity", 0.025, "SR", "", 0.0),
    Kind(_STRATEGIC, _STRATEGIC, "Disrupted weapons use", 0.017, "S", "R", 0.0),
    Kind(_STRATEGIC, _STRATEGIC, "Headquarters or base established", 0.002, "R", "", 0.0),
    Kind(_STRATEGIC, _STRATEGIC, "Looting/property destruction", 0.045, "RM", "C", 0.0),
    Kind(_STRATEGIC, _STRATEGIC, "Non-violent transfer of territory", 0.004, "R", "", 0.0),
    Kind(_STRATEGIC, _STRATEGIC, "Other", 0.010, "R", "", 0.0),
)

ASSOCIATES: Final = ("", "", "Farmers ({c})", "Traders ({c}); Women ({c})", "Pupils ({c})")
"""Whom civilians are counted among."""

SOURCES: Final = (
    "Made Gazette", "Invented Radio", "Example Wire; Made Gazette", "Undisclosed Source",
    "Test Tribune", "Invented Radio; Test Tribune; Example Wire", "Sample Observer",
)  # fmt: skip

SCALES: Final = (
    "National", "Local partner-Other", "Subnational", "Other", "Regional", "International",
    "New media-National", "Local partner",
)  # fmt: skip

TAGS: Final = (
    "",
    "",
    "",
    "",
    "crowd size=no report",
    "local administrators",
    "women targeted: girls",
)

DETAILS: Final = (
    "Nobody saw it, because it did not happen.",
    "The village is invented too, and so is the road that leads to it from the river.",
    "The parties withdrew at dusk; the market opened again on the next day, as the tale goes.",
    'A trader who does not exist said that it was "as quiet as on any day", and went on.',
    "Two vehicles, three motorcycles and a cart stand in this sentence for all that could be lost.",
    "Écrit pour l'essai : ni le lieu, ni l'heure, ni les personnes de cette ligne ne sont vrais.",
)
"""Sentences for the notes: quotation marks, accents and punctuation as in real ones."""
