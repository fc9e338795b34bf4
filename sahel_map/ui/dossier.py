"""The incident dossier: one event with its claims side by side, its sources and neighbours."""

from typing import Any, Final

import pandas as pd
import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.charts.claims import claims_chart
from sahel_map.exports import plain_records
from sahel_map.i18n import gettext as _
from sahel_map.i18n import ngettext, number_text
from sahel_map.maps import event_group
from sahel_map.measures.agreement import agreement, most_disputed
from sahel_map.measures.nearby import nearby_events
from sahel_map.outcome import Outcome
from sahel_map.scenes.evidence import NEAR_DAYS, NEAR_KM, ground_of
from sahel_map.store import Dataset
from sahel_map.ui import templates, view
from sahel_map.ui.controls import heading, open_event, plain
from sahel_map.ui.event_card import card, words
from sahel_map.ui.event_panel import walk
from sahel_map.ui.fragments import fragment
from sahel_map.ui.leaflet import show_map
from sahel_map.ui.team_part import event_part
from sahel_map.wording import claim_text, dates_text, number_range_text, pair_text, published_text

__all__ = ["dossier"]

_MAP: Final = "dossier-map"
_PICK: Final = "dossier-event"
_DISPUTED: Final = 8
_NAMED_BY: Final = ("date_start", "date_end", "date_precision", "title", "place", "withheld")
_LISTED: Final = 1_000
"""Events that the picker offers, the newest; any other is opened from a map, a table or a link."""


def _named(events: pd.DataFrame, event_id: str) -> str:
    event: Any = events.loc[event_id]
    # Without its own title an event is told from others of its kind and day by its place.
    place = f" · {_(event['place'])}" if event["withheld"] else ""
    return f"{dates_text(event)} · {_(event['title'])}{place}"


def _on_pick() -> None:
    view.change(event=view.returned(_PICK))


def _on_map() -> None:
    clicked = (view.returned(_MAP) or {}).get("event")
    view.change(**({"event": str(clicked)} if clicked else {}))


def _picker(event_id: str, outcome: Outcome, disputed: list[str], data: Dataset) -> None:
    options = list(outcome.latest(_LISTED).index)
    if event_id not in options:
        options.insert(0, event_id)
    # Rows are taken one by one: their other columns would take most of the time.
    events = pd.DataFrame(data.events)[list(_NAMED_BY)]
    row = st.container(horizontal=True, vertical_alignment="bottom", key="dossier-picker")
    row.selectbox(
        _("Event"),
        options,
        format_func=lambda key: _named(events, key),
        on_change=_on_pick,
        **view.shown(_PICK, event_id),
    )
    with row:
        walk(event_id, outcome, closable=False)
    others = [key for key in disputed if key != event_id][:_DISPUTED]
    if others:
        box = row.popover(_("Most disputed"), help=_("The events on which most voices differ."))
        for key in others:
            open_event(box, _named(events, key), key, key="disputed")


def _charts(claims: pd.DataFrame, data: Dataset) -> None:
    counted = claims[claims["low"].notna() | claims["high"].notna()]
    # Sums over a period stand in the table: beside single events they would set the scale.
    counted = counted[counted["scope"] != "cumulative"]
    if counted.empty:
        st.caption(_("Nobody gives a number for this event."))
        return
    kinds = set(counted["claimant_kind"])
    templates.show(
        "voices.html",
        voices=[(_(t.label), t.colour) for code, t in v.CLAIMANT_KINDS.items() if code in kinds],
    )
    voices = counted.groupby("measure")["claimant"].nunique().sort_values(ascending=False)
    for measure in voices.index:
        said = counted[counted["measure"] == measure]
        meaning = v.MEASURES[measure].meaning
        st.markdown(f"**{v.label(v.MEASURES, measure)}**" + (f" · {_(meaning)}" if meaning else ""))
        st.altair_chart(claims_chart(said, data.sources), key=f"claims-{measure}")


def _verdict(row: Any, kinds: set[str]) -> str:  # noqa: ANN401
    if kinds == {"compiler"}:
        return _("Only compilers say so: a lead, and no headline unless the event is one.")
    n = int(row.voices)
    if row.verdict == "one voice":
        return _("One voice only: nobody confirms or denies it.")
    if row.verdict == "agree":
        return ngettext("{n} voice agrees.", "{n} voices agree.", n).format(n=n)
    return ngettext("{n} voice differs.", "{n} voices differ.", n).format(n=n)


def _agreement(claims: pd.DataFrame) -> None:
    rows = []
    numbered = claims["low"].notna() | claims["high"].notna()
    own = claims[numbered & (claims["scope"] == "event")]
    kinds = own.groupby("measure")["claimant_kind"].agg(set)
    row: Any
    for row in agreement(claims).sort_values("voices", ascending=False).itertuples():
        number = number_range_text(row.low, row.high, open_ended=row.open)
        rows.append(
            {
                "what": pair_text(v.label(v.MEASURES, row.measure), number),
                "text": _verdict(row, kinds[row.measure]),
                "verdict": row.verdict.replace(" ", "-"),
            }
        )
    stated = []
    for measure in v.TEXTUAL:
        said = claims[claims["measure"] == measure]
        pairs = dict.fromkeys(map(pair_text, said["claimant"].map(_), said["note"].map(_)))
        if pairs:
            stated.append({"what": v.label(v.MEASURES, measure), "said": list(pairs)})
    templates.show("agreement.html", rows=rows, stated=stated)


def _table(event_id: str, claims: pd.DataFrame, data: Dataset) -> None:
    cited = data.sources.loc[claims["source_id"]]
    table = pd.DataFrame(
        {
            "what": [v.label(v.MEASURES, code) for code in claims["measure"]],
            "claimant": claims["claimant"].map(_),
            "kind": [v.label(v.CLAIMANT_KINDS, code) for code in claims["claimant_kind"]],
            "number": [
                "" if row.measure in v.TEXTUAL else claim_text(row) for row in claims.itertuples()
            ],
            "about": [v.label(v.SCOPES, code) for code in claims["scope"]],
            "note": claims["note"].map(_),
            "publisher": cited["publisher"].to_numpy(),
            "published": [published_text(day) for day in cited["published"]],
            "url": cited["url"].to_numpy(),
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            "what": st.column_config.TextColumn(_("What"), width=150),
            "claimant": st.column_config.TextColumn(_("Claimant"), width=150),
            "kind": _("Side"),
            "number": st.column_config.TextColumn(_("Number"), width=90),
            "about": _("About"),
            "note": st.column_config.TextColumn(_("Note"), width=260),
            "publisher": _("Printed by"),
            "published": _("Published"),
            "url": st.column_config.LinkColumn(_("Link")),
        },
    )
    export = claims.assign(event_ids=claims["event_ids"].map(";".join))
    st.download_button(
        _("Download these claims"),
        pd.DataFrame(plain_records(export)).to_csv(index=False).encode("utf-8-sig"),
        f"claims-{event_id}.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _map(event: Any, near: pd.DataFrame, data: Dataset) -> None:  # noqa: ANN401
    if pd.isna(event["lat"]):
        st.caption(_("Only the region or country is known, so there is no point to draw."))
        return
    shown = data.events.loc[[event["event_id"], *near.index]]
    with st.container(key="small-stage"):
        layer = event_group(shown, data.admin1, selected=event["event_id"], focus=ground_of(event))
        show_map(data, layer, key=_MAP, height=340, on_change=_on_map)


def _near(near: pd.DataFrame) -> None:
    if near.empty:
        st.caption(
            _("No other listed event within {km} km and {days} days.").format(
                km=NEAR_KM, days=NEAR_DAYS
            )
        )
        return
    box = st.container(gap="small")
    other: Any
    for other in near.head(8).itertuples():
        days = int(other.days)
        when = (
            _("same time")
            if days == 0
            else ngettext("{n} day later", "{n} days later", days).format(n=days)
            if days > 0
            else ngettext("{n} day earlier", "{n} days earlier", -days).format(n=-days)
        )
        km = number_text(round(other.distance_km))
        text = f"{_(other.title)} · {when}, {km} km"
        open_event(box, text, other.event_id, key="near")


@fragment
def dossier(outcome: Outcome, data: Dataset) -> None:
    """Draw the dossier of the open event, or of the most disputed one of the selection.

    Args:
        outcome: The selected events, to walk through.
        data: The data of the view; a link may open an event outside the selection.
    """
    newest = outcome.latest(_LISTED)
    disputed = most_disputed(outcome, data.claims)
    wanted = view.get("event")
    event_id = (
        wanted if wanted in data.events.index else next(iter([*disputed, *newest.index]), None)
    )
    if event_id is None:
        return
    if wanted and wanted != event_id:
        st.warning(
            _("The event {event} is not in what is shown here; another is open.").format(
                event=plain(wanted)
            )
        )
    event: Any = data.events.loc[event_id]
    claims = data.claims_of(event_id)
    near = nearby_events(data.events, event_id, km=NEAR_KM, days=NEAR_DAYS)
    near = near[near["confidence"] != "unverified"]
    about = card(event, data)
    _picker(event_id, outcome, disputed, data)
    left, right = st.columns([3, 2], gap="large")
    with left:
        templates.show("dossier_head.html", card=about)
        heading(_("Who says what"), term="Claim")
        _charts(claims, data)
    with right:
        _map(event, near, data)
        heading(_("What is agreed, what is not"))
        _agreement(claims)
        if about["conflicts"]:
            heading(_("Where sources disagree"))
            templates.show("dossier_dispute.html", conflicts=about["conflicts"])
        heading(_("Near in space and time"))
        _near(near)
    if len(claims):
        heading(_("Every claim"))
        _table(event_id, claims, data)
    left, right = st.columns(2, gap="large")
    with left:
        heading(_("Sources"))
        templates.show("dossier_sources.html", sources=about["sources"], words=words())
    with right:
        heading(_("What is coded"))
        templates.show("dossier_facts.html", card=about)
    event_part(event_id, data)
