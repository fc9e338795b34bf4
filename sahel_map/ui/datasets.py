"""Which dataset the pages show, at which version, and who the reader is that asks for it."""

import secrets
from typing import Final

import streamlit as st

from sahel_map.errors import DataError, StoreError
from sahel_map.i18n import date_text, number_text
from sahel_map.i18n import gettext as _
from sahel_map.people import Act, may
from sahel_map.server import collection
from sahel_map.server.headers import OWNER_COOKIE
from sahel_map.server.lifespan import HOST, dataset
from sahel_map.store import Ref, open_store
from sahel_map.ui import login, view
from sahel_map.ui.controls import plain

__all__ = ["notice", "owner", "reader", "remembered", "shown_key", "shown_ref", "store_notice"]

_KEPT_AS: Final = "owner"


def remembered() -> bool:
    """Return whether the datasets that the reader loads are known as their own when they return."""
    return login.person().known or bool(st.context.cookies.get(OWNER_COOKIE))


def owner() -> str:
    """Return what makes a dataset or a briefing the reader's own, which is never kept as it is.

    It is the subject of the login; without one the browser's cookie; without a cookie a secret of
    the session, which a reload forgets.
    """
    known = login.person().own or st.context.cookies.get(OWNER_COOKIE)
    return known or view.kept(_KEPT_AS, secrets.token_urlsafe(24))


def reader() -> collection.Reader:
    """Return who asks for datasets."""
    return collection.Reader(owner(), login.person())


def _visible(key: str, version: int | None) -> str:
    """Return what is shown of what an address names: the newest where there is no such version."""
    asks = reader()
    for wished in dict.fromkeys((Ref(key, version), Ref(key), Ref())):
        try:
            if wished.key:
                found = collection.find(str(wished), asks).ref
            else:
                found = wished
                if wished.version is not None:
                    open_store().folder(wished)
        except (DataError, StoreError):
            continue
        return str(collection.as_seen(found, asks))
    return HOST


def shown_key() -> str:
    """Return the dataset of the view as the text of a ``Ref``.

    It is the one of the host where the wished one may not be seen, and its newest version where
    there is none of the wished number.
    """
    key, version = view.get("data"), view.get("version")
    return view.found(f"dataset {key}@{version}", lambda: _visible(key, version))


def shown_ref() -> Ref:
    """Return the dataset of the view."""
    return Ref.read(shown_key())


def store_notice() -> None:
    """Say above every page that the store cannot be reached."""
    if not open_store().away:
        return
    with st.container(key="store-notice"):
        st.warning(
            _(
                "The store of this dashboard cannot be reached at the moment: the data are shown as"
                " they were last known here, and nothing can be changed or loaded."
            ),
            icon=":material/cloud_off:",
        )


def _dataset_notice(key: str) -> None:
    try:
        entry = collection.find(key, reader())
    except (DataError, StoreError) as error:
        st.warning(f"{error} " + _("The bundled data are shown instead."))
    else:
        about = entry.about
        text = _("Loaded dataset: {title}, {n} events.").format(
            title=plain(str(about["title"])),
            n=number_text(dataset(shown_key()).total),
        )
        if entry.restricted:
            text += " " + (
                _("Restricted: rows are not exported.")
                if entry.visibility == "team" or login.person().known
                else _("Restricted: only this browser sees it, and rows are not exported.")
            )
        icon = ":material/lock:" if entry.restricted else ":material/upload_file:"
        st.info(text, icon=icon)
    st.button(
        _("Back to the bundled data"),
        on_click=view.restore,
        args=("data", "version"),
        key="dataset-back",
    )


def _version_text(number: int) -> str:
    """Return which version is shown, of how many, who made it and why."""
    versions = open_store().versions(shown_ref().key)
    known = next((one for one in versions if one.number == number), None)
    if known is None:
        return _("Version {n} of these data is shown.").format(n=number)
    said = {"n": number, "newest": versions[0].number, "day": date_text(known.at.date())}
    # Names and reasons are the team's own.
    inside = may(login.person(), Act.see_team)
    if inside and known.who_name:
        text = _("Version {n} of {newest}, of {day}, by {name}.").format(
            **said, name=plain(known.who_name)
        )
    else:
        text = _("Version {n} of {newest}, of {day}.").format(**said)
    if inside and known.note:
        text += f" {plain(known.note)}"
    if number == versions[0].number:
        return f"{text} " + _("It is the newest; this address goes on to show it.")
    return f"{text} " + _("Newer versions may say something else.")


def _version_notice(number: int) -> None:
    if shown_ref().version == number:
        st.info(_version_text(number), icon=":material/history:")
    else:
        st.warning(
            _("There is no version {n} of these data; the newest is shown instead.").format(
                n=number
            )
        )
    st.button(
        _("Back to the newest version"),
        on_click=view.restore,
        args=("version",),
        key="version-back",
    )


def notice() -> None:
    """Say above every page which loaded dataset or older version is shown, or why it is not."""
    slot = st.container(key="dataset-slot")
    if dataset(shown_key()).restricted:
        # Their rows are not to be exported: tables lose their own button for that (style.css).
        slot.html('<i class="rows-stay" hidden></i>')
    key, version = view.get("data"), view.get("version")
    if key:
        with slot.container(key="dataset-notice", horizontal=True, vertical_alignment="center"):
            _dataset_notice(key)
    if version is not None:
        with slot.container(key="version-notice", horizontal=True, vertical_alignment="center"):
            _version_notice(version)
