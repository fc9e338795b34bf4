"""The Attacks page as a scene: the selected events on a map."""

from sahel_map.i18n import gettext, number_text
from sahel_map.maps import ScriptGroup, hexagon_group
from sahel_map.maps.events import MODES, Mode
from sahel_map.outcome import FEW, Outcome
from sahel_map.scenes.cited import cited_sources
from sahel_map.scenes.counted import event_numbers
from sahel_map.scenes.event_map import event_map
from sahel_map.scenes.ground import Vantage
from sahel_map.scenes.scene import Scene
from sahel_map.scenes.shaded import shaded_map
from sahel_map.scenes.sight import Drawing, Line, Sight
from sahel_map.scenes.withheld import may_be_shown
from sahel_map.selection import Selection
from sahel_map.store import Dataset
from sahel_map.wording import dates_text, deaths_text, pair_text

__all__ = ["attacks", "event_drawing", "event_lines"]


def _level(scene: Scene, data: Dataset) -> int | None:
    wanted = scene.get("level")
    return int(wanted) if wanted != "finest" and int(wanted) in {1, *data.finer} else None


def _mode(scene: Scene, outcome: Outcome) -> tuple[Mode, str]:
    """Return as what events are drawn off the page, and why not as on it."""
    mode: Mode = next(known for known in MODES if known == scene.get("show"))
    if outcome.many and mode in {"points", "clusters", "heat"}:
        text = gettext("More than {n} events: counts by hexagon stand for them.")
        return "hexagons", text.format(n=number_text(FEW))
    return mode, ""


def _group(at: Vantage, outcome: Outcome, mode: Mode) -> ScriptGroup:
    scene, data = at.scene, at.data
    per_area = bool(scene.get("per_area"))
    if mode == "hexagons":
        found = at.ground.hexagons(scene.selection, at.basis, int(scene.get("hex")))
        return hexagon_group(*found, per_area=per_area)
    return event_map(
        outcome,
        data,
        mode,
        per_area=per_area,
        level=_level(scene, data),
        selected=scene.get("event"),
    )


def event_drawing(at: Vantage, outcome: Outcome) -> Drawing:
    """Return the map of selected events, as far as it may be passed on."""
    if at.data.restricted:
        view = shaded_map(outcome, at.data, _level(at.scene, at.data))
        text = gettext("Single events may not be shown: units are shaded by how many they have.")
        return Drawing("show", view, text)
    mode, instead = _mode(at.scene, outcome)
    group = _group(at, outcome, mode)
    return Drawing(
        group.function, group.view, " ".join(filter(None, [outcome.sentence(), instead]))
    )


def event_lines(event_id: str | None, data: Dataset) -> list[Line]:
    """Return what is known of the open event; nothing without one, or where it is restricted."""
    event = None if data.restricted else data.event(event_id)
    if event is None:
        return []
    head = pair_text(dates_text(event), gettext(str(event["title"])))
    text = gettext("{head}. {deaths}.").format(head=head, deaths=deaths_text(event))
    summary = gettext(str(event["summary"])) if event["summary"] else ""
    sources = tuple(data.sources_of(str(event_id)).index)
    return [Line(" ".join(filter(None, [text, summary])), sources)]


def _title(selection: Selection, event_id: str | None, data: Dataset) -> str:
    event = None if data.restricted else data.event(event_id)
    if event is not None:
        return gettext(str(event["title"]))
    return selection.sentence()


def attacks(at: Vantage) -> Sight:
    """Return what the Attacks page shows."""
    scene, data, outcome = at.scene, at.data, at.outcome()
    event_id, events = scene.get("event"), outcome.events
    opened = event_id in data.events.index
    return Sight(
        scene=scene,
        data=data,
        title=_title(scene.selection, event_id, data),
        selection=scene.selection.sentence(),
        drawings=(event_drawing(at, outcome),),
        numbers=tuple(event_numbers(events, data, total=outcome.total)),
        lines=tuple(event_lines(event_id, data)),
        sources=cited_sources(
            events["source_ids"],
            data,
            first=str(data.events.at[event_id, "source_ids"]) if opened else "",
        ),
        events=may_be_shown(events, data),
    )
