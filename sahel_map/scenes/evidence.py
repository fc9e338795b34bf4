"""The Evidence page as a scene: a dossier, contradictions, what rests on whom, what was known."""

import math
from typing import Any, Final

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext
from sahel_map.maps import event_group
from sahel_map.measures.agreement import most_disputed
from sahel_map.measures.nearby import nearby_events
from sahel_map.scenes.attacks import event_drawing, event_lines
from sahel_map.scenes.cited import cited_sources
from sahel_map.scenes.counted import event_numbers
from sahel_map.scenes.ground import Vantage
from sahel_map.scenes.sight import Drawing, KeyNumber, Line, Sight
from sahel_map.scenes.withheld import may_be_shown
from sahel_map.wording import claim_text, deaths_text, number_range_text, pair_text

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
    note = gettext(claim.note) if claim.note else ""
    words = pair_text(what, number) if number else what
    said = pair_text(gettext(claim.claimant), words)
    return gettext("{said} ({note})").format(said=said, note=note) if note else said


def _dossier_numbers(event: Any, claims: pd.DataFrame) -> list[KeyNumber]:  # noqa: ANN401
    low, high = event["fatalities_low"], event["fatalities_high"]
    deaths = KeyNumber(
        "deaths",
        gettext("Deaths reported"),
        deaths_text(event),
        None if pd.isna(low) else float(low),
        None if pd.isna(high) else float(high),
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


def _listed(at: Vantage) -> Sight:
    """Return the selected events with their sources: what the other parts rest on."""
    scene, data, outcome = at.scene, at.data, at.outcome()
    events = outcome.events
    sources = cited_sources(events["source_ids"], data)
    n = len(sources)
    return Sight(
        scene=scene,
        data=data,
        title=gettext("Sources"),
        selection=scene.selection.sentence(),
        drawings=(event_drawing(at, outcome),),
        numbers=(
            *event_numbers(events, data, total=outcome.total),
            KeyNumber.of("sources", gettext("Sources cited"), n),
        ),
        lines=(),
        sources=sources,
        events=may_be_shown(events, data),
    )


def _position(row: Any) -> Line:  # noqa: ANN401  (a row of positions)
    text = pair_text(gettext(row.holder), gettext(row.position))
    return Line(text, tuple(row.source_ids.split(";")) if row.source_ids else ())


def _contradictions(at: Vantage) -> Sight:
    """Return the contradiction that is open, or those of the chosen topics and kinds."""
    scene, data = at.scene, at.data
    table = data.contradictions
    opened = scene.get("contradiction")
    if opened in table.index:
        table = table.loc[[opened]]
    for name in ("topic", "kind"):
        if scene.get(name) and opened not in table.index:
            table = table[table[name].isin(scene.get(name))]
    held = data.positions[data.positions["contradiction_id"].isin(table.index)]
    lines: list[Line] = []
    row: Any
    for row in table.itertuples():
        mine: list[Any] = list(held[held["contradiction_id"] == row.Index].itertuples())
        numbers = pd.concat([held["low"], held["high"]]).dropna() if len(table) == 1 else []
        span = number_range_text(min(numbers), max(numbers)) if len(numbers) else ""
        lines.append(Line(pair_text(gettext(row.title), span) if span else gettext(row.title)))
        lines += [_position(position) for position in mine]
        if row.reading:
            lines.append(Line(pair_text(gettext("Our reading"), gettext(row.reading))))
    n = len(table)
    title = gettext(str(table.iloc[0]["title"])) if n == 1 else gettext("Contradictions")
    return Sight(
        scene=scene,
        data=data,
        title=title,
        selection=title,
        drawings=(),
        numbers=(
            KeyNumber.of("contradictions", gettext("Contradictions"), n),
            KeyNumber.of("positions", gettext("Positions"), len(held)),
        ),
        lines=tuple(lines),
        sources=cited_sources(held["source_ids"], data),
        events=may_be_shown(data.events.iloc[:0], data),
    )


def evidence(at: Vantage) -> Sight:
    """Return what the Evidence page shows: by its part, a dossier, contradictions or sources."""
    match at.scene.get("part"):
        case "dossier":
            return _dossier(at)
        case "contradictions":
            return _contradictions(at)
        case _:
            return _listed(at)
