"""``backup`` and ``restore``: a whole store in one file, and back."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from sahel_map.backup import Manifest, checksum
from sahel_map.backup import backup as write_backup
from sahel_map.backup import check as read_through
from sahel_map.backup import restore as bring_back
from sahel_map.cli.base import app, fail, say
from sahel_map.errors import SahelMapError
from sahel_map.i18n import gettext as _
from sahel_map.i18n import ngettext, number_text
from sahel_map.store import open_store

__all__ = ["backup", "restore"]


def _told(manifest: Manifest) -> str:
    rows = sum(entry.rows for entry in manifest.members.values())
    return " ".join(
        [
            ngettext("{n} loaded dataset,", "{n} loaded datasets,", manifest.datasets).format(
                n=number_text(manifest.datasets)
            ),
            ngettext("{n} row,", "{n} rows,", rows).format(n=number_text(rows)),
            _("made {day} by version {version}; checksum {checksum}").format(
                day=manifest.made_at, version=manifest.software, checksum=manifest.checksum
            ),
        ]
    )


@app.command(help=_("Write the whole store into one file; the dashboard may serve meanwhile."))
def backup(
    file: Annotated[Path | None, typer.Argument(help=_("The file, such as store.tar.gz."))] = None,
    *,
    only_checksum: Annotated[
        bool, typer.Option("--checksum", help=_("Print the checksum of the store; write nothing."))
    ] = False,
) -> None:
    """Write the whole store into one file."""
    if (file is None) != only_checksum:
        raise fail(_("Name the file to write, or ask for --checksum."))
    try:
        if file is None:
            sys.stdout.write(checksum(open_store()) + "\n")
            return
        say(_("{file}: {told}").format(file=file, told=_told(write_backup(open_store(), file))))
    except SahelMapError as error:
        raise fail(str(error), 1) from error


@app.command(help=_("Bring a backup back into an empty store; stop the dashboard before."))
def restore(
    file: Annotated[Path, typer.Argument(help=_("The backup."))],
    *,
    check: Annotated[
        bool, typer.Option("--check", help=_("Read the backup through; restore nothing."))
    ] = False,
) -> None:
    """Bring a backup back into an empty store."""
    try:
        manifest = read_through(file) if check else bring_back(open_store(), file)
    except SahelMapError as error:
        raise fail(str(error), 1) from error
    text = _("{file} is whole: {told}") if check else _("{file} is restored: {told}")
    say(text.format(file=file, told=_told(manifest)))
