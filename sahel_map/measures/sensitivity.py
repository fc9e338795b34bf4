"""How much each headline figure hangs on choices: precision, sources, confidence, definition."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.measures.arrivals import first_days
from sahel_map.measures.centres import centres, distances
from sahel_map.measures.left_out import Part, counts_in, left_out
from sahel_map.measures.shares import share_of
from sahel_map.measures.slices import Slice, intervals_in

__all__ = ["BAND_COLUMNS", "bands"]

Array = npt.NDArray[Any]
Values = dict[str, Array]

BAND_COLUMNS: Final = (
    "figure", "at", "chosen", "low", "low_variant", "low_detail", "high", "high_variant",
    "high_detail", "variants", "emptied",
)  # fmt: skip

_PRECISE: Final = ("exact", "town")


def _new_areas(part: Part, slices: Sequence[Slice]) -> Array:
    found = first_days(part.attacks, part.areas)
    at = intervals_in(found.earliest, found.latest, slices)
    return np.bincount(at[at >= 0], minlength=len(slices)).astype(float)


def _figures(part: Part, slices: Sequence[Slice]) -> Values:
    """Return every headline figure of each slice; not a number where there is none."""
    size = len(slices)
    far = distances(part.attacks, part.at, size)
    inside, whole = counts_in(part, size)
    return {
        "share": share_of(inside, whole),
        "new_areas": _new_areas(part, slices),
        "median_km": far["median_km"].to_numpy(),
        "nearest_km": far["nearest_km"].to_numpy(),
        "centre_km": centres(part.attacks, part.at, size)["centre_km"].to_numpy(),
    }


class _Bands:
    """Collects values and keeps the lowest and the highest of each figure and slice."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._rows: dict[str, list[pd.DataFrame]] = {figure: [] for figure in v.FIGURES}

    def add(self, variant: str, detail: Array | str, at: Array, values: Values) -> None:
        """Take the values of a choice; ``detail`` is which, for each value or for all."""
        for figure, column in values.items():
            rows = pd.DataFrame({"at": at, "value": column, "variant": variant, "detail": detail})
            self._rows[figure].append(rows)

    def table(self) -> pd.DataFrame:
        """Return the lowest and the highest value of each figure and slice."""
        parts = []
        for figure, rows in self._rows.items():
            known = pd.concat(rows, ignore_index=True)
            empty = known["value"].isna() & known["variant"].isin(["source", "publisher"])
            emptied = known[empty].drop_duplicates("at").set_index("at")["detail"]
            number = known.dropna(subset="value").groupby("at")["value"]
            table = pd.DataFrame({"figure": figure, "at": np.arange(self._size)})
            for end, at in (("low", number.idxmin()), ("high", number.idxmax())):
                rows_at = known.loc[at].set_index("at")
                names = {"value": end, "variant": f"{end}_variant", "detail": f"{end}_detail"}
                table = table.join(rows_at.rename(columns=names), on="at")
            mine = known[known["variant"] == ""].set_index("at")["value"]
            table["chosen"] = table["at"].map(mine)
            table["variants"] = table["at"].map(number.size()).fillna(0).astype(int)
            table["emptied"] = table["at"].map(emptied).astype(object).fillna("")
            parts.append(table)
        return pd.concat(parts, ignore_index=True)[list(BAND_COLUMNS)]


def bands(
    part: Part,
    slices: Sequence[Slice],
    *,
    floor: str,
    definitions: Mapping[str, Array],
    sources: Mapping[str, tuple[Array, list[str]]],
) -> pd.DataFrame:
    """Return between which values each headline figure lies under other choices.

    Args:
        part: All attacks, unverified leads included.
        slices: The slices.
        floor: The confidence from which attacks count.
        definitions: Other definitions of the south-west to whether each attack lies in them.
        sources: ``source`` and ``publisher`` to what ``attacks.only_ones`` gives.

    Returns:
        A row a figure (of ``vocabulary.FIGURES``) and slice with ``BAND_COLUMNS``: the lowest and
        the highest value with the choice that gives it (of ``vocabulary.VARIANTS``, empty for the
        choices of the reader, whose own value is ``chosen``), the number of values, and a source
        without which nothing is left.
    """
    size, grades = len(slices), part.attacks.frame["confidence"].to_numpy()
    codes = list(v.CONFIDENCE)
    base_mask = np.isin(grades, codes[: codes.index(floor) + 1])
    base, every = part.only(base_mask), np.arange(size)
    found = _Bands(size)
    found.add("", "", every, _figures(base, slices))
    precise = base.only(base.attacks.frame["geo_precision"].isin(_PRECISE).to_numpy())
    found.add("precise", "", every, _figures(precise, slices))
    for other in codes:
        if other != floor:
            chosen = part.only(np.isin(grades, codes[: codes.index(other) + 1]))
            variant = "leads" if other == codes[-1] else "confidence"
            found.add(variant, other, every, _figures(chosen, slices))
    for code, inside in definitions.items():
        inside_it = Part(base.attacks, base.at, inside[base_mask], base.areas)
        found.add("definition", code, every, {"share": share_of(*counts_in(inside_it, size))})
    for variant, (group, names) in sources.items():
        for left in left_out(base, group[base_mask], slices, len(names)):
            named = np.array(names, dtype=object)
            found.add(variant, named[left.group] if len(named) else "", left.at, left.values)
    return found.table()
