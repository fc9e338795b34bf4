"""The published numbers as cards, with our own figure where the data have one."""

from typing import Any, Final

import pandas as pd
import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.charts.comparison import comparison_chart
from sahel_map.i18n import gettext as _
from sahel_map.i18n import ngettext, number_text
from sahel_map.measures.published import Computed, computed
from sahel_map.measures.sourcing import rest_on_leads
from sahel_map.store import Dataset
from sahel_map.ui import templates, view
from sahel_map.ui.blocks import leads_hidden
from sahel_map.ui.controls import choose
from sahel_map.wording import (
    hedged_text,
    indicator_text,
    period_text,
    published_text,
    quantity_text,
)

__all__ = ["number_cards", "published_numbers"]

_GROUPS: Final = ("JNIM", "HTS", "Taliban")
_COMPARED: Final = ("fighters", "fighters_per_soldier", "people_per_fighter", "area_per_fighter")


def _ours(ours: Computed | None, unit: str) -> dict[str, str]:
    if ours is None:
        return {}
    number = quantity_text(unit, ours.low, ours.high)
    text = _("is what the loaded data give")
    if ours.events is not None:
        text = ngettext(
            "is what the loaded data give, from {n} event",
            "is what the loaded data give, from {n} events",
            ours.events,
        ).format(n=number_text(ours.events))
    return {"ours": number, "ours_words": text, "reason": _(ours.reason)}


def _row(row: Any, data: Dataset) -> dict[str, str]:  # noqa: ANN401
    source = data.sources.loc[row.source_id]
    published = published_text(str(source["published"])) or _("undated")
    return {
        "number": indicator_text(row),
        "claimant": _(row.claimant),
        "period": period_text(row),
        "source": f"{source['publisher']}, {published}",
        "url": str(source["url"]),
        "note": _(row.note),
        **_ours(computed(row, data), row.unit),
    }


def number_cards(rows: pd.DataFrame, data: Dataset) -> None:
    """Draw one card a title, so that several voices about one number stand together."""
    cards = [
        {"title": _(str(title)), "rows": [_row(row, data) for row in group.itertuples()]}
        for title, group in rows.groupby("title", sort=False)
    ]
    templates.show("indicators.html", cards=cards)


def _capacity(data: Dataset) -> None:
    """Draw the comparison of JNIM with other groups, as a chart and as a table."""
    rows = data.indicators[
        data.indicators["measure"].isin(_COMPARED) & data.indicators["subject"].isin(_GROUPS)
    ]
    # One source compares all three; other voices on the same number stand in the cards.
    counts = rows.groupby("source_id")["subject"].nunique()
    comparing = counts.index[counts == len(_GROUPS)]
    if comparing.empty:
        return
    source = data.sources.loc[comparing[0]]
    rows = rows[rows["source_id"] == comparing[0]]
    rows = rows.drop_duplicates(["measure", "subject"])
    st.subheader(_("JNIM compared with HTS and the Taliban"), anchor="capacity")
    titles = {
        "fighters": _("Fighters"),
        "fighters_per_soldier": _("Soldiers for each fighter"),
        "people_per_fighter": _("People for each fighter"),
        "area_per_fighter": _("Square miles for each fighter"),
    }
    for box, (measure, title) in zip(st.columns(len(titles)), titles.items(), strict=True):
        box.markdown(f"**{title}**")
        box.altair_chart(
            comparison_chart(rows[rows["measure"] == measure]), key=f"capacity-{measure}"
        )
    table = rows.assign(number=[hedged_text(row) for row in rows.itertuples()])
    wide = table.pivot_table(index="measure", columns="subject", values="number", aggfunc="first")
    wide = wide.reindex(index=list(titles), columns=list(_GROUPS))
    wide.insert(0, _("Measure"), list(titles.values()))
    st.dataframe(wide.rename(columns=_), hide_index=True)
    published = published_text(str(source["published"])) or _("undated")
    st.caption(
        _(
            "Source: {publisher}, {author}, {published}. HTS in 2024 and the Taliban in 2021, the"
            " lower ends of their estimates; JNIM in Mali and Burkina Faso together."
        ).format(publisher=source["publisher"], author=source["author"], published=published)
    )


def published_numbers(data: Dataset) -> None:
    """Draw the published numbers by topic."""
    if data.indicators.empty:
        st.info(_("No published number is left on this basis."))
        return
    labels = {code: v.label(v.INDICATOR_TOPICS, code) for code in v.INDICATOR_TOPICS}
    topic = choose(st.container(), _("Topic"), labels, "numbers")
    if topic == "forces":
        _capacity(data)
    rows = data.indicators[data.indicators["topic"] == topic]
    leads = rest_on_leads(rows["source_id"], data)
    if view.get("confidence") != "unverified" and leads.any():
        st.caption(leads_hidden(int(leads.sum())))
        rows = rows[~leads]
    if rows.empty:
        st.info(_("No published number is left on this basis."))
        return
    number_cards(rows, data)
