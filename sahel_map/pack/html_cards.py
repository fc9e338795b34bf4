"""The details that a click on a map opens: events, roads, sieges and agreements in words."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext, join_list, number_text
from sahel_map.road_wording import (
    about_day_text,
    imposer_text,
    length_text,
    spell_name,
    spell_text,
)
from sahel_map.store import Dataset
from sahel_map.wording import (
    claim_text,
    dates_text,
    deaths_text,
    join_text,
    pair_text,
    published_text,
    where_text,
)

__all__ = ["Cards", "source_words"]

_VOICES = 6
"""Voices of one measure that are named; the claims table has them all."""

_SPELLS = 4
"""Blockades of a road that its card names, the latest first."""


def source_words(row: Any) -> dict[str, str]:  # noqa: ANN401  (a row of itertuples)
    """Return a source as it is shown; its address only where a browser can follow it."""
    # A compiler named it, who repeats it and not the reverse.
    named = row.source_id.startswith(v.NAMED)
    told = gettext("as coded by {origin}") if named else gettext("after {origin}")
    return {
        "publisher": str(row.publisher),
        "author": row.author.replace(";", ", "),
        "published": published_text(row.published) or gettext("undated"),
        "title": str(row.title),
        "url": row.url if row.url.startswith(("https://", "http://")) else "",
        "kind": v.label(v.SOURCE_KINDS, row.kind),
        "origin": told.format(origin=row.origin.replace(";", ", ")) if row.origin else "",
    }


def _voices(claims: pd.DataFrame) -> list[tuple[str, str]]:
    """Return each measure with what each claimant says of the event alone, in short."""
    said: dict[str, dict[str, None]] = {}
    claim: Any
    for claim in claims.itertuples():
        if claim.scope != "event":
            continue
        number = gettext(claim.note) if claim.measure in v.TEXTUAL else claim_text(claim)
        voice = pair_text(gettext(claim.claimant), number)
        said.setdefault(claim.measure, {})[voice] = None
    rows = []
    for measure in v.MEASURES:
        voices = list(said.get(measure, ()))
        listed = voices[:_VOICES]
        if len(voices) > _VOICES:
            listed.append(gettext("{n} more").format(n=number_text(len(voices) - _VOICES)))
        if listed:
            rows.append((v.label(v.MEASURES, measure), "; ".join(listed)))
    return rows


def _event_notes(event: Any) -> list[str]:  # noqa: ANN401
    notes = []
    if event.confidence == "unverified":
        notes.append(
            gettext("Unverified lead: no named publisher's own text has been read for it.")
        )
    if event.withheld:
        notes.append(
            gettext("Title and summary were written with later sources and are not shown.")
        )
    return notes


def _event_facts(event: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    confidence = v.CONFIDENCE[event.confidence]
    precision = v.GEO_PRECISION[event.geo_precision]
    groups = join_list([v.label(v.ACTORS, code) for code in event.actor_groups])
    acted = gettext("Acted") if event.acted_known else gettext("Parties")
    return [
        (acted, gettext(event.actor) or groups),
        (gettext("Against"), gettext(event.target)),
        (gettext("Type"), v.label(v.EVENT_TYPES, event.event_type)),
        (gettext("Region"), join_text(event)),
        (gettext("Place"), f"{gettext(precision.label)}. {gettext(precision.meaning)}"),
        (gettext("Date"), v.label(v.DATE_PRECISION, event.date_precision)),
        (gettext("Confidence"), f"{gettext(confidence.label)}. {gettext(confidence.meaning)}"),
        (gettext("Identifier"), event.event_id),
    ]


def _card(title: str, lines: Iterable[str], **parts: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a card without its empty parts: each is kept in the file many times over."""
    parts["lists"] = [
        (heading, kept)
        for heading, rows in parts.get("lists", [])
        if (kept := [row for row in rows if row[1]])
    ]
    card = {"title": title, "lines": [line for line in lines if line], **parts}
    return {name: value for name, value in card.items() if value}


class Cards:
    """The details of a file: each once, with the sources they rest on, each once.

    Attributes:
        cards: What is shown; ``sources`` of a card counts in the list of sources.
        sources: The sources of all cards.
    """

    def __init__(self) -> None:
        self.cards: list[dict[str, Any]] = []
        self.sources: list[dict[str, str]] = []
        self._known: dict[str, int] = {}
        # Views of the same data share their events; a dataset lives as long as the pack's views.
        self._events: dict[tuple[str, int], int] = {}

    def _number(self, value: dict[str, Any], listed: list[Any]) -> int:
        key = json.dumps(value, sort_keys=True, ensure_ascii=False)
        if key not in self._known:
            self._known[key] = len(listed)
            listed.append(value)
        return self._known[key]

    def _add(self, card: dict[str, Any], sources: pd.DataFrame) -> int:
        numbers = [self._number(source_words(row), self.sources) for row in sources.itertuples()]
        return self._number({**card, "sources": numbers}, self.cards)

    def sources_of(self, number: int) -> list[dict[str, str]]:
        """Return the sources of a card."""
        return [self.sources[source] for source in self.cards[number]["sources"]]

    def event(self, event_id: str, data: Dataset) -> int:
        """Return the number of the card of an event."""
        key = (event_id, id(data))
        if key not in self._events:
            self._events[key] = self._event(event_id, data)
        return self._events[key]

    def _event(self, event_id: str, data: Dataset) -> int:
        event: Any = data.events.loc[event_id]
        names = {event["place"], gettext(event["place"])}
        aliases = ", ".join(name for name in data.aliases_of(event_id) if name not in names)
        card = _card(
            gettext(event["title"]),
            [where_text(event), aliases and f"{gettext('Also written:')} {aliases}"],
            kind=gettext(v.CATEGORIES[event["category"]].label),
            colour=v.colour_of(event["event_type"]),
            when=dates_text(event),
            notes=_event_notes(event),
            text=gettext(event["summary"]),
            strong=deaths_text(event),
            lists=[
                (gettext("Who says what"), _voices(data.claims_of(event_id))),
                (
                    gettext("Where sources disagree"),
                    [("", gettext(event["conflicts"]))],
                ),
                (gettext("What is coded"), _event_facts(event)),
            ],
        )
        return self._add(card, data.sources_of(event_id))

    def road(self, corridor_id: str, view: Mapping[str, Any], data: Dataset) -> int:
        """Return the number of the card of a road, in its state in a view."""
        corridor: Any = data.roads.corridors.loc[corridor_id]
        state = view["roads"][corridor_id]
        style = view["styles"][state["status"]]
        spells = data.roads.spells_of(corridor_id)
        begun = spells[spells["start"] <= pd.Timestamp(view["day"])]
        latest: list[Any] = list(begun.sort_values("start", ascending=False).itertuples())
        told = [
            (spell_name(spell), f"{spell_text(spell)}. {v.label(v.SPELL_STATUSES, spell.status)}")
            for spell in latest[:_SPELLS]
        ]
        note = gettext(corridor["length_note"])
        card = _card(
            gettext(corridor["name"]),
            [state["reason"]],
            kind=style["label"],
            colour=style["colour"],
            lists=[
                (
                    "",
                    [
                        (
                            gettext("Runs from"),
                            f"{gettext(corridor['from_place'])} – {gettext(corridor['to_place'])}",
                        ),
                        (gettext("Length"), f"{length_text(corridor)}. {note}".strip()),
                        (gettext("Road numbers"), ", ".join(corridor["road_numbers"])),
                        (gettext("Carries"), ", ".join(map(gettext, corridor["commodities"]))),
                        (gettext("Note"), gettext(corridor["note"])),
                        (
                            gettext("Grade of the line"),
                            v.label(v.CONFIDENCE, corridor["confidence"]),
                        ),
                    ],
                ),
                (gettext("Blockades that name this road"), told),
            ],
        )
        cited = [corridor["source_ids"], *(spell.source_ids for spell in latest[:_SPELLS])]
        return self._add(card, data.cited(";".join(dict.fromkeys(";".join(cited).split(";")))))

    def siege(self, spell_id: str, data: Dataset) -> int:
        """Return the number of the card of a siege."""
        spell: Any = data.roads.blockades.loc[spell_id]
        card = _card(
            spell_name(spell),
            [v.label(v.SPELL_STATUSES, spell.status)],
            when=spell_text(spell),
            text=gettext(spell.summary),
            lists=[
                (
                    "",
                    [
                        (gettext("Imposed by"), imposer_text(spell)),
                        (gettext("Demands"), gettext(spell.demands)),
                        (gettext("Effects"), gettext(spell.effects)),
                        (gettext("Confidence"), v.label(v.CONFIDENCE, spell.confidence)),
                    ],
                )
            ],
        )
        return self._add(card, data.cited(spell.source_ids))

    def agreement(self, agreement_id: str, data: Dataset) -> int:
        """Return the number of the card of an agreement."""
        deal: Any = data.roads.agreements.loc[agreement_id]
        card = _card(
            gettext(deal.place),
            [v.label(v.AGREEMENT_KINDS, deal.kind)],
            when=about_day_text(deal.date, deal.date_precision),
            text=gettext(deal.summary),
            lists=[
                (
                    "",
                    [
                        (gettext("Between"), join_list([gettext(name) for name in deal.parties])),
                        (gettext("What became of it"), gettext(deal.outcome)),
                        (gettext("Confidence"), v.label(v.CONFIDENCE, deal.confidence)),
                    ],
                )
            ],
        )
        return self._add(card, data.cited(deal.source_ids))
