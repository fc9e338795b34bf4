"""An import from beginning to end: read, convert, stage, merge, meet what is there, write."""

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from sahel_map import __version__
from sahel_map import vocabulary as v
from sahel_map.errors import DataError
from sahel_map.i18n import gettext
from sahel_map.importers.blocks import Source
from sahel_map.importers.containers import open_source
from sahel_map.importers.folder import WHOSE, DatasetFolder
from sahel_map.importers.geoparquet import EventsFile, events_of
from sahel_map.importers.merge import Merged, merge_rows
from sahel_map.importers.notes import Notes
from sahel_map.importers.reading import Progress, Reading, Wish
from sahel_map.importers.recognise import FORMATS, is_deletions, recognise, sought
from sahel_map.importers.refusals import refusal
from sahel_map.importers.rejects import Rejects, are_rejects
from sahel_map.importers.report import Report
from sahel_map.importers.terms import Format
from sahel_map.importers.upsert import known_of, meet

__all__ = ["import_file"]

_SCHEMA: Final = 1
"""Version of dataset.json."""

_BY_PARTY: Final = frozenset({"acled", "mapped"})
"""Formats that may name an event once for each of its parties."""


def _format_of(source: Source, wish: Wish) -> Format:
    if is_deletions(source.header):
        raise refusal(source.name, "deletions")
    if wish.format_code is not None:
        return FORMATS[wish.format_code]
    if wish.terms.mapping:
        return FORMATS["mapped"]
    found = recognise(source.header)
    if found is None:
        message = gettext(
            "{file} has columns of no known format: {columns}. {known}. Say which column holds what"
            " (on the Data page, or with --map)."
        )
        names = {code: gettext(v.FORMATS[code].label) for code in sought()}
        known = [
            gettext("{format} is known by {columns}").format(
                format=names[code], columns=", ".join(columns)
            )
            for code, columns in sought().items()
        ]
        columns = ", ".join(source.header[:20])
        raise DataError(
            message.format(file=source.name, columns=columns, known=gettext("; ").join(known))
        )
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _with_parties(frame: pd.DataFrame, positions: np.ndarray, merged: Merged) -> pd.DataFrame:
    if merged.parties.empty:
        return frame
    joined = merged.parties.reindex(positions)
    some = joined["actor"].notna().to_numpy()
    for column in merged.parties.columns:
        frame.loc[some, column] = joined[column].to_numpy()[some]
    return frame


def _with_gone(frame: pd.DataFrame, gone: np.ndarray, back: np.ndarray) -> pd.DataFrame:
    """Flag the events that the newer file no longer has; unflag those that are back in it."""
    plain = frame["flags"].str.replace(r";?\bgone\b", "", regex=True).str.removeprefix(";")
    flagged = (plain + ";gone").str.removeprefix(";")
    frame["flags"] = frame["flags"].mask(back, plain).mask(gone, flagged)
    return frame


def import_file(
    path: Path,
    out: Path,
    wish: Wish,
    *,
    rejected: Path | None = None,
    progress: Progress = lambda _done, _rows: None,
) -> Report:
    """Import a file of events into a dataset folder; what is there is brought up to date.

    Args:
        path: The file.
        out: The folder of the dataset; made when it is not there.
        wish: What is asked for.
        rejected: Where to put a further copy of the rejected rows.
        progress: Called with the part that is done, 0 to 1, and the rows read so far.

    Raises:
        DataError: The file is no table of events, the folder holds a dataset of another format,
            or it cannot be written to. The folder is then as it was.
    """
    folder = DatasetFolder(out)
    _check_folder(folder)
    with folder.staging() as staging, Rejects(staging / "rejected.csv") as rejects:
        notes = Notes(rejects.write)
        with open_source(
            path, notes, name=wish.name, sheet=wish.sheet, max_bytes=wish.max_bytes
        ) as source:
            rejects.begin(source)
            kind = _format_of(source, wish)
            _same_format(folder, kind)
            reading = Reading(source, kind, wish, notes)
            reading.stage(staging / "staged.parquet", progress)
            if are_rejects(path, source.header):
                # Mended rows are a few of a file: what they lack is not gone.
                reading.periods.clear()
        about = _about(path, reading, folder.about())
        report = Report(about, notes, reading.rows, left_aside=reading.left_aside)
        if reading.made == 0:
            _copy(rejects, rejected)
            raise DataError(_nothing(source, report))
        _write(folder, staging, reading, report)
        if report.accounted != report.rows_read:
            msg = f"{report.rows_read} rows were read, {report.accounted} are accounted for"
            raise RuntimeError(msg)
        progress(1.0, report.rows_read)
        _copy(rejects, rejected)
        _commit(folder, staging, report)
    return report


def _nothing(source: Source, report: Report) -> str:
    message = gettext(
        "{file} gives no event: {what} Nothing was changed. It was read as {format}; its columns"
        " are: {columns}."
    )
    reasons = "; ".join(f"{one['what']} ({one['rows']})" for one in report.as_dict()["rejected"])
    return message.format(
        file=source.name,
        what=f"{report.sentence()} {reasons}.",
        format=gettext(v.FORMATS[report.about["format"]].label),
        columns=", ".join(source.header[:20]),
    )


def _check_folder(folder: DatasetFolder) -> None:
    if not folder.about() and (folder.path / "events.csv").exists():
        message = gettext(
            "{folder} holds tables of its own, which imported events would hide. Choose another"
            " folder."
        )
        raise DataError(message.format(folder=folder.path))


def _same_format(folder: DatasetFolder, kind: Format) -> None:
    before = folder.about().get("format", kind.CODE)
    if before != kind.CODE:
        message = gettext(
            "{folder} holds {before}; {now} has other identifiers and counts otherwise, and would"
            " count the same events twice. Choose another folder."
        )
        names = {code: gettext(term.label) for code, term in v.FORMATS.items()}
        held = names.get(before, before)
        raise DataError(message.format(folder=folder.path, before=held, now=names[kind.CODE]))


def _about(path: Path, reading: Reading, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return what dataset.json is to say; what is not asked for stays as it was."""
    source, kind, wish = reading.source, reading.kind, reading.wish
    title = before.get("title", Path(source.name).stem)
    licence = before.get("licence_class", kind.LICENCE)
    coverage = before.get("coverage", "full" if kind.CODE in {"acled", "ucdp"} else "sample")
    if wish.full is not None:
        coverage = "full" if wish.full else "sample"
    countries = set(wish.countries)
    if before:  # none named means all of them, before and now
        held = set(before.get("countries", ()))
        countries = countries | held if countries and held else set()
    return {
        "schema": _SCHEMA,
        "title": wish.title or title,
        "format": kind.CODE,
        "licence_class": wish.licence or licence,
        "coverage": coverage,
        "file": source.name,
        "bytes": path.stat().st_size,
        "sha256": _digest(path),
        "container": source.container,
        "encoding": source.details.get("encoding", source.encoding),
        "reading": source.details,
        "countries": sorted(countries),
        "imported_at": dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"),
        "software": f"sahel-map {__version__}",
        **{name: before[name] for name in WHOSE if name in before},
        **dict(wish.more),
    }


def _write(folder: DatasetFolder, staging: Path, reading: Reading, report: Report) -> None:
    """Write the events that stand, old and new, and count them."""
    staged = staging / "staged.parquet"
    merged = merge_rows(reading.keys, staged, by_party=reading.kind.CODE in _BY_PARTY)
    enter = merged.keep.copy()
    before = folder.file("events")
    with EventsFile(staging / "events.parquet") as events:
        if before is not None and before.is_file():
            fresh = known_of(staged, merged.keep, partial(_with_parties, merged=merged))
            meeting = meet(known_of(before), fresh, reading.periods)
            enter[np.flatnonzero(merged.keep)] = meeting.enter
            for frame, positions in events_of(before, meeting.stay):
                events.write(_with_gone(frame, meeting.gone[positions], meeting.back[positions]))
            report.before, report.replaced = len(meeting.stay), meeting.replaced
            report.gone = int(meeting.gone.sum())
            report.merged = dict(meeting.counts)
        for frame, positions in events_of(staged, enter):
            events.write(_with_parties(frame, positions, merged))
        for code, n in merged.counts.items():
            report.merged[code] = report.merged.get(code, 0) + n
        report.new = int(enter.sum()) - report.replaced
        report.events = events.rows
        events.describe(report.about)


def _copy(rejects: Rejects, copy: Path | None) -> None:
    """Close the file of rejected rows, and write a copy where one is asked for."""
    rejects.close()
    if copy is None:
        return
    try:
        if rejects.any:
            shutil.copyfile(rejects.path, copy)
        else:
            copy.write_bytes(b"")
    except OSError as error:
        message = gettext("{file} cannot be written ({problem}): choose another place.")
        raise DataError(message.format(file=copy, problem=error)) from error


def _commit(folder: DatasetFolder, staging: Path, report: Report) -> None:
    text = json.dumps(report.as_dict(), ensure_ascii=False, indent=1, default=str)
    (staging / "report.json").write_text(text + "\n", encoding="utf-8")
    digest = _digest(staging / "events.parquet")
    folder.commit(staging, {**report.about, "events_count": report.events}, digest)
