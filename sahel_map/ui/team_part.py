"""What stands under records for the team alone: ways to suggest, versions, comments."""

from collections.abc import Iterable
from typing import Any

import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext as _
from sahel_map.people import Act
from sahel_map.road_wording import spell_name, spell_text
from sahel_map.store import Dataset
from sahel_map.ui import team
from sahel_map.ui.controls import plain
from sahel_map.ui.suggest_links import suggest_link
from sahel_map.wording import claim_text, pair_text

__all__ = ["event_part", "records_part", "spells_part"]


def _shown() -> bool:
    return team.takes_part() and team.on_host()


def event_part(event_id: str, data: Dataset) -> None:
    """Draw what the team does with an event; nothing for others, nor for a loaded dataset.

    Args:
        event_id: An event of the data.
        data: The data of the view.
    """
    if not _shown():
        return
    # Without a login none of it is loaded.
    from sahel_map.ui.comments import comments  # noqa: PLC0415
    from sahel_map.ui.review_history import record_history  # noqa: PLC0415

    with st.container(key="team-part"), team.guarded():
        with st.container(horizontal=True, vertical_alignment="center"):
            suggest_link(_("Suggest a change"), "events.csv", event_id, icon=":material/edit:")
            if team.can(Act.suggest):
                _choices(
                    "claims.csv", _claims(event_id, data), new=_("Suggest a claim"), about=event_id
                )
        record_history("events.csv", [event_id], data)
        comments(event_id)


def _claims(event_id: str, data: Dataset) -> list[tuple[str, str]]:
    said: list[Any] = list(data.claims_of(event_id).itertuples())
    return [
        (
            claim.claim_id,
            pair_text(
                f"{_(claim.claimant)}, {v.label(v.MEASURES, claim.measure)}",
                _(claim.note) if claim.measure in v.TEXTUAL else claim_text(claim),
            ),
        )
        for claim in said
    ]


def _choices(table: str, listed: list[tuple[str, str]], *, new: str, about: str) -> None:
    with st.popover(new, icon=":material/edit:"):
        suggest_link(_("New record"), table, about=about, icon=":material/add:")
        for key, words in listed:
            suggest_link(plain(words), table, key, icon=":material/edit:")


def records_part(
    table: str, records: Iterable[tuple[str, str]], data: Dataset, *, new: str, about: str = ""
) -> None:
    """Draw the ways to suggest a change of some records, or another one, and their versions.

    Args:
        table: File of the records.
        records: The key of each, and its words.
        data: The data of the view.
        new: The words that offer another record.
        about: What that one is about.
    """
    if not _shown():
        return
    from sahel_map.ui.review_history import record_history  # noqa: PLC0415

    listed = list(records)
    with st.container(key=f"team-{table.partition('.')[0]}"), team.guarded():
        if team.can(Act.suggest):
            _choices(table, listed, new=new, about=about)
        # Each is looked up in every version: on demand, since a road may have a dozen.
        if listed and st.toggle(
            _("Show the versions of these records"), key=f"versions-of-{table}"
        ):
            record_history(table, [key for key, _words in listed], data)


def spells_part(spells: Iterable[Any], data: Dataset, *, road: str = "") -> None:
    """Draw the ways to suggest another status of a road or of towns.

    Args:
        spells: Rows of the blockades.
        data: The data of the view.
        road: The road that a new record is about.
    """
    if not _shown():
        return
    named = [(row.spell_id, f"{spell_name(row)} · {spell_text(row)}") for row in spells]
    records_part("blockades.csv", named, data, new=_("Suggest a status"), about=road)
