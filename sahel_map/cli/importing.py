"""``import``: files of others into a dataset, with a report of every row."""

import datetime as dt
import json
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from sahel_map import vocabulary as v
from sahel_map.cli.base import Format, TableFormat, app, err, fail, print_json, print_table, say
from sahel_map.errors import SahelMapError
from sahel_map.i18n import gettext as _
from sahel_map.i18n import is_country, number_text
from sahel_map.importers.mapped import CODED, mappable
from sahel_map.importers.reading import Wish
from sahel_map.importers.report import Report
from sahel_map.importers.run import import_file
from sahel_map.importers.terms import Terms
from sahel_map.people import Person
from sahel_map.server.collection import new_key
from sahel_map.settings import configured
from sahel_map.store import open_store
from sahel_map.wording import pair_text

__all__ = ["import_"]


class DayOrder(StrEnum):
    """How 03/04/2025 is read."""

    day_first = "day-first"
    month_first = "month-first"


class Coverage(StrEnum):
    """What the events of a file are."""

    sample = "sample"
    full = "full"


class Kind(StrEnum):
    """The formats of ``vocabulary.FORMATS``."""

    acled = "acled"
    ucdp = "ucdp"
    own = "own"
    mapped = "mapped"


class Licence(StrEnum):
    """The classes of ``vocabulary.LICENCE_CLASSES``."""

    open = "open"
    own = "own"
    restricted = "restricted"


_NEW: Final = "new"
_BY: Final = Person(name="sahel-map import")
"""Who loads a dataset from the command line: the host's own people, none of its readers."""

_RECODED: Final = (*CODED, "country")


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        column, equals, heading = pair.partition("=")
        if not equals or column not in mappable():
            message = _("--map {pair}: write COLUMN=HEADING; the columns are: {columns}.")
            raise fail(message.format(pair=pair, columns=", ".join(mappable())))
        mapping[column] = heading
    return mapping


def _codes(triples: list[str]) -> dict[str, dict[str, str]]:
    codes: dict[str, dict[str, str]] = {}
    for triple in triples:
        column, colon, pair = triple.partition(":")
        value, equals, code = pair.rpartition("=")
        if not colon or not equals:
            message = _("--code {triple}: write COLUMN:VALUE=CODE, such as {example}.")
            example = "event_type:Embuscade=ambush"
            raise fail(message.format(triple=triple, example=example))
        if column not in _RECODED:
            message = _("--code {triple}: only values of these columns have codes: {columns}.")
            raise fail(message.format(triple=triple, columns=", ".join(_RECODED)))
        if column in CODED and code not in CODED[column]:
            message = _("--code {triple}: the codes of {column} are: {codes}.")
            allowed = ", ".join(CODED[column])
            raise fail(message.format(triple=triple, column=column, codes=allowed))
        codes.setdefault(column, {})[value] = code
    return codes


def _countries(codes: list[str]) -> tuple[str, ...]:
    for code in codes:
        if not is_country(code):
            message = _("--country {code}: write a code of ISO 3166-1 alpha-3, such as MLI.")
            raise fail(message.format(code=code))
    return tuple(codes)


def _check_places(file: Path, places: dict[str, Path | None]) -> None:
    """Check before a long import that what it is to write can be written."""
    for option, path in places.items():
        if path is None:
            continue
        if path.is_dir() or not path.parent.is_dir():
            message = _("{option} {path}: write the name of a file in a folder that is there.")
            raise fail(message.format(option=option, path=path))
        if path.exists() and file.exists() and path.samefile(file):
            message = _("{option} {path} is the file that is read: choose another name.")
            raise fail(message.format(option=option, path=path))


def _write(path: Path, record: dict[str, Any]) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=2, default=str)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        message = _("{file} cannot be written ({problem}): choose another place.")
        raise fail(message.format(file=path, problem=error), 1) from error


def _whose(given: str) -> dict[str, Any]:
    """Return what is said of a new dataset of the store: it is for the team, or for everybody."""
    if given != _NEW:
        return {}
    team = configured().login != "off"
    seen_by = {"visibility": "team"} if team else {"visibility": "public", "shared": True}
    return {**seen_by, "owner": "", "owner_name": _BY.name}


def _into(given: str, path: Path, read: Callable[[Path], Report]) -> Report:
    """Import into the store, as a version; ``new`` makes a dataset."""
    store = open_store()
    key = new_key() if given == _NEW else given
    if given != _NEW and not store.about(key):
        message = _("--into {key}: the store holds no such dataset; {keys}.")
        known = ", ".join(sorted(store.keys())) or _("it holds none")
        raise fail(message.format(key=given, keys=known))
    with store.workplace(key) as folder:
        report = read(folder)
        made = store.take(key, folder, _BY, act="imported", note=path.name)
    say(_("It is version {n} of {key}.").format(n=made.number, key=key))
    if report.about.get("licence_class") == "restricted" and configured().login == "off":
        say(_("Its rows are restricted: without a login nobody but its owner sees them."))
    return report


def _import(path: Path, out: Path, wish: Wish, rejected: Path | None) -> Report:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(path.name, total=1.0)

        def progress(done: float, rows: int) -> None:
            text = _("{n} rows").format(n=number_text(rows))
            bar.update(task, completed=done, description=f"{path.name} · {text}")

        return import_file(path, out, wish, rejected=rejected, progress=progress)


def _rows(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the report as the rows of a table: what happened, where, how often."""
    rows = [{"what": _("rows read"), "column": "", "rows": report["rows_read"], "example": ""}]
    counts = {
        "new": _("new events"),
        "replaced": _("events replaced"),
        "gone": _("events gone from the file"),
        "left_aside": _("rows left aside"),
    }
    rows += [
        {"what": label, "column": "", "rows": report[name], "example": ""}
        for name, label in counts.items()
        if report[name]
    ]
    for group in ("merged", "repaired", "flagged", "rejected"):
        for one in report[group]:
            examples = one.get("examples", [])
            example = f"{examples[0]['row']}: {examples[0]['value']}" if examples else ""
            rows.append(
                {
                    "what": one["what"],
                    "column": one.get("column", ""),
                    "rows": one["rows"],
                    "example": example[:80],
                }
            )
    rows.append({"what": _("events"), "column": "", "rows": report["events"], "example": ""})
    return rows


@app.command(name="import", help=_("Import a file of events: ACLED, UCDP, our own or any table."))
def import_(  # noqa: PLR0913, PLR0917  (one option for each thing that can be asked)
    file: Annotated[Path, typer.Argument(help=_("The file; its format is told from its content."))],
    out: Annotated[
        Path | None, typer.Option("--out", help=_("The folder of the dataset, outside the store."))
    ] = None,
    into: Annotated[
        str | None,
        typer.Option("--into", help=_("The dataset of the store: its key, or new for another.")),
    ] = None,
    report_path: Annotated[
        Path | None, typer.Option("--report", help=_("Where to write the report, as JSON."))
    ] = None,
    rejected: Annotated[
        Path | None, typer.Option("--rejected", help=_("Where to copy the rejected rows."))
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option("--as", help=_("The format, where it is not recognised."))
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help=_("COLUMN=HEADING for other tables; repeatable.")),
    ] = None,
    code: Annotated[
        list[str] | None,
        typer.Option("--code", help=_("COLUMN:VALUE=CODE for other tables; repeatable.")),
    ] = None,
    country: Annotated[
        list[str] | None,
        typer.Option(help=_("Keep only these countries, ISO alpha-3; repeatable.")),
    ] = None,
    title: Annotated[str | None, typer.Option(help=_("What the dataset is called."))] = None,
    licence: Annotated[
        Licence | None, typer.Option(help=_("Who may see its rows; the format decides."))
    ] = None,
    coverage: Annotated[
        Coverage | None, typer.Option(help=_("Whether it aims at all that happened."))
    ] = None,
    sheet: Annotated[str | None, typer.Option(help=_("The sheet of a workbook."))] = None,
    day_order: Annotated[
        DayOrder, typer.Option(help=_("How 03/04/2025 is read."))
    ] = DayOrder.day_first,
    max_size: Annotated[
        float, typer.Option(help=_("The largest file that is read, in GiB."), min=0.001)
    ] = 2.0,
    form: Format = TableFormat.table,
) -> None:
    """Import a file of events: ACLED, UCDP, our own or any table."""
    terms = Terms(
        today=dt.datetime.now(tz=dt.UTC).date(),
        day_order=day_order.value,
        mapping=_mapping(mapping or []),
        codes=_codes(code or []),
    )
    wish = Wish(
        terms,
        format_code=kind.value if kind else None,
        licence=licence.value if licence else None,
        title=title,
        full=None if coverage is None else coverage is Coverage.full,
        countries=_countries(country or []),
        sheet=sheet,
        max_bytes=int(max_size * 1024**3),
        more=tuple(_whose(into or "").items()),
    )
    if (out is None) == (into is None):
        raise fail(_("Say where the events go: --out FOLDER, or --into KEY of the store, or new."))
    _check_places(file, {"--report": report_path, "--rejected": rejected})
    try:
        if out is not None:
            report = _import(file, out, wish, rejected)
        else:
            read = partial(_import, file, wish=wish, rejected=rejected)
            report = _into(str(into), file, read)
    except SahelMapError as error:
        raise fail(str(error), 1) from error
    record = report.as_dict()
    if report_path is not None:
        _write(report_path, record)
    if form is TableFormat.json:
        print_json(record, of=None)
    else:
        headings = {"what": _("what"), "column": _("column"), "rows": _("rows"),
                    "example": _("first example")}  # fmt: skip
        print_table(
            pair_text(v.label(v.FORMATS, record["format"]), file.name),
            _rows(record),
            headings,
            of=None,
        )
    err.print(report.sentence(), highlight=False, markup=False, soft_wrap=True)
