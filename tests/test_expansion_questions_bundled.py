"""The questions that the bundled data give, each answered anew from the table of events alone."""

import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest
from expansion_fixtures import WGS84
from pyproj import Transformer

from sahel_map.expansion_questions import questions
from sahel_map.expansion_wording import slice_name
from sahel_map.geodesy import CENTRE_CRS
from sahel_map.i18n import activate
from sahel_map.measures.expansion import expansion
from sahel_map.measures.slicing import Cutting, slices_of

BAMAKO = (-7.97522, 12.60915)
SOUTHWEST = {"Kayes", "Koulikoro", "Sikasso", "Bamako"}
VIOLENT = {"assault", "road", "remote", "people", "site"}
GRADES = ["high", "medium", "low", "unverified"]
WAYS = ["phase", "year", "quarter", "month"]
to_plane = Transformer.from_crs("EPSG:4326", CENTRE_CRS, always_xy=True)
to_degrees = Transformer.from_crs(CENTRE_CRS, "EPSG:4326", always_xy=True)


class Anew:
    """What the questions ask, worked out event by event."""

    def __init__(self, data, slices) -> None:
        self.data, self.slices = data, slices
        self.names = [slice_name(cut) for cut in slices]
        events = data.events
        mine = events["actor_groups"].map(lambda groups: "jnim" in groups)
        mine &= (events["country"] == "MLI") & events["category"].isin(VIOLENT)
        self.every = events[mine].assign(at=[self.held(row) for row in events[mine].itertuples()])
        self.listed = self.every[self.every["confidence"] != "unverified"]
        told = events[events["confidence"] != "unverified"]
        self.extent = told["date_start"].min().date(), told["date_end"].max().date()
        count = self.listed["at"].value_counts()
        self.count = [int(count.get(at, 0)) for at in range(len(slices))]

    def held(self, event) -> int | str:
        """Return the slice that holds an event, "loose" where it only touches one, or "out"."""
        first, last = event.date_start.date(), event.date_end.date()
        for at, cut in enumerate(self.slices):
            if cut.first <= first and last <= cut.last:
                return at
        touched = any(cut.first <= last and first <= cut.last for cut in self.slices)
        return "loose" if touched else "out"

    def days(self, at: int) -> int:
        cut = self.slices[at]
        last, first = min(cut.last, self.extent[1]), max(cut.first, self.extent[0])
        return max((last - first + dt.timedelta(days=1)).days, 0)

    def share(self, events, at: int, *, regions=frozenset(SOUTHWEST)) -> float | None:
        mine = events[events["at"] == at]
        return float(mine["admin1"].isin(regions).mean()) if len(mine) else None

    def filled(self, fewest: int) -> list[int]:
        return [at for at, n in enumerate(self.count) if n >= fewest]

    def placed(self, at: int):
        mine = self.listed[(self.listed["at"] == at) & self.listed["lat"].notna()]
        return mine[mine["geo_precision"].isin(["exact", "town", "near"])]

    def last_region(self) -> tuple[str, str]:
        reached = []
        for name, mine in self.listed[self.listed["admin1"].isin(SOUTHWEST)].groupby("admin1"):
            span = SimpleNamespace(
                date_start=mine["date_start"].min(), date_end=mine["date_end"].min()
            )
            at = self.held(span)
            if isinstance(at, int):
                reached.append(
                    (span.date_end, span.date_start, mine["admin1_id"].iloc[0], name, at)
                )
        *_, name, at = max(reached)
        return str(name), self.names[at]

    def largest_share(self) -> str | None:
        """Return the slice with the largest share; None where two read the same."""
        shares = sorted((-(self.share(self.listed, at) or 0), at) for at in self.filled(5))
        (first, at), (second, _) = shares[:2]
        return None if f"{-first:.0%}" == f"{-second:.0%}" else self.names[at]

    def fastest(self) -> str:
        rates = {at: n / self.days(at) for at, n in enumerate(self.count) if self.days(at) >= 30}
        return self.names[max(rates, key=lambda at: rates[at])]

    def densest(self) -> str:
        inside = self.listed[self.listed["at"].map(lambda at: isinstance(at, int))]
        counts = inside["admin1_id"].value_counts()
        admin1 = self.data.admin1[self.data.admin1["country"] == "MLI"]
        density = {unit: n / admin1.at[unit, "area_km2"] for unit, n in counts.items()
                   if unit in admin1.index}  # fmt: skip
        return str(admin1.at[max(density, key=lambda unit: density[unit]), "name"])

    def moved(self) -> tuple[str, str, float]:
        steps, last = [], None
        for at in range(len(self.slices)):
            mine = self.placed(at)
            if mine.empty:
                continue
            x, y = to_plane.transform(mine["lon"].to_numpy(), mine["lat"].to_numpy())
            here = to_degrees.transform(x.mean(), y.mean())
            if last is not None and len(mine) >= 5:
                km = WGS84.inv(*last[1], *here)[2] / 1000
                steps.append((km, self.names[last[0]], self.names[at]))
            last = at, here
        km, before, now = max(steps)
        return before, now, km

    def nearest(self) -> str:
        far = {
            WGS84.inv(row.lon, row.lat, *BAMAKO)[2]: at
            for at in range(len(self.slices))
            for row in self.placed(at).itertuples()
        }
        return self.names[far[min(far)]]

    def _other_choices(self):
        """Yield the share of each slice under each other choice."""
        listed, filled = self.listed, self.filled(5)
        sources, voices = self.data.sources, {}
        for row in sources.itertuples():
            voices[row.source_id] = set((row.origin or row.publisher).split(";"))
        cited = listed["source_ids"].str.split(";").map(set)
        told = cited.map(lambda ids: set().union(*(voices[name] for name in ids)))
        pools = [listed[listed["geo_precision"].isin(["exact", "town"])], self.every]
        pools += [listed[listed["confidence"].isin(GRADES[:n])] for n in (1, 2)]
        for groups in (cited, told):
            for alone in {next(iter(names)) for names in groups if len(names) == 1}:
                pools.append(listed[groups.map(lambda names, alone=alone: names != {alone})])
        for at in filled:
            for pool in pools:
                yield at, self.share(pool, at)
            yield at, self.share(listed, at, regions=SOUTHWEST | {"Ségou"})

    def rests(self) -> dict[str, set[float]]:
        """Return the ends of the widest bands by slice, furthest from what is chosen."""
        ends = {at: [self.share(self.listed, at)] for at in self.filled(5)}
        for at, share in self._other_choices():
            if share is not None:
                ends[at].append(share)
        widest = max(max(values) - min(values) for values in ends.values())
        return {
            self.names[at]: {
                end
                for end in (min(values), max(values))
                if abs(end - values[0])
                == pytest.approx(max(values[0] - min(values), max(values) - values[0]))
            }
            for at, values in ends.items()
            if max(values) - min(values) == pytest.approx(widest)
        }

    def straddling(self) -> str:
        loose = self.listed[self.listed["at"] == "loose"]
        return str(loose.sort_values(["date_end", "date_start"], kind="stable").index[0])


@pytest.fixture(scope="module", params=WAYS)
def both(request, data):
    """The questions of a way of cutting, and what works their answers out anew."""
    slices, _ = slices_of(data, Cutting(request.param))
    asked = {one.code: one for one in questions(expansion(data, slices), data)}
    return asked, Anew(data, slices)


def right(question) -> str:
    return question.options[question.answer]


def test_the_bundled_data_give_most_of_the_questions(both):
    asked, _ = both

    assert len(asked) >= 6
    for question in asked.values():
        assert 2 <= len(question.options) == len(set(question.options)) <= 4
        assert question.why.endswith(".")


def test_slices_and_regions_that_are_right_are_so_when_worked_out_anew(both):
    asked, anew = both

    region, where = anew.last_region()
    assert right(asked["last-region"]) == where
    assert asked["last-region"].text.endswith(f"first listed attack in {region} fall?")
    largest = right(asked["largest-share"]) if "largest-share" in asked else None
    assert largest == anew.largest_share()
    assert right(asked["fastest"]) == anew.fastest()
    assert right(asked["densest"]) == anew.densest()
    assert right(asked["nearest"]) == anew.nearest()


def test_the_longest_step_is_so_when_worked_out_anew(both):
    asked, anew = both
    before, now, km = anew.moved()

    assert asked["moved"].text == f"How far is the mean centre of “{now}” from that of “{before}”?"
    assert right(asked["moved"]) == f"{km:,.0f} km"


def test_the_share_under_another_choice_is_so_when_worked_out_anew(both):
    asked, anew = both
    ends = anew.rests()

    [name] = [name for name in ends if f"“{name}”" in asked["rests"].text]
    assert right(asked["rests"]) in {f"{100 * share:.0f}%" for share in ends[name]}


def test_the_attack_that_fits_no_slice_does_so_when_looked_at_anew(both):
    asked, anew = both

    if "straddling" in asked:
        assert asked["straddling"].event_ids == (anew.straddling(),)
        assert right(asked["straddling"]) == asked["straddling"].options[2]
    else:
        assert not (anew.listed["at"] == "loose").any()


def test_shares_and_distances_told_are_not_the_same_as_the_wrong_ones(both):
    asked, _ = both

    for code in ("moved", "rests"):
        told = [pd.to_numeric(option.split("%")[0].split(" ")[0].replace(",", ""))
                for option in asked[code].options]  # fmt: skip
        assert told == sorted(set(told))


def test_french_questions_have_the_same_options_in_number_and_the_same_answer(data):
    slices, _ = slices_of(data, Cutting("phase"))
    found = expansion(data, slices)
    english = [(one.code, len(one.options), one.event_ids) for one in questions(found, data)]
    activate("fr")

    french = questions(found, data)

    assert [(one.code, len(one.options), one.event_ids) for one in french] == english
    assert not any("{" in text for one in french for text in (one.text, one.why, *one.options))
