"""Who is there, and what they may do: roles, acts, and the one table that joins them.

Every page, route and command asks ``allow``; none decides by itself.
"""

import hashlib
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fnmatch import fnmatchcase
from typing import Any, Final

from itsdangerous import BadData, URLSafeTimedSerializer

from sahel_map.errors import ForbiddenError, SettingsError
from sahel_map.i18n import gettext, noop
from sahel_map.settings import SHORTEST_SECRET, Settings, configured

__all__ = ["ACTS", "ANYBODY", "ROLES", "Act", "Person", "Role", "allow", "may", "read_pass",
           "role_of", "verified", "write_pass"]  # fmt: skip


class Role(IntEnum):
    """What somebody is to this dashboard, rising."""

    public = 0
    viewer = 1
    editor = 2
    admin = 3


ROLES: Final[dict[Role, str]] = {
    Role.public: noop("the public"),
    Role.viewer: noop("viewer"),
    Role.editor: noop("editor"),
    Role.admin: noop("admin"),
}


class Act(StrEnum):
    """What can be done here."""

    see = "see"
    see_team = "see_team"
    export = "export"
    load = "load"
    share = "share"
    publish = "publish"
    comment = "comment"
    suggest = "suggest"
    review = "review"
    govern = "govern"
    audit = "audit"


ACTS: Final[dict[Act, tuple[Role, str]]] = {
    Act.see: (Role.public, noop("see what is public")),
    Act.see_team: (Role.viewer, noop("see what is the team's")),
    Act.export: (Role.public, noop("download what may be shown")),
    Act.load: (Role.editor, noop("load datasets")),
    Act.share: (Role.editor, noop("share a dataset of one's own with the team")),
    Act.publish: (Role.admin, noop("make a dataset public, with its delay and rounding")),
    Act.comment: (Role.viewer, noop("read and write comments on events")),
    Act.suggest: (Role.editor, noop("suggest a change of a record")),
    Act.review: (Role.editor, noop("accept the suggestion of somebody else, or send it back")),
    Act.govern: (Role.admin, noop("delete datasets of others")),
    Act.audit: (Role.admin, noop("read the audit log")),
}
"""Act to the lowest role that may do it with a login, and what it is in words."""

_WITHOUT_LOGIN: Final = frozenset({Act.see, Act.export, Act.load, Act.share})
"""What everybody may do on a host without a login, where nobody can be told from others."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is logged in, or the public.

    Attributes:
        subject: Issuer and subject of the login, which no two people share; empty for the public.
        name: How they are shown to the team: their e-mail address, or their name without any.
        role: What they may do.
    """

    subject: str = ""
    name: str = ""
    role: Role = Role.public

    @property
    def known(self) -> bool:
        """Whether they are logged in."""
        return bool(self.subject)

    @property
    def own(self) -> str:
        """What makes things theirs; empty for the public. No cookie can say the same: a blank."""
        return f"person {self.subject}" if self.subject else ""


ANYBODY: Final = Person()


def may(person: Person, act: Act) -> bool:
    """Return whether somebody may do something on this host."""
    login = configured().login
    if login == "off":
        return act in _WITHOUT_LOGIN
    if login == "required" and not person.known:
        return False
    return person.role >= ACTS[act][0]


def allow(person: Person, act: Act) -> None:
    """Go on where somebody may do something.

    Raises:
        ForbiddenError: They may not; the message says who may.
    """
    if may(person, act):
        return
    needed, words = ACTS[act]
    if configured().login == "off":
        text = gettext("Without a login this host cannot tell people apart: nobody can {act}.")
    elif person.known:
        text = gettext("You are {role} here; to {act} one must be {needed}.")
    else:
        text = gettext("Log in to {act}.")
    role, wanted = gettext(ROLES[person.role]), gettext(ROLES[needed])
    raise ForbiddenError(text.format(act=gettext(words), role=role, needed=wanted))


def _listed(email: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(email, pattern.lower()) for pattern in patterns)


def verified(claims: dict[str, Any]) -> bool:
    """Return whether the e-mail address of a login counts: nobody has said that it is unverified.

    Some providers say so in words.
    """
    return str(claims.get("email_verified")).strip().lower() != "false"


def role_of(claims: dict[str, Any], settings: Settings) -> Role | None:
    """Return the role of a login, None for somebody who may not come in.

    The claim of the provider and the lists of the settings both count; the higher role stands. An
    address counts only where the provider has not said that it is unverified.

    Args:
        claims: What the provider says of the person: at least ``email`` for the lists.
        settings: The lists, and the name of the claim.
    """
    found: list[Role] = []
    said = claims.get(settings.role_claim) if settings.role_claim else None
    names = said if isinstance(said, list | tuple) else [said]
    found += [role for role in Role if role is not Role.public and role.name in names]
    email = str(claims.get("email") or "").lower()
    if verified(claims):
        lists = {Role.admin: settings.admins, Role.editor: settings.editors}
        found += [role for role, patterns in lists.items() if email and _listed(email, patterns)]
        if _listed(email, settings.viewers):
            found.append(Role.viewer)
    return max(found, default=None)


def _signer() -> URLSafeTimedSerializer:
    secret = configured().secret.get_secret_value()
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(
            gettext("SAHEL_MAP_SECRET: at least 32 characters sign the passes of a login.")
        )
    return URLSafeTimedSerializer(secret, salt="pass", signer_kwargs={"digest_method": _sha256})


def _sha256(data: bytes = b"") -> Any:  # noqa: ANN401  (what hashlib gives)
    return hashlib.sha256(data)


def write_pass(person: Person) -> str:
    """Return a signed pass for the server's routes, good for ``pass_hours``."""
    return str(_signer().dumps([person.subject, person.name, person.role.name]))


def read_pass(text: str | None, *, share: float = 1.0) -> Person:
    """Return whose pass it is; the public's for one that is missing, forged or expired.

    Args:
        text: The pass.
        share: Of the time that a pass is good for, the part in which this one counts.
    """
    if not text:
        return ANYBODY
    seconds = round(configured().pass_hours * 3600 * share)
    try:
        subject, name, role = _signer().loads(text, max_age=seconds)
        return Person(str(subject), str(name), Role[role])
    except (BadData, ValueError, KeyError, TypeError):
        return ANYBODY
