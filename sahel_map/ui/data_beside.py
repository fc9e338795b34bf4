"""Two datasets side by side: the same filters, the same ground, their figures in one table."""

import pandas as pd
import streamlit as st

from sahel_map.basis import Basis
from sahel_map.errors import DataError, StoreError
from sahel_map.i18n import date_text, number_text
from sahel_map.i18n import gettext as _
from sahel_map.outcome import Outcome
from sahel_map.server import collection
from sahel_map.server.lifespan import narrowed
from sahel_map.server.lifespan import outcome as shared_outcome
from sahel_map.store import Dataset, Ref
from sahel_map.ui import datasets, filters, view
from sahel_map.ui.controls import plain
from sahel_map.ui.data_choice import host_label, label_of, told
from sahel_map.ui.event_layer import event_layer
from sahel_map.ui.leaflet import show_map

__all__ = ["data_beside"]

_NONE = "none"


def _others(shown: str) -> dict[str, str]:
    """Return the datasets that can stand beside the one that is shown, with their labels."""
    key = Ref.read(shown).key
    found = {"host": host_label()} if key else {}
    for entry in collection.entries(datasets.reader()):
        if entry.key != key:
            found[entry.key] = label_of(told(entry))
    return found


def _opened(key: str) -> tuple[Dataset, Outcome]:
    # Sources left out are those of the view's own dataset: the other one stands as a whole.
    basis = Basis(view.get("known"))
    data = narrowed(basis, key).data
    return data, shared_outcome(filters.current(), basis, key)


def _figures(sides: list[tuple[str, Dataset, Outcome]]) -> None:
    columns = {}
    for name, _data, outcome in sides:
        events = outcome.only("date_start", "date_end", "fatalities_low", "admin1")
        places = events["admin1"].astype(str).value_counts()
        most = [(str(place), int(n)) for place, n in places.items() if place][:5]
        top = [f"{_(place)} {number_text(n)}" for place, n in most]
        columns[name] = [
            number_text(outcome.total),
            number_text(len(outcome)),
            number_text(outcome.points),
            date_text(events["date_start"].min().date()) if len(events) else "",
            date_text(events["date_end"].max().date()) if len(events) else "",
            number_text(int(events["fatalities_low"].sum())),
            ", ".join(top),
        ]
    rows = [
        _("Events in all"),
        _("Selected"),
        _("Of them on the map"),
        _("First day"),
        _("Last day"),
        _("Deaths, sum of the lowest figures"),
        _("Regions with most events"),
    ]
    st.dataframe(pd.DataFrame(columns, index=pd.Index(rows, name="")))


def _map(data: Dataset, outcome: Outcome, key: str, *, name: str) -> None:
    show_map(data, event_layer(outcome, data, key, linked=True), key=name, height=460)
    st.caption(outcome.sentence())


def data_beside() -> None:
    """Draw the choice of a second dataset, and both side by side."""
    shown = datasets.shown_key()
    others = _others(shown)
    if not others:
        st.caption(_("Load a file to set it beside the bundled data."))
        return
    wanted = view.get("beside")
    chosen = st.selectbox(
        _("Beside what is shown"),
        [_NONE, *others],
        format_func=lambda key: others.get(key, _("nothing")),
        on_change=lambda: view.change(beside=view.returned("beside-choice")),
        **view.shown("beside-choice", wanted if wanted in others else _NONE),
    )
    if chosen == _NONE:
        return
    reader = datasets.reader()
    try:
        found = Ref() if chosen == "host" else collection.find(chosen, reader).ref
        other = str(collection.as_seen(found, reader))
    except (DataError, StoreError) as error:
        st.error(plain(str(error)))
        return
    names = [_("Shown: {name}"), _("Beside: {name}")]
    labels = [_label(shown), others[chosen]]
    sides = [
        (text.format(name=label), *_opened(key))
        for text, label, key in zip(names, labels, (shown, other), strict=True)
    ]
    st.warning(
        _(
            "Datasets count otherwise: the same incident may stand in both, in one as several rows,"
            " with another number of deaths. Compare their shapes; never add them up."
        )
    )
    _figures(sides)
    for column, (name, data, outcome), key, slot in zip(
        st.columns(2, gap="medium"), sides, (shown, other), ("left", "right"), strict=True
    ):
        with column, st.container(key=f"side-{slot}"):
            st.markdown(f"**{plain(name)}**")
            _map(data, outcome, key, name=f"beside-{slot}")


def _label(key: str) -> str:
    if not Ref.read(key).key:
        return host_label()
    return label_of(told(collection.find(key, datasets.reader())))
