"""Imports of made-up files into folders of their own, and what became of every row."""

import csv
import datetime as dt
import io
import json
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
from acled_fixtures import HEADER, RECORD

from sahel_map.importers.folder import DatasetFolder
from sahel_map.importers.reading import Wish
from sahel_map.importers.report import Report
from sahel_map.importers.run import import_file
from sahel_map.importers.terms import Terms

TODAY = dt.date(2026, 11, 21)
CORPUS = Path(__file__).parent / "corpus"


def wish(*, mapping=None, codes=None, day_order="day-first", **asked) -> Wish:
    """What is asked of an import, on a day that does not move."""
    terms = Terms(TODAY, day_order=day_order, mapping=mapping or {}, codes=codes or {})
    return Wish(terms, **asked)


def csv_text(records, header=HEADER, delimiter=",") -> str:
    """Records as delimited text under a header."""
    text = io.StringIO()
    records = list(records)
    # Before 3.13 the writer left a lone carriage return bare, which ends a record.
    bare = any("\r" in str(value) for record in records for value in record.values())
    writer = csv.DictWriter(
        text, header, delimiter=delimiter, lineterminator="\n",
        quoting=csv.QUOTE_ALL if bare else csv.QUOTE_MINIMAL,
    )  # fmt: skip
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


def acled_file(path: Path, *changes: dict[str, str]) -> Path:
    """A file of the made-up ACLED record with changes, one row each."""
    path.write_text(csv_text([RECORD | change for change in changes]), encoding="utf-8")
    return path


def ids(*numbers: int) -> list[dict[str, str]]:
    """Changes that make further events of the made-up record."""
    return [{"event_id_cnty": f"MLI{number}"} for number in numbers]


def imported(path: Path, out: Path, **asked) -> Report:
    """Import a file; what is asked is that of ``wish``."""
    rejected = asked.pop("rejected", None)
    return import_file(path, out, wish(**asked), rejected=rejected)


def held(out: Path) -> list[dict]:
    """The events of a dataset, by identifier."""
    _, path = DatasetFolder(out).opened()
    return sorted(pq.read_table(path).to_pylist(), key=lambda event: event["event_id"])


def flags(out: Path) -> dict[str, str]:
    """The flags of the events of a dataset."""
    return {event["event_id"]: event["flags"] for event in held(out)}


def outcome(report: Report) -> dict[str, object]:
    """What a report says, by code."""
    told = report.as_dict()
    found: dict[str, object] = {"rows": told["rows_read"], "events": told["events"]}
    for group in ("merged", "repaired", "flagged", "rejected"):
        counts: Counter[str] = Counter()
        for one in told[group]:
            counts[one["code"]] += one["rows"]
        found[group] = dict(counts)
    return found


def accounted(told: dict) -> int:
    """The rows of a report whose fate it tells, added up here and not by it."""
    groups = (one["rows"] for name in ("merged", "rejected") for one in told[name])
    return told["new"] + told["replaced"] + told["left_aside"] + sum(groups)


def dataset_files(out: Path) -> dict[str, bytes]:
    """dataset.json and the files that it names."""
    about = json.loads((out / "dataset.json").read_text(encoding="utf-8"))
    named = [about[kind] for kind in ("events", "report", "rejected") if kind in about]
    return {name: (out / name).read_bytes() for name in ("dataset.json", *named)}
