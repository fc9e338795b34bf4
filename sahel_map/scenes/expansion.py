"""The Expansion page as a scene: a slice of time, or two side by side."""

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
from sahel_map.scenes.counted import count, too_few
from sahel_map.scenes.ground import Vantage
from sahel_map.scenes.sight import Drawing, KeyNumber, Line, Sight
from sahel_map.scenes.withheld import bare, may_be_shown
from sahel_map.store import Dataset
from sahel_map.withholding import withholding

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
        text = gettext("The events are restricted: what rests on single ones is not drawn.")
        return Drawing(group.function, bare(group.view), text, title)
    caption = slice_caption(found, data, number, cumulative=cumulative)
    return Drawing(group.function, group.view, caption, title)


def _numbers(found: Expansion, number: int, data: Dataset) -> list[KeyNumber]:
    row: Any = found.table.iloc[number]
    n, label = int(row.attacks), gettext("Share in the south-west")
    numbers = [count("attacks", gettext("Attacks in the slice"), n, data)]
    if too_few(n, data) or too_few(int(row.inside), data):
        return numbers
    if n:
        band = band_text(found.band("share", number))
        numbers.append(
            KeyNumber("share", label, share_text(row), row.share_low, row.share_high, band)
        )
    new = int(row.new_areas)
    numbers.append(KeyNumber.of("new_areas", gettext("Areas reached first"), new))
    if pd.notna(row.centre_km):
        numbers.append(
            KeyNumber(
                "centre_km",
                gettext("Mean centre to Bamako"),
                km_text(row.centre_km),
                float(row.centre_km),
                float(row.centre_km),
            )
        )
    return numbers


def _lines(found: Expansion, number: int, data: Dataset) -> list[Line]:
    cut = found.slices[number]
    lines = [] if data.restricted else [Line(text) for text in reading(found, number, data)]
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
    last = numbers[-1]
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
        numbers=tuple(_numbers(found, last, data)),
        lines=tuple(_lines(found, last, data)),
        sources=cited_sources(events["source_ids"], data, first=cited),
        events=may_be_shown(events, data),
        tables={"slices": withholding(slice_table(found), data)},
        cautions=tuple(problems),
    )
