"""The sidebar: widgets that show and change the view, read as one Selection."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.boundaries import fold
from sahel_map.i18n import LANGUAGES, country_text
from sahel_map.i18n import gettext as _
from sahel_map.outcome import Outcome
from sahel_map.scenes.scene import selection_of
from sahel_map.selection import Selection
from sahel_map.server.lifespan import outcome as shared_outcome
from sahel_map.store import Dataset
from sahel_map.ui import basis, view
from sahel_map.ui.controls import choose
from sahel_map.ui.datasets import shown_key

__all__ = ["clear", "current", "outcome", "sidebar"]

_FILTERS: Final = (
    "from", "to", "type", "actor", "country", "region", "precision", "confidence", "q", "source",
    "known", "without",
)  # fmt: skip
_SPANS: Final = (30, 90, 365)


def current() -> Selection:
    """Return the selection that the sidebar shows."""
    return selection_of(view.get)


def outcome() -> Outcome:
    """Return what the sidebar's selection selects of the data of the view; shared, read-only."""
    return shared_outcome(current(), basis.shown().basis, shown_key())


def clear() -> None:
    """Put every filter back to its default."""
    view.restore(*_FILTERS)


def _span_dates(span: str | None, data: Dataset) -> tuple[dt.date | None, dt.date | None]:
    if span is None or span == "all" or data.days is None:
        return None, None
    last = data.days[1]
    return last - dt.timedelta(days=int(span) - 1), last


def _apply_span(data: Dataset) -> None:
    first, last = _span_dates(view.returned("span"), data)
    view.change(**{"from": first, "to": last})


def _limits(data: Dataset) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of all events, leads too; today without any."""
    today = dt.datetime.now(tz=dt.UTC).date()
    return data.limits or (today, today)


def _date_filters(data: Dataset) -> None:
    spans = [*(str(days) for days in _SPANS), "all"]
    first, last = view.get("from"), view.get("to")
    matching = [span for span in spans if _span_dates(span, data) == (first, last)]
    st.pills(
        _("Period"),
        spans,
        format_func=lambda span: _("All") if span == "all" else _("{n} d").format(n=span),
        on_change=_apply_span,
        args=(data,),
        help=_("The last 30, 90 or 365 days that the data speak of, or all of it."),
        **view.shown("span", matching[0] if matching else None),
    )
    starts, ends = _limits(data)
    limits: dict[str, Any] = {
        "min_value": min(filter(None, [starts, first, last])),
        "max_value": max(filter(None, [ends, first, last])),
        "format": "YYYY-MM-DD",
    }
    left, right = st.columns(2)
    left.date_input(_("From"), **limits, **view.controlled("from"))
    right.date_input(_("To"), **limits, **view.controlled("to"))


def _coded(label: str, name: str, terms: Mapping[str, v.Term], present: set[str]) -> None:
    st.multiselect(
        label,
        [code for code in terms if code in present or code in view.get(name)],
        format_func=lambda code: _(terms[code].label),
        placeholder=_("all"),
        **view.controlled(name),
    )


def _place_filters(data: Dataset) -> None:
    present = {*data.present("country"), *view.get("country")} - {""}
    ours = [code for code in v.COUNTRIES if code in present]
    st.multiselect(
        _("Country"),
        [*ours, *sorted(present - set(ours), key=country_text)],
        format_func=country_text,
        placeholder=_("all"),
        **view.controlled("country"),
    )
    st.multiselect(
        _("Region"),
        _ordered({*data.present("admin1"), *view.get("region")}),
        format_func=_,
        placeholder=_("all"),
        **view.controlled("region"),
    )


def _ordered(names: set[str]) -> list[str]:
    return sorted(names - {""}, key=lambda name: fold(_(name)))


def _grade(label: str, name: str, terms: Mapping[str, v.Term], explain: str) -> None:
    st.selectbox(
        label,
        list(terms),
        format_func=lambda code: _(terms[code].label),
        help=explain,
        **view.controlled(name),
    )


def _evidence_filters() -> None:
    """Draw the day on which something was known, and the sources chosen on the Evidence page."""
    st.date_input(
        _("As known on"),
        min_value=min(filter(None, [_limits(basis.whole())[0], view.get("known")])),
        max_value=max(filter(None, [dt.datetime.now(tz=dt.UTC).date(), view.get("known")])),
        format="YYYY-MM-DD",
        help=_(
            "Every page then shows only what sources published by that day said. Undated sources"
            " are left out and counted; a source dated by its month counts from the month's end."
        ),
        **view.controlled("known"),
    )
    for name, label in (("source", _("Citing these sources")), ("without", _("Left out"))):
        if view.get(name):
            st.multiselect(label, list(view.get(name)), **view.controlled(name))


def sidebar(data: Dataset) -> None:
    """Draw the filters."""
    actors = {code for codes in data.present("actor_groups") for code in codes}
    with st.sidebar:
        choose(st.container(), "Language · Langue", LANGUAGES, "lang")
        st.text_input(
            _("Search"),
            placeholder=_("Place, group, words ..."),
            help=_("Looks in names, other spellings and summaries; accents do not matter."),
            **view.controlled("q"),
        )
        _date_filters(data)
        _coded(_("Type of event"), "type", v.EVENT_TYPES, set(data.present("event_type")))
        _coded(_("Who acted"), "actor", v.ACTORS, actors)
        _place_filters(data)
        _grade(
            _("Place at least as precise as"),
            "precision",
            v.GEO_PRECISION,
            _("From exact sites down to events of which only the country is known."),
        )
        _grade(
            _("Confidence at least"),
            "confidence",
            v.CONFIDENCE,
            _("Unverified leads rest on compilers and digests alone; they are off unless chosen."),
        )
        _evidence_filters()
        st.button(
            _("Clear all filters"), on_click=clear, width="stretch", icon=":material/restart_alt:"
        )
