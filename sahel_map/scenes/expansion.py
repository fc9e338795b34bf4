"""The Expansion page as a scene: a slice of time, or two side by side."""

from dataclasses import replace
from typing import Any

import pandas as pd

from sahel_map.expansion_exports import slice_table
from sahel_map.expansion_reading import reading
from sahel_map.expansion_wording import band_text, km_text, share_text, slice_name, slice_span
from sahel_map.i18n import gettext
from sahel_map.maps import Manner, slice_caption, slice_group
from sahel_map.maps.slices import shown_attacks
from sahel_map.measures.expansion import Expansion
from sahel_map.scenes.choices import cutting_in, terms_in
from sahel_map.scenes.cited import cited_sources
from sahel_map.scenes.counted import count
from sahel_map.scenes.ground import Vantage
from sahel_map.scenes.sight import Drawing, KeyNumber, Line, Sight
from sahel_map.scenes.withheld import (
    bare_slices,
    may_be_shown,
    may_be_told,
    too_few,
)
from sahel_map.store import Dataset
from sahel_map.withholding import withholding
from sahel_map.wording import pair_text

__all__ = ["expansion"]


def _shown(at: Vantage, found: Expansion) -> list[int]:
    """Return the numbers of the slices that are drawn: one, or two to compare."""
    now = found.number(at.scene.get("slice"))
    if at.scene.get("stage") != "two":
        return [now]
    names = [cut.slice_id for cut in found.slices]
    other = at.scene.get("against")
    return [names.index(other) if other in names else max(now - 1, 0), now]


def _drawing(at: Vantage, found: Expansion, number: int, *, titled: bool) -> Drawing:
    data, cumulative = at.data, at.scene.get("through") == "since"
    manner = Manner(cumulative=cumulative, selected=at.scene.get("event"))
    group = slice_group(found, data, number, manner)
    title = slice_name(found.slices[number]) if titled else ""
    if data.restricted:
        text = gettext("Single attacks may not be shown, nor the areas and centres made of them.")
        return Drawing(group.function, bare_slices(group.view), text, title)
    caption = slice_caption(found, data, number, cumulative=cumulative)
    return Drawing(group.function, group.view, caption, title)


def _share(found: Expansion, number: int, data: Dataset) -> list[KeyNumber]:
    row: Any = found.table.iloc[number]
    if not row.attacks or not may_be_told(int(row.inside), int(row.attacks), data):
        return []
    # The band names the source, or the choice, without which the share would be another.
    band = "" if data.restricted else band_text(found.band("share", number))
    label = gettext("Share in the south-west")
    low, high = float(row.share_low), float(row.share_high)
    return [KeyNumber("share", label, share_text(row), low, high, band)]


def _numbers(found: Expansion, number: int, data: Dataset) -> list[KeyNumber]:
    """Return the numbers of a slice."""
    row: Any = found.table.iloc[number]
    n, placed = int(row.attacks), int(row.placed)
    numbers = [count("attacks", gettext("Attacks in the slice"), n, data)]
    if too_few(n, data):
        return numbers
    numbers += _share(found, number, data)
    label = gettext("Areas reached for the first time")
    numbers.append(KeyNumber.of("new_areas", label, int(row.new_areas)))
    if pd.notna(row.centre_km) and not too_few(placed, data):
        km, label = float(row.centre_km), gettext("Distance of the mean centre from Bamako")
        numbers.append(KeyNumber("centre_km", label, km_text(row.centre_km), km, km))
    return numbers


def _all_numbers(found: Expansion, numbers: list[int], data: Dataset) -> list[KeyNumber]:
    """Return the numbers of the slice that is shown; before them those of the other."""
    *others, last = numbers
    named = [
        replace(
            one,
            code=f"{one.code}_against",
            label=pair_text(slice_name(found.slices[number]), one.label),
        )
        for number in others
        for one in _numbers(found, number, data)
    ]
    if not named:
        return _numbers(found, last, data)
    name = slice_name(found.slices[last])
    own = [replace(one, label=pair_text(name, one.label)) for one in _numbers(found, last, data)]
    return [*named, *own]


def _lines(found: Expansion, number: int, data: Dataset, said: set[str]) -> list[Line]:
    cut = found.slices[number]
    read = [] if data.restricted else reading(found, number, data)
    lines = [Line(text) for text in read if text not in said]
    if cut.summary:
        lines.insert(0, Line(gettext(cut.summary), tuple(data.cited(cut.source_ids).index)))
    return lines


def _title(found: Expansion, numbers: list[int]) -> str:
    names = [slice_name(found.slices[number]) for number in numbers]
    if len(names) == 2:  # noqa: PLR2004
        return gettext("{one} and {other}").format(one=names[0], other=names[1])
    return names[0]


def _words(found: Expansion, numbers: list[int]) -> str:
    spans = [slice_span(found.slices[number]) for number in numbers]
    return gettext("Attacks of the slice {span}").format(span="; ".join(spans))


def _nothing(at: Vantage, problems: list[str]) -> Sight:
    title = gettext("No slice of time")
    return Sight(
        scene=at.scene,
        data=at.data,
        title=title,
        selection=title,
        drawings=(),
        numbers=(),
        lines=(),
        sources=cited_sources([], at.data),
        events=may_be_shown(at.data.events.iloc[:0], at.data),
        cautions=tuple(problems),
    )


def expansion(at: Vantage) -> Sight:
    """Return what the Expansion page shows of a slice, or of two."""
    scene, data = at.scene, at.data
    found, problems = at.ground.spread(
        at.basis, cutting_in(scene.get, data), terms_in(scene.get, data)
    )
    if not found.slices:
        return _nothing(at, problems)
    numbers = _shown(at, found)
    last, told = numbers[-1], _all_numbers(found, numbers, data)
    cumulative = scene.get("through") == "since"
    ids = dict.fromkeys(
        name for number in numbers for name in shown_attacks(found, number, cumulative=cumulative)
    )
    events = data.events.loc[list(ids)]
    cited = ";".join(found.slices[number].source_ids for number in numbers)
    return Sight(
        scene=scene,
        data=data,
        title=_title(found, numbers),
        selection=_words(found, numbers),
        drawings=tuple(_drawing(at, found, n, titled=len(numbers) > 1) for n in numbers),
        numbers=tuple(told),
        lines=tuple(_lines(found, last, data, {number.note for number in told})),
        sources=cited_sources(events["source_ids"], data, first=cited),
        events=may_be_shown(events, data),
        tables={"slices": withholding(slice_table(found), data)},
        cautions=tuple(problems),
    )
