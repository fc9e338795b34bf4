"""The day of the road map: slider, steps, play, and buttons to milestones."""

import calendar
import datetime as dt
from typing import Any, Final

import pandas as pd
from streamlit.delta_generator import DeltaGenerator

from sahel_map.i18n import date_text
from sahel_map.i18n import gettext as _
from sahel_map.measures.status import RoadDays
from sahel_map.measures.tankers import fuel_rows
from sahel_map.roads import Roads
from sahel_map.scenes.choices import EARLIEST, LATEST, day_in
from sahel_map.ui import view
from sahel_map.ui.controls import choose, plain
from sahel_map.wording import pair_text

__all__ = ["PAGE", "advance", "chosen_day", "day_controls", "milestones"]

_SINCE: Final = dt.date(2023, 1, 1)
"""Where the slider begins; earlier days are reached by the field beside it."""

PAGE: Final = "corridors"
"""The page whose days run."""

_SLIDER: Final = "road-slider"
_FIELD: Final = "road-field"


def chosen_day(found: RoadDays) -> dt.date:
    """Return the day of the view; without one, the last day with event data."""
    return day_in(view.get, found)


def _moved(day: dt.date, steps: int) -> dt.date:
    match view.get("step"):
        case "day":
            moved = day + dt.timedelta(days=steps)
        case "week":
            moved = day + dt.timedelta(days=7 * steps)
        case _:
            months = day.year * 12 + day.month - 1 + steps
            year, month = divmod(months, 12)
            last = calendar.monthrange(year, month + 1)[1]
            moved = dt.date(year, month + 1, min(day.day, last))
    return min(max(moved, EARLIEST), LATEST)


def _on_slide() -> None:
    view.change(on=view.returned(_SLIDER))


def _on_field() -> None:
    day = view.returned(_FIELD)
    view.change(**({"on": day} if day else {}))


def _on_play(day: dt.date, last: dt.date) -> None:
    view.change()
    if view.playing():
        view.play(None)
        return
    # From the end the days run from the ban on: the months that the page is about.
    if day >= last:
        view.change(on=max(_SINCE, last - dt.timedelta(days=365)))
    view.play(PAGE)


def advance(found: RoadDays) -> None:
    """Move on by one step, and stop at the last day with data."""
    if not found.data_days:
        view.play(None)
        return
    last = found.data_days[1]
    day = min(_moved(chosen_day(found), 1), last)
    view.carry(on=day)
    if day == last:
        view.play(None)


def day_controls(box: DeltaGenerator, found: RoadDays) -> None:
    """Draw the slider with its field, its steps and the play button."""
    day = chosen_day(found)
    first, last = found.data_days or (day, day)
    # While the days run, the browser may still hold the day before: what it sends is no choice.
    low, high = min(max(first, _SINCE), day), max(last, day)
    if low == high:
        high += dt.timedelta(days=1)
    row = box.container(horizontal=True, vertical_alignment="bottom", gap="small")
    row.button(
        _("Pause") if view.playing() else _("Play"),
        key="road-play",
        icon=":material/pause:" if view.playing() else ":material/play_arrow:",
        on_click=_on_play,
        args=(day, last),
        help=_("Let the days run by the chosen step"),
    )
    for key, steps, icon, words in (
        ("back", -1, ":material/chevron_left:", _("One step back")),
        ("on", 1, ":material/chevron_right:", _("One step on")),
    ):
        row.button(
            words,
            key=f"road-{key}",
            icon=icon,
            on_click=view.change,
            kwargs={"on": _moved(day, steps)},
            help=words,
        )
    steps_box = row.container(width="content")
    choose(steps_box, _("Step"), {"day": _("day"), "week": _("week"), "month": _("month")}, "step")
    field = row.container(width=150)
    field.date_input(
        _("Day"),
        min_value=EARLIEST,
        max_value=LATEST,
        format="YYYY-MM-DD",
        label_visibility="collapsed",
        disabled=view.playing(),
        on_change=None if view.playing() else _on_field,
        **view.shown(_FIELD, day),
    )
    row.container(width="stretch").slider(
        _("Day"),
        min_value=low,
        max_value=high,
        format="YYYY-MM-DD",
        label_visibility="collapsed",
        disabled=view.playing(),
        on_change=None if view.playing() else _on_slide,
        **view.shown(_SLIDER, day),
    )


def milestones(box: DeltaGenerator, roads: Roads, day: dt.date) -> None:
    """Draw a button to the day of each milestone that has a short name."""
    rows = fuel_rows(roads)
    rows = rows[rows["label"] != ""]
    row = box.container(horizontal=True, gap="small", key="road-milestones")
    milestone: Any
    for milestone in rows.itertuples():
        when = milestone.date.date()
        row.button(
            plain(_(milestone.label)),
            key=f"milestone-{milestone.milestone_id}",
            on_click=view.change,
            kwargs={"on": when},
            help=plain(pair_text(date_text(pd.Timestamp(when).date()), _(milestone.summary))),
            type="primary" if when == day else "tertiary",
        )
