"""The sections of the About page."""

import datetime as dt

import pandas as pd
import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.citation import citation, events_licence
from sahel_map.i18n import date_text, number_text
from sahel_map.i18n import gettext as _
from sahel_map.measures.sourcing import citing_events
from sahel_map.store import Dataset
from sahel_map.ui import templates
from sahel_map.ui.blocks import licence_meaning
from sahel_map.ui.controls import plain
from sahel_map.ui.glossary import GLOSSARY

__all__ = ["coding", "glossary", "how_to_cite", "licences", "sources", "symbols", "what_this_is"]


def what_this_is(data: Dataset) -> None:
    """Say what the dashboard is and is not, with the size of the data behind it."""
    days = data.days
    leads = len(data.events) - len(data.verified())
    st.markdown(
        _(
            "Sahel Map shows who attacked whom, where and when in Mali and the central Sahel, how"
            " well each fact is known, and who says so. It works without any network."
        )
    )
    if days is None:
        st.markdown(_("On this basis it holds no event."))
        return
    first, last = days
    if data.about:
        _loaded(data, first, last)
        return
    st.markdown(
        _(
            "It holds **{n} events** from {first} to {last}, read out of **{sources} published"
            " sources**. {leads} of the events are unverified leads and are hidden unless you ask"
            " for them."
        ).format(
            n=number_text(len(data.events)),
            first=date_text(first),
            last=date_text(last),
            sources=number_text(len(data.sources)),
            leads=number_text(leads),
        )
    )
    st.info(
        _(
            "**A curated sample, not a census.** The events were chosen because they explain the"
            " war's course. Most attacks are not here. A rise in the bars may be a rise in"
            " attention; a blank region is not a quiet one. For counts, load a full dataset such"
            " as ACLED or UCDP."
        ),
        icon=":material/info:",
    )


def _loaded(data: Dataset, first: dt.date, last: dt.date) -> None:
    told = v.FORMATS[data.about["format"]].label
    st.markdown(
        _(
            "It shows **{n} events** from {first} to {last} of a loaded file, “{title}” ({format}),"
            " which names {sources} sources."
        ).format(
            n=number_text(len(data.events)),
            first=date_text(first),
            last=date_text(last),
            title=plain(str(data.about["title"])),
            format=plain(_(told)),
            sources=number_text(len(data.sources)),
        )
    )
    if not data.full:
        st.info(
            _("The file is not said to aim at all that happened: counts show what it lists."),
            icon=":material/info:",
        )


def coding(data: Dataset) -> None:
    """Explain how events are chosen and coded."""
    if data.about:
        st.info(
            _(
                "These rules are those of the bundled events. Events of a loaded file stand as its"
                " compiler chose and coded them; docs/import.md says what each code becomes."
            ),
            icon=":material/info:",
        )
    flagged = data.events["admin1_flag"].ne("").sum()
    points = [
        _("**Chosen** from open press, agencies, human-rights reports and analysis, for the"
          " western offensive, the blockades and the road to Bamako, with earlier and wider"
          " events for context."),
        _("**Dates** are intervals. An event known only by its month is a month long and counts"
          " in a period only when all of it lies inside."),
        _("**Deaths** are a range over the claims about one event and one kind of victim, from the"
          " lowest to the highest; which kind, the label says. Soldiers, civilians and militants"
          " of one event are never added up, a toll for several places is never split among them,"
          " and running totals are never added. Missing means that nobody but a compiler gave a"
          " number; zero means that somebody reported none."),
        _("**Who acted** follows the sources, with their doubt: suspected, claimed, accused."),
        _("**Regions** come from a spatial join with the boundaries, inside the country that the"
          " sources name. {n} events lie across a generalised border from the region that sources"
          " state; each says so in its panel.").format(n=number_text(int(flagged))),
        _("**Every summary** is in our own words and names its sources by publisher."),
    ]  # fmt: skip
    st.markdown("\n".join(f"- {point}" for point in points))


def _samples(rows: list[tuple[str, float, str, str]]) -> None:
    templates.show(
        "symbols.html",
        items=[
            {
                "picture": templates.picture("symbol.svg", symbol=symbol, r=radius),
                "name": name,
                "text": text,
            }
            for symbol, radius, name, text in rows
        ],
    )


def symbols() -> None:
    """Show the symbols of the map and what precision and confidence mean."""
    drawn = {"exact": ("dot", 5), "town": ("dot", 5), "near": ("near", 14), "area": ("area", 18)}
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**" + _("Place: how well it is known") + "**")
        _samples(
            [
                (*drawn.get(code, ("none", 0)), _(term.label), _(term.meaning))
                for code, term in v.GEO_PRECISION.items()
            ]
        )
    with right:
        st.markdown("**" + _("Deaths") + "**")
        _samples(
            [
                ("missing", 5.5, _("ring"), _("not reported")),
                ("dot", 4, _("smallest disc"), _("none")),
                ("dot", 13, _("larger disc"), _("more deaths, by area; here 25")),
                ("reach", 14, _("dotted ring"), _("highest figure, around the lowest")),
                (
                    "stack",
                    0,
                    _("ring with a number"),
                    _("several events coded to one place; click to fan them out"),
                ),
            ]
        )
        st.markdown("**" + _("Confidence") + "**")
        templates.show(
            "terms.html", terms=[(_(t.label), _(t.meaning)) for t in v.CONFIDENCE.values()]
        )


def sources(data: Dataset) -> None:
    """List every source with publisher, author, date and link."""
    used = citing_events(data.events)
    table = pd.DataFrame(
        {
            "publisher": data.sources["publisher"],
            "title": data.sources["title"],
            "author": data.sources["author"],
            "published": data.sources["published"],
            "kind": [v.label(v.SOURCE_KINDS, code) for code in data.sources["kind"]],
            "events": used.reindex(data.sources.index, fill_value=0),
            "url": data.sources["url"],
        }
    ).sort_values(["events", "publisher"], ascending=[False, True])
    st.dataframe(
        table,
        hide_index=True,
        height=360,
        column_config={
            "publisher": _("Publisher"),
            "title": st.column_config.TextColumn(_("Title"), width="large"),
            "author": _("Author"),
            "published": _("Published"),
            "kind": _("Kind"),
            "events": _("Events"),
            "url": st.column_config.LinkColumn(_("Link")),
        },
    )


def licences(data: Dataset) -> None:
    """State the licences of tables, boundaries, names and software."""
    files = data.manifest.get("files", {})
    ours = _("CC BY 4.0; facts are cited, no text of others")
    if data.about:
        rows = [
            (events_licence(data), licence_meaning(data)),
            (_("Tables of blockades, sources, numbers and roads"), ours),
        ]
    else:
        rows = [(_("Tables of events, claims, sources, numbers and roads"), ours)]
    rows.append((_("Software"), "MIT"))
    for name, about in files.items():
        told = [_(str(about[what])) for what in ("source", "vintage", "licence")]
        rows.append((name, _("; ").join(told)))
    templates.show("terms.html", terms=rows)


def glossary() -> None:
    """Explain the words of the field."""
    templates.show("terms.html", terms=[(_(name), _(text)) for name, text in GLOSSARY.items()])


def how_to_cite(data: Dataset) -> None:
    """Give a ready citation with the data version and today's date."""
    if data.about:
        st.markdown(
            _("These events are not ours: cite whoever published them, as their terms ask.")
        )
    st.markdown(
        _("For a single event, cite its sources; each panel lists them. For the collection:")
    )
    today = dt.datetime.now(tz=dt.UTC).date()
    st.code(citation(data, today), language=None, wrap_lines=True)
