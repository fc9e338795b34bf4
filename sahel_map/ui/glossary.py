"""Words of the field that a reader may not know, as data."""

from typing import Final

from sahel_map.i18n import noop

__all__ = ["GLOSSARY"]

GLOSSARY: Final[dict[str, str]] = {
    "Africa Corps": noop(
        "Russian force under the defence ministry; took over from Wagner in Mali in 2025."
    ),
    "Cercle": noop("Second level of administration in Mali, between the region and the commune."),
    noop("Claim"): noop(
        "One number that one side or witness gives for one event. Claims are kept apart; a headline"
        " is the range over them, never one party's number."
    ),
    "CSP-DPA": noop("Alliance of armed groups of the north, most of which joined the FLA in 2024."),
    "Dan Na Ambassagou": noop("Self-defence movement of dozo hunters in the Dogon country."),
    "Dozo": noop("Traditional hunters; armed in many places as village self-defence groups."),
    noop("Ellipse"): noop(
        "How far and in which direction the attacks of a slice lie around their mean centre: one"
        " standard deviation along its long and its short axis."
    ),
    "FAMa": noop("The Malian armed forces (Forces armées maliennes)."),
    "FLA": noop("Azawad Liberation Front: northern separatist groups, merged in late 2024."),
    "G5 Sahel": noop("Joint force of five Sahel states, from which Mali withdrew in 2022."),
    "GATIA": noop("Armed group of the north that sides with the government."),
    "IED": noop("Improvised explosive device: a home-made mine or bomb."),
    "IS Sahel, ISGS": noop(
        "Islamic State in the Sahel, earlier in the Greater Sahara; a rival of JNIM."
    ),
    "JNIM": noop(
        "Group for the Support of Islam and Muslims, founded in 2017, affiliated with al-Qaeda."
    ),
    "Katiba Macina": noop("The part of JNIM that is active in central and southern Mali."),
    noop("Lead"): noop(
        "An event that only compilers carry and no report confirms. It is hidden unless the lowest"
        " confidence is chosen."
    ),
    noop("Mean centre"): noop(
        "The average of the places of a slice's attacks; not a place where something happened."
    ),
    noop("Region"): noop(
        "First level of administration. The map has the older nine units; the law of 2023 names"
        " nineteen regions and Bamako."
    ),
    noop("Siege"): noop(
        "A town that an armed group cuts off. On a day it is confirmed by dated sources, possible"
        " (declared, disputed or loosely dated), or not confirmed any more."
    ),
    "VDP": noop("Civilian volunteers armed by the state of Burkina Faso."),
    "Wagner": noop("Russian private force in Mali from late 2021 to mid-2025."),
}
