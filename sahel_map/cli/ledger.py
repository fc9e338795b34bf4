"""``store``: the tables of the store, and whether they are up to date."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
import typer

from sahel_map.backup import checksum as checksum_of
from sahel_map.cli.base import Format, TableFormat, app, fail, print_json, print_table, say
from sahel_map.errors import SahelMapError
from sahel_map.i18n import gettext as _
from sahel_map.ledger import Ledger, head, open_ledger, revision
from sahel_map.ledger import migrate as bring_up_to_date
from sahel_map.ledger.schema import METADATA
from sahel_map.settings import configured
from sahel_map.store import open_store
from sahel_map.store.files import LEDGER_FILE

__all__ = ["checksum", "migrate", "status", "stored"]

stored = typer.Typer(help=_("The store: its tables and their state."), no_args_is_help=True)
app.add_typer(stored, name="store")


def _where() -> str:
    """Return where the store is, without what nobody is to read."""
    settings = configured()
    if settings.hosted:
        return sa.make_url(settings.store).render_as_string(hide_password=True)
    return str(settings.imports / LEDGER_FILE)


@contextmanager
def _ledger() -> Iterator[Ledger | None]:
    """Give the ledger as it is, None where a file of it was never made."""
    settings = configured()
    place = settings.store or settings.imports / LEDGER_FILE
    if not isinstance(place, str) and not place.is_file():
        yield None
        return
    ledger = open_ledger(place)
    try:
        yield ledger
    finally:
        ledger.close()


def _rows(ledger: Ledger) -> dict[str, int]:
    with ledger.begin() as connection:
        return {
            table.name: connection.execute(
                sa.select(sa.func.count()).select_from(table)
            ).scalar_one()
            for table in METADATA.sorted_tables
        }


@stored.command(help=_("Say where the store is, whether its tables are up to date, and how full."))
def status(form: Format = TableFormat.table) -> None:
    """Say where the store is, whether its tables are up to date, and how full they are."""
    try:
        with _ledger() as ledger:
            found = None if ledger is None else revision(ledger)
            current = found == head()
            rows = _rows(ledger) if ledger is not None and current else {}
    except SahelMapError as error:
        raise fail(str(error), 1) from error
    told = {"store": _where(), "revision": found, "head": head(), "current": current, "rows": rows}
    if form is TableFormat.json:
        print_json(told, of=None)
        return
    lines = [
        (_("Store"), told["store"]),
        (_("Revision"), found or _("no tables yet")),
        (_("Revision of this software"), head()),
        *((_("Rows of {table}").format(table=name), n) for name, n in rows.items()),
    ]
    columns = {"what": _("What"), "state": _("State")}
    table = [{"what": what, "state": state} for what, state in lines]
    print_table(_("Store"), table, columns, of=None)
    if not current:
        say(_("The tables are brought up to date by `sahel-map store migrate`, or at the start."))


@stored.command(help=_("Bring the tables of the store up to date."))
def migrate() -> None:
    """Bring the tables of the store up to date."""
    settings = configured()
    ledger = open_ledger(settings.store or settings.imports / LEDGER_FILE)
    try:
        before = revision(ledger)
        bring_up_to_date(ledger)
    except SahelMapError as error:
        raise fail(str(error), 1) from error
    finally:
        ledger.close()
    if before == head():
        say(_("The tables were at revision {head} already.").format(head=head()))
    else:
        say(_("The tables are at revision {head} now.").format(head=head()))


@stored.command(help=_("Print one SHA-256 over all that the store holds."))
def checksum() -> None:
    """Print one SHA-256 over all that the store holds."""
    try:
        sys.stdout.write(checksum_of(open_store()) + "\n")
    except SahelMapError as error:
        raise fail(str(error), 1) from error
