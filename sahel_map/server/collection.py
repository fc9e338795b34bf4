"""The datasets that people have loaded: who may see which, share it and delete it.

A dataset has an unguessable key and an owner: the person who is logged in, or the browser that
loaded it where nobody is. Only a digest of either is kept. Others see a dataset when it is shared
with the team or with everybody, which the licence of restricted ones limits. ``store`` knows where
datasets lie.
"""

import hashlib
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sahel_map import vocabulary as v
from sahel_map.errors import DataError, StoreAwayError, StoreError
from sahel_map.i18n import gettext
from sahel_map.people import ANYBODY, Act, Person, allow, may
from sahel_map.settings import configured, imports_dir
from sahel_map.store import Ref, open_store

if TYPE_CHECKING:
    from sahel_map.store.interface import Version

__all__ = [
    "KEPT_HOURS", "UPLOAD", "Entry", "Reader", "as_seen", "entries", "find", "governed", "new_key",
    "note_act", "owner_digest", "remove", "share", "sweep", "versions", "visibility",
]  # fmt: skip

KEPT_HOURS: Final = 24
"""How long a dataset of a browser that is not shared is kept after it was last opened."""

UPLOAD: Final = ".upload-"
"""How the names of files begin that hold an upload while it is read."""


def owner_digest(owner: str) -> str:
    """Return what is kept of an owner's secret, or of the subject of their login."""
    return hashlib.sha256(owner.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks for a dataset.

    Attributes:
        owner: The secret that their browser keeps, None without one.
        person: Who is logged in, or the public.
    """

    owner: str | None
    person: Person = ANYBODY

    @property
    def digest(self) -> str:
        """What makes a dataset theirs; empty for a reader who can own none."""
        known = self.person.own or self.owner
        return owner_digest(known) if known else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A dataset of the collection, or a version of it.

    Attributes:
        ref: What names it.
        about: What its dataset.json says now.
        mine: Whether it is the own of the reader who asks.
        visibility: A code of ``vocabulary.VISIBILITIES``.
        visible: Whether the reader who asks may see it.
        restricted: Whether its rows are handed out to nobody.
    """

    ref: Ref
    about: dict[str, Any]
    mine: bool
    visibility: str
    visible: bool
    restricted: bool

    @property
    def key(self) -> str:
        """Its name in links."""
        return self.ref.key

    @property
    def path(self) -> Path:
        """Its folder."""
        return open_store().folder(self.ref)

    @property
    def papers(self) -> Path:
        """A folder with what its import has left beside the events."""
        return open_store().papers(self.ref)


def new_key() -> str:
    """Return a key that nobody can guess."""
    return secrets.token_urlsafe(24)


def _unknown() -> str:
    if configured().login != "off":
        return gettext(
            "This dataset is not here, or it is not yours to see: a dataset is seen by the person"
            " who loaded it until it is shared."
        )
    return gettext(
        "This dataset is not here, or it is not yours to see: a dataset is seen by the browser"
        " that loaded it until it is shared, and a restricted one is never shared."
    )


def visibility(about: dict[str, Any]) -> str:
    """Return who sees a dataset, by its dataset.json: a code of ``vocabulary.VISIBILITIES``."""
    said = about.get("visibility", "public" if about.get("shared") is True else "private")
    if said not in v.VISIBILITIES:
        return "private"
    # What a licence forbids does not become allowed by what a file says.
    return "private" if said == "public" and about.get("licence_class") == "restricted" else said


def _entry(ref: Ref, reader: Reader) -> Entry | None:
    store = open_store()
    about = store.about(ref.key)
    if not about:
        return None
    if ref.version is None:
        return _as_known(ref, about, about, reader)
    then = next((one for one in store.versions(ref.key) if one.number == ref.version), None)
    return None if then is None else _as_known(ref, about, then.about, reader)


def _as_known(ref: Ref, about: dict[str, Any], then: Mapping[str, Any], reader: Reader) -> Entry:
    """Return an entry by what is said of the dataset now, and what was said of its version."""
    # Rows that came under a licence stay under it, whatever the newest import is.
    restricted = "restricted" in {about.get("licence_class"), then.get("licence_class")}
    mine = bool(reader.digest) and secrets.compare_digest(
        str(about.get("owner", "")), reader.digest
    )
    seen_by = visibility(about | {"licence_class": "restricted" if restricted else "open"})
    needed = {"public": Act.see, "team": Act.see_team}.get(seen_by)
    visible = mine or (needed is not None and may(reader.person, needed))
    visible &= may(reader.person, Act.see)
    return Entry(ref, about, mine, seen_by, visible, restricted)


def versions(key: str, reader: Reader) -> "list[Version]":
    """Return those versions of a dataset, or of this host's data, that a reader may see."""
    store = open_store()
    about, known = store.about(key), store.versions(key)
    return [
        one for one in known
        if not key or _as_known(Ref(key, one.number), about, one.about, reader).visible
    ]  # fmt: skip


def find(key: str, reader: Reader) -> Entry:
    """Return a dataset that a reader may see, or a version of it.

    Args:
        key: The text of a ``Ref`` to a loaded dataset.
        reader: Who asks.

    Raises:
        DataError: There is none of this key, or the reader may not see it: both say the same.
        StoreAwayError: The database is away, and nothing is known of the dataset here.
    """
    try:
        ref = Ref.read(key)
        entry = _entry(Ref(ref.key, ref.version), reader) if ref.key else None
        if entry is not None and entry.visible:
            open_store().touch(ref.key)
            return entry
    except StoreAwayError:
        raise
    except StoreError as error:
        raise DataError(_unknown()) from error
    raise DataError(_unknown())


def _all(reader: Reader) -> list[Entry]:
    found = [entry for key in open_store().keys() if (entry := _entry(Ref(key), reader))]  # noqa: SIM118
    return sorted(found, key=lambda entry: str(entry.about.get("imported_at")), reverse=True)


def entries(reader: Reader) -> list[Entry]:
    """Return the datasets that a reader may see, the newest first."""
    return [entry for entry in _all(reader) if entry.visible]


def governed(reader: Reader) -> list[Entry]:
    """Return the datasets that a reader may delete without seeing them, the newest first."""
    if not may(reader.person, Act.govern):
        return []
    return [entry for entry in _all(reader) if not entry.visible]


def as_seen(ref: Ref, reader: Reader) -> Ref:
    """Return a reference as a reader is shown it: veiled for the public where that is asked for.

    Args:
        ref: A dataset that the reader may see, or the data of this host.
        reader: Who asks.
    """
    return Ref(ref.key, ref.version, _veiled(ref, reader))


def _veiled(ref: Ref, reader: Reader) -> bool:
    if may(reader.person, Act.see_team):
        return False
    settings = configured()
    if settings.delay_days or settings.round_km:
        return True  # around loaded events stand the tables of this host
    about = open_store().about(ref.key) if ref.key else {}
    if not (about.get("delay_days") or about.get("round_km")):
        return False
    entry = _entry(Ref(ref.key), reader)
    return entry is None or not entry.mine


def note_act(person: Person, act: str, key: str, **detail: object) -> None:
    """Note an act in the audit log, where there is a team."""
    if configured().login == "off":
        return
    from sahel_map.ledger.audit import note  # noqa: PLC0415  (a host without a team needs none)

    with open_store().ledger.begin() as connection:
        note(connection, person, act, key, **detail)


def share(key: str, reader: Reader, *, visibility: str) -> None:
    """Let the team or everybody see a dataset, or its owner alone again.

    Args:
        key: The dataset.
        reader: Who asks: its owner, or an admin who sees it.
        visibility: A code of ``vocabulary.VISIBILITIES``.

    Raises:
        DataError: The reader does not see it, it is not theirs, or its licence forbids it.
        ForbiddenError: Somebody of their role may not.
    """
    entry = find(key, reader)
    login = configured().login != "off"
    if not (entry.mine or may(reader.person, Act.publish)) or (
        entry.restricted and visibility == "public"
    ):
        raise DataError(gettext("Only its owner may share a dataset, and never a restricted one."))
    if visibility == "team" and not login:
        raise DataError(gettext("Without a login there is no team to share a dataset with."))
    allow(reader.person, Act.publish if login and visibility == "public" else Act.share)
    note_act(reader.person, "share", entry.key, visibility=visibility, was=entry.visibility)
    open_store().amend(entry.key, visibility=visibility, shared=visibility == "public")


def remove(key: str, reader: Reader) -> None:
    """Delete a dataset of the reader's own, or any as an admin.

    Raises:
        DataError: It is not the reader's own.
    """
    govern = may(reader.person, Act.govern)
    entry = _entry(Ref(key), reader) if govern else find(key, reader)
    if entry is None:
        raise DataError(_unknown())
    if not (entry.mine or govern):
        raise DataError(gettext("Only its owner may delete a dataset."))
    title = str(entry.about.get("title", ""))
    note_act(reader.person, "delete", entry.key, title=title, mine=entry.mine)
    open_store().remove(entry.key)


def sweep(now: float | None = None) -> int:
    """Delete what browsers loaded, did not share and did not open for ``KEPT_HOURS``.

    Datasets of people who log in stay. Uploads whose import was killed go after as long. Returns
    how many datasets were deleted.
    """
    now = time.time() if now is None else now
    folder = imports_dir()
    for left in folder.glob(f"{UPLOAD}*") if folder.is_dir() else ():
        with suppress(FileNotFoundError):  # its import ends at this moment
            if now - left.stat().st_mtime > KEPT_HOURS * 3600:
                left.unlink()
    store = open_store()
    gone = 0
    for key in store.keys():  # noqa: SIM118  (no mapping)
        about = store.about(key)
        age = 0.0
        with suppress(StoreError):  # deleted meanwhile, in another window
            age = now - store.opened_at(key)
        stays = about.get("owner_name") or visibility(about) != "private"
        if not stays and age > KEPT_HOURS * 3600:
            store.remove(key)
            gone += 1
    return gone
