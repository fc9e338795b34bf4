"""What every pack says of itself: whose the data are, what they rest on, how to read them."""

from sahel_map import vocabulary as v
from sahel_map.citation import events_licence
from sahel_map.i18n import date_text, gettext
from sahel_map.pack.content import Content
from sahel_map.store import Dataset
from sahel_map.veil import veil_text
from sahel_map.withholding import withheld_text

__all__ = ["cautions", "cut_off", "how_to_read", "layers", "licences", "withheld"]


def cut_off(data: Dataset) -> str:
    """Return the last day that the data speak of, in words."""
    days = data.days
    return date_text(days[1]) if days else gettext("no day, without events")


def licences(data: Dataset) -> list[str]:
    """Return the licences of events and tables, a sentence each."""
    ours = gettext("CC BY 4.0; facts are cited, no text of others")
    if not data.about:
        tables = gettext("Tables of events, claims, sources, numbers and roads")
        return [gettext("{what}: {terms}.").format(what=tables, terms=ours)]
    meaning = gettext(v.LICENCE_CLASSES[data.about["licence_class"]].meaning)
    tables = gettext("Tables of blockades, sources, numbers and roads")
    return [
        f"{events_licence(data)} {meaning}",
        gettext("{what}: {terms}.").format(what=tables, terms=ours),
    ]


def layers(data: Dataset) -> list[str]:
    """Return source, vintage and licence of the layers that the maps are drawn on, each once."""
    files = data.manifest.get("files", {}).values()
    told = [f"{about['source']}; {about['vintage']}; {about['licence']}." for about in files]
    return [
        *dict.fromkeys(told),
        gettext("Boundaries are generalised for display and give no legal opinion on any border."),
    ]


def withheld(content: Content) -> str:
    """Return what is left out of a pack because it must not be passed on; empty if nothing is."""
    seen = (content.data, *(leaf.sight.data for leaf in content.leaves))
    return withheld_text() if any(data.restricted for data in seen) else ""


def cautions(content: Content) -> list[str]:
    """Return what must be said of the whole pack, what is withheld among it, each once."""
    seen = (content.data, *(leaf.sight.data for leaf in content.leaves))
    told = [*(veil_text(data) for data in seen), *content.cautions, withheld(content)]
    return list(dict.fromkeys(caution for caution in told if caution))


def how_to_read(data: Dataset) -> list[str]:
    """Return what must be known to read maps and numbers, a paragraph each."""
    told = [
        gettext(
            "A dot on a map is a known place. A dashed ring or a hatched disc is the area in which"
            " an event lies. What is known by its region or country alone is counted, not drawn as"
            " a point."
        ),
        gettext(
            "Deaths are a range over the claims about one event and one kind of victim, from the"
            " lowest to the highest; running totals are never added. Missing means that nobody but"
            " a compiler gave a number; zero means that somebody reported none."
        ),
        gettext(
            "Dates are intervals: an event known only by its month counts in a period only when"
            " all of it lies inside."
        ),
    ]
    sample = gettext(
        "A curated sample, not a census: counts show what is listed, not all that happened."
    )
    return told if data.full else [sample, *told]
