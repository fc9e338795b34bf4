"""The landing page: the data's last day, what changed, the latest events, then a small map."""

import datetime as dt
import time
from dataclasses import replace
from typing import Final

import streamlit as st

from sahel_map.i18n import date_text, ngettext, number_text
from sahel_map.i18n import gettext as _
from sahel_map.measures.recent import Recent, spans_of
from sahel_map.outcome import Outcome
from sahel_map.overview import DIRECTIONS, Finding, cautions, findings, spans_text
from sahel_map.rows import rows_of
from sahel_map.scenes.parameters import PARAMS
from sahel_map.selection import Selection
from sahel_map.server.lifespan import outcome as shared_outcome
from sahel_map.server.lifespan import recent
from sahel_map.server.turns import SCRIPTS
from sahel_map.settings import ROOT
from sahel_map.store import Dataset
from sahel_map.ui import basis, filters, templates, view
from sahel_map.ui.controls import plain
from sahel_map.ui.datasets import shown_key
from sahel_map.ui.map_stage import head_start
from sahel_map.ui.overview_map import overview_map
from sahel_map.wording import dates_text, deaths_text, where_text

__all__ = ["overview"]

_SPANS: Final = ("30", "90")
_LATEST: Final = 8
"""So many of the newest events are listed."""

_LEAD = 0.12
"""Seconds by which the first words precede the rest, which is drawn in one go."""

_PATIENCE: Final = 3.0
"""Seconds for which the pages of other sessions go before the rest of this one."""

_WORDED: Final = (
    "event_id", "date_start", "date_end", "date_precision", "title", "place", "admin1", "country",
    "fatalities_low", "fatalities_high", "fatalities_open", "fatalities_measure",
)  # fmt: skip


def _on_span() -> None:
    view.change(span=view.returned("overview-span") or PARAMS["span"].default)


def _spans() -> None:
    labels = {days: _("Last {n} days").format(n=days) for days in _SPANS}
    st.segmented_control(
        _("Days that are compared with as many before"),
        list(labels),
        format_func=lambda days: labels[days],
        required=True,
        label_visibility="collapsed",
        on_change=_on_span,
        # The sidebar's period has a widget called "span".
        **view.shown("overview-span", view.get("span")),
    )


def _links() -> dict[str, str]:
    """Return the words of the link behind each finding."""
    return {
        "attacks": _("See these attacks"),
        "deaths": _("See the deaths, attack by attack"),
        "roads": _("See each road on this day"),
        "sieges": _("See the towns and their sources"),
        "share": _("See the share and where it comes from"),
        "areas": _("See which areas, and when"),
    }


def _card(finding: Finding) -> None:
    with st.container(key=f"finding-{finding.code}"):
        way = DIRECTIONS[finding.direction]
        templates.show(
            "finding.html",
            finding=finding,
            sign=way.sign,
            compared=_("{way} · before: {before}").format(way=_(way.label), before=finding.before),
        )
        st.page_link(
            ROOT / "pages" / f"{finding.page}.py",
            label=_links()[finding.code],
            icon=":material/arrow_forward:",
            # An event that happens to be open elsewhere is not what the figure is about.
            query_params=view.query(**{**finding.choices, "event": None}),
        )


def _head(last: dt.date | None, chosen: Selection, days: int) -> Recent | None:
    """Draw the last day of the data, then which days are compared; return what is found."""
    with st.container(key="overview-head"):
        title = _("Data to {day}").format(day=date_text(last)) if last else _("No events yet")
        st.title(title, anchor=False)
        _let_read()
        found = recent(chosen, basis.shown().basis, days, shown_key())
        templates.show(
            "overview.html",
            spans=spans_text(found) if found else "",
            cautions=cautions(found) if found else (),
        )
    return found


def _let_read() -> None:
    """Let a new visitor's browser paint the first words before it gets what follows."""
    if view.kept("overview-read", ""):
        return
    view.leave("overview-read", "yes")
    with SCRIPTS.pause(_PATIENCE):
        time.sleep(_LEAD)


def _findings(found: Recent, data: Dataset) -> None:
    with st.container(key="findings"):
        for finding in findings(found, data):
            _card(finding)
    st.caption(
        _(
            "▲ and ▼ stand only where the two ranges lie apart, and are neither good nor bad. The"
            " sidebar's filters, their days aside, choose the attacks, deaths and events on this"
            " page; of roads, sieges, share and areas only its confidence does."
        )
    )


def _latest(outcome: Outcome) -> None:
    st.header(_("Latest events"), anchor=False)
    if not len(outcome):
        st.caption(_("No event fits this selection."))
        return
    newest = outcome.latest(_LATEST, *_WORDED)
    with st.container(key="latest"):
        for event in rows_of(newest, *_WORDED):
            told = " · ".join([dates_text(event), where_text(event), deaths_text(event)])
            st.page_link(
                ROOT / "pages" / "attacks.py",
                label=f"**{plain(_(event.title))}**  \n{plain(told)}",
                query_params=view.query(event=event.event_id),
            )


def _outcome(selection: Selection) -> Outcome:
    return shared_outcome(selection, basis.shown().basis, shown_key())


def overview(data: Dataset) -> None:
    """Draw the landing page: text first, the map last.

    Args:
        data: The data of the view.
    """
    chosen = filters.current().without("first", "last")
    days = int(view.get("span"))
    last = data.days[1] if data.days else None
    found = _head(last, chosen, days)
    _spans()
    if found is None:
        st.info(_("There are no events here, so nothing can be compared: load a file under Data."))
    else:
        _findings(found, data)
    with st.container(key="overview-below"):
        left, right = st.columns([1, 1], gap="medium")
    with left:
        _latest(_outcome(chosen))
    if last is None:
        return
    head_start()
    cut = spans_of(last, days)[1]
    within = replace(chosen, first=cut.first, last=cut.last)
    with right:
        shown = _outcome(within)
        n = len(shown)
        text = ngettext("{n} event of these days", "{n} events of these days", n)
        st.header(text.format(n=number_text(n)), anchor=False)
        overview_map(shown, within, data)
