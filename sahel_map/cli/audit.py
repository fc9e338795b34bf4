"""``audit``: who did what, and when."""

import json
import sys
from typing import Annotated, Any

import pandas as pd
import typer

from sahel_map.cli.base import FileFormat, app, day_option, fail, print_json, print_table
from sahel_map.errors import SahelMapError
from sahel_map.exports import safe_csv
from sahel_map.i18n import gettext as _
from sahel_map.ledger.audit import entries
from sahel_map.store import open_store

__all__ = ["audit"]

_COLUMNS = ("at", "who_name", "role", "act", "subject", "detail", "who")


def _flat(row: Any) -> dict[str, Any]:  # noqa: ANN401  (a row of the log)
    detail = json.dumps(row["detail"], ensure_ascii=False, sort_keys=True) if row["detail"] else ""
    told = {name: row[name] for name in _COLUMNS}
    return told | {"at": row["at"].isoformat(timespec="seconds"), "detail": detail}


@app.command(help=_("Print the audit log, the newest first."))
def audit(
    since: Annotated[str | None, typer.Option(help=_("From this day on, UTC: YYYY-MM-DD."))] = None,
    until: Annotated[
        str | None, typer.Option(help=_("Until the end of this day, UTC: YYYY-MM-DD."))
    ] = None,
    act: Annotated[str | None, typer.Option(help=_("This act alone, such as share."))] = None,
    who: Annotated[
        str | None, typer.Option(help=_("What this person did alone, by name or subject."))
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help=_("How many at most."))] = 200,
    form: Annotated[
        FileFormat, typer.Option("--format", help=_("How to print."))
    ] = FileFormat.table,
) -> None:
    """Print the audit log, the newest first."""
    try:
        first, last = day_option(since, "--since"), day_option(until, "--until")
        with open_store().ledger.begin() as connection:
            found = entries(connection, act=act, who=who, first=first, last=last, limit=limit)
    except SahelMapError as error:
        raise fail(str(error)) from error
    rows = [_flat(row) for row in found]
    if form is FileFormat.json:
        print_json([{**row, "detail": one["detail"]} for row, one in zip(rows, found, strict=True)],
                   of=None)  # fmt: skip
    elif form is FileFormat.csv:
        sys.stdout.write(safe_csv(pd.DataFrame(rows, columns=list(_COLUMNS))).decode("utf-8-sig"))
    else:
        headings = {
            "at": _("When"),
            "who_name": _("Who"),
            "role": _("Role"),
            "act": _("Act"),
            "subject": _("Of what"),
            "detail": _("Detail"),
        }
        print_table(_("Audit log"), rows, headings, of=None)
