"""Who is there: the login, the wall of a dashboard that requires one, and the way out."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

import streamlit as st
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.delta_generator import DeltaGenerator
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from sahel_map.i18n import gettext as _
from sahel_map.people import ACTS, ANYBODY, ROLES, Act, Person, may
from sahel_map.server.logins import admitted, claimed, faults
from sahel_map.settings import configured
from sahel_map.ui.controls import plain

__all__ = ["badge", "claims_of", "let_in", "may_come_in", "person", "stay_out"]

_OWN: Final = ("origin", "is_logged_in", "provider")
"""What Streamlit adds to the claims in its cookie."""


def claims_of(cookies: Mapping[str, str]) -> dict[str, Any] | None:
    """Return what the provider said of who is logged in, None where nobody is.

    It is read from Streamlit's own signed cookie, as Streamlit reads it for a session.

    Args:
        cookies: The cookies of a request.
    """
    if USER_COOKIE_NAME not in cookies:
        return None
    secret = get_cookie_secret()

    def one(name: str) -> bytes | None:
        signed = cookies.get(name, "").encode("latin-1", "replace")
        return decode_signed_value(secret, name, signed) if signed else None

    try:
        said = json.loads(get_cookie_with_chunks(one, USER_COOKIE_NAME) or b"null")
    except ValueError:
        return None
    if not isinstance(said, dict) or said.get("is_logged_in") is not True:
        return None
    if said.get("origin") != get_origin_from_redirect_uri():
        return None
    return {name: value for name, value in said.items() if name not in _OWN}


def _claims() -> dict[str, Any] | None:
    """Return the claims of this session, None where nobody is logged in."""
    if configured().login == "off" or not st.user.get("is_logged_in"):
        return None
    return {name: value for name, value in st.user.to_dict().items() if name not in _OWN}


def person() -> Person:
    """Return who the reader of this session is, with the role that the lists give them now."""
    return admitted(_claims()) or ANYBODY


def may_come_in() -> bool:
    """Return whether the reader may see pages at all; asked in each run of a page or part."""
    return may(person(), Act.see)


def stay_out() -> None:
    """Run the whole page where the reader may see none any more: it is a wall by now."""
    if not may_come_in():
        st.rerun()


def _ready() -> bool:
    """Return whether the server knows how people log in."""
    return not faults(configured()) and get_origin_from_redirect_uri() is not None


def _out(box: DeltaGenerator, key: str) -> None:
    box.button(_("Log out"), key=key, icon=":material/logout:", on_click=st.logout)


def _into(box: DeltaGenerator, key: str, look: Literal["primary", "tertiary"]) -> None:
    box.button(_("Log in"), key=key, icon=":material/login:", type=look, on_click=st.login)


def _not_admitted(claims: dict[str, Any], more: str) -> None:
    st.warning(_("You are logged in, but this dashboard does not admit you.") + f" {more}")
    st.text(claimed(claims).name)  # not as Markdown, which would make a link of an address


def _wall() -> None:
    """Draw what stands before a dashboard that is for its team alone."""
    box = st.container(key="login-wall", border=True, horizontal_alignment="center")
    box.image(Path(__file__).with_name("logo.svg"), width=220)
    claims = _claims()
    if claims is not None:
        with box:
            _not_admitted(claims, _("Ask one of its admins."))
        _out(box, "wall-out")
        return
    box.markdown(_("This dashboard is for its team. Log in to see it."), text_alignment="center")
    if st.context.is_embedded:
        address = (st.context.url or "").partition("?")[0]
        box.link_button(_("Open in Sahel Map"), address, icon=":material/open_in_new:")
    elif _ready():
        _into(box, "wall-in", "primary")
    else:
        box.error(
            _(
                "The login of this host is not set up; `sahel-map serve` says what it needs to"
                " whoever runs it."
            )
        )


def let_in() -> bool:
    """Return whether the reader may see pages; where not, draw the wall in their place."""
    if configured().login == "off":
        return True
    inside = may_come_in()
    if not inside:
        _wall()
    elif (claims := _claims()) is not None and not person().known:
        with st.container(key="not-admitted", horizontal=True, vertical_alignment="center"):
            _not_admitted(claims, _("You see what is public."))
            _out(st.container(), "public-out")
    return inside


def badge(box: DeltaGenerator) -> None:
    """Draw who is logged in, with the way out; where nobody is, the way in.

    Args:
        box: Where to draw it.
    """
    if configured().login == "off" or st.context.is_embedded:
        return
    who = person()
    if not who.known:
        if _claims() is None and _ready():
            _into(box, "log-in", "tertiary")
        return
    shown = plain(who.name.partition("@")[0])
    with box.popover(shown, icon=":material/account_circle:", type="tertiary", key="account"):
        st.text(who.name)
        st.markdown(_("You are {role} here, and may:").format(role=_(ROLES[who.role])))
        acts = [_(words) for act, (_role, words) in ACTS.items() if may(who, act)]
        st.markdown("\n".join(f"- {words}" for words in acts))
        _out(st.container(), "log-out")
