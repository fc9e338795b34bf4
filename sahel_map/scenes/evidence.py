"""The Evidence page as a scene: a dossier, contradictions, what rests on whom, what was known."""

import math
from typing import Any, Final

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import date_text, gettext
from sahel_map.maps import event_group
from sahel_map.measures.agreement import most_disputed
from sahel_map.measures.nearby import nearby_events
from sahel_map.scenes.attacks import event_drawing, event_lines
from sahel_map.scenes.cited import cited_sources
from sahel_map.scenes.contradictions import contradictions
from sahel_map.scenes.counted import event_numbers
from sahel_map.scenes.ground import Vantage
from sahel_map.scenes.sight import Drawing, KeyNumber, Line, Sight
from sahel_map.scenes.withheld import may_be_shown
from sahel_map.wording import claim_text, deaths_text, pair_text

__all__ = ["NEAR_DAYS", "NEAR_KM", "evidence", "ground_of"]

NEAR_KM: Final = 100
NEAR_DAYS: Final = 60
"""How far in space and time another event may lie and still be shown with one."""


def ground_of(event: Any) -> tuple[tuple[float, float], tuple[float, float]]:  # noqa: ANN401
    """Return the corners of the ground around an event, at least its own uncertainty.

    Returns:
        South-west and north-east corner, (lat, lon) in degrees.
    """
    radius = v.GEO_PRECISION[event.geo_precision].radius_km or 0
    up = max(40.0, 1.3 * radius) / 111  # kilometres of a degree of latitude
    across = up / math.cos(math.radians(event.lat))
    return (event.lat - up, event.lon - across), (event.lat + up, event.lon + across)


def _said(claim: Any) -> str:  # noqa: ANN401  (a row of claims)
    what = v.label(v.MEASURES, claim.measure)
    number = "" if claim.measure in v.TEXTUAL else claim_text(claim)
    words = pair_text(what, number) if number else what
    said = pair_text(gettext(claim.claimant), words)
    # What is said of several events, or of all so far, is not said of this one.
    about = "" if claim.scope == "event" else v.label(v.SCOPES, claim.scope)
    note = "; ".join(filter(None, [about, gettext(claim.note) if claim.note else ""]))
    return gettext("{said} ({note})").format(said=said, note=note) if note else said


def _dossier_numbers(event: Any, claims: pd.DataFrame) -> list[KeyNumber]:  # noqa: ANN401
    low, high = event["fatalities_low"], event["fatalities_high"]
    silent = pd.isna(low) and pd.isna(high)
    deaths = KeyNumber(
        "deaths",
        gettext("Deaths"),
        gettext("not reported") if silent else deaths_text(event),
        None if pd.isna(low) else float(low),
        None if pd.isna(high) or event["fatalities_open"] else float(high),
    )
    voices = int(claims["claimant"].nunique())
    return [
        deaths,
        KeyNumber.of("claims", gettext("Claims"), len(claims)),
        KeyNumber.of("claimants", gettext("Claimants"), voices),
    ]


def _dossier(at: Vantage) -> Sight:
    data, outcome = at.data, at.outcome()
    wanted = at.scene.get("event")
    candidates = [*most_disputed(outcome, data.claims), *outcome.latest(1).index]
    event_id = wanted if wanted in data.events.index else next(iter(candidates), None)
    if event_id is None or data.restricted:
        return _listed(at)
    event: Any = data.events.loc[event_id]
    near = nearby_events(data.events, event_id, km=NEAR_KM, days=NEAR_DAYS)
    near = near[near["confidence"] != "unverified"]
    shown = data.events.loc[[event_id, *near.index]]
    drawings = []
    if pd.notna(event["lat"]):
        group = event_group(shown, data.admin1, selected=event_id, focus=ground_of(event))
        text = gettext("The event, with others within {km} km and {days} days.")
        caption = text.format(km=NEAR_KM, days=NEAR_DAYS)
        drawings.append(Drawing(group.function, group.view, caption))
    claims = data.claims_of(event_id)
    rows: list[Any] = list(claims.itertuples())
    title = gettext(str(event["title"]))
    return Sight(
        scene=at.scene,
        data=data,
        title=title,
        selection=gettext("The event {event}").format(event=title),
        drawings=tuple(drawings),
        numbers=tuple(_dossier_numbers(event, claims)),
        lines=(
            *event_lines(event_id, data),
            *(Line(_said(row), (row.source_id,)) for row in rows),
        ),
        sources=cited_sources(claims["source_id"], data, first=str(event["source_ids"])),
        events=may_be_shown(data.events.loc[[event_id]], data),
    )


def _listed_title(at: Vantage) -> str:
    known = at.basis.known
    if at.scene.get("part") == "known" and known:
        return gettext("As known on {day}").format(day=date_text(known))
    return gettext("Sources")


def _listed(at: Vantage) -> Sight:
    """Return the selected events with their sources: what the other parts rest on."""
    scene, data, outcome = at.scene, at.data, at.outcome()
    events = outcome.events
    sources = cited_sources(events["source_ids"], data)
    numbers = event_numbers(events, data, total=outcome.total)
    if not data.restricted:
        numbers.append(KeyNumber.of("sources", gettext("Sources cited"), len(sources)))
    return Sight(
        scene=scene,
        data=data,
        title=_listed_title(at),
        selection=scene.selection.sentence(),
        drawings=(event_drawing(at, outcome),),
        numbers=tuple(numbers),
        lines=(),
        sources=sources,
        events=may_be_shown(events, data),
    )


def evidence(at: Vantage) -> Sight:
    """Return what the Evidence page shows: by its part, a dossier, contradictions or sources."""
    match at.scene.get("part"):
        case "dossier":
            return _dossier(at)
        case "contradictions":
            return contradictions(at)
        case _:
            return _listed(at)
