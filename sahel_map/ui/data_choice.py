"""The datasets a reader may open: which one the pages show, who sees it, how it is removed."""

from typing import Any

import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.errors import SahelMapError
from sahel_map.i18n import gettext as _
from sahel_map.i18n import number_text
from sahel_map.people import Act, Person, may
from sahel_map.server import collection
from sahel_map.server.lifespan import dataset
from sahel_map.settings import configured
from sahel_map.store import Ref
from sahel_map.ui import datasets, view
from sahel_map.ui.controls import plain

__all__ = ["data_choice", "host_label", "label_of", "told"]


def label_of(about: dict[str, Any]) -> str:
    """Return a dataset in a line: title, format, events where they are told, licence class."""
    kind = v.label(v.FORMATS, str(about.get("format", "")))
    licence = v.label(v.LICENCE_CLASSES, str(about.get("licence_class", "")))
    title, n = str(about.get("title", "")), about.get("events_count")
    if n is None:
        return f"{title} · {kind} · {licence}"
    return _("{title} · {format} · {n} events · {licence}").format(
        title=title, format=kind, n=number_text(int(n)), licence=licence
    )


def told(entry: collection.Entry) -> dict[str, Any]:
    """Return what a reader is told of a dataset: not how many events are held back from them."""
    veiled = collection.as_seen(entry.ref, datasets.reader()).veiled
    hidden = {"events_count"} if veiled else set()
    return {name: value for name, value in entry.about.items() if name not in hidden}


def host_label() -> str:
    """Return the data of this host in a line, as the reader is shown them."""
    host = dataset(str(collection.as_seen(Ref(), datasets.reader())))
    if host.about:
        return label_of({**host.about, "events_count": host.total})
    return _("Bundled data · {n} events · open").format(n=number_text(host.total))


def _act(what: str, key: str) -> None:
    try:
        if what == "delete":
            collection.remove(key, datasets.reader())
            if view.get("data") == key:
                view.restore("data", "version")
        else:
            collection.share(key, datasets.reader(), visibility=what)
    except SahelMapError as error:
        view.leave("data-error", str(error))
    view.change()


def _chosen(key: str) -> None:
    _act(str(view.returned(f"share-{key}")), key)


def _who_sees(entry: collection.Entry, person: Person) -> None:
    """Draw who sees a dataset, for who may change that."""
    if configured().login == "off":
        if entry.mine and not entry.restricted:
            shared = entry.visibility == "public"
            st.button(
                _("Stop sharing") if shared else _("Share on this host"),
                key=f"share-{entry.key}",
                on_click=_act,
                args=("private" if shared else "public", entry.key),
                help=_("Everybody who opens this dashboard can then choose the dataset."),
            )
        return
    publishes = may(person, Act.publish)
    if not (publishes or (entry.mine and may(person, Act.share))):
        st.caption(v.label(v.VISIBILITIES, entry.visibility))
        return
    allowed = [code for code in v.VISIBILITIES if code != "public" or publishes]
    if entry.restricted:
        allowed = [code for code in allowed if code != "public"]
    elif entry.visibility not in allowed:
        allowed.append(entry.visibility)
    st.selectbox(
        _("Who sees it"),
        allowed,
        format_func=lambda code: v.label(v.VISIBILITIES, code),
        label_visibility="collapsed",
        width=190,
        on_change=_chosen,
        args=(entry.key,),
        **view.shown(f"share-{entry.key}", entry.visibility),
    )


def _delete(entry: collection.Entry) -> None:
    with st.popover(_("Delete"), icon=":material/delete:"):
        st.markdown(_("The dataset is deleted from this host. Your own file is not touched."))
        st.button(
            _("Delete it now"), key=f"delete-{entry.key}", on_click=_act,
            args=("delete", entry.key), type="primary",
        )  # fmt: skip


def _row(entry: collection.Entry, shown: str, person: Person) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"dataset-{entry.key}"):
        st.markdown(plain(label_of(told(entry))), width="stretch")
        st.button(
            _("Shown") if entry.key == shown else _("Show"),
            key=f"show-{entry.key}",
            on_click=view.change,
            kwargs={"data": entry.key, "version": None},
            disabled=entry.key == shown,
        )
        _who_sees(entry, person)
        if entry.mine or may(person, Act.govern):
            _delete(entry)


def _others(reader: collection.Reader) -> None:
    """Draw the datasets that an admin may delete and not see."""
    found = collection.governed(reader)
    if not found:
        return
    with st.expander(_("Datasets of others, for their owners alone")):
        for entry in found:
            with st.container(horizontal=True, vertical_alignment="center"):
                whose = str(entry.about.get("owner_name", ""))
                st.markdown(plain(" · ".join(filter(None, [label_of(entry.about), whose]))),
                            width="stretch")  # fmt: skip
                _delete(entry)


def _kept_for(person: Person) -> None:
    """Say who sees what the reader loads, and for how long it stays."""
    if person.known:
        st.caption(
            _(
                "A dataset that you load is seen by you alone until it is shared with the team, and"
                " stays until it is deleted."
            )
        )
    elif may(person, Act.load):
        st.caption(
            _(
                "A dataset that you load is seen by this browser alone. One that is not shared is"
                " deleted {hours} hours after it was last opened."
            ).format(hours=collection.KEPT_HOURS)
        )


def data_choice() -> None:
    """Draw the list of the datasets that the reader may open."""
    shown, reader = datasets.shown_ref().key, datasets.reader()
    with st.container(horizontal=True, vertical_alignment="center", key="dataset-host"):
        st.markdown(plain(host_label()), width="stretch")
        st.button(
            _("Shown") if not shown else _("Show"),
            key="show-host",
            on_click=view.restore,
            args=("data", "version"),
            disabled=not shown,
        )
    for entry in collection.entries(reader):
        _row(entry, shown, reader.person)
    _others(reader)
    error = view.left("data-error")
    if error:
        st.error(plain(error))
    _kept_for(reader.person)
    if may(reader.person, Act.load) and not datasets.remembered():
        st.warning(
            _(
                "This browser keeps no cookie of this dashboard: a dataset that you load is lost"
                " when the page is loaded again, and maps of many events stay empty."
            )
        )
