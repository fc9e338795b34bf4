"""The datasets a reader may open: which one the pages show, who sees it, how it is removed."""

from typing import Any

import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.errors import DataError
from sahel_map.i18n import gettext as _
from sahel_map.i18n import number_text
from sahel_map.server import collection
from sahel_map.server.lifespan import HOST, dataset
from sahel_map.ui import datasets, view
from sahel_map.ui.controls import plain

__all__ = ["data_choice", "host_label", "label_of"]


def label_of(about: dict[str, Any]) -> str:
    """Return a dataset in a line: title, format, events, licence class."""
    kind = v.label(v.FORMATS, str(about.get("format", "")))
    return _("{title} · {format} · {n} events · {licence}").format(
        title=about.get("title", ""),
        format=kind,
        n=number_text(int(about.get("events_count", 0))),
        licence=v.label(v.LICENCE_CLASSES, str(about.get("licence_class", ""))),
    )


def host_label() -> str:
    """Return the data of this host in a line."""
    host = dataset(HOST)
    if host.about:
        return label_of({**host.about, "events_count": len(host.events)})
    return _("Bundled data · {n} events · open").format(n=number_text(len(host.events)))


def _act(what: str, key: str) -> None:
    try:
        if what == "delete":
            collection.remove(key, datasets.owner())
            if view.get("data") == key:
                view.restore("data")
        else:
            collection.share(key, datasets.owner(), shared=what == "share")
    except DataError as error:
        view.leave("data-error", str(error))
    view.change()


def _row(entry: collection.Entry, shown: str) -> None:
    about = entry.about
    with st.container(horizontal=True, vertical_alignment="center", key=f"dataset-{entry.key}"):
        st.markdown(plain(label_of(about)), width="stretch")
        st.button(
            _("Shown") if entry.key == shown else _("Show"),
            key=f"show-{entry.key}",
            on_click=view.change,
            kwargs={"data": entry.key},
            disabled=entry.key == shown,
        )
        if not entry.mine:
            return
        if not entry.restricted:
            shared = about.get("shared") is True
            st.button(
                _("Stop sharing") if shared else _("Share on this host"),
                key=f"share-{entry.key}",
                on_click=_act,
                args=("unshare" if shared else "share", entry.key),
                help=_("Everybody who opens this dashboard can then choose the dataset."),
            )
        with st.popover(_("Delete"), icon=":material/delete:"):
            st.markdown(_("The dataset is deleted from this host. Your own file is not touched."))
            st.button(
                _("Delete it now"), key=f"delete-{entry.key}", on_click=_act,
                args=("delete", entry.key), type="primary",
            )  # fmt: skip


def data_choice() -> None:
    """Draw the list of the datasets that the reader may open."""
    shown = datasets.shown_key()
    with st.container(horizontal=True, vertical_alignment="center", key="dataset-host"):
        st.markdown(plain(host_label()), width="stretch")
        st.button(
            _("Shown") if shown == HOST else _("Show"),
            key="show-host",
            on_click=view.restore,
            args=("data",),
            disabled=shown == HOST,
        )
    for entry in collection.entries(datasets.owner()):
        _row(entry, shown)
    error = view.left("data-error")
    if error:
        st.error(plain(error))
    st.caption(
        _(
            "A dataset that you load is seen by this browser alone. One that is not shared is"
            " deleted {hours} hours after it was last opened."
        ).format(hours=collection.KEPT_HOURS)
    )
    if not datasets.remembered():
        st.warning(
            _(
                "This browser keeps no cookie of this dashboard: a dataset that you load is lost"
                " when the page is loaded again, and maps of many events stay empty."
            )
        )
