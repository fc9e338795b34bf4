"""The versions of the data of this host: the tables of the software, with what a team agreed on."""

import datetime as dt
import hashlib
import json
import shutil
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from sahel_map.errors import StoreError
from sahel_map.i18n import gettext
from sahel_map.importers.folder import DatasetFolder
from sahel_map.ledger import Ledger, audit
from sahel_map.ledger.proposals import add_proposal, of_record
from sahel_map.ledger.schema import FILES, VERSIONS
from sahel_map.ledger.versions import (
    add_version,
    bodies_of,
    current,
    file_names,
    keep_files,
    lock_dataset,
)
from sahel_map.people import ANYBODY, Person
from sahel_map.store.host_merge import Edit, count_changes, merge
from sahel_map.store.load import ABOUT_FILE
from sahel_map.store.records import records, text_of
from sahel_map.store.stamps import stamp
from sahel_map.store.table_folders import TABLE_FILES, Tables, lay_out

__all__ = ["HOST", "bring_base", "materialise", "tables_of", "write_tables"]

HOST: Final = ""
"""The key of the data of this host."""

_BASE: Final = "base/"
"""Where a version keeps the tables of the software beside those that the team has made of them."""

_MAKING: Final = ".making-"

Shas = dict[str, str]


def _read(base: Path) -> Tables | None:
    """Return the tables of a folder, None where it holds imported events."""
    if DatasetFolder(base).about():
        return None
    paths = {name: base / name for name in TABLE_FILES}
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}


def _changed(base: Path) -> float:
    """Return when the tables of a folder changed last, seconds since 1970."""
    paths = [base / name for name in TABLE_FILES]
    return max((path.stat().st_mtime for path in paths if path.is_file()), default=0.0)


def _shas(tables: Tables) -> Shas:
    return {name: hashlib.sha256(body).hexdigest() for name, body in tables.items()}


def tables_of(connection: sa.Connection, number: int) -> dict[str, bytes]:
    """Return the tables of a version of this host's data, by their path in a data folder."""
    bodies = bodies_of(connection, HOST, number)
    return {name: body for name, body in bodies.items() if not name.startswith(_BASE)}


def _bases(connection: sa.Connection) -> dict[int, Shas]:
    """Return the versions that keep tables of the software, and the digests of these."""
    chosen = (
        sa.select(FILES.c.number, FILES.c.name, FILES.c.sha256)
        .where(FILES.c.dataset == HOST, FILES.c.name.startswith(_BASE))
        .order_by(FILES.c.number)
    )
    found: dict[int, Shas] = {}
    for number, name, sha in connection.execute(chosen):
        found.setdefault(number, {})[name.removeprefix(_BASE)] = sha
    return found


def write_tables(  # noqa: PLR0913  (columns of a version)
    connection: sa.Connection,
    files: Tables,
    by: Person,
    *,
    after: int,
    act: str,
    note: str,
    at: dt.datetime | None = None,
    base: Tables | None = None,
    about: Mapping[str, Any] | None = None,
) -> int:
    """Enter the next version of this host's data; return its number.

    Args:
        connection: In a transaction, which makes it count.
        files: All tables of the version, by their path in a data folder.
        by: Who makes it.
        after: The newest version that they knew.
        act: A code of ``vocabulary.VERSION_ACTS``.
        note: Why.
        at: When; now by default.
        base: The tables of the software, where the version brings new ones.
        about: What else is to be known of it.

    Raises:
        ConflictError: There is a newer version than they knew.
    """
    lock_dataset(connection, HOST)
    counts = count_changes(tables_of(connection, after), files) if after else {}
    shas = _shas(files)
    digest = hashlib.sha256(json.dumps(sorted(shas.items())).encode()).hexdigest()
    try:
        said = json.loads(files.get(ABOUT_FILE, b"{}"))
    except ValueError:
        said = {}
    number = add_version(
        connection, HOST, by, after=after, at=at, act=act, note=note, digest=digest,
        about={**(said if isinstance(said, dict) else {}), **(about or {})},
        events=len(records(text_of(files.get("events.csv", b"")))), **counts,
    )  # fmt: skip
    kept = {**files, **{f"{_BASE}{name}": body for name, body in (base or {}).items()}}
    keep_files(connection, HOST, number, kept.items())
    return number


def _reopen(connection: sa.Connection, edit: Edit, number: int) -> None:
    """Put a change that a release contradicts before people again."""
    known = of_record(connection, HOST, edit.table, edit.record)
    waiting = {"open", "returned", "conflict"}
    if any(row["state"] in waiting and row["after"] == edit.after for row in known):
        return
    accepted = [row for row in known if row["state"] == "accepted"]
    last = accepted[-1] if accepted else {"who": "", "who_name": "", "source": "", "note": ""}
    act = "remove" if edit.after is None else "add" if edit.before is None else "change"
    add_proposal(
        connection, Person(last["who"], last["who_name"]), dataset=HOST, base=number,
        table_name=edit.table, record=edit.record, act=act, before=edit.before, after=edit.after,
        source=last["source"], note=last["note"], state="conflict",
    )  # fmt: skip


def _older(connection: sa.Connection, bases: dict[int, Shas], shas: Shas, changed: float) -> bool:
    """Return whether a release is one of before: that of a replica that was not updated yet.

    Files that were put back are no such release: they are newer than those they replace.
    """
    newest = max(bases)
    if not any(shas == known for known in bases.values()):
        return False
    chosen = sa.select(VERSIONS.c.about).where(
        VERSIONS.c.dataset == HOST, VERSIONS.c.number == newest
    )
    about = connection.execute(chosen).scalar_one()
    return bool(changed <= about.get("base_changed", 0.0))


def bring_base(ledger: Ledger, base: Path) -> int:
    """Enter the tables of the software as a version, where they are new; return the newest number.

    The first release is version 1. A later one is merged with what the team has agreed on; what it
    contradicts becomes a suggestion in state ``conflict``.

    Args:
        ledger: With its tables.
        base: The folder of the software's tables.

    Returns:
        The number of the newest version; 0 for a folder with imported events, on whose records
        nobody agrees.

    Raises:
        DataError: A table of a new release cannot be read at all.
        StoreAwayError: The database cannot be reached.
    """
    theirs = _read(base)
    if theirs is None:
        return 0
    shas, changed = _shas(theirs), _changed(base)
    while True:
        with ledger.begin() as connection:
            number, bases = current(connection, HOST), _bases(connection)
            if number and bases:
                if shas == bases[max(bases)] or _older(connection, bases, shas, changed):
                    return number
                kept = bodies_of(connection, HOST, max(bases))
                names = [name for name in kept if name.startswith(_BASE)]
                ancestor: Tables = {name.removeprefix(_BASE): kept[name] for name in names}
            else:
                ancestor = theirs
            ours = tables_of(connection, number)
        merged = merge(ancestor, ours, theirs, base) if number else None
        with ledger.begin() as connection:
            if lock_dataset(connection, HOST) != number:
                continue
            made = write_tables(
                connection, merged.tables if merged else theirs, ANYBODY, after=number,
                act="base", note="", base=theirs, about={"base_changed": changed},
            )  # fmt: skip
            for edit in merged.left if merged else ():
                _reopen(connection, edit, made)
            audit.note(connection, ANYBODY, "base", f"@{made}")
        return made


def _place(ledger: Ledger, base: Path, number: int, cache: Path) -> Path:
    """Return where a version is laid out: elsewhere for another ledger, and for other files."""
    state = repr((str(ledger.engine.url), str(base.resolve()), stamp(base)))
    return cache / "host" / f"{number}-{zlib.crc32(state.encode()):08x}"


def _lay_out(tables: Tables, base: Path, place: Path) -> None:
    making = Path(tempfile.mkdtemp(prefix=_MAKING, dir=place.parent))
    try:
        lay_out(tables, base, making)
        making.chmod(0o755)
        making.replace(place)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
        if not place.is_dir():  # else somebody else was faster
            raise


def materialise(ledger: Ledger, number: int, base: Path, cache: Path) -> Path:
    """Return a data folder with the tables of a version and the layers of the software.

    One that was made before is there without the database.

    Args:
        ledger: What holds the tables.
        number: Of the version.
        base: The folder of the software's tables, returned itself where it is this version.
        cache: The folder of copies, which may be emptied at any time.

    Raises:
        StoreError: There is no such version, or the cache cannot be written to.
        StoreAwayError: The database cannot be reached, and the version was never here.
    """
    place = _place(ledger, base, number, cache)
    if place.is_dir():
        return place
    same = place.with_suffix(".same")
    if same.is_file():
        return base
    with ledger.begin() as connection:
        names = file_names(connection, HOST, number)
        shas = {name: sha for name, sha in names.items() if not name.startswith(_BASE)}
        if not shas:
            message = gettext("This host's data have no version {n}.")
            raise StoreError(message.format(n=number))
        tables = tables_of(connection, number)
    held = _read(base)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if held is not None and shas == _shas(held):
            same.touch()
            return base
        _lay_out(tables, base, place)
    except OSError as error:
        message = gettext("{folder} cannot be written to ({problem}): choose another folder.")
        raise StoreError(message.format(folder=cache, problem=error)) from error
    return place
