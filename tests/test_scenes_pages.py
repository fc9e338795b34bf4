"""What the scenes of roads, expansion, evidence, numbers and overview show, counted once more."""

import datetime as dt
from collections import Counter

import pandas as pd
import pytest
from scene_facts import counted, named, notes

from sahel_map.basis import Basis
from sahel_map.measures.expansion import Terms
from sahel_map.measures.slicing import Cutting
from sahel_map.scenes import Ground, Scene, look

pytest_plugins = ["scene_fixtures"]

CONVOY = "2025-09-14-lakamane-convoy"
ROAD = "dakar_kayes_bamako"
DAY = dt.date(2025, 10, 17)


def spells_at(data, day):
    """Sieges that may be in force on a day, their towns, and those of them that are certain."""
    towns, sure = set(), set()
    for spell in data.roads.blockades.itertuples():
        if spell.kind != "town_siege" or spell.confidence == "unverified":
            continue
        day_ = pd.Timestamp(day)
        if spell.possible_from <= day_ and not spell.possible_to < day_:
            towns.add((spell.country, spell.place))
            agreed = spell.status in {"enforced", "partially_eased", "lifted"}
            if agreed and spell.confirmed_from <= day_ <= spell.confirmed_to:
                sure.add((spell.country, spell.place))
    return towns, sure


# Roads.


def test_roads_are_counted_by_status(seen, ground, data):
    sight = seen("corridors", on=DAY)

    states = ground.statuses(Basis(), 10.0).on(DAY)
    statuses = Counter(states["status"])
    told = {code: low for code, (low, _high) in counted(sight).items() if code[:6] == "roads_"}
    assert told == {f"roads_{code}": n for code, n in statuses.items()}
    assert sum(told.values()) == len(data.roads.corridors)
    assert list(sight.tables["roads"]["corridor_id"]) == list(states.index)


def test_towns_under_siege_run_from_the_certain_to_the_possible(seen, data):
    towns, sure = spells_at(data, DAY)

    sight = seen("corridors", on=DAY)

    assert counted(sight)["towns_under_siege"] == (len(sure), len(towns))
    listed = sight.tables["sieges"]
    assert set(zip(listed["country"], listed["place"], strict=True)) == towns


def test_attacks_near_roads_are_those_that_are_drawn(seen):
    sight = seen("corridors", on=DAY)

    drawn = sight.drawings[0].view["events"]
    assert {event["id"] for event in drawn} == set(sight.events.index)
    assert counted(sight)["attacks_90"][0] == sum(event["counted"] for event in drawn) > 0
    oldest = sight.events["date_start"].min()
    assert oldest > pd.Timestamp(DAY) - pd.Timedelta(days=100)


def test_one_road_has_numbers_and_sources_of_its_own(seen, data):
    sight = seen("corridors", on=DAY, road=ROAD)

    spells = data.roads.blockades
    mine = spells[[ROAD in ids for ids in spells["corridor_ids"]]]
    assert [number.code for number in sight.numbers] == ["status", "attacks_90"]
    assert list(sight.tables["roads"]["corridor_id"]) == [ROAD]
    assert sight.drawings[0].view["selected"] == ROAD
    assert sight.title == "Dakar road, by Kayes on 17 October 2025"
    assert set(sight.events.index) < set(seen("corridors", on=DAY).events.index)
    stated = {name for line in sight.lines for name in line.source_ids}
    assert stated <= named(mine["source_ids"])
    assert set(sight.sources.index[: len(stated)]) == stated


@pytest.mark.parametrize("road", ["nowhere", "", "DROP TABLE"])
def test_an_unknown_road_lifts_out_none(seen, road):
    sight, plain = seen("corridors", on=DAY, road=road or None), seen("corridors", on=DAY)

    assert sight.title == plain.title == "Roads on 17 October 2025"
    assert counted(sight) == counted(plain)


@pytest.mark.parametrize("name", ["sieges-sahel", "agreements-centre", "agreements-south"])
def test_a_map_without_roads_shows_nothing_of_roads(seen, name):
    sight = seen("corridors", map=name, on=DAY, road=ROAD)

    assert not {"roads", "status"} & {*sight.tables, *counted(sight)}
    assert len(sight.events) == 0
    assert "Dakar" not in sight.title
    assert "Statuses are ours" not in sight.drawings[0].caption
    (table,) = sight.tables.values()
    assert set(sight.sources.index) == named(table["source_ids"])


def test_attacks_are_left_out_where_the_map_draws_none(seen):
    sight = seen("corridors", map="sieges-south", on=DAY)

    assert "attacks_90" not in counted(sight)
    assert len(sight.events) == len(sight.drawings[0].view["events"]) == 0


# Expansion.


@pytest.fixture
def spread(ground):
    """The measures of the phases, as the page has them by default."""
    return ground.spread(Basis(), Cutting(), Terms())[0]


def attacks_in(spread, number):
    """The attacks whose days lie in a slice, found one by one."""
    cut, attacks = spread.slices[number], spread.attacks
    first, last = pd.Timestamp(cut.first), pd.Timestamp(cut.last)
    return [
        name
        for name, start, end in zip(attacks.frame.index, attacks.start, attacks.end, strict=True)
        if first <= pd.Timestamp(start) and pd.Timestamp(end) <= last
    ]


def test_a_slice_is_counted_and_shown_alone(seen, spread):
    number = [cut.slice_id for cut in spread.slices].index("fuel-blockade")
    mine = attacks_in(spread, number)
    inside = spread.attacks.frame.loc[mine, "admin1"].isin(
        ["Kayes", "Koulikoro", "Sikasso", "Bamako"]
    )

    sight = seen("expansion", slice="fuel-blockade", through="slice")

    assert set(sight.events.index) == set(mine)
    assert counted(sight)["attacks"] == (len(mine), len(mine))
    share = next(number for number in sight.numbers if number.code == "share")
    assert share.text.startswith(f"{round(100 * inside.mean())}%")
    assert share.low < inside.mean() < share.high
    drawn = {event["id"] for event in sight.drawings[0].view["events"]}
    assert drawn == set(sight.events.index[sight.events["lat"].notna()])


def test_up_to_a_slice_all_attacks_before_are_shown(seen, spread):
    cut = next(cut for cut in spread.slices if cut.slice_id == "fuel-blockade")
    ends = pd.to_datetime(spread.attacks.end)

    sight = seen("expansion", slice="fuel-blockade")

    assert len(sight.events) == int((ends <= pd.Timestamp(cut.last)).sum())
    assert sight.sources.index[0] == cut.source_ids.split(";")[0]


def test_two_slices_have_a_map_and_numbers_each(seen, spread):
    names = [cut.slice_id for cut in spread.slices]
    one, other = names.index("bamako-attack"), names.index("fuel-blockade")

    sight = seen(
        "expansion", slice="fuel-blockade", against="bamako-attack", stage="two", through="slice"
    )

    assert [drawing.view["slice"] for drawing in sight.drawings] == [names[one], names[other]]
    assert len({drawing.title for drawing in sight.drawings}) == 2
    assert counted(sight)["attacks_against"][0] == len(attacks_in(spread, one))
    assert counted(sight)["attacks"][0] == len(attacks_in(spread, other))
    assert set(sight.events.index) == {*attacks_in(spread, one), *attacks_in(spread, other)}
    labels = [number.label for number in sight.numbers]
    assert len(labels) == len(set(labels))


def test_an_unknown_slice_is_the_last_with_an_attack(seen, spread):
    filled = [cut.slice_id for n, cut in enumerate(spread.slices) if attacks_in(spread, n)]

    for wanted in ("nowhere", None):
        sight = seen("expansion", slice=wanted, against="nowhere", stage="two")

        assert sight.drawings[-1].view["slice"] == filled[-1]
    assert len(sight.drawings) == 2


def test_what_is_wrong_with_slices_of_ones_own_is_told(seen):
    sight = seen("expansion", by="own", own="nonsense;2025-01-01..2025-06-30")

    assert sight.selection == "Attacks of the slice 1 January – 30 June 2025"
    assert any(caution.startswith("“nonsense” is neither a day") for caution in sight.cautions)


def test_no_slice_at_all_is_said(seen):
    sight = seen("expansion", by="own", own="nonsense")

    assert sight.title == "No slice of time"
    assert sight.drawings == ()
    assert len(sight.events) == len(sight.sources) == 0


# Evidence.


def test_a_dossier_tells_every_claim_with_its_source(seen, data):
    claims = data.claims[[CONVOY in ids for ids in data.claims["event_ids"]]]

    sight = seen("evidence", event=CONVOY)

    event, *said = sight.lines
    assert counted(sight)["claims"][0] == len(said) == len(claims)
    assert counted(sight)["claimants"][0] == claims["claimant"].nunique()
    assert [line.source_ids for line in said] == [(name,) for name in claims["source_id"]]
    assert set(event.source_ids) == named([data.events.at[CONVOY, "source_ids"]])
    assert list(sight.events.index) == [CONVOY]
    assert CONVOY in {event["id"] for event in sight.drawings[0].view["events"]}


def test_a_claim_about_more_than_the_event_says_so(evidence_sight):
    (line,) = [line for line in evidence_sight.lines if "80" in line.text]

    assert line.text.endswith("(several together)")


@pytest.fixture
def evidence_sight(evidence):
    """The dossier of a made-up event of which one claim speaks of others too."""
    return look(Scene("evidence", {"event": "2025-07-01-west-town"}), Ground.of(evidence))


def test_without_an_event_the_dossier_is_of_the_most_disputed(seen):
    assert seen("evidence", event="nowhere").title == seen("evidence").title != "Sources"


def test_contradictions_are_those_that_the_page_lists(seen, data):
    compilers = set(data.sources.index[data.sources["note"].str.startswith("Compiler:")])
    leads = {
        name
        for name, mine in data.positions.groupby("contradiction_id")
        if all(set(ids.split(";")) <= compilers for ids in mine["source_ids"])
    }

    sight = seen("evidence", part="contradictions")

    assert counted(sight)["contradictions"][0] == len(data.contradictions) - len(leads)
    assert notes(sight)["contradictions"] == f"{len(leads)} unverified leads are hidden"
    everything = seen("evidence", part="contradictions", confidence="unverified")
    assert counted(everything)["contradictions"][0] == len(data.contradictions)


def test_errors_come_before_disputes_and_definitions(seen, data):
    sight = seen("evidence", part="contradictions", confidence="unverified")

    kinds = data.contradictions.set_index("title")["kind"].to_dict()
    heads = [line.text for line in sight.lines if not line.source_ids]
    order = [kinds[head] for head in heads if head in kinds]
    assert sorted(order, key=["error", "dispute", "definition"].index) == order
    assert len(set(order)) == 3


def test_contradictions_are_found_by_their_words(seen, data):
    sight = seen("evidence", part="contradictions", find="MONDORO 2022", topic=("tolls",))

    held = data.positions.groupby("contradiction_id")[["holder", "position"]].agg(" ".join)
    texts = data.contradictions["title"] + data.contradictions["reading"]
    texts = (texts + held["holder"] + held["position"]).str.casefold()
    hits = texts[texts.str.contains("mondoro") & texts.str.contains("2022")].index
    hits = [name for name in hits if data.contradictions.at[name, "topic"] == "tolls"]
    assert counted(sight)["contradictions"][0] == len(hits) > 0
    assert sight.selection.endswith("with the words “MONDORO 2022”")


def test_an_open_contradiction_stands_alone(seen, data):
    name = "triple-attack-2022-toll"
    row = data.contradictions.loc[name]
    held = data.positions[data.positions["contradiction_id"] == name]

    sight = seen("evidence", part="contradictions", contradiction=name, topic=("money",))

    assert sight.title == sight.selection == row["title"]
    assert counted(sight) == {"contradictions": (1, 1), "positions": (len(held), len(held))}
    assert sight.lines[0].text == f"{row['title']}: 6 to 15"
    assert set(sight.lines[-1].source_ids) == named([row["reading_source_ids"]])
    assert set(sight.sources.index) == named([*held["source_ids"], row["reading_source_ids"]])


def test_an_unknown_contradiction_opens_none(seen):
    sight = seen("evidence", part="contradictions", contradiction="nowhere")

    assert sight.title == "Contradictions"


def test_what_was_known_on_a_day_says_the_day(seen):
    sight = seen("evidence", part="known", known=dt.date(2025, 1, 1))

    assert sight.title == "As known on 1 January 2025"
    assert any(caution.startswith("As known on 1 January 2025; ") for caution in sight.cautions)
    assert sight.events["date_start"].max() <= pd.Timestamp("2025-01-01")


# Numbers and overview.


def test_published_numbers_are_told_one_by_one(seen, data):
    compilers = set(data.sources.index[data.sources["note"].str.startswith("Compiler:")])
    rows = data.indicators[data.indicators["topic"] == "economy"]
    rows = rows[~rows["source_id"].isin(compilers)]

    sight = seen("numbers", numbers="economy")

    assert counted(sight)["published"][0] == len(sight.lines) == len(rows) > 0
    assert [line.source_ids for line in sight.lines] == [(name,) for name in rows["source_id"]]
    assert set(sight.sources.index) == set(rows["source_id"])


@pytest.mark.parametrize("days", [30, 90])
def test_the_overview_shows_the_events_of_the_last_days(seen, data, days):
    sure = data.events[data.events["confidence"] != "unverified"]
    last = data.days[1]
    first = last - dt.timedelta(days=days - 1)
    mine = sure[
        (sure["date_start"] >= pd.Timestamp(first)) & (sure["date_end"] <= pd.Timestamp(last))
    ]

    sight = seen("overview", span=str(days), from_=dt.date(2020, 1, 1), to=dt.date(2020, 2, 1))

    assert set(sight.events.index) == set(mine.index)
    assert sight.title == f"The last {days} days of data"
    assert set(sight.sources.index) == named(mine["source_ids"])
    assert [number.code for number in sight.numbers][:2] == ["attacks", "deaths"]
