"""Which dataset the pages show, and who the reader is that asks for it."""

import secrets
from typing import Final

import streamlit as st

from sahel_map.errors import DataError
from sahel_map.i18n import gettext as _
from sahel_map.i18n import number_text
from sahel_map.server import collection
from sahel_map.server.headers import OWNER_COOKIE
from sahel_map.server.lifespan import HOST, dataset
from sahel_map.ui import view
from sahel_map.ui.controls import plain

__all__ = ["notice", "owner", "remembered", "shown_key"]

_KEPT_AS: Final = "owner"


def remembered() -> bool:
    """Return whether the browser keeps the cookie by which its datasets are known as its own."""
    return bool(st.context.cookies.get(OWNER_COOKIE))


def owner() -> str:
    """Return the secret that makes a dataset the reader's own.

    It is the browser's cookie; without one, a secret of the session, which a reload forgets.
    """
    return st.context.cookies.get(OWNER_COOKIE) or view.kept(_KEPT_AS, secrets.token_urlsafe(24))


def _visible(key: str) -> str:
    try:
        return collection.find(key, owner()).key
    except DataError:
        return HOST


def shown_key() -> str:
    """Return the key of the dataset of the view; that of the host where it may not be seen."""
    key = view.get("data")
    return view.found(f"dataset {key}", lambda: _visible(key)) if key else HOST


def notice() -> None:
    """Say above every page which loaded dataset is shown, or why the wished one is not."""
    slot = st.container(key="dataset-slot")
    if dataset(shown_key()).restricted:
        # Their rows are not to be exported: tables lose their own button for that (style.css).
        slot.html('<i class="rows-stay" hidden></i>')
    key = view.get("data")
    if not key:
        return
    with slot.container(key="dataset-notice", horizontal=True, vertical_alignment="center"):
        try:
            about = collection.find(key, owner()).about
        except DataError as error:
            st.warning(f"{error} " + _("The bundled data are shown instead."))
        else:
            restricted = about.get("licence_class") == "restricted"
            text = _("Loaded dataset: {title}, {n} events.").format(
                title=plain(str(about["title"])), n=number_text(int(about["events_count"]))
            )
            if restricted:
                text += " " + _("Restricted: only this browser sees it, and rows are not exported.")
            st.info(text, icon=":material/lock:" if restricted else ":material/upload_file:")
        st.button(
            _("Back to the bundled data"),
            on_click=view.restore,
            args=("data",),
            key="dataset-back",
        )
