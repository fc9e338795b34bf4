"""How much each source carries, and what changes without one."""

from typing import Any, Final

import pandas as pd
import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.charts.sources import kinds_chart, language_colours
from sahel_map.i18n import date_text, language_text, ngettext, number_text
from sahel_map.i18n import gettext as _
from sahel_map.measures.sourcing import (
    figures,
    figures_without,
    relayed,
    single_sourced,
    source_load,
)
from sahel_map.outcome import FEW, Outcome
from sahel_map.store import Dataset
from sahel_map.ui import templates, view
from sahel_map.ui.controls import plain
from sahel_map.ui.suggest_links import suggest_link
from sahel_map.wording import dates_text, number_range_text

__all__ = ["figure_label", "source_part"]

_TABLE: Final = "source-table"


def figure_label(figure: str) -> str:
    """Return the words for a headline figure."""
    words = {
        "events": _("Events"),
        "events_on_map": _("Events on the map"),
        "south_west_percent": _("Share of Mali's events that lie in the south-west, percent"),
        "large_attacks": _("Events with at least 20 victims"),
        "single_document": _("Events on a single document"),
        "single_voice": _("Events on a single voice"),
        "sources": _("Sources"),
        "claims": _("Claims"),
    }
    return words.get(figure) or v.label(v.MEASURES, figure)


def _summary(alone: pd.DataFrame, load: pd.DataFrame, data: Dataset) -> None:
    checked = load["checked"].min()
    undated = int((data.sources["published"] == "").sum())
    columns = st.columns(5)
    cells = [
        (_("Sources"), number_text(len(data.sources)), _("One row a document.")),
        (
            _("Cited by these events"),
            number_text(int((load["events"] > 0).sum())),
            _("The others carry numbers, contradictions or the roads."),
        ),
        (
            _("Events on one document"),
            number_text(int((alone["documents"] == 1).sum())),
            _("Nothing else is cited for them."),
        ),
        (
            _("Events on one voice"),
            number_text(len(alone)),
            _("One document, or several that repeat the same agency, outlet or communiqué."),
        ),
        (_("Undated"), number_text(undated), _("Left out when you ask what was known by a day.")),
    ]
    for column, (label, value, explain) in zip(columns, cells, strict=True):
        column.metric(label, value, help=explain)
    if pd.notna(checked):
        st.caption(_("Oldest check of an event: {day}.").format(day=date_text(checked.date())))


def _table(load: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    sources = data.sources
    named = sources.index.str.startswith(v.NAMED)
    table = pd.DataFrame(
        {
            "publisher": sources["publisher"],
            "title": sources["title"],
            "published": sources["published"],
            "kind": [v.label(v.SOURCE_KINDS, code) for code in sources["kind"]],
            "language": [language_text(code) for code in sources["language"]],
            # What an imported event names repeats nobody: its compiler repeats it.
            "origin": sources["origin"].str.replace(";", ", ").mask(named, ""),
            "events": load["events"],
            "alone": load["alone"],
            "claims": load["claims"],
            "numbers": load["numbers"],
            "positions": load["positions"],
            "checked": load["checked"],
            "url": sources["url"],
        }
    )
    return table.sort_values(["events", "claims"], ascending=False, kind="stable")


def _picked(order: list[str]) -> str | None:
    rows = (view.returned(_TABLE) or {}).get("selection", {}).get("rows", [])
    return order[rows[0]] if rows and rows[0] < len(order) else None


def _source_table(table: pd.DataFrame) -> None:
    st.dataframe(
        table,
        key=_TABLE,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        height=380,
        column_config={
            "publisher": st.column_config.TextColumn(_("Publisher"), width=150),
            "title": st.column_config.TextColumn(_("Title"), width=300),
            "published": st.column_config.TextColumn(_("Published"), width=95),
            "kind": _("Kind"),
            "language": _("Language"),
            "origin": _("Repeats"),
            "events": st.column_config.NumberColumn(_("Events"), width="small"),
            "alone": st.column_config.NumberColumn(_("Only source of"), width="small"),
            "claims": st.column_config.NumberColumn(_("Claims"), width="small"),
            "numbers": st.column_config.NumberColumn(_("Numbers"), width="small"),
            "positions": st.column_config.NumberColumn(_("Positions"), width="small"),
            "checked": st.column_config.DateColumn(_("Oldest check"), format="YYYY-MM-DD"),
            "url": st.column_config.LinkColumn(_("Link")),
        },
    )


def _what_changes(source_id: str, data: Dataset) -> None:
    """Show the headline figures with and without a source, and offer to leave it out."""
    source: Any = data.sources.loc[source_id]
    without = tuple(dict.fromkeys([*view.get("without"), source_id]))
    rows = [
        {
            "figure": figure_label(before["figure"]),
            "with": number_range_text(before["low"], before["high"]),
            "without": number_range_text(after["low"], after["high"]),
            "changed": before != after,
        }
        for before, after in zip(figures(data), figures_without(source_id, data), strict=True)
    ]
    table = pd.DataFrame(rows)
    changed = table[table["changed"]].drop(columns="changed")
    with st.container(border=True, key="what-changes"):
        st.markdown(f"**{plain(source['publisher'])}** · {plain(source['title'])}")
        if source["note"]:
            st.caption(plain(source["note"]))
        ways = st.container(horizontal=True)
        ways.button(
            _("Show only what cites it"),
            on_click=view.change,
            kwargs={"source": (source_id,)},
            icon=":material/filter_alt:",
        )
        ways.button(
            _("Leave it out everywhere"),
            on_click=view.change,
            kwargs={"without": without},
            icon=":material/block:",
        )
        if changed.empty:
            st.text(_("Without it no headline figure changes."))
            return
        st.markdown(_("What changes without it:"))
        st.dataframe(
            changed,
            hide_index=True,
            column_config={
                "figure": st.column_config.TextColumn(_("Figure"), width=340),
                "with": _("With it"),
                "without": _("Without it"),
            },
        )


def _single(alone: pd.DataFrame, events: pd.DataFrame, data: Dataset) -> None:
    chosen = events.loc[alone.index]
    st.subheader(_("Events that rest on one voice"), anchor=False)
    dates = pd.DataFrame(chosen)[["date_start", "date_end", "date_precision"]]
    printed = {
        ids: ", ".join(data.cited(ids)["publisher"]) for ids in chosen["source_ids"].unique()
    }
    table = pd.DataFrame(
        {
            "when": [dates_text(event) for event in dates.itertuples()],
            "title": chosen["title"].map(_),
            "documents": alone["documents"],
            "publishers": chosen["source_ids"].map(printed),
            "confidence": [v.label(v.CONFIDENCE, code) for code in chosen["confidence"]],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            "when": st.column_config.TextColumn(_("When"), width=170),
            "title": st.column_config.TextColumn(_("Event"), width=330),
            "documents": st.column_config.NumberColumn(_("Documents"), width="small"),
            "publishers": st.column_config.TextColumn(_("Printed by"), width=260),
            "confidence": _("Confidence"),
        },
    )


def _relay(data: Dataset) -> None:
    """Say that all the sources of a compiler's file are known through the compiler alone."""
    n = relayed(data)
    if n:
        st.info(
            ngettext(
                "These events are as coded by {compiler}, from {n} named source. What {compiler}"
                " says of it is one voice.",
                "These events are as coded by {compiler}, from {n} named sources. What {compiler}"
                " says of them is one voice, however many it names: whether they reported"
                " independently, the file does not say.",
                n,
            ).format(compiler=v.label(v.FORMATS, data.about["format"]), n=number_text(n))
        )


def source_part(outcome: Outcome, data: Dataset) -> None:
    """Draw what rests on whom, for the selected events."""
    events = outcome.events
    if outcome.many:
        events = outcome.latest(FEW).iloc[::-1]
        st.info(_("Of the {n} newest of these events.").format(n=number_text(FEW)))
    load = source_load(events, data)
    alone = single_sourced(events, data)
    _relay(data)
    _summary(alone, load, data)
    templates.show("voices.html", voices=list(language_colours(data.sources).items()))
    st.altair_chart(kinds_chart(data.sources), key="source-kinds")
    table = _table(load, data)
    st.caption(_("Choose a row to see what changes without that source."))
    _source_table(table)
    picked = _picked(list(table.index))
    if picked:
        _what_changes(picked, data)
        suggest_link(_("Suggest a change"), "sources.csv", picked, icon=":material/edit:")
    _single(alone, events, data)
