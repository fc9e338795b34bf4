"""Briefings written as files: the same briefing always as the same bytes."""

import json
from dataclasses import replace
from typing import Any

from sahel_map.briefing.briefing import Briefing, Frozen, Kept, Step
from sahel_map.briefing.fields import cut_text
from sahel_map.briefing.freezing import MOST_EVENTS
from sahel_map.briefing.reading import MOST_BYTES
from sahel_map.briefing.schema import FORMAT, VERSION, allowed_text, first_fault
from sahel_map.errors import BriefingError
from sahel_map.i18n import gettext, number_text
from sahel_map.scenes import PARAMS

__all__ = ["write_briefing"]


def _data(data: Frozen) -> dict[str, Any]:
    days = {"last_day": data.last_day, "made": data.made}
    return {
        "version": data.version,
        "title": data.title,
        "dataset": data.dataset,
        "licence": data.licence,
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }


def _kept(kept: Kept) -> dict[str, Any]:
    return {
        "version": kept.version,
        "language": kept.language,
        "numbers": {
            code: {"label": one.label, "text": one.text, "low": one.low, "high": one.high}
            for code, one in kept.numbers.items()
        },
        "total": kept.total,
        "events": dict(kept.events),
        "roads": dict(kept.roads),
        "sieges": dict(kept.sieges),
        "slices": dict(kept.slices),
    }


def _step(step: Step) -> dict[str, Any]:
    texts = step.scene.query()
    record: dict[str, Any] = {
        "page": step.scene.page,
        "choices": {name: texts[name] for name in PARAMS if name in texts},
        "title": step.title,
        "note": step.note,
        "presenter": step.presenter,
    }
    return record if step.frozen is None else {**record, "frozen": _kept(step.frozen)}


def _record(briefing: Briefing) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "schema": VERSION,
        "id": briefing.slug,
        "title": briefing.title,
        "summary": briefing.summary,
        "language": briefing.language,
        "data": _data(briefing.data),
        "steps": [_step(step) for step in briefing.steps],
    }


def _fewer_events(briefing: Briefing, most: int) -> Briefing:
    def lighter(step: Step) -> Step:
        if step.frozen is None or len(step.frozen.events) <= most:
            return step
        kept = dict(list(step.frozen.events.items())[len(step.frozen.events) - most :])
        return replace(step, frozen=replace(step.frozen, events=kept))

    return replace(briefing, steps=tuple(map(lighter, briefing.steps)))


def _bytes(briefing: Briefing) -> bytes:
    return (json.dumps(_record(briefing), ensure_ascii=False, indent=1) + "\n").encode()


def write_briefing(briefing: Briefing) -> bytes:
    """Return a briefing as a file that follows the schema: JSON in UTF-8, in a stable order.

    Where it would be too large, the facts of fewer events are kept with each step.

    Raises:
        BriefingError: It has what no file can hold, or is too large even so.
    """
    fault = first_fault(_record(briefing))
    if fault is not None:
        where = "/".join(map(str, fault.absolute_path))
        raise BriefingError(
            gettext("The briefing cannot be kept: {where} is {came}. Allowed: {allowed}.").format(
                where=where, came=cut_text(fault.instance), allowed=allowed_text(fault)
            )
        )
    raw, most = _bytes(briefing), MOST_EVENTS
    while len(raw) > MOST_BYTES and most:
        most //= 2
        raw = _bytes(_fewer_events(briefing, most))
    if len(raw) > MOST_BYTES:
        raise BriefingError(
            gettext(
                "The briefing has {n} bytes. Allowed: at most {most}. Shorten notes, or make two"
                " briefings of it."
            ).format(n=number_text(len(raw)), most=number_text(MOST_BYTES))
        )
    return raw
