"""Logins: what they need, and whom they admit."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from sahel_map.i18n import gettext
from sahel_map.people import Person, role_of, verified
from sahel_map.settings import PREFIX, SHORTEST_SECRET, Settings, configured

__all__ = ["COOKIE_SECRET_FOR", "admitted", "claimed", "cookie_secret", "faults", "own_origin"]

COOKIE_SECRET_FOR: Final = b"login cookies"
"""What the secret of the login cookies is derived for: it is not the one that signs passes."""


def _absolute(address: str) -> bool:
    parts = urlsplit(address)
    plain = not parts.query and not parts.fragment and not parts.username
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and plain


def faults(settings: Settings) -> list[str]:
    """Return what a login lacks before people can log in, each with the name of its variable.

    Args:
        settings: The settings; no value of theirs stands in what is returned.
    """
    found: list[tuple[str, str]] = []
    if len(settings.secret.get_secret_value()) < SHORTEST_SECRET:
        found.append(("secret", gettext("at least 32 characters, the same on every replica")))
    if not _absolute(settings.oidc_url):
        found.append(("oidc_url", gettext("address of the provider's openid-configuration")))
    if not settings.oidc_client.strip():
        found.append(("oidc_client", gettext("the client id that the provider gave")))
    if not settings.oidc_secret.get_secret_value().strip():
        found.append(("oidc_secret", gettext("the client secret that the provider gave")))
    if "public_url" not in settings.model_fields_set or not _absolute(settings.public_url):
        found.append(("public_url", gettext("the address at which readers open the dashboard")))
    return [f"{PREFIX}{name.upper()}: {words}" for name, words in found]


def cookie_secret(settings: Settings) -> str:
    """Return the secret that signs the login cookies, derived from the one of this host."""
    key = settings.secret.get_secret_value().encode()
    return hmac.new(key, COOKIE_SECRET_FOR, hashlib.sha256).hexdigest()


def own_origin(settings: Settings) -> str:
    """Return scheme and host of the address at which readers open the dashboard."""
    parts = urlsplit(settings.public_url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def claimed(claims: Mapping[str, Any]) -> Person:
    """Return who a login says somebody is, as yet without any role.

    An address that the provider has not verified names nobody: the team would take one for
    another.
    """
    issuer, subject = (str(claims.get(name) or "").strip() for name in ("iss", "sub"))
    if not issuer or not subject:
        return Person()
    email = str(claims.get("email") or "").strip() if verified(dict(claims)) else ""
    name = str(claims.get("name") or "").strip()
    # A free name that looks like an address could be somebody else's.
    shown = email or (name if "@" not in name else "") or subject
    return Person(f"{issuer} {subject}", shown[:200])


def admitted(claims: Mapping[str, Any] | None) -> Person | None:
    """Return the person of a login with their role now, None for somebody whom no list admits.

    Args:
        claims: What the provider says of them; None where nobody is logged in.
    """
    if not claims:
        return None
    person = claimed(claims)
    role = role_of(dict(claims), configured()) if person.known else None
    return None if role is None else Person(person.subject, person.name, role)
