"""Below the maps: the share through time, regions by slices, order of arrival, questions."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.expansion_exports import arrival_table, band_table, change_table, slice_table
from sahel_map.expansion_questions import questions
from sahel_map.expansion_wording import (
    area_name,
    area_slice,
    no_district_text,
    reached_text,
    slice_name,
)
from sahel_map.exports import Provenance, csv_bytes
from sahel_map.i18n import gettext as _
from sahel_map.i18n import join_list, ngettext, number_text
from sahel_map.measures.arrivals import AREA_COLUMNS
from sahel_map.measures.expansion import Expansion
from sahel_map.store import Dataset
from sahel_map.ui import basis, templates, view
from sahel_map.ui.controls import bold, choose, open_event, opened_event, plain
from sahel_map.ui.share_panel import share_panel
from sahel_map.withholding import withholding
from sahel_map.wording import pair_text

__all__ = ["panels"]

_MOST_LISTED: Final = 60
"""Areas whose arrival is listed on the page; the download has them all."""

_MOST_MAKERS: Final = 6
"""Events that may each have been the first of an area and are named; the download has them all."""


def _unit_rows(found: Expansion, kind: str, data: Dataset) -> list[dict[str, Any]]:
    """Return the table's rows: every region, or the districts that have an attack."""
    table, reached, parents = found.changes, found.regions, {}
    if found.districts is not None and found.district_changes is not None:
        table, reached = found.district_changes, found.areas
        parents = dict(found.districts["parent_id"])
        hit = table.groupby("admin2_id")["events"].transform("sum") > 0
        table = table[hit]
    first = {
        area_id: at
        for area_id, at in zip(reached["area_id"], reached["at"], strict=True)
        if at >= 0
    }
    rows = []
    for unit_id, group in table.groupby(AREA_COLUMNS[kind], sort=False):
        cells = []
        cell: Any
        for cell in group.itertuples():
            change = v.CHANGES[cell.kind]
            density = number_text(round(float(cell.per_10000_km2), 2))
            cells.append(
                {
                    "n": number_text(int(cell.events)) if cell.kind != "no_data" else "",
                    "mark": "" if cell.kind == "few" and not cell.events else change.mark,
                    "colour": change.colour,
                    "first": first.get(unit_id) == cell.at,
                    "text": _("{label}; {density} per 10,000 km²").format(
                        label=_(change.label), density=density
                    ),
                }
            )
        region = parents.get(str(unit_id), str(unit_id))
        name = area_name(str(unit_id), kind, data) or str(unit_id)
        rows.append({"name": name, "inside": region in found.southwest.units, "cells": cells})
    return sorted(rows, key=lambda row: not row["inside"])


def _regions(found: Expansion, data: Dataset) -> None:
    kind = "region" if found.district_changes is None else "district"
    rows = _unit_rows(found, kind, data)
    by_district = _("Attacks per district and slice, with the change against the slice before")
    templates.show(
        "changes.html",
        head=[slice_name(cut) for cut in found.slices],
        rows=rows,
        words={
            "region": _("Region") if kind == "region" else _("District"),
            "first": _("first listed attack"),
            "caption": _("Attacks per region and slice, with the change against the slice before")
            if kind == "region"
            else by_district,
        },
        legend=[
            (term.mark, term.colour, pair_text(_(term.label), _(term.meaning)))
            for term in v.CHANGES.values()
            if term.mark
        ],
    )
    st.caption(
        _(
            "Changes are of attacks per 30 days with data. The cut-offs are those that ACLED"
            " publishes for its Trendfinder, which compares weeks of a census; that they are used"
            " on slices, and on a sample, is our choice. Outlined: the south-west."
        )
    )
    if kind == "district" and found.districts is not None:
        if lost := no_district_text(found):
            st.caption(lost)
        idle = len(found.districts) - len(rows)
        text = ngettext(
            "{n} district without an attack is not listed.",
            "{n} districts without an attack are not listed.",
            idle,
        )
        if idle:
            st.caption(text.format(n=number_text(idle)))
        return
    wider = int((found.attacks.frame["admin1_id"] == "").sum())
    if wider:
        st.caption(
            ngettext(
                "{n} attack is known only by a wider area and is in no region.",
                "{n} attacks are known only by wider areas and are in no region.",
                wider,
            ).format(n=number_text(wider))
        )


def _gateways(found: Expansion) -> None:
    if found.exposure is None or not found.exposure["gateways"].any():
        return
    total = int(found.exposure["gateways"].iloc[0])
    words = _("Bamako's {n} gateways: how many were in which state on a mean day")
    bold(words.format(n=total))
    known = found.exposure[found.exposure["days"] > 0]
    table = known[[*v.STATUSES, "attacks"]].round(1)
    table.insert(0, "slice", [slice_name(found.slices[int(str(at))]) for at in known.index])
    labels = {code: st.column_config.NumberColumn(_(v.STATUSES[code].label)) for code in v.STATUSES}
    st.dataframe(
        table,
        hide_index=True,
        key="gateways",
        column_config={
            "slice": st.column_config.TextColumn(_("Slice"), width="large"),
            "attacks": st.column_config.NumberColumn(_("Attacks on them")),
            **labels,
        },
    )


def _arrivals(found: Expansion, data: Dataset) -> None:
    st.caption(
        _(
            "The order in which the loaded events first reach each area, with the events that made"
            " it: open them and check. Earlier attacks that nobody listed would change the order."
        )
    )
    for kind, reached in (("region", found.regions), (found.terms.areas, found.areas)):
        if kind == "region" and reached is not found.regions:
            continue  # the regions stand above already
        bold(v.label(v.AREAS, kind))
        if kind == "district" and (lost := no_district_text(found)):
            st.caption(lost)
        box = st.container(key=f"arrivals-{kind}", height=430 if len(reached) > 9 else "content")  # noqa: PLR2004
        area: Any
        for number, area in enumerate(reached.head(_MOST_LISTED).itertuples(), start=1):
            row = box.container(horizontal=True, vertical_alignment="center", gap="small")
            unit = area_name(area.area_id, kind, data)
            when = reached_text(area)
            name = unit or join_list(
                list(
                    dict.fromkeys(
                        _(str(data.events.at[e, "place"])) for e in area.event_ids[:_MOST_MAKERS]
                    )
                )
            )
            where = area_slice(area.at, found, before=area.before)
            row.markdown(f"{number}. **{plain(name)}** · {when} · {plain(where)}")
            for event_id in area.event_ids[:_MOST_MAKERS]:
                title = _(str(data.events.at[event_id, "title"]))
                open_event(row, title, event_id, key=f"arrived-{kind}-{number}")
        more = len(reached) - _MOST_LISTED
        if more > 0:
            text = ngettext("{n} more is in the download.", "{n} more are in the download.", more)
            box.caption(text.format(n=number_text(more)))


def _ask(found: Expansion, data: Dataset) -> None:
    asked = questions(found, data)
    if not asked:
        st.info(_("The loaded data answer no question here: cut time otherwise."))
        return
    st.caption(
        _(
            "Answers are worked out from the loaded data, the chosen slices and definitions: change"
            " them, and the answers change."
        )
    )
    for number, question in enumerate(asked, start=1):
        with st.container(border=True, key=f"question-{question.code}"):
            st.markdown(f"**{number}. {plain(question.text)}**")
            picked = st.radio(
                question.text,
                question.options,
                index=None,
                format_func=plain,
                label_visibility="collapsed",
                horizontal=True,
                # A question of other slices is another question.
                key=f"answer-{question.code}-{found.slices[0].slice_id}-{len(found.slices)}",
            )
            if picked is None:
                continue
            right = question.options[question.answer]
            verdict = _("Right.") if picked == right else _("No: {right}.").format(right=right)
            say = st.success if picked == right else st.warning
            say(plain(f"{verdict} {question.why}"))
            for event_id in question.event_ids:
                title = _(str(data.events.at[event_id, "title"]))
                open_event(st.container(), title, event_id, key=f"asked-{question.code}")


def _csv(make: Callable[[], pd.DataFrame], about: Provenance, data: Dataset) -> bytes:
    return csv_bytes(withholding(make(), data), about)


def _downloads(found: Expansion, data: Dataset) -> None:
    terms = found.terms
    words = _("; ").join(
        [
            v.label(v.SLICINGS, view.get("by")),
            v.label(v.GROUPS, terms.group),
            v.label(v.REGION_SETS, terms.region_set),
            v.label(v.AREAS, terms.areas),
            *filter(None, [basis.shown().sentence()]),
        ]
    )
    about = Provenance.of(words, data)
    # Counts of restricted events by region and by district would tell small ones by subtraction.
    finer = found.district_changes is not None and not data.restricted
    row = st.container(horizontal=True, vertical_alignment="center")
    row.markdown(_("Download the measures:"))
    for label, name, make in (
        (_("Slices"), "slices", partial(slice_table, found)),
        (_("Bands"), "bands", partial(band_table, found)),
        (
            v.label(v.AREAS, "district" if finer else "region"),
            "districts" if finer else "regions",
            partial(change_table, found, data, level=2 if finer else 1),
        ),
        (_("Arrivals"), "arrivals", partial(arrival_table, found, data, kind=terms.areas)),
    ):
        row.download_button(
            label,
            partial(_csv, make, about, data),
            f"sahel-map-expansion-{name}.csv",
            "text/csv",
            on_click="ignore",
            key=f"download-{name}",
            icon=":material/download:",
        )


def panels(found: Expansion, data: Dataset, at: int) -> None:
    """Draw the parts below the maps."""
    if not view.get("walk"):
        opened_event(data, key="slice-event")
    labels = {
        "share": _("Share in the south-west"),
        "regions": _("Regions by slices")
        if found.district_changes is None
        else _("Districts by slices"),
        "arrivals": _("Order of arrival"),
        "questions": _("Questions for students"),
    }
    look = choose(st.container(), _("Below the maps"), labels, "look")
    if look == "share":
        share_panel(found, data, at)
    elif look == "regions":
        _regions(found, data)
        _gateways(found)
    elif look == "arrivals":
        _arrivals(found, data)
    else:
        _ask(found, data)
    _downloads(found, data)
