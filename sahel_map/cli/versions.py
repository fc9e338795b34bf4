"""``sahel-map versions`` and ``diff``: how a dataset of the store came to be what it is."""

from typing import TYPE_CHECKING, Annotated, Any

import pandas as pd
import typer

from sahel_map import vocabulary as v
from sahel_map.cli.base import (
    FileFormat,
    Format,
    TableFormat,
    app,
    day_option,
    fail,
    print_csv,
    print_json,
    print_table,
    say,
    withheld,
)
from sahel_map.errors import SahelMapError, SelectionError
from sahel_map.exports import Provenance
from sahel_map.i18n import gettext as _
from sahel_map.server.lifespan import dataset
from sahel_map.store import Ref, open_store
from sahel_map.store.differences import differences, version_at

if TYPE_CHECKING:
    from sahel_map.store.interface import Version

__all__ = ["diff", "versions"]

Key = Annotated[
    str, typer.Option("--data", help=_("Key of a loaded dataset; without it, this host's data."))
]


def _known(key: str) -> "list[Version]":
    """Return the versions of a dataset; one without any ends the command."""
    store = open_store()
    try:
        found = store.versions(key)
    except SahelMapError as error:
        raise fail(str(error), 1) from error
    if found:
        return found
    if not key:
        raise fail(_("The data of this host are as they came: they have no versions yet."), 1)
    message = _("--data {key}: the store holds no such dataset; {keys}.")
    keys = ", ".join(sorted(store.keys())) or _("it holds none")
    raise fail(message.format(key=key, keys=keys))


@app.command(help=_("List the versions of a dataset of the store."))
def versions(key: Key = "", form: Format = TableFormat.table) -> None:
    """List the versions of a dataset of the store."""
    rows: list[dict[str, Any]] = [
        {
            "number": one.number,
            "at": one.at.isoformat(timespec="seconds"),
            "who": one.who_name,
            "act": v.label(v.VERSION_ACTS, one.act) if form is TableFormat.table else one.act,
            "note": one.note,
            "events": one.events,
            "added": one.added,
            "changed": one.changed,
            "removed": one.removed,
        }
        for one in _known(key)
    ]
    if form is TableFormat.json:
        print_json(rows, of=None)
        return
    headings = {
        "number": _("version"), "at": _("made"), "who": _("by whom"), "act": _("how"),
        "note": _("why"), "events": _("events"), "added": _("added"), "changed": _("changed"),
        "removed": _("removed"),
    }  # fmt: skip
    shown = [{name: "" if value is None else value for name, value in row.items()} for row in rows]
    print_table(key or _("The data of this host"), shown, headings, of=None)


def _since(text: str, known: "list[Version]") -> int:
    """Return the version that a number or a day names."""
    if text.isdecimal() and len(text) < len("20260101"):
        if int(text) not in {one.number for one in known}:
            message = _("--since {n}: there is no such version; they are 1 to {newest}.")
            raise fail(message.format(n=text, newest=known[0].number))
        return int(text)
    try:
        day = day_option(text, "--since")
    except SelectionError as error:
        raise fail(str(error)) from error
    found = version_at(known, day) if day else None
    if found is None:
        message = _("--since {day}: the oldest version is of {first}; nothing is known before it.")
        raise fail(message.format(day=text, first=known[-1].at.date().isoformat()), 1)
    return found.number


@app.command(help=_("Say what changed in a dataset of the store since a version or a day."))
def diff(
    since: Annotated[
        str, typer.Option(help=_("A version, or a day: what was there when it began."))
    ],
    key: Key = "",
    form: Annotated[
        FileFormat, typer.Option("--format", help=_("How to print."))
    ] = FileFormat.table,
) -> None:
    """Say what changed in a dataset of the store since a version or a day."""
    known = _known(key)
    old, new = _since(since, known), known[0].number
    try:
        before, now = (dataset(str(Ref(key, number))) for number in (old, new))
    except SahelMapError as error:
        raise fail(str(error), 1) from error
    found = differences(before, now, most=None)
    say(_("From version {old} to version {new}:").format(old=old, new=new))
    if now.restricted or before.restricted:
        for table in found.tables:
            say(table.sentence())
        if form is not FileFormat.table:
            raise withheld()
        return
    if form is FileFormat.json:
        print_json(list(found.rows()), of=None)
    elif form is FileFormat.csv:
        columns = ["table", "record", "title", "act", "column", "old", "new"]
        print_csv(pd.DataFrame(found.rows(), columns=columns), Provenance.of("", now), of=now)
    elif not found.total:
        say(_("Nothing differs between these two versions."))
    else:
        for line in found.lines():
            typer.echo(line)
