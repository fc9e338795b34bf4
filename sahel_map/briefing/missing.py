"""What a briefing names and the data lack."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from sahel_map.boundaries import fold
from sahel_map.briefing.briefing import Briefing, Step
from sahel_map.briefing.fields import cut_text, listed
from sahel_map.i18n import date_text, gettext
from sahel_map.store import Dataset

__all__ = ["missing"]


def _items(data: Dataset) -> set[str]:
    roads = data.roads
    return {str(name) for table in (roads.blockades, roads.agreements) for name in table.index}


_KNOWN: Final[Mapping[str, Callable[[Dataset], Collection[Any]]]] = {
    "event": lambda data: data.events.index,
    "source": lambda data: data.sources.index,
    "without": lambda data: data.sources.index,
    "road": lambda data: data.roads.corridors.index,
    "contradiction": lambda data: data.contradictions.index,
    "item": _items,
}
"""Choices that name a row of a table, with the names that the data have."""


def _unknown(name: str, step: Step, data: Dataset) -> list[str]:
    value = step.scene.get(name)
    wanted = [value] if isinstance(value, str) else list(value or ())
    if name == "region":
        units = {fold(str(unit)) for unit in data.present("admin1")}
        units |= {fold(str(unit)) for unit in data.admin1["name"]}
        return [one for one in wanted if fold(one) not in units]
    known = _KNOWN[name](data)
    return [one for one in wanted if one not in known]


def _slices(step: Step, data: Dataset) -> list[tuple[str, str]]:
    """Return the named phases that are not in the table; calendar periods always exist."""
    if step.scene.page != "expansion" or step.scene.get("by") != "phase":
        return []
    named = [(name, step.scene.get(name)) for name in ("slice", "against")]
    return [(name, one) for name, one in named if one and one not in data.phases.index]


def _days(step: Step, data: Dataset) -> list[tuple[str, str]]:
    if data.limits is None:
        return []
    first, last = data.limits
    day = step.scene.get("on")
    if day is None or first <= day <= last:
        return []
    return [("on", f"{date_text(day)} ({date_text(first)} – {date_text(last)})")]


def _other_data(briefing: Briefing, data: Dataset) -> list[str]:
    title = str(data.about.get("title", ""))
    if briefing.data.title == title:
        return []
    text = gettext(
        "The briefing was made with {made}, and is opened on {here}: it shows what these data"
        " hold. Open those data to see it as it was."
    )
    ours = gettext("the tables of its host")
    return [
        text.format(made=cut_text(briefing.data.title) if briefing.data.title else ours,
                    here=cut_text(title) if title else gettext("the tables of this host"))
    ]  # fmt: skip


def missing(
    briefing: Briefing, data: Dataset, *, numbers: Sequence[int] | None = None
) -> list[str]:
    """Return what a briefing names and the data lack, in sentences.

    Args:
        briefing: The briefing.
        data: The data it is opened on.
        numbers: The number by which each step is called; by default its place.
    """
    problems = _other_data(briefing, data)
    called = numbers or range(1, len(briefing.steps) + 1)
    text = gettext(
        "Step {number}, “{field}”: {value} is not in these data (version {version}). The step"
        " opens without it; choose again and keep the step anew."
    )
    for number, step in zip(called, briefing.steps, strict=True):
        lacking = {name: _unknown(name, step, data) for name in (*_KNOWN, "region")}
        lacking |= {name: [one] for name, one in [*_slices(step, data), *_days(step, data)]}
        problems += [
            text.format(
                number=number,
                field=name,
                value=listed(list(map(cut_text, values))),
                version=data.version,
            )
            for name, values in lacking.items()
            if values
        ]
    return problems
