"""The history of a dataset: its versions, which of them is shown, what changed since when."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.errors import StoreError
from sahel_map.exports import Provenance, csv_bytes
from sahel_map.i18n import date_text, ngettext, number_text
from sahel_map.i18n import gettext as _
from sahel_map.people import Act, may
from sahel_map.server import collection
from sahel_map.server.lifespan import compared, dataset
from sahel_map.store import Ref
from sahel_map.store.differences import Differences, differences, version_at
from sahel_map.ui import datasets, view
from sahel_map.ui.controls import plain

if TYPE_CHECKING:
    from sahel_map.store.interface import Version

__all__ = ["data_versions"]

_NEWEST: Final = 0
_DAY: Final = -1
_SHOWN: Final = 200


def _label(one: "Version") -> str:
    return _("{n} · {day} · {act}").format(
        n=one.number, day=date_text(one.at.date()), act=v.label(v.VERSION_ACTS, one.act)
    )


def _count(n: int | None) -> str:
    return "" if n is None else number_text(n)


def _history(versions: "Sequence[Version]", *, inside: bool, counted: bool) -> None:
    """Draw the versions as a table.

    Args:
        versions: The newest first.
        inside: Whether names and reasons are for the reader's eyes.
        counted: Whether numbers of events are.
    """
    rows: list[dict[str, Any]] = []
    for one in versions:
        row: dict[str, Any] = {
            "number": one.number,
            "day": one.at.replace(tzinfo=None),
            "act": v.label(v.VERSION_ACTS, one.act),
        }
        if inside:
            row |= {"who": one.who_name, "note": one.note}
        if counted:
            row |= {
                "events": one.events, "added": _count(one.added), "changed": _count(one.changed),
                "removed": _count(one.removed),
            }  # fmt: skip
        rows.append(row)
    table = pd.DataFrame(rows)
    empty = [name for name in ("who", "note") if name in table and not table[name].any()]
    number = st.column_config.NumberColumn
    st.dataframe(
        table.drop(columns=empty),
        hide_index=True,
        height=min(35 * (len(rows) + 1) + 3, 300),
        key="versions",
        column_config={
            "number": number(_("Version"), width="small"),
            "day": st.column_config.DatetimeColumn(_("Made, UTC"), format="YYYY-MM-DD HH:mm"),
            "act": st.column_config.TextColumn(_("How")),
            "who": st.column_config.TextColumn(_("By whom")),
            "note": st.column_config.TextColumn(_("Why"), width="medium"),
            "events": number(_("Events"), width="small"),
            "added": st.column_config.TextColumn(_("Added"), width="small"),
            "changed": st.column_config.TextColumn(_("Changed"), width="small"),
            "removed": st.column_config.TextColumn(_("Removed"), width="small"),
        },
    )


def _choose(box: Any, versions: "Sequence[Version]") -> None:  # noqa: ANN401  (a column)
    """Draw the choice of the version that all pages show."""
    labels = {one.number: _label(one) for one in versions}
    box.selectbox(
        _("Version that all pages show"),
        [_NEWEST, *labels],
        format_func=lambda n: labels.get(n, _("the newest, whatever comes")),
        on_change=lambda: view.change(version=view.returned("version-choice") or None),
        **view.shown("version-choice", datasets.shown_ref().version or _NEWEST),
    )


def _before(box: Any, versions: "Sequence[Version]", shown: int) -> int | None:  # noqa: ANN401
    """Draw the choice of what the shown version is compared with; return its number."""
    older = [one for one in versions if one.number < shown]
    labels = {one.number: _label(one) for one in older}
    chosen = box.selectbox(
        _("What changed since"),
        [*labels, _DAY],
        format_func=lambda n: labels.get(n, _("a day")),
        key="since-version",
    )
    if chosen != _DAY:
        return int(chosen)
    first, last = older[-1].at.date(), dt.datetime.now(tz=dt.UTC).date()
    day = st.date_input(
        _("Since the beginning of this day, UTC"),
        value=max(first, last - dt.timedelta(days=7)),
        min_value=min(first, last),
        max_value=last,
        key="since-day",
    )
    known = version_at(versions, day) if isinstance(day, dt.date) else None
    if known is None:
        st.info(
            _("The oldest version is of {day}: nothing is known of what was there before.").format(
                day=date_text(first)
            )
        )
        return None
    return min(known.number, shown)


def _file(old: str, new: str, about: Provenance) -> bytes:
    whole = differences(dataset(old), dataset(new), most=None)
    return csv_bytes(pd.DataFrame(whole.rows(), columns=list(_columns())), about)


def _columns() -> Mapping[str, str]:
    return {
        "table": _("Table"), "record": _("Record"), "title": _("Title"), "act": _("What"),
        "column": _("Column"), "old": _("Before"), "new": _("Now"),
    }  # fmt: skip


def _changes(found: Differences, old: Ref, new: Ref) -> None:
    """Draw what differs between two versions."""
    if not found.total:
        st.success(_("Nothing differs between these two versions."), icon=":material/check:")
        return
    for table in found.tables:
        st.markdown(plain(table.sentence()))
    rows = pd.DataFrame(found.rows(), columns=list(_columns()))
    rows["act"] = [v.label(v.PROPOSAL_ACTS, code) for code in rows["act"]]
    st.dataframe(rows.head(_SHOWN), hide_index=True, column_config=dict(_columns()), key="changes")
    if len(rows) > _SHOWN or sum(1 for _one in found.records()) < found.total:
        text = _("The first {n} rows are shown; {total} records differ.")
        st.caption(
            text.format(n=number_text(min(len(rows), _SHOWN)), total=number_text(found.total))
        )
    data = dataset(str(new))
    if data.restricted or dataset(str(old)).restricted:
        return
    st.download_button(
        _("Download all changes, CSV"),
        partial(_file, str(old), str(new), Provenance.of("", data)),
        f"sahel-map-changes-{old.version}-{new.version}.csv",
        "text/csv",
        on_click="ignore",
        key="download-changes",
        icon=":material/download:",
    )


def data_versions() -> None:
    """Draw the history of the dataset that the pages show; nothing where it has none."""
    ref, asks = datasets.shown_ref(), datasets.reader()
    try:
        versions = collection.versions(ref.key, asks)
    except StoreError as error:
        st.warning(plain(str(error)))
        return
    if not versions:
        return
    if len(versions) == 1:
        text = _("There is one version so far, of {day}; the next import or change makes another.")
        st.caption(text.format(day=date_text(versions[0].at.date())))
        return
    st.subheader(_("History"), anchor=False)
    _history(versions, inside=may(asks.person, Act.see_team), counted=not ref.veiled)
    left, right = st.columns(2)
    _choose(left, versions)
    shown = ref.version or versions[0].number
    if shown == versions[-1].number:
        right.caption(_("This is the oldest version: there is nothing before it to compare."))
        return
    before = _before(right, versions, shown)
    if before is None:
        return
    if before == shown:
        st.success(_("Nothing has changed since."), icon=":material/check:")
        return
    old, new = (Ref(ref.key, number, ref.veiled) for number in (before, shown))
    with st.spinner(_("Comparing version {old} with version {new}").format(old=before, new=shown)):
        found = compared(str(old), str(new))
    st.caption(
        ngettext(
            "{n} record differs between version {old} and version {new}.",
            "{n} records differ between version {old} and version {new}.",
            found.total,
        ).format(n=number_text(found.total), old=before, new=shown)
    )
    _changes(found, old, new)
