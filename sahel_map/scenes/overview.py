"""The Overview page as a scene: what the last days say against as many before."""

from dataclasses import replace

from sahel_map.i18n import gettext
from sahel_map.measures.recent import Recent, recent, spans_of
from sahel_map.measures.roadside import DEFAULT_BUFFER_KM
from sahel_map.overview import DIRECTIONS, Finding, cautions, findings, spans_text
from sahel_map.scenes.attacks import event_drawing
from sahel_map.scenes.cited import cited_sources
from sahel_map.scenes.ground import Vantage
from sahel_map.scenes.sight import KeyNumber, Line, Sight
from sahel_map.scenes.withheld import may_be_shown
from sahel_map.wording import pair_text

__all__ = ["overview"]


def _number(finding: Finding) -> KeyNumber:
    way = gettext(DIRECTIONS[finding.direction].label)
    note = gettext("{way} · before: {before}").format(way=way, before=finding.before)
    return KeyNumber(finding.code, finding.label, finding.value, note=note)


def _found(at: Vantage, days: int) -> Recent | None:
    roads = None
    if not at.data.roads.corridors.empty:
        roads = at.ground.statuses(at.basis, DEFAULT_BUFFER_KM)
    return recent(
        at.data,
        at.scene.selection.without("first", "last"),
        days,
        roads=roads,
        ask=lambda wanted: at.ground.outcome(wanted, at.basis),
    )


def overview(at: Vantage) -> Sight:
    """Return what the Overview page shows: the headline figures and the last events."""
    data, days = at.data, int(at.scene.get("span"))
    chosen = at.scene.selection.without("first", "last")
    found = _found(at, days)
    told: tuple[Finding, ...] = ()
    if found is not None:
        cut = spans_of(found.now.cut.last, days)[1]
        chosen = replace(chosen, first=cut.first, last=cut.last)
        told = findings(found, data)
    if data.restricted:
        # A figure of few days rests on few events; towns under siege rest on none.
        told = tuple(finding for finding in told if finding.code == "sieges")
        found = found and replace(found, later=0)
    outcome = at.ground.outcome(chosen, at.basis)
    events = outcome.events
    lines = [Line(pair_text(finding.label, finding.reason)) for finding in told]
    return Sight(
        scene=at.scene,
        data=data,
        title=gettext("The last {n} days of data").format(n=days),
        selection=chosen.sentence(),
        drawings=(event_drawing(at, outcome),),
        numbers=tuple(_number(finding) for finding in told),
        lines=(*([Line(spans_text(found))] if found else []), *lines),
        sources=cited_sources(events["source_ids"], data),
        events=may_be_shown(events, data),
        cautions=cautions(found) if found else (),
    )
