"""``expansion``: the measures of the spread into the south-west, slice by slice."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any

import pandas as pd
import typer

from sahel_map import vocabulary as v
from sahel_map.basis import Basis
from sahel_map.cli.base import (
    FileFormat,
    Folder,
    Known,
    app,
    day_option,
    fail,
    load,
    print_csv,
    print_json,
    print_table,
    say,
)
from sahel_map.errors import SelectionError
from sahel_map.expansion_exports import (
    arrival_table,
    band_table,
    change_table,
    slice_records,
    slice_table,
    terms_record,
)
from sahel_map.expansion_wording import missing_text, no_district_text
from sahel_map.exports import Provenance, plain_records
from sahel_map.i18n import country_text
from sahel_map.i18n import gettext as _
from sahel_map.measures.expansion import (
    COUNTRY,
    Expansion,
    Terms,
    districts_of,
    expansion,
    shares_by_actor,
)
from sahel_map.measures.road_days import road_days
from sahel_map.measures.slices import CALENDAR
from sahel_map.measures.slicing import Cutting, slices_of
from sahel_map.settings import data_dir
from sahel_map.store import Dataset
from sahel_map.withholding import withheld_text, withholding

__all__ = ["spread"]


class Show(StrEnum):
    """Which of the tables ``expansion`` prints."""

    slices = "slices"
    bands = "bands"
    regions = "regions"
    arrivals = "arrivals"
    actors = "actors"


_SHOWN: dict[Show, tuple[str, ...]] = {
    Show.slices: ("slice_id", "attacks", "inside", "share", "interval", "band", "centre_km",
                  "new_areas"),
    Show.bands: ("figure", "slice_id", "low", "low_variant", "low_detail", "high", "high_variant",
                 "high_detail", "emptied"),
    Show.regions: ("region", "slice_id", "events", "per_10000_km2", "rate", "change", "kind"),
    Show.arrivals: ("order", "area_id", "name", "earliest", "latest", "slice", "event_ids"),
    Show.actors: ("actor", "slice_id", "attacks", "inside", "share", "share_low", "share_high"),
}  # fmt: skip


def _days(first: str | None, last: str | None) -> dict[str, Any]:
    try:
        return {"first": day_option(first, "--from"), "last": day_option(last, "--to")}
    except SelectionError as error:
        raise fail(str(error)) from error


def _known_areas(areas: str, data: Dataset) -> None:
    if areas == "district" and districts_of(data) is None:
        text = _(
            "--areas district: no layer has districts of {country}. Add one to the folder with"
            " sahel-map boundaries add, or choose region, hex3 or hex4."
        )
        raise fail(text.format(country=country_text(COUNTRY)))


def _percent(low: float, high: float) -> str:
    return "" if pd.isna(low) else f"{100 * low:.0f}-{100 * high:.0f} %"


def _table(found: Expansion, data: Dataset, show: Show) -> pd.DataFrame:
    if show is Show.slices:
        return slice_table(found)
    if show is Show.bands:
        return band_table(found)
    if show is Show.regions:
        finer = found.district_changes is not None and not data.restricted
        return change_table(found, data, level=2 if finer else 1)
    if show is Show.arrivals:
        return arrival_table(found, data, kind=found.terms.areas)
    table = shares_by_actor(data, found.slices, found.terms)
    table.insert(1, "slice_id", [found.slices[at].slice_id for at in table["at"]])
    return table.drop(columns="at").round({"share": 4, "share_low": 4, "share_high": 4})


def _printed(found: Expansion, data: Dataset, show: Show) -> None:
    table = withholding(_table(found, data, show), data)
    if show is Show.slices:
        ends = zip(table["share_low"], table["share_high"], strict=True)
        table["interval"] = [_percent(low, high) for low, high in ends]
        ends = zip(table["share_band_low"], table["share_band_high"], strict=True)
        table["band"] = [_percent(low, high) for low, high in ends]
        table["share"] = [_percent(share, share).partition("-")[2] for share in table["share"]]
    listed = _SHOWN[show]
    if "district" in table:
        listed = ("district", *listed)
    columns = {name: name for name in listed}
    print_table(terms_record(found)["group_name"], plain_records(table), columns, of=data)


def _choice(name: str, codes: Iterable[str], help_text: str) -> Any:  # noqa: ANN401
    allowed = list(codes)

    def parse(text: str) -> str:
        if text not in allowed:
            message = _("{value!r} is not one of {allowed}.")
            raise typer.BadParameter(message.format(value=text, allowed=", ".join(allowed)))
        return text

    return typer.Option(name, parser=parse, metavar="|".join(allowed), help=help_text)


@app.command("expansion", help=_("Measure the spread into the south-west, slice by slice."))
def spread(  # noqa: PLR0913, PLR0917  (one option for each choice)
    by: Annotated[str, _choice("--by", v.SLICINGS, _("How time is cut."))] = "phase",
    own: Annotated[
        str, typer.Option("--own", help=_("With --by own: days on which slices begin, or A..B."))
    ] = "",
    first: Annotated[str | None, typer.Option("--from", help=_("First day, YYYY-MM-DD."))] = None,
    last: Annotated[str | None, typer.Option("--to", help=_("Last day, YYYY-MM-DD."))] = None,
    group: Annotated[
        str, _choice("--group", ["all", *v.ACTORS], _("Whose attacks: an actor's code, or all."))
    ] = "jnim",
    region_set: Annotated[
        str, _choice("--region-set", v.REGION_SETS, _("What counts as the south-west."))
    ] = "southwest",
    areas: Annotated[
        str, _choice("--areas", v.AREAS, _("What is reached for the first time."))
    ] = "hex3",
    weight: Annotated[
        str, _choice("--weight", v.WEIGHTS, _("What an attack weighs in a mean centre."))
    ] = "events",
    confidence: Annotated[
        str, _choice("--confidence", v.CONFIDENCE, _("The confidence from which attacks count."))
    ] = "low",
    show: Annotated[Show, typer.Option("--show", help=_("Which table to print."))] = Show.slices,
    known: Known = None,
    form: Annotated[
        FileFormat, typer.Option("--format", help=_("How to print."))
    ] = FileFormat.table,
    folder: Folder = None,
) -> None:
    """Measure the spread into the south-west, slice by slice."""
    data = load(folder or data_dir())
    try:
        data = Basis(known=day_option(known, "--known")).narrow(data).data
    except SelectionError as error:
        raise fail(str(error)) from error
    days = _days(first, last)
    if by not in CALENDAR and (first or last):
        text = _("--from and --to go with calendar slices: {names}.")
        raise fail(text.format(names=", ".join(CALENDAR)))
    if own and by != "own":
        raise fail(_("--own goes with --by own."))
    slices, problems = slices_of(data, Cutting(by, own, **days))
    for problem in problems:
        say(problem)
    if problems:
        raise typer.Exit(2)
    terms = Terms(group, region_set, areas, weight, confidence)
    _known_areas(areas, data)
    roads = None
    if not data.roads.corridors.empty:
        roads = road_days(data.verified(), data.roads)
    found = expansion(data, slices, terms, roads=roads)
    if form is FileFormat.json and show is Show.slices:
        print_json(
            {
                "data_version": data.version,
                "coverage": "full" if data.full else "sample",
                "terms": terms_record(found),
                **({"withheld": withheld_text()} if data.restricted else {}),
                "slices": slice_records(found, data),
            },
            of=data,
        )
    elif form is FileFormat.json:
        print_json(plain_records(withholding(_table(found, data, show), data)), of=data)
    elif form is FileFormat.csv:
        words = f"{by}; {group}; {region_set}; {areas}; {confidence}"
        print_csv(_table(found, data, show), Provenance.of(words, data), of=data)
    else:
        _printed(found, data, show)
    for text in (missing_text(found), no_district_text(found), _remark(data)):
        if text:
            say(text)


def _remark(data: Dataset) -> str:
    if data.full:
        return ""
    return _(
        "A curated sample, not a census: shares of it follow what was collected, not only what"
        " happened."
    )
