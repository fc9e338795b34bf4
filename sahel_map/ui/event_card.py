"""One event in words for the reader's language: what panel and dossier both show of it."""

import datetime as dt
from typing import Any, Final

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import date_text, join_list, number_text
from sahel_map.i18n import gettext as _
from sahel_map.rules import split_list
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

__all__ = ["card", "source_words", "words"]

_LISTED: Final = 6
"""Voices of one measure that the panel names; the dossier has them all."""


def words() -> dict[str, str]:
    """Return the headings of an event's parts."""
    return {
        "also": _("Also written:"),
        "claims": _("Who says what"),
        "dispute": _("Where sources disagree"),
        "known": _("What is coded"),
        "sources": _("Sources"),
        "undated": _("undated"),
    }


def source_words(row: Any) -> dict[str, str]:  # noqa: ANN401  (a row of itertuples)
    """Return a source as templates show it."""
    named = row.source_id.startswith(v.NAMED)  # by a compiler, who repeats it and not the reverse
    told = _("as coded by {origin}") if named else _("after {origin}")
    origin = told.format(origin=row.origin.replace(";", ", ")) if row.origin else ""
    return {
        "publisher": row.publisher,
        "author": row.author.replace(";", ", "),
        "published": published_text(row.published),
        "url": row.url,
        "title": row.title,
        "kind": v.label(v.SOURCE_KINDS, row.kind),
        "origin": origin,
    }


def _facts(event: pd.Series, data: Dataset) -> list[tuple[str, str]]:
    confidence = v.CONFIDENCE[event["confidence"]]
    precision = v.GEO_PRECISION[event["geo_precision"]]
    groups = join_list([v.label(v.ACTORS, code) for code in event["actor_groups"]])
    names = data.roads.corridors["short_name"]
    roads = [_(names[name]) for name in event["corridor_id"] if name in names.index]
    best = event["fatalities_best"]
    flags = [v.label(v.FLAGS, code) for code in split_list(str(event["flags"]))]
    facts = [
        (_("Acted") if event["acted_known"] else _("Parties"), _(event.actor) or groups),
        (_("Against"), _against(event)),
        (_("Type"), v.label(v.EVENT_TYPES, event["event_type"])),
        (_("Coded in the file as"), str(event["coded_as"])),
        (_("Deaths, best estimate"), "" if pd.isna(best) else number_text(int(best))),
        (_("Region"), join_text(event)),
        (_("District"), str(event.get("admin2", ""))),
        (_("Commune"), str(event.get("admin3", ""))),
        (_("Place"), f"{_(precision.label)}. {_(precision.meaning)}"),
        (_("Named road"), join_list(roads) if roads else ""),
        (_("Date"), v.label(v.DATE_PRECISION, event["date_precision"])),
        (_("Confidence"), f"{_(confidence.label)}. {_(confidence.meaning)}"),
        (
            _("Checked"),
            "" if pd.isna(event["last_checked"]) else date_text(event["last_checked"].date()),
        ),
        (_("Identifier"), event["event_id"]),
        (_("Worth knowing"), _("; ").join(flags)),
        (_("Record"), _record(event, data)),
    ]
    return [(name, value) for name, value in facts if value]


def _against(event: pd.Series) -> str:
    if event["withheld"] or not event["acted_known"]:
        return _(event.target)
    return _(event.target) or _("not stated")


def _record(event: pd.Series, data: Dataset) -> str:
    """Return which row of which file an imported event is; empty for our own."""
    about = data.about
    if not about:
        return ""
    return _("{record} in {file}, imported on {day}").format(
        record=event["raw_id"] or event["event_id"],
        file=about["file"],
        day=date_text(dt.date.fromisoformat(str(about["imported_at"])[:10])),
    )


def _voices(claims: pd.DataFrame) -> list[tuple[str, str]]:
    """Return each measure with what each claimant says, shortest form."""
    rows = []
    for measure in v.MEASURES:
        said = claims[(claims["measure"] == measure) & (claims["scope"] == "event")]
        voices: dict[str, None] = {}
        claim: Any
        for claim in said.itertuples():
            number = _(claim.note) if measure in v.TEXTUAL else claim_text(claim)
            voices[pair_text(_(claim.claimant), number)] = None
        if not voices:
            continue
        listed = list(voices)[:_LISTED]
        if len(voices) > _LISTED:
            listed.append(_("{n} more").format(n=len(voices) - _LISTED))
        rows.append((v.label(v.MEASURES, measure), _("; ").join(listed)))
    return rows


def _withheld_text(data: Dataset) -> str:
    """Return why words of an event are not there."""
    if data.veil is not None and data.veil.round_km:
        return _("The public sees this exact site by its region or district alone.")
    return _("Title and summary were written with later sources and are not shown.")


def card(event: pd.Series, data: Dataset) -> dict[str, Any]:
    """Return what the templates show of an event.

    Args:
        event: A row of ``data.events``.
        data: The data of the view.
    """
    aliases = data.aliases_of(event["event_id"])
    return {
        "colour": v.colour_of(event["event_type"]),
        "kind": _(v.CATEGORIES[event["category"]].label),
        "title": _(event.title),
        "dates": dates_text(event),
        "where": where_text(event),
        "aliases": ", ".join(n for n in aliases if n not in {event.place, _(event.place)}),
        "lead": _("Unverified lead: no named publisher's own text has been read for it.")
        if event["confidence"] == "unverified"
        else "",
        "withheld": _withheld_text(data) if event["withheld"] else "",
        "summary": _(event.summary),
        "deaths": deaths_text(event),
        "claims": _voices(data.claims_of(event["event_id"])),
        "conflicts": _(event.conflicts),
        "facts": _facts(event, data),
        "sources": [source_words(row) for row in data.sources_of(event["event_id"]).itertuples()],
        "words": words(),
    }
