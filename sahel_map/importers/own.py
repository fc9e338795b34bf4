"""Our own table: the columns of events.csv under the rules of events.csv."""

import csv
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pandera.pandas as pa

from sahel_map.importers.blocks import Block
from sahel_map.importers.canonical import canonical_frame
from sahel_map.importers.notes import Notes
from sahel_map.importers.rows import Fault, Telling, columns_of, keep, tidy
from sahel_map.importers.terms import Terms
from sahel_map.importers.values import each
from sahel_map.rules import blamed_column, split_list
from sahel_map.schema import EVENTS
from sahel_map.settings import ROOT, data_dir

__all__ = ["CODE", "LICENCE", "convert", "fits", "needed"]

CODE: Final = "own"
LICENCE: Final = "own"

# One identifier in several rows is settled where rows are merged: a block sees only some of them.
_RULES: Final = EVENTS.update_column("event_id", unique=False)
_COLUMNS: Final = list(EVENTS.columns)

_AS_THEY_ARE: Final = (
    "event_id", "date_precision", "title", "place", "place_id", "admin1_stated", "country",
    "geo_precision", "event_type", "actor", "actor_groups", "target", "fatalities_measure",
    "summary", "confidence",
)  # fmt: skip

_ONE_DAY: Final = np.timedelta64(1, "D")


def _failures(table: pd.DataFrame) -> pd.DataFrame:
    """Return the broken rules of a table: position, column, and the order of the columns."""
    try:
        _RULES.validate(table, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
    else:
        return pd.DataFrame({"index": [], "column": [], "order": []}, dtype="int64")
    blamed = cases["check"].astype(str).map(blamed_column)
    columns = cases["column"].astype(str).where(blamed.isna(), blamed)
    return pd.DataFrame(
        {"index": cases["index"].astype("int64"), "column": columns, "order": columns.map(_place)}
    )


def _place(column: str) -> int:
    return _COLUMNS.index(column)


@cache
def needed() -> tuple[str, ...]:
    """Return the columns that the rules do not let be empty, in the table's order."""
    nothing = pd.DataFrame({column: [""] for column in _COLUMNS}, dtype="str")
    return tuple(sorted(set(_failures(nothing)["column"]), key=_place))


def fits(header: list[str]) -> bool:
    """Return whether a table has every column of events.csv that may not be empty."""
    return set(needed()) <= {heading.strip().casefold() for heading in header}


def convert(block: Block, notes: Notes, terms: Terms) -> pd.DataFrame:
    """Return the events of a block of our own table; see ``terms.Format.convert``.

    A row that breaks a rule is rejected and names the first column, in the table's order, that
    does.
    """
    came = columns_of(block.text, _COLUMNS)
    cleaned = tidy(came, Telling(block.rows, Notes()))
    sound = keep(block, notes, _faults(came, cleaned, terms))
    telling = Telling(block.rows[sound], notes)
    given = tidy(came[sound].reset_index(drop=True), telling)
    _tell_unknown(given, telling)
    low, high = _counts(given["fatalities_low"]), _counts(given["fatalities_high"])
    return canonical_frame(
        block.rows[sound],
        **{name: given[name] for name in _AS_THEY_ARE},
        raw_id=given["event_id"],
        date_start=_days(given["date_start"]),
        date_end=_days(given["date_end"]),
        lat=pd.to_numeric(given["lat"]),
        lon=pd.to_numeric(given["lon"]),
        acted_known=True,
        fatalities_low=low,
        fatalities_high=high,
        # "At least 25" is written as a lowest number without a highest.
        fatalities_open=(low.notna() & high.isna()).to_numpy(bool),
        corridor_id=each(given["corridor_id"], _listed),
        source_names=each(given["source_ids"], _listed),
        flags=telling.flags,
    )


def _listed(text: str) -> str:
    return ";".join(split_list(text))


def _tell_unknown(given: pd.DataFrame, telling: Telling) -> None:
    """Flag the roads and places that the tables of this host do not have."""
    roads, places = _ids_of("corridors.csv"), _ids_of("places.csv")
    strange = each(given["corridor_id"], lambda text: not roads.issuperset(split_list(text)))
    telling.flag("unknown_road", strange.astype(bool), given["corridor_id"])
    elsewhere = ~given["place_id"].isin(places).to_numpy(bool)
    telling.flag("unknown_place", elsewhere, given["place_id"])


def _ids_of(name: str) -> frozenset[str]:
    """Return the identifiers, which come first, of a table of this host or of the bundled one."""
    path = next(path for folder in (data_dir(), ROOT / "data") if (path := folder / name).is_file())
    with path.open(encoding="utf-8-sig", newline="") as table:
        return frozenset(row[0] for row in csv.reader(table) if row)


def _faults(came: pd.DataFrame, cleaned: pd.DataFrame, terms: Terms) -> list[Fault]:
    failures = _failures(cleaned).sort_values(["index", "order"]).drop_duplicates("index")
    first = pd.Series("", index=cleaned.index, dtype="str")
    first.loc[failures["index"]] = failures["column"].to_numpy()
    named = [column for column in _COLUMNS if (first == column).any()]
    faults = [
        Fault("rule", column, (first == column).to_numpy(bool), came[column]) for column in named
    ]
    dated = cleaned["date_start"].where(first == "", "")
    late = _days(dated) > np.datetime64(terms.today, "D") + _ONE_DAY
    return [*faults, Fault("future", "date_start", late, came["date_start"])]


def _days(texts: pd.Series) -> npt.NDArray[Any]:
    return np.array(texts.replace("", "NaT").to_numpy(object), dtype="datetime64[D]")


def _counts(texts: pd.Series) -> pd.Series:
    return pd.to_numeric(texts.replace("", None)).astype("Int64")
