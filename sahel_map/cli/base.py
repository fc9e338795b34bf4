"""What every command shares: the application, how it loads, fails and prints."""

import datetime as dt
import difflib
import json
import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.core import TyperGroup

from sahel_map import i18n, store
from sahel_map.errors import SahelMapError, SelectionError, SettingsError
from sahel_map.exports import Provenance, csv_bytes
from sahel_map.i18n import gettext as _
from sahel_map.rules import parse_day
from sahel_map.settings import configured
from sahel_map.withholding import withheld_records, withheld_text, withholding

__all__ = [
    "FileFormat", "Folder", "Format", "Known", "TableFormat", "app", "day_option", "err", "fail",
    "load", "print_csv", "print_json", "print_table", "say", "unknown", "withheld",
]  # fmt: skip

# Before the commands are declared, so that their help is in the reader's language too.
i18n.activate((os.environ.get("LC_ALL") or os.environ.get("LANG") or "").partition("_")[0])


class _Commands(TyperGroup):
    """The commands: a setting with a value that is not allowed ends each with a sentence."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  (as typer declares them inside)
        """Run the command that was asked for."""
        try:
            configured()
            return super().invoke(ctx)
        except SettingsError as error:
            raise fail(str(error)) from error


app = typer.Typer(
    cls=_Commands,
    help=_("Sahel Map: an offline conflict dashboard for Mali and the Sahel."),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
out = Console()
err = Console(stderr=True)


class TableFormat(StrEnum):
    """How a command prints."""

    table = "table"
    json = "json"


class FileFormat(StrEnum):
    """How a command prints what can also be kept as a file."""

    table = "table"
    json = "json"
    csv = "csv"


Folder = Annotated[Path | None, typer.Option("--data", help=_("A data folder."))]
Known = Annotated[
    str | None, typer.Option("--known", help=_("Only what sources published by this day said."))
]
Format = Annotated[TableFormat, typer.Option("--format", help=_("How to print."))]


def fail(message: str, code: int = 2) -> typer.Exit:
    """Print a message to the error stream and return what ends the command."""
    err.print(message, style="red", markup=False, highlight=False)
    return typer.Exit(code)


def say(text: str) -> None:
    """Print a remark to the error stream, as it is: names of data and paths are no markup."""
    err.print(text, highlight=False, markup=False, soft_wrap=True)


def unknown(known: Sequence[str], value: str) -> typer.Exit:
    """Print which identifiers come nearest to an unknown one; return what ends the command."""
    near = difflib.get_close_matches(value, known, n=3, cutoff=0.4) or known[:3]
    message = _("{value!r} is not a known identifier. Nearest: {near}.")
    return fail(message.format(value=value, near=", ".join(near)))


def load(folder: Path) -> store.Dataset:
    """Return the dataset of a folder; unreadable ones end the command with exit code 1."""
    try:
        return store.open_dataset(folder)
    except SahelMapError as error:
        raise fail(str(error), 1) from error


def _leaving(rows: Any, of: store.Dataset | None) -> Any:  # noqa: ANN401  (what JSON holds)
    """Return what may leave of rows, and say what is withheld."""
    if of is None or not of.restricted:
        return rows
    say(withheld_text())
    return withheld_records(rows, of)


def withheld(*cure: str) -> typer.Exit:
    """Print why restricted events are not given, and what is; return what ends the command."""
    return fail(" ".join([withheld_text(), *cure]))


def print_table(
    title: str,
    rows: list[dict[str, Any]],
    columns: dict[str, str],
    *,
    of: store.Dataset | None,
) -> None:
    """Print rows as a table.

    Args:
        title: What stands above it.
        rows: The rows.
        columns: Keys of the rows with their headings.
        of: The dataset that the rows rest on, None where they rest on none.
    """
    rows = _leaving(rows, of)
    if of is not None and of.restricted and rows:
        columns = {name: heading for name, heading in columns.items() if name in rows[0]}
    table = Table(title=Text(title), title_justify="left", header_style="bold")
    for heading in columns.values():
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if row[c] is None else str(row[c])) for c in columns))
    with out.capture() as captured:
        out.print(table)
    sys.stdout.write(captured.get())


def print_json(rows: list[dict[str, Any]] | dict[str, Any], *, of: store.Dataset | None) -> None:
    """Print rows, or one record, as JSON; ``of`` as in ``print_table``."""
    kept = _leaving(rows, of)
    sys.stdout.write(json.dumps(kept, ensure_ascii=False, indent=2, default=str) + "\n")


def print_csv(table: pd.DataFrame, about: Provenance, *, of: store.Dataset) -> None:
    """Print a table as CSV with what it says of itself; ``of`` as in ``print_table``."""
    if of.restricted:
        say(withheld_text())
    sys.stdout.write(csv_bytes(withholding(table, of), about).decode("utf-8-sig"))


def day_option(text: str | None, name: str) -> dt.date | None:
    """Return the day that an option gives, or raise what it should have been."""
    if text is None:
        return None
    day = parse_day(text)
    if day is None:
        message = _("{name}: {value!r} is not a date; write YYYY-MM-DD.")
        raise SelectionError(message.format(name=name, value=text))
    return day
