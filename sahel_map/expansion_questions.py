"""Questions for students, with answers worked out from whatever data are loaded."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.expansion_wording import (
    km_text,
    reached_text,
    share_text,
    slice_name,
    variant_text,
)
from sahel_map.i18n import date_text, gettext, ngettext, number_text, percent_text
from sahel_map.measures.changes import RATE_DAYS
from sahel_map.measures.expansion import Expansion
from sahel_map.measures.slices import LOOSE
from sahel_map.store import Dataset

__all__ = ["Question", "questions"]

_FEWEST: Final = 5
"""A question about a slice wants at least so many attacks in it."""

_OPTIONS: Final = 4


@dataclass(frozen=True, slots=True)
class Question:
    """A question with options, of which one is right, and why.

    Attributes:
        code: What it is about; names its widget.
        text: The question.
        options: The options in a natural order.
        answer: The number of the right one.
        why: What in the data makes it right, and what it does not say.
        event_ids: The events that the answer rests on, where they are few.
    """

    code: str
    text: str
    options: tuple[str, ...]
    answer: int
    why: str
    event_ids: tuple[str, ...] = ()


def _slices(found: Expansion, right: int, others: Sequence[int]) -> tuple[tuple[str, ...], int]:
    """Return the right slice and up to three others, in order of time, and where it stands."""
    others = [at for at in dict.fromkeys(others) if at != right]
    picked = sorted({right, *others[: _OPTIONS - 1]})
    return tuple(slice_name(found.slices[at]) for at in picked), picked.index(right)


def _numbers(right: float, word: Callable[[float], str], *others: float) -> tuple[Any, int]:
    """Return the right number and others that read differently, in order."""
    options = {word(right): right}
    for other in others:
        options.setdefault(word(other), other)
    ordered = sorted(list(options)[:_OPTIONS], key=lambda text: options[text])
    return tuple(ordered), ordered.index(word(right))


def _filled(found: Expansion, fewest: int = 1) -> list[int]:
    return [int(at) for at in np.flatnonzero(found.table["attacks"].to_numpy() >= fewest)]


def _last_region(found: Expansion, data: Dataset) -> Iterator[Question]:
    regions = found.regions[found.regions["area_id"].isin(found.southwest.units)]
    regions = regions[regions["at"] >= 0]
    filled = _filled(found)
    if regions.empty or len(filled) < 2:  # noqa: PLR2004
        return
    row: Any = regions.iloc[-1]
    unit = gettext(str(data.admin1["name"].get(row.area_id, row.area_id)))
    near = sorted(filled, key=lambda at: abs(at - row["at"]))
    options, answer = _slices(found, int(row["at"]), near)
    event = data.events.loc[row.event_ids[0]]
    why = gettext(
        "{title}, {day}. It is the first attack in {region} among the loaded events; earlier ones"
        " that nobody listed would change the answer."
    ).format(title=gettext(str(event["title"])), day=reached_text(row), region=unit)
    text = gettext("In which slice does the first listed attack in {region} fall?")
    yield Question(
        "last-region", text.format(region=unit), options, answer, why, tuple(row.event_ids)
    )


def _largest_share(found: Expansion, _data: Dataset) -> Iterator[Question]:
    filled = _filled(found, _FEWEST)
    shares = found.table["share"]
    ranked = sorted(filled, key=lambda at: -shares[at])
    # Two shares that read the same are a tie to whoever reads them.
    if len(ranked) < 2 or percent_text(shares[ranked[0]]) == percent_text(shares[ranked[1]]):  # noqa: PLR2004
        return
    options, answer = _slices(found, ranked[0], ranked[1:])
    first: Any = found.table.iloc[ranked[0]]
    second: Any = found.table.iloc[ranked[1]]
    apart = first.share_low > second.share_high
    verdict = (
        gettext("The two intervals do not overlap.")
        if apart
        else gettext("The two intervals overlap: chance alone may have made the difference.")
    )
    why = gettext("{first} here, {second} in “{name}”. {verdict}").format(
        first=share_text(first),
        second=share_text(second),
        name=slice_name(found.slices[ranked[1]]),
        verdict=verdict,
    )
    text = gettext(
        "Of the slices with at least {n} attacks, which has the largest share in the south-west?"
    ).format(n=_FEWEST)
    yield Question("largest-share", text, options, answer, why)


def _fastest(found: Expansion, _data: Dataset) -> Iterator[Question]:
    table = found.table[found.table["days"] >= RATE_DAYS]
    rates = RATE_DAYS * table["attacks"] / table["days"]
    order: Any = rates.sort_values(ascending=False, kind="stable").index
    ranked = [int(at) for at in order]
    if len(ranked) < 2 or rates[ranked[0]] == rates[ranked[1]]:  # noqa: PLR2004
        return
    busiest: Any = table["attacks"].idxmax()
    most = int(busiest)
    options, answer = _slices(found, ranked[0], [most, *ranked[1:]])
    why = (
        gettext("{rate} for every {days} days; it also holds the most attacks, {n}.")
        if most == ranked[0]
        else gettext(
            "{rate} for every {days} days. Of these slices “{name}” has the most attacks, {n}: a"
            " longer slice holds more without being busier."
        )
    ).format(
        rate=number_text(round(float(rates[ranked[0]]), 1)),
        days=RATE_DAYS,
        n=number_text(int(table["attacks"].max())),
        name=slice_name(found.slices[most]),
    )
    text = gettext(
        "Slices differ in length. Of those with at least {days} days of data, which had the most"
        " attacks for its days?"
    ).format(days=RATE_DAYS)
    yield Question("fastest", text, options, answer, why)


def _densest(found: Expansion, data: Dataset) -> Iterator[Question]:
    totals = found.changes.groupby("admin1_id")[["events", "per_10000_km2"]].sum()
    totals = totals[totals["events"] > 0].sort_values("per_10000_km2", ascending=False)
    density = totals["per_10000_km2"]
    if len(totals) < 2 or density.iloc[0] == density.iloc[1]:  # noqa: PLR2004
        return
    names = {unit: gettext(str(data.admin1["name"].get(unit, unit))) for unit in totals.index}
    most = str(totals["events"].idxmax())
    picked = list(dict.fromkeys([str(totals.index[0]), most, *map(str, totals.index)]))[:_OPTIONS]
    options = tuple(sorted(names[unit] for unit in picked))
    why = (
        gettext("{density} per 10,000 km². It also has the most attacks, {count}.")
        if most == str(totals.index[0])
        else gettext("{density} per 10,000 km². {most} has the most attacks, {count}.")
    ).format(
        density=number_text(round(float(density.iloc[0]), 1)),
        most=names[most],
        count=number_text(int(totals["events"].max())),
    )
    answer = options.index(names[str(totals.index[0])])
    text = gettext("Which region has the most attacks for its area, over all slices?")
    yield Question("densest", text, options, answer, why)


def _moved(found: Expansion, _data: Dataset) -> Iterator[Question]:
    table = found.table[(found.table["placed"] >= _FEWEST) & found.table["moved_km"].notna()]
    if table.empty:
        return
    row: Any = table.iloc[int(table["moved_km"].to_numpy().argmax())]
    at = int(row.name)
    before = int(np.flatnonzero(found.table["lon"].notna().to_numpy()[:at])[-1])
    km = float(row.moved_km)
    options, answer = _numbers(km, km_text, km / 4, km / 2, km * 2)
    n = int(found.table["placed"].iloc[before])
    why = ngettext(
        "Along the ground between the two centres. The earlier one rests on {n} placed attack, so"
        " a single event more would move it.",
        "Along the ground between the two centres. The earlier one rests on {n} placed attacks.",
        n,
    ).format(n=number_text(n))
    text = gettext("How far is the mean centre of “{now}” from that of “{before}”?").format(
        now=slice_name(found.slices[at]), before=slice_name(found.slices[before])
    )
    yield Question("moved", text, options, answer, why)


def _nearest(found: Expansion, data: Dataset) -> Iterator[Question]:
    table = found.table[found.table["nearest_event"] != ""]
    if len(table) < 2:  # noqa: PLR2004
        return
    at = int(table.index[int(table["nearest_km"].to_numpy().argmin())])
    row: Any = found.table.iloc[at]
    if (table["nearest_km"] == row.nearest_km).sum() > 1:
        return
    options, answer = _slices(found, at, [int(str(other)) for other in table.index])
    event = data.events.loc[row.nearest_event]
    radius = v.GEO_PRECISION[str(event["geo_precision"])].radius_km or 0
    why = gettext(
        "{title}: {km} from the middle of Bamako, on a place that is known within {radius}."
    ).format(title=gettext(str(event["title"])), km=km_text(row.nearest_km), radius=km_text(radius))
    text = gettext("In which slice did an attack come nearest to Bamako?")
    yield Question("nearest", text, options, answer, why, (str(row.nearest_event),))


def _rests(found: Expansion, _data: Dataset) -> Iterator[Question]:
    filled = found.bands["at"].isin(_filled(found, _FEWEST))
    share = found.bands[(found.bands["figure"] == "share") & filled]
    width = (share["high"] - share["low"]).astype(float).to_numpy()
    if not len(width) or width.max() <= 0:
        return
    band: Any = share.iloc[int(width.argmax())]
    row: Any = found.table.iloc[int(band["at"])]
    far = band.low if row.share - band.low > band.high - row.share else band.high
    if percent_text(far) == percent_text(row.share):
        return
    end = "low" if far == band.low else "high"
    named = found.band("share", int(band["at"]))
    choice = variant_text(named[f"{end}_variant"], str(named[f"{end}_detail"]))
    others = [row.share, (far + row.share) / 2, 1 - far]
    options, answer = _numbers(float(far), percent_text, *others)
    why = gettext(
        "{share} with the choices made here, {far} under that one. Where one choice moves a figure"
        " so far, the figure should be quoted with its band."
    ).format(share=percent_text(row.share), far=percent_text(far))
    text = gettext("How large is the share of “{name}” under another choice: {choice}?").format(
        name=slice_name(found.slices[int(band["at"])]), choice=choice
    )
    yield Question("rests", text, options, answer, why)


def _straddling(found: Expansion, data: Dataset) -> Iterator[Question]:
    loose = found.attacks.frame[found.at == LOOSE]
    if loose.empty or not len(found.slices):
        return
    event_id = str(loose.index[0])
    event = data.events.loc[event_id]
    first, last = (date_text(event[name].date()) for name in ("date_start", "date_end"))
    options = (
        gettext("In the slice in which it begins"),
        gettext("In the slice that holds most of it"),
        gettext("In no slice; it is counted beside them"),
    )
    why = gettext(
        "It is dated between {first} and {last}, and no slice holds all of that. To put it into"
        " one would be a guess, so it is left out and said to be."
    ).format(first=first, last=last)
    text = gettext("“{title}” is dated no closer than {first} to {last}. Where is it counted?")
    text = text.format(title=gettext(str(event["title"])), first=first, last=last)
    yield Question("straddling", text, options, 2, why, (event_id,))


_MAKERS: Final = (
    _last_region, _largest_share, _fastest, _densest, _moved, _nearest, _rests, _straddling,
)  # fmt: skip


def questions(found: Expansion, data: Dataset) -> list[Question]:
    """Return the questions that the loaded data can answer without a tie.

    Args:
        found: The measures of the slices of the view.
        data: The data they come from.
    """
    if not found.slices or pd.isna(found.table["share"]).all():
        return []
    made = [question for make in _MAKERS for question in make(found, data)]
    return [question for question in made if len(question.options) > 1]
